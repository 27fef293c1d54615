"""Times, zones, weekdays, dates and lengths, as people type them."""

from __future__ import annotations

from datetime import date, time
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.times import (
    read_date,
    read_days,
    read_time,
    read_weekdays,
    read_zone,
    show_weekdays,
)
from bot.errors import UserError

TODAY = date(2026, 8, 26)  # a Wednesday


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("8am", time(8)),
        ("8 am", time(8)),
        ("8AM", time(8)),
        ("8 a.m.", time(8)),
        ("8:30pm", time(20, 30)),
        ("8.30 pm", time(20, 30)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("12:30 am", time(0, 30)),
        ("08:00", time(8)),
        ("8:05", time(8, 5)),
        ("23:59", time(23, 59)),
        ("00:00", time(0)),
        ("20", time(20)),
        ("noon", time(12)),
        ("midnight", time(0)),
        ("Boston", None),
        ("weekdays", None),
        ("8h", None),
    ],
)
def test_times(words: str, expected: time | None) -> None:
    assert read_time(words) == expected


@pytest.mark.parametrize("words", ["8", "25:00", "12:60", "13pm", "0am", "24:00", "8:75 am"])
def test_bad_times_name_one_that_works(words: str) -> None:
    with pytest.raises(UserError, match=r"`8am`"):
        read_time(words)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("America/New_York", "America/New_York"),
        ("america/new_york", "America/New_York"),
        ("New York", "America/New_York"),
        ("ET", "America/New_York"),
        ("est", "America/New_York"),
        ("Boston", "America/New_York"),
        ("PST", "America/Los_Angeles"),
        ("Los Angeles", "America/Los_Angeles"),
        ("Chicago", "America/Chicago"),
        ("UTC", "UTC"),
        ("gmt", "UTC"),
        ("London", "Europe/London"),
        ("Tokyo", "Asia/Tokyo"),
    ],
)
def test_zones(words: str, expected: str) -> None:
    assert read_zone(words) == expected


@pytest.mark.parametrize("words", ["Narnia", "", "New", "UTC+5", "../etc/passwd"])
def test_bad_zone_names_one_that_works(words: str) -> None:
    with pytest.raises(UserError, match="New York"):
        read_zone(words)


def test_every_zone_is_read_by_its_own_name() -> None:
    own = {name for name in available_timezones() if "/" in name}
    assert {name: read_zone(name) for name in own} == {name: name for name in own}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["daily"], (1, 2, 3, 4, 5, 6, 7)),
        (["weekdays"], (1, 2, 3, 4, 5)),
        (["weekend"], (6, 7)),
        (["mon,wed"], (1, 3)),
        (["mon", "wed"], (1, 3)),
        (["Mondays"], (1,)),
        (["tues"], (2,)),
        (["mon-fri"], (1, 2, 3, 4, 5)),
        (["fri-mon"], (1, 5, 6, 7)),
        (["mon–wed"], (1, 2, 3)),
        (["mon,mon"], (1,)),
        (["t"], None),
        (["money"], None),
        (["mon-"], None),
        ([], None),
    ],
)
def test_weekdays(words: list[str], expected: tuple[int, ...] | None) -> None:
    assert read_weekdays(words) == expected


@given(st.sets(st.integers(1, 7), min_size=1).map(lambda days: tuple(sorted(days))))
def test_weekdays_are_read_as_they_are_shown(days: tuple[int, ...]) -> None:
    assert read_weekdays([show_weekdays(days)]) == days


@pytest.mark.parametrize(
    ("words", "past", "expected"),
    [
        ("2026-08-01", True, date(2026, 8, 1)),
        ("2026-8-1", True, date(2026, 8, 1)),
        ("today", True, TODAY),
        ("Yesterday", True, date(2026, 8, 25)),
        ("tomorrow", False, date(2026, 8, 27)),
        ("monday", True, date(2026, 8, 24)),
        ("monday", False, date(2026, 8, 31)),
        ("wed", True, TODAY),
        ("wed", False, TODAY),
        ("1 Aug", True, date(2026, 8, 1)),
        ("August 1, 2025", True, date(2025, 8, 1)),
        ("Aug. 1", True, date(2026, 8, 1)),
        ("27 aug", True, date(2025, 8, 27)),
        ("1 aug", False, date(2027, 8, 1)),
        ("whenever", True, None),
        ("1 foo", True, None),
        ("8/1", True, None),
    ],
)
def test_dates(words: str, *, past: bool, expected: date | None) -> None:
    assert read_date(words, TODAY, past=past) == expected


@pytest.mark.parametrize("words", ["2026-13-01", "2026-02-30", "31 feb"])
def test_impossible_dates_name_one_that_works(words: str) -> None:
    with pytest.raises(UserError, match="2026-08-26"):
        read_date(words, TODAY, past=True)


@pytest.mark.parametrize(
    ("word", "expected"),
    [("14d", 14), ("2w", 14), ("14days", 14), ("1D", 1), ("365d", 365), ("14", None), ("d", None)],
)
def test_lengths(word: str, expected: int | None) -> None:
    assert read_days(word) == expected


@pytest.mark.parametrize("word", ["0d", "366d", "60w"])
def test_lengths_outside_a_year_are_refused(word: str) -> None:
    with pytest.raises(UserError, match="between 1 and 365"):
        read_days(word)
