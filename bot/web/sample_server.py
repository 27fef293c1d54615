"""The sample feeds on loopback, as their publishers' servers would give them, one day after the other.

Used by the demo and by tests. Serves the files of ``config/sample/day-N``; it never leaves loopback.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Self
from wsgiref.types import StartResponse, WSGIEnvironment

from bot.web.server import LocalServer

_TYPES = {".xml": "application/rss+xml", ".atom": "application/atom+xml", ".json": "application/feed+json"}
_EMPTY = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Soon</title></channel></rss>'


class SampleServer:
    """Serves one day's folder at a time; a context manager.

    Args:
        folder: ``config/sample``.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._day = 1
        self._server = LocalServer(lambda _url: self._answer, name="samples")

    @property
    def url(self) -> str:
        """Its address, with a slash at the end."""
        return self._server.url

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
        self._server.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.__exit__(kind, error, trace)

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The file, or that it has not changed."""
        name = str(environ.get("PATH_INFO", "")).lstrip("/")
        body = self.find(name)
        tag = f'"{hashlib.sha256(body or b"").hexdigest()[:16]}"'
        status = HTTPStatus.OK if body is not None else HTTPStatus.NOT_FOUND
        if body is not None and environ.get("HTTP_IF_NONE_MATCH") == tag:
            status = HTTPStatus.NOT_MODIFIED
        sent = body or b"" if status is HTTPStatus.OK else b""
        kind = _TYPES.get(Path(name).suffix, "text/xml")
        headers = [("ETag", tag), ("Content-Type", kind), ("Content-Length", str(len(sent)))]
        start_response(f"{status.value} {status.phrase}", headers)
        return [sent]
