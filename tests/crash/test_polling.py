"""No item lost, none stored twice: a simulated day of polling with faulty feeds and workers that die."""

from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.storage.database import Database
from tests.crash import day as simulation
from tests.crash.feeds_server import START, Day, DayServer, Habits
from tests.crash.poller import POINTS

HOUR = timedelta(hours=1)


@pytest.fixture
def opened():
    """Opens a database that is subscribed to a day's feeds, and closes it after the test."""
    with ExitStack() as stack:

        def call(url, day):
            database = Database(url)
            stack.callback(database.close)
            database.upgrade()
            simulation.subscribe(database, day.urls())
            return database

        yield call


def exactly_once(items: int) -> simulation.Count:
    return simulation.Count(items=items, stored=items, lost=0, doubled=0, strange=0)


def assert_stored_once(database, day, seen_at):
    """Whatever the feeds showed at a time is there, once."""
    with database.read() as tx:
        titles = [article.title for article in tx.articles.window(None, None)]
    shown = {item.identity for feed in range(len(day.habits)) for item in day.visible(feed, seen_at)}
    counts = {identity: sum(identity in title.split() for title in titles) for identity in shown}
    assert set(counts.values()) == {1}, "lost or doubled"


@pytest.mark.parametrize(("kind", "feeds", "kills"), [("sqlite", 160, 8), ("postgres", 40, 4)])
def test_a_day_of_faulty_feeds_and_random_kills(opened, request, kind, feeds, kills):
    url = request.getfixturevalue(f"{kind}_url")
    day = Day(feeds, faults=0.12, seed=1)
    database = opened(url, day)
    with DayServer(day, step=HOUR, seed=1) as server:
        killed = simulation.run_with_kills(url, server, kills=kills, seed=1)
    assert simulation.count(database, day) == exactly_once(len(day.identities()))
    assert database.check() == ()
    assert killed.torn >= kills // 4, "kills fall into the middle of something"
    assert server.faults.total() > feeds, "and most feeds had their share of faults"


@pytest.mark.parametrize("point", POINTS)
def test_a_kill_at_each_point_of_a_poll(opened, database_url, point):
    day = Day(10, faults=0.0, seed=2)
    database = opened(database_url, day)
    with DayServer(day, step=HOUR, until=START + 2 * HOUR) as server:
        assert simulation.start(database_url, server, point).wait(timeout=20) == -9
        assert simulation.start(database_url, server).wait(timeout=20) == 0
    assert_stored_once(database, day, START)


def test_states_stored_before_their_articles_lose_them(opened, database_url):
    """The mutant that the suite must catch: the server is told that its items are known, and they are not."""
    day = Day(10, faults=0.0, seed=2)
    database = opened(database_url, day)
    with DayServer(day, step=HOUR, until=START + 8 * HOUR) as server:
        assert simulation.start(database_url, server, "read", "careless").wait(timeout=20) == -9
        assert simulation.start(database_url, server).wait(timeout=20) == 0
    with pytest.raises(AssertionError, match="lost"):
        assert_stored_once(database, day, START)


def test_an_item_of_which_nothing_stays_is_counted_as_doubled(opened, database_url):
    """The count itself: a new guid and new words at once where there is no link, and nobody can know it."""
    day, switch = Day(1, faults=0.0, seed=2), START + HOUR / 2
    day.habits = [Habits(no_link=True, new_guids_at=switch)]
    day.items = [tuple(replace(item, revised_at=switch) for item in items) for items in day.items]
    database = opened(database_url, day)
    with DayServer(day, step=HOUR, until=START + 6 * HOUR) as server:
        assert simulation.start(database_url, server).wait(timeout=20) == 0
    assert simulation.count(database, day).doubled > 0


def test_a_feed_that_dates_nothing_is_asked_again_within_hours(opened, database_url):
    """One "not modified" does not make it a quiet feed that is asked once a day."""
    day = Day(1, faults=0.0, seed=2)
    day.habits = [Habits(no_guid=True)]
    opened(database_url, day)
    with DayServer(day, step=HOUR, until=START + 24 * HOUR) as server:
        assert simulation.start(database_url, server).wait(timeout=20) == 0
    assert server.asked >= 5
