"""Spellings of one article: who is the same person, and who is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlp.persons import PersonMention, PersonName, cluster, parse_person, same_person


def clusters(*names: str) -> tuple[int, ...]:
    return cluster([PersonMention(n) for n in names])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Lt. Gov. Ana Díaz", PersonName("ana", (), "diaz")),
        ("Amos T. Keller Jr.", PersonName("amos", ("t",), "keller", "jr")),
        ("Keller", PersonName("", (), "keller")),
        ("Ludwig van der Berg", PersonName("ludwig", (), "van der berg")),
        ("van der Berg", PersonName("", (), "van der berg")),
        ('William "Billy" Ruiz', PersonName("william", (), "ruiz", "", "billy")),
        ("Rosa\u2019s", PersonName("", (), "rosa")),
        ("Dr. O\u2019Hara", PersonName("", (), "o'hara")),
    ],
)
def test_names_are_taken_apart(text: str, name: PersonName) -> None:
    assert parse_person(text) == name


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Bob Keller", "Robert Keller", True),
        ("R. Keller", "Robert Keller", True),
        ("Robert A. Keller", "Robert B. Keller", False),
        ("Amos Keller Jr.", "Amos Keller Sr.", False),
        ("Amos Keller Jr.", "Amos Keller", True),
        ("Ana Ruiz", "Ana Ruiz-Lopez", True),
        ("Ana Ruiz", "Rosa Ruiz", False),
        ("Lopez Ibarra", "Ana Maria Lopez Ibarra", True),
        ("Ana Ruiz", "Ana Keller", False),
    ],
)
def test_full_names_agree_or_not(one: str, other: str, same: bool) -> None:
    assert same_person(parse_person(one), parse_person(other)) is same
    assert same_person(parse_person(other), parse_person(one)) is same


def test_surname_given_name_and_short_form_join_the_full_name() -> None:
    assert clusters("Robert Keller", "Keller", "Bob Keller", "Keller's", "Bob") == (0, 0, 0, 0, 0)


def test_surname_in_the_headline_joins_the_full_name_below() -> None:
    assert clusters("Okafor", "Dana Okafor") == (0, 0)


def test_husband_and_wife_stay_apart_and_titles_tell_which() -> None:
    mentions = [
        PersonMention("Paul Delaney"),
        PersonMention("Nora Delaney"),
        PersonMention("Delaney", "m"),
        PersonMention("Delaney", "f"),
    ]
    assert cluster(mentions) == (0, 1, 0, 1)


def test_a_bare_surname_of_two_goes_to_the_nearest_before() -> None:
    assert clusters("Ana Ruiz", "Rosa Ruiz", "Ruiz", "Ana Ruiz", "Ruiz") == (0, 1, 1, 0, 0)


def test_an_initial_waits_for_the_full_names() -> None:
    assert clusters("J. Keller", "John Keller", "Keller") == (0, 0, 0)


def test_eastern_names_are_called_by_their_first_word() -> None:
    assert clusters("Wei Jintao", "Wei") == (0, 0)


def test_nobody_is_nobody() -> None:
    assert clusters() == ()


@given(
    st.lists(
        st.sampled_from(["Ana Ruiz", "Ruiz", "Rosa Ruiz", "Bob Keller", "Keller", "R. Keller"]), max_size=8
    )
)
def test_equal_full_names_always_share_a_number_and_numbers_have_no_gap(names: list[str]) -> None:
    numbers = clusters(*names)
    assert sorted(set(numbers)) == list(range(len(set(numbers))))
    full = [
        (n, c) for n, c in zip(names, numbers, strict=True) if n in {"Ana Ruiz", "Rosa Ruiz", "Bob Keller"}
    ]
    assert len({n for n, _ in full}) == len(set(full)) == len({c for _, c in full})
