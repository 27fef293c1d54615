"""Distances between places, and names that are a people's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.entity import Entity, EntityId, EntityKind, Place, PlaceType
from bot.nlp.place_index import distance_km, is_large, people_of, place_of

LAT = st.floats(-90, 90)
LON = st.floats(-180, 180)


def place(lat, lon):
    return Place(type=PlaceType.CITY, lat=lat, lon=lon, country="US")


def entity(kind=PlaceType.CITY, population=0):
    where = Place(type=kind, lat=0, lon=0, country="US", population=population)
    return Entity(id=EntityId("geonames:1"), kind=EntityKind.PLACE, name="X", place=where)


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        ((0, 0), (0, 0), 0),
        ((0, 0), (0, 180), 20015),
        ((42.36, -71.06), (40.71, -74.01), 306),
        ((0, 179), (0, -179), 222),
    ],
)
def test_known_distances(one, other, km):
    assert distance_km(place(*one), place(*other)) == pytest.approx(km, abs=2)


@given(LAT, LON, LAT, LON)
def test_distance_is_the_same_both_ways_and_never_beyond_half_the_globe(a, b, c, d):
    there, back = distance_km(place(a, b), place(c, d)), distance_km(place(c, d), place(a, b))
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= 20_016


def test_states_countries_and_regions_are_large():
    large = {kind for kind in PlaceType if is_large(entity(kind))}
    assert large == {PlaceType.STATE, PlaceType.COUNTRY, PlaceType.REGION}


class OnePeople:
    """A gazetteer that knows one people only."""

    def demonyms(self, word):
        return (entity(PlaceType.COUNTRY),) if word == "Canadian" else ()


def test_a_small_town_yields_its_name_to_a_people_a_city_does_not():
    assert people_of("Canadian", (entity(population=3_000),), OnePeople())
    assert people_of("Canadian", (), OnePeople())
    assert people_of("Canadian", (entity(population=300_000),), OnePeople()) == ()
    assert people_of("Boston", (entity(population=3_000),), OnePeople()) == ()


def test_an_entity_without_a_place_is_no_place():
    with pytest.raises(AssertionError):
        place_of(Entity(id=EntityId("person:x"), kind=EntityKind.PERSON, name="X"))
