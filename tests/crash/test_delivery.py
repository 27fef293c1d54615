"""Exactly once, whatever dies: random kills, a faulty platform, a kill at each point of the protocol."""

from contextlib import ExitStack

import pytest

from bot.model.digest import DeliveryState
from bot.storage.database import Database
from tests.crash import harness
from tests.support.slack_server import SlackServer

POINTS = {
    0: "planning",
    1: "before composing",
    2: "frozen",
    3: "intent durable",
    4: "answered",
    5: "recorded",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request):
    """An empty database of each kind."""
    return request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")


@pytest.fixture
def opened():
    """Opens a database and closes it after the test."""
    with ExitStack() as stack:

        def call(url):
            database = Database(url)
            stack.callback(database.close)
            database.upgrade()
            return database

        yield call


def test_random_kills_and_a_faulty_platform(opened, url):
    database = opened(url)
    harness.subscribe(database, 420)
    with SlackServer(fault_of=harness.faulty(7, 0.15), lag_s=0.1, late_s=0.1, page=10) as server:
        kills = harness.run_with_kills(url, server, kills=11, seed=1, most_s=70)
        counted = harness.count(database, server, kills)
    assert (counted.deliveries, counted.kills >= 10) == (504, True)
    assert (counted.lost, counted.doubled, counted.wrongly_sent) == (0, 0, 0)
    assert database.check() == ()


def test_the_protocol_without_its_history_step_doubles(opened, database_url):
    """The mutant that the suite must catch: it posts again instead of asking the history."""
    database = opened(database_url)
    harness.subscribe(database, 60)
    with SlackServer(fault_of=harness.faulty(7, 0.5), page=10) as server:
        harness.run_until_doubled(database_url, server, most_s=20)
        counted = harness.count(database, server, 1)
    assert counted.doubled > 0


@pytest.mark.parametrize("point", POINTS, ids=POINTS.values())
def test_a_kill_at_each_point_of_the_protocol(opened, database_url, point):
    database = opened(database_url)
    harness.subscribe(database, 1)
    with SlackServer() as server:
        killed = harness.start(database_url, server.url, str(point))
        assert killed.wait(timeout=20) == -9
        harness.start(database_url, server.url).wait(timeout=30)
        counted = harness.count(database, server, 1)
    assert (counted.deliveries, counted.lost, counted.doubled) == (2, 0, 0)


def test_the_intent_is_durable_before_the_first_byte(opened, database_url):
    database = opened(database_url)
    harness.subscribe(database, 5)
    seen = []

    def look(arguments):
        with database.read() as tx:
            found = tx.deliveries.get(arguments["metadata"]["event_payload"]["delivery_id"])
        seen.append((found.state, found.fence))

    with SlackServer(before_post=look) as server:
        harness.start(database_url, server.url).wait(timeout=30)
    assert len(seen) == 6
    assert set(seen) == {(DeliveryState.INTENT, 1)}


def test_two_workers_at_once_post_nothing_twice(opened, url):
    database = opened(url)
    harness.subscribe(database, 60)
    with SlackServer() as server:
        workers = [harness.start(url, server.url) for _ in range(2)]
        for worker in workers:
            assert worker.wait(timeout=60) == 0
        counted = harness.count(database, server, 0)
    assert (counted.deliveries, counted.lost, counted.doubled) == (72, 0, 0)
