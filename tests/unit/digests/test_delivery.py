"""The delivery machine: each arrow of the diagram, and that no path posts twice."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digests import delivery as machine
from bot.digests.delivery import Action, Timing
from bot.model.digest import Delivery, DeliveryId, DeliveryKind, DeliveryState
from bot.model.workspace import ChannelId, WorkspaceId

NOW = datetime(2026, 3, 2, 13, tzinfo=UTC)
TIMING = Timing(attempts=3)


def planned() -> Delivery:
    return Delivery(
        id=DeliveryId("d1"),
        subscription_id=None,
        workspace_id=WorkspaceId("w"),
        channel_id=ChannelId("C1"),
        local_on=date(2026, 3, 2),
        due_at=NOW,
    )


def frozen() -> Delivery:
    return machine.freeze(planned(), payload="{}", since_at=NOW - timedelta(days=1), cutoff_at=NOW)


def intent(at=NOW) -> Delivery:
    return machine.begin(frozen(), now=at, timing=TIMING)


def test_actions_follow_the_states():
    assert machine.next_action(planned(), now=NOW - timedelta(seconds=1), timing=TIMING) is Action.WAIT
    assert machine.next_action(planned(), now=NOW, timing=TIMING) is Action.COMPOSE
    assert machine.next_action(frozen(), now=NOW, timing=TIMING) is Action.POST
    sent = machine.succeed(intent(), message_ts="1.2", now=NOW)
    assert machine.next_action(sent, now=NOW, timing=TIMING) is Action.NOTHING


def test_an_intent_without_an_answer_is_settled_only_after_the_bound():
    waiting = intent()
    bound = NOW + TIMING.post_timeout + TIMING.settle
    assert machine.next_action(waiting, now=bound - timedelta(seconds=1), timing=TIMING) is Action.WAIT
    assert machine.next_action(waiting, now=bound, timing=TIMING) is Action.SETTLE
    doubted = machine.doubt(waiting, timing=TIMING, reason="no answer")
    assert machine.next_action(doubted, now=bound, timing=TIMING) is Action.SETTLE


def test_postponing_grows_and_gives_up():
    d = machine.postpone(intent(), now=NOW, timing=TIMING, reason="busy")
    assert (d.state, d.next_attempt_at) == (DeliveryState.RETRY, NOW + timedelta(seconds=10))
    d = machine.postpone(machine.begin(d, now=NOW, timing=TIMING), now=NOW, timing=TIMING, reason="busy")
    assert d.next_attempt_at == NOW + timedelta(seconds=20)
    d = machine.postpone(machine.begin(d, now=NOW, timing=TIMING), now=NOW, timing=TIMING, reason="busy")
    assert d.state is DeliveryState.FAILED
    assert "3 tries: busy" in d.reason


def test_a_named_wait_is_no_failed_try():
    d = intent()
    for _ in range(10):
        d = machine.postpone(d, now=NOW, timing=TIMING, reason="rate", wait=timedelta(seconds=3))
        assert d.next_attempt_at == NOW + timedelta(seconds=3)
        d = machine.begin(d, now=NOW, timing=TIMING)
    assert d.state is DeliveryState.INTENT
    assert d.fence == 11


def test_a_deferred_delivery_waits_and_is_no_failed_try():
    d = machine.defer(frozen(), until=NOW + timedelta(seconds=5))
    assert machine.next_action(d, now=NOW, timing=TIMING) is Action.WAIT
    assert machine.next_action(d, now=NOW + timedelta(seconds=5), timing=TIMING) is Action.POST
    assert d.attempts == 0


def test_unreadable_history_stays_unknown():
    d = machine.unreadable(
        machine.doubt(intent(), timing=TIMING, reason="reset"), now=NOW, timing=TIMING, reason="no scope"
    )
    assert d.state is DeliveryState.UNKNOWN
    assert machine.next_action(d, now=NOW + timedelta(days=1), timing=TIMING) is Action.SETTLE


@pytest.mark.parametrize(
    ("move", "start"),
    [
        (lambda d: machine.begin(d, now=NOW, timing=TIMING), planned),
        (lambda d: machine.begin(d, now=NOW, timing=TIMING), intent),
        (lambda d: machine.succeed(d, message_ts="1", now=NOW), frozen),
        (lambda d: machine.skip(d, reason="x"), intent),
        (lambda d: machine.settles_at(d, timing=TIMING), frozen),
        (lambda d: machine.freeze(d, payload="", since_at=None, cutoff_at=NOW), frozen),
    ],
    ids=["begin", "begin-twice", "succeed", "skip", "settle", "freeze-twice"],
)
def test_arrows_that_are_not_drawn_are_refused(move, start):
    with pytest.raises(ValueError, match="d1"):
        move(start())


@given(
    st.lists(
        st.sampled_from(["ok", "lost", "landed", "busy", "rate", "die", "die_landed", "blind"]), max_size=12
    )
)
def test_no_course_of_events_posts_twice(events):
    """A worker obeys `next_action`; a post lands or not; history tells the truth."""
    d, landed, now = frozen(), 0, NOW
    for event in events:
        if d.state.is_final:
            break
        now = max(now, machine.wake_at(d, timing=TIMING))
        if machine.next_action(d, now=now, timing=TIMING) is Action.SETTLE:
            if event == "blind":
                d = machine.unreadable(d, now=now, timing=TIMING, reason="blind")
            elif landed:
                d = machine.succeed(d, message_ts="1", now=now)
            else:
                d = machine.postpone(d, now=now, timing=TIMING, reason="absent")
            continue
        d = machine.begin(d, now=now, timing=TIMING)
        landed += event in {"ok", "landed", "die_landed"}
        if event == "ok":
            d = machine.succeed(d, message_ts="1", now=now)
        elif event in {"lost", "landed"}:
            d = machine.doubt(d, timing=TIMING, reason="no answer")
        elif event in {"busy", "rate", "blind"}:
            wait = timedelta(seconds=2) if event == "rate" else None
            d = machine.postpone(d, now=now, timing=TIMING, reason=event, wait=wait)
    assert landed <= 1
    assert (d.state is not DeliveryState.SENT) or landed == 1


def test_a_digest_that_is_not_on_its_way_is_missed_after_the_window():
    late = NOW + TIMING.catch_up + timedelta(seconds=1)
    made = replace(planned(), kind=DeliveryKind.DIGEST)
    assert machine.next_action(made, now=NOW + TIMING.catch_up, timing=TIMING) is Action.COMPOSE
    assert machine.next_action(made, now=late, timing=TIMING) is Action.MISS
    reply = replace(frozen(), kind=DeliveryKind.THREAD)
    assert machine.next_action(reply, now=late, timing=TIMING) is Action.POST, "its message is there"
    assert machine.next_action(intent(), now=late, timing=TIMING) is Action.SETTLE


def test_a_row_of_a_restored_backup_is_found_as_sent():
    found = machine.recover(planned(), message_ts="1.2", now=NOW + timedelta(hours=1))
    assert (found.state, found.message_ts, found.cutoff_at) == (DeliveryState.SENT, "1.2", NOW)
    assert machine.recover(frozen(), message_ts="1.2", now=NOW).cutoff_at == frozen().cutoff_at
    with pytest.raises(ValueError, match="d1"):
        machine.recover(intent(), message_ts="1.2", now=NOW)


def test_an_intent_keeps_for_a_quarter_of_the_settle_time():
    made, limit = intent(), TIMING.settle / 4
    assert not machine.is_stale(made, now=NOW + limit, timing=TIMING)
    assert machine.is_stale(made, now=NOW + limit + timedelta(seconds=1), timing=TIMING)
    assert not machine.is_stale(frozen(), now=NOW + timedelta(days=1), timing=TIMING)


def test_a_history_that_stays_unreadable_is_asked_ever_less_often():
    d, now, waits = machine.doubt(intent(), timing=TIMING, reason="reset"), NOW, []
    for _ in range(8):
        now = d.next_attempt_at
        d = machine.unreadable(d, now=now, timing=TIMING, reason="no scope")
        waits.append((d.next_attempt_at - now).total_seconds())
    assert waits == [75, 150, 300, 600, 900, 900, 900, 900]
    named = machine.unreadable(d, now=now, timing=TIMING, reason="busy", wait=timedelta(seconds=3))
    assert named.next_attempt_at == now + timedelta(seconds=3)
