"""Every test of this folder runs on a SQLite file and on a real PostgreSQL.

A prepared SQLite file is copied for each test; PostgreSQL is started once and emptied after each test.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from bot.storage.database import Database
from tests.storage import make


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty database of each kind."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    found = Database(request.getfixturevalue(name), timeout_s=5, token_keys=make.TOKEN_KEYS)
    yield found
    found.close()


@pytest.fixture
def sqlite_db(sqlite_url: str) -> Iterator[Database]:
    """An empty SQLite file."""
    found = Database(sqlite_url, timeout_s=5, token_keys=make.TOKEN_KEYS)
    yield found
    found.close()


@pytest.fixture
def postgres_db(postgres_url: str) -> Iterator[Database]:
    """An empty PostgreSQL database."""
    found = Database(postgres_url, timeout_s=5, token_keys=make.TOKEN_KEYS)
    yield found
    found.close()


@pytest.fixture
def rows_of(db: Database):
    """How many rows a table has, asked behind the storage room's back."""

    def count(table: str) -> int:
        with db.engine.reader.begin() as conn:
            return int(conn.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())

    return count
