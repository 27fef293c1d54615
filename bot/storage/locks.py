"""Locks between processes: one writer of a SQLite file, one leader of a kind, one transaction of a kind.

Used by the two engines and by `bot.storage.transaction`. Who holds one and dies loses it at once: the system
frees a file's lock, and PostgreSQL frees what a closed connection held. Readers never wait for any of them.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import StorageError

_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.001, 0.004  # short: of several processes none must come off worse


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


class Lead(Protocol):
    """The right to be the only one of a kind, such as the clock; it ends with its holder."""

    def holds(self) -> bool:
        """Whether this process has it now; takes it if nobody does."""

    def release(self) -> None:
        """Give it back, if it is held."""


class FileLead:
    """The lead among the processes of one machine, on a file.

    Args:
        path: The lock file; made when first needed, never deleted.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def holds(self) -> bool:
        """Whether this process has it now; takes it if nobody does."""
        if self._handle is None:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(handle)
                return False
            self._handle = handle
        return True

    def release(self) -> None:
        """Give it back, if it is held."""
        if self._handle is not None:
            fcntl.flock(self._handle, fcntl.LOCK_UN)
            os.close(self._handle)
            self._handle = None


class ServerLead:
    """The lead among all processes of one PostgreSQL database: an advisory lock with its own connection.

    Args:
        engine: Gives the connection.
        name: Of what there may be one.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._key = lock_key(name)
        self._conn: Connection | None = None

    def holds(self) -> bool:
        """Whether this process has it now; takes it if nobody does.

        False while the server does not answer.
        """
        try:
            if self._conn is not None:
                self._conn.exec_driver_sql("SELECT 1")  # the lock goes with its connection
                return True
            return self._take()
        except SQLAlchemyError:
            self.release()
            return False

    def release(self) -> None:
        """Give it back, if it is held."""
        if self._conn is not None:
            conn, self._conn = self._conn, None
            conn.invalidate()  # closed for good: in the pool it would keep the lock
            conn.close()

    def _take(self) -> bool:
        conn = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            taken = conn.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": self._key}).scalar_one()
        except SQLAlchemyError:
            conn.close()
            raise
        if taken:
            self._conn = conn
        else:
            conn.close()
        return bool(taken)


def keep_others_out(conn: Connection, name: str) -> None:
    """Wait until no other transaction is in work of this name, and keep others out of it until this one ends.

    On SQLite there is one writer at a time anyway.
    """
    if conn.dialect.name == "postgresql":
        conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": lock_key(name)})


def lock_key(name: str) -> int:
    """The number by which PostgreSQL knows a lock.

    >>> -(2**63) <= lock_key("clock") < 2**63
    True
    """
    digest = hashlib.blake2b(f"policybot {name}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
