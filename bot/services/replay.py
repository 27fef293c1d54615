"""Past digests, composed again from the versioned store as of their cut-offs.

Called by the command line, to watch how stories were grouped, traced and ranked. It goes the way of every
digest (`bot.services.publish`) and changes nothing; for one store it gives the same bytes every time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.digests.due import due_at
from bot.errors import UserError
from bot.messages.blocks import Message
from bot.messages.digest import digest_messages
from bot.model.digest import Delivery, DeliveryKind, Digest, Subscription
from bot.model.workspace import LOCAL_WORKSPACE, ChannelId, WorkspaceId
from bot.services.grouping import first_grouped_at
from bot.services.material import Cut, Made, made_of
from bot.services.publish import Publish
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_DAY = timedelta(days=1)
_MOST_DELIVERIES = 2000  # rows of a channel within the days asked for, thread replies and edits among them

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """One digest, composed again.

    Attributes:
        local_on: The date it is for.
        digest: What was composed.
        messages: It rendered: the parent first, then the thread.
        delivery: The delivery that it repeats; None for a day on which nothing was delivered.
        same: Whether it is, byte for byte, what was frozen then; None without a delivery, or where what was
            frozen is forgotten.
    """

    local_on: date
    digest: Digest
    messages: tuple[Message, ...]
    delivery: Delivery | None = None
    same: bool | None = None

    @property
    def sha256(self) -> str:
        """Hash of the messages, in hex."""
        return hashlib.sha256(_bytes(self.messages)).hexdigest()


class Replays:
    """Composes past digests again.

    Args:
        database: Where everything is.
        publish: Composes.
        clock: The present instant; later cut-offs are not replayed.
    """

    def __init__(self, database: Database, *, publish: Publish, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._publish = publish
        self._clock = clock

    def replay(
        self,
        *,
        days: int,
        channel: str | None = None,
        workspace: WorkspaceId = LOCAL_WORKSPACE,
        progress: Progress = lambda _done, _total: None,
    ) -> tuple[Replayed, ...]:
        """The digests of the last days, oldest first.

        A delivered digest is repeated with what it was made with. A day without one goes by publication,
        from the cut-off before: a channel's at its time of day, everything's at midnight UTC. A day before
        anything was stored is seen with what was known when the first poll was read and grouped.

        Args:
            days: How many local dates, today included.
            channel: A subscribed channel; None for everything.
            workspace: Whose channel it is.
            progress: Called with digests done and in all.

        Returns:
            One digest a cut-off that has passed.

        Ends in `UserError` if the channel is not subscribed.
        """
        with self._database.read() as tx:
            subscription = _subscription(tx, workspace, channel)
            cuts = tuple(self._cuts(tx, subscription, days))
            found = []
            for number, (local_on, cut, delivery) in enumerate(cuts, 1):
                found.append(self._replayed(tx, subscription, local_on, cut, delivery))
                progress(number, len(cuts))
        return tuple(found)

    def _cuts(
        self, tx: Transaction, subscription: Subscription | None, days: int
    ) -> Iterator[tuple[date, Cut, Delivery | None]]:
        now = self._clock()
        zone = ZoneInfo(subscription.zone if subscription else "UTC")
        today = now.astimezone(zone).date()
        known_at = first_grouped_at(tx) or now
        sent = _deliveries(tx, subscription, now - (days + 1) * _DAY)
        former: datetime | None = None
        for local_on in (today - _DAY * back for back in reversed(range(days))):
            rows = [row for row in sent if row.local_on == local_on]
            for row in rows:
                yield local_on, _cut_of(row), row
                former = row.cutoff_at
            until = _cutoff(subscription, local_on)
            if not rows and until <= now:
                since = former or until - _DAY
                yield local_on, Cut(since_at=since, until_at=until, as_of=max(until, known_at)), None
                former = until

    def _replayed(
        self,
        tx: Transaction,
        subscription: Subscription | None,
        local_on: date,
        cut: Cut,
        delivery: Delivery | None,
    ) -> Replayed:
        made = cut.made
        digest = self._publish.compose(tx, made.subscription if made else subscription, cut)
        if subscription is None:
            digest = replace(digest, local_on=local_on)
        messages = digest_messages(digest)
        return Replayed(
            local_on=local_on,
            digest=digest,
            messages=messages,
            delivery=delivery,
            same=_is_same(messages, delivery) if delivery else None,
        )


def _subscription(tx: Transaction, workspace: WorkspaceId, channel: str | None) -> Subscription | None:
    found = tx.subscriptions.find_by_channel(workspace, ChannelId(channel)) if channel else None
    if channel and found is None:
        raise UserError(f"No channel {channel} is subscribed. policybot subscriptions list shows which are.")
    return found


def _deliveries(tx: Transaction, subscription: Subscription | None, since: datetime) -> list[Delivery]:
    """The channel's digests that were composed since then, in order of their cut-offs."""
    if subscription is None:
        return []
    rows = tx.deliveries.history(
        workspace=subscription.workspace_id,
        channel=subscription.channel_id,
        since=since,
        limit=_MOST_DELIVERIES,
    )
    composed = [row for row in rows if row.kind is DeliveryKind.DIGEST and row.cutoff_at is not None]
    return sorted(composed, key=lambda row: (row.cutoff_at or row.due_at, row.id))


def _cutoff(subscription: Subscription | None, local_on: date) -> datetime:
    """When the digest of a date is due: a channel's at its time, everything's when the day is over."""
    if subscription is None:
        return datetime.combine(local_on + _DAY, time(), tzinfo=UTC)
    return due_at(local_on, subscription.at, subscription.zone)


def _cut_of(delivery: Delivery) -> Cut:
    made: Made | None = made_of(delivery)
    until = delivery.cutoff_at or delivery.due_at
    return Cut(
        since_at=delivery.since_at or until - _DAY,
        until_at=until,
        scheduled=True,
        waiting_at=made.waiting_at if made else None,
        as_of=until,
        made=made,
    )


def _is_same(messages: Sequence[Message], delivery: Delivery) -> bool | None:
    if not delivery.payload:
        return None
    payload: dict[str, Any] = json.loads(delivery.payload)
    return _bytes(messages) == _bytes([payload["parent"], *payload.get("thread", ())])


def _bytes(messages: Sequence[Any]) -> bytes:
    return json.dumps(list(messages), ensure_ascii=False, sort_keys=True).encode()
