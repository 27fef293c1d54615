from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.model.entity import EntityKind, Mention
from bot.storage.reading_codec import (
    named_kinds,
    pack_mentions,
    packed_subjects,
    subject_kinds,
    unpack_mentions,
)
from tests.storage.make import CITY, MAYOR, mention, person, reading, role, statement
from tests.storage.strategies import records


@given(st.lists(records(Mention), max_size=4).map(tuple))
def test_mentions_survive_packing(mentions: tuple[Mention, ...]) -> None:
    ids = sorted({m.entity_id for m in mentions if m.entity_id and not m.entity_id.startswith("local:")})
    keys = {i: n for n, i in enumerate(ids)}
    packed = pack_mentions(mentions, keys)
    assert unpack_mentions(packed, dict(enumerate(ids))) == mentions
    assert packed_subjects(packed) == set(keys.values())


def test_five_mentions_take_about_two_hundred_bytes() -> None:
    five = tuple(mention(MAYOR, start=10 * n, end=10 * n + 9) for n in range(5))
    assert len(pack_mentions(five, {MAYOR: 12_345})) < 220


def test_default_ends_are_cut_off() -> None:
    assert len(json.loads(pack_mentions((mention(MAYOR),), {MAYOR: 1}))[0]) == 6
    assert len(json.loads(pack_mentions((mention(MAYOR, weak=True),), {MAYOR: 1}))[0]) == 7
    assert len(json.loads(pack_mentions((mention(MAYOR, score=0.5),), {MAYOR: 1}))[0]) == 8
    assert pack_mentions((), {}) == ""
    assert unpack_mentions("", {}) == ()


def test_a_mention_of_a_deleted_subject_loses_its_link_only() -> None:
    packed = pack_mentions((mention(MAYOR),), {MAYOR: 1})
    assert unpack_mentions(packed, {}) == (mention(None),)


def test_what_a_reading_is_about() -> None:
    found = reading(
        "a1",
        MAYOR,
        "local:a1:1",
        topics=("housing",),
        roles=(role("person:x"), role("local:a1:1")),
        statements=(statement("a1", speaker="person:y"), statement("a1", speaker="local:a1:1")),
        entities=(person("person:z", "Zoë"),),
    )
    city = mention(CITY, "Harbor", kind=EntityKind.PLACE)
    assert subject_kinds(found) == {MAYOR: "person", "topic:housing": "topic"}
    assert subject_kinds(reading("a1", mentions=(city,))) == {CITY: "place"}
    assert named_kinds(found) == dict.fromkeys(("person:x", "person:y", "person:z"), "person")
