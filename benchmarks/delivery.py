"""Exactly once at scale: deliveries under random kill -9 and a faulty Slack; prints what was lost or doubled.

    python benchmarks/delivery.py [--deliveries 10000] [--kills 200] [--url DATABASE_URL] [--seed 1]

Digests become due in waves. Of two workers one is killed in each wave, at random, while the loopback Slack
drops, delays, refuses and forgets.
A fifth of the channels have a thread reply, so N channels make 1.2 N deliveries.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.storage.database import Database  # noqa: E402  # after the path
from tests.crash import harness  # noqa: E402
from tests.support.forked import Worker  # noqa: E402
from tests.support.slack_server import SlackServer  # noqa: E402

FAULTS = 0.15  # share of calls that fail in one of the ways of the fake server
WORKERS = 2
LIVES_S = (0.2, 1.7)  # a worker's life before its kill


def main() -> None:
    """Run and print; the exit status is 1 when anything was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--deliveries", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--url", default="")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with database_url(given.url) as url:
        sys.exit(measure(url, given.deliveries, given.kills, given.seed))


@contextmanager
def database_url(url: str) -> Iterator[str]:
    """The given database, or a SQLite file that goes afterwards."""
    if url:
        yield url
        return
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/bench.sqlite3"


def measure(url: str, deliveries: int, kills: int, seed: int) -> int:
    """One run; 0 when nothing was lost or doubled."""
    database = Database(url, timeout_s=30)
    database.upgrade()
    began = time.monotonic()
    with SlackServer(fault_of=harness.faulty(seed, FAULTS), lag_s=0.1, late_s=0.1, page=200) as server:
        done = kill_at_random(database, url, server, round(deliveries / 1.2), kills, seed)
        finish(database, url, server)
        counted = harness.count(database, server, done)
        calls = len(server.calls)
    minutes = (time.monotonic() - began) / 60
    print(
        f"{database.describe().engine}: {counted.deliveries} deliveries, {counted.kills} kills -9, ", end=""
    )
    print(f"{calls} calls of which {FAULTS:.0%} failed, {minutes:.1f} min")
    print(f"lost {counted.lost}, doubled {counted.doubled}, marked sent but not {counted.wrongly_sent}")
    problems = database.check()
    print(f"integrity: {'ok' if not problems else '; '.join(problems)}")
    return int(bool(counted.lost or counted.doubled or counted.wrongly_sent or problems))


def kill_at_random(
    database: Database, url: str, server: SlackServer, channels: int, kills: int, seed: int
) -> int:
    """Let channels become due in waves and kill a worker in each; gives how many were killed alive."""
    dice, done, due = random.Random(seed), 0, 0
    workers = [harness.start(url, server.url) for _ in range(WORKERS)]
    while done < kills:
        wave = min(channels * (done + 1) // kills, channels) - due
        harness.subscribe(database, wave, first=due)
        due += wave
        time.sleep(dice.uniform(*LIVES_S) / WORKERS)
        number = dice.randrange(WORKERS)
        done += kill(workers[number])
        workers[number] = harness.start(url, server.url)
    for worker in workers:
        done += kill(worker)
    return done


def kill(worker: Worker) -> int:
    """Kill -9; 1 if it was still alive."""
    alive = worker.poll() is None
    worker.kill()
    worker.wait()
    return int(alive)


def finish(database: Database, url: str, server: SlackServer) -> None:
    """Workers that nobody kills, one after the other (each ends after two minutes), while they get on."""
    left, before = open_rows(database), -1
    while left and left != before:
        harness.start(url, server.url).wait()
        left, before = open_rows(database), left


def open_rows(database: Database) -> int:
    """Deliveries that are not final, and channels that are still to be planned."""
    with database.read() as tx:
        states, waits = tx.deliveries.counts(), tx.subscriptions.next_due_at() is not None
    return sum(n for state, n in states.items() if not state.is_final) + waits


if __name__ == "__main__":
    main()
