"""What the linking of places needs of a gazetteer, and distances between its places.

`bot.catalog.gazetteer.Gazetteer` has these methods; `bot.nlp` never imports it. Used by the other
``place_…`` modules of this room only.
"""

from __future__ import annotations

import math
from typing import Protocol

from bot.model.entity import Entity, EntityId, Place, PlaceType

EARTH_KM = 6371.0


class PlaceIndex(Protocol):
    """Places by name and by id."""

    def candidates(self, name: str) -> tuple[Entity, ...]:
        """Every place that a name may mean, largest first."""
        ...

    def demonyms(self, word: str) -> tuple[Entity, ...]:
        """The places whose people or adjective a word is, largest first."""
        ...

    def is_well_known(self, name: str) -> bool:
        """Whether a name is that of a country, a state, a region or a large city."""
        ...

    def find_state(self, text: str) -> Entity | None:
        """The US state of a postal code, a usual abbreviation, or its full name."""
        ...

    def find_region(self, code: str) -> Entity | None:
        """The state or country of an ISO 3166 code."""
        ...

    def find_place(self, place_id: EntityId) -> Entity | None:
        """The place of an id."""
        ...

    def contains(self, outer: EntityId, inner: EntityId) -> bool:
        """Whether `inner` lies in `outer`."""
        ...


def place_of(entity: Entity) -> Place:
    """Where an entity lies; every entity of a `PlaceIndex` lies somewhere."""
    assert entity.place is not None
    return entity.place


def is_large(entity: Entity) -> bool:
    """Whether a place is a state, a country or a region, that is: context for the towns in it."""
    return place_of(entity).type not in {PlaceType.CITY, PlaceType.COUNTY}


def distance_km(a: Place, b: Place) -> float:
    """Great-circle distance.

    >>> from bot.model.entity import PlaceType
    >>> boston = Place(type=PlaceType.CITY, lat=42.36, lon=-71.06, country="US")
    >>> paris = Place(type=PlaceType.CITY, lat=48.86, lon=2.35, country="FR")
    >>> round(distance_km(boston, paris), -2)
    5500.0
    """
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((lat_b - lat_a) / 2) ** 2 + (
        math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half)))


SMALL_TOWN = 50_000
"""A town below it yields its name to a people: Canadian is a town in Texas, Malta no people."""


def people_of(name: str, candidates: tuple[Entity, ...], index: PlaceIndex) -> tuple[Entity, ...]:
    """The places whose people or adjective a name is, unless it rather is the place itself."""
    people = index.demonyms(name)
    if people and candidates and place_of(candidates[0]).population >= SMALL_TOWN:
        return ()
    return people
