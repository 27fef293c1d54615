"""`policybot slack check` and `policybot deliveries` from the command line."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli.main import run
from bot.model.workspace import WorkspaceId
from bot.slack.calls import Slack
from bot.slack.check import manifest_scopes
from bot.slack.doctor import look

ROOT = Path(__file__).resolve().parents[2]
SCOPES = manifest_scopes((ROOT / "config" / "slack-manifest.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def cli(wired, server, monkeypatch, capsys):
    """Run one command line in the environment of the test's application."""
    monkeypatch.setenv("POLICYBOT_DATABASE_URL", wired.settings.database_url)
    monkeypatch.setenv("POLICYBOT_SLACK_API_URL", server.url)
    monkeypatch.setenv("POLICYBOT_SLACK_BOT_TOKEN", "xoxb-test")
    monkeypatch.setenv("POLICYBOT_SLACK_APP_TOKEN", "xapp-test")
    server.scopes = ",".join(SCOPES)

    def call(*arguments):
        status = run(list(arguments))
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return call


def test_all_well(cli, server):
    status, out, _ = cli("slack", "check", "--user", "U1")
    assert status == 0
    assert "ok  bot token: workspace City Desk" in out
    assert "ok  scope groups:history" in out
    assert "ok  test message to U1 sent" in out
    assert server.sent("chat.postMessage")[0]["channel"] == "U1"


def test_a_missing_scope_is_named_with_its_fix(cli, server):
    server.scopes = "commands,chat:write"
    status, out, err = cli("slack", "check")
    assert status == 1
    assert "NO  scope users:read" in out
    assert "Reinstall to Workspace" in out
    assert "docs/slack.md" in err


def test_the_doctor_asks_slack(cli, clock):
    clock.at = datetime.now(UTC)
    _, out, _ = cli("doctor", "--json")
    found = [one for one in map(json.loads, out.splitlines()) if one["what"] == "slack"]
    assert [(one["grade"], one["detail"]) for one in found] == [
        ("ok", "City Desk, as U0BOT: every scope"), ("ok", "this clock agrees with Slack's"),
    ]  # fmt: skip


@pytest.fixture
def asked(wired, clock):
    """What the doctor would say of Slack."""
    return lambda *, scopes=SCOPES: list(
        look(wired.slack, wired.connected_workspaces(), scopes=scopes, clock=clock)
    )


def test_missing_scopes_and_a_clock_that_is_off(asked, server, clock):
    clock.at = datetime.now(UTC) + timedelta(minutes=6)
    server.scopes = "commands,chat:write"
    scopes, time = asked(scopes=("commands", "users:read"))
    assert (scopes.good, "without users:read" in scopes.what, "Reinstall" in scopes.fix) == (
        False,
        True,
        True,
    )
    assert not time.good
    assert re.fullmatch(r"this clock is 3[56]\d s ahead of Slack", time.what)
    assert "timedatectl" in time.fix


def test_a_token_that_slack_refuses_and_a_slack_that_is_away(wired, asked, server):
    server.answers["auth.test"] = lambda _arguments: {"ok": False, "error": "token_revoked"}
    (refused,) = asked()
    assert (refused.good, "copy the new one" in refused.fix) == (False, True)
    nowhere = Slack(lambda _workspace: "xoxb-1", base_url="http://127.0.0.1:9/api/", timeout_s=2)
    (away,) = look(nowhere, wired.connected_workspaces(), scopes=SCOPES, clock=wired.now)
    assert (away.good, bool(away.fix)) == (False, True)


def test_only_some_of_many_workspaces_are_asked(wired, server):
    many = [WorkspaceId(f"T{n}") for n in range(25)]
    server.scopes = ",".join(SCOPES)
    found = list(look(wired.slack, many, scopes=SCOPES, clock=wired.now))
    assert len([one for one in server.calls if one[0] == "auth.test"]) == 20
    assert found[-2].what == "5 more workspaces were not asked"


@pytest.mark.parametrize(
    ("method", "code", "fix"),
    [
        ("auth.test", "invalid_auth", "POLICYBOT_SLACK_BOT_TOKEN"),
        ("auth.test", "account_inactive", "install it again"),
        ("apps.connections.open", "not_allowed_token_type", "POLICYBOT_SLACK_APP_TOKEN"),
    ],
)
def test_a_refused_token_is_named_with_its_fix(cli, server, method, code, fix):
    server.answers[method] = lambda _arguments: {"ok": False, "error": code}
    status, out, _ = cli("slack", "check")
    assert status == 1
    assert fix in out
    assert "xoxb-test" not in out


def test_a_failed_delivery_is_listed_explained_and_posted_after_all(cli, team, wired, server, clock):
    team.type("digest on")
    team.type("digest now")
    server.answers["chat.postMessage"] = lambda _arguments: {"ok": False, "error": "is_archived"}
    wired.deliverer.deliver()
    _, out, _ = cli("deliveries", "list", "--state", "failed", "--json")
    (row,) = [json.loads(line) for line in out.splitlines()]
    assert (row["reason"], row["channel_id"]) == ("is_archived", "C1")
    _, out, _ = cli("deliveries", "explain", row["id"])
    assert "Unarchive it" in out
    assert f"policybot deliveries retry {row['id']}" in out
    del server.answers["chat.postMessage"]
    assert cli("deliveries", "retry", row["id"])[0] == 0
    clock.at += timedelta(seconds=2)  # a channel gets one message a second
    while wired.deliverer.deliver():
        continue
    _, out, _ = cli("deliveries", "list", "--channel", "C1")
    assert "sent" in out
    assert cli("deliveries", "retry", row["id"])[0] == 2, "what was posted is never posted again"


def test_an_unknown_delivery_is_named(cli):
    status, _, err = cli("deliveries", "explain", "d-404")
    assert (status, "d-404" in err) == (1, True)
