from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.entity import Entity, EntityKind, Level, Place, PlaceType
from bot.model.story import Status, StatusKind, Story, StoryView
from bot.stories.rank import EVERYTHING, NO_MATCH, Interests, rank, score
from tests.unit.stories.made import NOON, body, person


def view(name="s1", *, origins=1, hours=0, topics=("housing",), entities=(), levels=(Level.CITY,)):
    at = NOON - timedelta(hours=hours)
    return StoryView(
        story=Story(id=name, article_ids=("a",), first_at=at, last_at=at, updated_at=at),
        headline_article="a",
        status=Status(kind=StatusKind.ORIGINS, origins=origins, outlets=1, line=""),
        topics=topics, entities=entities, levels=levels,
    )  # fmt: skip


def order(*views, **more):
    return [v.story.id for v, _ in rank(views, now=NOON, **more)]


def test_more_origins_newer_and_nearer_come_first():
    assert order(view("s1"), view("s2", origins=4)) == ["s2", "s1"]
    assert order(view("s1", hours=30), view("s2")) == ["s2", "s1"]
    assert order(view("s1", levels=(Level.FOREIGN,)), view("s2")) == ["s2", "s1"]


def test_equal_stories_go_by_id():
    assert order(view("s2"), view("s1")) == ["s1", "s2"]


def test_outlets_do_not_count():
    loud = replace(view("s2"), status=replace(view().status, outlets=50))
    assert score(loud, now=NOON, interests=EVERYTHING, entities={}) == score(
        view("s1"), now=NOON, interests=EVERYTHING, entities={}
    )


def test_the_factors_are_kept_and_multiply_to_the_total():
    scores = score(view(hours=24, origins=8), now=NOON, interests=EVERYTHING, entities={})
    assert (scores.origins, scores.freshness, scores.match, scores.level) == (1.0, 0.5, 1.0, 1.0)
    assert scores.total == 0.5


BOSTON = Entity(
    id="geonames:boston", kind=EntityKind.PLACE, name="Boston",
    place=Place(type=PlaceType.CITY, lat=42, lon=-71, country="US", parent="geonames:ma"),
)  # fmt: skip
ENTITIES = {
    e.id: e
    for e in (
        BOSTON,
        person("person:wu", "Michelle Wu", place=BOSTON.id),
        body("org:bpd", "Boston Police", seat=BOSTON.id),
    )
}  # fmt: skip


@pytest.mark.parametrize("entity", ["geonames:boston", "person:wu", "org:bpd"])
@pytest.mark.parametrize("place", ["geonames:boston", "geonames:ma"])
def test_a_place_matches_by_name_by_office_by_seat_and_by_what_contains_it(entity, place):
    interests = Interests(places=frozenset({place}))
    found = score(view(entities=(entity,)), now=NOON, interests=interests, entities=ENTITIES)
    assert found.match == pytest.approx(0.6)


def test_follow_place_and_topic_add_up_to_one_and_no_match_is_little():
    interests = Interests(
        places=frozenset({BOSTON.id}), topics=frozenset({"housing"}), follows=frozenset({"person:wu"})
    )
    assert score(view(entities=("person:wu",)), now=NOON, interests=interests, entities=ENTITIES).match == 1.0
    assert score(view(topics=()), now=NOON, interests=interests, entities=ENTITIES).match == NO_MATCH


def test_a_cap_per_topic_puts_the_rest_behind_in_their_order():
    views = [view(f"s{n}", origins=9 - n) for n in range(4)] + [view("t", topics=("schools",))]
    assert order(*views, per_topic=2) == ["s0", "s1", "t", "s2", "s3"]


@given(
    st.integers(0, 30), st.floats(-5, 500), st.lists(st.sampled_from(list(Level)), max_size=2), st.booleans()
)
def test_every_factor_lies_between_zero_and_one(origins, hours, levels, interested):
    interests = Interests(topics=frozenset({"housing"})) if interested else EVERYTHING
    scores = score(
        view(origins=origins, hours=hours, levels=tuple(levels)), now=NOON, interests=interests, entities={}
    )
    for value in (scores.origins, scores.freshness, scores.match, scores.level, scores.total):
        assert 0 <= value <= 1
