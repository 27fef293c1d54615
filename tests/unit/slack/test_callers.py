"""Slack's bodies as plain values: who, where, how to answer, and the key that tells repeats apart."""

import pytest

from bot.slack import callers
from bot.slack.callers import Way

COMMAND = {
    "command": "/policy",
    "user_id": "U1",
    "channel_id": "C1",
    "team_id": "T1",
    "trigger_id": "t1",
    "response_url": "https://hooks.slack.example/1",
}
PRESS = {
    "type": "block_actions",
    "user": {"id": "U1"},
    "team": {"id": "T1"},
    "trigger_id": "t2",
    "container": {"type": "message", "channel_id": "C1", "is_ephemeral": True},
    "channel": {"id": "C1"},
}


def event(kind, **fields):
    return {"event_id": "Ev1", "team_id": "T1", "event": {"type": kind, "user": "U1", **fields}}


def test_a_command():
    found = callers.of_body(COMMAND)
    assert (found.way, found.user, found.channel, found.once) == (Way.COMMAND, "U1", "C1", "t1")


def test_a_press_in_ones_own_message_may_replace_it():
    assert callers.of_body(PRESS).own_message
    shared = {**PRESS, "container": {"type": "message", "channel_id": "C1"}}
    assert not callers.of_body(shared).own_message
    direct = {**PRESS, "container": {"type": "message"}, "channel": {"id": "D1"}}
    assert callers.of_body(direct).own_message


def test_a_press_without_a_channel_came_from_the_home_tab():
    found = callers.of_body({**PRESS, "container": {"type": "view"}, "channel": None})
    assert (found.way, found.channel) == (Way.HOME, "")


def test_a_form():
    body = {"type": "view_submission", "user": {"id": "U1"}, "team": {"id": "T1"}, "trigger_id": "t3"}
    assert callers.of_body(body).way is Way.FORM


@pytest.mark.parametrize(
    ("body", "way", "thread"),
    [
        (event("app_mention", channel="C1", ts="1.5"), Way.MENTION, "1.5"),
        (event("app_mention", channel="C1", ts="1.5", thread_ts="1.0"), Way.MENTION, "1.0"),
        (event("app_mention", channel="D1", ts="1.5"), Way.DIRECT, ""),
        (event("message", channel="D1", ts="1.5"), Way.DIRECT, ""),
        (event("app_home_opened", channel="D1"), Way.HOME, ""),
    ],
)
def test_an_event(body, way, thread):
    found = callers.of_body(body)
    assert (found.way, found.thread_ts) == (way, thread)


def test_a_mention_in_a_direct_message_counts_once_although_it_comes_as_two_events():
    first = callers.of_event({**event("message", channel="D1", ts="1.5"), "event_id": "Ev1"})
    second = callers.of_event({**event("app_mention", channel="D1", ts="1.5"), "event_id": "Ev2"})
    assert first.once == second.once


def test_what_has_no_id_of_its_own_is_told_apart_by_its_content():
    bare = {**COMMAND, "trigger_id": ""}
    assert callers.of_body(bare).once == callers.of_body(dict(bare)).once
    assert callers.of_body(bare).once != callers.of_body({**bare, "text": "help"}).once


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("<@U0BOT> Boston", "Boston"),
        ("<@U0BOT|policy> Boston", "Boston"),
        ("Boston <@U0BOT>", "Boston"),
        ("AT&amp;T &lt;x&gt;", "AT&T <x>"),
        ("", ""),
    ],
)
def test_typed_words(typed, meant):
    assert callers.typed_words(typed) == meant
