"""Planning: one row per subscription and local date, whatever is asked for and when."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.model.digest import DeliveryId, DeliveryKind, DeliveryState, SubscriptionId
from bot.services.planning import Planner, delivery_id, plan_now, planned_delivery, reschedule, thread_rows
from tests.storage.make import delivery, subscription

EIGHT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)  # a Monday
DAILY = subscription("daily", created_at=EIGHT - timedelta(days=1))
MONDAY = EIGHT.date()


@pytest.fixture
def plan(database):
    """Tick at an instant; gives how many digests were planned."""

    def tick(now, *, catch_up_h=12):
        return Planner(database, catch_up=timedelta(hours=catch_up_h)).plan(now)

    return tick


@pytest.fixture
def save(database):
    """Store a subscription with its next due date."""

    def store(*subscriptions):
        with database.write() as tx:
            for one in subscriptions:
                tx.subscriptions.save(one)
                reschedule(tx, one)

    return store


@pytest.fixture
def rows(database):
    """(local date, state) of a subscription's rows in order."""

    def read(one=DAILY):
        with database.read() as tx:
            found = [row for row in tx.deliveries.history(limit=1000) if row.subscription_id == one.id]
        return sorted((row.local_on, row.part, row.state) for row in found)

    return read


def planned(*days):
    return [(MONDAY + timedelta(days=n), 0, DeliveryState.PLANNED) for n in days]


def test_nothing_is_planned_before_its_hour(plan, save, rows):
    save(DAILY)
    assert plan(EIGHT - timedelta(seconds=1)) == 0
    assert rows() == []


def test_at_its_hour_one_row_and_once(plan, save, rows):
    save(DAILY)
    assert plan(EIGHT) == 1
    assert plan(EIGHT) == 0
    assert plan(EIGHT + timedelta(hours=23)) == 0
    assert rows() == planned(0)
    assert plan(EIGHT + timedelta(days=1)) == 1
    assert rows() == planned(0, 1)


def test_without_subscriptions_there_is_nothing_to_do(plan):
    assert plan(EIGHT) == 0


def test_a_date_that_is_too_late_is_written_down_as_missed(plan, save, rows):
    save(DAILY)
    assert plan(EIGHT + timedelta(days=2, hours=1)) == 1
    assert [(on - MONDAY, state) for on, _, state in rows()] == [
        (timedelta(0), DeliveryState.SKIPPED),
        (timedelta(1), DeliveryState.SKIPPED),
        (timedelta(2), DeliveryState.PLANNED),
    ]


def test_all_that_are_due_are_planned_at_once(plan, save, rows):
    channels = [replace(DAILY, id=SubscriptionId(f"s{n}"), channel_id=f"C{n}") for n in range(12)]
    later = replace(channels[0], id=SubscriptionId("later"), channel_id="C99", at=time(9), created_at=EIGHT)
    save(*channels, later)
    assert plan(EIGHT) == 12
    assert all(rows(one) == planned(0) for one in channels)
    assert rows(later) == []


def test_a_digest_that_is_off_is_not_planned(plan, save, rows):
    save(replace(DAILY, active=False))
    assert plan(EIGHT + timedelta(days=3)) == 0
    assert rows() == []


def test_weekdays_and_skips_are_kept(plan, save, rows):
    wanted = replace(DAILY, weekdays=(1, 3, 5), skips=(MONDAY + timedelta(days=2),))
    save(wanted)
    for day in range(7):
        plan(EIGHT + timedelta(days=day))
    assert rows() == planned(0, 4)


def test_the_next_due_date_is_told(database):
    with database.write() as tx:
        tx.subscriptions.save(DAILY)
        assert reschedule(tx, DAILY) == EIGHT
        off = replace(DAILY, active=False)
        tx.subscriptions.save(off)
        assert reschedule(tx, off) is None


def test_an_earlier_hour_on_a_date_that_was_planned_comes_tomorrow(plan, save, rows, database):
    save(DAILY)
    plan(EIGHT)
    with database.write() as tx:
        row = tx.deliveries.get(delivery_id(DAILY.id, MONDAY))
        assert tx.deliveries.replace(row, replace(row, state=DeliveryState.SENT))
        moved = replace(DAILY, at=time(20, 0))
        tx.subscriptions.save(moved)
        assert reschedule(tx, moved) == EIGHT + timedelta(days=1, hours=12)


