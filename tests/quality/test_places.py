"""Places in invented articles, found and linked through the whole reader."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.catalog.agencies import load_agencies
from bot.catalog.gazetteer import Gazetteer
from bot.catalog.outlets import load_outlets
from bot.catalog.people import load_people
from bot.model.article import Article, ArticleId
from bot.model.entity import EntityKind
from bot.nlp.annotate import Annotator
from bot.nlp.places import PlaceLinker, PlaceSpan
from bot.nlp.reader import Reader

CONFIG = Path(__file__).parents[2] / "config"
GOLD = Path(__file__).parent / "data" / "places.jsonl"

LINK_PRECISION = 0.97
LINK_RECALL = 0.90
GIVEN_ACCURACY = 0.95
NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def rows():
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def gazetteer():
    gazetteer = Gazetteer(CONFIG / "data" / "gazetteer.sqlite")
    yield gazetteer
    gazetteer.close()


def article(row):
    return Article(
        id=ArticleId(row["id"]),
        url="https://example.org/",
        title=row["title"],
        body=row["text"],
        outlet="The Example",
        place=row["place"],
        published_at=NOW,
        first_seen_at=NOW,
    )


def overlaps(a, b):
    return a.field == b["field"] and a.start < b["end"] and a.end > b["start"]


def test_there_are_enough_articles_and_their_spans_are_right(rows):
    assert len(rows) >= 50
    for row in rows:
        for m in row["mentions"]:
            assert row[m["field"]][m["start"] : m["end"]] == m["text"]


def test_places_are_found_and_linked(rows, gazetteer):
    reader = Reader(
        Annotator(),
        entities=(*load_agencies(CONFIG / "agencies.toml"), *load_people(CONFIG / "people.toml")),
        outlets=load_outlets(CONFIG / "outlets.toml"),
        places=gazetteer,
        statements=False,
    )
    readings = {r.article_id: r for r in reader.iter_readings(map(article, rows))}
    right = linked = wanted = 0
    faults = []
    for row in rows:
        found = [m for m in readings[row["id"]].mentions if m.kind is EntityKind.PLACE and m.entity_id]
        strong = [m for m in row["mentions"] if not m.get("weak")]
        wanted += len(strong)
        faults += [
            (row["id"], "missed", gold["text"])
            for gold in strong
            if not any(overlaps(m, gold) and m.entity_id == gold["entity"] and not m.weak for m in found)
        ]
        for mention in (m for m in found if not m.weak):
            linked += 1
            hit = any(overlaps(mention, g) and g["entity"] == mention.entity_id for g in strong)
            right += hit
            if not hit:
                faults.append((row["id"], "wrong", mention.text, mention.entity_id))
    missed = sum(f[1] == "missed" for f in faults)
    assert right / linked >= LINK_PRECISION, faults
    assert (wanted - missed) / wanted >= LINK_RECALL, faults


def test_municipal_bodies_are_weak_links_to_their_city(rows, gazetteer):
    reader = Reader(Annotator(), places=gazetteer, statements=False)
    bodies = [row for row in rows if any(m.get("weak") for m in row["mentions"])]
    for reading, row in zip(reader.iter_readings(map(article, bodies)), bodies, strict=True):
        for gold in (m for m in row["mentions"] if m.get("weak")):
            over = [m for m in reading.mentions if m.kind is EntityKind.PLACE and overlaps(m, gold)]
            assert all(m.weak and m.entity_id == gold["entity"] for m in over)


def test_given_spans_are_linked(rows, gazetteer):
    linker = PlaceLinker(gazetteer)
    right = total = 0
    faults = []
    for row in rows:
        spans = [PlaceSpan(field=m["field"], start=m["start"], end=m["end"]) for m in row["mentions"]]
        for mention, gold in zip(linker.link_given(article(row), spans), row["mentions"], strict=True):
            total += 1
            right += mention.entity_id == gold["entity"]
            if mention.entity_id != gold["entity"]:
                faults.append((row["id"], gold["text"], mention.entity_id))
    assert right / total >= GIVEN_ACCURACY, faults
