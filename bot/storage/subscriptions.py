"""Subscriptions: a channel, its interests and its schedule, and when each is due next.

``tx.subscriptions`` of a transaction; called by subscribe and publish. The next due instant is stored
ahead, so that an idle tick reads one index entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, select, update

from bot.errors import NotFoundError
from bot.model.digest import Subscription, SubscriptionId
from bot.model.workspace import ChannelId, WorkspaceId
from bot.storage.rows import Mapper
from bot.storage.sql import among, chunks, upsert
from bot.storage.team_schema import subscriptions

_SUBSCRIPTION = Mapper(Subscription, subscriptions)
_SCHEDULE = tuple(subscriptions.c[name] for name in ("at", "zone", "weekdays", "paused_until_on", "skips"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DueTogether:
    """Subscriptions with one schedule whose same local date has come.

    Attributes:
        like: One of them; the others have its time, zone, weekdays, pause and skips.
        local_on: The date.
        members: Ids, workspaces and channels of all of them.
    """

    like: Subscription
    local_on: date
    members: tuple[tuple[SubscriptionId, WorkspaceId, ChannelId], ...]


class Subscriptions:
    """The subscriptions of all workspaces; one a channel."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def save(self, subscription: Subscription) -> None:
        """Store a subscription or rewrite it; its next due instant stays until `schedule` sets it.

        Ends in `StorageError` if the channel has another one already.
        """
        upsert(self._conn, subscriptions, [_SUBSCRIPTION.row(subscription)], ["id"])

    def schedule(self, due: Mapping[SubscriptionId, tuple[datetime, date] | None]) -> None:
        """Set the next due instant and local date of each; None where nothing is due."""
        together: dict[tuple[datetime, date] | None, list[SubscriptionId]] = {}
        for subscription, next_due in due.items():  # a morning's digests share a few dozen instants
            together.setdefault(next_due, []).append(subscription)
        for next_due, ids in together.items():
            at, on = next_due or (None, None)
            query = update(subscriptions).where(among(self._conn, subscriptions.c.id, ids))
            self._conn.execute(query.values(next_due_at=at, next_local_on=on))

    def due(self, now: datetime, *, limit: int) -> tuple[DueTogether, ...]:
        """Active subscriptions that are due by now, those due longest first, put together by schedule.

        On PostgreSQL the rows stay locked until the transaction ends, and rows that another worker holds
        are passed over.

        Args:
            now: The present instant.
            limit: At most so many subscriptions.
        """
        c = subscriptions.c
        query = select(c.id, c.workspace_id, c.channel_id, c.next_local_on, *_SCHEDULE)
        query = query.where(c.next_due_at <= now, c.active.is_(True))
        query = query.order_by(c.next_due_at, c.id).limit(limit)
        together: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
        for row in self._conn.execute(query.with_for_update(skip_locked=True)):
            together.setdefault(row[3:], []).append(row[:3])
        likes = self._by_ids([members[0][0] for members in together.values()])
        return tuple(
            DueTogether(like=likes[members[0][0]], local_on=schedule[0], members=tuple(members))
            for schedule, members in together.items()
        )

    def next_due(self, ids: Iterable[SubscriptionId]) -> dict[SubscriptionId, datetime]:
        """The next due instant of each; those without one are left out."""
        found: dict[SubscriptionId, datetime] = {}
        for part in chunks(sorted(set(ids))):
            query = select(subscriptions.c.id, subscriptions.c.next_due_at).where(
                subscriptions.c.id.in_(part)
            )
            rows = self._conn.execute(query.where(subscriptions.c.next_due_at.is_not(None)))
            found.update((SubscriptionId(i), at) for i, at in rows)
        return found

    def next_due_at(self) -> datetime | None:
        """The earliest due instant of all active ones; None when there is none."""
        query = select(subscriptions.c.next_due_at).where(subscriptions.c.next_due_at.is_not(None))
        query = query.where(subscriptions.c.active.is_(True)).order_by(subscriptions.c.next_due_at).limit(1)
        return self._conn.execute(query).scalar()

    def get(self, subscription_id: SubscriptionId) -> Subscription:
        """The subscription with this id.

        Raises:
            NotFoundError: If there is none.
        """
        found = self.find(subscription_id)
        if found is None:
            raise NotFoundError(f"There is no subscription {subscription_id}.", subscription=subscription_id)
        return found

    def find(self, subscription_id: SubscriptionId) -> Subscription | None:
        """The subscription with this id."""
        return self._one(_select().where(subscriptions.c.id == subscription_id))

    def find_by_channel(self, workspace: WorkspaceId, channel: ChannelId) -> Subscription | None:
        """The channel's subscription."""
        where = (subscriptions.c.workspace_id == workspace, subscriptions.c.channel_id == channel)
        return self._one(_select().where(*where))

    def of_workspace(self, workspace: WorkspaceId) -> tuple[Subscription, ...]:
        """The workspace's subscriptions, by channel."""
        query = (
            _select().where(subscriptions.c.workspace_id == workspace).order_by(subscriptions.c.channel_id)
        )
        return tuple(_SUBSCRIPTION.record(row) for row in self._conn.execute(query))

    def all(self) -> tuple[Subscription, ...]:
        """Every subscription, by id."""
        return tuple(
            _SUBSCRIPTION.record(row) for row in self._conn.execute(_select().order_by(subscriptions.c.id))
        )

    def remove(self, subscription_id: SubscriptionId) -> None:
        """Delete a subscription; its deliveries stay as history."""
        self._conn.execute(delete(subscriptions).where(subscriptions.c.id == subscription_id))

    def _by_ids(self, ids: Sequence[SubscriptionId]) -> dict[SubscriptionId, Subscription]:
        rows = self._conn.execute(_select().where(among(self._conn, subscriptions.c.id, ids)))
        return {row.id: _SUBSCRIPTION.record(row) for row in rows}

    def _one(self, query: Select[Any]) -> Subscription | None:
        row = self._conn.execute(query).first()
        return None if row is None else _SUBSCRIPTION.record(row)


def _select() -> Select[Any]:
    return select(*_SUBSCRIPTION.columns)
