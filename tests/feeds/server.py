"""A web server that misbehaves on purpose, on loopback, byte by byte as each case wants it.

Used by the suites in tests/feeds. A case is a path and a function that writes the answer; a second
server is the canary, which must never be asked anything.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self


@dataclass
class Request:
    """What was asked, and the raw connection to answer on."""

    connection: socket.socket
    path: str
    headers: dict[str, str]
    number: int
    stopping: threading.Event
    base: str
    canary: str

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def answer(self, body: bytes | str = b"", status: str = "200 OK", **headers: str) -> None:
        """A whole answer; header names have underscores for hyphens."""
        data = body.encode() if isinstance(body, str) else body
        usual = {"Content_Type": "application/rss+xml", "Content_Length": str(len(data))}
        told = {**usual, "Connection": "close", **headers}
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in told.items() if value]
        head = "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""])
        self.send(head.encode("utf-8", "surrogateescape") + data)

    def wait(self, seconds: float) -> None:
        """Sleep, but not longer than the server lives."""
        self.stopping.wait(seconds)


Respond = Callable[[Request], None]


@dataclass
class HostileServer:
    """Listens on every path at once; unknown paths get 404."""

    responders: dict[str, Respond] = field(default_factory=dict)
    canary: str = ""
    host: str = "127.0.0.1"
    asked: list[tuple[float, str, dict[str, str]]] = field(default_factory=list)

    def __enter__(self) -> Self:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        self._listener = socket.socket(family, socket.SOCK_STREAM)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind((self.host, 0))
        self._listener.listen(512)
        self.port = self._listener.getsockname()[1]
        self.base = f"http://{self.host}:{self.port}"
        self._stopping = threading.Event()
        self._counts: dict[str, int] = {}
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            connection.settimeout(10)
            try:
                self._answer(connection)
            except OSError:
                return

    def _answer(self, connection: socket.socket) -> None:
        data = b""
        while b"\r\n\r\n" not in data:
            piece = connection.recv(65536)
            if not piece:
                return
            data += piece
        lines = data.partition(b"\r\n\r\n")[0].decode("utf-8", "surrogateescape").split("\r\n")
        path = lines[0].split(" ")[1].partition("?")[0]
        headers = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])
        }
        with self._lock:
            self.asked.append((time.monotonic(), lines[0].split(" ")[1], headers))
            number = self._counts[path] = self._counts.get(path, 0) + 1
        request = Request(connection, path, headers, number, self._stopping, self.base, self.canary)
        self.responders.get(path, lambda r: r.answer(b"", "404 Not Found"))(request)


def loopback_has_ipv6() -> bool:
    """Whether ::1 can be listened on here."""
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True
