"""Digests, the subscriptions they are made for, and their deliveries.

`bot.digests` composes a `Digest` and decides when one is due and how a `Delivery` goes on;
`bot.messages` renders it. Nothing here posts anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import NewType

from bot.model.article import Article
from bot.model.entity import Entity, EntityId
from bot.model.feed import FeedId
from bot.model.story import Changes, StoryId, StoryView
from bot.model.workspace import ChannelId, UserId, WorkspaceId

SubscriptionId = NewType("SubscriptionId", str)
DeliveryId = NewType("DeliveryId", str)

NOBODY = UserId("")
NEW_STORY = Changes(is_new=True)


class QuietDay(StrEnum):
    """What a channel wants on a day without stories."""

    LINE = "line"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A channel, its interests and its schedule.

    Attributes:
        id: Unique.
        workspace_id: Whose.
        channel_id: Where the digest is posted.
        places: Places of interest (``geonames:…``); empty for all.
        topics: Topic slugs of interest; empty for all.
        at: Local time of day.
        zone: IANA time zone name.
        weekdays: ISO weekdays on which it is posted, 1 Monday to 7 Sunday.
        max_stories: Stories in the parent message, 1 to 20; the rest goes to the thread.
        quiet_day: What to post on a day without stories.
        hold_single_origin_h: Hours to hold back stories of one origin; 0 for not at all.
        active: Whether it is on.
        paused_until_on: Local date until which (exclusive) it rests.
        skips: Local dates left out.
        owner: Who is told when it goes wrong.
        created_at: Since when it exists or was last switched on; the first digest covers 24 hours.
    """

    id: SubscriptionId
    workspace_id: WorkspaceId
    channel_id: ChannelId
    places: tuple[EntityId, ...] = ()
    topics: tuple[str, ...] = ()
    at: time = time(8, 0)
    zone: str = "UTC"
    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)
    max_stories: int = 8
    quiet_day: QuietDay = QuietDay.LINE
    hold_single_origin_h: int = 0
    active: bool = True
    paused_until_on: date | None = None
    skips: tuple[date, ...] = ()
    owner: UserId = NOBODY
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Why a story stands where it stands; the factors of docs/policy.md and their product."""

    origins: float
    freshness: float
    match: float
    level: float
    total: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestStory:
    """One story of a digest, with the articles and entities its card names.

    Attributes:
        number: Its number in this digest, from 1; what ``/policy why 2`` refers to.
        topic: Slug of the section it stands in.
        topic_name: That section's name as shown; empty when only the slug is known.
        view: The story as of the cut-off.
        articles: Its articles, in order of publication.
        entities: The entities that the card names, by first use.
        changes: What is new since this channel last saw it.
        scores: Why it stands where it stands.
        excerpt: Start of the feed's own summary, cut to what that feed allows; empty for none.
    """

    number: int
    topic: str
    topic_name: str = ""
    view: StoryView
    articles: tuple[Article, ...]
    entities: tuple[Entity, ...] = ()
    changes: Changes = NEW_STORY
    scores: Scores | None = None
    excerpt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFailure:
    """A feed that could not be read, for the footer."""

    feed_id: FeedId
    outlet: str
    error: str
    since_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What a channel gets: composed, not yet rendered.

    Attributes:
        subscription_id: None for a preview without a channel.
        heading: Places or interests in words: "Boston & Massachusetts".
        zone: Zone in which dates are written.
        local_on: The local date it is for.
        since_at: Start of what it covers (the last sent cut-off).
        until_at: Its cut-off.
        stories: The parent message, in order.
        more: The rest, for the thread.
        feeds_total: Feeds in scope.
        failures: Those that could not be read.
        articles: Articles read in the window, over all stories.
        held: Stories of one origin that wait for a second one.
        unlisted: Sections with stories that the thread has no room for, and how many, in order.
    """

    subscription_id: SubscriptionId | None = None
    heading: str
    zone: str = "UTC"
    local_on: date
    since_at: datetime
    until_at: datetime
    stories: tuple[DigestStory, ...] = ()
    more: tuple[DigestStory, ...] = ()
    feeds_total: int = 0
    failures: tuple[FeedFailure, ...] = ()
    articles: int = 0
    held: int = 0
    unlisted: tuple[tuple[str, int], ...] = ()

    @property
    def total(self) -> int:
        """All stories that it tells of, those that are only counted too."""
        return len(self.stories) + len(self.more) + sum(count for _, count in self.unlisted)

    @property
    def story_ids(self) -> tuple[StoryId, ...]:
        """Ids of all stories, those of the thread last."""
        return tuple(s.view.story.id for s in (*self.stories, *self.more))


class DeliveryKind(StrEnum):
    """What a delivery row posts; each is a row of its own under the same protocol."""

    DIGEST = "digest"
    THREAD = "thread"
    EDIT = "edit"
    NOTICE = "notice"
    ALERT = "alert"


class DeliveryState(StrEnum):
    """Where a delivery stands; the diagram is in docs/operate.md."""

    PLANNED = "planned"
    FROZEN = "frozen"
    INTENT = "intent"
    UNKNOWN = "unknown"
    RETRY = "retry"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"

    @property
    def is_final(self) -> bool:
        """Whether nothing more will happen to it."""
        return self in {DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.SKIPPED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message for one channel, and how far it came.

    Attributes:
        id: Unique; goes out as the message's metadata, by which it is found again.
        subscription_id: Whose digest; with `local_on`, `kind` and `part` unique.
        workspace_id: Whose.
        channel_id: Where.
        kind: Digest, thread reply, edit, notice or alert.
        local_on: The local date it is for.
        part: Number among the rows of one digest, 0 for the parent.
        parent_id: The row whose message it replies to or edits.
        due_at: When it should be posted.
        state: Where it stands.
        payload: Frozen message (``{"text", "blocks", "metadata"}``) as JSON; empty until composed.
        since_at: Start of the content.
        cutoff_at: End of the content.
        fence: Counts the intents; an answer under an older fence is void.
        intent_at: When the present intent was made durable.
        lease_until_at: Until when the present worker may act.
        attempts: Posts tried.
        next_attempt_at: When it may be tried or settled next.
        message_ts: The platform's id of the posted message.
        sent_at: When the post was known to have succeeded.
        reason: Why it failed, waits or was skipped, in words.
    """

    id: DeliveryId
    subscription_id: SubscriptionId | None
    workspace_id: WorkspaceId
    channel_id: ChannelId
    kind: DeliveryKind = DeliveryKind.DIGEST
    local_on: date
    part: int = 0
    parent_id: DeliveryId | None = None
    due_at: datetime
    state: DeliveryState = DeliveryState.PLANNED
    payload: str = ""
    since_at: datetime | None = None
    cutoff_at: datetime | None = None
    fence: int = 0
    intent_at: datetime | None = None
    lease_until_at: datetime | None = None
    attempts: int = 0
    next_attempt_at: datetime | None = None
    message_ts: str = ""
    sent_at: datetime | None = None
    reason: str = ""
