"""Curated names: exact, case-sensitive, longest first, whole words only."""

from __future__ import annotations

import pytest

from bot.model.entity import EntityKind
from bot.model.feed import Outlet, OutletId
from bot.nlp.lexicon import Lexicon
from tests.unit.nlp.articles import body

LEXICON = Lexicon(
    (
        body("ice", "Immigration and Customs Enforcement", "ICE"),
        body("fair", "Fair Housing Board", "Fair Housing"),
    ),
    (Outlet(id=OutletId("ledger"), name="The Ledger", family="ledger", aliases=("Ledger",)),),
)


def hits(text: str) -> list[tuple[str, str]]:
    return [(text[h.start : h.end], str(h.entity_id)) for h in LEXICON.iter_hits(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ICE came, and ice melted", [("ICE", "org:ice")]),
        ("An ICE's van, the ICEs, ICE-led", [("ICE", "org:ice"), ("ICE", "org:ice")]),
        ("The Fair Housing Board met", [("Fair Housing Board", "org:fair")]),
        ("Fair Housing met", [("Fair Housing", "org:fair")]),
        ("The Ledger and a Ledger reporter", [("The Ledger", "org:ledger"), ("Ledger", "org:ledger")]),
        ("ICE STORM SHUTS SCHOOLS TODAY", []),
        ("nothing here", []),
    ],
)
def test_hits(text: str, found: list[tuple[str, str]]) -> None:
    assert hits(text) == found


def test_outlets_are_organisations() -> None:
    entity = LEXICON.find_entity(LEXICON.find_id("Ledger") or "")
    assert entity is not None
    assert (entity.kind, entity.name, entity.listed) == (EntityKind.ORG, "The Ledger", True)


def test_whole_names_are_looked_up() -> None:
    assert LEXICON.find_id("ICE") == "org:ice"
    assert LEXICON.find_id("ICE agents") is None
    assert LEXICON.find_id("") is None


def test_version_follows_the_names() -> None:
    assert Lexicon().version != LEXICON.version
    assert Lexicon((body("ice", "ICE"),)).version != Lexicon((body("ice", "I.C.E."),)).version
