"""Whose turn it is: what must be over before a delivery may go on, and until when it waits.

Called by `bot.services.delivering` inside the transaction of a step. Each function gives the row as it must
be stored instead, or None when nothing stands in its way; posting and storing are the caller's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.digests import delivery as machine
from bot.digests.delivery import MISSED, NOT_ON_ITS_WAY, Timing
from bot.model.digest import Delivery, DeliveryKind
from bot.storage.transaction import Transaction

_RESTORED = "deliveries.restored_at"  # name in ``tx.meta``
_CHANNEL_REST = timedelta(seconds=1)  # Slack allows about one message a second and channel


def before_composing(
    tx: Transaction, delivery: Delivery, *, now: datetime, timing: Timing
) -> Delivery | None:
    """What the other digests of its channel mean for one that is about to be composed.

    Content begins where the last posted digest ended, so two that are composed beside each other would tell
    the same stories: of several that are due the newest is posted, and what was not on its way is given up
    for it; one whose outcome is open is waited for, but only as long as that can be settled.

    Args:
        tx: Writing; rows in whose place this one comes are skipped in it.
        delivery: A planned digest.
        now: The present instant.
        timing: The intervals.

    Returns:
        The row, skipped or put off; None when it is to be composed now.
    """
    others = rivals(tx, delivery)
    if any(row.due_at <= now and _place(row) > _place(delivery) for row in others):
        return machine.skip(delivery, reason=MISSED)
    earlier = [row for row in others if _place(row) < _place(delivery)]
    left = [row for row in earlier if not _give_up(tx, row)]
    if _are_open(left, now=now, timing=timing):
        return machine.defer(delivery, until=now + timing.retry_first)
    return None


def rivals(tx: Transaction, delivery: Delivery) -> tuple[Delivery, ...]:
    """The other digests of the same channel that are not final, in order; nothing for what is no digest."""
    if delivery.kind is not DeliveryKind.DIGEST or delivery.subscription_id is None:
        return ()
    rows = tx.deliveries.unfinished(delivery.subscription_id)
    return tuple(row for row in rows if row.kind is DeliveryKind.DIGEST and row.id != delivery.id)


def before_posting(tx: Transaction, delivery: Delivery, *, now: datetime, timing: Timing) -> Delivery | None:
    """What its message, its thread, its workspace and its channel mean for one that is to be posted.

    Args:
        tx: Writing; where nothing else stands in the way, it takes the channel's turn of this second.
        delivery: Frozen, or to be tried again.
        now: The present instant.
        timing: The intervals.

    Returns:
        The row, skipped or put off; None when it is to be posted now.
    """
    if delivery.parent_id is not None:
        parent = tx.deliveries.find(delivery.parent_id)
        if parent is None or (parent.state.is_final and not parent.message_ts):
            return machine.skip(delivery, reason="the message it belongs to was not posted")
        if not parent.message_ts:
            return machine.defer(delivery, until=now + timing.retry_first)
        if _waits_in_thread(tx, delivery, now=now, timing=timing):
            return machine.defer(delivery, until=now + _CHANNEL_REST)
    rest = tx.guards.paused_until(workspace_key(delivery), now=now)
    if rest is not None:
        return machine.defer(delivery, until=rest)
    key = f"{workspace_key(delivery)}:{delivery.channel_id}"
    if not tx.guards.first_time(key, now=now, ttl_s=_CHANNEL_REST.total_seconds()):
        return machine.defer(delivery, until=now + _CHANNEL_REST)
    return None


def note_restored(tx: Transaction, *, now: datetime) -> None:
    """Remember that a backup was put back: what was due until now may have been posted since it was made."""
    tx.meta.put(_RESTORED, now.isoformat())


def is_in_question(tx: Transaction, delivery: Delivery) -> bool:
    """Whether a delivery may have been posted by rows that a restored backup does not have.

    An edit made twice does no harm, and an intent made since then is settled like any other.
    """
    text = tx.meta.find(_RESTORED)
    if text is None or delivery.kind is DeliveryKind.EDIT:
        return False
    restored_at = datetime.fromisoformat(text)
    return delivery.due_at <= restored_at and (delivery.intent_at or delivery.due_at) <= restored_at


def rest_workspace(tx: Transaction, delivery: Delivery, *, until: datetime, now: datetime) -> None:
    """Let a delivery's whole workspace rest; a longer rest that it has already stays."""
    key = workspace_key(delivery)
    tx.guards.pause(key, until=max(until, tx.guards.paused_until(key, now=now) or until))


def workspace_key(delivery: Delivery) -> str:
    """The name of a workspace among the guards."""
    return f"slack:{delivery.workspace_id}"


def _place(delivery: Delivery) -> tuple[object, ...]:
    """Where a digest stands among those of its channel."""
    return (delivery.local_on, delivery.part)


def _give_up(tx: Transaction, row: Delivery) -> bool:
    """Skip a row that is not on its way; False where it is, or has just set out."""
    return row.state in NOT_ON_ITS_WAY and tx.deliveries.replace(row, machine.skip(row, reason=MISSED))


def _are_open(rows: Iterable[Delivery], *, now: datetime, timing: Timing) -> bool:
    """Whether one of them may be posted or settled any moment; what nobody can settle holds nothing up."""
    return any(
        row.state in NOT_ON_ITS_WAY or now < machine.settles_at(row, timing=timing) + timing.lease
        for row in rows
    )


def _waits_in_thread(tx: Transaction, delivery: Delivery, *, now: datetime, timing: Timing) -> bool:
    """Whether an earlier reply of the same thread is still to come: they are read from top to bottom."""
    if delivery.kind is not DeliveryKind.THREAD or delivery.parent_id is None:
        return False
    siblings = tx.deliveries.parts(delivery.parent_id)
    earlier = (row for row in siblings if row.kind is DeliveryKind.THREAD and row.part < delivery.part)
    return _are_open((row for row in earlier if not row.state.is_final), now=now, timing=timing)
