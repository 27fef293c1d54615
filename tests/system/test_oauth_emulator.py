"""The whole way of two workspaces against an emulator that others wrote: install, use, remove, install again.

Through the real server, ``policybot run web`` under gunicorn with two workers, on both engines.
"""

from __future__ import annotations

import contextlib
import html
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from sqlalchemy import text

from bot.app import App
from bot.model.workspace import WorkspaceId
from bot.settings import load
from bot.storage.database import Database
from tests.storage.make import TOKEN_KEYS
from tests.support.team import SECRET, number, signature, words
from tests.system.emulator import CLIENT_ID, CLIENT_SECRET, TEAMS, Front, Page, ask, emulators, wait_for

CHANNEL = "C000000001"  # the emulator's own #general
_INPUT = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')


def free_ports(count: int) -> tuple[int, ...]:
    with contextlib.ExitStack() as stack:
        found = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in found:
            one.bind(("127.0.0.1", 0))
        return tuple(int(one.getsockname()[1]) for one in found)


@dataclass
class Bot:
    """The server as workspaces and browsers reach it."""

    port: int
    front: Front
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, address: str) -> Page:
        """A page, as a browser asks for it."""
        parts = urlsplit(address)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        page = ask(parts.port or self.port, "GET", path, headers={"Cookie": cookie} if cookie else {})
        name, _, value = page.headers.get("set-cookie", "").partition(";")[0].partition("=")
        if name:
            self.cookies[name] = value
        return page

    def install(self, workspace: int) -> Page:
        """Press "Add to Slack", agree, come back."""
        self.front.signed_in = workspace
        consent = self.get(self.get("/slack/install").headers["location"])
        form = dict(_INPUT.findall(consent.text.partition("</form>")[0]))
        filled = urlencode({name: html.unescape(value) for name, value in form.items()})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        agreed = ask(self.front.port, "POST", "/oauth/v2/authorize/callback", filled, kind)
        assert agreed.status == 302, agreed.text
        return self.get(agreed.headers["location"])

    def signed(self, body: str, kind: str, secret: str = SECRET) -> int:
        stamp = str(int(time.time()))
        headers = {
            "Content-Type": kind,
            "X-Slack-Signature": signature(body, stamp, secret),
            "X-Slack-Request-Timestamp": stamp,
        }
        return ask(self.port, "POST", "/slack/events", body, headers).status

    def type(self, words_typed: str, workspace: int) -> str:
        """A slash command; gives the words of its answer."""
        key = number("answer-")
        fields = {
            "command": "/policy",
            "text": words_typed,
            "user_id": "U000000001",
            "channel_id": CHANNEL,
            "team_id": TEAMS[workspace],
            "trigger_id": f"{key}-{time.time_ns()}",
            "response_url": f"{self.front.url}response/{key}",
        }
        assert self.signed(urlencode(fields), "application/x-www-form-urlencoded") == 200
        eventually(lambda: key in dict(self.front.answers))
        answer = dict(self.front.answers)[key]
        return words(answer) or str(answer["text"])

    def remove(self, workspace: int) -> None:
        """Remove the app from a workspace, as Slack tells it: two events in an order that nobody knows."""
        for kind, fields in (("tokens_revoked", {"tokens": {"bot": ["U1"]}}), ("app_uninstalled", {})):
            body = {
                "type": "event_callback",
                "team_id": TEAMS[workspace],
                "event_id": f"{number('Ev')}-{time.time_ns()}",
                # Later than the installation for certain: the emulator revokes no token, as Slack does.
                "event_time": int(time.time()) + 120,
                "event": {"type": kind, **fields},
            }
            assert self.signed(json.dumps(body), "application/json") == 200


def eventually(done: Callable[[], object], within_s: float = 10) -> None:
    until = time.monotonic() + within_s
    while not done():
        assert time.monotonic() < until, "it does not come"
        time.sleep(0.02)


