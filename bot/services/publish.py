"""Digests: which stories a channel gets, composed, rendered, and remembered.

Called by the command line, the Slack edge and `bot.jobs`. Grouping is brought up to date first, then stories
are taken as of the cut-off, compared with what the channel last saw, ranked, composed and rendered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from bot.digests.compose import Coverage, Ranked, Window, compose
from bot.errors import UserError
from bot.messages.blocks import Message
from bot.messages.digest import digest_messages
from bot.model.digest import Delivery, Digest, DigestStory, FeedFailure, QuietDay, Scores, Subscription
from bot.model.feed import FeedStatus
from bot.model.reading import Topic
from bot.model.story import StoryView
from bot.model.workspace import ChannelId
from bot.services.directory import Directory
from bot.services.grouping import GroupingStep
from bot.services.shelf import Shelf, Shelves
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from bot.stories.changes import compare
from bot.stories.rank import Interests, places_of, rank

_PER_TOPIC = 3  # stories of one topic among the first, so that one busy topic does not fill the message
_MOST_ARTICLES = 50_000  # a month of five hundred busy feeds; bounds memory, not meaning
_FIRST_WINDOW = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A digest that was composed but not posted.

    Attributes:
        digest: What was composed.
        messages: It rendered: the parent first, then the thread.
        explanations: One line a story: its score and the factors.
    """

    digest: Digest
    messages: tuple[Message, ...]
    explanations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """What a delivery posts, whenever and however often it is tried.

    Attributes:
        payload: ``{"parent": message, "thread": [message, …]}``; None when nothing is posted.
        shown: Number and view of every story in it.
        since_at: Start of the content.
        cutoff_at: End of the content.
    """

    payload: dict[str, Any] | None
    shown: tuple[tuple[int, StoryView], ...]
    since_at: datetime
    cutoff_at: datetime


