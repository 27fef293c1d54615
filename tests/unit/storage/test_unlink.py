from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from bot.model.reading import Reading
from bot.model.story import NumberConflict, StoryView
from bot.storage.codec import to_json
from bot.storage.unlink import view_without_article, view_without_person, without_person
from tests.storage.make import MAYOR, mention, reading, role, statement, story, view
from tests.storage.strategies import records

ANA = "person:ana-núñez"


@settings(max_examples=30, deadline=None)
@given(records(Reading))
def test_no_trace_of_a_person_stays_in_a_reading(given_reading: Reading) -> None:
    found = without_person(given_reading, ANA)
    assert all(m.entity_id != ANA for m in found.mentions)
    assert all(r.entity_id != ANA for r in found.roles)
    assert all(s.speaker != ANA for s in found.statements)
    assert len(found.mentions) == len(given_reading.mentions)
    assert without_person(found, ANA) == found


@settings(max_examples=30, deadline=None)
@given(records(StoryView))
def test_no_link_to_a_person_stays_in_a_view(given_view: StoryView) -> None:
    found = view_without_person(given_view, ANA)
    assert ANA not in found.entities + found.reply.concerned
    assert all(o.speaker != ANA for o in found.graph.origins)
    assert all(s.speaker != ANA for s in found.statements + found.reply.statements)
    assert view_without_person(found, ANA) == found


def test_others_keep_all() -> None:
    whole = reading("a1", MAYOR, roles=(role(),), statements=(statement("a1"),))
    assert without_person(whole, ANA) == whole
    left = without_person(whole, MAYOR)
    assert (left.mentions, left.roles, left.statements) == ((mention(None),), (), ())


def test_a_conflict_needs_two_values() -> None:
    conflict = NumberConflict(what="arrests", values=(("12", "a1"), ("15", "a2")))
    whole = view(story("s1", "a1", "a2"), conflicts=(conflict,))
    assert view_without_article(whole, frozenset({"a2"})).conflicts == ()
    assert view_without_article(whole, frozenset({"a9"})) == whole


def test_a_view_of_nothing_but_the_article_keeps_its_headline_id() -> None:
    whole = view(story("s1", "a1"))
    left = view_without_article(whole, frozenset({"a1"}))
    assert left == replace(whole, story=replace(whole.story, article_ids=()))
    assert '"article_ids"' not in to_json(left.graph)
