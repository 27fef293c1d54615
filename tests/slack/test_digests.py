"""A channel's digest from the command to Slack: quiet days, one answer for all who ask, a backup put back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.cli.main import run
from bot.model.digest import DeliveryState, QuietDay
from bot.model.feed import FeedStatus
from bot.model.workspace import LOCAL_WORKSPACE
from bot.services.planning import planned_delivery
from tests.support.team import words


@pytest.fixture
def posted(wired, server, clock):
    """Has everything posted that wants to be; gives what is in the channel, by text."""

    def call():
        while wired.deliverer.deliver():
            clock.at += timedelta(seconds=1)
        return [message.body["text"] for message in server.messages]

    return call


@pytest.fixture
def cli(wired, monkeypatch):
    """One command line on this test's database; gives its exit status."""
    monkeypatch.setenv("POLICYBOT_DATABASE_URL", wired.settings.database_url)
    return lambda *arguments: run([str(argument) for argument in arguments])


@pytest.mark.sqlite
@pytest.mark.parametrize("posted_since", [True, False])
def test_a_digest_comes_once_although_an_older_backup_was_put_back(
    team, wired, server, clock, cli, posted, tmp_path, posted_since
):
    team.type("digest on")
    team.type("digest now")
    assert cli("db", "backup", tmp_path / "backup.sqlite3") == 0
    before = posted() if posted_since else []
    assert cli("db", "restore", tmp_path / "backup.sqlite3", "--yes") == 0
    assert cli("db", "check") == 0
    after = posted()
    assert len(after) == len(set(after)) > 0
    assert after[: len(before)] == before
    with wired.database.read() as tx:
        assert {row.state for row in tx.deliveries.history()} == {DeliveryState.SENT}
    cli("db", "restored")
    assert posted() == after


@pytest.fixture
def frozen(wired, clock):
    """What a channel would get three days later, when nothing is new any more."""
    clock.at += timedelta(days=3)
    channel = wired.subscribe.save("C1", workspace=LOCAL_WORKSPACE)

    def call(quiet_day):
        wired.subscribe.change("C1", workspace=LOCAL_WORKSPACE, quiet_day=quiet_day)
        return wired.publish.freeze(planned_delivery(channel, clock.at.date()), clock.at).payload

    return call


def fail_one_feed(wired, clock):
    with wired.database.write() as tx:
        _, state = tx.feeds.with_states()[0]
        tx.feeds.save_states(
            [replace(state, status=FeedStatus.TIMEOUT, error="no answer", failing_since_at=clock.at)]
        )


def test_a_quiet_day_is_a_line_or_silence_as_the_channel_chose(frozen):
    payload = frozen(QuietDay.LINE)
    assert "No new stories" in words(payload["parent"])
    assert (len(payload["parent"]["blocks"]), payload["thread"]) == (1, [])
    assert frozen(QuietDay.SILENT) is None


def test_a_quiet_day_on_which_a_feed_failed_says_so_even_to_the_silent(frozen, wired, clock):
    fail_one_feed(wired, clock)
    for quiet_day in QuietDay:
        assert "1 failing" in words(frozen(quiet_day)["parent"])


def test_what_the_channel_wants_in_silence_is_planned_and_skipped(wired, server, clock, posted):
    clock.at += timedelta(days=3)
    wired.subscribe.save("C1", workspace=LOCAL_WORKSPACE)
    one = wired.subscribe.change("C1", workspace=LOCAL_WORKSPACE, quiet_day=QuietDay.SILENT)
    wired.subscribe.post_now(one)
    assert posted() == []
    with wired.database.read() as tx:
        assert [row.state for row in tx.deliveries.history()] == [DeliveryState.SKIPPED]


@pytest.mark.parametrize("asked", ["Boston 7d", "Marisol Reyes quotes", "Nobody At All", "today"])
def test_a_mention_is_answered_as_the_command_is(team, asked):
    typed = team.type(asked)
    team.event("app_mention", channel="C1", ts="17.5", text=f"<@U0BOT> {asked}")
    (mentioned, *_) = team.wait(1, "chat.postMessage")
    assert words(mentioned) == words(typed)
    assert mentioned["text"] == typed["text"]
