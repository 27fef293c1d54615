"""Which place a name means, from all names of an article together."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalog.gazetteer import Gazetteer
from bot.nlp.place_rank import Name, rank


@pytest.fixture(scope="module")
def index():
    gazetteer = Gazetteer(Path(__file__).parents[3] / "config" / "data" / "gazetteer.sqlite")
    yield gazetteer
    gazetteer.close()


def chosen(index, *names, home=None, named=()):
    ranked = rank(
        [Name(key=n, candidates=index.candidates(n)) for n in names],
        home=index.find_region(home) if home else None,
        named=frozenset(index.candidates(n)[0].id for n in named),
        index=index,
    )
    return {key: r.entity.place.region or r.entity.place.country for key, r in ranked.items()}


def test_alone_the_largest_is_meant(index):
    assert chosen(index, "Boston", "Paris", "Moscow") == {"Boston": "US-MA", "Paris": "FR", "Moscow": "RU"}


@pytest.mark.parametrize(
    ("name", "home", "region"),
    [
        ("Springfield", "US-MA", "US-MA"),
        ("Springfield", "US-IL", "US-IL"),
        ("Paris", "US-TX", "US-TX"),
        ("Alexandria", "US-LA", "US-LA"),
        ("Cambridge", "GB", "GB"),
    ],
)
def test_the_feeds_home_decides(index, name, home, region):
    assert chosen(index, name, home=home)[name] == region


@pytest.mark.parametrize(
    ("others", "region"),
    [(("Tbilisi", "Batumi"), "GE"), (("Atlanta", "Macon"), "US-GA")],
)
def test_towns_tell_which_georgia(index, others, region):
    assert chosen(index, "Georgia", *others)["Georgia"] == region


def test_near_towns_draw_each_other(index):
    assert chosen(index, "Portland", "Bangor", "Augusta", "Lewiston")["Portland"] == "US-ME"


def test_a_named_state_draws_its_towns(index):
    assert chosen(index, "Lexington", named=("Massachusetts",))["Lexington"] == "US-MA"


def test_what_the_text_says_goes_before_all(index):
    texas = index.find_region("US-TX")
    names = [Name(key="p", candidates=index.candidates("Paris"), inside=texas.id)]
    ranked = rank(names, home=index.find_region("FR"), named=frozenset(), index=index)
    assert ranked["p"].entity.place.region == "US-TX"


def test_scores_tell_the_clear_from_the_doubtful(index):
    names = [Name(key=n, candidates=index.candidates(n)) for n in ("Boston", "Springfield")]
    ranked = rank(names, home=None, named=frozenset(), index=index)
    assert 0 < ranked["Springfield"].score < ranked["Boston"].score <= 1


def test_names_without_candidates_are_absent(index):
    assert rank([Name(key="x", candidates=())], home=None, named=frozenset(), index=index) == {}
    assert rank([], home=None, named=frozenset(), index=index) == {}


@given(order=st.permutations(["Georgia", "Macon", "Springfield", "Paris", "London", "Lexington"]))
@settings(max_examples=20, deadline=None)
def test_the_order_of_names_does_not_matter(index, order):
    assert chosen(index, *order) == chosen(index, *sorted(order))
