"""Bodies: the shipped file is right, and what is wrong in an edited one is said."""

from __future__ import annotations

import pytest

from bot.catalog.agencies import load_agencies, parse_agencies
from bot.errors import ConfigError
from bot.model.entity import EntityKind, Level
from tests.unit.catalog.paths import CONFIG

BPD = """
[[agency]]
id = "boston-police"
name = "Boston Police Department"
aliases = ["BPD", "Boston Police"]
level = "city"
parent = "city-of-boston"
seat = "geonames:4930956"
municipal = true

[[agency]]
id = "city-of-boston"
name = "City of Boston"
"""


def test_a_body_is_read_whole() -> None:
    police, city = parse_agencies(BPD)
    assert police.id == "org:boston-police"
    assert police.kind is EntityKind.ORG
    assert police.aliases == ("BPD", "Boston Police")
    assert (police.level, police.parent, police.seat) == (Level.CITY, city.id, "geonames:4930956")
    assert police.municipal
    assert police.listed


@pytest.mark.parametrize(
    ("wrong", "right", "words"),
    [
        ('parent = "city-of-boston"', 'parent = "city-hall"', "parent 'city-hall'"),
        ('level = "city"', 'level = "town"', "one of city, state, federal, foreign"),
        ('seat = "geonames:4930956"', 'seat = "Boston"', "place of the gazetteer"),
        ('seat = "geonames:4930956"', "", "needs a seat"),
        ('name = "City of Boston"', 'name = "BPD"', "'BPD', which 'boston-police' has too"),
        ("municipal = true", "munincipal = true", "unknown key"),
    ],
)
def test_mistakes_are_named(wrong: str, right: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        parse_agencies(BPD.replace(wrong, right))


def test_shipped_bodies_cover_the_federal_government_and_boston() -> None:
    bodies = {body.id: body for body in load_agencies(CONFIG / "agencies.toml")}
    assert sum(b.level is Level.FEDERAL for b in bodies.values()) >= 150
    assert "ICE" in bodies["org:ice"].aliases
    assert bodies["org:ice"].parent == "org:dhs"
    boston = [b for b in bodies.values() if b.municipal and b.name.startswith("Boston")]
    assert len(boston) >= 15
    assert {b.seat for b in boston} == {"geonames:4930956"}
