"""What `topics check` says about an edited topic."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

from bot.model.article import Article, ArticleId
from bot.model.reading import Topic
from bot.nlp.topic_change import check_change

TRANSIT = Topic(slug="transit", name="Transit", phrases=(("bus", 4.0), ("ferry", 4.0)), threshold=0.3)
HOUSING = Topic(slug="housing", name="Housing", phrases=(("rent", 3.0),), threshold=0.3)
LEXICON = (TRANSIT, HOUSING)


def article(number, title):
    when = datetime(2026, 3, 1, tzinfo=UTC)
    return Article(
        id=ArticleId(f"a{number}"),
        url=f"https://news.example/{number}",
        title=title,
        outlet="The Example",
        published_at=when,
        first_seen_at=when,
    )


ARTICLES = tuple(
    article(n, title)
    for n, title in enumerate(
        ["Bus lane opens", "Ferry sails again", "Tram tracks laid", "Rent rises", "Opera"]
    )
)


def ids(shifts):
    return [s.article_id for s in shifts]


def test_a_new_topic_catches():
    change = check_change(LEXICON, Topic(slug="music", name="Music", phrases=(("opera", 4.0),)), ARTICLES)
    assert (ids(change.caught), change.lost, change.read) == (["a4"], (), 5)
    assert [t.slug for t in change.caught[0].after] == ["music"]


def test_an_edited_topic_catches_and_loses():
    edited = dataclasses.replace(TRANSIT, phrases=(("bus", 4.0), ("tram", 4.0)))
    change = check_change(LEXICON, edited, ARTICLES)
    assert ids(change.caught) == ["a2"]
    assert ids(change.lost) == ["a1"]
    assert change.moved == ()


def test_what_a_change_does_to_other_topics_is_shown():
    wider = dataclasses.replace(TRANSIT, phrases=(*TRANSIT.phrases, ("rent rises", -1.0)))
    change = check_change(LEXICON, wider, ARTICLES)
    assert ids(change.moved) == ["a3"]  # the longer phrase hides "rent"
    assert [t.slug for t in change.moved[0].before] == ["housing"]


def test_an_unchanged_topic_changes_nothing():
    change = check_change(LEXICON, dataclasses.replace(TRANSIT, description="Buses."), ARTICLES)
    assert (change.caught, change.lost, change.moved) == ((), (), ())


def test_a_score_alone_is_no_change():
    change = check_change(
        LEXICON, dataclasses.replace(TRANSIT, phrases=(("bus", 5.0), ("ferry", 4.0))), ARTICLES
    )
    assert (change.caught, change.lost, change.moved) == ((), (), ())
