"""The kinds of argument: each takes its own tokens, no more, and shows what it read."""

from __future__ import annotations

from datetime import date, time

import pytest

from bot.commands import arguments as take
from bot.commands.arguments import MISSING, Argument
from bot.commands.words import tokens_of
from bot.errors import UserError

TODAY = date(2026, 8, 26)


def _read(argument: Argument, typed: str) -> tuple[object, str]:
    """What is read, and what is left for others."""
    tokens = tokens_of(typed)
    value = argument.read(tokens, TODAY)
    return value, " ".join(token.text for token in tokens)


@pytest.mark.parametrize(
    ("argument", "typed", "value", "left"),
    [
        (take.name(), "Wall Street", "Wall Street", ""),
        (take.story(), "#2 5", "2", "5"),
        (take.story(), "k7-a", "k7-a", ""),
        (take.url(), "https://a.example/x rest", "https://a.example/x", "rest"),
        (take.url(), "<https://a.example/x|a>", "https://a.example/x", ""),
        (take.identifier("feed"), "f-1 x", "f-1", "x"),
        (take.domain(), "WWW.News.Example.org/a/b", "news.example.org", ""),
        (take.domain(), "<http://a.example|a.example>", "a.example", ""),
        (take.whole_number("n", 1, 20), "20", 20, ""),
        (take.hours(), "6h", 6, ""),
        (take.hours(), "6", 6, ""),
        (take.hours(), "OFF", 0, ""),
        (take.choice("where", ("dm", "here"), "digest"), "Boston DM", "dm", "Boston"),
        (take.choice("where", ("dm", "here"), "digest"), "dm", MISSING, "dm"),
        (take.choice("where", ("dm", "here"), "digest"), 'Boston "dm"', MISSING, "Boston dm"),
        (take.days("[7d]"), "Boston 7d", 7, "Boston"),
        (take.days("[7d]"), "7d", MISSING, "7d"),
        (take.days("[7d]", alone=True), "7d", 7, ""),
        (take.days("[7d]"), 'Boston "7d"', MISSING, "Boston 7d"),
        (take.time_of_day(), "8:30 pm ET", time(20, 30), "ET"),
        (take.time_of_day(), "8am pm", time(8), "pm"),
        (take.weekdays(), "8am mon ET wed", (1, 3), "8am ET"),
        (take.weekdays(), "8am ET", MISSING, "8am ET"),
        (take.zone(), "New York", "America/New_York", ""),
        (take.day(), "1 Sep", date(2026, 9, 1), ""),
        (take.day(), "today", TODAY, ""),
    ],
)
def test_argument_takes_its_own_tokens(argument: Argument, typed: str, value: object, left: str) -> None:
    assert _read(argument, typed) == (value, left)


@pytest.mark.parametrize(
    "argument",
    [
        take.name(),
        take.story(),
        take.url(),
        take.identifier("feed"),
        take.time_of_day(),
        take.zone(),
        take.day(),
    ],
    ids=lambda argument: argument.usage,
)
def test_nothing_typed_is_missing(argument: Argument) -> None:
    assert _read(argument, "") == (MISSING, "")


@pytest.mark.parametrize(
    ("argument", "typed"),
    [
        (take.name(), "x" * 201),
        (take.story(), "..."),
        (take.story(), "a" * 65),
        (take.url(), "ftp://a.example"),
        (take.url(), "https://"),
        (take.identifier("feed"), "f/1"),
        (take.domain(), "nonsense"),
        (take.domain(), "-a.example"),
        (take.domain(), "a." * 200 + "example"),
        (take.whole_number("n", 1, 20), "0"),
        (take.whole_number("n", 1, 20), "21"),
        (take.whole_number("n", 1, 20), "²"),
        (take.hours(), "0h"),
        (take.hours(), "73h"),
        (take.hours(), "soon"),
        (take.days("[7d]"), "Boston 999d"),
        (take.time_of_day(), "soon"),
        (take.zone(), "Narnia"),
        (take.day(), "yesterday"),
        (take.day(), "soon"),
    ],
)
def test_what_cannot_be_meant_is_refused(argument: Argument, typed: str) -> None:
    with pytest.raises(UserError):
        _read(argument, typed)


@pytest.mark.parametrize(
    ("argument", "value", "shown"),
    [
        (take.name(), "Boston", "Boston"),
        (take.choice("where", ("dm", "here"), "digest"), "digest", ""),
        (take.choice("where", ("dm", "here"), "digest"), "dm", "dm"),
        (take.days("[7d]"), None, ""),
        (take.days("[30d]", default=30), 30, ""),
        (take.days("[30d]", default=30), 7, "7d"),
        (take.hours(), 0, "off"),
        (take.hours(), 6, "6h"),
        (take.time_of_day(), time(8), "08:00"),
        (take.weekdays(), None, ""),
        (take.weekdays(), (1, 2, 3, 4, 5), "weekdays"),
        (take.zone(), None, ""),
        (take.day(), date(2026, 9, 1), "2026-09-01"),
    ],
)
def test_value_is_shown_as_it_is_typed_and_not_where_it_may_be_left_out(
    argument: Argument, value: object, shown: str
) -> None:
    assert argument.show(value, False) == shown


def test_names_are_quoted_only_on_demand() -> None:
    assert take.show_name("Stay Here", True) == '"Stay Here"'
    assert take.show_name("", True) == ""


def test_optional_arguments_stand_in_brackets() -> None:
    assert take.zone().optional
    assert not take.name().optional
