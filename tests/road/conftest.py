"""The whole road: real feeds' bytes over loopback, a real database, the real command line."""

import os

import pytest

from bot.cli.main import run
from bot.web.sample_server import SampleServer
from tests.support.samples import SAMPLE
from tests.support.stores import THREE_DAYS


@pytest.fixture(autouse=True, scope="module")
def at_once(once):
    """What another test has parsed, compiled or read is not done again."""
    with once.used():
        yield


@pytest.fixture(autouse=True)
def settings(monkeypatch, tmp_path, database_url):
    """An empty environment with an empty database of its own; gives the folder it lies in."""
    for name in [name for name in os.environ if name.startswith("POLICYBOT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("POLICYBOT_DATABASE_URL", database_url)
    monkeypatch.setenv("POLICYBOT_PRIVATE_FEEDS", "127.0.0.0/8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def no_database(settings):
    """The file is not there yet."""
    (settings / "policy.sqlite3").unlink()


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


@pytest.fixture
def read(stores, settings):
    """This test's own copy of the database with the three sample days."""
    stores.copy(THREE_DAYS, settings / "policy.sqlite3")
