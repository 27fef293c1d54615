"""Bringing a database to this program's schema, and telling when it is not there.

Used by `bot.storage.database`. Alembic is imported only when a migration really has to run.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, select, table, text
from sqlalchemy import column as sql_column

from bot.errors import StorageError
from bot.storage.schema import HEAD

_VERSION = table("alembic_version", sql_column("version_num"))
_ADVISORY_KEY = 7_234_001
"""Any number that no other program on this server uses; procrastinate takes none."""

_MIGRATIONS = Path(__file__).parent / "migrations"


def revision(conn: Connection) -> str | None:
    """The migration that the database stands at; None for an empty database."""
    if not inspect(conn).has_table("alembic_version"):
        return None
    found = conn.execute(select(_VERSION.c.version_num)).scalar_one_or_none()
    return None if found is None else str(found)


def known_revisions() -> tuple[str, ...]:
    """Every migration that this program has, sorted; their files are named ``NNNN_what.py``."""
    return tuple(sorted(path.name[:4] for path in (_MIGRATIONS / "versions").glob("[0-9]*.py")))


def require_current(found: str | None, where: str) -> None:
    """Refuse a database that this program cannot use as it is.

    Raises:
        StorageError: If it is empty, older or newer.
    """
    if found == HEAD:
        return
    if found is None:
        message = f"The database {where} has no tables yet; run `policybot db upgrade`."
    elif found in known_revisions():
        message = f"The database {where} is older than this program; run `policybot db upgrade`."
    else:
        message = (
            f"The database {where} was made by a newer version of this program (schema {found}); "
            "install that version, or restore a backup made before the upgrade."
        )
    raise StorageError(message, database=where, revision=found)


def migrate(conn: Connection, where: str) -> bool:
    """Run the missing migrations inside the connection's transaction.

    Returns:
        Whether any was missing.

    Ends in `StorageError` if the database is newer than this program.
    """
    if conn.dialect.name == "postgresql":
        conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_KEY})
    found = revision(conn)
    if found == HEAD:
        return False
    if found is not None and found not in known_revisions():
        require_current(found, where)
    _run_alembic(conn)
    return True


def _run_alembic(conn: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - 0.15 s that every other start saves
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = conn
    command.upgrade(config, "head")
