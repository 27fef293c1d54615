"""The sample feeds on loopback, as their publishers' servers would give them, one day after the other.

Used by the demo and by tests. Serves the files of ``config/sample/day-N``; it never leaves loopback.
"""

from __future__ import annotations

import hashlib
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

_TYPES = {".xml": "application/rss+xml", ".atom": "application/atom+xml", ".json": "application/feed+json"}
_EMPTY = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Soon</title></channel></rss>'

_LOOK_EVERY_S = 0.02  # for the wish to stop: the demo ends at once, and so does a test


class SampleServer:
    """Serves one day's folder at a time; a context manager.

    Args:
        folder: ``config/sample``.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._day = 1
        self._server = _Server(("127.0.0.1", 0), partial(_Handler, self))
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(_LOOK_EVERY_S,), name="samples", daemon=True
        )

    @property
    def url(self) -> str:
        """Its address, with a slash at the end."""
        return f"http://127.0.0.1:{self._server.server_port}/"

    @property
    def opml_url(self) -> str:
        """The list of all sample feeds."""
        return self.url + "feeds.opml"

    def show(self, day: int) -> None:
        """Serve another day, counted from 1; on day 0 every feed is there and has nothing in it."""
        self._day = day

    def find(self, name: str) -> bytes | None:
        """The bytes of a file as of the day shown; None when there is none."""
        if name == "feeds.opml":
            text = (self._folder / name).read_text(encoding="utf-8")
            return text.replace('xmlUrl="', f'xmlUrl="{self.url}').encode()
        files = {path.name: path for path in (self._folder / f"day-{max(self._day, 1)}").iterdir()}
        if name not in files:
            return None
        return files[name].read_bytes() if self._day else _EMPTY

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    # All feeds are asked at once. Of more connections than this the system drops the first packet, which is
    # sent again after a second; the library's own five cost every poll of the ten samples that second.
    request_queue_size = 64


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, samples: SampleServer, *args: object) -> None:
        self._samples = samples
        super().__init__(*args)  # type: ignore[arg-type]  # the server hands over what the class wants

    def log_message(self, *_args: object) -> None:
        """Say nothing: the demo prints digests."""

    def do_GET(self) -> None:
        """Answer with the file, or that it has not changed."""
        name = self.path.lstrip("/")
        body = self._samples.find(name)
        tag = f'"{hashlib.sha256(body or b"").hexdigest()[:16]}"'
        status = 404 if body is None else 304 if self.headers.get("If-None-Match") == tag else 200
        sent = body or b"" if status == 200 else b""  # noqa: PLR2004
        self.send_response(status)
        self.send_header("ETag", tag)
        self.send_header("Content-Type", _TYPES.get(Path(name).suffix, "text/xml"))
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)
