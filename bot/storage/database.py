"""The database: opened by URL, used through transactions, kept up to date.

Called by `bot.app`, which hands it to services. ``with db.read() as tx`` gives one consistent snapshot,
``with db.write() as tx`` commits at the end of the block or undoes everything; both convert every driver
error into one sentence. No SQLAlchemy type leaves this room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot.errors import ConfigError, StorageError
from bot.storage import sqlite_files, upgrade
from bot.storage.consistency import broken_rules
from bot.storage.crypto import TokenBox
from bot.storage.failures import storage_error
from bot.storage.locks import Lead
from bot.storage.postgres_engine import PostgresEngine
from bot.storage.schema import HEAD
from bot.storage.sqlite_engine import SqliteEngine
from bot.storage.transaction import Transaction
from bot.storage.upgrade import Standing, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseInfo:
    """What ``doctor`` shows of a database.

    Attributes:
        engine: ``SQLite`` or ``PostgreSQL``.
        version: Of the library or server.
        where: Path or address, without a password.
        revision: Schema it stands at; None while it is empty.
        head: Schema that this program needs.
        is_usable: Whether this program can use it as it is, be it newer.
        note: How safe several processes are with it.
    """

    engine: str
    version: str
    where: str
    revision: str | None
    head: str
    is_usable: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """The two ends of a piece of work: see `Database.claims`.

    Attributes:
        look: Opens the transaction that claims what is to be done.
        store: Opens the transaction that stores what came of it.
    """

    look: Callable[[], AbstractContextManager[Transaction]]
    store: Callable[[], AbstractContextManager[Transaction]]


class Database:
    """One database.

    Args:
        url: ``sqlite:///relative.db``, ``sqlite:////absolute.db`` or ``postgresql://user:word@host/name``.
        timeout_s: How long to wait for another writer, in seconds.
        token_keys: Fernet keys for stored tokens, the newest first; empty where none are stored.

    Raises:
        ConfigError: If the URL is neither of these.
    """

    def __init__(self, url: str, *, timeout_s: float = 30.0, token_keys: tuple[str, ...] = ()) -> None:
        self._box = TokenBox(token_keys)
        self.engine = _open(url, timeout_s)

    @property
    def where(self) -> str:
        """Path or address, without a password."""
        return self.engine.where

    @property
    def exists(self) -> bool:
        """Whether there is anything to open; a server's database is taken to be there."""
        return not isinstance(self.engine, SqliteEngine) or self.engine.path.exists()

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """One consistent snapshot; writing in it is refused.

        Ends in `StorageError` if the database cannot be read.
        """
        with self._transaction(self.engine.reader) as tx:
            yield tx

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[Transaction]:
        """One transaction that is durable when the block ends, or undone when it raises.

        Args:
            durable: Wait for the disk. What is not waited for outlives the program, whatever ends it, but of
                the last moments before the machine itself stops it may be missing.

        Ends in `StorageError` if the database cannot be written.
        """
        engine = self.engine.writer if durable else self.engine.hasty_writer
        with self.engine.exclusive(), self._transaction(engine) as tx:
            yield tx

    @contextmanager
    def claims(self) -> Iterator[Claims]:
        """Work whose claims hold until it ends, however long it takes between its look and its result.

        On PostgreSQL it is one transaction, undone when the block raises or its process dies. On SQLite,
        which has one writer, look and result are transactions of their own, and nothing is claimed.

        Ends in `StorageError` if the database cannot be used.
        """
        if isinstance(self.engine, PostgresEngine):
            with self.write() as tx:
                yield Claims(look=lambda: nullcontext(tx), store=lambda: nullcontext(tx))
        else:
            yield Claims(look=self.read, store=self.write)

    def lead(self, name: str) -> Lead:
        """The right to be the only process of a kind with this database, such as its clock."""
        return self.engine.lead(name)

    def upgrade(self, *, progress: Callable[[Step], None] = lambda _step: None) -> bool:
        """Create the database or bring it to this program's schema; quick when it is there already.

        Args:
            progress: Told before each migration.

        Returns:
            Whether anything had to be done.

        Ends in `StorageError` if it is too new for this program, or cannot be written.
        """
        self.engine.create()
        with self.engine.exclusive(), self._converted(), self.engine.writer.connect() as conn:
            return upgrade.migrate(conn, self.where, progress=progress)

    def require_current(self) -> None:
        """Refuse to go on with a database that is empty, older than this program, or too new for it.

        Ends in `StorageError` with the sentence that says what to do.
        """
        with self._converted():
            found = self._standing()
        upgrade.require_usable(found, self.where)

    def describe(self) -> DatabaseInfo:
        """What ``doctor`` shows.

        Ends in `StorageError` if the database cannot be read.
        """
        with self._converted():
            found = self._standing()
            return DatabaseInfo(
                engine=self.engine.name,
                version=self.engine.version,
                where=self.where,
                revision=found.revision,
                head=HEAD,
                is_usable=found.is_usable,
                note=self.engine.note,
            )

    def server_time(self) -> datetime | None:
        """The server's own clock; None where there is no server.

        Ends in `StorageError` if it does not answer.
        """
        if not isinstance(self.engine, PostgresEngine):
            return None
        with self._converted():
            return self.engine.time()

    def backup(self, path: Path) -> None:
        """Copy the database as it is at one instant, while it is in use.

        Ends in `StorageError` if the copy cannot be written, and on PostgreSQL.
        """
        if isinstance(self.engine, PostgresEngine):
            raise self._use_pg("pg_dump --format=custom --file=FILE")
        sqlite_files.back_up(self.engine, path)

    def check(self) -> tuple[str, ...]:
        """Everything wrong with the stored data, a line each; empty when all is well."""
        files = () if isinstance(self.engine, PostgresEngine) else sqlite_files.problems(self.engine)
        if files:
            return files
        with self._converted(), self.engine.reader.begin() as conn:
            return broken_rules(conn)

    def restore(self, path: Path) -> None:
        """Replace everything stored by a backup's content; `upgrade` may be needed after it.

        Ends in `StorageError` if the backup is missing, damaged or too new, and on PostgreSQL.
        """
        if isinstance(self.engine, PostgresEngine):
            raise self._use_pg("pg_restore --clean --dbname=NAME FILE")
        self.engine.dispose()
        sqlite_files.put_back(self.engine, path)

    def close(self) -> None:
        """Close every connection; the object may be used again."""
        self.engine.dispose()

    def _standing(self) -> Standing:
        with self.engine.reader.connect() as conn:
            return upgrade.standing(conn)

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Transaction]:
        with self._converted(), engine.begin() as conn:
            yield Transaction(conn, self._box)

    def _use_pg(self, command: str) -> StorageError:
        return StorageError(f"For PostgreSQL use its own tool: `{command}`.", database=self.where)

    @contextmanager
    def _converted(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise storage_error(error.__cause__ or error, self.where) from error


def _open(url: str, timeout_s: float) -> SqliteEngine | PostgresEngine:
    try:
        parsed = make_url(url.replace("postgres://", "postgresql://", 1))
    except ArgumentError:
        parsed = None
    kind = parsed.get_backend_name() if parsed else ""
    if parsed and kind == "sqlite" and parsed.database not in {None, "", ":memory:"}:
        return SqliteEngine(Path(str(parsed.database)).expanduser().absolute(), timeout_s)
    if parsed and kind == "postgresql":
        return PostgresEngine(parsed, timeout_s)
    raise ConfigError(
        "POLICYBOT_DATABASE_URL must be like sqlite:////home/me/policy.db or "
        "postgresql://user:password@host/policy."
    )
