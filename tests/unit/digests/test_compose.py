"""Which stories a digest shows, in which order, under which number."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digests.compose import (
    MOST_IN_THREAD,
    Coverage,
    Ranked,
    Window,
    compose,
    excerpt,
    is_held,
    named_entities,
)
from bot.model.digest import NEW_STORY, Digest, Scores, Subscription
from bot.model.feed import FeedId
from bot.model.story import Changes, StatusKind, StoryId, StoryView
from tests.unit.messages import invented

WINDOW = Window(local_on=invented.TODAY, since_at=invented.SINCE, until_at=invented.NOW, zone=invented.ZONE)
ARTICLES = {
    **{a.id: a for a in invented.CLAIM_ARTICLES},
    **{a.id: a for a in (*invented.RENT_ARTICLES, *invented.BUS_ARTICLES)},
}


def _ranked(view: StoryView, changes: Changes = NEW_STORY) -> Ranked:
    articles = tuple(ARTICLES[article_id] for article_id in view.story.article_ids)
    scores = Scores(origins=1, freshness=1, match=1, level=1, total=1)
    return Ranked(view=view, articles=articles, scores=scores, changes=changes)


CLAIM = _ranked(invented.CLAIM_VIEW)
RENT = _ranked(invented.RENT_VIEW)
BUS = _ranked(invented.BUS_STORY.view)


def _compose(ranked: list[Ranked], subscription: Subscription | None = None, **more: object) -> Digest:
    values = {
        "heading": "Port Ellis",
        "window": WINDOW,
        "coverage": Coverage(feeds_total=41, failures=invented.FAILURES, articles=99),
        "topics": invented.TOPICS,
        "entities": invented.ENTITIES,
        **more,
    }
    return compose(ranked, subscription=subscription, **values)


def _variant(number: int, topics: tuple[str, ...] = ("housing",)) -> Ranked:
    story = replace(invented.RENT_VIEW.story, id=StoryId(f"x{number}"))
    return _ranked(replace(invented.RENT_VIEW, story=story, topics=topics))


def test_sections_follow_the_fixed_order_whatever_the_rank() -> None:
    digest = _compose([BUS, RENT, CLAIM])
    assert [story.topic for story in digest.stories] == ["immigration", "housing", "transport"]
    assert [story.topic_name for story in digest.stories] == ["Immigration", "Housing", "Transport"]
    assert [story.number for story in digest.stories] == [1, 2, 3]


def test_the_thread_lists_thirty_and_the_rest_is_counted_by_topic() -> None:
    ranked = [_variant(n, ("immigration",) if n % 4 == 3 else ("housing",)) for n in range(60)]
    digest = _compose(ranked, max_stories=5)
    assert (len(digest.stories), len(digest.more), digest.total) == (5, MOST_IN_THREAD, 60)
    assert digest.unlisted == (("Immigration", 7), ("Housing", 18))
    assert {s.view.story.id for s in (*digest.stories, *digest.more)} == {f"x{n}" for n in range(35)}


def test_inside_a_section_rank_decides() -> None:
    digest = _compose([_variant(2), _variant(1), _variant(3)])
    assert digest.story_ids == ("x2", "x1", "x3")


def test_best_stories_stand_in_the_message_and_numbers_go_on_in_the_thread() -> None:
    digest = _compose([RENT, BUS, CLAIM], max_stories=2)
    assert [(s.number, s.topic) for s in digest.stories] == [(1, "housing"), (2, "transport")]
    assert [(s.number, s.topic) for s in digest.more] == [(3, "immigration")]


def test_cap_is_the_channels_where_there_is_one() -> None:
    digest = _compose([RENT, BUS, CLAIM], invented.subscription(max_stories=1), max_stories=3)
    assert len(digest.stories) == 1
    assert (digest.subscription_id, digest.zone) == ("sub1", invented.ZONE)


def test_story_without_change_is_left_out_and_one_with_a_change_is_not() -> None:
    unchanged = _ranked(invented.RENT_VIEW, Changes())
    changed = _ranked(invented.CLAIM_VIEW, Changes(outlets=("The Pier",)))
    assert _compose([unchanged, changed]).story_ids == ("k7",)


def test_section_is_the_best_topic_that_the_channel_asked_for() -> None:
    story = _variant(1, ("immigration", "housing"))
    assert _compose([story], invented.subscription(topics=("housing",))).stories[0].topic == "housing"
    assert _compose([story], invented.subscription(topics=())).stories[0].topic == "immigration"


@pytest.mark.parametrize("topics", [(), ("unknown",), ("sport",)])
def test_story_without_a_topic_of_the_list_comes_last_under_other(topics: tuple[str, ...]) -> None:
    digest = _compose([_variant(1, topics), RENT])
    assert [story.topic for story in digest.stories] == ["housing", "other"]


@pytest.mark.parametrize(
    ("kind", "hours_old", "hold", "held"),
    [
        (StatusKind.ONE_ORIGIN, 2, 6, True),
        (StatusKind.NO_SOURCE, 2, 6, True),
        (StatusKind.ONE_ORIGIN, 6, 6, False),
        (StatusKind.ONE_ORIGIN, 2, 0, False),
        (StatusKind.ORIGINS, 2, 6, False),
        (StatusKind.ON_RECORD, 2, 6, False),
        (StatusKind.ON_FILE, 2, 6, False),
        (StatusKind.DISPUTED, 2, 6, False),
    ],
)
def test_young_stories_of_one_origin_can_be_held(
    kind: StatusKind, hours_old: int, hold: int, held: bool
) -> None:
    story = replace(invented.CLAIM_VIEW.story, first_at=invented.NOW - timedelta(hours=hours_old))
    view = replace(invented.CLAIM_VIEW, story=story, status=replace(invented.CLAIM_STATUS, kind=kind))
    subscription = invented.subscription(hold_single_origin_h=hold)
    assert is_held(view, subscription, invented.NOW) is held
    assert not is_held(view, None, invented.NOW)
    digest = _compose([_ranked(view)], subscription)
    assert (len(digest.stories), digest.held) == ((0, 1) if held else (1, 0))


def test_coverage_and_window_are_handed_on() -> None:
    digest = _compose([])
    assert (digest.feeds_total, digest.failures, digest.articles) == (41, invented.FAILURES, 99)
    assert (digest.since_at, digest.until_at, digest.local_on) == (
        invented.SINCE,
        invented.NOW,
        invented.TODAY,
    )
    assert digest.stories == ()


def test_entities_are_those_that_the_card_names_by_first_use() -> None:
    found = named_entities(invented.DISPUTED_VIEW, invented.ENTITIES)
    assert found == (invented.PIKE, invented.REYES)
    assert named_entities(invented.DISPUTED_VIEW, {}) == ()


def test_excerpt_is_cut_at_a_word_to_what_the_feed_allows() -> None:
    whole = invented.CLAIM_ARTICLES[0].summary
    assert excerpt(CLAIM, {}) == whole
    short = excerpt(CLAIM, {FeedId("f1"): 40})
    assert short == "A federal chief made a claim on the…"
    assert excerpt(CLAIM, {FeedId("f1"): 0}) == ""


def test_excerpt_needs_the_headline_article() -> None:
    assert excerpt(replace(CLAIM, articles=()), {}) == ""


@given(st.lists(st.integers(0, 30), unique=True), st.integers(1, 20))
def test_every_story_appears_once_and_numbers_run_on(numbers: list[int], most: int) -> None:
    topics = (("immigration",), ("housing",), ("transport",), ())
    ranked = [_variant(number, topics[number % 4]) for number in numbers]
    digest = _compose(ranked, max_stories=most)
    assert sorted(digest.story_ids) == sorted(f"x{number}" for number in numbers)
    assert [s.number for s in (*digest.stories, *digest.more)] == list(range(1, len(numbers) + 1))
    assert len(digest.stories) == min(most, len(numbers))
    assert set(digest.story_ids[:most]) == {f"x{number}" for number in numbers[:most]}
