"""Times of day, zones, weekdays, dates and windows, as people type them.

Called by `bot.commands.arguments`. Every reader either gives a value, gives None where the words are not
of its kind, or says with an example what would work. The present date is handed in.
"""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from functools import cache
from zoneinfo import available_timezones

from bot.errors import UserError

MAX_WINDOW_DAYS = 365

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july",
    "august", "september", "october", "november", "december",
)  # fmt: skip
_DAY_SETS: dict[str, tuple[int, ...]] = {
    "daily": (1, 2, 3, 4, 5, 6, 7),
    "weekdays": (1, 2, 3, 4, 5),
    "weekends": (6, 7),
}
_DAY_SET_WORDS = {"everyday": "daily", "weekday": "weekdays", "weekend": "weekends"}

# What people write for a zone where they mean a place's wall clock, daylight saving included. "EST" in
# July means New York too: nobody who types it wants a clock that is an hour off for half the year.
_ZONE_ALIASES = {
    "America/New_York": ("et", "est", "edt", "eastern", "eastern time", "boston", "washington", "miami"),
    "America/Chicago": ("ct", "cst", "cdt", "central", "central time", "houston", "dallas"),
    "America/Denver": ("mt", "mst", "mdt", "mountain", "mountain time"),
    "America/Los_Angeles": (
        "pt", "pst", "pdt", "pacific", "pacific time", "san francisco", "seattle", "la",
    ),
    "America/Phoenix": ("arizona",),
    "America/Anchorage": ("akt", "akst", "akdt", "alaska"),
    "Pacific/Honolulu": ("hst", "hawaii"),
    "America/Puerto_Rico": ("atlantic", "ast"),
    "Europe/London": ("uk", "bst"),
    "Europe/Berlin": ("cet", "cest"),
    "UTC": ("utc", "gmt", "z", "zulu"),
}  # fmt: skip

_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))? ?([ap])\.?m?\.?|(\d{1,2}):(\d{2})", re.IGNORECASE)
_WORDS_FOR_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_LENGTH = re.compile(r"(\d{1,4})(d|w)(?:ays?|eeks?)?", re.IGNORECASE)
_NAMED_DATE = re.compile(
    r"(?:(?P<day>\d{1,2})\.? (?P<month1>[a-z]{3,9}\.?)|(?P<month2>[a-z]{3,9}\.?) (?P<day2>\d{1,2}))"
    r"(?: (?P<year>\d{4}))?"
)
_HOURS_ON_A_FACE = 12
_SHORTEST_WEEKDAY = 3  # "t" and "tu" could be two days or a name


def read_time(words: str) -> time | None:
    """A time of day; None where the words are none at all.

    Args:
        words: ``8am``, ``08:00``, ``8:30 pm``, ``noon``.

    Raises:
        UserError: It looks like a time but is no time of any day, or morning and evening are open.

    >>> read_time("8:30 pm"), read_time("12am"), read_time("Boston")
    (datetime.time(20, 30), datetime.time(0, 0), None)
    """
    words = words.strip().lower()
    if words in _WORDS_FOR_TIMES:
        return _WORDS_FOR_TIMES[words]
    if re.fullmatch(r"1[3-9]|2[0-3]", words):
        return time(int(words))
    if re.fullmatch(r"\d{1,2}", words):
        raise UserError(f"“{words}” may be morning or evening. Try `8am`, `8pm` or `20:00`.")
    match = _CLOCK.fullmatch(words)
    if match is None:
        return None
    hour12, minute12, half, hour24, minute24 = match.groups()
    if half is None:
        return _time(words, int(hour24), int(minute24))
    if not 1 <= int(hour12) <= _HOURS_ON_A_FACE:
        raise UserError(f"“{words}” is not a time of day. Try `8am` or `20:00`.")
    return _time(words, int(hour12) % 12 + (12 if half.lower() == "p" else 0), int(minute12 or 0))


def _time(words: str, hour: int, minute: int) -> time:
    try:
        return time(hour, minute)
    except ValueError:
        raise UserError(f"“{words}” is not a time of day. Try `8am` or `20:00`.") from None


@cache
def zone_names() -> frozenset[str]:
    """Every IANA name; looking for them reads some hundred files, so it is done once."""
    return frozenset(available_timezones())


@cache
def _zones() -> dict[str, str]:
    """Every spelling in lower case → IANA name; a bare city only where one zone has it."""
    names = sorted(zone_names())
    cities: dict[str, set[str]] = {}
    for name in names:
        if "/" in name and not name.startswith(("Etc/", "US/", "SystemV/", "posix/", "right/")):
            cities.setdefault(name.rsplit("/", 1)[-1].replace("_", " ").lower(), set()).add(name)
    spelt = {city: zones.pop() for city, zones in cities.items() if len(zones) == 1}
    spelt |= {name.lower(): name for name in names if "/" in name}
    return spelt | {alias: name for name, aliases in _ZONE_ALIASES.items() for alias in aliases}


