from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings

from bot.model.digest import Subscription
from bot.model.entity import Entity, EntityKind
from bot.model.lookup import Question
from bot.model.reading import Reading, Topic
from bot.model.statement import Statement
from bot.model.story import OriginGraph, StoryView
from bot.model.workspace import Correction, Installation
from bot.storage.codec import from_json, from_json_of, to_json, to_json_of
from tests.storage.strategies import records

KINDS = (
    Entity,
    Reading,
    Statement,
    OriginGraph,
    StoryView,
    Topic,
    Subscription,
    Installation,
    Correction,
    Question,
)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_record_survives_the_trip(kind: type) -> None:
    @settings(max_examples=15, deadline=None)
    @given(records(kind))
    def trip(record: object) -> None:
        assert from_json(kind, to_json(record)) == record

    trip()


def test_defaults_are_left_out_so_that_new_fields_read_old_rows() -> None:
    plain = Entity(id="org:ice", kind=EntityKind.ORG, name="ICE")
    assert to_json(plain) == '{"id":"org:ice","kind":"org","name":"ICE"}'
    assert from_json(Entity, to_json(plain)) == plain


def test_a_field_that_is_no_more_is_passed_over() -> None:
    assert from_json(Entity, '{"id":"x","kind":"org","name":"X","former":1}').name == "X"


def test_a_field_without_default_must_be_there() -> None:
    with pytest.raises(TypeError, match="name"):
        from_json(Entity, '{"id":"x","kind":"org"}')


def test_instants_come_back_in_utc() -> None:
    east = datetime(2025, 8, 26, 10, tzinfo=timezone(timedelta(hours=2)))
    text = to_json_of(tuple[datetime, ...], (east,))
    assert text == '["2025-08-26T08:00:00+00:00"]'
    assert from_json_of(tuple[datetime, ...], text)[0].tzinfo is UTC


def test_whole_numbers_in_float_fields_stay_floats() -> None:
    topic = Topic(slug="x", name="X", phrases=(("park", 2),), threshold=1)
    found = from_json(Topic, to_json(topic))
    assert isinstance(found.threshold, float)
    assert isinstance(found.phrases[0][1], float)
    assert found == topic


def test_no_text_is_an_empty_tuple() -> None:
    assert from_json_of(tuple[str, ...], "") == ()


def test_text_stays_readable() -> None:
    topic = replace(Topic(slug="x", name="X"), name="Städte “heute” 🏙")
    assert "Städte “heute” 🏙" in to_json(topic)
