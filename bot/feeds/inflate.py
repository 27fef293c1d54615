"""Content codings undone piece by piece, with the size counted while inflating.

Called by `bot.feeds.fetch` for every piece of a body. It gives small pieces as it goes and never holds more,
whatever a small body claims to unpack to.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Protocol

import brotli  # type: ignore[import-untyped]  # it ships no types

from bot.errors import FetchError
from bot.model.feed import FeedStatus

_PIECE_BYTES = 262_144
_GZIP_MAGIC = b"\x1f\x8b"
_MOST_CODINGS = 3  # more than two never occur in earnest
_NO_CODINGS = frozenset(
    {"", "identity", "none", "utf-8", "utf8", "binary"}
)  # all but the first two by mistake


class _Decoder(Protocol):
    """Undoes one coding."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The inflated bytes that `data` stands for, in pieces."""
        ...

    def finish(self) -> None:
        """Raise FetchError if the coded stream ended early."""
        ...


class _Zlib:
    """gzip (also several members in a row) and deflate, with or without its header.

    A body that is labelled gzip but is not is passed on as it is: servers that compress twice in their
    configuration and once in fact are common.
    """

    def __init__(self, coding: str) -> None:
        self._coding = coding
        self._stream: zlib._Decompress | None = None
        self._start = b""
        self._plain = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._stream is None:
            self._start += data
            if len(self._start) < len(_GZIP_MAGIC):
                return
            data, self._start = self._start, b""
            self._open(data)
        if self._plain:
            yield data
        else:
            yield from self._inflated(data)

    def _open(self, data: bytes) -> None:
        if self._coding == "gzip":
            self._plain = not data.startswith(_GZIP_MAGIC)
            self._stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        else:  # RFC 9110 means a zlib header, but some servers send the bare stream
            bare = (data[0] & 0x0F) != zlib.DEFLATED or (data[0] << 8 | data[1]) % 31 != 0
            self._stream = zlib.decompressobj(-zlib.MAX_WBITS if bare else zlib.MAX_WBITS)

    def _inflated(self, data: bytes) -> Iterator[bytes]:
        more = True  # what was taken in may stand for more than one piece
        while data or more:
            if self._stream is None or self._stream.eof:
                if not data.startswith(_GZIP_MAGIC):
                    return  # padding after the last member
                self._stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
            piece = self._stream.decompress(data, _PIECE_BYTES)
            data = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
            more = len(piece) == _PIECE_BYTES
            yield piece

    def finish(self) -> None:
        if not self._plain and self._stream is not None and not self._stream.eof:
            raise FetchError(_damage(self._coding, "it ends early"), status=FeedStatus.MALFORMED)


class _Brotli:
    """Brotli, whose output is bounded per call."""

    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    def feed(self, data: bytes) -> Iterator[bytes]:
        while piece := self._stream.process(data, output_buffer_limit=_PIECE_BYTES):
            data = b""  # what was taken in can stand for more than one piece
            yield piece

    def finish(self) -> None:
        if not self._stream.is_finished():
            raise FetchError(_damage("br", "it ends early"), status=FeedStatus.MALFORMED)


class Inflater:
    """Undoes the codings of one body and keeps count.

    Args:
        codings: The ``Content-Encoding`` header, empty for none.
        limit: Most bytes, before and after inflating.

    Raises:
        FetchError: A coding is unknown (status ``malformed``).
    """

    def __init__(self, codings: str, limit: int) -> None:
        names = [name.strip().lower() for name in reversed(codings.split(","))]
        self._decoders: list[_Decoder] = [_decoder(name) for name in names if name not in _NO_CODINGS]
        if len(self._decoders) > _MOST_CODINGS:
            raise FetchError(
                _damage(codings[:40], "it is coded too many times over"), status=FeedStatus.MALFORMED
            )
        self._limit = limit
        self._taken = 0
        self._given = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The inflated bytes that the next piece of the body stands for.

        Args:
            data: The next piece, as received.

        Yields:
            Pieces of some hundred kilobytes at most; perhaps none.

        Raises:
            FetchError: The body grows beyond the limit (``too_large``) or is damaged (``malformed``).
        """
        if not (self._taken or self._decoders) and data.startswith(_GZIP_MAGIC):
            self._decoders = [_Zlib("gzip")]  # packed without a word about it; no feed begins like this
        self._taken += len(data)
        pieces: Iterator[bytes] = iter((data,))
        for decoder in self._decoders:
            pieces = _through(decoder, pieces)
        try:
            for piece in pieces:
                self._given += len(piece)
                if max(self._taken, self._given) > self._limit:
                    raise FetchError(
                        f"The feed is larger than {self._limit / 1_000_000:.3g} MB",
                        status=FeedStatus.TOO_LARGE,
                    )
                yield piece
        except (zlib.error, brotli.error) as error:
            raise FetchError(_damage("its coding", str(error)), status=FeedStatus.MALFORMED) from error

    def finish(self) -> None:
        """Raise FetchError (``malformed``) if the coded body ended early; an empty body has not begun."""
        if self._taken:
            for decoder in self._decoders:
                decoder.finish()


def _through(decoder: _Decoder, pieces: Iterator[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        yield from decoder.feed(piece)


def _decoder(coding: str) -> _Decoder:
    if coding in {"gzip", "x-gzip"}:
        return _Zlib("gzip")
    if coding == "deflate":
        return _Zlib("deflate")
    if coding == "br":
        return _Brotli()
    raise FetchError(
        f'The server packed the feed in a way that was not asked for ("{coding[:40]}")',
        status=FeedStatus.MALFORMED,
    )


def _damage(what: str, why: str) -> str:
    return f"The packed body is damaged ({what}: {why})"
