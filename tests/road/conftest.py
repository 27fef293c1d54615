"""The whole road: real feeds' bytes over loopback, a real SQLite file, the real command line."""

import os
import shutil
from pathlib import Path

import pytest

from bot.cli.main import run
from bot.web.sample_server import SampleServer

SAMPLE = Path(__file__).resolve().parents[2] / "config" / "sample"
EVENINGS = ("2026-03-02T23:00:00Z", "2026-03-03T23:00:00Z", "2026-03-04T23:00:00Z")


@pytest.fixture(autouse=True)
def settings(monkeypatch, tmp_path):
    """An empty environment with a database of its own; gives the folder it lies in."""
    for name in [name for name in os.environ if name.startswith("POLICYBOT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("POLICYBOT_DATABASE_URL", f"sqlite:///{tmp_path / 'road.sqlite3'}")
    monkeypatch.setenv("POLICYBOT_PRIVATE_FEEDS", "127.0.0.0/8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def cli(capsys):
    """Run one command line; gives (exit status, standard output, standard error)."""

    def call(*arguments):
        status = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return call


@pytest.fixture
def samples():
    """The sample feeds on loopback."""
    with SampleServer(SAMPLE) as server:
        yield server


@pytest.fixture(scope="session")
def three_days(tmp_path_factory):
    """A database file into which the three sample days were polled, read and grouped, once for all tests."""
    folder = tmp_path_factory.mktemp("three-days")
    before = {name: os.environ.get(name) for name in ("POLICYBOT_DATABASE_URL", "POLICYBOT_PRIVATE_FEEDS")}
    os.environ["POLICYBOT_DATABASE_URL"] = f"sqlite:///{folder / 'road.sqlite3'}"
    os.environ["POLICYBOT_PRIVATE_FEEDS"] = "127.0.0.0/8"
    try:
        with SampleServer(SAMPLE) as server:
            assert run(["feeds", "import", server.opml_url, "--now", EVENINGS[0]]) == 0
            for day, evening in enumerate(EVENINGS, 1):
                server.show(day)
                assert run(["poll", "--all", "--now", evening]) == 0
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
    return folder / "road.sqlite3"


@pytest.fixture
def read(three_days, settings):
    """This test's own copy of the database with the three sample days."""
    for path in three_days.parent.glob("road.sqlite3*"):
        shutil.copy(path, settings)
