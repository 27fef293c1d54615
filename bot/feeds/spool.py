"""A body as it comes in: in memory while it is small, in an unnamed file beyond that.

Used by `bot.feeds.fetch`: hundreds of bodies come in at once, and hostile ones are as large as they may be,
so that their sum must not lie in memory.
"""

from __future__ import annotations

import hashlib
from tempfile import TemporaryFile
from typing import IO

_MOST_BYTES = 131_072  # with 256 requests under way 32 MB; one real feed of five is larger


class Spool:
    """One body."""

    def __init__(self) -> None:
        self._start = bytearray()
        self._file: IO[bytes] | None = None
        self._sha256 = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """Hash of what was added so far, in hex."""
        return self._sha256.hexdigest()

    @property
    def memory_bytes(self) -> int:
        """How much of it lies in memory."""
        return len(self._start)

    def add(self, piece: bytes) -> None:
        """Add the next bytes; `OSError` when the disk is full.

        Args:
            piece: At most some hundred kilobytes.
        """
        self._sha256.update(piece)
        if self._file is None and len(self._start) + len(piece) <= _MOST_BYTES:
            self._start += piece
            return
        if self._file is None:
            self._file = TemporaryFile()  # noqa: SIM115 # closed when it is taken or let go
            self._file.write(self._start)
            self._start.clear()
        self._file.write(piece)

    def take(self) -> bytes:
        """All of it, once."""
        if self._file is None:
            return bytes(self._start)
        with self._file as file:
            file.seek(0)
            return file.read()

    def __del__(self) -> None:
        if self._file is not None:
            self._file.close()  # of a feed that was given up, or that nobody takes any more
