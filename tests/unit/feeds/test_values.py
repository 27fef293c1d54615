"""Text, links and dates as feedparser makes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from feedparser.datetimes import _parse_date
from feedparser.urls import _urljoin
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.values import (
    UnknownDateError,
    joined,
    link_text,
    mended,
    skip_days,
    skip_hours,
    standard_date,
    to_moment,
    ttl_s,
)

moments = st.datetimes(datetime(1971, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 # bounds
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


def by_feedparser(text: str) -> datetime | None:
    parts = _parse_date(text)
    return to_moment(parts) if parts else None


@given(moments, zones, st.sampled_from(["mail", "iso", "z", "fraction", "compact"]))
def test_dates_in_the_two_standards_are_read_as_feedparser_reads_them(moment, zone, form):
    local = moment.astimezone(zone).replace(microsecond=0)
    text = {
        "mail": format_datetime(local),
        "iso": local.isoformat(),
        "z": local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "fraction": local.isoformat(timespec="milliseconds"),
        "compact": local.isoformat().replace("+", "+").replace(":00+", ":00+"),
    }[form]
    assert standard_date(text) == by_feedparser(text) == local


@pytest.mark.parametrize(
    "text",
    [
        "Tue, 17 Feb 2026 10:04:05 EST", "17 Feb 26 10:04 GMT", "Tue, 30 Feb 2026 10:00:00 GMT", "2026-02-17",
        "2026-02", "2026", "Tue, 17 Feb 2026 25:00:00 GMT", "Mon, 01 Jan 0001 00:00:00 +1400",
        "Feb 17, 2026 10:00 GMT", "Tue, 17 Feb 2026 10:04:05 +9999", "2026-02-17T10:04:05+25:00",
        "2026-02-17T10:04:60Z", "2026-02-29T00:00:00Z", "Tue, 17 February 2026 10:04:05 Z",
        "tue, 17 feb 2026 10:04:05 gmt", "2026-02-17T10:04:05-0500",
    ],
)  # fmt: skip
def test_odd_dates_are_read_as_feedparser_reads_them_or_left_to_it(text):
    try:
        ours = standard_date(text)
    except UnknownDateError:
        return
    assert ours == by_feedparser(text)


@given(st.text(alphabet="0123456789-+:.TZ, JanFebMoGMT", max_size=40))
def test_no_text_is_read_otherwise_than_feedparser_reads_it(text):
    try:
        ours = standard_date(text)
    except UnknownDateError:
        return
    assert ours == (by_feedparser(text) if text else None)


def test_no_date_and_no_moment():
    assert standard_date("") is None
    assert to_moment((10_000, 1, 1, 0, 0, 0)) is None
    with pytest.raises(UnknownDateError):
        standard_date("yesterday")


bases = st.sampled_from(
    ["https://example.org/a/feed.xml", "http://example.org", "", "https://example.org/?x=1"]
)
pieces = st.sampled_from(
    [
        *("http:", "https:", "//", "/", "///", "example.org", "www.x.example:80", "a", "b.html", "..", "?"),
        *("q=1", "#", "top", ";", ":", " ", "é", "%20", "&", "javascript:", "[", "]", "@"),
    ]
)


@given(bases, st.lists(pieces, max_size=8).map("".join))
def test_links_are_joined_as_feedparser_joins_them(base, uri):
    assert joined(base, uri) == _urljoin(base, uri)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("plain", "plain"),
        ("cafÃ©", "café"),
        ("naïve", "naïve"),
        ("it\x92s \x93x\x94", "it\u2019s “x”"),
        ("東京", "東京"),
    ],
)
def test_text_is_mended(text, meant):
    assert mended(text) == meant


def test_lost_ampersands_come_back():
    assert link_text("https://e.org/", "/?a=1&amp;b;=2") == "https://e.org/?a=1&b=2"
    assert link_text("https://e.org/", "") == ""


def test_the_feeds_own_wishes():
    assert [ttl_s(text) for text in ("30", "", "-1", "1e9", "9999999")] == [1800.0, None, None, None, None]
    assert skip_hours(["0", "24", "25", "x", "7"]) == {0, 7}
    assert skip_days(["Sunday", "SATURDAY", "Someday", ""]) == {6, 7}
