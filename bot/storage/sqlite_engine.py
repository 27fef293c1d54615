"""SQLite: which build, how it is opened, and how two processes share one file safely.

Used by `bot.storage.database`. One writer at a time across processes, who alone checkpoints; any number of
readers, who never do (docs/decisions/0005).
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

from bot.errors import StorageError
from bot.storage.locks import FileLead, Lead, WriterLock

FIXED_IN = (3, 51, 3)
"""First SQLite without the WAL-reset bug (sqlite.org/wal.html, "The WAL Reset Bug")."""

_WAL_LIMIT_BYTES = 64 * 2**20
_READERS = 8
_MORE_READERS = 56  # 32 listener threads, a pool of background work, and some room


def driver() -> Any:
    """The DB-API module: ``pysqlite3`` where a wheel exists (newer SQLite), else the interpreter's own."""
    try:
        return importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return importlib.import_module("sqlite3")


class SqliteEngine:
    """One SQLite file.

    Args:
        path: The file.
        timeout_s: How long a writer waits for another one, in seconds.
    """

    name = "SQLite"

    def __init__(self, path: Path, timeout_s: float) -> None:
        self.path = path
        self.where = str(path)
        self.driver = driver()
        self.lock = WriterLock(path.with_name(path.name + "-writer"), timeout_s)
        self._timeout_s = timeout_s
        self.writer = self._engine("BEGIN IMMEDIATE", pool_size=1, max_overflow=0, setup=_set_up_writer)
        self.hasty_writer = self._engine(
            "BEGIN IMMEDIATE", pool_size=1, max_overflow=0, setup=_set_up_hasty_writer
        )
        self.reader = self._engine(
            "BEGIN", pool_size=_READERS, max_overflow=_MORE_READERS, setup=_set_up_reader
        )

    @property
    def version(self) -> str:
        """Version of the SQLite library."""
        return str(self.driver.sqlite_version)

    @property
    def note(self) -> str:
        """How safe concurrent use is with this build, for ``doctor``."""
        source = self.driver.__name__.split(".")[0]
        if self.driver.sqlite_version_info >= FIXED_IN:
            return f"{source}; several processes may use this file at once"
        return f"{source}, older than 3.51.3; safe because one process writes and checkpoints at a time"

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold the writer's lock, checking first that the folder is there.

        Raises:
            StorageError: If the folder is missing, may not be written, or another writer does not finish.
        """
        if not self.path.parent.is_dir():
            raise StorageError(
                f"There is no folder {self.path.parent} for the database; run `policybot db upgrade`.",
                database=self.where,
            )
        try:
            with self.lock.held():
                yield
        except PermissionError as error:
            raise StorageError(
                f"The folder of the database {self.path} may not be written by this user; "
                "change its owner or permissions.",
                database=self.where,
            ) from error

    def create(self) -> None:
        """Make folder and file where they are missing.

        Raises:
            StorageError: If they cannot be made.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if not self.path.exists():
                self.path.touch(mode=0o600)
        except OSError as error:
            raise StorageError(
                f"The database {self.path} cannot be created ({error.strerror}); "
                "set POLICYBOT_DATABASE_URL to a path that this user may write.",
                database=self.where,
            ) from error

    def connect(self, mode: str = "rw") -> Any:
        """A plain driver connection; the file must exist."""
        return self.driver.connect(
            f"file:{quote(str(self.path))}?mode={mode}",
            uri=True,
            timeout=self._timeout_s,
            isolation_level=None,
            check_same_thread=False,
        )

    def lead(self, name: str) -> Lead:
        """The right to be the only process of a kind with this file."""
        return FileLead(self.path.with_name(f"{self.path.name}-{name}"))

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.reader.dispose()
        self.writer.dispose()
        self.hasty_writer.dispose()

    def _engine(self, begin: str, *, pool_size: int, max_overflow: int, setup: Any) -> Engine:
        engine = create_engine(
            "sqlite://",
            module=self.driver,
            creator=self.connect,
            poolclass=QueuePool,
            pool_size=pool_size,
            max_overflow=max_overflow,
        )
        event.listen(engine, "connect", setup)

        @event.listens_for(engine, "begin")
        def _begin(conn: Connection) -> None:
            conn.exec_driver_sql(begin)

        return engine


def _set_up_writer(connection: Any, _record: object) -> None:
    # FULL: a delivery's intent must be on the disk before the first byte goes out.
    _set_up_writing(connection, synchronous="FULL")


def _set_up_hasty_writer(connection: Any, _record: object) -> None:
    _set_up_writing(connection, synchronous="NORMAL")  # the disk is waited for at checkpoints alone


def _set_up_writing(connection: Any, *, synchronous: str) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(f"PRAGMA synchronous={synchronous}")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute(f"PRAGMA journal_size_limit={_WAL_LIMIT_BYTES}")


def _set_up_reader(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA wal_autocheckpoint=0")
    connection.execute("PRAGMA query_only=ON")
