"""A team with three days of the sample feeds, an app wired as in `policybot run`, and Slack on loopback."""

import os
from datetime import UTC, datetime

import pytest

from bot.app import App
from bot.settings import load
from tests.slack.public import Public
from tests.support.slack_server import SlackServer
from tests.support.stores import THREE_DAYS
from tests.support.team import SECRET, Team

NOW = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)


@pytest.fixture(autouse=True, scope="module")
def at_once(once):
    """What another test has parsed, compiled or read is not done again."""
    with once.used():
        yield


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
    with App(load(env_file=None), sample=True, stored=False) as app:
        yield {name: getattr(app, name) for name in SHARED}


@pytest.fixture
def wired(shared, stores, database_url, tmp_path, server, clock, monkeypatch):
    """The application on this test's own copy of the database, its clock at the third evening."""
    stores.copy(THREE_DAYS, tmp_path / "policy.sqlite3")
    for name in [name for name in os.environ if name.startswith("POLICYBOT_")]:
        monkeypatch.delenv(name)
    settings = load(
        env_file=None,
        database_url=database_url,
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


@pytest.fixture
def public(shared, server, database_url, monkeypatch):
    """A server for many workspaces, its database empty."""
    for name in [name for name in os.environ if name.startswith("POLICYBOT_")]:
        monkeypatch.delenv(name)
    made = Public(server, database_url, shared)
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