@pytest.fixture(scope="session")
def slack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Front, int]]:
    """Two emulated workspaces behind one address, and the port that the bot must have."""
    bot_port, *ports = free_ports(3)
    redirect = f"http://127.0.0.1:{bot_port}/slack/oauth_redirect"
    with (
        emulators(tmp_path_factory.mktemp("slack"), tuple(ports), redirect=redirect, secret=SECRET),
        Front(tuple(ports)) as front,
    ):
        yield front, bot_port


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    address = f"sqlite:///{tmp_path / 'bot.sqlite3'}"
    database = Database(address)
    database.upgrade()
    database.close()
    return address


@pytest.fixture
def settings(url: str, slack: tuple[Front, int]) -> dict[str, str]:
    front, port = slack
    return {
        "database_url": url,
        "slack_api_url": f"{front.url}api/",
        "slack_client_id": CLIENT_ID,
        "slack_client_secret": CLIENT_SECRET,
        "slack_signing_secret": SECRET,
        "token_keys": TOKEN_KEYS[0],
        "public_url": f"http://127.0.0.1:{port}",
        "page_keys": "k" * 32,
    }


@pytest.fixture
def bot(settings: dict[str, str], slack: tuple[Front, int]) -> Iterator[Bot]:
    """The server, its two workers ready."""
    front, port = slack
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    given = {f"POLICYBOT_{name.upper()}": value for name, value in settings.items()}
    command = ["run", "web", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    process = subprocess.Popen([sys.executable, "-m", "bot", *command], env=kept | given)
    try:
        wait_for(port, "/healthz")
        yield Bot(port, front)
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=15) == 0


@pytest.fixture
def app(settings: dict[str, str]) -> Iterator[App]:
    """Another process of the server, as the worker that posts digests is."""
    values: dict[str, Any] = dict(settings)
    with App(load(env_file=None, **values)) as made:
        yield made


def rows(app: App, table: str) -> int:
    with app.database.engine.reader.begin() as conn:
        return int(conn.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def posted(front: Front, workspace: int) -> list[str]:
    """What stands in a workspace's channel."""
    return [
        message["text"]
        for message in front.api("conversations.history", workspace, channel=CHANNEL)["messages"]
    ]


def test_two_workspaces_install_use_remove_and_install_again(bot: Bot, app: App) -> None:
    front = bot.front
    for workspace in (0, 1):
        page = bot.install(workspace)
        assert (page.status, "is installed" in page.text) == (200, True), page.text
        eventually(lambda n=workspace: ("chat.postMessage", n, True) in front.calls)  # the greeting
    assert [w.name for w in workspaces(app)] == ["Red", "Blue"]

    assert "Help on digest" in bot.type("help digest", 0)
    assert "left out" in bot.type('mute word "parking"', 0)
    assert "parking" in bot.type("muted", 0)
    assert "parking" not in bot.type("muted", 1)

    before = [len(posted(front, workspace)) for workspace in (0, 1)]  # the other engine's turn
    for workspace in (0, 1):
        bot.type("digest on", workspace)
        bot.type("digest now", workspace)
    app.planner.plan(app.now())
    while app.deliverer.deliver():
        pass
    assert [len(posted(front, workspace)) for workspace in (0, 1)] == [count + 1 for count in before]

    bot.remove(0)
    eventually(lambda: rows(app, "workspaces") == 1)
    assert (rows(app, "installations"), rows(app, "follows")) == (1, 0)
    eventually(lambda: "not installed" in bot.type("help", 0))  # both workers have heard of it
    assert "Help on digest" in bot.type("help digest", 1)
    assert bot.signed("command=%2Fpolicy", "application/x-www-form-urlencoded", secret="another") == 401

    assert bot.install(0).status == 200
    assert bot.install(0).status == 200
    assert rows(app, "installations") == 2
    eventually(lambda: "Help on digest" in bot.type("help digest", 0))
    assert "parking" not in bot.type("muted", 0)
    refused = [call for call in front.calls if not call[2]]
    assert not refused


def workspaces(app: App) -> list[Any]:
    with app.database.read() as tx:
        return [tx.workspaces.get(WorkspaceId(team)) for team in TEAMS]
