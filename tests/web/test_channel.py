"""The channel in memory: a publisher like Slack's, and what only one person sees."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.messages.notices import plain_message
from bot.model.workspace import LOCAL_WORKSPACE, ChannelId, UserId
from bot.web.channel import Channel, Kind

NOW = datetime(2026, 3, 3, 13, tzinfo=UTC)
WHERE = {"workspace": LOCAL_WORKSPACE, "channel": ChannelId("c")}


def test_a_delivery_is_posted_found_and_edited() -> None:
    channel = Channel(lambda: NOW)
    assert channel.find_posted("d-1", since=NOW, **WHERE) is None
    parent = channel.post(plain_message("A digest."), delivery_id="d-1", **WHERE)
    reply = channel.post(plain_message("More."), delivery_id="d-2", thread_ts=parent, **WHERE)
    channel.edit(plain_message("A digest, corrected."), message_ts=parent, **WHERE)
    first, second = channel.entries()
    assert channel.find_posted("d-2", since=NOW, thread_ts=parent, **WHERE) == reply == second.id
    assert first.message is not None
    assert (first.kind, first.version, first.message["text"]) == (Kind.POST, 1, "A digest, corrected.")
    assert second.thread == parent


def test_what_is_told_to_one_person_is_a_direct_message() -> None:
    channel = Channel(lambda: NOW)
    channel.tell(plain_message("A feed fails."), workspace=LOCAL_WORKSPACE, user=UserId("you"))
    assert [entry.kind for entry in channel.entries()] == [Kind.DIRECT]


def test_replacing_what_is_not_there_says_so() -> None:
    assert not Channel(lambda: NOW).replace("m9", plain_message("x"))
