"""Delivers planned digests exactly once: compose → freeze → intent → post → record, or settle from history.

Called by `bot.jobs` at every tick. Each step is stored before the next is taken, by the state machine of
`bot.digests.delivery`; what happens at each crash point is drawn in docs/operate.md. The numbered points
are those of the crash tests.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from bot.digests import delivery as machine
from bot.digests.delivery import MISSED, Action, Timing
from bot.errors import OutcomeUnknownError, PlatformError, RateLimitedError
from bot.messages.notices import delivery_problem
from bot.model.digest import Delivery, DeliveryKind, DeliveryState
from bot.model.workspace import ChannelId, WorkspaceId
from bot.services.planning import thread_rows
from bot.services.ports import Payload, Publisher
from bot.services.publish import Frozen
from bot.services.turns import (
    before_composing,
    before_posting,
    is_in_question,
    rest_workspace,
    rivals,
    workspace_key,
)
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from bot.telemetry import metrics
from bot.telemetry.logs import get_logger

_BATCH = 50
_UNREADABLE = "the history cannot be read"
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
        match machine.next_action(delivery, now=self._clock(), timing=self._timing):
            case Action.COMPOSE if not self._was_posted(delivery):
                frozen = self._compose(delivery)
                if frozen is not None:
                    self._post(frozen)
            case Action.POST if not self._was_posted(delivery):
                self._post(delivery)
            case Action.SETTLE:
                self._settle(delivery)
            case Action.MISS:
                self._record(delivery, machine.skip(delivery, reason=MISSED))

    def _compose(self, delivery: Delivery) -> Delivery | None:
        """Freeze what will be posted; gives the frozen row, or None when nothing is posted."""
        self._at_point(1)
        if self._gives_way(delivery):
            return None
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

    def _gives_way(self, delivery: Delivery) -> bool:
        """Whether another digest of the channel comes first; the row is put off or given up then."""
        with self._database.read() as tx:
            if not rivals(tx, delivery):  # nearly always: no lock is taken for it
                return False
        with self._database.write() as tx:
            after = before_composing(tx, delivery, now=self._clock(), timing=self._timing)
            if after is not None:
                tx.deliveries.replace(delivery, after)
        return after is not None

    def _post(self, delivery: Delivery) -> None:
        """Make the intent durable, post, and record the answer."""
        with self._database.write() as tx:
            now = self._clock()  # after the wait for the database, which can be long
            rest = before_posting(tx, delivery, now=now, timing=self._timing)
            intent = machine.begin(delivery, now=now, timing=self._timing)
            if not tx.deliveries.replace(delivery, rest or intent) or rest is not None:
                return
            parent_ts = _parent_ts(tx, intent)
        self._at_point(3)
        after = self._call(intent, parent_ts)
        self._at_point(4)
        self._record(intent, after)
        self._at_point(5)

    def _call(self, intent: Delivery, parent_ts: str) -> Delivery:
        """The one call to the platform, and what its answer makes of the delivery."""
        if machine.is_stale(intent, now=self._clock(), timing=self._timing):
            return self._try_again(intent, "the intent had grown old", wait=timedelta())
        try:
            message_ts = self._send(intent, parent_ts)
        except RateLimitedError as error:
            return self._try_again(intent, "Slack asks to wait", wait=self._rest(intent, error))
        except OutcomeUnknownError as error:
            return machine.doubt(intent, timing=self._timing, reason=str(error))
        except PlatformError as error:
            return machine.refuse(intent, reason=error.code or str(error))
        return machine.succeed(intent, message_ts=message_ts, now=self._clock())

    def _try_again(self, intent: Delivery, reason: str, *, wait: timedelta) -> Delivery:
        """What was not posted, which is certain, and is no failed try."""
        return machine.postpone(intent, now=self._clock(), timing=self._timing, reason=reason, wait=wait)

    def _rest(self, delivery: Delivery, error: RateLimitedError) -> timedelta:
        """Let the whole workspace rest as long as the platform asks; gives how long that is."""
        wait, now = timedelta(seconds=error.retry_after_s), self._clock()
        with self._database.write() as tx:
            rest_workspace(tx, delivery, until=now + wait, now=now)
        return wait

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
                tx.deliveries.plan(thread_rows(after))
        metrics.DELIVERIES.labels(state=after.state).inc()
        if after.state is DeliveryState.SENT and after.kind is DeliveryKind.DIGEST:
            metrics.DUE_TO_POSTED.observe(max(0.0, (self._clock() - after.due_at).total_seconds()))
        bad = after.state in {DeliveryState.FAILED, DeliveryState.UNKNOWN}
        log = self._log.warning if bad else self._log.info
        log("stepped", delivery=after.id, channel=after.channel_id, state=after.state, reason=after.reason)
        if after.state is DeliveryState.FAILED:
            self._tell_owner(after, after.reason)

    def _settle(self, delivery: Delivery) -> None:
        """Ask the history whether an unanswered post took effect, before any other try."""
        now = self._clock()
        if delivery.kind is DeliveryKind.EDIT:  # an edit made twice does no harm
            self._record(
                delivery, machine.postpone(delivery, now=now, timing=self._timing, reason="no answer")
            )
            return
        with self._database.read() as tx:
            rest = tx.guards.paused_until(workspace_key(delivery), now=now)
        if rest is not None:
            self._stay_unknown(delivery, delivery.reason or "Slack asks to wait", wait=rest - now)
            return
        try:
            found = self._find(delivery, since=delivery.intent_at or delivery.due_at)
        except RateLimitedError as error:
            self._stay_unknown(delivery, "Slack asks to wait", wait=self._rest(delivery, error))
        except OutcomeUnknownError as error:
            self._stay_unknown(delivery, str(error))
        except PlatformError as error:
            told = delivery.reason.startswith(_UNREADABLE)
            self._stay_unknown(delivery, f"{_UNREADABLE}: {error.code or error}")
            if not told:
                self._tell_owner(delivery, error.code, unsure=True)
        else:
            self._record(
                delivery,
                machine.succeed(delivery, message_ts=found, now=now)
                if found is not None
                else machine.postpone(delivery, now=now, timing=self._timing, reason="it did not arrive"),
            )

    def _stay_unknown(self, delivery: Delivery, reason: str, *, wait: timedelta | None = None) -> None:
        """What cannot be settled now is never guessed."""
        now = self._clock()
        after = machine.unreadable(delivery, now=now, timing=self._timing, reason=reason, wait=wait)
        self._record(delivery, after)

    def _find(self, delivery: Delivery, *, since: datetime) -> str | None:
        """The id of a delivery's message in the history; ends in `PlatformError` when it cannot be read."""
        with self._database.read() as tx:
            parent_ts = _parent_ts(tx, delivery)
        return self._publisher.find_posted(
            delivery.id,
            workspace=delivery.workspace_id,
            channel=delivery.channel_id,
            since=since - _SKEW,
            thread_ts=parent_ts,
        )

    def _was_posted(self, delivery: Delivery) -> bool:
        """Whether a row that a backup brought back is posted already, or cannot be looked up now."""
        with self._database.read() as tx:
            if not is_in_question(tx, delivery):
                return False
        now = self._clock()
        try:
            found = self._find(delivery, since=delivery.due_at)
        except PlatformError as error:
            self._log.warning("not looked up", delivery=delivery.id, code=error.code)
            self._record(delivery, machine.defer(delivery, until=now + self._timing.retry_most))
            return True
        if found is None:
            return False
        self._record(delivery, machine.recover(delivery, message_ts=found, now=now))
        return True

    def _tell_owner(self, delivery: Delivery, code: str, *, unsure: bool = False) -> None:
        """Tell the channel's owner why a digest did not come; what cannot be told is logged."""
        with self._database.read() as tx:
            found = tx.subscriptions.find(delivery.subscription_id) if delivery.subscription_id else None
        if found is None or not found.owner or delivery.kind is not DeliveryKind.DIGEST:
            return
        channel = self._name_of(delivery.workspace_id, delivery.channel_id)
        message = delivery_problem(code, channel=channel, local_on=delivery.local_on, unsure=unsure)
        try:
            self._publisher.tell(message, workspace=delivery.workspace_id, user=found.owner)
        except PlatformError as error:
            self._log.warning("owner not told", delivery=delivery.id, code=error.code)


def _note_shown(tx: Transaction, delivery: Delivery, frozen: Frozen) -> None:
    if delivery.subscription_id is not None and delivery.state is DeliveryState.FROZEN:
        tx.views.show(delivery.subscription_id, delivery.id, frozen.shown, at=frozen.cutoff_at)


def _parent_ts(tx: Transaction, delivery: Delivery) -> str:
    """The message that a delivery replies to or edits; empty for none."""
    parent = tx.deliveries.find(delivery.parent_id) if delivery.parent_id else None
    return parent.message_ts if parent else ""
