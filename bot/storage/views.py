"""Story views: a story with all that was derived from it at a moment, and which channel saw which.

``tx.views`` of a transaction; called by publish and answer. The same view is stored once, however many
channels saw it. Only what was really posted counts as seen.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select

from bot.model.digest import DeliveryId, DeliveryState, SubscriptionId
from bot.model.story import StoryId, StoryView
from bot.storage.codec import from_json, to_json
from bot.storage.schema import stories, views
from bot.storage.sql import chunks, numbers, upsert
from bot.storage.team_schema import deliveries, seen_views


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ShownCard:
    """A story as a sent message shows it: under which number, and as it was then."""

    delivery_id: DeliveryId
    number: int
    at: datetime
    view: StoryView


class Views:
    """Views of the stories of all workspaces."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def put(self, found: Iterable[StoryView], *, at: datetime) -> None:
        """Store views made at an instant; views of unknown stories are passed over."""
        self._store(found, at)

    def latest(self, ids: Iterable[StoryId], *, at: datetime | None = None) -> dict[StoryId, StoryView]:
        """The newest view of each story, or the newest made by `at`; stories without one are left out."""
        found: dict[StoryId, StoryView] = {}
        for part in chunks(sorted(set(ids))):
            query = select(stories.c.id, views.c.data).join(views, views.c.story_n == stories.c.n)
            query = query.where(stories.c.id.in_(part)).order_by(views.c.made_at, views.c.n)
            rows = self._conn.execute(query if at is None else query.where(views.c.made_at <= at))
            found.update((StoryId(i), data) for i, data in rows)  # the last one of each stays
        return {i: from_json(StoryView, str(data)) for i, data in found.items()}

    def show(
        self,
        subscription: SubscriptionId,
        delivery: DeliveryId,
        numbered: Sequence[tuple[int, StoryView]],
        *,
        at: datetime,
    ) -> None:
        """Note that a delivery shows these stories to a channel, under these numbers.

        Args:
            subscription: The channel's subscription.
            delivery: The message; what it shows counts as seen once it is sent.
            numbered: Number in the digest and view.
            at: The digest's cut-off.
        """
        keys = self._store((view for _, view in numbered), at)
        rows = [
            {
                "subscription_id": subscription,
                "story_id": view.story.id,
                "at": at,
                "delivery_id": delivery,
                "number": number,
                "view_n": keys[view.story.id],
            }
            for number, view in numbered
            if view.story.id in keys
        ]
        upsert(self._conn, seen_views, rows, ["subscription_id", "story_id", "at"])

    def last_seen(
        self, subscription: SubscriptionId, ids: Iterable[StoryId], *, before: datetime | None = None
    ) -> dict[StoryId, StoryView]:
        """What the channel last saw of each story; stories that it never saw are left out.

        Args:
            subscription: The channel's subscription.
            ids: The stories.
            before: Only what was cut off before this instant, for replays.
        """
        found: dict[StoryId, Any] = {}
        for part in chunks(sorted(set(ids))):
            query = (
                _seen(subscription, before).where(seen_views.c.story_id.in_(part)).order_by(seen_views.c.at)
            )
            found.update((StoryId(row.story_id), row.data) for row in self._conn.execute(query))
        return {i: from_json(StoryView, data) for i, data in found.items()}

    def numbered(self, subscription: SubscriptionId, *, before: datetime | None = None) -> dict[int, StoryId]:
        """The stories of the channel's last digest by their numbers; empty before the first."""
        newest = _seen(subscription, before).with_only_columns(func.max(seen_views.c.at)).scalar_subquery()
        query = _seen(subscription, before).where(seen_views.c.at == newest).order_by(seen_views.c.number)
        return {row.number: StoryId(row.story_id) for row in self._conn.execute(query)}

    def shown_since(
        self, subscription: SubscriptionId, since: datetime, *, before: datetime | None = None
    ) -> tuple[StoryId, ...]:
        """The stories that the channel saw in digests cut off from then on, by id.

        Args:
            subscription: The channel's subscription.
            since: First cut-off.
            before: Only what was cut off before this instant, for replays.
        """
        query = _seen(subscription, before).with_only_columns(seen_views.c.story_id).distinct()
        rows = self._conn.execute(query.where(seen_views.c.at >= since)).scalars()
        return tuple(sorted(StoryId(i) for i in rows))

    def cards_since(self, subscription: SubscriptionId, since: datetime) -> tuple[ShownCard, ...]:
        """The newest card of each story in digests cut off from then on, by delivery, then number."""
        query = _seen(subscription, None).add_columns(seen_views.c.delivery_id)
        rows = self._conn.execute(query.where(seen_views.c.at >= since).order_by(seen_views.c.at))
        newest = {row.story_id: row for row in rows}
        found = (
            ShownCard(
                delivery_id=DeliveryId(row.delivery_id),
                number=row.number,
                at=row.at,
                view=from_json(StoryView, row.data),
            )
            for row in newest.values()
        )
        return tuple(sorted(found, key=lambda card: (card.delivery_id, card.number)))

    def showing(self, ids: Iterable[StoryId]) -> tuple[DeliveryId, ...]:
        """The deliveries that show any of these stories, sorted; for edits of posted cards."""
        found: set[DeliveryId] = set()
        for part in chunks(sorted(set(ids))):
            query = select(seen_views.c.delivery_id).where(seen_views.c.story_id.in_(part)).distinct()
            found.update(DeliveryId(i) for i in self._conn.execute(query).scalars())
        return tuple(sorted(found))

    def _store(self, found: Iterable[StoryView], at: datetime) -> dict[StoryId, int]:
        """Key of the stored view by story."""
        batch = {view.story.id: to_json(view) for view in found}
        story_ns = numbers(self._conn, stories, batch)
        rows = [
            {"story_n": story_ns[i], "sha256": _sha256(data), "made_at": at, "data": data}
            for i, data in sorted(batch.items())
            if i in story_ns
        ]
        upsert(self._conn, views, rows, ["story_n", "sha256"])
        keys: dict[StoryId, int] = {}
        for part in chunks(rows):
            same = and_(views.c.story_n == stories.c.n, views.c.sha256.in_([row["sha256"] for row in part]))
            query = select(stories.c.id, views.c.n).join(views, same)
            stored = self._conn.execute(query.where(stories.c.n.in_([row["story_n"] for row in part])))
            keys.update((StoryId(i), n) for i, n in stored)
        return keys


def _seen(subscription: SubscriptionId, before: datetime | None) -> Select[Any]:
    query = select(seen_views.c.story_id, seen_views.c.number, seen_views.c.at, views.c.data)
    query = query.join(views, views.c.n == seen_views.c.view_n)
    query = query.join(deliveries, deliveries.c.id == seen_views.c.delivery_id)
    sent = deliveries.c.state == DeliveryState.SENT.value
    query = query.where(seen_views.c.subscription_id == subscription, sent)
    return query if before is None else query.where(seen_views.c.at < before)


def _sha256(data: str) -> bytes:
    return hashlib.sha256(data.encode()).digest()
