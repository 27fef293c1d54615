"""A team with three days of the sample feeds, an app wired as in `policybot run`, and Slack on loopback."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import App
from bot.cli.main import run
from bot.settings import load
from bot.storage.database import Database
from bot.web.sample_server import SampleServer
from tests.slack.public import Public
from tests.support.slack_server import SlackServer
from tests.support.team import SECRET, Team

SAMPLE = Path(__file__).resolve().parents[2] / "config" / "sample"
EVENINGS = ("2026-03-02T23:00:00Z", "2026-03-03T23:00:00Z", "2026-03-04T23:00:00Z")
NOW = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """A database with the three sample days, polled, read and grouped once."""
    folder = tmp_path_factory.mktemp("team")
    names = ("POLICYBOT_DATABASE_URL", "POLICYBOT_PRIVATE_FEEDS")
    before = {name: os.environ.get(name) for name in names}
    os.environ["POLICYBOT_DATABASE_URL"] = f"sqlite:///{folder / 'team.sqlite3'}"
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
    return folder


class Clock:
    """A present that a test moves on."""

    def __init__(self, at):
        self.at = at

    def __call__(self):
        return self.at


@pytest.fixture
def server():
    with SlackServer() as running:
        yield running


@pytest.fixture
def clock():
    return Clock(NOW)


SHARED = ("shipped_topics", "outlets", "outlet_book", "agencies", "file_people", "gazetteer")


@pytest.fixture(scope="session")
def shared():
    """What is read from files and never changes, loaded once for all tests."""
    with App(load(env_file=None), sample=True) as app:
        yield {name: getattr(app, name) for name in SHARED}


@pytest.fixture
def wired(shared, prepared, tmp_path, server, clock, monkeypatch):
    """The application on this test's own copy of the database, its clock at the third evening."""
    for path in prepared.glob("team.sqlite3*"):
        shutil.copy(path, tmp_path)
    for name in [name for name in os.environ if name.startswith("POLICYBOT_")]:
        monkeypatch.delenv(name)
    settings = load(
        env_file=None,
        database_url=f"sqlite:///{tmp_path / 'team.sqlite3'}",
        slack_bot_token="xoxb-test",
        slack_app_token="xapp-test",
        slack_signing_secret=SECRET,
        slack_api_url=server.url,
        slack_timeout_s=2,
    )
    with App(settings, sample=True) as app:
        monkeypatch.setattr(App, "now", lambda _self: clock())
        app.__dict__.update(shared)
        yield app
        app.__dict__.pop("gazetteer")  # stays open for the others


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    """A SQLite file with the schema in it, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "empty.sqlite3"
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    database.close()
    return path


@pytest.fixture
def public(shared, server, empty, tmp_path, monkeypatch):
    """A server for many workspaces, its database empty."""
    for name in [name for name in os.environ if name.startswith("POLICYBOT_")]:
        monkeypatch.delenv(name)
    path = shutil.copy(empty, tmp_path / "public.sqlite3")
    made = Public(server, f"sqlite:///{path}", shared)
    with made.stack:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def anywhere(request, public):
    """The same on each engine, for what its processes share."""
    if request.param == "postgresql":
        public.url = request.getfixturevalue("postgres_url")
    return public


@pytest.fixture
def team(wired, server):
    made = Team(wired.make_slack_app(), server)
    yield made
    made.app.listener_runner.listener_executor.shutdown(wait=True)
