"""Titles before a name: which office, which gender, and whether it is over."""

from __future__ import annotations

import pytest

from bot.nlp.titles import HONORIFICS, OFFICES, PUBLIC, is_title, leading_title, title_before


@pytest.mark.parametrize(
    ("before", "office", "gender", "former"),
    [
        ("Toledo Mayor ", "mayor", "", False),
        ("former Mayor ", "mayor", "", True),
        ("ex-governor and former Lt. Gov. ", "lieutenant governor", "", True),
        ("House Speaker ", "speaker", "", False),
        ("Mrs. ", "", "f", False),
        ("acting director ", "director", "", False),
        ("U.S. Attorney ", "us attorney", "", False),
    ],
)
def test_titles_are_read(before: str, office: str, gender: str, former: bool) -> None:
    title = title_before(f"{before}Ruiz", len(before))
    assert title is not None
    assert (title.office, title.gender, title.former) == (office, gender, former)
    assert (
        before[title.start : title.end].strip()
        == before[title.start :].strip().rstrip()[: title.end - title.start]
    )


@pytest.mark.parametrize("before", ["The ", "", "the mayor. ", "a mayor (then) "])
def test_no_title(before: str) -> None:
    assert title_before(f"{before}Ruiz", len(before)) is None


def test_titles_at_the_start_of_a_span_are_measured() -> None:
    assert leading_title("Police Commissioner Ana Ruiz") == len("Police Commissioner ")
    assert leading_title("Mr. Justice Ruiz") == len("Mr. Justice ")
    assert leading_title("Ruiz") == 0
    assert leading_title("Mayor") == 0


def test_tables_do_not_contradict_each_other() -> None:
    assert not set(HONORIFICS) & set(OFFICES)
    assert all(t == t.lower() == t.strip() for t in (*HONORIFICS, *OFFICES))
    assert "ceo" not in PUBLIC
    assert "mayor" in PUBLIC
    assert is_title("Sen.")
