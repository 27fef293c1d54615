"""One writer at a time: a lock between processes on a file beside the database.

Used by `bot.storage.sqlite_engine` around every write, checkpoint and restore (docs/decisions/0005). It
says nothing about readers, who never wait.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import StorageError

_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.002, 0.05


class WriterLock:
    """A lock that one thread of one process holds.

    Args:
        path: The lock file; made when first needed, never deleted (deleting it would let two in).
        timeout_s: How long to wait for another writer, in seconds.
    """

    def __init__(self, path: Path, timeout_s: float) -> None:
        self._path = path
        self._timeout_s = timeout_s
        self._threads = threading.Lock()
        self._holder: int | None = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock for a ``with`` block.

        Raises:
            StorageError: If another writer kept it for the whole time-out, or this thread holds it already.
        """
        if self._holder == threading.get_ident():
            raise StorageError("A write transaction was begun inside another one; pass the outer `tx` along.")
        deadline = time.monotonic() + self._timeout_s
        if not self._threads.acquire(timeout=self._timeout_s):
            raise self._busy()
        try:
            self._holder = threading.get_ident()
            with self._file(deadline):
                yield
        finally:
            self._holder = None
            self._threads.release()

    @contextmanager
    def _file(self, deadline: float) -> Iterator[None]:
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            self._wait(handle, deadline)
            yield
        finally:
            # Unlocked before it is closed: a child forked meanwhile shares the handle and keeps the lock.
            fcntl.flock(handle, fcntl.LOCK_UN)
            os.close(handle)

    def _wait(self, handle: int, deadline: float) -> None:
        pause = _FIRST_WAIT_S
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise self._busy() from None
                time.sleep(pause)
                pause = min(pause * 2, _LONGEST_WAIT_S)
            else:
                return

    def _busy(self) -> StorageError:
        database = str(self._path).removesuffix("-writer")
        return StorageError(
            f"The database {database} stayed locked by another process for {self._timeout_s:g} s; "
            "wait for it to finish or stop it, then try again.",
            database=database,
        )
