"""What one digest is made of: its window, its stories, what the channel saw before, which feeds were read.

Called by `bot.services.publish` for digests of now and for replays of past days alike: with ``as_of`` every
question is asked as of that instant. Selects; it neither ranks nor words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.digests.compose import EXCERPT_CHARS, Coverage
from bot.model.article import Article, ArticleId, ArticleVersion
from bot.model.digest import Delivery, FeedFailure, Subscription
from bot.model.feed import Feed, FeedId, FeedStatus
from bot.model.story import Story, StoryId, StoryView
from bot.services.follow import NO_WISHES, Wishes, find_wishes
from bot.services.overlay import Grouped
from bot.storage.codec import from_json, to_json
from bot.storage.transaction import Transaction

_MOST_ARTICLES = 50_000  # a month of five hundred busy feeds; bounds memory, not meaning
_FIRST_WINDOW = timedelta(hours=24)
_ON_ITS_WAY = timedelta(minutes=10)
"""How long an article may take from its date to the database: it is dated when its feed answers, and stored
with its batch, which may have to wait for slower feeds and for the writer's turn."""
_CORRECTED_WITHIN = timedelta(days=7)  # a correction of what was shown longer ago is no news of the day


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a digest was made with and nothing else remembers; frozen with its delivery, for replays.

    Attributes:
        subscription: The channel's wishes at that time.
        feeds_total: Feeds in scope, paused ones left out.
        feeds_read: Feeds in which a reply was looked for.
        failures: Feeds that could not be read.
        excerpts: Longest excerpt that a feed allows, where it is not the usual one.
        wishes: Follows and mutes that counted.
        waiting_at: See `Cut`.
        unread_at: When the oldest article came that nobody had read at the cut-off; None when all were.
    """

    subscription: Subscription
    feeds_total: int
    feeds_read: int
    failures: tuple[FeedFailure, ...] = ()
    excerpts: tuple[tuple[FeedId, int], ...] = ()
    wishes: Wishes = NO_WISHES
    waiting_at: datetime | None = None
    unread_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Which stretch of time a digest covers, and how it is looked at.

    Attributes:
        since_at: Start.
        until_at: Cut-off.
        scheduled: Count articles by when they were first seen, those of a feed's first read left out;
            otherwise by publication.
        waiting_at: Stories that the channel never saw may wait from then on; None when none waits.
        as_of: Ask the store as of this instant, for replays; None for now.
        made: What a delivered digest was made with; None for any other.
    """

    since_at: datetime
    until_at: datetime
    scheduled: bool = False
    waiting_at: datetime | None = None
    as_of: datetime | None = None
    made: Made | None = None


def cut_of(
    tx: Transaction, subscription: Subscription | None, until: datetime, *, scheduled: bool = False
) -> Cut:
    """The stretch of a channel's next digest: from the cut-off of the last one that was sent.

    Stories wait when they were held back for a second origin, or had not been stored or read at that cut-off.

    Args:
        tx: One snapshot.
        subscription: The channel's; None for everything, the last 24 hours.
        until: The cut-off.
        scheduled: See `Cut`.
    """
    last = tx.deliveries.last_sent(subscription.id) if subscription else None
    if subscription is None or last is None or last.cutoff_at is None:
        return Cut(since_at=until - _FIRST_WINDOW, until_at=until, scheduled=scheduled)
    since = last.cutoff_at
    made = made_of(last)
    waiting = since - max(timedelta(hours=subscription.hold_single_origin_h), _ON_ITS_WAY)
    if made is not None and made.unread_at is not None:
        waiting = min(waiting, made.unread_at)
    waiting = max(waiting, subscription.created_at - _FIRST_WINDOW)
    return Cut(
        since_at=since,
        until_at=until,
        scheduled=scheduled,
        waiting_at=waiting if waiting < since else None,
    )


def made_of(delivery: Delivery) -> Made | None:
    """What a delivery was made with; None when it was forgotten or is of an older version."""
    payload: Mapping[str, Any] = json.loads(delivery.payload) if delivery.payload else {}
    return from_json(Made, payload["made"]) if "made" in payload else None


def frozen_made(tx: Transaction, subscription: Subscription, cut: Cut, coverage: Coverage) -> str:
    """What `made_of` reads, for a delivery's payload."""
    oldest = tx.articles.by_ids(tx.articles.unread(limit=1))
    return to_json(
        Made(
            subscription=subscription,
            feeds_total=coverage.feeds_total,
            feeds_read=len(feeds_of(tx, subscription, cut)),
            failures=coverage.failures,
            excerpts=tuple(sorted((coverage.excerpt_chars or {}).items())),
            wishes=find_wishes(tx, subscription, now=cut.until_at),
            waiting_at=cut.waiting_at,
            unread_at=oldest[0].first_seen_at if oldest else None,
        )
    )


def feeds_of(tx: Transaction, subscription: Subscription | None, cut: Cut) -> tuple[Feed, ...]:
    """The feeds that a digest rests on: shared ones and the team's own, as of the cut."""
    workspace = subscription.workspace_id if subscription else None
    present = tx.feeds.all(workspace=workspace)
    if cut.as_of is None:
        return present
    then = cut.as_of
    removed = tx.feeds.all(workspace=workspace, removed=True)
    gone_later = (f for f in removed if f.removed_at is not None and f.removed_at > then)
    return tuple(feed for feed in (*present, *gone_later) if feed.added_at <= then)


