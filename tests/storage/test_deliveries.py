from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from bot.errors import NotFoundError
from bot.model.digest import Delivery, DeliveryKind, DeliveryState
from bot.storage.database import Database
from bot.storage.deliveries import Alike
from bot.storage.transaction import Transaction
from tests.storage.make import BLUE, DAY, HOUR, NOW, RED, delivery, undone
from tests.storage.strategies import records

SENT, FROZEN, INTENT, RETRY = (
    DeliveryState.SENT,
    DeliveryState.FROZEN,
    DeliveryState.INTENT,
    DeliveryState.RETRY,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records(Delivery))
def test_any_delivery_survives_the_database(db: Database, given_one: Delivery) -> None:
    with undone(db) as tx:
        tx.deliveries.plan([given_one])
        assert tx.deliveries.get(given_one.id) == given_one


def planned_ids(tx: Transaction) -> set[str]:
    return {row.id for row in tx.deliveries.history(limit=10_000)}


def test_a_date_is_planned_once(db: Database) -> None:
    with db.write() as tx:
        tx.deliveries.plan([delivery("d1"), delivery("d2", part=1)])
        tx.deliveries.plan([
            delivery("d3"),
            delivery("d4", kind=DeliveryKind.EDIT),
            delivery("d5", local_on=(NOW + DAY).date()),
        ])  # fmt: skip
        assert planned_ids(tx) == {"d1", "d2", "d4", "d5"}
        assert tx.deliveries.find("d3") is None
        with pytest.raises(NotFoundError):
            tx.deliveries.get("d3")


def test_notices_without_a_subscription_are_not_limited_to_one_a_date(db: Database) -> None:
    notices = [delivery(f"n{n}", subscription_id=None, kind=DeliveryKind.NOTICE) for n in range(3)]
    with db.write() as tx:
        tx.deliveries.plan(notices)
        assert len(planned_ids(tx)) == 3


def whose(names: Iterable[str]) -> list[tuple[str, str, str, str]]:
    """A delivery, subscription, workspace and channel for each name."""
    return [(f"d-{name}", f"sub-{name}", RED, f"C-{name}") for name in names]


def test_many_alike_are_what_they_would_be_one_by_one(db: Database) -> None:
    """Whatever differs between the sets, and whatever is empty in one of them."""
    missed = delivery(
        local_on=(NOW - DAY).date(), due_at=NOW - DAY, state=DeliveryState.SKIPPED, reason="é '"
    )
    retry = delivery(part=2, state=RETRY, attempts=3, next_attempt_at=NOW + HOUR, payload='{"a": 1}')
    sets = [
        Alike(like=delivery(), whose=whose(map(str, range(1200)))),
        Alike(like=missed, whose=whose("xyz")),
        Alike(like=retry, whose=whose("pq")),
    ]
    with db.write() as tx:
        tx.deliveries.plan_alike(sets)
        rows = {row.id: row for row in tx.deliveries.history(limit=10_000)}
    assert len(rows) == 1205
    for one in sets:
        for found, subscription, workspace, channel in one.whose:
            own = {"id": found, "subscription_id": subscription, "workspace_id": workspace}
            assert rows[found] == replace(one.like, channel_id=channel, **own)
    with db.read() as tx:
        assert tx.deliveries.next_wake_at() == NOW, "what is missed is final"


def test_many_alike_leave_what_is_there_already(db: Database) -> None:
    with db.write() as tx:
        tx.deliveries.plan([delivery("posted", subscription_id="sub-a", state=SENT)])
        tx.deliveries.plan_alike([Alike(like=delivery(), whose=whose("aabc"))])
        tx.deliveries.plan_alike([])
        assert planned_ids(tx) == {"posted", "d-b", "d-c"}


def test_claims_take_what_is_due_until_the_lease_ends(db: Database) -> None:
    with db.write() as tx:
        tx.deliveries.plan([delivery("late", due_at=NOW - HOUR), delivery("now", part=1)])
        tx.deliveries.plan(
            [delivery("early", part=2, due_at=NOW + HOUR), delivery("done", part=3, state=SENT)]
        )
        claimed = tx.deliveries.claim(NOW, limit=9, lease_s=60)
        assert [d.id for d in claimed] == ["late", "now"]
        assert {(d.lease_until_at - NOW).total_seconds() for d in claimed} == {60}
        assert tx.deliveries.claim(NOW, limit=9, lease_s=60) == ()
        assert [d.id for d in tx.deliveries.claim(NOW + HOUR, limit=1, lease_s=60)] == ["late"]
        assert tx.deliveries.next_wake_at() is not None


