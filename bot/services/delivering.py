"""Delivers planned digests exactly once: compose → freeze → intent → post → record, or settle from history.

Called by `bot.jobs` at every tick. Each step is stored before the next is taken, by the state machine of
`bot.digests.delivery`; what happens at each crash point is drawn in docs/operate.md. The numbered points
are those of the crash tests.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from bot.digests import delivery as machine
from bot.digests.delivery import Action, Timing
from bot.errors import InstallationRevokedError, OutcomeUnknownError, PlatformError, RateLimitedError
from bot.messages.notices import delivery_problem
from bot.model.digest import Delivery, DeliveryKind, DeliveryState
from bot.model.workspace import ChannelId, WorkspaceId
from bot.services.planning import delivery_id
from bot.services.ports import Payload, Publisher
from bot.services.publish import Frozen
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from bot.telemetry import metrics
from bot.telemetry.logs import get_logger

_BATCH = 50
_CHANNEL_REST = timedelta(seconds=1)  # Slack allows about one message a second and channel
_MOST_REPLIES = 1000  # in one thread; replies of a date's second digest are numbered behind it
_SKEW = timedelta(minutes=5)  # the platform's clock against ours, when the history is searched


class Deliverer:
    """Steps deliveries that want one.

    Args:
        database: Where they are.
        freeze: Composes what a planned delivery posts, as of a cut-off.
        publisher: Posts; called from several threads.
        timing: The intervals of the protocol.
        clock: The present instant.
        workers: Calls to the platform under way at once.
        name_of: The name of a channel, for words to its owner.
        at_point: Called with the number of each point of the protocol; crash tests kill there.
    """

    def __init__(
        self,
        database: Database,
        *,
        freeze: Callable[[Delivery, datetime], Frozen],
        publisher: Publisher,
        timing: Timing,
        clock: Callable[[], datetime],
        workers: int = 8,
        name_of: Callable[[WorkspaceId, ChannelId], str] = lambda _workspace, channel: f"#{channel}",
        at_point: Callable[[int], None] = lambda _number: None,
    ) -> None:
        self._database = database
        self._freeze = freeze
        self._workers = workers
        self._publisher = publisher
        self._timing = timing
        self._clock = clock
        self._name_of = name_of
        self._at_point = at_point
        self._log = get_logger("delivering")

    def deliver(self) -> int:
        """Take one step with each delivery that wants one.

        Returns:
            How many were stepped; 0 when none wanted one.
        """
        now = self._clock()
        with self._database.read() as tx:  # an idle tick costs one look, and no lock
            wake = tx.deliveries.next_wake_at()
        if wake is None or wake > now:
            return 0
        with self._database.write() as tx:
            claimed = tx.deliveries.claim(now, limit=_BATCH, lease_s=self._timing.lease.total_seconds())
        with ThreadPoolExecutor(max_workers=self._workers, thread_name_prefix="deliver") as pool:
            for step in [pool.submit(self._step, one) for one in claimed]:
                step.result()
        return len(claimed)

    def _step(self, delivery: Delivery) -> None:
        action = machine.next_action(delivery, now=self._clock(), timing=self._timing)
        if action is Action.COMPOSE:
            frozen = self._compose(delivery)
            if frozen is not None:
                self._post(frozen)
        elif action is Action.POST:
            self._post(delivery)
        elif action is Action.SETTLE:
            self._settle(delivery)

    def _compose(self, delivery: Delivery) -> Delivery | None:
        """Freeze what will be posted; gives the frozen row, or None when nothing is posted."""
        self._at_point(1)
        frozen = self._freeze(delivery, max(self._clock(), delivery.due_at))
        after = (
            machine.skip(delivery, reason="no stories, and the channel wants silence then")
            if frozen.payload is None
            else machine.freeze(
                delivery,
                payload=json.dumps(frozen.payload, ensure_ascii=False, sort_keys=True),
                since_at=frozen.since_at,
                cutoff_at=frozen.cutoff_at,
            )
        )
        with self._database.write() as tx:
            if not tx.deliveries.replace(delivery, after):
                return None
            _note_shown(tx, after, frozen)
        self._at_point(2)
        return after if after.state is DeliveryState.FROZEN else None

    def _post(self, delivery: Delivery) -> None:
        """Make the intent durable, post, and record the answer."""
        now = self._clock()
        intent = machine.begin(delivery, now=now, timing=self._timing)
        with self._database.write() as tx:
            rest, parent_ts = self._must_wait(tx, delivery, now)
            if rest is not None:
                tx.deliveries.replace(delivery, rest)
                return
            if not tx.deliveries.replace(delivery, intent):
                return
            tx.guards.pause(_channel_key(delivery), until=now + _CHANNEL_REST)
        self._at_point(3)
        after = self._call(intent, parent_ts)
        self._at_point(4)
        self._record(intent, after)
        self._at_point(5)

    def _must_wait(self, tx: Transaction, delivery: Delivery, now: datetime) -> tuple[Delivery | None, str]:
        """The row put off or given up, if it cannot be posted now; and the message it replies to or edits."""
        parent = tx.deliveries.find(delivery.parent_id) if delivery.parent_id else None
        if delivery.parent_id and (parent is None or (parent.state.is_final and not parent.message_ts)):
            return machine.skip(delivery, reason="the message it belongs to was not posted"), ""
        if parent is not None and not parent.message_ts:
            return machine.defer(delivery, until=now + self._timing.retry_first), ""
        keys = (_workspace_key(delivery), _channel_key(delivery))
        rests = [until for key in keys if (until := tx.guards.paused_until(key, now=now)) is not None]
        if rests:
            return machine.defer(delivery, until=max(rests)), ""
        return None, parent.message_ts if parent else ""

    def _call(self, intent: Delivery, parent_ts: str) -> Delivery:
        """The one call to the platform, and what its answer makes of the delivery."""
        try:
            message_ts = self._send(intent, parent_ts)
        except RateLimitedError as error:
            wait = timedelta(seconds=error.retry_after_s)
            with self._database.write() as tx:
                tx.guards.pause(_workspace_key(intent), until=self._clock() + wait)
            return machine.postpone(
                intent, now=self._clock(), timing=self._timing, reason="Slack asks to wait", wait=wait
            )
        except OutcomeUnknownError as error:
            return machine.doubt(intent, timing=self._timing, reason=str(error))
        except PlatformError as error:
            return machine.refuse(intent, reason=error.code or str(error))
        return machine.succeed(intent, message_ts=message_ts, now=self._clock())

    def _send(self, intent: Delivery, parent_ts: str) -> str:
        payload: Payload = json.loads(intent.payload)["parent"]
        workspace, channel = intent.workspace_id, intent.channel_id
        if intent.kind is DeliveryKind.EDIT:
            self._publisher.edit(payload, workspace=workspace, channel=channel, message_ts=parent_ts)
            return parent_ts
        return self._publisher.post(
            payload, workspace=workspace, channel=channel, delivery_id=intent.id, thread_ts=parent_ts
        )

    def _record(self, before: Delivery, after: Delivery) -> None:
        """Write what became of a delivery; a sent parent brings its thread rows along."""
        with self._database.write() as tx:
            if tx.deliveries.replace(before, after) and after.state is DeliveryState.SENT:
                tx.deliveries.plan(_thread_rows(after))
        metrics.DELIVERIES.labels(state=after.state).inc()
        if after.state is DeliveryState.SENT and after.kind is DeliveryKind.DIGEST:
            metrics.DUE_TO_POSTED.observe(max(0.0, (self._clock() - after.due_at).total_seconds()))
        bad = after.state in {DeliveryState.FAILED, DeliveryState.UNKNOWN}
        log = self._log.warning if bad else self._log.info
        log("stepped", delivery=after.id, channel=after.channel_id, state=after.state, reason=after.reason)
        if after.state is DeliveryState.FAILED:
            self._tell_owner(after)

    def _settle(self, delivery: Delivery) -> None:
        """Ask the history whether an unanswered post took effect, before any other try."""
        now = self._clock()
        if delivery.kind is DeliveryKind.EDIT:  # an edit made twice does no harm
            self._record(
                delivery, machine.postpone(delivery, now=now, timing=self._timing, reason="no answer")
            )
            return
        with self._database.read() as tx:
            parent = tx.deliveries.find(delivery.parent_id) if delivery.parent_id else None
        try:
            found = self._publisher.find_posted(
                delivery.id,
                workspace=delivery.workspace_id,
                channel=delivery.channel_id,
                since=(delivery.intent_at or delivery.due_at) - _SKEW,
                thread_ts=parent.message_ts if parent else "",
            )
        except InstallationRevokedError as error:
            after = machine.refuse(delivery, reason=error.code or str(error))
        except PlatformError as error:
            reason = f"the history cannot be read: {error.code or error}"
            after = machine.unreadable(delivery, now=now, timing=self._timing, reason=reason)
        else:
            after = (
                machine.succeed(delivery, message_ts=found, now=now)
                if found is not None
                else machine.postpone(delivery, now=now, timing=self._timing, reason="it did not arrive")
            )
        self._record(delivery, after)

    def _tell_owner(self, delivery: Delivery) -> None:
        """Tell the channel's owner why nothing came; what cannot be told is logged."""
        with self._database.read() as tx:
            found = tx.subscriptions.find(delivery.subscription_id) if delivery.subscription_id else None
        if found is None or not found.owner:
            return
        channel = self._name_of(delivery.workspace_id, delivery.channel_id)
        message = delivery_problem(delivery.reason, channel=channel, local_on=delivery.local_on)
        try:
            self._publisher.tell(message, workspace=delivery.workspace_id, user=found.owner)
        except PlatformError as error:
            self._log.warning("owner not told", delivery=delivery.id, code=error.code)


