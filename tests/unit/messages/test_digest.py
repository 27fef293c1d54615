"""A digest as messages: its shape, its limits whatever it holds, and that no story is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages.digest import digest_messages
from bot.messages.text import blocks_text, messages_text
from bot.model.digest import DigestStory, FeedFailure
from bot.model.story import StatusKind
from tests.unit.messages import adversarial, invented
from tests.unit.messages.slack_rules import links, mentions, message_problems


def _shown(**more: object) -> str:
    return messages_text(digest_messages(invented.digest(**more)), width=1_000)


def test_founding_story_shows_whose_word_it_is_and_how_often_it_was_repeated() -> None:
    shown = _shown()
    assert "One origin traced (5 of 6 outlets, one interview) · 1 names no source" in shown
    assert "Rowan Pike, Acting director of the Border Service (as of 1 Jun 2024)" in shown
    assert f"The Dale Morrow Show, Wed: “{invented.CLAIM}”" in shown
    assert "No reply from Ana Reyes or the Port Ellis Police on this found in 41 feeds since Tue" in shown
    assert "New since Tue: +1 outlet (The Pier), no new origin" in shown


def test_denial_stands_on_the_other_side_with_its_own_link() -> None:
    (message,) = digest_messages(invented.digest(stories=(invented.DISPUTED_STORY,), more=()))
    shown = blocks_text(message["blocks"], width=1_000)
    assert "DISPUTED" in shown
    assert "Ana Reyes, Mayor of Port Ellis, denies · a letter, Wed: “That is false" in shown
    assert "https://harbor-ledger.example/20" in links(message["blocks"])
    assert "No reply" not in shown


def test_numbers_that_differ_link_to_both() -> None:
    assert "Numbers differ, evictions: 412 (Harbor Ledger) · 380 (Morning Post)" in _shown()


def test_words_that_are_not_in_the_article_are_not_shown() -> None:
    wrong = replace(invented.PIKE_SAID, words="We never said a word")
    view = replace(invented.CLAIM_VIEW, statements=(wrong,))
    shown = _shown(stories=(replace(invented.CLAIM_STORY, view=view, excerpt="A claim on the radio"),))
    assert "We never said" not in shown
    assert "Bay Chronicle: A claim on the radio" in shown


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (StatusKind.DISPUTED, "DISPUTED"),
        (StatusKind.ON_FILE, "ON FILE"),
        (StatusKind.ON_RECORD, "ON THE RECORD"),
        (StatusKind.ORIGINS, "3 origins"),
        (StatusKind.ONE_ORIGIN, "One origin"),
        (StatusKind.NO_SOURCE, "No source given"),
    ],
)
def test_every_status_is_said_in_words(kind: StatusKind, words: str) -> None:
    status = replace(invented.CLAIM_STATUS, kind=kind, origins=3, line="counted so")
    view = replace(invented.CLAIM_VIEW, status=status)
    assert f"{words} · counted so" in _shown(stories=(replace(invented.CLAIM_STORY, view=view),))


def test_footer_tells_coverage_and_where_to_look() -> None:
    assert "41 of 44 feeds read; 3 failing since Fri (/policy feeds health)" in _shown()
    assert "44 feeds read · quotes are copied from the linked pages" in _shown(failures=())
    assert "2 stories of one origin held back" in _shown(held=2)


def test_quiet_day_is_one_line() -> None:
    (message,) = digest_messages(invented.digest(stories=(), more=(), failures=()))
    shown = "No new stories for Port Ellis & Massachusetts since Tue 25 Aug 8:00 AM · 44 feeds read"
    assert blocks_text(message["blocks"], width=200).strip() == shown


def test_day_on_which_no_feed_was_read_says_so() -> None:
    (message,) = digest_messages(invented.digest(stories=(), more=(), feeds_total=3))
    assert "None of 3 feeds could be read" in message["text"]


def test_text_alone_suffices() -> None:
    text = digest_messages(invented.digest())[0]["text"]
    assert text.startswith("Policy digest for Port Ellis &amp; Massachusetts, Wed 26 Aug: 3 stories")
    assert "1. Border Service chief says" in text
    assert invented.CLAIM in text
    assert "http" not in text


def test_three_hundred_stories_all_keep_their_link() -> None:
    stories = adversarial.many(invented.CLAIM_STORY, 300)
    messages = digest_messages(invented.digest(stories=stories[:20], more=stories[20:]))
    assert [problem for message in messages for problem in message_problems(message)] == []
    linked = {url for message in messages for url in links(message["blocks"])}
    assert {story.articles[0].url for story in stories} <= linked


def test_stories_that_are_only_counted_close_the_thread_with_their_lookup() -> None:
    unlisted = (("Immigration", 120), ("Housing", 3))
    parent, thread = digest_messages(invented.digest(unlisted=unlisted))
    assert "126 stories from 44 feeds" in blocks_text(parent["blocks"])
    assert "126 stories from 44 feeds" in parent["text"]
    shown = blocks_text(thread["blocks"], width=200)
    assert shown.endswith(
        "And 123 stories more: Immigration 120 · Housing 3\n   All of a topic: /policy Immigration"
    )


def test_twenty_long_cards_overflow_into_the_thread() -> None:
    title = "word " * 60
    articles = tuple(replace(a, title=title) for a in invented.CLAIM_STORY.articles)
    stories = adversarial.many(replace(invented.CLAIM_STORY, articles=articles), 20)
    parent, *thread = digest_messages(invented.digest(stories=stories, more=()))
    assert message_problems(parent) == []
    assert "more stories → in the thread" in blocks_text(parent["blocks"])
    assert thread


@settings(max_examples=25, deadline=None)
@given(
    story=adversarial.stories(),
    count=st.integers(0, 15),
    in_parent=st.integers(0, 12),
    heading=adversarial.TEXT,
    failures=st.lists(adversarial.FAILURE, max_size=3).map(tuple),
)
def test_no_text_breaks_a_limit_loses_a_story_or_mentions_anybody(
    story: DigestStory, count: int, in_parent: int, heading: str, failures: tuple[FeedFailure, ...]
) -> None:
    stories = adversarial.many(story, count)
    digest = invented.digest(
        stories=stories[:in_parent], more=stories[in_parent:], heading=heading, failures=failures
    )
    messages = digest_messages(digest)
    assert [problem for message in messages for problem in message_problems(message)] == []
    shown = [url for message in messages for url in links(message["blocks"])]
    for number in range(1, count + 1):
        assert any(url.endswith(f"-{number}") for url in shown)
    assert not mentions(messages_text(messages))
