"""Places by name: the compiled gazetteer, a read-only SQLite file of GeoNames places.

Called by services, which hand it to `bot.nlp` (as its ``PlaceIndex``) and to lookups. It opens the file that
``config/scripts/compile_gazetteer.py`` made, keeps the last few thousand answers, and never writes.
"""

from __future__ import annotations

import re
import sqlite3
import threading
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.errors import ConfigError
from bot.model.entity import Entity, EntityId, EntityKind, Level, Place, PlaceType

SCHEMA_VERSION = 1
"""``user_version`` of the file; a file of another version is refused."""

NAME, ALIAS, ALTERNATE, ABBREVIATION, DEMONYM = range(5)
"""What a row of ``name`` is to its place: its name, a common other name, a rare or foreign spelling (used
only when nothing else matches), a state's abbreviation, a demonym."""

_CACHED = 4096  # answers kept; some 8 MB when full
_LARGE_CITY = 100_000
_ACRONYM = re.compile(r"[A-Z](?:\.? ?[A-Z])+\.?")
_DROPPED = re.compile(r"[.'\u2018\u2019\u02bb\u02bc`]")
_SPACED = re.compile(r"[^\w]+")
_SHORT_FORMS = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}
_SELECT = """
SELECT p.id, p.slug, p.type, p.name, p.lat, p.lon, p.country, p.region, p.population, p.parent, q.slug,
       (SELECT group_concat(text, ';') FROM alias WHERE place = p.id)
FROM place p LEFT JOIN place q ON q.id = p.parent """
_ORDER = " ORDER BY p.weight DESC, p.id"
_NAMED = "JOIN name n ON n.place = p.id WHERE n.key IN (?, ?) AND n.sort BETWEEN ? AND ? GROUP BY p.id"
_BEGINNING = "WHERE p.id IN (SELECT place FROM name WHERE key >= ? AND key < ? AND sort <= ?)"
_LEAST_TYPED = 2  # letters: fewer begin a twentieth of all names
_KEYS = "SELECT key, SUM(DISTINCT 1 << sort) FROM name GROUP BY key"
_TYPES = tuple(PlaceType)


