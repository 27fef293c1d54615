"""What stays out: by age, by keys, and never for the wrong reason."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.model.article import Article, ArticleId
from bot.services.door import Door

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
CUT = NOW - timedelta(days=90)
GUID, LINK, WORDS = "guid:f1:7", "url:harbor.example/7", "hash:f1:0a1b"
KEYS = (GUID, LINK, WORDS)


def article(published_at=NOW - timedelta(hours=1)):
    return Article(
        id=ArticleId("a1"),
        url="https://harbor.example/7",
        title="Budget passes",
        outlet="Harbor Ledger",
        published_at=published_at,
        first_seen_at=NOW,
    )


def test_an_open_door_refuses_nothing():
    assert not Door().refuses(article(NOW - timedelta(days=999)), KEYS)


@pytest.mark.parametrize(("age", "refused"), [(90.1, True), (90, False), (1, False)])
def test_what_is_older_than_the_cut_stays_out(age, refused):
    assert Door(cut_at=CUT).refuses(article(NOW - timedelta(days=age)), KEYS) is refused


@pytest.mark.parametrize(
    ("gone", "refused"),
    [
        ({GUID, LINK, WORDS}, True),
        ({LINK, WORDS}, True),
        ({GUID, WORDS}, True),
        ({GUID, LINK}, False),  # one address for everything: these are new words
        ({WORDS}, False),  # "Closed today." under another address
        (set(), False),
    ],
    ids=["all", "words and link", "words and guid", "no words", "words alone", "none"],
)
def test_a_dated_item_is_the_pruned_one_by_its_words_and_one_key_more(gone, refused):
    assert Door(cut_at=CUT, gone=frozenset(gone)).refuses(article(), KEYS) is refused


@pytest.mark.parametrize("key", KEYS)
def test_an_undated_item_is_the_pruned_one_by_any_key(key):
    assert Door(gone=frozenset({key})).refuses(article(NOW), KEYS)


def test_an_item_with_nothing_but_words_is_known_by_them():
    assert Door(gone=frozenset({WORDS})).refuses(article(), (WORDS,))


@pytest.mark.parametrize("key", KEYS)
def test_a_forgotten_page_stays_out_by_any_key(key):
    assert Door(gone=frozenset({key}), forgotten=frozenset({key})).refuses(article(), KEYS)
