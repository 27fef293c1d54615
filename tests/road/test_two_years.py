"""Two years of a stopped clock through the real planner: one digest per local date in every zone."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.model.digest import DeliveryState, Subscription, SubscriptionId
from bot.model.workspace import ChannelId, WorkspaceId
from bot.services.planning import Planner, reschedule
from bot.storage.database import Database

START = datetime(2025, 12, 31, 12, 0, tzinfo=UTC)
DAYS = 731
ZONES = {  # the clock changes by an hour, half an hour, at midnight, in the south, not at all
    "America/New_York": time(2, 30),
    "Europe/Berlin": time(2, 30),
    "Australia/Lord_Howe": time(2, 15),
    "America/Santiago": time(0, 0),
    "Africa/Cairo": time(0, 30),
    "Asia/Kolkata": time(8, 0),
}


@pytest.fixture
def database(database_url):
    found = Database(database_url)
    with found.write() as tx:
        for n, (zone, at) in enumerate(ZONES.items()):
            one = Subscription(
                id=SubscriptionId(f"sub-{n}"),
                workspace_id=WorkspaceId("T1"),
                channel_id=ChannelId(f"C{n}"),
                at=at,
                zone=zone,
                created_at=START,
            )
            tx.subscriptions.save(one)
            reschedule(tx, one)
    yield found
    found.close()


def rows(database):
    with database.read() as tx:
        return tx.deliveries.history(limit=100_000)


def test_one_digest_per_local_date_in_six_zones(database):
    planner, now = Planner(database, catch_up=timedelta(hours=12)), START
    for _ in range(DAYS * 2):  # a tick every twelve hours finds each date while it may still be posted
        now += timedelta(hours=11, minutes=59, seconds=1)
        planner.plan(now)
    planned = rows(database)
    assert {row.state for row in planned} == {DeliveryState.PLANNED}
    dates = Counter((row.subscription_id, row.local_on) for row in planned)
    assert set(dates.values()) == {1}
    last = min(max(on for one, on in dates if one == f"sub-{n}") for n in range(len(ZONES)))
    wanted = {date(2026, 1, 1) + timedelta(days=n) for n in range((last - date(2026, 1, 1)).days + 1)}
    for n in range(len(ZONES)):
        assert wanted <= {on for one, on in dates if one == f"sub-{n}"}
    assert len(wanted) > 725


def test_a_change_of_zone_or_time_neither_doubles_nor_drops_a_date(database):
    """Every third day one subscription moves to the next zone and hour."""
    planner, now, zones = Planner(database, catch_up=timedelta(hours=24)), START, list(ZONES)
    for tick in range(600):
        now += timedelta(hours=3)
        planner.plan(now)
        if tick % 24 == 23:
            with database.write() as tx:
                one = tx.subscriptions.get(SubscriptionId("sub-0"))
                fields = {name: getattr(one, name) for name in one.__dataclass_fields__}
                fields |= {"zone": zones[tick // 24 % len(zones)], "at": time(tick // 24 % 24, 10)}
                tx.subscriptions.save(Subscription(**fields))
                reschedule(tx, Subscription(**fields))
    dates = sorted(row.local_on for row in rows(database) if row.subscription_id == "sub-0")
    assert dates == [dates[0] + timedelta(days=n) for n in range(len(dates))]
    assert len(dates) >= 74