class Publish:
    """Composes digests.

    Args:
        database: Where everything is.
        shelves: Stories as of a moment.
        grouping: Brought up to date before a digest.
        directory: Who is who.
        topics: In the order of their sections.
        clock: The present instant.
    """

    def __init__(
        self,
        database: Database,
        *,
        shelves: Shelves,
        grouping: GroupingStep,
        directory: Directory,
        topics: Sequence[Topic],
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._shelves = shelves
        self._grouping = grouping
        self._directory = directory
        self._topics = topics
        self._clock = clock

    def preview(
        self, *, channel: str | None = None, hours: float | None = None, regroup: bool = True
    ) -> Preview:
        """The digest of a channel, or of everything, as it would be now.

        Args:
            channel: A subscribed channel; None for everything.
            hours: Length of the window, by publication; by default since the channel's last digest, else 24.
            regroup: Whether the open stories are grouped afresh first.

        Returns:
            The digest, nothing posted and nothing remembered.
        """
        now = self._clock()
        if regroup:
            self._grouping.regroup(now)
        with self._database.read() as tx:
            subscription = _subscription(tx, channel) if channel else None
            since = now - timedelta(hours=hours) if hours else _since(tx, subscription, now)
            digest = self.compose(tx, subscription, since=since, until=now)
        return Preview(digest=digest, messages=digest_messages(digest), explanations=_explain(digest))

    def freeze(self, delivery: Delivery, until: datetime) -> Frozen:
        """What a planned delivery will post, from the cut-off of the last one that was sent.

        Args:
            delivery: Planned.
            until: The cut-off.

        Returns:
            The messages and what they show; without a payload when nothing is to be posted.
        """
        self._grouping.regroup(until)
        with self._database.read() as tx:
            found = tx.subscriptions.find(delivery.subscription_id) if delivery.subscription_id else None
            since = _since(tx, found, until)
            if found is None or not found.active:
                return Frozen(payload=None, shown=(), since_at=since, cutoff_at=until)
            digest = self.compose(tx, found, since=since, until=until, scheduled=True)
        told = (*digest.stories, *digest.more)
        silent = not told and not digest.failures and found.quiet_day is QuietDay.SILENT
        parent, *thread = digest_messages(digest)
        return Frozen(
            payload=None if silent else {"parent": parent, "thread": thread},
            shown=tuple((story.number, story.view) for story in told),
            since_at=since,
            cutoff_at=until,
        )

    def compose(
        self,
        tx: Transaction,
        subscription: Subscription | None,
        *,
        since: datetime,
        until: datetime,
        scheduled: bool = False,
    ) -> Digest:
        """The digest of a window.

        Args:
            tx: One snapshot.
            subscription: The channel's; None for everything.
            since: Start.
            until: Cut-off.
            scheduled: Count articles by when they were first seen, those of a feed's first read left out;
                otherwise by publication.
        """
        by: Literal["published", "first_seen"] = "first_seen" if scheduled else "published"
        found = tx.articles.window(since, until, by=by, scheduled=scheduled, limit=_MOST_ARTICLES)
        story_ids = set(tx.stories.of_articles(article.id for article in found).values())
        stories = sorted(tx.stories.by_ids(story_ids).values(), key=lambda story: story.id)
        shelf = self._shelves.load(tx, stories, until=until, since=since)
        interests = _interests(subscription)
        views = [v for v in shelf.views if v.topics and _is_wanted(v, interests, shelf)]
        ranked = rank(views, now=until, interests=interests, entities=shelf.entities, per_topic=_PER_TOPIC)
        zone = subscription.zone if subscription else "UTC"
        return compose(
            _compared(tx, subscription, ranked, shelf, since),
            subscription=subscription,
            heading=self._heading(subscription),
            window=Window(
                local_on=until.astimezone(ZoneInfo(zone)).date(), since_at=since, until_at=until, zone=zone
            ),
            coverage=_coverage(tx, len(found)),
            topics=self._topics,
            entities=shelf.entities,
        )

    def _heading(self, subscription: Subscription | None) -> str:
        if subscription is None or not (subscription.places or subscription.topics):
            return "All places"
        places = [self._directory.gazetteer.find_place(place) for place in subscription.places]
        names = [place.name for place in places if place is not None]
        chosen = [topic.name for topic in self._topics if topic.slug in subscription.topics]
        return " · ".join(filter(None, [" & ".join(names), ", ".join(chosen)]))


def _subscription(tx: Transaction, channel: str) -> Subscription:
    found = [s for s in tx.subscriptions.all() if s.channel_id == ChannelId(channel)]
    if not found:
        raise UserError(f"No channel {channel} is subscribed. policybot subscriptions list shows which are.")
    return found[0]


def _since(tx: Transaction, subscription: Subscription | None, now: datetime) -> datetime:
    """Where a channel's next digest begins: at the cut-off of the last one that was sent."""
    last = tx.deliveries.last_sent(subscription.id) if subscription else None
    return (last.cutoff_at if last else None) or now - _FIRST_WINDOW


def _compared(
    tx: Transaction,
    subscription: Subscription | None,
    ranked: Sequence[tuple[StoryView, Scores]],
    shelf: Shelf,
    since: datetime,
) -> list[Ranked]:
    """The ranked stories with what is new in each since the channel last saw it."""
    ids = [one.story.id for one, _ in ranked]
    seen = tx.views.last_seen(subscription.id, ids) if subscription else {}
    found = []
    for one, scores in ranked:
        then, articles = seen.get(one.story.id), shelf.of(one)
        edits = [v for a in articles for v in tx.articles.versions(a.id) if v.replaced_at >= since]
        changes = compare(then, one, articles, edits)
        found.append(Ranked(view=one, articles=articles, scores=scores, changes=changes))
    return found


def _interests(subscription: Subscription | None) -> Interests:
    if subscription is None:
        return Interests()
    return Interests(places=frozenset(subscription.places), topics=frozenset(subscription.topics))


def _is_wanted(view: StoryView, interests: Interests, shelf: Shelf) -> bool:
    """Whether a story is in one of the places and has one of the topics, where the channel chose any."""
    in_place = not interests.places or bool(interests.places & places_of(view, shelf.entities))
    on_topic = not interests.topics or bool(interests.topics & set(view.topics))
    return in_place and on_topic


def _coverage(tx: Transaction, articles: int) -> Coverage:
    """What was read: feeds in all, those that fail, and excerpt lengths that feeds ask for."""
    pairs = [(feed, state) for feed, state in tx.feeds.with_states() if not feed.paused]
    failures = tuple(
        FeedFailure(feed_id=feed.id, outlet=feed.outlet, error=state.error, since_at=state.failing_since_at)
        for feed, state in pairs
        if not state.status.is_success and state.status is not FeedStatus.NEW
    )
    excerpts = {feed.id: feed.excerpt_chars for feed, _ in pairs}
    return Coverage(feeds_total=len(pairs), failures=failures, articles=articles, excerpt_chars=excerpts)


def _explain(digest: Digest) -> tuple[str, ...]:
    shown = ((story, story.scores) for story in (*digest.stories, *digest.more))
    return tuple(
        f"{story.number:3d}  {scores.total:.3f} = origins {scores.origins:.2f} × freshness "
        f"{scores.freshness:.2f} × match {scores.match:.2f} × level {scores.level:.2f}  {_title(story)}"
        for story, scores in shown
        if scores is not None
    )


def _title(story: DigestStory) -> str:
    return next((a.title for a in story.articles if a.id == story.view.headline_article), "")
