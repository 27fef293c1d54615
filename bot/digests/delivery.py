"""How one delivery goes on: a pure state machine that posts exactly once.

Called by `bot.services.publish`, which stores each new state before it acts on it. Nothing here posts or
reads a clock. The diagram and the bound under which "exactly once" holds are in docs/operate.md.

    planned ─ freeze ─▶ frozen ─ begin ─▶ intent ─ succeed ─▶ sent
                          ▲                 │ ├─── refuse ───▶ failed
                          │   postpone      │ └─── doubt ────▶ unknown ─ found ─▶ sent
                          └─── retry ◀──────┘                    │ absent: retry
                                                                 │ unreadable: unknown, later
    planned, frozen, retry ─ skip ─▶ skipped: too late, in the place of another, quiet, switched off
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.model.digest import Delivery, DeliveryKind, DeliveryState

MISSED = "its time passed while nothing ran; the next digest covers its stories"
"""Why a digest was skipped that is too late, or in whose place a newer one came."""

NOT_ON_ITS_WAY = (DeliveryState.PLANNED, DeliveryState.FROZEN, DeliveryState.RETRY)
"""States in which nothing is on its way to the platform, so that the row can still be taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """The intervals of the protocol; settings, so that tests can scale them.

    Attributes:
        post_timeout: After which a post without an answer is given up.
        settle: How long after that a late landing may still appear in the history; the protocol is exact
            while (landing after the time-out + lag of the history) stays below three quarters of it.
        lease: How long one worker may hold a delivery; longer than `post_timeout` and `settle` together.
        retry_first: Wait before the second try; doubled each time.
        retry_most: Longest wait between tries.
        attempts: Posts tried before giving up.
        catch_up: How late a digest may still be posted.
    """

    post_timeout: timedelta = timedelta(seconds=15)
    settle: timedelta = timedelta(seconds=60)
    lease: timedelta = timedelta(seconds=90)
    retry_first: timedelta = timedelta(seconds=10)
    retry_most: timedelta = timedelta(minutes=15)
    attempts: int = 12
    catch_up: timedelta = timedelta(hours=12)


class Action(StrEnum):
    """What a worker that holds a delivery has to do now."""

    COMPOSE = "compose"
    POST = "post"
    SETTLE = "settle"
    MISS = "miss"
    WAIT = "wait"
    NOTHING = "nothing"


def next_action(delivery: Delivery, *, now: datetime, timing: Timing) -> Action:
    """What to do with a delivery at this moment.

    An intent whose lease has lapsed belongs to a worker that died: whether it posted is unknown, so the
    history is asked before anything else. A digest that is not on its way yet is missed once the catch-up
    window is over, wherever the time was lost.
    """
    if delivery.state.is_final:
        return Action.NOTHING
    if now < wake_at(delivery, timing=timing):
        return Action.WAIT
    late = delivery.kind is DeliveryKind.DIGEST and now - delivery.due_at > timing.catch_up
    if late and delivery.state in NOT_ON_ITS_WAY:
        return Action.MISS
    match delivery.state:
        case DeliveryState.PLANNED:
            return Action.COMPOSE
        case DeliveryState.FROZEN | DeliveryState.RETRY:
            return Action.POST
        case _:
            return Action.SETTLE


def wake_at(delivery: Delivery, *, timing: Timing) -> datetime:
    """When a delivery that is not final wants attention next."""
    if delivery.state in {DeliveryState.INTENT, DeliveryState.UNKNOWN}:
        return max(settles_at(delivery, timing=timing), delivery.next_attempt_at or delivery.due_at)
    return delivery.next_attempt_at or delivery.due_at


def settles_at(delivery: Delivery, *, timing: Timing) -> datetime:
    """The first moment at which the history can settle whether the present intent was carried out.

    Raises:
        ValueError: The delivery has no intent.
    """
    if delivery.intent_at is None:
        raise ValueError(f"delivery {delivery.id} has no intent to settle")
    return delivery.intent_at + timing.post_timeout + timing.settle


def freeze(delivery: Delivery, *, payload: str, since_at: datetime | None, cutoff_at: datetime) -> Delivery:
    """Composed: from here on every try posts these same bytes."""
    _expect(delivery, DeliveryState.PLANNED)
    return replace(
        delivery, state=DeliveryState.FROZEN, payload=payload, since_at=since_at, cutoff_at=cutoff_at
    )


def begin(delivery: Delivery, *, now: datetime, timing: Timing) -> Delivery:
    """The intent to post, under a new fence; must be durable before the first byte is sent."""
    _expect(delivery, DeliveryState.FROZEN, DeliveryState.RETRY)
    return replace(
        delivery,
        state=DeliveryState.INTENT,
        fence=delivery.fence + 1,
        intent_at=now,
        lease_until_at=now + timing.lease,
        attempts=delivery.attempts + 1,
        next_attempt_at=None,
        reason="",
    )


