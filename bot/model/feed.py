"""Feeds, outlets and entries: what is subscribed to, who publishes it, and what it gave.

Built by `bot.catalog` (from files), `bot.feeds` (from bytes) and `bot.storage` (from rows). Nothing here
fetches or parses.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.model.entity import Level
from bot.model.workspace import WorkspaceId

FeedId = NewType("FeedId", str)
OutletId = NewType("OutletId", str)


class FeedStatus(StrEnum):
    """How the last poll of a feed ended; the words that ``feeds list`` prints."""

    NEW = "new"
    OK = "ok"
    RECOVERED = "recovered"
    NOT_MODIFIED = "not_modified"
    MOVED = "moved"
    GONE = "gone"
    CLIENT_ERROR = "client_error"
    SERVER_ERROR = "server_error"
    RATE_LIMITED = "rate_limited"
    TIMEOUT = "timeout"
    TOO_LARGE = "too_large"
    NOT_A_FEED = "not_a_feed"
    MALFORMED = "malformed"
    BLOCKED = "blocked"
    NETWORK_ERROR = "network_error"
    REDIRECT_ERROR = "redirect_error"
    PAUSED = "paused"

    @property
    def is_success(self) -> bool:
        """Whether the poll read the feed, or learned that nothing had changed."""
        return self in _SUCCESSES


_SUCCESSES = frozenset({FeedStatus.OK, FeedStatus.RECOVERED, FeedStatus.NOT_MODIFIED, FeedStatus.MOVED})


class OutletType(StrEnum):
    """What kind of publisher an outlet is; decides what counts as an official document."""

    NEWS = "news"
    WIRE = "wire"
    BROADCASTER = "broadcaster"
    TRADE = "trade"
    CAMPUS = "campus"
    ANALYSIS = "analysis"
    GOVERNMENT = "government"
    COURT = "court"
    FORUM = "forum"
    SATIRE = "satire"
    AGGREGATOR = "aggregator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """Who publishes.

    Attributes:
        id: Slug, unique in ``config/outlets.toml``.
        name: As it is shown.
        family: Slug shared by the outlets of one owner; they count as one (docs/policy.md).
        owner: Who owns it, as shown; empty when it owns itself or is not known.
        type: What kind of publisher it is.
        place: Home region, an ISO 3166-2 or 3166-1 code such as ``US-MA`` or ``GB``; None when nowhere.
        aliases: Other names under which articles credit it, case-sensitive.
        domains: Host names of its pages, without ``www.``.
    """

    id: OutletId
    name: str
    family: str
    owner: str = ""
    type: OutletType = OutletType.NEWS
    place: str | None = None
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One subscribed URL.

    Attributes:
        id: Short and stable; printed for people.
        url: Where it is polled now.
        imported_url: The address as it was first given; kept when a feed moves.
        outlet: Display name of who publishes it.
        outlet_id: The outlet's slug where it is known.
        title: The feed's own name, as listed.
        place: Home region (``US-MA``), the prior for place names in its articles.
        level: Level of government that the feed covers, if one.
        packs: Folders of OPML, that is the packs it belongs to.
        html_url: The page that the feed belongs to.
        excerpt_chars: Longest excerpt shown of its summaries, 0 to 140 characters.
        workspace_id: None for a feed that all workspaces share.
        paused: Not polled until resumed.
        added_at: When it was added.
        removed_at: When it was removed; it can be restored for seven days.
    """

    id: FeedId
    url: str
    imported_url: str
    outlet: str
    outlet_id: OutletId | None = None
    title: str = ""
    place: str | None = None
    level: Level | None = None
    packs: tuple[str, ...] = ()
    html_url: str = ""
    excerpt_chars: int = 140
    workspace_id: WorkspaceId | None = None
    paused: bool = False
    added_at: datetime
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What polling knows of a feed; the one row that a poll rewrites.

    Attributes:
        feed_id: Whose state it is.
        status: How the last poll ended.
        error: The last failure in words; empty after a success.
        error_streak: Failures since the last success.
        failing_since_at: When the present streak began.
        owner_told_at: When the feed's owner was told of the present streak; None when not.
        last_polled_at: When it was last asked.
        last_success_at: When it last answered well.
        next_poll_at: When it is due.
        etag: Validator, byte for byte as the server gave it.
        last_modified: Validator, byte for byte as the server gave it.
        body_sha256: Hash of the last body that was parsed, in hex.
        items_per_week: New items a week, measured over what is stored.
        first_read: False until its first successful read; items of that read are marked seen.
        moved_to: Where it redirects permanently, while this is not yet believed.
        moved_count: How often that was seen.
        moved_since_at: When it was first seen.
    """

    feed_id: FeedId
    status: FeedStatus = FeedStatus.NEW
    error: str = ""
    error_streak: int = 0
    failing_since_at: datetime | None = None
    owner_told_at: datetime | None = None
    last_polled_at: datetime | None = None
    last_success_at: datetime | None = None
    next_poll_at: datetime
    etag: str = ""
    last_modified: str = ""
    body_sha256: str = ""
    items_per_week: float = 0.0
    first_read: bool = False
    moved_to: str = ""
    moved_count: int = 0
    moved_since_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An item as a feed gave it: mark-up still inside, links resolved, nothing stored yet.

    Attributes:
        guid: The feed's own identifier; empty when it gave none.
        link: Address of the article, absolute, not yet canonical.
        title: Title, possibly with mark-up.
        summary: Summary, possibly with mark-up.
        content: Full text where the feed carries it, possibly with mark-up.
        author: Byline.
        published_at: As dated by the feed; None when missing or unreadable.
        updated_at: As dated by the feed.
        source_title: Outlet that an aggregator credits.
        source_url: Its address.
        categories: The feed's own labels.
        language: As declared for the item or the feed; empty when not.
    """

    guid: str = ""
    link: str = ""
    title: str = ""
    summary: str = ""
    content: str = ""
    author: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    source_title: str = ""
    source_url: str = ""
    categories: tuple[str, ...] = ()
    language: str = ""
