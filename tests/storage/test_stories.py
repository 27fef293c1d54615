from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import NotFoundError
from bot.storage.database import Database
from tests.storage.make import DAY, HOUR, NOW, article, reading, story, undone


@pytest.fixture(autouse=True)
def six_articles(db: Database) -> None:
    with db.write() as tx:
        tx.articles.add([(article(f"a{n}", published_at=NOW + n * HOUR), []) for n in range(6)])
        tx.readings.save(reading(f"a{n}") for n in range(6))


def test_a_story_comes_back_as_it_was_stored(db: Database) -> None:
    given_story = story("s1", "a0", "a1", continues="s0", region="US-MA", last_at=NOW + HOUR)
    with db.write() as tx:
        tx.stories.save([given_story], at=NOW)
    with db.read() as tx:
        assert tx.stories.get("s1") == given_story
        assert tx.stories.find("s2") is None
        with pytest.raises(NotFoundError):
            tx.stories.get("s2")
        assert tx.stories.of_articles(["a0", "a1", "a2"]) == {"a0": "s1", "a1": "s1"}


def test_members_are_in_order_of_publication(db: Database) -> None:
    with db.write() as tx:
        tx.stories.save([story("s1", "a3", "a0", "nobody", "a2")], at=NOW)
        assert tx.stories.get("s1").article_ids == ("a0", "a2", "a3")


def test_an_article_belongs_to_one_story_at_a_time(db: Database) -> None:
    with db.write() as tx:
        tx.stories.save([story("s1", "a0", "a1")], at=NOW)
        tx.stories.save([story("s2", "a1", "a2")], at=NOW + HOUR)
        assert tx.stories.get("s1").article_ids == ("a0",)
        assert tx.stories.of_articles(["a1"]) == {"a1": "s2"}


def test_an_article_that_leaves_its_story_is_ungrouped_again(db: Database) -> None:
    with db.write() as tx:
        tx.stories.save([story("s1", *(f"a{n}" for n in range(6)))], at=NOW)
        assert tx.articles.ungrouped(limit=9) == ()
        tx.stories.save([story("s1", "a0", "a1", "a2", "a3", "a4")], at=NOW + HOUR)
        assert tx.articles.ungrouped(limit=9) == ("a5",)
        tx.stories.save([story("s2", "a5")], at=NOW + HOUR)
        assert tx.articles.ungrouped(limit=9) == ()


def test_merged_stories_are_followed_to_the_one_that_goes_on(db: Database) -> None:
    with db.write() as tx:
        tx.stories.save([story("s1", "a0"), story("s2", "a1"), story("s3", "a2")], at=NOW)
        tx.stories.save([story("s1", merged_into="s2"), story("s2", "a0", "a1")], at=NOW + HOUR)
        tx.stories.save([story("s2", merged_into="s3"), story("s3", "a0", "a1", "a2")], at=NOW + 2 * HOUR)
        assert tx.stories.follow("s1") == story("s3", "a0", "a1", "a2")
        assert tx.stories.get("s1") == story("s1", merged_into="s2")
        assert tx.stories.follow("s9") is None
        assert [s.id for s in tx.stories.open_since(NOW - DAY)] == ["s3"]


def test_open_stories_by_newest_article_and_region(db: Database) -> None:
    with db.write() as tx:
        tx.stories.save([
            story("s1", "a0", first_at=NOW, last_at=NOW, region="US-MA"),
            story("s2", "a1", first_at=NOW - DAY, last_at=NOW + HOUR, region="US-NY"),
            story("s3", "a2", last_at=NOW - DAY),
        ], at=NOW)  # fmt: skip
    with db.read() as tx:
        assert [s.id for s in tx.stories.open_since(NOW)] == ["s2", "s1"]
        assert [s.id for s in tx.stories.open_since(NOW, region="US-MA")] == ["s1"]


def test_updated_between_is_half_open(db: Database) -> None:
    with db.write() as tx:
        tx.stories.save([story(f"s{n}", f"a{n}", updated_at=NOW + n * HOUR) for n in range(4)], at=NOW)
        assert [s.id for s in tx.stories.updated_between(NOW + HOUR, NOW + 3 * HOUR)] == ["s1", "s2"]


