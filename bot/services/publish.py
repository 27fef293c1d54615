"""Digests: which stories a channel gets, composed, rendered, and remembered.

Called by the command line, the Slack edge and `bot.jobs`. Grouping is brought up to date first, then stories
are taken as of the cut-off, compared with what the channel last saw, ranked, composed and rendered. What a
digest is made of is for `bot.services.material`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.digests.compose import Ranked, Window, compose
from bot.errors import UserError
from bot.messages.blocks import Message
from bot.messages.digest import digest_messages
from bot.model.digest import Delivery, Digest, DigestStory, QuietDay, Scores, Subscription
from bot.model.reading import Topic
from bot.model.story import StoryView
from bot.model.workspace import ChannelId
from bot.services.directory import Directory
from bot.services.follow import Wishes, find_wishes, hides
from bot.services.grouping import GroupingStep
from bot.services.material import Cut, Material, coverage_of, cut_of, feeds_of, frozen_made
from bot.services.shelf import Shelf, Shelves
from bot.services.team_topics import TeamTopics
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from bot.stories.changes import compare
from bot.stories.rank import Interests, places_of, rank

_PER_TOPIC = 3  # stories of one topic among the first, so that one busy topic does not fill the message


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
        payload: ``{"parent": message, "thread": [message, …], "made": …}``, the last for replays; None when
            nothing is posted.
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
        topics: By team, in the order of their sections.
        clock: The present instant.
    """

    def __init__(
        self,
        database: Database,
        *,
        shelves: Shelves,
        grouping: GroupingStep,
        directory: Directory,
        topics: TeamTopics,
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
            cut = Cut(since_at=now - timedelta(hours=hours), until_at=now) if hours else None
            digest = self.compose(tx, subscription, cut or cut_of(tx, subscription, now))
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
            cut = cut_of(tx, found, until, scheduled=True)
            if found is None or not found.active:
                return Frozen(payload=None, shown=(), since_at=cut.since_at, cutoff_at=until)
            digest = self.compose(tx, found, cut)
            made = frozen_made(tx, found, cut, coverage_of(tx, found, cut, digest.articles))
        told = (*digest.stories, *digest.more)
        silent = not told and not digest.failures and found.quiet_day is QuietDay.SILENT
        parent, *thread = digest_messages(digest)
        return Frozen(
            payload=None if silent else {"parent": parent, "thread": thread, "made": made},
            shown=tuple((story.number, story.view) for story in told),
            since_at=cut.since_at,
            cutoff_at=until,
        )

    def compose(
        self,
        tx: Transaction,
        subscription: Subscription | None,
        cut: Cut,
        *,
        wishes: Wishes | None = None,
    ) -> Digest:
        """The digest of a stretch of time, now or as of an instant.

        Args:
            tx: One snapshot.
            subscription: The channel's; None for everything.
            cut: The stretch.
            wishes: Follows and mutes that count; by default those of the channel's digest.

        Returns:
            The digest; for one instant always the same.
        """
        material = Material(tx, subscription, cut)
        coverage = coverage_of(tx, subscription, cut, len(material.articles))
        shelf = self._shelves.load(
            tx,
            material.stories(),
            until=cut.until_at,
            since=cut.since_at,
            workspace=subscription.workspace_id if subscription else None,
            as_of=cut.as_of,
            feeds_read=cut.made.feeds_read if cut.made else len(feeds_of(tx, subscription, cut)),
        )
        if wishes is None:
            wishes = cut.made.wishes if cut.made else find_wishes(tx, subscription, now=cut.until_at)
        interests = _interests(subscription, wishes)
        views = [
            v
            for v in shelf.views
            if v.topics and _is_wanted(v, interests, shelf) and not hides(wishes, v, shelf.of(v))
        ]
        ranked = rank(
            views, now=cut.until_at, interests=interests, entities=shelf.entities, per_topic=_PER_TOPIC
        )
        zone = subscription.zone if subscription else "UTC"
        local_on = cut.until_at.astimezone(ZoneInfo(zone)).date()
        return compose(
            _compared(material, ranked, shelf),
            subscription=subscription,
            heading=self._heading(subscription),
            window=Window(local_on=local_on, since_at=cut.since_at, until_at=cut.until_at, zone=zone),
            coverage=coverage,
            topics=self._topics_of(subscription),
            entities=shelf.entities,
        )

    def _topics_of(self, subscription: Subscription | None) -> tuple[Topic, ...]:
        return self._topics.of(subscription.workspace_id if subscription else None)

    def _heading(self, subscription: Subscription | None) -> str:
        if subscription is None or not (subscription.places or subscription.topics):
            return "All places"
        places = [self._directory.gazetteer.find_place(place) for place in subscription.places]
        names = [place.name for place in places if place is not None]
        topics = self._topics_of(subscription)
        chosen = [topic.name for topic in topics if topic.slug in subscription.topics]
        return " · ".join(filter(None, [" & ".join(names), ", ".join(chosen)]))


def _subscription(tx: Transaction, channel: str) -> Subscription:
    found = [s for s in tx.subscriptions.all() if s.channel_id == ChannelId(channel)]
    if not found:
        raise UserError(f"No channel {channel} is subscribed. policybot subscriptions list shows which are.")
    return found[0]


def _compared(material: Material, ranked: Sequence[tuple[StoryView, Scores]], shelf: Shelf) -> list[Ranked]:
    """The ranked stories with what is new in each since the channel last saw it."""
    found = []
    for one, scores in ranked:
        articles = shelf.of(one)
        changes = compare(material.seen_of(one.story), one, articles, material.edits(articles))
        found.append(Ranked(view=one, articles=articles, scores=scores, changes=changes))
    return found


def _interests(subscription: Subscription | None, wishes: Wishes) -> Interests:
    return Interests(
        places=frozenset(subscription.places if subscription else ()),
        topics=frozenset(subscription.topics if subscription else ()),
        follows=frozenset(wishes.follows),
    )


def _is_wanted(view: StoryView, interests: Interests, shelf: Shelf) -> bool:
    """Whether a story is followed, or is in a place and has a topic, where the channel chose any."""
    if interests.follows & {view.story.id, *view.entities, *view.topics}:
        return True
    in_place = not interests.places or bool(interests.places & places_of(view, shelf.entities))
    on_topic = not interests.topics or bool(interests.topics & set(view.topics))
    return in_place and on_topic


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
