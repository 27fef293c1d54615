"""Given names: short forms go both ways, gender only where it is clear."""

from __future__ import annotations

import pytest

from bot.nlp.given_names import FEMALE, GIVEN, MALE, SHORT_FORMS, gender_of, same_given
from bot.nlp.known_orgs import KNOWN, RISKY
from bot.nlp.name_words import NOT_NAMES


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("bob", "robert", True),
        ("robert", "bob", True),
        ("bob", "rob", False),
        ("r", "robert", True),
        ("r.", "bob", False),
        ("ana", "anna", False),
        ("liz", "elizabeth", True),
        ("", "ana", False),
    ],
)
def test_same_given(one: str, other: str, same: bool) -> None:
    assert same_given(one, other) is same


def test_gender_is_told_only_where_clear() -> None:
    assert [gender_of(n) for n in ("paul", "nora", "leslie", "zorblatt")] == ["m", "f", "", ""]


def test_short_forms_are_symmetric() -> None:
    assert all(name in SHORT_FORMS[other] for name, others in SHORT_FORMS.items() for other in others)


def test_lists_are_lower_case_and_large_enough() -> None:
    assert GIVEN == MALE | FEMALE
    assert len(GIVEN) > 1500
    assert all(n == n.lower() for n in GIVEN | NOT_NAMES)
    assert not KNOWN & RISKY
