"""Where a test's database comes from: a copy of one that was prepared once in the run.

`Files` gives SQLite files, `Server` gives databases of a running PostgreSQL; both are asked in the same way,
so that ``--engine postgresql`` runs the same tests on the other engine. Used by the fixtures of
tests/conftest.py.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from sqlalchemy import make_url, text

from bot.storage.database import Database

EMPTY, THREE_DAYS = "empty", "three-days"
"""What can be copied: the schema with nothing in it, and the three sample days polled, read and grouped."""

Prepare = Mapping[str, Callable[[str], None]]
"""How each is prepared, given the address of a database without a schema."""


class Stores(Protocol):
    """Gives databases."""

    def copy(self, name: str, to: Path) -> str:
        """The address of a copy, which replaces what was copied to this place before."""

    def remove(self, to: Path) -> None:
        """Leave nothing of the copy; whoever still uses it is cut off."""


class Files:
    """SQLite files, copied with what lies beside them.

    Args:
        folder: For what is prepared.
        prepare: How.
    """

    def __init__(self, folder: Path, prepare: Prepare) -> None:
        self._folder = folder
        self._prepare = prepare

    def copy(self, name: str, to: Path) -> str:
        """The address of a copy, which is the file `to`."""
        source = self._folder / name
        if not source.exists():
            self._prepare[name](f"sqlite:///{source}")
        for path in self._folder.glob(f"{name}*"):
            shutil.copy(path, to.with_name(to.name + path.name.removeprefix(name)))
        return f"sqlite:///{to}"

    def remove(self, to: Path) -> None:
        """Delete the copy and what lies beside it."""
        for path in to.parent.glob(f"{to.name}*"):
            path.unlink()


class Server:
    """Databases of one PostgreSQL, made from templates, each named after the path where a file would lie.

    Args:
        url: Of a database on it.
        prepare: How.
    """

    def __init__(self, url: str, prepare: Prepare) -> None:
        self._url = url
        self._prepare = prepare
        self._ready: set[str] = set()

    def copy(self, name: str, to: Path) -> str:
        """The address of a copy."""
        if name not in self._ready:
            self._do(f'CREATE DATABASE "{name}"')
            self._prepare[name](self._address(name))
            self._ready.add(name)
        self.remove(to)
        self._do(f'CREATE DATABASE "{_named(to)}" TEMPLATE "{name}"')
        return self._address(_named(to))

    def remove(self, to: Path) -> None:
        """Drop the copy."""
        self._do(f'DROP DATABASE IF EXISTS "{_named(to)}" WITH (FORCE)')

    def _address(self, name: str) -> str:
        return make_url(self._url).set(database=name).render_as_string(hide_password=False)

    def _do(self, command: str) -> None:
        server = Database(self._url)
        with server.engine.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            conn.execute(text(command))
        server.close()


def change(url: str, command: str, **values: object) -> None:
    """Change rows behind the storage room's back."""
    database = Database(url)
    with database.engine.exclusive(), database.engine.writer.begin() as conn:
        conn.execute(text(command), values)
    database.close()


def _named(to: Path) -> str:
    return "copy_" + hashlib.sha256(str(to).encode()).hexdigest()[:16]
