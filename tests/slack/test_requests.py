"""What must never run: forged, stale and repeated requests; and what people see when something fails."""

import logging
import re
import time

import pytest

from bot.errors import FetchError, RateLimitedError, StorageError
from bot.slack.failures import failure_message
from tests.support.team import number, words


def plain(message):
    return re.sub(r"\s+", " ", words(message))


def settled(team):
    """Whether nothing more is said for a moment."""
    time.sleep(0.3)
    return len(team.answers())


def test_a_forged_request_is_refused(team):
    assert team.send_command("help", secret="somebody else's").status == 401
    assert settled(team) == 0


def test_a_stale_request_is_refused(team):
    assert team.send_command("help", age_s=301).status == 401
    assert settled(team) == 0


def test_an_unsigned_request_is_refused(team):
    team.send_command("help")
    request = team.last_request
    request.headers.pop("x-slack-signature")
    before = settled(team)
    assert team.app.dispatch(request).status == 401
    assert settled(team) == before


def test_an_identical_replay_is_acknowledged_but_not_run_again(team):
    assert team.send_command("digest on").status == 200
    team.wait(1)
    assert team.app.dispatch(team.last_request).status == 200
    assert settled(team) == 1


def test_the_same_trigger_in_another_request_is_one_command(team):
    trigger = number("trigger-")
    for _ in range(3):
        team.send_command("help", trigger_id=trigger)
    assert settled(team) == 1


def test_an_event_that_comes_twice_is_answered_once(team, server):
    for _ in range(2):
        team.event("app_mention", channel="C1", ts="1.1", text="<@U0BOT> help digest")
    team.wait(1, "chat.postMessage")
    settled(team)
    assert len(server.sent("chat.postMessage")) == 1


def test_a_mention_is_answered_in_its_thread(team):
    team.event("app_mention", channel="C1", ts="17.5", text="<@U0BOT> Boston 7d")
    answer = team.wait(1, "chat.postMessage")[0]
    assert (answer["channel"], answer["thread_ts"]) == ("C1", "17.5")
    assert "last 7 days" in plain(answer)


def test_a_mention_that_changes_or_fails_is_answered_to_the_asker_alone(team, server):
    team.event("app_mention", channel="C1", ts="17.6", text="<@U0BOT> digest on")
    team.event("app_mention", channel="C1", ts="17.7", text="<@U0BOT> digest at noonish")
    told = team.wait(2, "chat.postEphemeral")
    assert {m["user"] for m in told} == {"U1"}
    assert not server.sent("chat.postMessage")


def test_a_direct_message_is_answered(team):
    team.event("message", channel="D1", channel_type="im", ts="18.1", text="help digest")
    answer = team.wait(1, "chat.postMessage")[0]
    assert answer["channel"] == "D1"
    assert "Help on digest" in plain(answer)


@pytest.mark.parametrize(
    "fields",
    [
        {"channel_type": "channel", "text": "Boston"},
        {"channel_type": "im", "subtype": "message_changed"},
        {"channel_type": "im", "text": "hello", "bot_id": "B9"},
    ],
    ids=["a channel's talk", "an edit", "another bot"],
)
def test_what_is_not_meant_for_the_bot_is_left_alone(team, server, fields):
    assert team.event("message", channel="D1", ts=number("19."), **fields).status == 200
    settled(team)
    assert not server.sent("chat.postMessage")


def test_slack_asks_whether_the_address_is_alive(team):
    response = team.send_command("", ssl_check="1")
    assert response.status == 200


def test_a_failure_that_nobody_foresaw_gives_an_incident_id_that_the_log_has(
    team, wired, monkeypatch, caplog
):
    def broken(*_args, **_more):
        raise ZeroDivisionError("what nobody should read")

    monkeypatch.setattr(type(wired.answer), "reply", broken)
    with caplog.at_level(logging.ERROR):
        answer = team.type("Boston")
    incident = re.search(r"incident ([0-9a-f]{8})", plain(answer))[1]
    assert "what nobody should read" not in plain(answer)
    assert incident


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (StorageError("database is locked"), "try again in a minute"),
        (RateLimitedError("wait", retry_after_s=3), "Slack asks to wait"),
        (FetchError("The server of example.org does not answer."), "does not answer"),
    ],
)
def test_a_failure_that_was_foreseen_says_what_helps(error, said):
    assert said in failure_message(error)["text"]


def test_a_response_address_that_has_run_out_is_no_reason_to_fail(team, server):
    server.fault_of = lambda method, _arguments: "error_before" if method == "response" else ""
    assert team.send_command("help").status == 200
    time.sleep(0.3)
    server.fault_of = lambda _method, _arguments: ""
    assert "Help on digest" in plain(team.type("help digest"))


def test_twenty_people_ask_at_once(team):
    """Each is acknowledged and answered; how fast, benchmarks/slack.py measures."""
    names = ["Boston", "Marisol Reyes", "Cambridge", "Housing and development"]
    for n in range(20):
        assert team.send_command(names[n % 4], user=f"U{n}", channel=f"C{n}").status == 200
    assert len(team.wait(20, within_s=30)) == 20
