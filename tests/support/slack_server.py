"""A Slack Web API on loopback that keeps what was posted, and fails in every way the real one can.

A test scripts faults by channel and call; without a script every call succeeds. Messages land in a channel's
history with metadata, after a lag if the test wants one, and are given out in pages.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

FAULTS = (
    "dropped_before",  # the connection ends, nothing was posted
    "dropped_after",  # posted, then the connection ends
    "error_before",  # status 500, nothing was posted
    "error_after",  # posted, then status 500
    "late",  # the connection ends, and the message lands a little later
    "rate_limited",  # status 429
    "hangs",  # posted, and no answer ever comes
)


@dataclass
class Message:
    channel: str
    ts: str
    body: dict[str, Any]
    lands_at: float

    @property
    def delivery_id(self) -> str:
        payload = (self.body.get("metadata") or {}).get("event_payload") or {}
        return payload.get("delivery_id", "")


@dataclass
class SlackServer:
    """The server; a context manager.

    Args:
        fault_of: (method, arguments) → the fault of this call, or "" for none.
        before_post: Called with the arguments of a post before anything else happens.
        lag_s: Seconds until a posted message shows in the history.
        late_s: Seconds until a late message lands.
        page: Messages a page of history.
    """

    fault_of: Callable[[str, dict[str, Any]], str] = lambda _method, _arguments: ""
    before_post: Callable[[dict[str, Any]], None] = lambda _arguments: None
    lag_s: float = 0.0
    late_s: float = 0.05
    page: int = 100
    retry_after_s: float = 0.05
    scopes: str = ""
    zone: str = "America/New_York"
    channel: dict[str, Any] = field(default_factory=lambda: {"name": "city-desk", "is_member": True})
    messages: list[Message] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    arrived: dict[str, float] = field(default_factory=dict)  # when each method was first called
    files: dict[str, dict[str, Any]] = field(
        default_factory=dict
    )  # by id: bytes, title, and where it was shown
    answers: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = field(default_factory=dict)

    def __enter__(self) -> SlackServer:
        self._lock = threading.Lock()
        self._count = 0
        outer = self

        class Handler(_Handler):
            slack = outer

        self._server = _Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/api/"

    def posts(self) -> dict[str, list[Message]]:
        """Messages by the delivery whose id they carry."""
        found: dict[str, list[Message]] = defaultdict(list)
        for message in self.messages:
            found[message.delivery_id].append(message)
        return found

    def land(self, arguments: dict[str, Any], after_s: float) -> Message:
        with self._lock:
            self._count += 1
            ts = f"{time.time():.6f}"[:-6] + f"{self._count:06d}"
            message = Message(arguments["channel"], ts, arguments, time.time() + after_s)
            self.messages.append(message)
            return message

    def answer(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        if method in self.answers:
            return self.answers[method](arguments)
        if method == "conversations.history":
            return self._page(arguments, [m for m in self._visible(arguments) if not m.body.get("thread_ts")])
        if method == "conversations.replies":
            same = [m for m in self._visible(arguments) if arguments["ts"] in {m.ts, m.body.get("thread_ts")}]
            return self._page(arguments, same)
        if method == "auth.test":
            return {
                "ok": True,
                "team_id": "T1",
                "team": "City Desk",
                "user_id": "U0BOT",
                "bot_id": "B1",
                "url": "https://x.slack.example/",
            }
        if method.startswith("files."):
            return self._file(method, arguments)
        return {
            "ok": True,
            "channel": {"id": arguments.get("channel", ""), **self.channel},
            "user": {"id": arguments.get("user", ""), "tz": self.zone},
            "view": {"id": "V1"},
        }

    def _file(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """The first and the last of the three steps of an upload."""
        if method == "files.getUploadURLExternal":
            key = f"F{len(self.files) + 1}"
            self.files[key] = {**arguments, "bytes": b""}
            return {"ok": True, "file_id": key, "upload_url": f"{self.url}upload/{key}"}
        done = json.loads(arguments["files"])
        for one in done:
            self.files[one["id"]] |= {"title": one["title"], "channel": arguments.get("channel_id", "")}
        return {"ok": True, "files": done}

    def sent(self, method: str) -> list[dict[str, Any]]:
        """The arguments of the calls of one method, in order."""
        return [arguments for called, arguments in list(self.calls) if called == method]

    def _visible(self, arguments: dict[str, Any]) -> list[Message]:
        now, oldest = time.time(), float(arguments.get("oldest") or 0)
        return [
            m
            for m in sorted(self.messages, key=lambda m: m.ts, reverse=True)
            if m.channel == arguments["channel"] and m.lands_at + self.lag_s <= now and m.lands_at >= oldest
        ]

    def _page(self, arguments: dict[str, Any], found: list[Message]) -> dict[str, Any]:
        start = int(arguments.get("cursor") or 0)
        page = found[start : start + self.page]
        more = str(start + self.page) if start + self.page < len(found) else ""
        shown = [
            {"ts": m.ts, "text": m.body.get("text", ""), "metadata": m.body.get("metadata")} for m in page
        ]
        return {"ok": True, "messages": shown, "response_metadata": {"next_cursor": more}}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is no error of the server."""


class _Handler(BaseHTTPRequestHandler):
    slack: SlackServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def do_POST(self) -> None:
        if "/upload/" in self.path:
            self._take_file()
            return
        method = self.path.rsplit("/", 1)[-1]
        arguments = self._arguments()
        self.slack.calls.append((method, arguments))
        self.slack.arrived.setdefault(method, time.perf_counter())
        posts = method == "chat.postMessage" and method not in self.slack.answers
        if posts:
            self.slack.before_post(arguments)
        fault = self.slack.fault_of(method, arguments)
        if fault == "rate_limited":
            self._send(429, {"ok": False, "error": "ratelimited"}, retry_after=self.slack.retry_after_s)
            return
        if fault in {"dropped_before", "error_before"}:
            self._fail(fault)
            return
        if posts:
            message = self.slack.land(arguments, self.slack.late_s if fault == "late" else 0.0)
            answer: dict[str, Any] = {"ok": True, "ts": message.ts, "channel": message.channel}
        else:
            answer = self.slack.answer(method, arguments)
        if fault:
            self._fail(fault)
        else:
            self._send(200, answer)

    do_GET = do_POST

    def _take_file(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.slack.files[self.path.rsplit("/", 1)[-1]]["bytes"] = content
        self._send(200, {"ok": True})

    def _arguments(self) -> dict[str, Any]:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if "json" in (self.headers.get("Content-Type") or ""):
            return json.loads(body or "{}")
        flat = {k: v[0] for k, v in parse_qs(body).items()}
        return {k: json.loads(v) if k in {"blocks", "metadata", "view"} else v for k, v in flat.items()}

    def _fail(self, fault: str) -> None:
        if fault.startswith("error"):
            self._send(500, {"ok": False, "error": "internal_error"})
        elif fault == "hangs":
            time.sleep(5)
            self.close_connection = True
        else:
            # A reset, not an orderly end: the client must not take it for an answer.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True

    def _send(self, status: int, value: dict[str, Any], retry_after: float | None = None) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-OAuth-Scopes", self.slack.scopes)
        if retry_after is not None:
            self.send_header("Retry-After", str(retry_after))
        self.end_headers()
        self.wfile.write(body)
