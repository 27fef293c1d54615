"""Plans digests: which subscription gets which local date, stored ahead.

Called by `bot.jobs` at every tick, and by `bot.services.subscribe` whenever a schedule changes or somebody
wants a digest at once. Decides by `bot.digests.due`; it composes and posts nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from bot.digests.delivery import MISSED
from bot.digests.due import due_at, first_date, plan
from bot.errors import UserError
from bot.model.digest import Delivery, DeliveryId, DeliveryKind, DeliveryState, Subscription, SubscriptionId
from bot.storage.database import Database
from bot.storage.deliveries import Alike
from bot.storage.subscriptions import DueTogether
from bot.storage.transaction import Transaction

_BATCH = 10_000  # subscriptions planned in one transaction: half a second on either engine

_ID_CHARS = 16  # 64 bits: of ten million rows two share an id with a chance of 3 in a million

_MOST_REPLIES = 1000  # in one thread; replies of a date's second digest are numbered behind it

_UNTRIED: Mapping[str, Any] = MappingProxyType(
    {
        "fence": 0,
        "intent_at": None,
        "lease_until_at": None,
        "attempts": 0,
        "next_attempt_at": None,
        "message_ts": "",
        "sent_at": None,
        "reason": "",
    }
)
"""The fields of a row that nobody has tried to post."""

_MOST_A_DAY = 24  # digests of one channel and date: the scheduled one and those asked for by hand

Due = tuple[datetime, date] | None


class Planner:
    """Keeps the due dates.

    Args:
        database: Where subscriptions and deliveries are.
        catch_up: How late a digest may still be posted.
    """

    def __init__(self, database: Database, *, catch_up: timedelta) -> None:
        self._database = database
        self._catch_up = catch_up

    def plan(self, now: datetime) -> int:
        """Turn every subscription that is due into a planned delivery, and store its next date.

        Returns:
            How many digests were planned.
        """
        planned = 0
        while True:
            with self._database.read() as tx:  # an idle tick costs one look, and no lock
                earliest = tx.subscriptions.next_due_at()
            if earliest is None or earliest > now:
                return planned
            with self._database.write() as tx:
                due = tx.subscriptions.due(now, limit=_BATCH)
                planned += self._plan_batch(tx, due, now)
            if not due:
                return planned

    def _plan_batch(self, tx: Transaction, due: Iterable[DueTogether], now: datetime) -> int:
        planned: list[Alike] = []
        schedule: dict[SubscriptionId, Due] = {}
        count = 0
        for one in due:
            found = plan(one.like, planned_on=one.local_on, now=now, catch_up=self._catch_up)
            planned += [_alike(_missed(one.like, day), one) for day in found.missed]
            if found.post_on is not None:
                planned.append(_alike(planned_delivery(one.like, found.post_on), one))
                count += len(one.members)
            schedule |= dict.fromkeys((who[0] for who in one.members), _due(one.like, found.next_on))
        tx.deliveries.plan_alike(planned)
        tx.subscriptions.schedule(schedule)
        return count


def _alike(like: Delivery, together: DueTogether) -> Alike:
    whose = [(delivery_id(who[0], like.local_on), *who) for who in together.members]
    return Alike(like=like, whose=whose)


def reschedule(tx: Transaction, subscription: Subscription) -> datetime | None:
    """Store the next due date of a subscription that was added or whose schedule changed.

    Args:
        tx: In which the subscription was saved.
        subscription: With its new schedule.

    Returns:
        When its next digest is due; None when it is off.
    """
    last_on = tx.deliveries.last_local_on(subscription.id)
    found = _due(subscription, first_date(subscription, last_on=last_on))
    tx.subscriptions.schedule({subscription.id: found})
    return found[0] if found else None


def plan_now(tx: Transaction, subscription: Subscription, *, now: datetime) -> Delivery | None:
    """Plan a digest that is due at once, in the same rows as the scheduled ones.

    Where the local date has no digest yet, this is it, and the schedule goes on after that date: it comes
    earlier, not twice. Where it was posted, another part of the same date follows, with what is new since.

    Args:
        tx: In which the subscription may just have been saved.
        subscription: Active.
        now: The present instant.

    Returns:
        The row; None when one of that date is under way already.

    Raises:
        UserError: The date has as many digests as one date may have.
    """
    local_on = now.astimezone(ZoneInfo(subscription.zone)).date()
    ids = [delivery_id(subscription.id, local_on, part=part) for part in range(_MOST_A_DAY)]
    rows = tx.deliveries.by_ids(ids)
    if any(not row.state.is_final for row in rows.values()):
        return None
    part = next((n for n, row_id in enumerate(ids) if row_id not in rows), None)
    if part is None:
        raise UserError(f"This channel had {_MOST_A_DAY} digests today. `/policy digest preview` shows more.")
    row = replace(planned_delivery(subscription, local_on), id=ids[part], part=part, due_at=now)
    tx.deliveries.plan([row])
    reschedule(tx, subscription)
    return row


def delivery_id(
    subscription: SubscriptionId, local_on: date, kind: DeliveryKind = DeliveryKind.DIGEST, part: int = 0
) -> DeliveryId:
    """The id of a delivery, the same whoever plans it.

    >>> delivery_id(SubscriptionId("sub-1"), date(2026, 3, 2))
    'd-75d86509e2586b7f'
    """
    key = f"{subscription} {local_on} {kind.value} {part}"
    return DeliveryId("d-" + hashlib.sha256(key.encode()).hexdigest()[:_ID_CHARS])


def planned_delivery(subscription: Subscription, local_on: date) -> Delivery:
    """The row of one digest, before it is composed."""
    return Delivery(
        id=delivery_id(subscription.id, local_on),
        subscription_id=subscription.id,
        workspace_id=subscription.workspace_id,
        channel_id=subscription.channel_id,
        local_on=local_on,
        due_at=due_at(local_on, subscription.at, subscription.zone),
    )


def thread_rows(parent: Delivery) -> Sequence[Delivery]:
    """The thread replies that were frozen with a digest, as rows to store once it is sent."""
    if parent.kind is not DeliveryKind.DIGEST or parent.subscription_id is None or not parent.payload:
        return ()
    thread: list[dict[str, Any]] = json.loads(parent.payload).get("thread", [])
    first = parent.part * _MOST_REPLIES + 1
    return [
        replace(
            parent,
            id=delivery_id(parent.subscription_id, parent.local_on, DeliveryKind.THREAD, part),
            kind=DeliveryKind.THREAD,
            part=part,
            parent_id=parent.id,
            state=DeliveryState.FROZEN,
            payload=json.dumps({"parent": message}, ensure_ascii=False, sort_keys=True),
            **_UNTRIED,
        )
        for part, message in enumerate(thread, first)
    ]


def _missed(subscription: Subscription, local_on: date) -> Delivery:
    return replace(planned_delivery(subscription, local_on), state=DeliveryState.SKIPPED, reason=MISSED)


def _due(subscription: Subscription, local_on: date | None) -> Due:
    return None if local_on is None else (due_at(local_on, subscription.at, subscription.zone), local_on)