class TestByHand:
    def test_it_takes_the_place_of_the_days_own(self, database, plan, save, rows):
        save(DAILY)
        with database.write() as tx:
            row = plan_now(tx, DAILY, now=EIGHT - timedelta(hours=2))
        assert (row.id, row.part, row.due_at) == (
            delivery_id(DAILY.id, MONDAY),
            0,
            EIGHT - timedelta(hours=2),
        )
        assert plan(EIGHT) == 0
        assert rows() == planned(0)

    def test_one_under_way_is_waited_for(self, database, save):
        save(DAILY)
        with database.write() as tx:
            assert plan_now(tx, DAILY, now=EIGHT) is not None
            assert plan_now(tx, DAILY, now=EIGHT) is None

    def test_behind_one_that_is_done_comes_another_part(self, database, save):
        save(DAILY)
        parts = []
        for _ in range(3):
            with database.write() as tx:
                row = plan_now(tx, DAILY, now=EIGHT)
                assert tx.deliveries.replace(row, replace(row, state=DeliveryState.SENT))
            parts.append(row.part)
        assert parts == [0, 1, 2]

    def test_a_date_has_an_end_to_it(self, database, save):
        save(DAILY)
        with database.write() as tx:
            for _ in range(24):
                row = plan_now(tx, DAILY, now=EIGHT)
                tx.deliveries.replace(row, replace(row, state=DeliveryState.FAILED))
            with pytest.raises(UserError, match=r"had 24 digests today.*preview"):
                plan_now(tx, DAILY, now=EIGHT)

    def test_the_date_is_that_of_the_channel(self, database, save):
        far = replace(DAILY, zone="Pacific/Auckland")
        save(far)
        with database.write() as tx:
            row = plan_now(tx, far, now=datetime(2026, 3, 2, 23, 0, tzinfo=UTC))
        assert row.local_on == date(2026, 3, 3)


@given(
    st.text(max_size=20), st.dates(), st.sampled_from(DeliveryKind), st.integers(0, 5000),
    st.text(max_size=20), st.dates(), st.sampled_from(DeliveryKind), st.integers(0, 5000),
)  # fmt: skip
def test_ids_are_the_same_for_the_same_and_only_then(one, day, kind, part, two, other_day, other, number):
    first = delivery_id(SubscriptionId(f"s-{one}"), day, kind, part)
    second = delivery_id(SubscriptionId(f"s-{two}"), other_day, other, number)
    same = (one, day, kind, part) == (two, other_day, other, number)
    assert (first == second) is same


def test_a_planned_row_is_all_of_the_subscription():
    row = planned_delivery(DAILY, MONDAY)
    assert (row.subscription_id, row.workspace_id, row.channel_id) == (
        DAILY.id,
        DAILY.workspace_id,
        DAILY.channel_id,
    )
    assert (row.state, row.part, row.due_at, row.payload) == (DeliveryState.PLANNED, 0, EIGHT, "")


def sent(thread, **more):
    payload = json.dumps({"parent": {"text": "p"}, "thread": thread})
    given = {"state": DeliveryState.SENT, "payload": payload, "fence": 3, "attempts": 2, "message_ts": "1.2"}
    return delivery("d1", **given | {"sent_at": EIGHT, "reason": "late"} | more)


def test_thread_replies_are_frozen_rows_that_nobody_tried():
    parent = sent([{"text": "one"}, {"text": "two"}])
    first, second = thread_rows(parent)
    assert [row.part for row in (first, second)] == [1, 2]
    assert {row.parent_id for row in (first, second)} == {DeliveryId("d1")}
    assert json.loads(second.payload) == {"parent": {"text": "two"}}
    assert (first.kind, first.state) == (DeliveryKind.THREAD, DeliveryState.FROZEN)
    assert (first.fence, first.attempts, first.message_ts, first.sent_at, first.reason) == (
        0,
        0,
        "",
        None,
        "",
    )
    assert first.id != second.id


def test_replies_of_a_second_digest_do_not_take_the_first_ones_places():
    first, second = sent([{}, {}]), sent([{}, {}], part=1)
    ids = {row.id for parent in (first, second) for row in thread_rows(parent)}
    assert len(ids) == 4


@pytest.mark.parametrize(
    "parent",
    [
        sent([]),
        sent([{}], kind=DeliveryKind.NOTICE),
        sent([{}], subscription_id=None),
        sent([{}], payload=""),
        sent([{}], payload='{"parent": {}}'),
    ],
    ids=["none", "a notice", "of nobody", "nothing frozen", "no thread at all"],
)
def test_what_has_no_replies_gets_no_rows(parent):
    assert list(thread_rows(parent)) == []
