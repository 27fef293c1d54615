from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from bot.errors import NotFoundError
from bot.model.entity import Entity, EntityKind, Level, Role, slug_of
from bot.model.reading import Reading, RoleSeen
from bot.storage.database import Database
from tests.storage.make import CITY, MAYOR, NOW, article, mention, person, reading, role, statement, undone
from tests.storage.strategies import records


@pytest.fixture(autouse=True)
def two_articles(db: Database) -> None:
    with db.write() as tx:
        tx.articles.add([(article("a1"), []), (article("a2"), [])])


def full(version: str = "v1") -> Reading:
    return reading(
        "a1",
        version=version,
        mentions=(
            mention(MAYOR),
            mention("local:a1:2", "Quist", start=30, end=35, score=0.5),
            mention(CITY, "Harborite", kind=EntityKind.PLACE, demonym=True, field="summary"),
            mention("org:harbor-police", "Harbor police", kind=EntityKind.ORG, field="text"),
            mention(CITY, "Harbor", kind=EntityKind.PLACE, weak=True, field="text"),
            mention(None, "Someone"),
        ),
        entities=(person("person:lee-moor", "Lee Moor", aliases=("L. Moor",)),),
        roles=(role(), RoleSeen(entity_id="local:a1:2", title="Ms.", place=CITY, seen_on=NOW.date())),
        statements=(statement("a1"), statement("a1", "s2", speaker="local:a1:2", said_on=date(2025, 8, 25))),
    )


def test_a_reading_comes_back_as_it_was_stored(db: Database) -> None:
    with db.write() as tx:
        tx.readings.save([full()])
    with db.read() as tx:
        assert tx.readings.by_articles(["a1", "a2", "nobody"]) == {"a1": full()}


def test_saving_again_replaces_the_reading(db: Database, rows_of) -> None:
    with db.write() as tx:
        tx.readings.save([full()])
        tx.readings.save([full("v2")])
        assert tx.readings.by_articles(["a1"])["a1"].version == "v2"
        tx.readings.save([reading("a1", version="v3"), reading("nobody", MAYOR)])
    assert {t: rows_of(t) for t in ("readings", "about", "statements", "roles_seen")} == {
        "readings": 1,
        "about": 0,
        "statements": 0,
        "roles_seen": 0,
    }


def test_a_mark_differs_when_anything_does_that_a_clip_is_made_from(db: Database) -> None:
    with db.write() as tx:

        def mark() -> object:
            return tx.readings.marks(["a1"])["a1"]

        marks = [mark()]
        for found in (full(), reading("a1", MAYOR)):
            tx.readings.save([found])
            marks.append(mark())
        tx.readings.save([reading("a1", MAYOR, version="v2")])
        assert mark() == marks[-1], "who read it is nothing to a clip"
        changes = ({"body": "The text."}, {"content_sha256": "ab" * 32}, {"place": "US-VT"})
        for change in (*changes, {"published_at": NOW - timedelta(days=1)}):
            tx.articles.update(replace(tx.articles.get("a1"), **change), at=NOW)
            marks.append(mark())
        assert len(set(marks)) == 7
        assert set(tx.readings.marks(["a1", "a2", "nobody"])) == {"a1", "a2"}


def test_local_names_are_never_indexed(db: Database, rows_of) -> None:
    with db.write() as tx:
        tx.readings.save([reading("a1", "local:a1:1", MAYOR)])
        assert tx.coverage.articles_about("local:a1:1", None, None) == ()
    assert (rows_of("about"), rows_of("subjects")) == (1, 1)


def test_curated_entities_win_over_those_met_in_text(db: Database) -> None:
    office = Role(
        title="Mayor of Harbor", level=Level.CITY, place=CITY, as_of=NOW.date(), starts_on=date(2022, 1, 3)
    )
    listed = person(listed=True, roles=(office,), aliases=("Mayor Quist",))
    with db.write() as tx:
        tx.entities.save([listed])
        tx.entities.meet([person(aliases=("A. Quist",)), person("local:a1:1", "Quist")])
        assert tx.entities.get(MAYOR) == listed
        assert tx.entities.find("local:a1:1") is None


def test_met_entities_gather_their_aliases(db: Database) -> None:
    with db.write() as tx:
        tx.entities.meet([person()])
        tx.entities.meet([person(aliases=("Ada J. Quist",))])
        tx.entities.meet([person(aliases=("A. Quist", "Ada J. Quist"))])
        assert tx.entities.get(MAYOR) == person(aliases=("A. Quist", "Ada J. Quist"))


@pytest.mark.parametrize(
    ("chosen", "other"),
    [
        ("Martin Luther King Jr.", "Martin Luther King Jr"),
        ("Ada Quist", "ADA QUIST"),
        ("José Díaz", "Jose Diaz"),
        ("Ann McDonald", "Ann Mcdonald"),
        ("ICE", "Ice"),
    ],
)
def test_the_spelling_does_not_depend_on_who_comes_first(db: Database, chosen: str, other: str) -> None:
    entity, orders = f"person:{slug_of(chosen)}", ((chosen, other), (other, chosen))
    assert slug_of(other) == slug_of(chosen)
    for together in (True, False):
        for number, names in enumerate(orders):
            met = [person(f"{entity}-{together:d}-{number}", name) for name in names]
            with db.write() as tx:
                for batch in [met] if together else [[one] for one in met]:
                    tx.entities.meet(batch)
                assert tx.entities.get(met[0].id).name == chosen


def test_an_entity_known_by_its_id_alone_is_not_found(db: Database) -> None:
    with db.write() as tx:
        tx.readings.save([reading("a1", MAYOR)])
        assert tx.entities.find(MAYOR) is None
        with pytest.raises(NotFoundError):
            tx.entities.get(MAYOR)
        tx.entities.save([person()])
        assert tx.entities.by_ids([MAYOR, CITY]) == {MAYOR: person()}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_reading=records(Reading))
def test_any_reading_survives_the_database(db: Database, given_reading: Reading) -> None:
    unique = {
        e.id: replace(e, listed=False)
        for e in given_reading.entities
        if e.name and not e.id.startswith("local:")
    }
    stored = replace(given_reading, article_id="a1", entities=tuple(unique.values()))
    with undone(db) as tx:
        tx.readings.save([stored])
        assert tx.readings.by_articles(["a1"]) == {"a1": stored}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entity=records(Entity))
def test_any_entity_survives_the_database(db: Database, entity: Entity) -> None:
    named = replace(entity, name=entity.name or "x")
    with undone(db) as tx:
        tx.entities.save([named])
        assert tx.entities.get(entity.id) == named
