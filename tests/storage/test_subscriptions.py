from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import HealthCheck, given, settings

from bot.errors import NotFoundError, StorageError
from bot.model.digest import QuietDay, Subscription
from bot.storage.database import Database
from bot.storage.subscriptions import DueTogether
from tests.storage.make import BLUE, CITY, DAY, HOUR, NOW, RED, subscription, undone
from tests.storage.strategies import records


def test_a_subscription_comes_back_as_it_was_stored(db: Database) -> None:
    given_one = subscription(
        places=(CITY,),
        topics=("housing", "schools"),
        at=time(7, 30),
        zone="America/New_York",
        weekdays=(1, 3, 5),
        quiet_day=QuietDay.SILENT,
        paused_until_on=date(2025, 9, 1),
        skips=(date(2025, 12, 25), date(2026, 1, 1)),
        owner="U1",
    )
    with db.write() as tx:
        tx.subscriptions.save(given_one)
        assert tx.subscriptions.get("sub1") == given_one
        changed = replace(given_one, active=False, skips=())
        tx.subscriptions.save(changed)
        assert tx.subscriptions.find_by_channel(RED, "C-sub1") == changed
        assert tx.subscriptions.find_by_channel(BLUE, "C-sub1") is None
        with pytest.raises(NotFoundError):
            tx.subscriptions.get("sub2")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records(Subscription))
def test_any_subscription_survives_the_database(db: Database, given_one: Subscription) -> None:
    with undone(db) as tx:
        tx.subscriptions.save(given_one)
        assert tx.subscriptions.get(given_one.id) == given_one


def test_a_channel_has_one_subscription(db: Database) -> None:
    with db.write() as tx:
        tx.subscriptions.save(subscription("sub1"))
        tx.subscriptions.save(subscription("sub2", workspace_id=BLUE, channel_id="C-sub1"))
    with pytest.raises(StorageError), db.write() as tx:
        tx.subscriptions.save(subscription("sub3", channel_id="C-sub1"))


def due_ids(found: tuple[DueTogether, ...]) -> list[str]:
    return [who[0] for one in found for who in one.members]


def test_the_due_ones_come_longest_due_first(db: Database) -> None:
    today = NOW.date()
    with db.write() as tx:
        for name in ("sub1", "sub2", "sub3"):
            tx.subscriptions.save(subscription(name))
        tx.subscriptions.save(subscription("off", active=False))
        tx.subscriptions.schedule({
            "sub1": (NOW, today),
            "sub2": (NOW - HOUR, today),
            "sub3": (NOW + HOUR, today),
            "off": (NOW - DAY, today),
        })  # fmt: skip
        assert due_ids(tx.subscriptions.due(NOW, limit=9)) == ["sub2", "sub1"]
        assert due_ids(tx.subscriptions.due(NOW, limit=1)) == ["sub2"]
        assert tx.subscriptions.next_due_at() == NOW - HOUR


def test_those_with_one_schedule_and_date_come_together(db: Database) -> None:
    """Whatever else they want; one that differs in anything that decides on dates comes by itself."""
    today, alike = NOW.date(), [f"sub{n}" for n in range(700)]
    odd = {"zone": "Asia/Tokyo", "at": time(9, 0), "weekdays": (1,), "skips": (today,)}
    odd["paused_until_on"] = today
    with db.write() as tx:
        for name in alike:
            tx.subscriptions.save(subscription(name, topics=(name,)))
        for name, value in odd.items():
            tx.subscriptions.save(subscription(name, **{name: value}))
        tx.subscriptions.save(subscription("yesterday"))
        tx.subscriptions.schedule(
            dict.fromkeys([*alike, *odd], (NOW, today)) | {"yesterday": (NOW, today - DAY)}
        )
        found = tx.subscriptions.due(NOW, limit=1000)
        assert sorted(len(one.members) for one in found) == [1] * 6 + [700]
        together = max(found, key=lambda one: len(one.members))
        assert (together.local_on, together.like.id in alike) == (today, True)
        assert together.members[0] == ("sub0", RED, "C-sub0")
        tx.subscriptions.schedule(dict.fromkeys(alike, (NOW + DAY, today + DAY)))
        assert sorted(due_ids(tx.subscriptions.due(NOW, limit=1000))) == sorted([*odd, "yesterday"])


def test_the_next_due_instant_survives_a_rewrite_and_can_be_taken_away(db: Database) -> None:
    with db.write() as tx:
        tx.subscriptions.save(subscription())
        assert tx.subscriptions.next_due_at() is None
        tx.subscriptions.schedule({"sub1": (NOW, NOW.date())})
        tx.subscriptions.save(subscription(max_stories=3))
        assert tx.subscriptions.next_due(["sub1", "nope"]) == {"sub1": NOW}
        tx.subscriptions.schedule({"sub1": None})
        assert tx.subscriptions.next_due(["sub1"]) == {}
        tx.subscriptions.schedule({})


def test_two_workers_plan_different_subscriptions(postgres_db: Database) -> None:
    with postgres_db.write() as tx:
        for name in ("sub1", "sub2"):
            tx.subscriptions.save(subscription(name))
        tx.subscriptions.schedule(dict.fromkeys(("sub1", "sub2"), (NOW, NOW.date())))
    with postgres_db.write() as one, postgres_db.write() as other:
        first = one.subscriptions.due(NOW, limit=1)
        second = other.subscriptions.due(NOW, limit=9)
    assert due_ids((*first, *second)) == ["sub1", "sub2"]


def test_listing_and_removing(db: Database) -> None:
    with db.write() as tx:
        tx.subscriptions.save(subscription("b", channel_id="C2"))
        tx.subscriptions.save(subscription("a", channel_id="C3"))
        tx.subscriptions.save(subscription("c", channel_id="C1", workspace_id=BLUE))
        assert [s.id for s in tx.subscriptions.of_workspace(RED)] == ["b", "a"]
        tx.subscriptions.remove("b")
        assert [s.id for s in tx.subscriptions.all()] == ["a", "c"]
