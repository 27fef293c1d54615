"""Alerts: a direct message, or a post in a channel, when there is news of something that is followed.

Called by `bot.jobs` at ticks of the clock. Plans deliveries of kind ``alert`` with the message frozen in
them; posting them is `bot.services.delivering`. At most one an hour for each story and reader, none to a
person at night, and none that the channel wants held back (docs/decisions/0077-alerts.md).
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.digests.compose import is_held, named_entities
from bot.messages.blocks import Message
from bot.messages.notices import alert_message, plain_message
from bot.model.article import Article
from bot.model.digest import Delivery, DeliveryId, DeliveryKind, DeliveryState, DigestStory, SubscriptionId
from bot.model.lookup import Follow
from bot.model.reading import Reading
from bot.model.story import Story, StoryId
from bot.model.workspace import ChannelId, UserId, WorkspaceId
from bot.services.follow import hides, wishes_by
from bot.services.overlay import Grouped
from bot.services.shelf import Shelf, Shelves
from bot.storage.database import Database
from bot.storage.transaction import Transaction

QUIET_FROM, QUIET_UNTIL = time(22), time(7)
"""Hours in a person's own zone in which nothing is sent to that person."""

EVERY = timedelta(hours=1)
"""The least time between two alerts of one story to one reader."""

_CUT = "alerts.cut"
_WAITING = "alerts.waiting"
_OVERLAP = timedelta(minutes=5)  # a grouping that began before the last look may have been stored after it
_FRESH = timedelta(hours=12)  # older news is for the digest, as a digest that late is (POLICYBOT_CATCH_UP_H)
_TOLD_S = 30 * 86_400.0  # a story does not live longer
_MOST_WAITING = 2_000
_DAY_S = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Who gets alerts: a person, or a channel."""

    workspace: WorkspaceId
    channel: ChannelId
    owner: str
    is_person: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _News:
    """A story that a reader may be told of.

    Attributes:
        reader: Who.
        follow: Which follow it is for.
        story: As it stands.
        held: Whether the channel wants it held back for now.
    """

    reader: _Reader
    follow: Follow
    story: DigestStory
    held: bool

    @property
    def story_id(self) -> StoryId:
        """The story's id."""
        return self.story.view.story.id

    @property
    def key(self) -> str:
        """Names the story and the reader."""
        return f"alert:{self.reader.workspace}:{self.reader.channel}:{self.story_id}"

    @property
    def state(self) -> str:
        """The same, with what would be told: what was told once is no news."""
        status = self.story.view.status
        told = f"{self.key}:{status.kind.value}:{status.origins}"
        followed = self.follow.target_kind == "story"  # whoever follows a story wants each new outlet of it
        return f"{told}:{len(self.story.view.outlets)}" if followed else told


