from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.stories.cluster import Clusterer
from bot.stories.rulings import Ruling
from tests.unit.stories.made import NOON, clip

FERRY = [
    (
        "Ferry runs aground near Port Alder",
        "Twelve people were hurt when the ferry Western Star struck a sandbar.",
    ),
    ("Twelve hurt as ferry strikes sandbar", "The Western Star ran aground near Port Alder in fog."),
    ("Fog blamed for Port Alder ferry accident", "The ferry Western Star struck a sandbar; 12 were hurt."),
]
TARIFF = [
    ("Senate debates tariff bill", "Economists warn that the tariff bill raises breakfast prices."),
    ("Economists: tariff bill is a tax on breakfast", "Senate leaders defend the tariff bill."),
]
SCHOOL = [("Board closes Lincoln School", "Parents protest the school board's vote to close Lincoln School.")]
EVENTS = [*FERRY, *TARIFF, *SCHOOL]


def clips(hours=0.0, prefix="a", events=EVENTS):
    return [clip(f"{prefix}{n}", *texts, hours=hours) for n, texts in enumerate(events)]


def groups(clusterer):
    return {frozenset(story.article_ids) for story in clusterer.open_stories()}


def polls(days=3):
    """Three days of news: the same three events go on, and one new one begins each day."""
    fresh = [("Mill fire destroys warehouse", "A fire at the Carver warehouse burned."),
             ("Zoo elephant dies", "Daisy the elephant died at Fenton Zoo."),
             ("Dam repairs delayed", "Repairs to Cutter Dam wait for state money.")]  # fmt: skip
    return [clips(24 * day, f"d{day}", [*EVENTS, fresh[day]]) for day in range(days)]


def at(day):
    return NOON + timedelta(days=day)


def test_reports_of_one_event_are_one_story_and_others_are_not():
    clusterer = Clusterer()
    clusterer.add(clips(), NOON)
    assert groups(clusterer) == {frozenset({"a0", "a1", "a2"}), frozenset({"a3", "a4"}), frozenset({"a5"})}


def test_a_later_report_joins_the_open_story():
    clusterer = Clusterer()
    first = clusterer.add(clips(), NOON)
    later = clusterer.add([clip("b", *FERRY[1], hours=5)], NOON + timedelta(hours=5))
    assert dict(later.moved)["b"] == dict(first.moved)["a0"]
    assert [s.article_ids for s in later.stories] == [("a0", "a1", "a2", "b")]


def test_a_story_has_no_largest_size_and_an_outlet_may_come_twice():
    clusterer = Clusterer()
    clusterer.add([clip(f"f{n}", *FERRY[n % 3], hours=n / 10) for n in range(30)], NOON)
    clusterer.recluster(NOON)
    assert max(len(story.article_ids) for story in clusterer.open_stories()) == 30


def test_times_order_and_region_of_a_story():
    clusterer = Clusterer()
    late, early = clip("a", *FERRY[0], hours=3, place="US-ME"), clip("b", *FERRY[1], place="US-MA")
    changed = clusterer.add([late, early], at(1))
    (story,) = changed.stories
    assert story.article_ids == ("b", "a")
    assert (story.first_at, story.last_at, story.updated_at) == (NOON, NOON + timedelta(hours=3), at(1))
    assert story.region == "US-MA"


def test_an_article_given_twice_changes_nothing():
    clusterer = Clusterer()
    clusterer.add(clips(), NOON)
    before = clusterer.open_stories()
    assert clusterer.add(clips(), NOON).stories == ()
    assert clusterer.open_stories() == before


def test_stories_close_with_the_window_and_a_new_one_carries_on():
    clusterer = Clusterer()
    first = dict(clusterer.add(clips(), NOON).moved)["a0"]
    clusterer.add(clips(24 * 6, "b"), at(6))
    story = next(s for s in clusterer.open_stories() if "b0" in s.article_ids)
    assert story.id != first
    assert story.continues == first
    assert not any(s.continues for s in clusterer.open_stories() if len(s.article_ids) == 1)


def test_nothing_is_carried_on_after_weeks():
    clusterer = Clusterer()
    clusterer.add(clips(), NOON)
    clusterer.add(clips(24 * 40, "b"), at(40))
    assert all(story.continues is None for story in clusterer.open_stories())