@lru_cache(4 * _CACHED)
def fold_name(name: str) -> str:
    """The key under which a name is filed: without case, accents, points, hyphens and a leading "the".

    >>> fold_name("Saint-Étienne"), fold_name("St. Etienne"), fold_name("The Hague")
    ('st etienne', 'st etienne', 'hague')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = _SPACED.sub(" ", _DROPPED.sub("", plain)).casefold().split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(_SHORT_FORMS.get(word, word) for word in words)


def acronym_key(name: str) -> str | None:
    """The case-sensitive key of an acronym, so that "US" is a country and "us" is not; None for other names.

    >>> acronym_key("U.S."), acronym_key("us"), acronym_key("Boston")
    ('=US', None, None)
    """
    return f"={re.sub(r'[. ]', '', name)}" if _ACRONYM.fullmatch(name) else None


class Gazetteer:
    """Places by name and by id.

    Names are looked up without regard to case and accents, acronyms in capitals only. Safe to share between
    threads.

    Args:
        path: The compiled file.

    Raises:
        ConfigError: If the file is missing, damaged or of another version.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        try:
            uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
            self._db = sqlite3.connect(uri, uri=True, check_same_thread=False)
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            if version != SCHEMA_VERSION:
                raise ConfigError(
                    f"The gazetteer {path} has format {version}, this program reads {SCHEMA_VERSION}: "
                    "compile it again with config/scripts/compile_gazetteer.py.",
                    path=path,
                )
            self._sorts: dict[str, int] = dict(self._db.execute(_KEYS))
        except sqlite3.DatabaseError as error:
            raise ConfigError(f"The gazetteer {path} cannot be read: {error}.", path=path) from error
        self._by_keys = lru_cache(_CACHED)(self._read_by_keys)
        self._by_id = lru_cache(_CACHED)(self._read_by_id)

    def close(self) -> None:
        """Close the file; the gazetteer answers nothing afterwards."""
        self._db.close()

    def candidates(self, name: str) -> tuple[Entity, ...]:
        """Every place that a name may mean, largest first; empty when none is known.

        Abbreviations of states and demonyms are not names: see `find_state` and `demonyms`.
        """
        found = self._named(name, NAME, ALIAS)
        return found or self._named(name, ALTERNATE, ALTERNATE)

    def beginning_with(self, text: str, *, limit: int) -> tuple[Entity, ...]:
        """Places of which somebody has typed the beginning of a name, largest first; at least two letters.

        Args:
            text: What was typed.
            limit: How many at most.
        """
        key = fold_name(text)
        if len(key) < _LEAST_TYPED:
            return ()
        return self._rows(_BEGINNING, (key, f"{key}\U0010ffff", ALIAS), limit=limit)

    def search(self, text: str) -> tuple[Entity, ...]:
        """What a person who types a place may mean: a name, or one with its state or country behind it.

        "Springfield", "Springfield, MA" and "springfield mass" are all understood.
        """
        if found := self.candidates(text):
            return found
        for town, _, outer in (text.partition(","), text.rpartition(" ")):
            holders = self._holders(outer.strip())
            inside = [
                c for c in self.candidates(town.strip()) if any(self.contains(h.id, c.id) for h in holders)
            ]
            if inside:
                return tuple(inside)
        return ()

    def _holders(self, text: str) -> tuple[Entity, ...]:
        """The state, or else the places, that stand behind a town's name."""
        forms = (text, text.upper(), text.capitalize(), f"{text.capitalize()}.")
        state = next(filter(None, map(self.find_state, forms)), None) if text else None
        return (state,) if state else self.candidates(text)

    def demonyms(self, word: str) -> tuple[Entity, ...]:
        """The places whose people or adjective a word is ("Georgian"), largest first."""
        return self._named(word, DEMONYM, DEMONYM) if word[:1].isupper() else ()

    def is_well_known(self, name: str) -> bool:
        """Whether a name is that of a country, a state, a region or a city of 100,000 and more."""
        first = next(iter(self._named(name, NAME, ALIAS)), None)
        if first is None or first.place is None:
            return False
        kind = first.place.type
        return kind is not PlaceType.COUNTY and (
            kind is not PlaceType.CITY or first.place.population >= _LARGE_CITY
        )

    def find_state(self, text: str) -> Entity | None:
        """The US state (or D.C.) of a postal code, a usual abbreviation, or its full name."""
        if re.fullmatch(r"[A-Z]{2}|(?:[A-Z]\w*\. ?)+|[A-Z][a-z]{2,5}", text):
            initials = "." in text and acronym_key(text) is not None
            for entity in self._named(text, ABBREVIATION, ABBREVIATION):
                if not initials or " " in entity.name:  # N.Y. is a state, M.D. a doctor
                    return entity
        states = (e for e in self._named(text, NAME, NAME) if e.place and e.place.type is PlaceType.STATE)
        return next(states, None)

    def find_region(self, code: str) -> Entity | None:
        """The state or country of an ISO 3166 code (``US-MA``, ``GB``); None when there is none."""
        country, _, state = code.partition("-")
        if state:
            rows = self._rows("WHERE p.region = ? AND p.type = ?", (code, _TYPES.index(PlaceType.STATE)))
        else:
            rows = self._rows(
                "WHERE p.country = ? AND p.type = ?", (country, _TYPES.index(PlaceType.COUNTRY))
            )
        return next(iter(rows), None)

    def get_place(self, place_id: EntityId) -> Entity:
        """The place of an id.

        Raises:
            ConfigError: If the gazetteer has no such place.
        """
        found = self.find_place(place_id)
        if found is None:
            raise ConfigError(f"The gazetteer knows no place {place_id!r}.", place=place_id)
        return found

    def find_place(self, place_id: EntityId) -> Entity | None:
        """The place of an id (``geonames:4930956``, ``fips:25025``, ``region:…``); None when unknown."""
        return self._by_id(place_id)

    def parents(self, place_id: EntityId) -> tuple[Entity, ...]:
        """The places that contain a place, nearest first: county, state, country."""
        found: list[Entity] = []
        place = self.find_place(place_id)
        while place is not None and place.place is not None and place.place.parent is not None:
            place = self.find_place(place.place.parent)
            if place is not None:
                found.append(place)
        return tuple(found)

    def contains(self, outer: EntityId, inner: EntityId) -> bool:
        """Whether `inner` lies in `outer` by the chain of parents; no place contains itself."""
        return any(parent.id == outer for parent in self.parents(inner))

    def _named(self, name: str, first: int, last: int) -> tuple[Entity, ...]:
        """The places under a name of these sorts; a name that is none, as nine of ten are, costs no query."""
        key = fold_name(name)
        exact = acronym_key(name) or key
        sorts = self._sorts.get(key, 0) | self._sorts.get(exact, 0)
        wanted = (1 << last + 1) - (1 << first)
        return self._by_keys(key, exact, first, last) if sorts & wanted else ()

    def _read_by_keys(self, key: str, exact: str, first: int, last: int) -> tuple[Entity, ...]:
        return self._rows(_NAMED, (key, exact, first, last))

    def _read_by_id(self, place_id: EntityId) -> Entity | None:
        sort, _, value = place_id.partition(":")
        if sort == "geonames" and value.isdecimal():
            rows = self._rows("WHERE p.id = ? AND p.slug IS NULL", (int(value),))
        else:
            rows = self._rows("WHERE p.slug = ?", (place_id,))
        return next(iter(rows), None)

    def _rows(self, where: str, values: tuple[str | int, ...], *, limit: int = -1) -> tuple[Entity, ...]:
        with self._lock:
            rows = self._db.execute(f"{_SELECT}{where}{_ORDER} LIMIT {limit:d}", values).fetchall()
        return tuple(_entity(*row) for row in rows)


def _entity(*row: Any) -> Entity:
    """The place of a row of `_SELECT`."""
    number, slug, sort, name, lat, lon, country, region, population, parent, parent_slug, aliases = row
    place_type = _TYPES[sort]
    return Entity(
        id=_entity_id(number, slug),
        kind=EntityKind.PLACE,
        name=name,
        aliases=tuple(aliases.split(";")) if aliases else (),
        level=_level(place_type, country),
        place=Place(
            type=place_type,
            lat=lat / 10_000,
            lon=lon / 10_000,
            country=country,
            region=region,
            parent=None if parent is None else _entity_id(parent, parent_slug),
            population=population,
        ),
        listed=True,
    )


def _entity_id(number: int, slug: str | None) -> EntityId:
    return EntityId(slug or f"geonames:{number}")


def _level(place_type: PlaceType, country: str) -> Level | None:
    """Level of government; a region has none of its own."""
    if country != "US":
        return Level.FOREIGN
    levels = {PlaceType.COUNTRY: Level.FEDERAL, PlaceType.STATE: Level.STATE, PlaceType.REGION: None}
    return levels.get(place_type, Level.CITY)
