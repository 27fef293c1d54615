"""Runs a simulated day with workers that are killed, and compares the store with what came out.

Used by tests/crash/test_polling.py in a small size; the full one by hand:

    python -m tests.crash.day [--feeds 2000] [--kills 20] [--step 10] [--database URL]
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from bot.model.feed import Feed, FeedId
from bot.storage.database import Database
from tests.crash import poller
from tests.crash.feeds_server import DAY, START, Day, DayServer
from tests.support.forked import Worker

_IDENTITY = re.compile(r"\bf\d+i\d+\b", re.IGNORECASE)


@dataclass(frozen=True)
class Count:
    """What came of a run; `torn` are the kills in the middle of a step."""

    items: int
    stored: int
    lost: int
    doubled: int
    strange: int


@dataclass(frozen=True)
class Kills:
    """How many workers were killed, and how many of them in the middle of what was due."""

    all: int
    torn: int


def subscribe(database: Database, urls: list[str]) -> None:
    """Feeds that are due at the beginning of the day."""
    with database.write() as tx:
        for n, url in enumerate(urls):
            feed = Feed(
                id=FeedId(f"feed-{n}"), url=url, imported_url=url, outlet=f"Outlet {n}", added_at=START
            )
            tx.feeds.add(feed, next_poll_at=START)


def start(url: str, server: DayServer, *more: str) -> Worker:
    """A worker."""
    return Worker(poller.main, url, server.url, *more)


def run_with_kills(url: str, server: DayServer, *, kills: int, seed: int) -> Kills:
    """Workers one after the other, each killed at some moment of the day, the last left to finish.

    Raises:
        RuntimeError: A worker ended by itself before the day did.
    """
    dice, torn = random.Random(seed), 0
    for step in sorted(dice.sample(range(DAY // server.step), kills)):
        worker = start(url, server)
        server.wait_until_busy(step, worker)
        begun = server.steps
        time.sleep(dice.random() * min(server.step_s, 2.0) * 0.7)  # no step takes as long as the one before
        torn += server.steps == begun
        worker.kill()
        if worker.wait() != -9:
            raise RuntimeError(f"A worker ended by itself: {worker.poll()}")
    if start(url, server).wait() != 0:
        raise RuntimeError("The last worker failed")
    return Kills(kills, torn)


def count(database: Database, day: Day) -> Count:
    """Compare what is stored with what came out."""
    with database.read() as tx:
        titles = [article.title for article in tx.articles.window(None, None, limit=10_000_000)]
    found = Counter(match[0] if (match := _IDENTITY.search(title)) else title for title in titles)
    wanted = day.identities()
    return Count(
        items=len(wanted),
        stored=len(titles),
        lost=len(wanted - set(found)),
        doubled=sum(1 for times in found.values() if times > 1),
        strange=len(set(found) - wanted),
    )


def main() -> None:
    """Run a day and print what came of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--feeds", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--step", type=int, default=10, help="minutes by which the clock moves")
    parser.add_argument("--faults", type=float, default=0.12, help="share of the requests that go wrong")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", help="an empty database; by default a file that is deleted")
    given = parser.parse_args()
    day = Day(given.feeds, faults=given.faults, seed=given.seed)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite:///{folder}/day.sqlite3"
        database = Database(url)
        database.upgrade()
        subscribe(database, day.urls())
        with DayServer(day, step=timedelta(minutes=given.step), seed=given.seed) as server:
            kills = run_with_kills(url, server, kills=given.kills, seed=given.seed)
        counted, problems = count(database, day), database.check()
        database.close()
    sys.stdout.write(
        f"{given.feeds} feeds, {server.asked} requests, {server.steps} steps of {given.step} minutes\n"
        f"faults {server.faults.total()}: {dict(server.faults.most_common())}\n"
        f"killed {kills.all} times, {kills.torn} in the middle of a step\n"
        f"{counted}\ncheck: {problems or 'clean'}; {time.monotonic() - began:.1f} s\n"
    )


if __name__ == "__main__":
    main()
