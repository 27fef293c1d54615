"""The door of the room: one reading per article, in order, with everything joined."""

from __future__ import annotations

import pytest

from bot.model.article import ArticleId
from bot.model.entity import EntityKind
from bot.model.feed import Outlet, OutletId
from bot.model.reading import Topic
from bot.nlp.annotate import Annotator
from bot.nlp.reader import GivenMention, Reader
from bot.nlp.topics import TopicMatcher
from tests.unit.nlp.articles import OHIO, TOLEDO, Places, article, body, person

ENTITIES = (
    body("toledo-police", "Toledo Police Department", "Toledo Police", seat=TOLEDO, municipal=True),
    body("parks", "Bureau of Parks"),
    person("Ana Ruiz", place=TOLEDO),
)
OUTLETS = (Outlet(id=OutletId("ledger"), name="Harbor Ledger", family="ledger"),)
TRANSIT = TopicMatcher((Topic(slug="transit", name="Transit", phrases=(("bus lane", 5.0),)),))


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator()


@pytest.fixture(scope="module")
def reader(annotator: Annotator) -> Reader:
    return Reader(
        annotator, entities=ENTITIES, outlets=OUTLETS, places=Places(), topics=TRANSIT, statements=False
    )


def test_one_article_is_read_whole(reader: Reader) -> None:
    one = article(
        "Mayor Ruiz Opens Bus Lane",
        "Toledo Mayor Ana Ruiz opened it, the Harbor Ledger reported. The Toledo Police closed a street."
        " Bo Keller, chairman of Quux Motors Inc., was there.",
        place="US-OH",
    )
    (reading,) = reader.iter_readings([one])
    links = {(m.field, m.text): m.entity_id for m in reading.mentions if not m.weak}
    assert links["title", "Ruiz"] == links["summary", "Ana Ruiz"] == "person:ana-ruiz"
    assert links["summary", "Toledo"] == TOLEDO
    assert links["summary", "Toledo Police"] == "org:toledo-police"
    assert links["summary", "Harbor Ledger"] == "org:ledger"
    assert {e.id for e in reading.entities} == {"person:bo-keller", "org:quux-motors-inc"}
    assert [(r.entity_id, r.title, r.place) for r in reading.roles] == [("person:ana-ruiz", "Mayor", TOLEDO)]
    assert [t.slug for t in reading.topics] == ["transit"]
    assert (reading.version, reading.statements) == (reader.version, ())


def test_a_municipal_body_links_weakly_to_its_city(reader: Reader) -> None:
    (reading,) = reader.iter_readings(
        [article("Patrols start", "The Toledo Police Department added patrols.")]
    )
    weak = [m for m in reading.mentions if m.weak]
    assert [(m.text, m.kind, m.entity_id) for m in weak] == [
        ("Toledo Police Department", EntityKind.PLACE, TOLEDO)
    ]
    assert not [m for m in reading.mentions if m.kind is EntityKind.PLACE and not m.weak]


def test_a_body_named_by_pattern_gets_its_seat(reader: Reader) -> None:
    (reading,) = reader.iter_readings(
        [article("Vote is near", "The Toledo City Council meets; Ohio Supreme Court rests.")]
    )
    seats = {e.name: (e.seat, e.municipal) for e in reading.entities}
    assert seats == {"Toledo City Council": (TOLEDO, True), "Ohio Supreme Court": (OHIO, False)}
    assert [m.text for m in reading.mentions if m.weak] == ["Toledo City Council"]


def test_mentions_are_cut_from_the_stored_text(reader: Reader) -> None:
    one = article("RUIZ\u2019S PLAN FOR TOLEDO PASSES", "Ana Ruiz\u2019s plan passed.")
    (reading,) = reader.iter_readings([one])
    texts = {"title": one.title, "summary": one.summary}
    assert reading.mentions
    assert all(texts[m.field][m.start : m.end] == m.text for m in reading.mentions)
    assert ("title", "RUIZ") in {(m.field, m.text) for m in reading.mentions}
    order = [("title", "summary", "text").index(m.field) for m in reading.mentions]
    assert order == sorted(order)


def test_other_languages_are_not_analysed_but_kept_in_order(reader: Reader) -> None:
    spanish = article(
        "El concejo municipal de Toledo vota",
        "Ana Ruiz dijo que el concejo vota el martes.",
        id=ArticleId("es"),
    )
    english = article("Council votes", "Ana Ruiz said the council votes on Tuesday.", id=ArticleId("en"))
    first, second = reader.iter_readings([spanish, english])
    assert (first.article_id, first.mentions, first.version) == ("es", (), reader.version)
    assert second.mentions


def test_given_mentions_are_linked_and_nothing_else_is_found(reader: Reader) -> None:
    one = article("Ana Ruiz met Bo Keller in Toledo", "The Bureau of Parks closed.")
    given = {
        one.id: (
            GivenMention(field="title", start=26, end=32, kind=EntityKind.PLACE),
            GivenMention(field="title", start=0, end=8, kind=EntityKind.PERSON),
        )
    }
    (reading,) = reader.iter_readings([one], given=given)
    assert [(m.text, m.entity_id) for m in reading.mentions] == [
        ("Ana Ruiz", "person:ana-ruiz"),
        ("Toledo", TOLEDO),
    ]


def test_statements_are_found_when_wanted(annotator: Annotator) -> None:
    reader = Reader(annotator, entities=ENTITIES, places=Places())
    one = article(
        "Ruiz speaks", "\u201cThe buses will run on time,\u201d Toledo Mayor Ana Ruiz said on Monday."
    )
    (reading,) = reader.iter_readings([one])
    assert [s.speaker for s in reading.statements] == ["person:ana-ruiz"]


def test_without_a_gazetteer_places_stay_unlinked(annotator: Annotator) -> None:
    (reading,) = Reader(annotator, statements=False).iter_readings(
        [article("Floods hit Ohio", "It rained in Ohio.")]
    )
    assert {(m.kind, m.entity_id) for m in reading.mentions} == {(EntityKind.PLACE, None)}


def test_the_version_follows_everything_that_decides(annotator: Annotator, reader: Reader) -> None:
    versions = {
        reader.version,
        Reader(annotator, entities=ENTITIES, outlets=OUTLETS, statements=False).version,
        Reader(annotator, entities=ENTITIES[:2], outlets=OUTLETS, topics=TRANSIT, statements=False).version,
        Reader(annotator, entities=ENTITIES, outlets=OUTLETS, topics=TRANSIT, statements=True).version,
        Reader(
            Annotator(words=8), entities=ENTITIES, outlets=OUTLETS, topics=TRANSIT, statements=False
        ).version,
    }
    assert len(versions) == 5