def test_reclustering_joins_what_the_online_pass_kept_apart():
    clusterer = Clusterer()
    clusterer.rule([Ruling(groups=(("a0", "a1"), ("a2",)))])
    clusterer.add(clips(), NOON)
    assert frozenset({"a0", "a1"}) in groups(clusterer)
    clusterer.rule([])
    changed = clusterer.recluster(NOON)
    assert frozenset({"a0", "a1", "a2"}) in groups(clusterer)
    gone = [story for story in changed.stories if story.merged_into]
    assert [story.article_ids for story in gone] == [()]
    assert gone[0].merged_into in {story.id for story in clusterer.open_stories()}
    assert dict(changed.moved) == {"a2": gone[0].merged_into}


def test_reclustering_what_is_right_changes_nothing():
    clusterer = Clusterer()
    clusterer.add(clips(), NOON)
    before = clusterer.open_stories()
    assert clusterer.recluster(NOON).stories == ()
    assert clusterer.open_stories() == before


def test_a_split_survives_reclustering_and_is_undone_without_the_ruling():
    clusterer = Clusterer()
    clusterer.add(clips(), NOON)
    kept = next(s.id for s in clusterer.open_stories() if "a0" in s.article_ids)
    clusterer.rule([Ruling(groups=(("a0", "a1"), ("a2",)))])
    clusterer.recluster(NOON)
    clusterer.recluster(at(1))
    assert {frozenset({"a0", "a1"}), frozenset({"a2"})} <= groups(clusterer)
    assert next(s.id for s in clusterer.open_stories() if "a0" in s.article_ids) == kept
    clusterer.rule([])
    clusterer.recluster(at(1))
    assert frozenset({"a0", "a1", "a2"}) in groups(clusterer)


def test_a_merge_survives_reclustering():
    clusterer = Clusterer()
    clusterer.add(clips(), NOON)
    clusterer.rule([Ruling(groups=(("a0", "a1", "a2", "a5"),))])
    clusterer.recluster(NOON)
    clusterer.recluster(at(1))
    assert frozenset({"a0", "a1", "a2", "a5"}) in groups(clusterer)


def test_articles_older_than_the_window_stay_in_their_story():
    clusterer = Clusterer()
    clusterer.add(clips(), NOON)
    clusterer.add(clips(24 * 3, "b"), at(3))
    clusterer.recluster(at(6))
    assert frozenset({"a0", "a1", "a2", "b0", "b1", "b2"}) in groups(clusterer)


def outcome(order, restart_before):
    """Stories after three days of polls, given in some order and with a restart before one of them."""
    clusterer, kept = Clusterer(), {}
    for day, poll in enumerate(polls()):
        kept |= {c.id: c for c in poll}
        if day == restart_before:
            clusterer = Clusterer.restore(
                stories=clusterer.open_stories(),
                clips=kept.values(),
                state=clusterer.state,
                open_since=at(day) - clusterer.options.window,
            )
        clusterer.add([poll[n] for n in order], at(day))
        clusterer.recluster(at(day))
    return clusterer.open_stories(), clusterer.state


@pytest.fixture(scope="module")
def plain():
    return outcome(range(7), None)


@settings(max_examples=20, deadline=None)
@given(order=st.permutations(range(7)), restart_before=st.sampled_from([None, 1, 2]))
def test_order_inside_a_poll_and_restarts_change_nothing(plain, order, restart_before):
    assert outcome(order, restart_before) == plain


def test_the_three_days_are_four_stories_a_day_apart_from_none(plain):
    sizes = sorted(len(story.article_ids) for story in plain[0])
    assert sizes == [1, 1, 1, 3, 6, 9]


def test_a_restart_between_two_polls_of_one_day_changes_nothing():
    whole, halves = Clusterer(), Clusterer()
    first, second = clips()[:3], clips()[3:]
    for poll in (first, second):
        whole.add(poll, NOON)
    halves.add(first, NOON)
    halves = Clusterer.restore(stories=halves.open_stories(), clips=first, state=halves.state)
    halves.add(second, NOON)
    assert halves.open_stories() == whole.open_stories()
    assert halves.state == whole.state
