"""The compiled gazetteer: what it knows, and that names are found as people write them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog.gazetteer import Gazetteer, acronym_key, fold_name
from bot.errors import ConfigError
from bot.model.entity import EntityId, EntityKind, Level, PlaceType

FILE = Path(__file__).parents[3] / "config" / "data" / "gazetteer.sqlite"
BOSTON = EntityId("geonames:4930956")
MASSACHUSETTS = EntityId("geonames:6254926")


@pytest.fixture(scope="module")
def gazetteer():
    gazetteer = Gazetteer(FILE)
    yield gazetteer
    gazetteer.close()


def names(entities):
    return [(e.name, e.place.region or e.place.country) for e in entities]


def test_file_is_small_enough_for_the_wheel():
    assert FILE.stat().st_size <= 8_000_000


def test_boston_is_the_city_in_massachusetts_first(gazetteer):
    boston = gazetteer.candidates("Boston")[0]
    assert (boston.id, boston.kind, boston.level) == (BOSTON, EntityKind.PLACE, Level.CITY)
    assert boston.listed
    assert (boston.place.region, boston.place.country) == ("US-MA", "US")
    assert boston.place.population > 600_000
    assert (boston.place.lat, boston.place.lon) == pytest.approx((42.36, -71.06), abs=0.01)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("boston", ("Boston", "US-MA")),
        ("Saint Louis", ("St. Louis", "US-MO")),
        ("Québec", ("Quebec", "CA")),
        ("Zurich", ("Zürich", "CH")),
        ("U.S.", ("United States", "US")),
        ("US", ("United States", "US")),
        ("The Hague", ("The Hague", "NL")),
        ("Kiev", ("Kyiv", "UA")),
        ("Rapides Parish", ("Rapides Parish", "US-LA")),
        ("Ho Chi Minh City", ("Ho Chi Minh City", "VN")),
        ("Frankfurt", ("Frankfurt am Main", "DE")),
        ("D.C.", ("Washington", "US-DC")),
        ("Middle East", ("Middle East", "")),
    ],
)
def test_names_as_written_find_their_place(gazetteer, name, first):
    assert names(gazetteer.candidates(name))[0] == first


def test_acronyms_are_places_in_capitals_only(gazetteer):
    assert gazetteer.candidates("us") == ()
    assert gazetteer.candidates("la") == ()


@pytest.mark.parametrize("name", ["", " ", "...", "Xyzzyville", "'; DROP TABLE place; --", "ICE"])
def test_unknown_names_give_nothing(gazetteer, name):
    assert gazetteer.candidates(name) == ()


def test_one_name_gives_every_place_of_that_name_largest_first(gazetteer):
    found = gazetteer.candidates("Springfield")
    assert names(found)[:3] == [("Springfield", "US-MO"), ("Springfield", "US-MA"), ("Springfield", "US-IL")]
    assert [e.place.population for e in found] == sorted((e.place.population for e in found), reverse=True)


def test_a_foreign_spelling_counts_only_where_no_place_bears_the_name(gazetteer):
    assert names(gazetteer.candidates("Antwerpen")) == [("Antwerp", "BE")]
    # Filadelfia is a foreign spelling of Philadelphia and a town of its own: the town bears the name
    assert ("Philadelphia", "US-PA") not in names(gazetteer.candidates("Filadelfia"))


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Mass.", "Massachusetts"),
        ("MA", "Massachusetts"),
        ("Massachusetts", "Massachusetts"),
        ("Wash.", "Washington"),
        ("W. Va.", "West Virginia"),
        ("W.Va.", "West Virginia"),
        ("N.Y.", "New York"),
        ("D.C.", "District of Columbia"),
        ("Me.", "Maine"),
    ],
)
def test_states_by_code_abbreviation_and_name(gazetteer, text, state):
    found = gazetteer.find_state(text)
    assert found.name == state
    assert found.place.type is PlaceType.STATE


@pytest.mark.parametrize("text", ["mass.", "in", "or", "M.D.", "P.A.", "Boston", "", "XX", "me"])
def test_words_that_are_no_states(gazetteer, text):
    assert gazetteer.find_state(text) is None


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Springfield, MA", ("Springfield", "US-MA")),
        ("springfield, mass.", ("Springfield", "US-MA")),
        ("springfield mass", ("Springfield", "US-MA")),
        ("Springfield Illinois", ("Springfield", "US-IL")),
        ("London, Ontario", ("London", "CA")),
        ("London, Canada", ("London", "CA")),
        ("new york city", ("New York City", "US-NY")),
        ("Boston", ("Boston", "US-MA")),
    ],
)
def test_places_as_typed_with_or_without_what_they_lie_in(gazetteer, typed, found):
    assert names(gazetteer.search(typed))[0] == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [("Bost", "Boston"), ("bos", "Boston"), ("mass", "Massachusetts"), ("São P", "São Paulo")],
)
def test_the_beginning_of_a_name_finds_the_largest_first(gazetteer, typed, found):
    assert found in [place.name for place in gazetteer.beginning_with(typed, limit=3)]
    assert len(gazetteer.beginning_with(typed, limit=3)) <= 3


@pytest.mark.parametrize("typed", ["", "s", "%", "qqqq", "'", "\U0010ffff"])
def test_too_little_begins_nothing(gazetteer, typed):
    assert gazetteer.beginning_with(typed, limit=3) == ()


@pytest.mark.parametrize("typed", ["", ",", "Boston, Xyzzy", "Xyzzy, MA", "Michelle Wu"])
def test_what_is_no_place_with_a_state_finds_none(gazetteer, typed):
    assert names(gazetteer.search(typed)) == []


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("France", True),
        ("Texas", True),
        ("Boston", True),
        ("Middle East", True),
        ("Peabody", False),
        ("Suffolk County", False),
        ("Xyzzy", False),
    ],
)
def test_well_known_names(gazetteer, name, known):
    assert gazetteer.is_well_known(name) is known


def test_regions_by_iso_code(gazetteer):
    assert gazetteer.find_region("US-LA").name == "Louisiana"
    assert gazetteer.find_region("GB").name == "United Kingdom"
    assert gazetteer.find_region("US-XX") is None
    assert gazetteer.find_region("") is None


def test_demonyms_name_every_place_they_may_stand_for(gazetteer):
    assert names(gazetteer.demonyms("Russian")) == [("Russia", "RU")]
    assert names(gazetteer.demonyms("Bostonians")) == [("Boston", "US-MA")]
    assert names(gazetteer.demonyms("Georgian")) == [("Georgia", "US-GA"), ("Georgia", "GE")]
    assert gazetteer.demonyms("russian") == ()
    assert gazetteer.demonyms("Boston") == ()


def test_parents_lead_from_the_county_to_the_country(gazetteer):
    parents = gazetteer.parents(BOSTON)
    assert [p.name for p in parents] == ["Suffolk County", "Massachusetts", "United States"]
    assert [p.level for p in parents] == [Level.CITY, Level.STATE, Level.FEDERAL]
    assert gazetteer.contains(MASSACHUSETTS, BOSTON)
    assert not gazetteer.contains(BOSTON, MASSACHUSETTS)
    assert not gazetteer.contains(BOSTON, BOSTON)


def test_canadian_towns_lie_in_their_province(gazetteer):
    london = next(e for e in gazetteer.candidates("London") if e.place.country == "CA")
    assert [p.name for p in gazetteer.parents(london.id)] == ["Ontario", "Canada"]
    assert london.level is Level.FOREIGN


def test_places_by_id(gazetteer):
    assert gazetteer.get_place(BOSTON).name == "Boston"
    assert gazetteer.get_place(EntityId("fips:25025")).name == "Suffolk County"
    assert gazetteer.find_place(EntityId("region:middle-east")).name == "Middle East"
    for unknown in ("geonames:1", "geonames:x", "geonames:-25025", "person:x", ""):
        assert gazetteer.find_place(EntityId(unknown)) is None
    with pytest.raises(ConfigError, match="geonames:1"):
        gazetteer.get_place(EntityId("geonames:1"))


def test_each_state_lies_amid_its_towns(gazetteer):
    alaska = gazetteer.find_region("US-AK")
    assert alaska.place.lat == pytest.approx(61, abs=4)
    assert alaska.place.lon == pytest.approx(-152, abs=10)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"nowhere\.sqlite"):
        Gazetteer(tmp_path / "nowhere.sqlite")


def test_a_file_that_is_no_database_is_named(tmp_path):
    broken = tmp_path / "broken.sqlite"
    broken.write_text("this is not a database, but long enough to be taken for one" * 20)
    with pytest.raises(ConfigError, match="cannot be read"):
        Gazetteer(broken)


def test_a_file_of_another_version_says_what_to_do(tmp_path):
    empty = tmp_path / "empty.sqlite"
    empty.touch()
    with pytest.raises(ConfigError, match="compile it again"):
        Gazetteer(empty)


@given(st.text(max_size=30))
def test_folding_is_idempotent(name):
    assert fold_name(fold_name(name)) == fold_name(name)


@given(st.from_regex(r"[A-Z]{2,5}", fullmatch=True))
def test_points_in_an_acronym_do_not_matter(letters):
    assert acronym_key(letters) == acronym_key(".".join(letters) + ".") == f"={letters}"