def _note_shown(tx: Transaction, delivery: Delivery, frozen: Frozen) -> None:
    if delivery.subscription_id is not None and delivery.state is DeliveryState.FROZEN:
        tx.views.show(delivery.subscription_id, delivery.id, frozen.shown, at=frozen.cutoff_at)


def _thread_rows(parent: Delivery) -> Sequence[Delivery]:
    """The thread replies that were frozen with a parent, as rows of their own."""
    if parent.kind is not DeliveryKind.DIGEST or parent.subscription_id is None:
        return ()
    thread: list[dict[str, Any]] = json.loads(parent.payload).get("thread", [])
    first = parent.part * _MOST_REPLIES + 1
    return [
        Delivery(
            id=delivery_id(parent.subscription_id, parent.local_on, DeliveryKind.THREAD, part),
            subscription_id=parent.subscription_id,
            workspace_id=parent.workspace_id,
            channel_id=parent.channel_id,
            kind=DeliveryKind.THREAD,
            local_on=parent.local_on,
            part=part,
            parent_id=parent.id,
            due_at=parent.due_at,
            state=DeliveryState.FROZEN,
            payload=json.dumps({"parent": message}, ensure_ascii=False, sort_keys=True),
            since_at=parent.since_at,
            cutoff_at=parent.cutoff_at,
        )
        for part, message in enumerate(thread, first)
    ]


def _workspace_key(delivery: Delivery) -> str:
    return f"slack:{delivery.workspace_id}"


def _channel_key(delivery: Delivery) -> str:
    return f"slack:{delivery.workspace_id}:{delivery.channel_id}"
