"""The argument of a lookup: what belongs to the name, and what does not."""

from __future__ import annotations

from datetime import date

import pytest

from bot.commands.arguments import MISSING
from bot.commands.question import question
from bot.commands.words import tokens_of
from bot.errors import UserError
from bot.model.entity import EntityKind, Level
from bot.model.lookup import Question, View

TODAY = date(2026, 8, 26)


def _read(typed: str) -> object:
    return question().read(tokens_of(typed), TODAY)


@pytest.mark.parametrize(
    "name",
    [
        "New York City",
        "Stay Here Now",
        "State Street",
        "City of Boston",
        "District 9",
        "Since",
        "7d",
        "Monday",
        "Quotes",
        "O’Brien-Smith Jr.",
        "Zoë",
        "東京",
        "AT&T",
        "Section 8 housing",
    ],
)
def test_words_of_a_name_stay_in_it(name: str) -> None:
    assert _read(name) == Question(name=name)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (
            "Boston 7d level:city quotes here",
            {"days": 7, "level": Level.CITY, "view": View.QUOTES, "here": True},
        ),
        (
            "Boston here quotes level:city 7d",
            {"days": 7, "level": Level.CITY, "view": View.QUOTES, "here": True},
        ),
        ("Boston TIMELINE LEVEL:Federal", {"view": View.TIMELINE, "level": Level.FEDERAL}),
        ("Boston since yesterday", {"since_on": date(2026, 8, 25)}),
        ("Boston since 2026-08-01 here", {"since_on": date(2026, 8, 1), "here": True}),
        ("Boston since Aug 1 2026", {"since_on": date(2026, 8, 1)}),
    ],
)
def test_options_come_in_any_order_and_case(typed: str, expected: dict[str, object]) -> None:
    assert _read(typed) == Question(name="Boston", **expected)


def test_quotation_marks_end_the_options() -> None:
    assert _read('"Boston 7d"') == Question(name="Boston 7d")
    assert _read('Boston "here" 7d') == Question(name="Boston here", days=7)


def test_an_option_needs_a_name_before_it() -> None:
    assert _read("level:city") is MISSING
    assert _read("") is MISSING
    assert _read("here here") == Question(name="here", here=True)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("Boston 7d 14d", "one window"),
        ("Boston quotes timeline", "one view"),
        ("Boston 7d since monday", "Give one window"),
        ("Boston level:", "no level"),
        ("Boston since soon", "“soon” is not a date"),
        ("Boston since tomorrow", "still to come"),
        ("b" * 201, "200 are enough"),
    ],
)
def test_contradictions_are_refused(typed: str, says: str) -> None:
    with pytest.raises(UserError, match=says):
        _read(typed)


def test_kind_is_fixed_by_the_row() -> None:
    read = question(EntityKind.PERSON).read(tokens_of("Wu"), TODAY)
    assert read == Question(name="Wu", kind=EntityKind.PERSON)


def test_question_is_shown_with_its_options_in_one_order() -> None:
    asked = Question(name="Boston", days=7, level=Level.CITY, view=View.QUOTES, here=True)
    assert question().show(asked, False) == "Boston 7d level:city quotes here"
    since = Question(name="Boston", since_on=date(2026, 8, 1))
    assert question().show(since, True) == '"Boston" since 2026-08-01'