def coverage_of(tx: Transaction, subscription: Subscription | None, cut: Cut, articles: int) -> Coverage:
    """What was read: feeds in all, those that fail, and excerpt lengths that feeds ask for.

    Which feeds failed on a past day is known only of delivered digests; for other days none is named.
    """
    made = cut.made
    if made is not None:
        return Coverage(
            feeds_total=made.feeds_total,
            failures=made.failures,
            articles=articles,
            excerpt_chars=dict(made.excerpts),
        )
    feeds = [feed for feed in feeds_of(tx, subscription, cut) if not feed.paused]
    excerpts = {feed.id: feed.excerpt_chars for feed in feeds if feed.excerpt_chars != EXCERPT_CHARS}
    return Coverage(
        feeds_total=len(feeds),
        failures=_failures(tx, feeds) if cut.as_of is None else (),
        articles=articles,
        excerpt_chars=excerpts,
    )


def _failures(tx: Transaction, feeds: Sequence[Feed]) -> tuple[FeedFailure, ...]:
    states = tx.feeds.states(feed.id for feed in feeds)
    pairs = [(feed, states[feed.id]) for feed in feeds if feed.id in states]
    return tuple(
        FeedFailure(feed_id=feed.id, outlet=feed.outlet, error=state.error, since_at=state.failing_since_at)
        for feed, state in pairs
        if not state.status.is_success and state.status is not FeedStatus.NEW
    )


class Material:
    """The stories of one digest.

    Args:
        tx: One snapshot.
        subscription: The channel's; None for everything.
        cut: The stretch of time.
    """

    def __init__(self, tx: Transaction, subscription: Subscription | None, cut: Cut) -> None:
        self._tx = tx
        self._subscription = subscription
        self._cut = cut
        self._workspace = subscription.workspace_id if subscription else None
        self._grouped = Grouped(tx, self._workspace, as_of=cut.as_of)
        self.articles = self._window(cut.since_at, cut.until_at)
        self.seen = self._views_of(self._shown_lately())

    def stories(self) -> tuple[Story, ...]:
        """Stories with news in the window, those that waited, and those shown before and edited since."""
        found = {s.id: s for s in self._grouped.of_articles(article.id for article in self.articles)}
        found |= {s.id: s for s in self._grouped.of_articles(self._edited())}
        waiting: dict[StoryId, Story] = {}
        if self._cut.waiting_at is not None:
            early = self._window(self._cut.waiting_at, self._cut.since_at)
            waiting = {s.id: s for s in self._grouped.of_articles(article.id for article in early)}
        self.seen |= self._views_of({*found, *waiting} - self.seen.keys())
        found |= {i: s for i, s in waiting.items() if self.seen_of(s) is None}
        return tuple(found[i] for i in sorted(found))

    def seen_of(self, story: Story) -> StoryView | None:
        """What the channel last saw of a story, or of the one that its articles were in then."""
        if story.id in self.seen:
            return self.seen[story.id]
        ids = set(story.article_ids)
        common = [(len(ids.intersection(v.story.article_ids)), i) for i, v in sorted(self.seen.items())]
        most, former = max(common, key=lambda pair: pair[0], default=(0, StoryId("")))
        return self.seen[former] if most else None

    def edits(self, articles: Iterable[Article]) -> list[ArticleVersion]:
        """Wordings of these articles that were replaced in the window, oldest first in each."""
        since, until = self._cut.since_at, self._cut.as_of or self._cut.until_at
        changed = [a for a in articles if a.updated_at is not None and a.updated_at >= since]
        return [
            v for a in changed for v in self._tx.articles.versions(a.id) if since <= v.replaced_at <= until
        ]

    def _edited(self) -> list[ArticleId]:
        ids = [i for view in self.seen.values() for i in view.story.article_ids]
        return sorted({version.article_id for version in self.edits(self._tx.articles.by_ids(ids))})

    def _shown_lately(self) -> tuple[StoryId, ...]:
        if self._subscription is None:
            return ()
        since = self._cut.since_at - _CORRECTED_WITHIN
        return self._tx.views.shown_since(self._subscription.id, since, before=self._cut.as_of)

    def _views_of(self, ids: Iterable[StoryId]) -> dict[StoryId, StoryView]:
        """What the channel last saw of these stories."""
        if self._subscription is None:
            return {}
        return self._tx.views.last_seen(self._subscription.id, ids, before=self._cut.as_of)

    def _window(self, since: datetime, until: datetime) -> tuple[Article, ...]:
        cut = self._cut
        found = self._tx.articles.window(
            since,
            until,
            by="first_seen" if cut.scheduled else "published",
            workspace=self._workspace,
            scheduled=cut.scheduled,
            limit=_MOST_ARTICLES,
        )
        then = cut.as_of
        return found if then is None else tuple(a for a in found if a.first_seen_at <= then)
