"""Lists: nothing is cut off, and every row names what its command needs."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from bot.messages import lists
from bot.messages.text import blocks_text, messages_text
from bot.model.feed import FeedStatus
from tests.unit.messages import invented
from tests.unit.messages.adversarial import TEXT
from tests.unit.messages.invented import ZONE
from tests.unit.messages.slack_rules import links, message_problems


def _shown(messages: object) -> str:
    return messages_text(messages, width=1_000)


def test_every_status_of_a_feed_has_its_words() -> None:
    assert set(lists.HEALTH) == set(FeedStatus)


def test_health_lists_what_fails_since_when_and_why() -> None:
    shown = _shown(lists.health_messages(invented.feeds(), zone=ZONE))
    assert "2 feeds read, 2 not" in shown
    assert "f2 Harbor Ledger · the server is too slow; it is tried again, since Tue 25 Aug 8:00 AM" in shown
    assert "no answer in 30 s" in shown
    assert "f3 Morning Post · paused" in shown
    assert "Bay Chronicle" not in shown


def test_all_well_is_one_line() -> None:
    shown = _shown(lists.health_messages(invented.feeds()[:2], zone=ZONE))
    assert shown.strip() == "All well: 2 feeds read, none fails."


def test_five_hundred_feeds_are_all_listed() -> None:
    ((feed, state), *_) = invented.feeds()
    many = [
        (replace(feed, id=f"f{n}", url=f"https://feed-{n}.example/{'x' * 200}"), state) for n in range(500)
    ]
    messages = lists.feeds_messages(many)
    assert [problem for message in messages for problem in message_problems(message)] == []
    assert len({url for message in messages for url in links(message["blocks"])}) == 500


def test_hundred_follows_have_a_button_each() -> None:
    follows = [invented.follow(n, f"Name {n}") for n in range(100)]
    messages = lists.following_messages(follows)
    buttons = [b["accessory"]["value"] for m in messages for b in m["blocks"] if "accessory" in b]
    assert buttons == [follow.id for follow in follows]
    assert "Name 0 · in the digest" in messages[0]["text"]


def test_empty_lists_say_what_to_type() -> None:
    for messages in (
        lists.following_messages([]),
        lists.muted_messages([], zone=ZONE),
        lists.feeds_messages([]),
        lists.topics_messages([]),
    ):
        assert "For example: /policy" in messages[0]["text"]
    assert "Nobody changed anything" in lists.audit_messages([], zone=ZONE)[0]["text"]


def test_negative_topics_are_not_listed() -> None:
    shown = _shown(lists.topics_messages(invented.TOPICS))
    assert "Housing" in shown
    assert "Sport" not in shown


def test_audit_is_newest_first_and_names_who() -> None:
    later = replace(invented.ENTRY, id="e2", at=invented.NOW.replace(hour=13), by="U2")
    shown = _shown(lists.audit_messages([invented.ENTRY, later], zone=ZONE))
    assert shown.index("9:00 AM · @U2") < shown.index("8:00 AM · @U1")


def test_status_tells_days_time_next_and_last() -> None:
    (channel,) = invented.home().channels
    skipping = replace(channel, subscription=replace(channel.subscription, skips=(invented.TODAY,)))
    shown = blocks_text(lists.status_message(skipping, zone=ZONE)["blocks"], width=500)
    assert "#port-ellis · next Wed 26 Aug 8:00 AM · last Tue 25 Aug 8:00 AM: failed" in shown
    assert "Posted Mon, Tue, Wed, Thu, Fri at 08:00 America/New_York" in shown
    assert "Left out: Wed 26 Aug" in shown


@settings(max_examples=20, deadline=None)
@given(TEXT)
def test_no_text_breaks_a_limit(words: str) -> None:
    ((feed, state), *_) = invented.feeds()
    failing = replace(state, status=FeedStatus.MALFORMED, error=words)
    odd = replace(feed, title=words, outlet=words)
    made = [
        *lists.following_messages([invented.follow(1, words)]),
        *lists.muted_messages([invented.follow(1, words)], zone=ZONE),
        *lists.feeds_messages([(odd, state)]),
        *lists.health_messages([(odd, failing)], zone=ZONE),
        *lists.topics_messages([replace(invented.TOPICS[0], name=words, description=words)]),
        *lists.audit_messages([replace(invented.ENTRY, subject=words, detail=words)], zone=ZONE),
    ]
    assert [problem for message in made for problem in message_problems(message)] == []
