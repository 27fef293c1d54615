"""One server of the standard library for all that is served from a thread: the demo, its feeds, health.

Made by whoever serves for as long as a block runs. It serves any WSGI application and knows none; what many
people reach is served by `bot.web.serving`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from socketserver import TCPServer, ThreadingMixIn
from types import TracebackType
from typing import Self
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer
from wsgiref.types import WSGIApplication

from bot.errors import UserError

_PATIENCE_S = 10  # a client that opens a connection and never asks holds no thread for ever
_LOOK_S = 0.05  # how often it looks whether it is to end: each close waits that long


class LocalServer:
    """Serves an application from a thread; a context manager.

    Args:
        make: Makes the application, given its address with a slash at the end.
        host: Where to listen; nobody else's computer reaches loopback.
        port: 0 for any that is free.
        name: Of the thread.

    Raises:
        UserError: The port is taken, or not for us.
    """

    def __init__(
        self,
        make: Callable[[str], WSGIApplication],
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        name: str = "web",
    ) -> None:
        try:
            self._server = _Server((host, port), _Quiet)
        except OSError as error:
            raise UserError(
                f"Port {port} cannot be used ({error.strerror}). Leave it out for a free one."
            ) from error
        self._server.set_app(make(self.url))
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(_LOOK_S,), name=name, daemon=True
        )

    @property
    def url(self) -> str:
        """Its address, with a slash at the end."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}/"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    # All sample feeds are asked at once. Of more connections than this the system drops the first packet,
    # which is sent again after a second: the library's own five cost every poll of the demo that second.
    request_queue_size = 64

    def server_bind(self) -> None:
        """Bind without asking anybody for the computer's name, which takes seconds on some networks."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])
        self.setup_environ()


class _Quiet(WSGIRequestHandler):
    timeout = _PATIENCE_S

    def handle(self) -> None:
        """Answer one request; a client that goes away, or says nothing, is no event."""
        with suppress(TimeoutError, ConnectionError):
            super().handle()

    def log_message(self, *_args: object) -> None:
        """Say nothing: what people ask for is nobody's business."""
