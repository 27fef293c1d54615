"""Outlets: the shipped file is right, and what is wrong in an edited one is said."""

from __future__ import annotations

import pytest

from bot.catalog.outlets import load_outlets, parse_outlets
from bot.errors import ConfigError
from bot.model.feed import OutletType
from tests.unit.catalog.paths import CONFIG

TWO = """
[[outlet]]
id = "daily-ledger"
name = "The Daily Ledger"
family = "ledger"
owner = "Ledger Holdings"
type = "news"
place = "US-MA"
aliases = ["Daily Ledger", "The Ledger"]
domains = ["ledger.example"]

[[outlet]]
id = "ledger-radio"
name = "Ledger Radio"
family = "ledger"
type = "broadcaster"
"""


def test_an_outlet_is_read_whole() -> None:
    ledger, radio = parse_outlets(TWO)
    assert ledger.aliases == ("Daily Ledger", "The Ledger")
    assert (ledger.owner, ledger.place, ledger.domains) == ("Ledger Holdings", "US-MA", ("ledger.example",))
    assert radio.type is OutletType.BROADCASTER
    assert (radio.owner, radio.place) == ("", None)
    assert ledger.family == radio.family


@pytest.mark.parametrize(
    ("wrong", "right", "words"),
    [
        ('family = "ledger"\nowner', "owner", "needs a 'family'"),
        ('type = "news"', 'type = "paper"', "one of news, wire"),
        ('place = "US-MA"', 'place = "Boston"', "region or country"),
        ('["ledger.example"]', '["www.ledger.example"]', "without www"),
        ('["ledger.example"]', '["https://ledger.example"]', "host name"),
        ('name = "Ledger Radio"', 'name = "The Ledger"', "'The Ledger', which 'daily-ledger' has too"),
        ('type = "broadcaster"', 'domains = ["ledger.example"]', "'ledger.example', which"),
    ],
)
def test_mistakes_are_named(wrong: str, right: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        parse_outlets(TWO.replace(wrong, right, 1))


def test_shipped_outlets_share_families_by_owner() -> None:
    outlets = {o.id: o for o in load_outlets(CONFIG / "outlets.toml")}
    assert len(outlets) >= 120
    assert outlets["boston-herald"].family == outlets["chicago-tribune"].family
    assert outlets["boston-globe"].family == outlets["boston-com"].family != outlets["boston-herald"].family
    assert outlets["breitbart"].domains == ("breitbart.com",)
    assert {o.type for o in outlets.values()} == set(OutletType)
