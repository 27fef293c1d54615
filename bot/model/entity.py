"""People, places and organisations, and the spans that name them.

Made by `bot.catalog` (roster, agencies, gazetteer) and `bot.nlp` (from text); looked up by
`bot.lookups`. Ids are stable strings whose prefix tells the kind of name they rest on.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal, NewType

EntityId = NewType("EntityId", str)
"""``geonames:4930956`` (place) · ``org:ice`` (curated body) · ``person:michelle-wu-boston`` (roster) ·
``person:jane-doe`` and ``org:acme-builders`` (full name met in text) · ``local:<article>:<n>`` (a name
that could not be linked beyond its article; never indexed)."""

Field = Literal["title", "summary", "text"]
"""The part of an article in which a span lies; ``text`` is `Article.body`."""


_NOT_IN_SLUGS = re.compile(r"[^a-z0-9]+")


def slug_of(name: str) -> str:
    """The part of an id that a full name gives: ``person:jane-doe``, ``org:acme-builders``.

    >>> slug_of("José O'Neill-Díaz Jr.")
    'jose-o-neill-diaz-jr'
    """
    straight = name.replace("\u2019", "'")  # the same person, whichever apostrophe an outlet sets
    plain = unicodedata.normalize("NFKD", straight).encode("ascii", "ignore").decode()
    return _NOT_IN_SLUGS.sub("-", plain.lower()).strip("-")


class EntityKind(StrEnum):
    """What a name can name."""

    PERSON = "person"
    PLACE = "place"
    ORG = "org"


class Level(StrEnum):
    """Level of government; counties and school districts are CITY."""

    CITY = "city"
    STATE = "state"
    FEDERAL = "federal"
    FOREIGN = "foreign"


class PlaceType(StrEnum):
    """What kind of place."""

    CITY = "city"
    COUNTY = "county"
    STATE = "state"
    COUNTRY = "country"
    REGION = "region"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a place lies.

    Attributes:
        type: City, county, state, country or wider region.
        lat: Latitude in degrees, north positive.
        lon: Longitude in degrees, east positive.
        country: ISO 3166-1 alpha-2 code.
        region: ISO 3166-2 code of the state it lies in (``US-MA``); empty outside the US.
        parent: The place that contains it.
        population: Inhabitants; 0 when not known.
    """

    type: PlaceType
    lat: float
    lon: float
    country: str
    region: str = ""
    parent: EntityId | None = None
    population: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """An office that somebody holds, and since when that is known.

    Attributes:
        title: As shown: ``Mayor of Boston``.
        short: As it stands before a name: ``Mayor``.
        level: Level of government.
        place: Place of the office (``geonames:…``).
        org: Body that it belongs to (``org:…``).
        starts_on: First day, where known.
        ends_on: Last day, where known; None while it lasts.
        as_of: Day on which this was last known to be true.
        seen_in_text: Whether it was only read in an article, not listed in a roster.
    """

    title: str
    short: str = ""
    level: Level | None = None
    place: EntityId | None = None
    org: EntityId | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    as_of: date
    seen_in_text: bool = False

    def is_stale_on(self, day: date) -> bool:
        """Whether the role must be shown with its date on `day`: it has ended or is long unchecked."""
        if self.ends_on is not None and self.ends_on < day:
            return True
        return day - self.as_of > (_FRESH_IN_TEXT if self.seen_in_text else _FRESH_IN_ROSTER)


# A roster is brought up to date about once a year; a title met in an article says nothing of next month.
_FRESH_IN_ROSTER = timedelta(days=365)
_FRESH_IN_TEXT = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A person, place or organisation.

    Attributes:
        id: Stable.
        kind: What it is.
        name: As shown.
        aliases: Other names, case-sensitive where they are acronyms.
        level: Level of government that it belongs to.
        roles: Offices held (persons), newest first.
        place: Where it lies (places only).
        seat: The place an organisation belongs to (``org:boston-police`` → Boston).
        parent: The body that it is part of.
        municipal: An organisation of the city itself: also a weak link to its seat.
        listed: From a curated file or roster, therefore public.
        deceased: Whether the person is known to have died.
    """

    id: EntityId
    kind: EntityKind
    name: str
    aliases: tuple[str, ...] = ()
    level: Level | None = None
    roles: tuple[Role, ...] = ()
    place: Place | None = None
    seat: EntityId | None = None
    parent: EntityId | None = None
    municipal: bool = False
    listed: bool = False
    deceased: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A span of an article that names something; half-open, in code points of its field.

    Attributes:
        field: Part of the article.
        start: First code point.
        end: One past the last.
        text: The span itself.
        kind: Person, place or organisation.
        entity_id: Whom it names; None when it could not be told.
        demonym: An adjective or people's name ("Russian") standing for a place.
        weak: A link by way of something else (a municipal body → its city), not a naming.
        score: Confidence of the link, 0 to 1.
    """

    field: Field
    start: int
    end: int
    text: str
    kind: EntityKind
    entity_id: EntityId | None = None
    demonym: bool = False
    weak: bool = False
    score: float = 1.0
