"""Subscriptions: which channel gets which digest, and when.

Called by the command line and `bot.services.desk`. Every change stores the next due date with it. When a
digest is due is for `bot.digests.due`; posting it is for `bot.services.delivering`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.digests import delivery as machine
from bot.errors import NotFoundError, UserError
from bot.model.digest import Delivery, DeliveryKind, Subscription, SubscriptionId
from bot.model.entity import Entity, EntityId
from bot.model.reading import Topic
from bot.model.workspace import LOCAL_WORKSPACE, ChannelId, WorkspaceId
from bot.services.directory import Gazetteer
from bot.services.planning import plan_now, reschedule
from bot.services.quotas import STANDARD, Quotas
from bot.storage.database import Database
from bot.storage.transaction import Transaction


class Subscribe:
    """Manages subscriptions.

    Args:
        database: Where they are.
        gazetteer: For places by name.
        topics: The topics that can be chosen.
        clock: The present instant.
        quotas: How many channels a workspace may subscribe.
    """

    def __init__(
        self,
        database: Database,
        *,
        gazetteer: Gazetteer,
        topics: Sequence[Topic],
        clock: Callable[[], datetime],
        quotas: Quotas = STANDARD,
    ) -> None:
        self._quotas = quotas
        self._database = database
        self._gazetteer = gazetteer
        self._topics = {topic.slug: topic for topic in topics if not topic.negative}
        self._clock = clock

    def save(
        self,
        channel: str,
        *,
        places: Sequence[str] = (),
        topics: Sequence[str] = (),
        at: time = time(8, 0),
        zone: str = "UTC",
        weekdays: Sequence[int] = (1, 2, 3, 4, 5, 6, 7),
        max_stories: int = 8,
        workspace: WorkspaceId = LOCAL_WORKSPACE,
    ) -> Subscription:
        """Subscribe a channel, or change what it gets.

        Args:
            channel: The platform's id of the channel.
            places: Names or ids of places; empty for all.
            topics: Slugs; empty for all.
            at: Local time of day.
            zone: IANA name.
            weekdays: ISO weekdays, 1 Monday to 7 Sunday.
            max_stories: Stories in the parent message.
            workspace: Whose channel it is.

        Returns:
            The subscription as stored.
        """
        ZoneInfo(zone)
        chosen: dict[str, Any] = {
            "places": tuple(self.get_place(name).id for name in places),
            "topics": tuple(self._slug(topic) for topic in topics),
            "at": at,
            "zone": zone,
            "weekdays": tuple(sorted(set(weekdays))),
            "max_stories": max_stories,
        }
        return self.change(channel, workspace=workspace, active=True, **chosen)

    def find(self, channel: str, *, workspace: WorkspaceId) -> Subscription | None:
        """The channel's subscription."""
        with self._database.read() as tx:
            return tx.subscriptions.find_by_channel(workspace, ChannelId(channel))

    def change(self, channel: str, *, workspace: WorkspaceId, **changes: Any) -> Subscription:
        """Subscribe a channel with these fields, or change them; the next due date is stored with it.

        Args:
            channel: The platform's id of the channel.
            workspace: Whose channel it is.
            **changes: Fields of `Subscription`. `active` from False to True counts as a new beginning: what
                was due while it was off is not made up for.

        Returns:
            The subscription as stored.

        Ends in `UserError` if the workspace has as many as it may.
        """
        with self._database.write() as tx:
            former = tx.subscriptions.find_by_channel(workspace, ChannelId(channel))
            base = former or Subscription(
                id=subscription_id(workspace, channel),
                workspace_id=workspace,
                channel_id=ChannelId(channel),
                created_at=self._clock(),
            )
            after = replace(base, **changes)
            if after.active and not (former and former.active):
                self._quotas.subscribe(tx, workspace)
            if after.active and not base.active:
                after = replace(after, created_at=self._clock())
            tx.subscriptions.save(after)
            if base.active and not after.active:
                _withdraw(tx, after.id)
            reschedule(tx, after)
        return after

    def post_now(self, subscription: Subscription) -> Delivery | None:
        """Have a channel's digest posted at once; None when one is under way; see `plan_now`."""
        with self._database.write() as tx:
            return plan_now(tx, subscription, now=self._clock())

    def next_due_at(self, subscription: Subscription) -> datetime | None:
        """When its next digest is due; None while it is off."""
        with self._database.read() as tx:
            return tx.subscriptions.next_due([subscription.id]).get(subscription.id)

    def remove(self, channel: str, *, workspace: WorkspaceId = LOCAL_WORKSPACE) -> Subscription:
        """End a channel's subscription.

        Raises:
            NotFoundError: The channel has none.
        """
        with self._database.write() as tx:
            found = tx.subscriptions.find_by_channel(workspace, ChannelId(channel))
            if found is None:
                raise NotFoundError(f"Channel {channel} is not subscribed.", channel=channel)
            _withdraw(tx, found.id)
            tx.subscriptions.remove(found.id)
        return found

    def all(self) -> tuple[Subscription, ...]:
        """Every subscription."""
        with self._database.read() as tx:
            return tx.subscriptions.all()

    def get_place(self, name: str) -> Entity:
        """The place of a name or id; "Boston, MA" and "Boston, Massachusetts" name the state too.

        Raises:
            UserError: There is no such place, or several that are about as large.
        """
        if re.fullmatch(r"[a-z]+:\S+", name):  # an id, of any of the gazetteer's kinds
            found = self._gazetteer.find_place(EntityId(name))
            if found is None:
                raise UserError(f"There is no place {name}.")
            return found
        head, _, state = (part.strip() for part in name.partition(","))
        candidates = self._gazetteer.candidates(head)
        if state:
            candidates = tuple(c for c in candidates if self._lies_in(c, state))
        if not candidates:
            raise UserError(f"No place named {name!r} is known. Try the city with its state: Boston, MA")
        return candidates[0]

    def _lies_in(self, place: Entity, state: str) -> bool:
        wanted = self._gazetteer.candidates(state)
        region = place.place.region if place.place else ""
        return region.endswith(f"-{state.upper()}") or any(
            w.place is not None and w.place.region == region and w.place.type == "state" for w in wanted
        )

    def _slug(self, topic: str) -> str:
        if topic not in self._topics:
            raise UserError(f"There is no topic {topic!r}. There are: {', '.join(sorted(self._topics))}.")
        return topic


def _withdraw(tx: Transaction, subscription: SubscriptionId) -> None:
    """Skip the digests of a subscription that were planned and of which nothing was posted yet."""
    for row in tx.deliveries.unfinished(subscription):
        if row.kind is DeliveryKind.DIGEST and row.state in machine.NOT_ON_ITS_WAY:
            tx.deliveries.replace(row, machine.skip(row, reason="the digest was switched off"))


def subscription_id(workspace: WorkspaceId, channel: str) -> SubscriptionId:
    """The id of a channel's subscription.

    >>> subscription_id(LOCAL_WORKSPACE, "C1")
    'sub-b0a078d0cd4e1f84'
    """
    return SubscriptionId("sub-" + hashlib.sha256(f"{workspace} {channel}".encode()).hexdigest()[:16])