class Alerts:
    """Plans alerts.

    Args:
        database: Where everything is.
        shelves: Stories as they are now.
        zone_of: A person's zone; may ask the platform.
        clock: The present instant.
        most_a_day: Alerts that one reader may get within a day (UTC).
    """

    def __init__(
        self,
        database: Database,
        *,
        shelves: Shelves,
        zone_of: Callable[[WorkspaceId, UserId], str],
        clock: Callable[[], datetime],
        most_a_day: int = 100,
    ) -> None:
        self._most_a_day = most_a_day
        self._database = database
        self._shelves = shelves
        self._zone_of = zone_of
        self._clock = clock

    def plan(self) -> int:
        """Plan what is due for everything that changed since the last time.

        Returns:
            How many alerts were planned. The first run plans none: what was there before is no news.
        """
        now = self._clock()
        with self._database.read() as tx:
            stored = tx.meta.find(_CUT)
            waited = json.loads(tx.meta.find(_WAITING) or "[]")
            found = self._found(tx, datetime.fromisoformat(stored), now, waited) if stored else ()
        zones = {news.reader: self._zone(news.reader) for news in found}  # outside of any transaction
        planned, waiting = 0, set[StoryId]()
        with self._database.write() as tx:
            for news in found:
                if news.held or tx.guards.paused_until(news.key, now=now) is not None:
                    waiting.add(news.story_id)
                elif tx.guards.first_time(news.state, now=now, ttl_s=_TOLD_S):
                    planned += self._planned(tx, news, now, zones[news.reader])
            tx.meta.put(_WAITING, json.dumps(sorted(waiting)[:_MOST_WAITING]))
            tx.meta.put(_CUT, now.isoformat())
        return planned

    def _planned(self, tx: Transaction, news: _News, now: datetime, zone: str) -> bool:
        """Plan an alert, or tell the reader once a day that there were too many; whether it is planned."""
        key = f"alerts:{news.reader.workspace}:{news.reader.channel}"
        if tx.guards.use(key, now=now, window_s=_DAY_S, limit=self._most_a_day):
            _store(tx, news, now, zone)
            tx.guards.pause(news.key, until=now + EVERY)
            return True
        if tx.guards.first_time(f"{key}:{now:%Y-%m-%d}", now=now, ttl_s=_DAY_S):
            message = plain_message(
                f"These were {self._most_a_day} alerts today, so no more come until midnight (UTC). "
                "`/policy following` shows what could go; the digest has the rest."
            )
            tx.deliveries.plan([_row(news, message, now, zone)])
        return False

    def _zone(self, reader: _Reader) -> str:
        return self._zone_of(reader.workspace, UserId(reader.owner)) if reader.is_person else "UTC"

    def _found(
        self, tx: Transaction, since: datetime, now: datetime, waited: Sequence[str]
    ) -> tuple[_News, ...]:
        """What readers may be told of stories that changed since then, or that waited."""
        stories = tx.stories.by_ids(StoryId(i) for i in waited)
        stories |= {story.id: story for story in tx.stories.updated_between(since - _OVERLAP, now)}
        fresh = _fresh(tx, stories.values(), now)
        readings = tx.readings.by_articles(article.id for article in fresh)
        found: list[_News] = []
        for workspace, follows in sorted(_alerting(tx, readings.values(), stories, now).items()):
            grouped = Grouped(tx, workspace).of_articles(article.id for article in fresh)
            shelf = self._shelves.load(tx, grouped, until=now, workspace=workspace)
            for reader, own in _by_reader(follows):
                found += _for_reader(tx, reader, own, shelf, fresh, now)
        return tuple(found)


def _for_reader(
    tx: Transaction,
    reader: _Reader,
    follows: Sequence[Follow],
    shelf: Shelf,
    fresh: Sequence[Article],
    now: datetime,
) -> Iterator[_News]:
    """The stories of a shelf in which something came that one reader follows, and did not mute."""
    wishes = wishes_by(tx, [reader.owner], workspace=reader.workspace, now=now)
    subscription = tx.subscriptions.find_by_channel(reader.workspace, reader.channel)
    came = {article.id: article.first_seen_at for article in fresh}
    for view in shelf.views:
        newest = max((came[i] for i in view.story.article_ids if i in came), default=None)
        subjects = {view.story.id, *view.entities, *view.topics}
        met = [f for f in follows if f.target in subjects and newest and newest > f.created_at]
        if met and view.topics and not hides(wishes, view, shelf.of(view)):
            story = DigestStory(
                number=1,
                topic=view.topics[0],
                view=view,
                articles=shelf.of(view),
                entities=named_entities(view, shelf.entities),
            )
            held = is_held(view, subscription, now)
            yield _News(reader=reader, follow=met[0], story=story, held=held)


