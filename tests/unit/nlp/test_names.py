"""Names of an article: lists and rules before the model, one kind per spelling, found everywhere."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.nlp.lexicon import Lexicon
from bot.nlp.names import find_names, surname_of
from tests.unit.nlp.articles import Places, article, body, person
from tests.unit.nlp.fakes import analysed

LEXICON = Lexicon(
    (body("ice", "Immigration and Customs Enforcement", "ICE"), person("Ana Ruiz", aliases=("Ruizova",)))
)


def names(title: str, summary: str = "", *, places: bool = False) -> list[tuple[str, str]]:
    fields = {"title": title, **({"summary": summary} if summary else {})}
    found = find_names(analysed(article("x"), **fields), LEXICON, Places() if places else None)
    return [(f.text, str(f.kind)) for f in found]


def test_curated_names_come_before_the_model() -> None:
    assert names("[ICE Director Bo Keller|PERSON] spoke") == [("ICE", "org"), ("Bo Keller", "person")]
    assert names("Agents of ICE met Ana Ruiz") == [("ICE", "org"), ("Ana Ruiz", "person")]


def test_a_one_word_alias_is_no_part_of_a_longer_name() -> None:
    assert names("Ruizova spoke") == [("Ruizova", "person")]
    assert names("[Rosa Ruizova|PERSON] spoke") == [("Rosa Ruizova", "person")]
    assert names("The Ruizova Tower fell") == []


def test_one_spelling_has_one_kind() -> None:
    found = names("[Zorblatt|ORG] spoke", "Mayor [Zorblatt|PERSON] left. [Zorblatt|PERSON] slept.")
    assert found == [("Zorblatt", "person")] * 3


def test_a_surname_of_a_full_name_is_a_person_everywhere() -> None:
    found = names("[Keller|ORG] objects", "[Bo Keller|PERSON] objected. Later Keller's aide called.")
    assert found == [("Keller", "person"), ("Bo Keller", "person"), ("Keller", "person")]


def test_a_given_name_and_a_capital_are_a_person() -> None:
    assert names("[Vikram|ORG] Quux met Ana de la Torre.") == [
        ("Vikram Quux", "person"),
        ("Ana de la Torre", "person"),
    ]
    assert names("In April Toledo met Grace Church leaders") == []


def test_a_well_known_place_is_one_unless_it_is_a_persons_name() -> None:
    assert names("[Toledo|ORG] floods", places=True) == [("Toledo", "place")]
    assert names("[Bo Toledo|PERSON] and [Toledo|ORG]", places=True) == [
        ("Bo Toledo", "person"),
        ("Toledo", "person"),
    ]


def test_bodies_by_pattern_and_acronyms_in_brackets() -> None:
    assert names("The Toledo City Council met") == [("Toledo City Council", "org")]
    found = names("The [Lake Erie Waterkeeper Alliance|ORG] (LEWA) met. LEWA left.")
    assert [n for n, _ in found] == ["Lake Erie Waterkeeper Alliance", "LEWA", "LEWA"] or found[1] == (
        "LEWA",
        "org",
    )


def test_titles_are_no_bodies() -> None:
    assert names("[House|ORG] Speaker [Bo Keller|PERSON] left") == [("Bo Keller", "person")]


def test_names_never_overlap() -> None:
    found = find_names(
        analysed(
            article("x"), title="[Megan Oldham|FAC] won", summary="[Megan Oldham|PERSON] of [Oldham|GPE] won"
        ),
        LEXICON,
    )
    spans = [(f.field, f.start, f.end) for f in found]
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(spans))


@pytest.mark.parametrize(
    ("name", "last"), [("Bo Keller, Jr.", "Keller"), ("Keller", "Keller"), ("Jr.", "Jr.")]
)
def test_surnames_leave_suffixes_out(name: str, last: str) -> None:
    assert surname_of(name) == last
