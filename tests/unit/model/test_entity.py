from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.entity import Role, slug_of

DAY = date(2026, 3, 4)


def role(**more):
    return Role(**{"title": "Mayor of Port Ellis", "as_of": DAY, **more})


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Ada Quist", "ada-quist"),
        ("  Ada   Quist ", "ada-quist"),
        ("María Sáenz-Ortega", "maria-saenz-ortega"),
        ("O'Neill", "o-neill"),
        ("O\u2019Neill", "o-neill"),
        ("J.D. Marsh, Jr.", "j-d-marsh-jr"),
        ("AT&T", "at-t"),
        ("Łukasz", "ukasz"),
        ("王伟", ""),
        ("", ""),
    ],
)
def test_a_name_becomes_a_slug(name, slug):
    assert slug_of(name) == slug


@given(st.text())
def test_a_slug_is_one_for_all_time(name):
    slug = slug_of(name)
    assert slug_of(slug) == slug
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    assert "--" not in slug


@given(st.text())
def test_case_does_not_tell_two_people_apart(name):
    plain = name.encode("ascii", "ignore").decode()
    assert slug_of(plain.upper()) == slug_of(plain.lower())


@pytest.mark.parametrize(
    ("made", "days", "stale"),
    [
        (role(), 0, False),
        (role(), 365, False),
        (role(), 366, True),
        (role(seen_in_text=True), 30, False),
        (role(seen_in_text=True), 31, True),
        (role(ends_on=DAY), 0, False),
        (role(ends_on=DAY), 1, True),
        (role(ends_on=DAY + timedelta(days=400)), 10, False),
        (role(ends_on=DAY + timedelta(days=400)), 366, True),
    ],
    ids=["new", "a year", "over a year", "a month in text", "over a month in text", "last day", "ended",
         "a term that lasts", "a term long unchecked"],
)  # fmt: skip
def test_a_role_is_shown_with_its_date_when_it_ended_or_nobody_looked(made, days, stale):
    assert made.is_stale_on(DAY + timedelta(days=days)) is stale


def test_a_role_is_not_stale_before_it_was_known():
    assert not role().is_stale_on(DAY - timedelta(days=900))
