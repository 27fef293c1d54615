"""A feed as it was read, before any cleaning: what every parser of this room returns.

Made by `bot.feeds.strict`, `bot.feeds.loose` and `bot.feeds.jsonfeed`; read by `bot.feeds.identity` and
`bot.feeds.schedule`. A plain record, with the way to carry it between processes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any

from bot.model.feed import Entry

MOST_ENTRIES = 10_000
"""Entries read of one feed; real ones hold some hundreds, and each takes memory."""

_MOST_CHARS = 400_000
"""Of one text: no article is longer, and `bot.feeds.clean` reads no more of it."""

_DATES = ("published_at", "updated_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """A feed and its entries.

    Attributes:
        title: As given, possibly with mark-up.
        html_url: The page it belongs to, absolute; empty when not said.
        language: As declared; empty when not.
        ttl_s: How long the feed says it may be cached; None when it does not.
        skip_hours: Hours (UTC, 0 to 23) in which it should not be asked.
        skip_days: ISO weekdays (1 Monday to 7 Sunday, UTC) on which it should not be asked.
        entries: In the feed's order.
        problem: What is wrong with the document although entries could be read, as a sentence; else empty.
    """

    title: str = ""
    html_url: str = ""
    language: str = ""
    ttl_s: float | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()
    entries: tuple[Entry, ...] = ()
    problem: str = ""


def to_plain(feed: ParsedFeed) -> dict[str, Any]:
    """The feed as values that JSON can carry.

    >>> from_plain(to_plain(ParsedFeed(title="A"))) == ParsedFeed(title="A")
    True
    """
    plain = asdict(replace(feed, entries=()))
    plain["skip_hours"] = sorted(feed.skip_hours)
    plain["skip_days"] = sorted(feed.skip_days)
    plain["entries"] = [entry_to_plain(entry) for entry in feed.entries]
    return plain


def entry_to_plain(entry: Entry) -> dict[str, Any]:
    """An entry as values that JSON can carry; texts cut where nobody reads on.

    >>> entry_from_plain(entry_to_plain(Entry(title="A"))) == Entry(title="A")
    True
    """
    plain: dict[str, Any] = {}
    for one in fields(entry):
        value = getattr(entry, one.name)
        if isinstance(value, str):
            value = value[:_MOST_CHARS]
        elif isinstance(value, datetime):
            value = value.isoformat()
        plain[one.name] = value
    return plain


def from_plain(plain: Mapping[str, Any]) -> ParsedFeed:
    """The feed that `to_plain` took apart.

    Args:
        plain: From `to_plain`, perhaps by way of JSON.

    >>> from_plain({"title": "A", "entries": [{"title": "B"}]}).entries[0].title
    'B'
    """
    known = dict(plain)
    known["skip_hours"] = frozenset(known.get("skip_hours", ()))
    known["skip_days"] = frozenset(known.get("skip_days", ()))
    known["entries"] = tuple(entry_from_plain(entry) for entry in known.get("entries", ()))
    return ParsedFeed(**known)


def entry_from_plain(plain: Mapping[str, Any]) -> Entry:
    """The entry that `entry_to_plain` took apart.

    Args:
        plain: From `entry_to_plain`, perhaps by way of JSON.
    """
    known = dict(plain)
    known["categories"] = tuple(known.get("categories", ()))
    for name in _DATES:
        known[name] = datetime.fromisoformat(known[name]).astimezone(UTC) if known.get(name) else None
    return Entry(**known)
