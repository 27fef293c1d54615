"""Which stored article a draft is. More ways to move stand in tests/feeds/cases/items.py."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.draft import draft_article
from bot.feeds.identity import Outcome, all_keys, settle
from bot.model.article import Article
from bot.model.feed import Entry, Feed, FeedId

NOW = datetime(2026, 2, 18, 12, tzinfo=UTC)
TEXT = "The council of Exampleton voted seven to six after a debate that lasted until midnight."


def feed(name: str) -> Feed:
    return Feed(
        id=FeedId(name), url=f"https://{name}.example/feed", imported_url="", outlet=name, added_at=NOW
    )


class Store:
    """Articles and keys, as storage would hold them."""

    def __init__(self):
        self.articles: dict[str, Article] = {}
        self.keys: dict[str, str] = {}

    def poll(self, *entries: Entry, name: str = "times", now: datetime = NOW):
        drafts = [made for entry in entries if (made := draft_article(entry, feed=feed(name), now=now))]
        known = {key: self.articles[self.keys[key]] for key in all_keys(drafts) if key in self.keys}
        settled = settle(drafts, known)
        for one in settled:
            self.articles[one.article.id] = one.article
            for key in one.keys:
                assert self.keys.setdefault(key, one.article.id) == one.article.id or key.startswith("hash:")
        return settled


def entry(number: int = 1, **changes) -> Entry:
    values = {
        "guid": f"g{number}",
        "link": f"https://times.example/news/{number}",
        "title": f"Story number {number}",
        "summary": f"{TEXT} ({number})",
        "published_at": NOW - timedelta(hours=number),
    }
    return Entry(**{**values, **changes})


def outcomes(settled) -> list[str]:
    return [one.outcome.value for one in settled]


def test_new_then_the_same():
    store = Store()
    assert outcomes(store.poll(entry(1), entry(2))) == ["new", "new"]
    again = store.poll(entry(1), entry(2), now=NOW + timedelta(hours=1))
    assert outcomes(again) == ["same", "same"]
    assert again[0].article.first_seen_at == NOW


def test_a_change_keeps_identity_and_the_version_before():
    store = Store()
    (first,) = store.poll(entry(1))
    later = NOW + timedelta(hours=3)
    (changed,) = store.poll(entry(1, title="Story rewritten", published_at=NOW), now=later)
    assert changed.outcome is Outcome.CHANGED
    assert changed.previous == first.article
    assert changed.article.id == first.article.id
    assert changed.article.title == "Story rewritten"
    assert changed.article.updated_at == later
    assert changed.article.published_at == first.article.published_at


def test_another_feed_joins_and_may_not_change_the_words():
    store = Store()
    (first,) = store.poll(entry(1))
    (joined,) = store.poll(entry(1, guid="other", title="Story told otherwise"), name="relay")
    assert joined.outcome is Outcome.JOINED
    assert joined.article.feeds == ("times", "relay")
    assert joined.article.title == first.article.title
    assert outcomes(store.poll(entry(1, guid="other", title="And again"), name="relay")) == ["same"]
    assert outcomes(store.poll(entry(1))) == ["same"]


def test_the_same_words_in_another_feed_are_another_article():
    store = Store()
    store.poll(entry(1))
    copy = entry(1, link="https://post.example/x")
    assert outcomes(store.poll(copy, name="post")) == ["new"]


@pytest.mark.parametrize(
    "moved",
    [
        {"guid": "new"},
        {"guid": ""},
        {"link": "http://www.times.example/news/1/?utm_source=x"},
        {"link": "https://times.example/2026/renamed"},
        {"link": ""},
        {"published_at": NOW},
        {"guid": "new", "link": "https://times.example/news/1?session=9"},
        {"guid": "new", "link": "https://times.example/elsewhere", "published_at": None},
        {"title": "Story number one, rewritten"},
        {"title": "Something else entirely", "summary": "Nothing alike."},
    ],
)
def test_what_moves_alone_does_not_make_a_second_article(moved):
    store = Store()
    (first,) = store.poll(entry(1))
    (second,) = store.poll(entry(1, **moved))
    assert second.article.id == first.article.id
    assert second.outcome in {Outcome.SAME, Outcome.CHANGED}


def test_guids_used_again_do_not_swallow_new_items():
    store = Store()
    for number in range(1, 8):
        store.poll(entry(number, guid="1"))
    assert len(store.articles) == 7


def test_all_guids_the_same_within_one_poll():
    store = Store()
    for _ in range(2):
        store.poll(*(entry(n, guid="same") for n in range(5)))
    assert len(store.articles) == 5


def test_all_links_the_same_within_one_poll():
    store = Store()
    for _ in range(2):
        store.poll(*(entry(n, link="https://times.example/alerts") for n in range(5)))
    assert len(store.articles) == 5


def test_nothing_but_words():
    store = Store()
    for _ in range(2):
        store.poll(*(entry(n, link="", guid="") for n in range(5)))
    assert len(store.articles) == 5


def test_short_words_alone_are_no_identity():
    store = Store()
    store.poll(entry(1, title="Closed today", summary=""))
    store.poll(entry(2, title="Closed today", summary=""))
    assert len(store.articles) == 2


def test_an_item_given_twice_in_one_poll_counts_once():
    store = Store()
    settled = store.poll(entry(1), entry(1), entry(1, guid="g1b"))
    assert outcomes(settled) == ["new"]
    assert {"guid:times:g1", "guid:times:g1b"} <= set(settled[0].keys)


def test_ids_do_not_depend_on_which_feed_came_first():
    one, other = Store(), Store()
    one.poll(entry(1), name="times")
    other.poll(entry(1, guid="x"), name="relay")
    assert set(one.articles) == set(other.articles)


@given(st.lists(st.integers(1, 12), min_size=1, max_size=12), st.randoms())
def test_order_within_a_poll_changes_nothing(numbers, shuffler: random.Random):
    straight, shuffled = Store(), Store()
    entries = [entry(n) for n in numbers]
    straight.poll(*entries)
    shuffler.shuffle(entries)
    shuffled.poll(*entries)
    assert straight.articles == shuffled.articles
    assert len(straight.articles) == len(set(numbers))


@given(st.lists(st.lists(st.integers(1, 15), max_size=8), max_size=6))
def test_windows_that_roll_lose_nothing_and_double_nothing(polls):
    store = Store()
    for numbers in polls:
        store.poll(*(entry(n) for n in numbers))
    assert len(store.articles) == len({n for numbers in polls for n in numbers})
