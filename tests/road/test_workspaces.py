"""Who installed the app, and deleting all of a workspace, from the command line."""

import json
from datetime import UTC, datetime

import pytest

from bot.app import App
from bot.model.workspace import Installation, UserId
from bot.settings import load
from tests.storage.make import BLUE, RED, TOKEN_KEYS, feed, follow, subscription

MARCH = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def installed(settings, monkeypatch):
    """Two workspaces with a digest, a feed and a follow each."""
    monkeypatch.setenv("POLICYBOT_TOKEN_KEYS", TOKEN_KEYS[0])
    with App(load(env_file=None)) as app:
        for workspace, name in ((RED, "Red Team"), (BLUE, "Blue Team")):
            made = Installation(
                workspace_id=workspace, team_id=workspace, user_id=UserId("U1"), app_id="A1", bot_id="B1",
                bot_user_id="U0", bot_token=f"xoxb-{workspace}", installed_at=MARCH,
            )  # fmt: skip
            app.installations.install(made, name=name)
            with app.database.write() as tx:
                tx.subscriptions.save(subscription(f"sub-{workspace}", workspace_id=workspace))
                tx.follows.save(follow(f"fo-{workspace}", workspace_id=workspace))
                tx.feeds.add(feed(f"feed-{workspace}", workspace_id=workspace), next_poll_at=MARCH)
    return settings


def listed(cli):
    return {row["id"]: row for row in map(json.loads, cli("workspaces", "list", "--json")[1].splitlines())}


def test_all_are_listed_with_what_they_have_and_no_token(cli, installed):
    status, out, err = cli("workspaces", "list")
    assert (status, err) == (0, "")
    assert f"{RED} “Red Team”: 1 digest, 1 feed, 1 follow; installed 2026-03-02\n" in out
    assert "xoxb" not in out
    row = listed(cli)[BLUE]
    assert (row["digests"], row["feeds"], row["follows"], row["purge_at"]) == (1, 1, 1, None)


def test_revoked_ones_tell_when_they_go(cli, installed):
    with App(load(env_file=None), now=MARCH) as app:
        app.installations.revoked(RED)
    assert listed(cli)[RED]["purge_at"] == "2026-04-01T12:00:00+00:00"
    assert "tokens revoked 2026-03-02, goes 2026-04-01" in cli("workspaces", "list")[1]


def test_without_yes_nothing_is_removed(cli, installed):
    before = listed(cli)
    status, out, err = cli("workspaces", "remove", RED)
    assert (status, out.startswith(f"Would delete {RED} “Red Team”: 1 digest"), "--yes" in err) == (
        1,
        True,
        True,
    )
    assert listed(cli) == before


def test_all_of_one_is_removed_and_nothing_of_the_other(cli, installed):
    before = listed(cli)
    status, out, _ = cli("workspaces", "remove", RED, "--yes")
    assert (status, out.startswith(f"Deleted {RED}")) == (0, True)
    assert listed(cli) == {BLUE: before[BLUE]}
    with App(load(env_file=None)) as app:
        assert app.installations.find(RED) is None
        assert app.installations.find(BLUE) is not None
        with app.database.read() as tx:
            assert tx.subscriptions.of_workspace(RED) == ()
            assert tx.feeds.count(workspace=RED) == 0


def test_one_that_is_not_there_is_told(cli, installed):
    status, _, err = cli("workspaces", "remove", "T-nobody", "--yes")
    assert (status, "workspaces list" in err, len(err.splitlines())) == (2, True, 1)


def test_where_nobody_installed_it_that_is_said(cli, settings):
    status, out, err = cli("workspaces", "list")
    assert (status, out, "No workspace has installed" in err) == (0, "", True)
