from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stories.options import GroupOptions

USUAL = GroupOptions()


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_among_more_stories_more_likeness_is_asked(few, many):
    few, many = sorted((few, many))
    assert USUAL.least(few) <= USUAL.least(many)


@given(st.integers(0, 10**12))
def test_it_stays_between_its_bounds(stories):
    assert USUAL.lowest <= USUAL.least(stories) <= USUAL.highest


@pytest.mark.parametrize("stories", [0, 1])
def test_an_empty_window_is_as_a_window_of_one(stories):
    assert USUAL.least(stories) == USUAL.lowest


def test_each_e_fold_adds_the_slope():
    free = replace(USUAL, lowest=0.0, highest=1.0)
    assert free.least(1) == pytest.approx(0.07)
    assert free.least(20) - free.least(1) == pytest.approx(0.027 * 2.995732, rel=1e-5)


def test_bounds_may_meet():
    assert replace(USUAL, lowest=0.2, highest=0.2).least(500) == 0.2


def test_a_continued_story_is_more_alike_than_a_grouped_one_must_be():
    assert USUAL.carry_on > USUAL.highest
    assert USUAL.recall > USUAL.window
