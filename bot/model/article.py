"""Articles as stored, and what reading one found in it.

An article is an entry with canonical URL, clean text and UTC times, stored once however many feeds
carry it. A reading is all that `bot.nlp` found in one version of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from bot.model.feed import FeedId, OutletId

ArticleId = NewType("ArticleId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article.

    Attributes:
        id: Stable; derived from its first identity, so that a replay gives the same.
        url: Canonical link, what every line about it links to.
        title: Clean text, never empty.
        summary: Clean text of the feed's summary; may be empty.
        body: Clean text of the feed's full text; empty where the feed carries none.
        outlet: Display name of who published it (the credited one where an aggregator relays).
        outlet_id: Its slug where known.
        place: Home region of the feed that brought it first (``US-MA``).
        byline: Author line as given.
        language: Primary subtag, ``und`` when it could not be told.
        links: Addresses that its text links to, for tracing relays.
        categories: The feed's own labels.
        published_at: As dated by the feed, or `first_seen_at` where that is missing or absurd.
        updated_at: When its text last changed here.
        first_seen_at: When it was first stored.
        seen_on_add: Came with the first read of a feed: no scheduled digest or alert is made of it.
        feeds: Every feed that carried it, in order of arrival.
        content_sha256: Hash of title, summary and body, in hex.
    """

    id: ArticleId
    url: str
    title: str
    summary: str = ""
    body: str = ""
    outlet: str
    outlet_id: OutletId | None = None
    place: str | None = None
    byline: str = ""
    language: str = "und"
    links: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    published_at: datetime
    updated_at: datetime | None = None
    first_seen_at: datetime
    seen_on_add: bool = False
    feeds: tuple[FeedId, ...] = ()
    content_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleVersion:
    """An earlier wording of an article, kept when the feed changed it."""

    article_id: ArticleId
    title: str
    summary: str
    body: str
    url: str
    replaced_at: datetime
