"""Cleaning of the model's spans: what is cut off, split and dropped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.entity import EntityKind
from bot.nlp.spans import iter_clean, kind_by_words, looks_like_person, trimmed


@pytest.mark.parametrize(
    ("text", "label", "found"),
    [
        ("Gov. Ana Ruiz's", "PERSON", ["Ana Ruiz"]),
        ("Ana Ruiz, 34", "PERSON", ["Ana Ruiz"]),
        ("Ana Ruiz said", "PERSON", ["Ana Ruiz"]),
        ("Mayor", "PERSON", []),
        ("the Parks Department", "ORG", ["Parks Department"]),
        ("Acme Inc.", "ORG", ["Acme Inc."]),
        ("Toledo\nColumbus", "GPE", ["Toledo", "Columbus"]),
        ("U.S.", "GPE", ["U.S."]),
        ("[Daily Post] Nairobi", "ORG", ["Daily Post", "Nairobi"]),
        ("Monday", "ORG", []),
        ("Hurricane Ana", "PERSON", []),
        ("council", "ORG", []),
        ("Republicans", "NORP", []),
        ("Ohioan", "NORP", ["Ohioan"]),
        ("Lamar High School", "FAC", ["Lamar High School"]),
        ("Main Street Bridge", "FAC", []),
        ("March 3", "DATE", []),
        ("Ana Ruiz (D", "PERSON", ["Ana Ruiz"]),
    ],
)
def test_spans_are_cleaned(text: str, label: str, found: list[str]) -> None:
    spans = list(iter_clean(text, 0, len(text), label))
    assert [text[s.start : s.end] for s in spans] == found
    assert all(s.demonym == (label == "NORP") for s in spans)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Toledo Edison Co.", EntityKind.ORG),
        ("Ministry of Silence", EntityKind.ORG),
        ("Lucas County", EntityKind.PLACE),
        ("Rosa de la Cruz", EntityKind.PERSON),
        ("Zorblatt Quux", None),
        ("Toledo", None),
    ],
)
def test_words_tell_the_kind(name: str, kind: EntityKind | None) -> None:
    assert kind_by_words(name) is kind


def test_a_given_name_before_a_bodys_word_is_no_person() -> None:
    assert not looks_like_person(["Grace", "Church"])
    assert not looks_like_person(["Ana"])
    assert looks_like_person(["Ana", "M.", "Ruiz"])


@given(st.text(alphabet="abAB .,'’\"()-\n1", max_size=20))
def test_trimming_stays_inside_and_is_done_once(text: str) -> None:
    start, end = trimmed(text, 0, len(text))
    assert 0 <= start <= len(text)
    assert end <= len(text)
    if start < end:
        assert trimmed(text, start, end) == (start, end)