def _store(tx: Transaction, news: _News, now: datetime, zone: str) -> None:
    """The row of one alert; one that still waits for the morning says what is newest."""
    reader = news.reader
    today = _due(reader, now, zone).astimezone(ZoneInfo(zone)).date()
    again = not tx.guards.first_time(f"{news.key}:met", now=now, ttl_s=_TOLD_S)
    message = alert_message(news.follow, news.story, today=today, zone=zone, again=again)
    row = _row(news, message, now, zone)
    former = tx.deliveries.find(row.id)
    if former is None:
        tx.deliveries.plan([row])
    elif former.state is DeliveryState.FROZEN:
        tx.deliveries.replace(former, replace(former, payload=row.payload))
    alerts = SubscriptionId(f"alerts:{reader.workspace}:{reader.channel}")
    tx.views.show(alerts, row.id, [(1, news.story.view)], at=now)


def _due(reader: _Reader, now: datetime, zone: str) -> datetime:
    return wake_at(now, zone) if reader.is_person else now


def _row(news: _News, message: Message, now: datetime, zone: str) -> Delivery:
    due_at = _due(news.reader, now, zone)
    return Delivery(
        id=_id(news, due_at),
        subscription_id=None,
        workspace_id=news.reader.workspace,
        channel_id=news.reader.channel,
        kind=DeliveryKind.ALERT,
        local_on=due_at.astimezone(ZoneInfo(zone)).date(),
        due_at=due_at,
        state=DeliveryState.FROZEN,
        payload=json.dumps({"parent": message}, ensure_ascii=False, sort_keys=True),
        cutoff_at=now,
    )


def wake_at(now: datetime, zone: str) -> datetime:
    """When something may be sent to a person: now, or at the end of the night in that person's zone.

    >>> from datetime import UTC
    >>> wake_at(datetime(2026, 3, 5, 4, tzinfo=UTC), "America/New_York").isoformat()
    '2026-03-05T12:00:00+00:00'
    """
    local = now.astimezone(ZoneInfo(zone))
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return now
    day = local.date() if local.time() < QUIET_UNTIL else local.date() + timedelta(days=1)
    morning = datetime.combine(day, QUIET_UNTIL, tzinfo=ZoneInfo(zone)).replace(fold=0)
    return morning.astimezone(now.tzinfo)


def _id(news: _News, due_at: datetime) -> DeliveryId:
    key = f"{news.key} {due_at.isoformat()}"
    return DeliveryId("d-" + hashlib.sha256(key.encode()).hexdigest()[:12])


def _fresh(tx: Transaction, stories: Iterable[Story], now: datetime) -> tuple[Article, ...]:
    """Articles that came lately and not with the first reading of a feed."""
    found = tx.articles.by_ids(i for story in stories for i in story.article_ids)
    return tuple(a for a in found if not a.seen_on_add and a.first_seen_at > now - _FRESH)


def _alerting(
    tx: Transaction, readings: Iterable[Reading], stories: Iterable[StoryId], now: datetime
) -> dict[WorkspaceId, list[Follow]]:
    """Follows of what is named there that want to be told at once, by workspace."""
    read = tuple(readings)
    entities = {m.entity_id for reading in read for m in reading.mentions if m.entity_id is not None}
    topics = {topic.slug for reading in read for topic in reading.topics}
    found: dict[WorkspaceId, list[Follow]] = defaultdict(list)
    for kind, targets in (("entity", entities), ("topic", topics), ("story", set(stories))):
        for follow in tx.follows.of_targets(kind, targets, now=now):
            if follow.where != "digest":
                found[WorkspaceId(follow.workspace_id)].append(follow)
    return found


def _by_reader(follows: Iterable[Follow]) -> list[tuple[_Reader, list[Follow]]]:
    found: dict[_Reader, list[Follow]] = defaultdict(list)
    for follow in follows:
        person = follow.where == "dm"
        reader = _Reader(
            workspace=WorkspaceId(follow.workspace_id),
            channel=ChannelId(follow.owner if person else follow.where),
            owner=follow.owner,
            is_person=person,
        )
        found[reader].append(follow)
    return sorted(found.items(), key=lambda pair: (pair[0].workspace, pair[0].channel))