def test_a_past_day_has_its_own_members_and_merges(db: Database) -> None:
    with db.write() as tx:
        tx.stories.save([story("s1", "a0", "a1"), story("s2", "a2")], at=NOW)
        tx.stories.save([story("s1", merged_into="s2"), story("s2", "a0", "a1", "a2")], at=NOW + HOUR)
        tx.stories.save([story("s2", "a0", "a2"), story("s4", "a1")], at=NOW + 2 * HOUR)

        def members(hours: float) -> dict[str, tuple[str, ...]]:
            found = tx.stories.as_of(NOW + hours * HOUR, since=NOW - DAY)
            assert all(s.merged_into is None for s in found)
            return {s.id: s.article_ids for s in found}

        assert members(-1) == {}
        assert members(0.5) == {"s1": ("a0", "a1"), "s2": ("a2",)}
        assert members(1.5) == {"s2": ("a0", "a1", "a2")}
        assert members(2) == {"s2": ("a0", "a2"), "s4": ("a1",)}


def test_a_past_day_tells_the_times_of_then(db: Database) -> None:
    with db.write() as tx:
        tx.stories.save([story("s1", "a1", first_at=NOW + HOUR, last_at=NOW + HOUR)], at=NOW + HOUR)
        later = story(
            "s1", "a1", "a3", first_at=NOW + HOUR, last_at=NOW + 3 * HOUR, updated_at=NOW + 3 * HOUR
        )
        tx.stories.save([later], at=NOW + 3 * HOUR)
        (then,) = tx.stories.as_of(NOW + 2 * HOUR, since=NOW)
        assert (then.first_at, then.last_at, then.updated_at) == (NOW + HOUR, NOW + HOUR, NOW + HOUR)
        assert tx.stories.as_of(NOW + 3 * HOUR, since=NOW) == (later,)
        assert tx.stories.as_of(NOW + 3 * HOUR, since=NOW + 4 * HOUR) == ()


def test_an_article_may_leave_and_come_back(db: Database) -> None:
    with db.write() as tx:
        for hour, members in enumerate((("a0", "a1"), ("a0",), ("a0", "a1"), ("a0",))):
            tx.stories.save([story("s1", *members)], at=NOW + hour * HOUR)
        seen = [tx.stories.as_of(NOW + h * HOUR, since=NOW)[0].article_ids for h in range(4)]
        assert seen == [("a0", "a1"), ("a0",), ("a0", "a1"), ("a0",)]


def test_two_changes_at_one_instant_leave_the_last(db: Database) -> None:
    with db.write() as tx:
        tx.stories.save([story("s1", "a0", "a1")], at=NOW)
        tx.stories.save([story("s1", "a0"), story("s2", "a1")], at=NOW)
        tx.stories.save([story("s1", "a0", "a1"), story("s2")], at=NOW)
        assert tx.stories.get("s1").article_ids == ("a0", "a1")
        assert tx.stories.get("s2").article_ids == ()


PARTITIONS = st.lists(st.lists(st.integers(0, 3), min_size=6, max_size=6), min_size=1, max_size=5)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PARTITIONS)
def test_any_regrouping_is_what_later_reads_see(db: Database, history: list[list[int]]) -> None:
    """Whatever the sequence of groupings, each instant shows the grouping of then."""
    with undone(db) as tx:
        for step, labels in enumerate(history):
            groups = [story(f"s{k}", *(f"a{i}" for i in range(6) if labels[i] == k)) for k in range(4)]
            tx.stories.save(groups, at=NOW + step * HOUR)
        for step, labels in enumerate(history):
            then = tx.stories.as_of(NOW + step * HOUR + HOUR / 2, since=NOW - DAY)
            expected = {f"a{i}": f"s{k}" for i, k in enumerate(labels)}
            assert {a: s.id for s in then for a in s.article_ids} == expected
        assert tx.stories.of_articles(expected) == expected


def test_saving_many_stories_keeps_every_member(db: Database) -> None:
    with db.write() as tx:
        tx.articles.add([(article(f"m{n}"), []) for n in range(1300)])
        tx.stories.save([story(f"m{n}", f"m{n}") for n in range(1300)], at=NOW)
        assert len(tx.stories.of_articles(f"m{n}" for n in range(1300))) == 1300
        tx.stories.save(
            [replace(story("all"), article_ids=tuple(f"m{n}" for n in range(1300)))], at=NOW + HOUR
        )
        assert set(tx.stories.of_articles(f"m{n}" for n in range(1300)).values()) == {"all"}