def is_stale(delivery: Delivery, *, now: datetime, timing: Timing) -> bool:
    """Whether an intent is too old to be carried out: whoever looks for its message might look too early.

    So it is when the machine slept, or the disk was slow, between making the intent durable and sending it.
    A quarter of the settle time may go by; the rest is the bound of docs/operate.md.
    """
    return delivery.intent_at is not None and now - delivery.intent_at > timing.settle / 4


def succeed(delivery: Delivery, *, message_ts: str, now: datetime) -> Delivery:
    """The platform answered that it posted, or the history shows the message."""
    _expect(delivery, DeliveryState.INTENT, DeliveryState.UNKNOWN)
    return replace(
        delivery, state=DeliveryState.SENT, message_ts=message_ts, sent_at=now, lease_until_at=None, reason=""
    )


def refuse(delivery: Delivery, *, reason: str) -> Delivery:
    """The platform refused for good; the reason is told to the channel's owner."""
    _expect(delivery, *_OPEN)
    return replace(delivery, state=DeliveryState.FAILED, lease_until_at=None, reason=reason)


def skip(delivery: Delivery, *, reason: str) -> Delivery:
    """Nothing is posted for it: missed, quiet, or switched off before its time."""
    _expect(delivery, *NOT_ON_ITS_WAY)
    return replace(delivery, state=DeliveryState.SKIPPED, lease_until_at=None, reason=reason)


def recover(delivery: Delivery, *, message_ts: str, now: datetime) -> Delivery:
    """The history has a message of this delivery although no intent of it is stored.

    So it is after an older backup was put back. What the message showed is not known any more; the next
    digest begins where this one was due.
    """
    _expect(delivery, *NOT_ON_ITS_WAY)
    return replace(
        delivery,
        state=DeliveryState.SENT,
        message_ts=message_ts,
        sent_at=now,
        cutoff_at=delivery.cutoff_at or delivery.due_at,
        lease_until_at=None,
        reason="found in the history after a backup was put back",
    )


def postpone(
    delivery: Delivery, *, now: datetime, timing: Timing, reason: str, wait: timedelta | None = None
) -> Delivery:
    """The platform definitely did not post, but may later: try again after a growing wait.

    Args:
        delivery: In state intent, or unknown once the history shows that nothing was posted.
        now: Aware.
        timing: The intervals.
        reason: Why, in words.
        wait: A wait that the platform named; it does not count as a failed try.

    Returns:
        The delivery in state retry, or failed when the tries are used up.
    """
    _expect(delivery, DeliveryState.INTENT, DeliveryState.UNKNOWN)
    if wait is None and delivery.attempts >= timing.attempts:
        return refuse(delivery, reason=f"gave up after {delivery.attempts} tries: {reason}")
    attempts = delivery.attempts if wait is None else delivery.attempts - 1
    pause = wait if wait is not None else backoff(delivery.attempts, timing=timing)
    return replace(
        delivery,
        state=DeliveryState.RETRY,
        attempts=attempts,
        next_attempt_at=now + pause,
        lease_until_at=None,
        reason=reason,
    )


def backoff(attempts: int, *, timing: Timing) -> timedelta:
    """The wait after a number of failed tries.

    >>> [int(backoff(n, timing=Timing()).total_seconds()) for n in (1, 2, 3, 20)]
    [10, 20, 40, 900]
    """
    doublings = min(attempts - 1, 20)
    return min(timing.retry_first * int(2**doublings), timing.retry_most)


def doubt(delivery: Delivery, *, timing: Timing, reason: str) -> Delivery:
    """No definite answer came: only the history can tell, and not before it has settled."""
    _expect(delivery, DeliveryState.INTENT, DeliveryState.UNKNOWN)
    return replace(
        delivery,
        state=DeliveryState.UNKNOWN,
        lease_until_at=None,
        next_attempt_at=settles_at(delivery, timing=timing),
        reason=reason,
    )


def defer(delivery: Delivery, *, until: datetime) -> Delivery:
    """Not now: its channel or workspace must rest first, or what comes before it is not posted yet."""
    _expect(delivery, *NOT_ON_ITS_WAY)
    return replace(delivery, next_attempt_at=until, lease_until_at=None)


def unreadable(
    delivery: Delivery, *, now: datetime, timing: Timing, reason: str, wait: timedelta | None = None
) -> Delivery:
    """The history cannot be read: it stays unknown and is never posted again on a guess.

    Args:
        delivery: In state intent or unknown.
        now: Aware.
        timing: The intervals.
        reason: Why it cannot be read, in words.
        wait: A wait that the platform named; else as long again as the intent is old.
    """
    _expect(delivery, DeliveryState.INTENT, DeliveryState.UNKNOWN)
    age = now - (delivery.intent_at or now)
    pause = wait if wait is not None else min(max(age, timing.retry_first), timing.retry_most)
    return replace(
        delivery,
        state=DeliveryState.UNKNOWN,
        lease_until_at=None,
        next_attempt_at=now + pause,
        reason=reason,
    )


_OPEN = tuple(state for state in DeliveryState if not state.is_final)


def _expect(delivery: Delivery, *states: DeliveryState) -> None:
    if delivery.state not in states:
        raise ValueError(f"delivery {delivery.id} is {delivery.state}, not {' or '.join(states)}")
