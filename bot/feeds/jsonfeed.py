"""JSON Feed 1.0 and 1.1 (jsonfeed.org) as our records.

Called by `bot.feeds.parse`. Pure; every value may be of any type and is taken only where it is of the
right one.
"""

from __future__ import annotations

import html
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from bot.errors import ParseError
from bot.feeds.parsed import MOST_ENTRIES, ParsedFeed
from bot.model.feed import Entry, FeedStatus

_VERSION = "jsonfeed.org/version/"


def looks_like_json(document: bytes) -> bool:
    """Whether a document begins like a JSON object.

    >>> looks_like_json(b'{"version": 1}'), looks_like_json(b"<rss>")
    (True, False)
    """
    return document.startswith(b"{")


def parse(document: bytes, *, url: str) -> ParsedFeed:
    """Read a JSON Feed.

    Args:
        document: From `bot.feeds.charset.to_utf8`.
        url: Where it came from, for relative links.

    Returns:
        The feed.

    Raises:
        ParseError: It is not JSON (``malformed``) or no JSON Feed (``not_a_feed``).

    >>> parse(b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": 7}]}', url="").entries[0].guid
    '7'
    """
    try:
        found = json.loads(document)
    except (ValueError, RecursionError) as error:
        raise ParseError(f"The feed's JSON is broken: {error}", status=FeedStatus.MALFORMED) from error
    if not isinstance(found, dict) or _VERSION not in _text(found, "version"):
        raise ParseError("This is JSON, but no JSON Feed", status=FeedStatus.NOT_A_FEED)
    items = found.get("items")
    if not isinstance(items, list):
        raise ParseError("The JSON Feed has no list of items", status=FeedStatus.MALFORMED)
    language = _text(found, "language")
    return ParsedFeed(
        title=_text(found, "title"),
        html_url=_link(found, "home_page_url", url),
        language=language,
        entries=tuple(_entry(item, found, url) for item in items[:MOST_ENTRIES] if isinstance(item, dict)),
    )


def _text(item: dict[str, Any], key: str) -> str:
    value = item.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool) and key == "id":
        return str(value)  # the standard: coerce a number to a string
    return value if isinstance(value, str) else ""


def _link(item: dict[str, Any], key: str, base: str) -> str:
    value = _text(item, key).strip()
    try:
        return urljoin(base, value) if value else ""
    except ValueError:
        return ""


def _moment(item: dict[str, Any], key: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(_text(item, key).strip())
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _authors(item: dict[str, Any]) -> str:
    several = item.get("authors")
    people = several if isinstance(several, list) else [item.get("author")]
    return ", ".join(filter(None, (_text(p, "name").strip() for p in people if isinstance(p, dict))))


def _entry(item: dict[str, Any], feed: dict[str, Any], base: str) -> Entry:
    tags = item.get("tags")
    return Entry(
        guid=_text(item, "id"),
        link=_link(item, "url", base) or _link(item, "external_url", base),
        title=_text(item, "title"),
        summary=_text(item, "summary"),
        content=_text(item, "content_html") or html.escape(_text(item, "content_text"), quote=False),
        author=_authors(item) or _authors(feed),
        published_at=_moment(item, "date_published"),
        updated_at=_moment(item, "date_modified"),
        categories=tuple(t for t in tags if isinstance(t, str)) if isinstance(tags, list) else (),
        language=_text(item, "language") or _text(feed, "language"),
    )
