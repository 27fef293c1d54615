"""What one span may mean: abbreviations, demonyms, containers, Washington and New York, features."""

from pathlib import Path

import pytest

from bot.catalog.gazetteer import Gazetteer
from bot.nlp.place_lookup import feature_host, look_up


@pytest.fixture(scope="module")
def index():
    gazetteer = Gazetteer(Path(__file__).parents[3] / "config" / "data" / "gazetteer.sqlite")
    yield gazetteer
    gazetteer.close()


def first(text, span, index, home=None):
    start = text.index(span)
    found = look_up(text, start, start + len(span), index, home=home)
    entity = found.candidates[0] if found.candidates else None
    return (entity.name, entity.place.region or entity.place.country) if entity else None


@pytest.mark.parametrize(
    ("text", "span", "meant"),
    [
        ("in Boston.", "Boston", ("Boston", "US-MA")),
        ("Boston's mayor", "Boston's", ("Boston", "US-MA")),
        ("in the Netherlands", "the Netherlands", ("The Netherlands", "NL")),
        ("in downtown Chicago", "downtown Chicago", ("Chicago", "US-IL")),
        ("from northern Iraq", "northern Iraq", ("Iraq", "IQ")),
        ("the city of Toledo", "city of Toledo", ("Toledo", "US-OH")),
        ("the Mass. delegation", "Mass.", ("Massachusetts", "US-MA")),
        ("Lee, R-Calif, said", "Calif", ("California", "US-CA")),
        ("Salem, MA", "MA", ("Massachusetts", "US-MA")),
        ("the MA programme", "MA", None),
        ("in Washington, D.C.", "D.C.", ("Washington", "US-DC")),
        ("Russian troops", "Russian", ("Russia", "RU")),
        ("RUSSIAN TROOPS", "RUSSIAN", ("Russia", "RU")),
        ("Georgian wine", "Georgian", ("Georgia", "GE")),
        ("Bostonians vote", "Bostonians", ("Boston", "US-MA")),
        ("Paris, Texas", "Paris", ("Paris", "US-TX")),
        ("London, Ontario", "London", ("London", "CA")),
        ("Harper and Kingman counties", "Harper", ("Harper County", "US-KS")),
        ("in Xyzzyville", "Xyzzyville", None),
    ],
)
def test_first_candidate(index, text, span, meant):
    assert first(text, span, index) == meant


@pytest.mark.parametrize(
    ("text", "home", "region"),
    [
        ("Washington, D.C., is hot", None, "US-DC"),
        ("Washington said no", None, "US-DC"),
        ("Washington state budget", None, "US-WA"),
        ("Washington Legislature votes", None, "US-WA"),
        ("Washington voters decide", "US-WA", "US-WA"),
        ("Washington loses a lawsuit", "US-WA", "US-WA"),
        ("Washington, Pa., floods", None, "US-PA"),
    ],
)
def test_washington(index, text, home, region):
    assert first(text, "Washington", index, home)[1] == region


def test_a_dateline_at_home_in_the_state_is_still_the_capital(index):
    assert first("WASHINGTON - The president said", "WASHINGTON", index, "US-WA") == ("Washington", "US-DC")


def test_new_york_is_the_state_where_its_offices_are_named(index):
    for text in ("New York state aid", "New York lawmakers meet", "New York Attorney General James"):
        assert first(text, "New York", index) == ("New York", "US-NY")
        assert look_up(text, 0, 8, index).candidates[0].place.population > 15_000_000
    assert len(look_up("New York is loud", 0, 8, index).candidates) > 1


def test_demonyms_are_marked_and_prefer_countries(index):
    found = look_up("Georgian wine", 0, 8, index)
    assert found.demonym
    assert [c.place.country for c in found.candidates] == ["GE"]


def test_the_qualified_and_the_bare_name_share_a_name_but_no_key(index):
    text = "Paris, Texas, is not Paris"
    qualified, bare = look_up(text, 0, 5, index), look_up(text, 21, 26, index)
    assert qualified.name == bare.name
    assert qualified.key != bare.key
    assert qualified.inside is not None
    assert bare.inside is None


@pytest.mark.parametrize(
    ("span", "host"),
    [
        ("Boston Harbor", "Boston"),
        ("Port of Oakland", "Oakland"),
        ("Jackson Township", "Jackson"),
        ("Boston", None),
    ],
)
def test_features_bear_the_name_of_a_town(index, span, host):
    names = [c.name for c in feature_host(span, index)]
    assert names[:1] == ([host] if host else [])
