"""The web server of one person's own computer: loopback only, standard library only.

Opened by the demo, closed with it. Turns HTTP into `Request` and `Response`, and keeps other sites out; what
is answered is decided by the handler that it is given.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from bot.errors import NotFoundError, UserError
from bot.telemetry.logs import get_logger
from bot.web.wire import SAFE_HEADERS, Request, Response, json_response, sentence_page

Handler = Callable[[Request], Response]

_MOST_BYTES = 1_000_000  # of a body: a modal with an OPML list pasted into it stays far below


class WebServer:
    """Serves a handler on loopback; a context manager.

    Args:
        handler: Answers; called from several threads. `NotFoundError` and `UserError` become sentences.
        port: 0 for any that is free.

    Raises:
        UserError: The port is taken, or not for us.
    """

    def __init__(self, handler: Handler, *, port: int = 0) -> None:
        try:
            self._server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Exchange, handler))
        except OSError as error:
            raise UserError(
                f"Port {port} cannot be used ({error.strerror}). Leave it out for a free one."
            ) from error
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, name="web", daemon=True)

    @property
    def url(self) -> str:
        """Its address, with a slash at the end."""
        return f"http://127.0.0.1:{self._server.server_port}/"

    def wait(self) -> None:
        """Serve until the program is interrupted."""
        self._thread.join()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Exchange(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, handler: Handler, *args: Any) -> None:
        self._handler = handler
        super().__init__(*args)

    def log_message(self, *_args: object) -> None:
        """Say nothing: what people type is nobody's business."""

    def do_GET(self) -> None:
        """Answer a page or a file."""
        self._send(self._answer({}) if self._is_ours() else _refused())

    def do_HEAD(self) -> None:
        """The same without its body."""
        self.do_GET()

    def do_POST(self) -> None:
        """Answer the page's script."""
        body = self._body()
        self._send(_refused() if body is None else self._answer(body))

    def _is_ours(self) -> bool:
        """Whether it was sent to us by name and not by a page of another site.

        The host keeps names out that were pointed at this computer, the origin other sites' scripts.
        """
        server = self.server
        assert isinstance(server, ThreadingHTTPServer)
        hosts = {f"{name}:{server.server_port}" for name in ("127.0.0.1", "localhost")}
        origin = self.headers.get("Origin")
        return self.headers.get("Host") in hosts and (
            origin is None or origin in {f"http://{host}" for host in hosts}
        )

    def _body(self) -> Mapping[str, Any] | None:
        """The JSON object that was sent; None where it must not or cannot be read."""
        length = self.headers.get("Content-Length", "")
        sent = self.headers.get_content_type() == "application/json" and self._is_ours()
        if not (sent and length.isdecimal() and int(length) <= _MOST_BYTES):
            self.close_connection = True  # the unread body would be taken for the next request
            return None
        try:
            value = json.loads(self.rfile.read(int(length)))
        except ValueError:
            return None
        return value if isinstance(value, dict) else None

    def _answer(self, body: Mapping[str, Any]) -> Response:
        parts = urlsplit(self.path)
        method = "POST" if self.command == "POST" else "GET"
        request = Request(
            method=method, path=unquote(parts.path), query=dict(parse_qsl(parts.query)), body=body
        )
        try:
            return self._handler(request)
        except NotFoundError as error:
            return _told(request, str(error), HTTPStatus.NOT_FOUND)
        except UserError as error:
            return _told(request, str(error), HTTPStatus.BAD_REQUEST)
        except Exception:  # noqa: BLE001  # the edge: whatever it is, the page gets a sentence
            incident = secrets.token_hex(4)
            get_logger("web").exception("unexpected", incident=incident, path=request.path)
            sentence = f"Something unexpected happened. It is logged as incident {incident}."
            return _told(request, sentence, HTTPStatus.INTERNAL_SERVER_ERROR)

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        for name, value in SAFE_HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", response.content_type)
        self.send_header("Cache-Control", response.cache)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)


def _refused() -> Response:
    sentence = "This server answers its own page on this computer, and nothing else."
    return json_response({"error": sentence}, HTTPStatus.FORBIDDEN)


def _told(request: Request, sentence: str, status: HTTPStatus) -> Response:
    """A sentence, for the script or for a person."""
    if request.path.startswith("/api/"):
        return json_response({"error": sentence}, status)
    return sentence_page(sentence, status)
