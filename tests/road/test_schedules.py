"""Subscriptions change on a real database: the next due date follows, nothing is doubled or dropped."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.errors import UserError
from bot.model.digest import DeliveryState
from bot.model.workspace import WorkspaceId
from bot.services.planning import Planner
from bot.services.subscribe import Subscribe
from bot.storage.database import Database

TEAM = WorkspaceId("T1")


class Present:
    def __init__(self, at):
        self.at = at

    def __call__(self):
        return self.at


@pytest.fixture
def clock():
    return Present(datetime(2026, 3, 2, 15, 0, tzinfo=UTC))  # Monday, 10:00 in New York


@pytest.fixture
def database(database_url):
    found = Database(database_url)
    yield found
    found.close()


@pytest.fixture
def subscribe(database, clock):
    return Subscribe(database, gazetteer=None, topics=(), clock=clock)


@pytest.fixture
def channel(subscribe):
    return subscribe.change("C1", workspace=TEAM, zone="America/New_York")


def tick(database, clock, **forward):
    clock.at += timedelta(**forward)
    return Planner(database, catch_up=timedelta(hours=12)).plan(clock.at)


def rows(database):
    with database.read() as tx:
        return sorted(tx.deliveries.history(limit=1000), key=lambda row: (row.local_on, row.part))


def test_a_new_channel_is_due_at_its_next_hour(subscribe, channel):
    assert subscribe.next_due_at(channel) == datetime(2026, 3, 3, 13, 0, tzinfo=UTC)


def test_a_change_keeps_what_it_does_not_name(subscribe, channel):
    changed = subscribe.change("C1", workspace=TEAM, at=time(11, 30))
    assert (changed.zone, changed.created_at) == (channel.zone, channel.created_at)
    assert subscribe.next_due_at(changed) == datetime(2026, 3, 2, 16, 30, tzinfo=UTC), "still today"


def test_a_later_hour_after_todays_digest_waits_for_tomorrow(subscribe, channel, database, clock):
    tick(database, clock, days=1)
    changed = subscribe.change("C1", workspace=TEAM, at=time(20, 0))
    assert subscribe.next_due_at(changed) == datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
    assert [row.local_on for row in rows(database)] == [date(2026, 3, 3)]


def test_an_earlier_hour_before_todays_digest_does_not_drop_it(subscribe, channel, database, clock):
    clock.at = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)  # 7:00, an hour before
    subscribe.change("C1", workspace=TEAM, at=time(6, 0))
    assert tick(database, clock) == 1
    assert [row.local_on for row in rows(database)] == [date(2026, 3, 3)]


def test_what_is_off_is_never_due_and_on_again_begins_anew(subscribe, channel, database, clock):
    off = subscribe.change("C1", workspace=TEAM, active=False)
    assert subscribe.next_due_at(off) is None
    assert tick(database, clock, days=3) == 0
    on = subscribe.change("C1", workspace=TEAM, active=True)
    assert on.created_at == clock.at
    assert rows(database) == [], "what was due meanwhile is not made up for"
    assert subscribe.next_due_at(on) > clock.at


def test_switching_off_takes_back_what_was_planned_but_not_posted(subscribe, channel, database, clock):
    tick(database, clock, days=1)
    subscribe.change("C1", workspace=TEAM, active=False)
    (row,) = rows(database)
    assert (row.state, row.reason) == (DeliveryState.SKIPPED, "the digest was switched off")


def test_a_digest_by_hand_takes_the_place_of_todays(subscribe, channel, database, clock):
    clock.at = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)  # 7:00: the scheduled one is still to come
    by_hand = subscribe.post_now(channel)
    assert (by_hand.local_on, by_hand.part, by_hand.due_at) == (date(2026, 3, 3), 0, clock.at)
    assert tick(database, clock, hours=12) == 0, "not a second one at 8:00"
    assert tick(database, clock, hours=14) == 1
    assert [row.local_on.day for row in rows(database)] == [3, 4]


def test_a_second_one_by_hand_waits_for_the_first_and_is_a_part_of_the_same_date(
    subscribe, channel, database
):
    first = subscribe.post_now(channel)
    assert subscribe.post_now(channel) is None
    finish(database, first)
    second = subscribe.post_now(channel)
    assert (second.local_on, second.part) == (first.local_on, 1)
    assert second.id != first.id


def test_a_date_has_so_many_digests_and_no_more(subscribe, channel, database):
    for _ in range(24):
        finish(database, subscribe.post_now(channel))
    with pytest.raises(UserError, match="24 digests today"):
        subscribe.post_now(channel)


def finish(database, row):
    with database.write() as tx:
        fields = {name: getattr(row, name) for name in row.__dataclass_fields__}
        assert tx.deliveries.replace(row, type(row)(**{**fields, "state": DeliveryState.SENT}))


def test_a_removed_channel_leaves_nothing_to_post(subscribe, channel, database, clock):
    tick(database, clock, days=1)
    subscribe.remove("C1", workspace=TEAM)
    assert [row.state for row in rows(database)] == [DeliveryState.SKIPPED]
    assert tick(database, clock, days=2) == 0
