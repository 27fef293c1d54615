"""What the words around a name say."""

from pathlib import Path

import pytest

from bot.catalog.gazetteer import Gazetteer
from bot.nlp.place_context import (
    behind_party,
    datelines,
    goes_on_as_other,
    is_other,
    stands_in,
    surroundings,
)
from bot.nlp.place_scan import iter_found


@pytest.fixture(scope="module")
def index():
    gazetteer = Gazetteer(Path(__file__).parents[3] / "config" / "data" / "gazetteer.sqlite")
    yield gazetteer
    gazetteer.close()


@pytest.mark.parametrize(
    ("text", "towns"),
    [
        ("CONCORD, N.H. (AP) \u2014 The Senate", ["CONCORD"]),
        ("ST. PARIS \u2014 Police said", ["ST. PARIS"]),
        ("Bill fails. LOS ANGELES - The bill", ["LOS ANGELES"]),
        ("March 29, 2009 PATASKALA -- City officials", ["PATASKALA"]),
        ("GAZA (Reuters) - A ceasefire", ["GAZA"]),
        ("The EPA-led review", []),
        ("Boston - a city", []),
        ("", []),
    ],
)
def test_datelines(text, towns):
    assert [text[start:end] for start, end in datelines(text)] == towns


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the fire on Jackson Street spread", "Jackson"),
        ("a student of the University of Hartford", "Hartford"),
        ("at Princeton Community Hospital", "Princeton"),
        ("Norfolk High School", "Norfolk"),
        ("St. Paul's students", "St. Paul"),
        ("Mr. Lincoln retired", "Lincoln"),
        ("Mayor Jackson said", "Jackson"),
        ("Harold Washington taught", "Washington"),
        ("J. Madison wrote", "Madison"),
        ("the Springfield Isotopes won", "Springfield"),
    ],
)
def test_streets_schools_teams_and_persons_are_something_else(index, text, name):
    found = next(f for f in iter_found(text, index) if f.name == name)
    assert is_other(found, text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("voters in Jackson rejected it", "Jackson"),
        ("Boston Mayor Lee said", "Boston"),
        ("Ohio Republicans met", "Ohio"),
        ("Suffolk County Sheriff Lee", "Suffolk County"),
        ("St. Louis schools", "St. Louis"),
        ("Georgian Interior Ministry", "Georgian"),
    ],
)
def test_places_stay_places(index, text, name):
    found = next(f for f in iter_found(text, index) if f.name == name)
    assert not is_other(found, text)


def test_a_word_of_place_and_inhabitants_speak_for_a_town():
    plain = surroundings("They call Salem often", 10, 15)
    placed = surroundings("They live in Salem now", 13, 18)
    lived = surroundings("Two Salem residents", 4, 9)
    opening = surroundings("Salem voted", 0, 5)
    assert opening < plain < placed < lived


def test_party_and_preposition():
    assert behind_party("Rep. Ann Lee (R-Salem)", 16)
    assert not behind_party("Rep. Ann Lee of Salem", 16)
    assert stands_in("officials in Salem", 13)
    assert not stands_in("officials told Salem", 15)
    assert not stands_in("Salem", 0)


def test_what_follows_may_make_it_a_street_or_school():
    assert goes_on_as_other("Salem Road", 5)
    assert goes_on_as_other("Salem Academy", 5)
    assert not goes_on_as_other("Salem voted", 5)
    assert not goes_on_as_other("Salem", 5)
