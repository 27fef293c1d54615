"""Words to the owner of a feed: once when it has failed for a day or is gone, and once when it is read again.

Called by `bot.services.polling` in the transaction that stores the poll, so that the words are planned when
the feed's state says that its owner was told, and only then. Posting them is `bot.services.delivering`.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.feeds.schedule import Notice
from bot.messages.blocks import Message
from bot.messages.notices import feed_failing, feed_recovered, plain_message
from bot.model.digest import NOBODY, Delivery, DeliveryId, DeliveryKind, DeliveryState, Subscription
from bot.model.feed import Feed, FeedState
from bot.model.workspace import LOCAL_WORKSPACE, ChannelId, WorkspaceId
from bot.services.alerts import wake_at
from bot.storage.transaction import Transaction

_EACH_BY_ITSELF = 3  # more at once have one cause, such as our own network, and one message
_MOST_NAMES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedNotice:
    """What the owner of a feed is told.

    Attributes:
        feed: Which feed.
        state: After the poll.
        kind: Failing, gone or recovered.
    """

    feed: Feed
    state: FeedState
    kind: Notice


def plan_notices(tx: Transaction, notices: Sequence[FeedNotice], now: datetime) -> None:
    """Plan a direct message to whoever set up the team's digest; by night it waits for the morning.

    A shared feed is the operator's, who has the log and ``feeds health``; where one team alone is served, it
    is told of shared feeds, too.

    Args:
        tx: Writing.
        notices: Of one batch of a poll.
        now: The present instant.
    """
    if not notices:
        return
    readers = _readers(tx.subscriptions.all())
    only = next(iter(readers)) if len(readers) == 1 else None
    by_team: dict[WorkspaceId, list[FeedNotice]] = defaultdict(list)
    for notice in notices:
        team = notice.feed.workspace_id or only
        if team in readers:
            by_team[team].append(notice)
    for team, own in sorted(by_team.items()):
        tx.deliveries.plan(_rows(readers[team], own, now))


def _readers(subscriptions: Iterable[Subscription]) -> dict[WorkspaceId, Subscription]:
    """The first digest of each team whose owner can be told."""
    found: dict[WorkspaceId, Subscription] = {}
    for one in sorted(subscriptions, key=lambda s: (s.created_at, s.id)):
        if one.active and one.owner != NOBODY and one.workspace_id != LOCAL_WORKSPACE:
            found.setdefault(one.workspace_id, one)
    return found


def _rows(reader: Subscription, notices: Sequence[FeedNotice], now: datetime) -> list[Delivery]:
    if len(notices) <= _EACH_BY_ITSELF:
        return [_row(reader, notice.feed.id, _message(notice, reader.zone), now) for notice in notices]
    back = [notice for notice in notices if notice.kind == "recovered"]
    rows = []
    for some, said in ((back, "are read again"), ([n for n in notices if n not in back], "cannot be read")):
        if some:
            names = ", ".join(notice.feed.outlet for notice in some[:_MOST_NAMES])
            more = f" and {len(some) - _MOST_NAMES} more" if len(some) > _MOST_NAMES else ""
            message = plain_message(
                f"{len(some)} feeds {said}: {names}{more}.", "`/policy feeds health` shows how each is."
            )
            rows.append(_row(reader, said, message, now))
    return rows


def _message(notice: FeedNotice, zone: str) -> Message:
    if notice.kind == "recovered":
        return feed_recovered(notice.feed)
    since_at = notice.state.failing_since_at or notice.state.next_poll_at
    return feed_failing(notice.feed, error=notice.state.error, since_at=since_at, zone=zone)


def _row(reader: Subscription, about: str, message: Message, now: datetime) -> Delivery:
    due_at = wake_at(now, reader.zone)
    key = f"feeds:{reader.workspace_id}:{reader.owner}:{about}:{now.isoformat()}"
    return Delivery(
        id=DeliveryId("d-" + hashlib.sha256(key.encode()).hexdigest()[:12]),
        subscription_id=None,
        workspace_id=reader.workspace_id,
        channel_id=ChannelId(reader.owner),
        kind=DeliveryKind.NOTICE,
        local_on=due_at.astimezone(ZoneInfo(reader.zone)).date(),
        due_at=due_at,
        state=DeliveryState.FROZEN,
        payload=json.dumps({"parent": message}, ensure_ascii=False, sort_keys=True),
        cutoff_at=now,
    )
