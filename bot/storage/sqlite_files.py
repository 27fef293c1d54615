"""Whole SQLite files: a copy while others write, a check, and putting a copy back.

Used by `bot.storage.database`. Everything goes through SQLite itself, so other processes may keep the
file open all the while.
"""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import Any

from bot.errors import StorageError
from bot.storage.failures import sentence
from bot.storage.sqlite_engine import SqliteEngine
from bot.storage.upgrade import known_revisions


def back_up(engine: SqliteEngine, target: Path) -> None:
    """Copy the database as it is at one instant; writers and readers go on meanwhile.

    Raises:
        StorageError: If the target exists, cannot be written, or the disk is full.
    """
    if target.exists():
        raise StorageError(f"{target} exists already; choose another name for the backup.", path=str(target))
    part = target.with_name(target.name + ".part")
    try:
        with closing(engine.connect()) as source, closing(engine.driver.connect(str(part))) as copy:
            source.execute("PRAGMA wal_autocheckpoint=0")
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        _sync(part)
        part.replace(target)
    except (engine.driver.Error, OSError) as error:
        part.unlink(missing_ok=True)
        raise StorageError(sentence(error, str(target)), path=str(target)) from error


def problems(engine: SqliteEngine, connection: Any | None = None) -> tuple[str, ...]:
    """What SQLite finds wrong with the file; empty when all is well.

    Raises:
        StorageError: If the file cannot be read at all.
    """
    try:
        if connection is None:
            with closing(engine.connect()) as opened:
                return problems(engine, opened)
        found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
        loose = [
            f"{row[0]}: row {row[1]} has no {row[2]}"
            for row in connection.execute("PRAGMA foreign_key_check")
        ]
    except engine.driver.DatabaseError as error:
        if "malformed" in str(error):
            return (str(error),)
        raise StorageError(sentence(error, engine.where), path=engine.where) from error
    return (*(line for line in found if line != "ok"), *loose)


def put_back(engine: SqliteEngine, backup: Path) -> None:
    """Replace the database's content by a backup's; the former content is lost.

    Raises:
        StorageError: If the backup is missing, damaged, no database of this program or too new.
    """
    if not backup.is_file():
        raise StorageError(f"There is no backup at {backup}.", path=str(backup))
    engine.create()
    try:
        with closing(engine.driver.connect(f"file:{backup}?mode=ro", uri=True)) as source:
            _require_ours(engine, source, backup)
            with engine.exclusive(), closing(engine.connect()) as target:
                source.backup(target)
                target.execute("PRAGMA journal_mode=WAL")
    except engine.driver.Error as error:
        raise StorageError(sentence(error, str(backup)), path=str(backup)) from error


def _require_ours(engine: SqliteEngine, source: Any, backup: Path) -> None:
    if found := problems(engine, source):
        raise StorageError(f"The backup {backup} is damaged ({found[0]}); use another one.", path=str(backup))
    tables = {row[0] for row in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "alembic_version" not in tables:
        raise StorageError(f"{backup} is not a backup of this program's database.", path=str(backup))
    (revision,) = source.execute("SELECT version_num FROM alembic_version").fetchone()
    if revision not in known_revisions():
        raise StorageError(
            f"The backup {backup} was made by a newer version of this program.", path=str(backup)
        )


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
