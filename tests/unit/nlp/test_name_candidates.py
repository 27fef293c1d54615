"""Candidates of one field: what lists and rules are sure of, and what the model adds."""

from __future__ import annotations

import pytest

from bot.model.feed import Outlet, OutletId
from bot.nlp.found import CURATED, MODEL, RULE
from bot.nlp.lexicon import Lexicon
from bot.nlp.name_candidates import candidates
from tests.unit.nlp.articles import body
from tests.unit.nlp.fakes import field

OUTLETS = (
    Outlet(id=OutletId("time"), name="Time", family="time"),
    Outlet(id=OutletId("the-hill"), name="The Hill", family="hill"),
)
LEXICON = Lexicon((body("g7", "Group of Seven", "G7"),), OUTLETS)


def found(marked: str) -> list[tuple[str, str, int]]:
    named = candidates("title", field(marked), LEXICON)
    return [(f.text, str(f.kind), f.rank) for f in sorted(named, key=lambda f: f.start)]


def test_scraps_beside_a_curated_name_are_no_names() -> None:
    assert found("The [G7 Summit|ORG] ends") == [("G7", "org", CURATED)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Time is short and The Hill is steep", []),
        ("He told Time that The Hill reported it", ["Time", "The Hill"]),
        ("Time magazine said so", ["Time"]),
    ],
)
def test_outlets_that_are_words_need_a_credit(text: str, names: list[str]) -> None:
    assert [n for n, _, _ in found(text)] == names


def test_well_known_companies_are_found_without_the_model() -> None:
    assert found("[Netflix|GPE] and Goldman Sachs merge") == [
        ("Netflix", "org", RULE),
        ("Goldman Sachs", "org", RULE),
    ]


def test_given_names_take_particles_initials_and_suffixes() -> None:
    assert [n for n, _, _ in found("Then Ana M. de la Cruz Jr. met Bo.")] == ["Ana M. de la Cruz Jr."]
    assert found("Ana's book") == []
    assert found("Ana Ruiz's book") == [("Ana Ruiz", "person", MODEL)]


def test_acronyms_in_brackets_stand_for_the_body_before_them() -> None:
    assert ("LEW", "org", RULE) in found("the [Lake Erie Waterkeepers|ORG] (LEW) met")
    assert ("XYZ", "org", RULE) not in found("the [Lake Erie Waterkeepers|ORG] (XYZ) met")
