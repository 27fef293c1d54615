"""feedparser's reading of any feed, however broken, as our records.

Runs in the worker process of `bot.feeds.sandbox`, because feedparser can be made to take minutes and
gigabytes. It is handed bytes, never an address: given one, feedparser would fetch it unguarded.
"""

from __future__ import annotations

import io
import re
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import feedparser

from bot.errors import ParseError
from bot.feeds.parsed import MOST_ENTRIES, ParsedFeed
from bot.feeds.values import skip_days, skip_hours, to_moment, ttl_s
from bot.model.feed import Entry, FeedStatus

_HARMLESS = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)
_ROOT = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
_END = re.compile(rb"</(?:\w+:)?(?:rss|feed|rdf|channel)\s*>", re.IGNORECASE)
_HOURS = re.compile(rb"<hour>\s*([0-9]{1,2})\s*</hour>", re.IGNORECASE)
_DAYS = re.compile(rb"<day>\s*([a-z]{6,9})\s*</day>", re.IGNORECASE)
_HEAD_BYTES = 4096


def parse(document: bytes, *, url: str) -> ParsedFeed:
    """Read a feed with feedparser, both of its switches off.

    Args:
        document: From `bot.feeds.charset.to_utf8`.
        url: Where it came from, for relative links.

    Returns:
        What feedparser found.

    Raises:
        ParseError: Nothing was found: ``not_a_feed``, or ``malformed`` where it looks like one.

    >>> parse(b"<rss><channel><item><title>A</title></item></channel></rss>", url="").entries[0].title
    'A'
    """
    headers = {"content-location": url, "content-type": "application/xml; charset=utf-8"}
    found = feedparser.parse(
        io.BytesIO(document), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    fault = found.get("bozo_exception")
    broken = fault is not None and not isinstance(fault, _HARMLESS)
    if not found.entries and (broken or not found.get("version")):
        status, words = _nothing(document, fault)
        raise ParseError(words, status=status)
    entries = found.entries[:MOST_ENTRIES]
    problem = ""
    if broken and not _END.search(document[-_HEAD_BYTES:]):
        problem = f"The feed breaks off in the middle; {len(entries) - 1} of its items are whole"
        entries = entries[:-1]  # the last one may be cut anywhere
        if not entries:
            raise ParseError("The feed breaks off in its first item", status=FeedStatus.MALFORMED)
    language = _text(found.feed, "language")
    return ParsedFeed(
        title=_text(found.feed, "title"),
        html_url=_text(found.feed, "link"),
        language=language,
        ttl_s=ttl_s(_text(found.feed, "ttl").strip()),
        skip_hours=skip_hours(hour.decode() for hour in _HOURS.findall(document)),
        skip_days=skip_days(day.decode() for day in _DAYS.findall(document)),
        entries=tuple(_entry(entry, language) for entry in entries),
        problem=problem,
    )


def _nothing(document: bytes, fault: object) -> tuple[FeedStatus, str]:
    """Why nothing could be read: status and sentence."""
    head = document[:_HEAD_BYTES]
    if not head.strip():
        return FeedStatus.NOT_A_FEED, "The answer is empty"
    if _ROOT.search(head):
        words = " ".join(str(fault).split())[:160]
        return FeedStatus.MALFORMED, f"The feed's XML is broken: {words}"
    kind = (
        "a web page" if re.search(rb"<(?:!doctype\s+html|html)\b", head, re.IGNORECASE) else "something else"
    )
    return FeedStatus.NOT_A_FEED, f"This is no feed but {kind}"


def _text(item: Mapping[str, Any], key: str) -> str:
    """A value as text; feedparser's own fallbacks between keys are not wanted here."""
    value = dict.get(item, key) if isinstance(item, dict) else item.get(key)
    return value if isinstance(value, str) else ""


def _moment(item: Mapping[str, Any], key: str) -> datetime | None:
    value = dict.get(item, key) if isinstance(item, dict) else None
    if not isinstance(value, time.struct_time):
        return None
    return to_moment(value)


def _authors(item: Mapping[str, Any]) -> str:
    """All authors by name; the one that feedparser settled on where they have none."""
    names = dict.fromkeys(str(author.get("name") or "") for author in item.get("authors") or ())
    return ", ".join(filter(None, names)) or _text(item, "author")


def _entry(item: Mapping[str, Any], language: str) -> Entry:
    contents = item.get("content") or ()
    source = item.get("source") or {}
    tags = item.get("tags") or ()
    labels = (str(tag.get("term") or tag.get("label") or "").strip() for tag in tags)
    return Entry(
        guid=_text(item, "id"),
        link=_text(item, "link"),
        title=_text(item, "title"),
        summary=_text(item, "summary"),
        content=max((str(part.get("value") or "") for part in contents), key=len, default=""),
        author=_authors(item),
        published_at=_moment(item, "published_parsed"),
        updated_at=_moment(item, "updated_parsed"),
        source_title=_text(source, "title"),
        source_url=_text(source, "href") or _text(source, "link"),
        categories=tuple(dict.fromkeys(label for label in labels if label)),
        language=str((item.get("title_detail") or {}).get("language") or "") or language,
    )