def read_zone(words: str) -> str:
    """The IANA name of a zone.

    Args:
        words: ``America/New_York``, ``ET``, ``New York``; in any case.

    Raises:
        UserError: No such zone.

    >>> read_zone("new york"), read_zone("EST"), read_zone("europe/paris")
    ('America/New_York', 'America/New_York', 'Europe/Paris')
    """
    wanted = " ".join(words.lower().split())
    found = _zones().get(wanted) or _zones().get(wanted.replace(" ", "_"))
    if found is None:
        raise UserError(
            f"I know no time zone “{words}”. Try a city such as `New York`, or `ET`, `America/New_York`."
        )
    return found


def read_weekdays(words: list[str]) -> tuple[int, ...] | None:
    """ISO weekdays in order, 1 Monday to 7 Sunday; None where the words are no days.

    >>> read_weekdays(["mon,wed"]), read_weekdays(["weekdays"]), read_weekdays(["fri-sun"])
    ((1, 3), (1, 2, 3, 4, 5), (5, 6, 7))
    >>> read_weekdays(["Boston"]) is None
    True
    """
    parts = [part for word in words for part in word.lower().split(",") if part]
    days: set[int] = set()
    for part in parts:
        found = _days(part)
        if found is None:
            return None
        days.update(found)
    return tuple(sorted(days)) or None


def _days(part: str) -> tuple[int, ...] | None:
    named = _DAY_SETS.get(_DAY_SET_WORDS.get(part, part))
    if named is not None:
        return named
    first, dash, last = part.replace("\u2013", "-").partition("-")
    start, end = _weekday(first), _weekday(last or first)
    if start is None or end is None or (dash and not last):
        return None
    return tuple((start + step - 1) % 7 + 1 for step in range((end - start) % 7 + 1))


def _weekday(word: str) -> int | None:
    stem = word.strip(".")
    if len(stem) < _SHORTEST_WEEKDAY:
        return None
    return next((n for n, day in enumerate(WEEKDAYS, start=1) if f"{day}s".startswith(stem)), None)


def show_weekdays(days: tuple[int, ...]) -> str:
    """The days as they are typed.

    >>> show_weekdays((1, 2, 3, 4, 5)), show_weekdays((1, 3))
    ('weekdays', 'mon,wed')
    """
    named = next((word for word, members in _DAY_SETS.items() if members == days), None)
    return named or ",".join(WEEKDAYS[day - 1][:3] for day in days)


def read_date(words: str, today: date, *, past: bool) -> date | None:
    """A date; None where the words are none.

    Args:
        words: ``2026-08-01``, ``1 Aug``, ``August 1, 2026``, ``yesterday``, ``tomorrow``, ``monday``.
        today: The present local date.
        past: Whether a bare weekday or day of the year means the last one (else the next one).

    >>> read_date("monday", date(2026, 8, 26), past=True), read_date("1 aug", date(2026, 8, 26), past=True)
    (datetime.date(2026, 8, 24), datetime.date(2026, 8, 1))
    """
    words = " ".join(words.lower().replace(",", " ").split())
    near = {"today": 0, "yesterday": -1, "tomorrow": 1}.get(words)
    if near is not None:
        return today + timedelta(days=near)
    weekday = _weekday(words)
    if weekday is not None:
        distance = (today.isoweekday() - weekday) % 7 if past else -((weekday - today.isoweekday()) % 7)
        return today - timedelta(days=distance)
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", words):
        year, month, day = (int(part) for part in words.split("-"))
        return _date(words, year, month, day, today)
    return _named_date(words, today, past=past)


def _date(words: str, year: int, month: int, day: int, today: date) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise UserError(f"“{words}” is not a date. Try `{today.isoformat()}` or `monday`.") from None


def _named_date(words: str, today: date, *, past: bool) -> date | None:
    """``1 aug``, ``aug 1``, with or without the year; the nearest one in the asked direction."""
    match = _NAMED_DATE.fullmatch(words)
    if match is None:
        return None
    month = _month(match["month1"] or match["month2"])
    if month is None:
        return None
    day = int(match["day"] or match["day2"])
    if match["year"]:
        return _date(words, int(match["year"]), month, day, today)
    found = _date(words, today.year, month, day, today)
    if past and found > today:
        return _date(words, today.year - 1, month, day, today)
    if not past and found < today:
        return _date(words, today.year + 1, month, day, today)
    return found


def _month(word: str) -> int | None:
    return next((n for n, month in enumerate(_MONTHS, start=1) if month.startswith(word.strip("."))), None)


def read_days(word: str) -> int | None:
    """A length in days; None where the word is none.

    Args:
        word: ``14d``, ``2w``, ``14days``.

    Raises:
        UserError: It is none of 1 to 365 days.

    >>> read_days("14d"), read_days("2w"), read_days("Boston")
    (14, 14, None)
    """
    match = _LENGTH.fullmatch(word)
    if match is None:
        return None
    days = int(match[1]) * (7 if match[2].lower() == "w" else 1)
    if not 1 <= days <= MAX_WINDOW_DAYS:
        raise UserError(f"“{word}” is not between 1 and {MAX_WINDOW_DAYS} days. Try `14d`.")
    return days
