"""Values as feedparser makes them of what stands in a feed: text put right, links joined, dates read.

Called by `bot.feeds.strict` and `bot.feeds.loose`, so that both give the same id, link, title and date.
Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from urllib.parse import urljoin

from bot.feeds.charset import WESTERN

_SLASHES = re.compile("^([A-Za-z][A-Za-z0-9+-.]*://)(/*)(.*?)")
# Addresses that joining leaves as they are; most are, and joining takes longer than reading the item.
_ABSOLUTE = re.compile(r"https?://[A-Za-z0-9.:-]+(?:/[^\s?#;]*)?(?:\?[^\s#;]+)?(?:#[^\s;]+)?")
# The commonest spellings of the two standard forms, read without feedparser to the same result.
_MAIL_DATE = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?([0-9]{1,2})"
    r" (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) ([0-9]{4})"
    r" ([0-9]{2}):([0-9]{2}):([0-9]{2}) (?:GMT|UTC?|Z|([+-])([0-9]{2})([0-9]{2}))"
)
_ISO_DATE = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CONTROL = re.compile("[\x80-\x9f]")
_LOST_AMPERSAND = re.compile("&([A-Za-z0-9_]+);")
_MINUTE_S = 60.0
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MIDNIGHT = 24  # RSS 0.91 counts hours from 1 to 24
_LAST_SECOND = 59  # a leap second is the second before

DateReader = Callable[[str], Sequence[int] | None]


class UnknownDateError(ValueError):
    """A date in none of the two standard forms."""


def mended(text: str) -> str:
    r"""Text without the two commonest faults: UTF-8 encoded twice, and Windows characters as controls.

    Args:
        text: As it stands in the feed.

    >>> mended("cafÃ©"), mended("it\x92s")
    ('café', 'it’s')
    """
    if text.isascii():
        return text
    text = decoded_once_more(text)
    return text.translate(WESTERN) if _CONTROL.search(text) else text


def decoded_once_more(text: str) -> str:
    """Text that was UTF-8 encoded twice, put right; for long texts, whose controls `bot.feeds.clean` mends.

    Args:
        text: As it stands in the feed.

    >>> decoded_once_more("cafÃ©"), decoded_once_more("café")
    ('café', 'café')
    """
    if not text.isascii():
        with suppress(UnicodeError):
            return text.encode("latin-1").decode()
    return text


def joined(base: str, uri: str) -> str:
    """A link made absolute; empty when it cannot be.

    Args:
        base: Address of the feed.
        uri: As written.

    >>> joined("https://example.org/feed", "/a"), joined("", "a")
    ('https://example.org/a', 'a')
    """
    if _ABSOLUTE.fullmatch(uri):
        return uri
    try:
        return urljoin(base, _SLASHES.sub(r"\1\3", uri))
    except ValueError:
        return ""


def link_text(base: str, text: str) -> str:
    """A link given as the text of an element.

    Args:
        base: Address of the feed.
        text: As it stands in the feed.

    >>> link_text("", "https://example.org/?a=1&amp;b=2")
    'https://example.org/?a=1&b=2'
    """
    joined_text = mended(joined(base, text) if text else "")
    return _LOST_AMPERSAND.sub(r"&\g<1>", joined_text.replace("&amp;", "&"))


@cache
def _standard_readers() -> tuple[DateReader, ...]:
    """The readers of feedparser for the two standard forms, in its order; imported when a feed is read."""
    from feedparser.datetimes import (  # noqa: PLC0415 # see above
        _parse_date_rfc822,
        _parse_date_w3dtf,
    )

    return (_parse_date_w3dtf, _parse_date_rfc822)


def standard_date(text: str) -> datetime | None:
    """A date in the form of W3C or RFC 822; None for an empty text or a date that no calendar has.

    Args:
        text: As it stands in the feed.

    Raises:
        UnknownDateError: It has another form, which only feedparser knows.

    >>> standard_date("Wed, 18 Feb 2026 02:57:06 -0500").isoformat()
    '2026-02-18T07:57:06+00:00'
    """
    if not text:
        return None
    try:
        if mail := _MAIL_DATE.fullmatch(text):
            return _mail_date(mail)
        if iso := _ISO_DATE.fullmatch(text):
            return datetime.fromisoformat(iso[1] + iso[2]).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    for read in _standard_readers():
        try:
            parts = read(text)
        except (KeyError, OverflowError, ValueError, AttributeError):
            continue
        if parts:
            return to_moment(parts)
    raise UnknownDateError(text[:100])


def _mail_date(match: re.Match[str]) -> datetime:
    day, month, year, hour, minute, second, sign, hours, minutes = match.groups()
    at = datetime(
        int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute), int(second), tzinfo=UTC
    )
    if sign is None:
        return at
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return at + offset if sign == "-" else at - offset


def to_moment(parts: Sequence[int]) -> datetime | None:
    """The moment that a UTC time tuple names, None when no calendar has it.

    Args:
        parts: Year, month, day, hour, minute, second and whatever follows.

    >>> to_moment((2026, 2, 18, 2, 57, 60)).isoformat(), to_moment((0, 1, 1, 0, 0, 0))
    ('2026-02-18T02:57:59+00:00', None)
    """
    year, month, day, hour, minute, second = parts[:6]
    try:
        return datetime(year, month, day, hour, minute, min(second, _LAST_SECOND), tzinfo=UTC)
    except ValueError:
        return None


def ttl_s(text: str) -> float | None:
    """How long a feed may be cached by its ``ttl``, which is in minutes; None when it does not say.

    >>> ttl_s("60"), ttl_s("soon")
    (3600.0, None)
    """
    return float(text) * _MINUTE_S if re.fullmatch(r"[0-9]{1,6}", text) else None


def skip_hours(texts: Iterable[str]) -> frozenset[int]:
    """The hours of ``skipHours``, 0 to 23; what is none is passed over.

    >>> sorted(skip_hours(["1", "24", "noon"]))
    [0, 1]
    """
    hours = {int(text) for text in texts if re.fullmatch(r"[0-9]{1,2}", text)}
    return frozenset(hour % _MIDNIGHT for hour in hours if hour <= _MIDNIGHT)


def skip_days(texts: Iterable[str]) -> frozenset[int]:
    """The days of ``skipDays`` as ISO weekdays, 1 Monday to 7 Sunday; what is none is passed over.

    >>> sorted(skip_days(["Sunday", "monday", "Pi Day"]))
    [1, 7]
    """
    return frozenset(_WEEKDAYS.index(text.lower()) + 1 for text in texts if text.lower() in _WEEKDAYS)
