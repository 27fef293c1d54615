"""Bringing a database to this program's schema, and telling whether this program may use one.

Used by `bot.storage.database`. Each migration is a transaction of its own, so that an upgrade that was
stopped goes on where it was. Alembic is imported only when a migration really has to run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect, select, table, text
from sqlalchemy import column as sql_column
from sqlalchemy.exc import OperationalError

from bot.errors import StorageError
from bot.storage.schema import HEAD

if TYPE_CHECKING:
    from alembic.config import Config

NEEDS = "schema.needs"
"""Name in ``meta`` of the oldest program, by its newest migration, that can use the database as it is."""

_VERSION = table("alembic_version", sql_column("version_num"))
_META = table("meta", sql_column("key"), sql_column("value"))
_FIRST = "0001"
_ADVISORY_KEY = 7_234_001
"""Any number that no other program on this server uses; procrastinate takes none."""

_LOCK_S = 2.0
"""A change of a table waits no longer for its users: whoever asks for the table meanwhile waits behind it."""

_TRIES = 30
_PAUSE_S = 1.0
_LOCK_STATE = "55P03"  # lock_not_available

_MIGRATIONS = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a database says of its schema.

    Attributes:
        revision: Its newest migration; None for an empty database.
        needs: The oldest program that can use it, by that program's newest migration; None where it does not
            say.
    """

    revision: str | None
    needs: str | None = None

    @property
    def is_newer(self) -> bool:
        """Whether a newer program upgraded it."""
        return self.revision is not None and self.revision > HEAD

    @property
    def is_usable(self) -> bool:
        """Whether this program can use it as it is."""
        return self.revision == HEAD or (self.is_newer and self.needs is not None and self.needs <= HEAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One migration that is about to run.

    Attributes:
        revision: Its number.
        title: What it does.
        number: Its place among those to run, from 1.
        total: How many are to run.
    """

    revision: str
    title: str
    number: int
    total: int


def standing(conn: Connection) -> Standing:
    """What the database says of its schema."""
    if not inspect(conn).has_table("alembic_version"):
        return Standing(revision=None)
    found = conn.execute(select(_VERSION.c.version_num)).scalar_one_or_none()
    if found is None:
        return Standing(revision=None)
    needs = conn.execute(select(_META.c.value).where(_META.c.key == NEEDS)).scalar_one_or_none()
    return Standing(revision=str(found), needs=None if needs is None else str(needs))


def known_revisions() -> tuple[str, ...]:
    """Every migration that this program has, sorted; their files are named ``NNNN_what.py``."""
    return tuple(sorted(path.name[:4] for path in (_MIGRATIONS / "versions").glob("[0-9]*.py")))


def require_usable(found: Standing, where: str) -> None:
    """Refuse a database that this program cannot use as it is.

    Raises:
        StorageError: If it is empty, older, or so new that this program would not understand it.
    """
    if found.is_usable:
        return
    if found.revision is None:
        message = f"The database {where} has no tables yet; run `policybot db upgrade`."
    elif found.is_newer:
        message = (
            f"The database {where} was made by a newer version of this program (schema {found.revision}); "
            "install that version, or restore a backup made before the upgrade."
        )
    else:
        message = f"The database {where} is older than this program; run `policybot db upgrade`."
    raise StorageError(message, database=where, revision=found.revision)


def migrate(
    conn: Connection, where: str, *, to: str = HEAD, progress: Callable[[Step], None] = lambda _step: None
) -> bool:
    """Run the missing migrations, each in a transaction of its own.

    Args:
        conn: A writer's connection in no transaction.
        where: The database, for sentences.
        to: The newest migration to run; tests alone stop before the newest.
        progress: Told before each migration.

    Returns:
        Whether any was missing. A newer database that this program can use stays as it is.

    Ends in `StorageError` if the database is too new, or stays locked by others.
    """
    with _alone(conn, where):
        found = _standing(conn)
        if found.revision == to or (found.is_newer and found.is_usable):
            return False
        if found.is_newer:
            require_usable(found, where)
        _run(conn, found.revision, to, where, progress)
    return True


@contextmanager
def _alone(conn: Connection, where: str) -> Iterator[None]:
    """No other process upgrades this database meanwhile; on SQLite the caller holds the file's own lock.

    Raises:
        StorageError: If another process keeps doing it.
    """
    if conn.dialect.name != "postgresql":
        yield
        return
    # Tried again and again instead of waited for: a waiting statement holds a snapshot, for which
    # CREATE INDEX CONCURRENTLY would wait in turn.
    for _ in range(_TRIES):
        if _autonomous(conn, f"SELECT pg_try_advisory_lock({_ADVISORY_KEY})"):
            break
        time.sleep(_PAUSE_S)
    else:
        message = f"The database {where} is being upgraded by another process; wait for it to finish."
        raise StorageError(message, database=where)
    try:
        _autonomous(conn, f"SELECT set_config('lock_timeout', '{int(_LOCK_S * 1000)}', false)")
        yield
    finally:
        conn.rollback()
        _autonomous(conn, f"SELECT pg_advisory_unlock({_ADVISORY_KEY})")
        conn.invalidate()  # with its lock_timeout


def _autonomous(conn: Connection, query: str) -> Any:
    """The one value of a query, in a transaction of its own."""
    with conn.begin():
        return conn.execute(text(query)).scalar_one()


def _standing(conn: Connection) -> Standing:
    with conn.begin():
        return standing(conn)


def _run(conn: Connection, found: str | None, to: str, where: str, progress: Callable[[Step], None]) -> None:
    from alembic.config import Config  # noqa: PLC0415 - 0.15 s that every other start saves
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = conn
    scripts = list(ScriptDirectory.from_config(config).iterate_revisions(to, found or "base"))[::-1]
    for number, script in enumerate(scripts, 1):
        progress(Step(revision=script.revision, title=script.doc or "", number=number, total=len(scripts)))
        _apply(config, script.revision, where)


def _apply(config: Config, revision: str, where: str) -> None:
    """One migration; tried again while a long transaction of somebody else's holds its table.

    Raises:
        StorageError: If that transaction does not end.
        OperationalError: From the driver, whatever else goes wrong.
    """
    from alembic import command  # noqa: PLC0415 - as above

    for left in range(_TRIES, 0, -1):
        try:
            command.upgrade(config, revision)
        except OperationalError as error:
            config.attributes["connection"].rollback()
            if getattr(error.orig, "sqlstate", "") != _LOCK_STATE:
                raise
            if left == 1:
                message = (
                    f"Other transactions kept a table of {where} locked, so migration {revision} could not "
                    "run; end them and run `policybot db upgrade` again, it goes on where it was."
                )
                raise StorageError(message, database=where, revision=revision) from error
            time.sleep(_PAUSE_S)
        else:
            return


def note_needs(conn: Connection, module: Any) -> None:
    """Inside the transaction of a migration: note the oldest program that can use the database after it.

    Args:
        conn: The migration's connection.
        module: The migration; its ``NEEDS_CODE`` names that program where it leaves any behind.
    """
    needs = max(standing(conn).needs or _FIRST, getattr(module, "NEEDS_CODE", _FIRST))
    conn.execute(_META.delete().where(_META.c.key == NEEDS))
    conn.execute(_META.insert().values(key=NEEDS, value=needs))
