"""Deliveries: one row for each message that a channel is to get, and how far it came.

``tx.deliveries`` of a transaction; called by publish. Rows are unique for subscription, local date, kind
and part; workers claim them under a lease; every step is a compare-and-set on state and fence, so that
of two workers one steps and the other learns that it is late. What the steps are, `bot.digests` decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, select, update

from bot.errors import NotFoundError
from bot.model.digest import Delivery, DeliveryId, DeliveryKind, DeliveryState, SubscriptionId
from bot.model.workspace import ChannelId, WorkspaceId
from bot.storage.rows import Mapper
from bot.storage.sql import chunks, insert_new, insert_new_columns, without_nulls
from bot.storage.team_schema import deliveries

_DELIVERY = Mapper(Delivery, deliveries)
_WHOSE = ("id", "subscription_id", "workspace_id", "channel_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Deliveries that differ only in whose they are.

    Attributes:
        like: One of them, or a pattern for all.
        whose: Id of the delivery, its subscription, workspace and channel, for each.
    """

    like: Delivery
    whose: Sequence[tuple[DeliveryId, SubscriptionId, WorkspaceId, ChannelId]]


class Deliveries:
    """The deliveries of all workspaces."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def plan(self, rows: Sequence[Delivery]) -> None:
        """Store new deliveries; where subscription, date, kind and part are taken, the former row stays."""
        insert_new(self._conn, deliveries, [_row(d) for d in rows])

    def plan_alike(self, sets: Sequence[Alike]) -> None:
        """Store new deliveries as `plan` does, many thousands of them at once."""
        whose = [who for one in sets for who in one.whose]
        if not whose:
            return
        rows = without_nulls([_row(one.like) for one in sets])
        names = [name for name in rows[0] if name not in _WHOSE]
        same = {name: rows[0][name] for name in names if all(row[name] == rows[0][name] for row in rows)}
        columns: dict[str, Sequence[Any]] = dict(zip(_WHOSE, zip(*whose, strict=True), strict=True))
        columns |= {
            name: [row[name] for one, row in zip(sets, rows, strict=True) for _ in one.whose]
            for name in names
            if name not in same
        }
        insert_new_columns(self._conn, deliveries, same, columns)

    def claim(self, now: datetime, *, limit: int, lease_s: float) -> tuple[Delivery, ...]:
        """Lease deliveries that want a step by now, those that waited longest first.

        A delivery wants one when its lease lapsed, or without a lease at `next_attempt_at`, or else at
        `due_at`; final ones never do.

        Args:
            now: The present instant.
            limit: At most so many.
            lease_s: After so many seconds another worker may take them.
        """
        query = _select().where(deliveries.c.wake_at <= now).order_by(deliveries.c.wake_at, deliveries.c.id)
        rows = self._conn.execute(query.limit(limit).with_for_update(skip_locked=True)).all()
        until = now + timedelta(seconds=lease_s)
        for part in chunks(row.id for row in rows):
            lease = update(deliveries).where(deliveries.c.id.in_(part))
            self._conn.execute(lease.values(lease_until_at=until, wake_at=until))
        claimed = self.by_ids(row.id for row in rows)
        return tuple(claimed[row.id] for row in rows)

    def replace(self, before: Delivery, after: Delivery) -> bool:
        """Step from one state to the next, if the row still has the state and the fence of `before`.

        Without a lease in `after` the row wakes at its `next_attempt_at`, else at `due_at`.

        Returns:
            False when somebody else stepped first; nothing is changed then.
        """
        same = (
            deliveries.c.id == before.id,
            deliveries.c.state == before.state.value,
            deliveries.c.fence == before.fence,
        )
        return self._conn.execute(update(deliveries).where(*same).values(_row(after))).rowcount == 1

    def get(self, delivery_id: DeliveryId) -> Delivery:
        """The delivery with this id.

        Raises:
            NotFoundError: If there is none.
        """
        found = self.find(delivery_id)
        if found is None:
            raise NotFoundError(f"There is no delivery {delivery_id}.", delivery=delivery_id)
        return found

    def find(self, delivery_id: DeliveryId) -> Delivery | None:
        """The delivery with this id."""
        return self.by_ids([delivery_id]).get(delivery_id)

    def by_ids(self, ids: Iterable[DeliveryId]) -> dict[DeliveryId, Delivery]:
        """The deliveries with these ids."""
        found: dict[DeliveryId, Delivery] = {}
        for part in chunks(sorted(set(ids))):
            rows = self._conn.execute(_select().where(deliveries.c.id.in_(part)))
            found.update((DeliveryId(row.id), _DELIVERY.record(row)) for row in rows)
        return found

    def history(
        self,
        *,
        workspace: WorkspaceId | None = None,
        channel: ChannelId | None = None,
        state: DeliveryState | None = None,
        since: datetime | None = None,
        limit: int = 100,
    ) -> tuple[Delivery, ...]:
        """Deliveries by what is given, the newest due first; None leaves a condition out."""
        query = _select()
        if workspace is not None:
            query = query.where(deliveries.c.workspace_id == workspace)
        if channel is not None:
            query = query.where(deliveries.c.channel_id == channel)
        if state is not None:
            query = query.where(deliveries.c.state == state.value)
        if since is not None:
            query = query.where(deliveries.c.due_at >= since)
        order = (deliveries.c.due_at.desc(), deliveries.c.part, deliveries.c.id)
        return self._many(query.order_by(*order).limit(limit))

    def last_sent(
        self, subscription: SubscriptionId, *, kind: DeliveryKind = DeliveryKind.DIGEST
    ) -> Delivery | None:
        """The subscription's newest sent row of a kind; the next digest begins at its cut-off.

        A date may have several digests, each a part of it: the last one counts.
        """
        query = _of(subscription).where(deliveries.c.kind == kind.value)
        query = query.where(deliveries.c.state == DeliveryState.SENT.value)
        found = self._many(query.order_by(deliveries.c.local_on.desc(), deliveries.c.part.desc()).limit(1))
        return found[0] if found else None

    def last_local_on(self, subscription: SubscriptionId) -> date | None:
        """The newest local date that has a digest row in any state; None when there is none."""
        query = select(func.max(deliveries.c.local_on)).where(deliveries.c.subscription_id == subscription)
        return self._conn.execute(query.where(deliveries.c.kind == DeliveryKind.DIGEST.value)).scalar()

    def unfinished(self, subscription: SubscriptionId) -> tuple[Delivery, ...]:
        """The subscription's rows that are not final, oldest date first."""
        query = _of(subscription).where(deliveries.c.wake_at.is_not(None))
        return self._many(query.order_by(deliveries.c.local_on, deliveries.c.kind, deliveries.c.part))

    def parts(self, parent: DeliveryId) -> tuple[Delivery, ...]:
        """Rows that reply to or edit a row's message, in order of part."""
        query = _select().where(deliveries.c.parent_id == parent)
        return self._many(query.order_by(deliveries.c.kind, deliveries.c.part, deliveries.c.id))

    def counts(self) -> dict[DeliveryState, int]:
        """How many rows are in each state."""
        query = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
        return {DeliveryState(state): n for state, n in self._conn.execute(query)}

    def next_wake_at(self) -> datetime | None:
        """When the next row wants a step; None when all are final."""
        query = select(deliveries.c.wake_at).where(deliveries.c.wake_at.is_not(None))  # the index's own words
        return self._conn.execute(query.order_by(deliveries.c.wake_at).limit(1)).scalar()

    def _many(self, query: Select[Any]) -> tuple[Delivery, ...]:
        return tuple(_DELIVERY.record(row) for row in self._conn.execute(query))


def _select() -> Select[Any]:
    return select(*_DELIVERY.columns)


def _of(subscription: SubscriptionId) -> Select[Any]:
    return _select().where(deliveries.c.subscription_id == subscription)


def _row(delivery: Delivery) -> dict[str, Any]:
    wake_at = delivery.lease_until_at or delivery.next_attempt_at or delivery.due_at
    return {**_DELIVERY.row(delivery), "wake_at": None if delivery.state.is_final else wake_at}