def test_two_workers_claim_different_rows(postgres_db: Database) -> None:
    with postgres_db.write() as tx:
        tx.deliveries.plan([delivery(f"d{n}", part=n) for n in range(4)])
    with postgres_db.write() as one, postgres_db.write() as other:
        first = one.deliveries.claim(NOW, limit=2, lease_s=60)
        second = other.deliveries.claim(NOW, limit=9, lease_s=60)
    assert [d.id for d in (*first, *second)] == ["d0", "d1", "d2", "d3"]


def test_of_two_steps_from_one_state_the_first_wins(db: Database) -> None:
    planned = delivery()
    intent = replace(planned, state=INTENT, fence=1, intent_at=NOW, attempts=1)
    with db.write() as tx:
        tx.deliveries.plan([planned])
    with db.write() as tx:
        assert tx.deliveries.replace(planned, intent)
        assert not tx.deliveries.replace(planned, replace(planned, state=FROZEN))
        assert tx.deliveries.get("d1") == intent


def test_an_answer_under_an_older_fence_is_void(db: Database) -> None:
    first = delivery(state=INTENT, fence=1)
    second = replace(first, fence=2)
    with db.write() as tx:
        tx.deliveries.plan([first])
        assert tx.deliveries.replace(first, second)
        assert not tx.deliveries.replace(first, replace(first, state=SENT, message_ts="1.1"))
        assert tx.deliveries.replace(second, replace(second, state=SENT, message_ts="1.2"))
        assert tx.deliveries.get("d1").message_ts == "1.2"


def test_a_row_wakes_at_its_lease_then_its_next_attempt_then_its_due_time(db: Database) -> None:
    planned = delivery()
    with db.write() as tx:
        tx.deliveries.plan([planned])
        assert tx.deliveries.next_wake_at() == NOW
        retry = replace(planned, state=RETRY, next_attempt_at=NOW + HOUR)
        tx.deliveries.replace(planned, retry)
        assert tx.deliveries.next_wake_at() == NOW + HOUR
        leased = replace(retry, lease_until_at=NOW + 2 * HOUR)
        tx.deliveries.replace(retry, leased)
        assert tx.deliveries.next_wake_at() == NOW + 2 * HOUR
        tx.deliveries.replace(leased, replace(leased, state=SENT))
        assert tx.deliveries.next_wake_at() is None


def test_the_next_digest_begins_at_the_newest_sent_parent(db: Database) -> None:
    days = [
        delivery(f"d{n}", local_on=(NOW + n * DAY).date(), due_at=NOW + n * DAY, state=SENT) for n in range(3)
    ]
    days[2] = replace(days[2], state=FROZEN)
    thread = delivery("t1", local_on=(NOW + 5 * DAY).date(), kind=DeliveryKind.THREAD, part=1, state=SENT)
    with db.write() as tx:
        tx.deliveries.plan([*days, thread])
        assert tx.deliveries.last_sent("sub1").id == "d1"
        assert tx.deliveries.last_sent("sub1", kind=DeliveryKind.EDIT) is None
        assert [d.id for d in tx.deliveries.unfinished("sub1")] == ["d2"]


def test_of_several_digests_of_a_date_the_last_part_counts(db: Database) -> None:
    """One asked for by hand comes behind the scheduled one, which may have been tried again after it."""
    parts = [delivery(f"d{n}", part=n, due_at=NOW - n * HOUR, state=SENT) for n in range(3)]
    parts[2] = replace(parts[2], state=FROZEN)
    with db.write() as tx:
        tx.deliveries.plan(parts)
        assert tx.deliveries.last_sent("sub1").id == "d1"


def test_parts_of_a_digest(db: Database) -> None:
    parts = [delivery(f"t{n}", part=n, parent_id="d1", kind=DeliveryKind.THREAD) for n in (2, 1)]
    with db.write() as tx:
        tx.deliveries.plan([delivery("d1"), *parts])
        assert [d.id for d in tx.deliveries.parts("d1")] == ["t1", "t2"]


def test_history_by_workspace_channel_state_and_time(db: Database) -> None:
    with db.write() as tx:
        tx.deliveries.plan([
            delivery("d1", due_at=NOW, state=SENT),
            delivery("d2", due_at=NOW + DAY, local_on=(NOW + DAY).date()),
            delivery("d3", workspace_id=BLUE, subscription_id="other", channel_id="C9"),
        ])  # fmt: skip
        assert [d.id for d in tx.deliveries.history()] == ["d2", "d1", "d3"]
        assert [d.id for d in tx.deliveries.history(workspace=RED, channel="C-sub1")] == ["d2", "d1"]
        assert [d.id for d in tx.deliveries.history(state=SENT)] == ["d1"]
        assert [d.id for d in tx.deliveries.history(since=NOW + HOUR)] == ["d2"]
        assert len(tx.deliveries.history(limit=1)) == 1
        assert tx.deliveries.counts() == {DeliveryState.PLANNED: 2, SENT: 1}
