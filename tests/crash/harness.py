"""Sets up subscriptions that are due, runs workers that die at random, and counts what was posted."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time

from bot.model.digest import DeliveryState, Subscription, SubscriptionId
from bot.model.workspace import ChannelId, WorkspaceId
from bot.storage.database import Database
from tests.crash import worker
from tests.support.forked import Worker
from tests.support.slack_server import FAULTS, SlackServer

READ_FAULTS = ("dropped_before", "error_before", "rate_limited")


@dataclass(frozen=True)
class Count:
    """What came of a run."""

    deliveries: int
    lost: int
    doubled: int
    wrongly_sent: int
    kills: int


def subscribe(database: Database, channels: int, *, first: int = 0) -> None:
    """Channels whose digest of yesterday is due; the first of them has that number."""
    made = datetime.now(UTC) - timedelta(days=1, hours=1)
    due = datetime.now(UTC) - timedelta(minutes=1)
    with database.write() as tx:
        for n in range(first, first + channels):
            subscription = Subscription(
                id=SubscriptionId(f"sub-{n}"),
                workspace_id=WorkspaceId(f"T{n % 7}"),
                channel_id=ChannelId(f"C{n}"),
                at=clock_time(due.hour, due.minute),
                created_at=made,
            )
            tx.subscriptions.save(subscription)
            tx.subscriptions.schedule({subscription.id: (due, due.date())})


def faulty(seed: int, share: float):
    """A fault for that share of the calls, always the same for a seed; settled messages meet fewer."""
    dice = random.Random(seed)

    def fault_of(method: str, arguments) -> str:
        if dice.random() >= share:
            return ""
        kinds = FAULTS if method == "chat.postMessage" else ("dropped_before", "error_before", "rate_limited")
        return dice.choice(
            [kind for kind in kinds if kind != "hangs"] if method != "chat.postMessage" else kinds
        )

    return fault_of


def start(url: str, api: str, *more: str) -> Worker:
    """A worker."""
    return Worker(worker.main, url, api, *more)


def run_with_kills(url: str, server: SlackServer, *, kills: int, seed: int, most_s: float) -> int:
    """Workers one after the other, each killed after a while, the last left to finish.

    Returns:
        How many were killed: one that had nothing left to do was not.
    """
    dice, until, killed = random.Random(seed), time.monotonic() + most_s, 0
    for _ in range(kills):
        one = start(url, server.url)
        try:
            one.wait(timeout=0.05 + dice.random() * 0.7)
        except subprocess.TimeoutExpired:
            one.kill()
        killed += one.wait() == -signal.SIGKILL
    last = start(url, server.url)
    try:
        last.wait(timeout=max(1.0, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        last.kill()
        last.wait()
    return killed


def run_until_doubled(url: str, server: SlackServer, *, most_s: float) -> None:
    """One worker that leaves out the history step, until something was posted twice or it has ended."""
    one, until = start(url, server.url, "", "careless"), time.monotonic() + most_s
    while one.poll() is None and time.monotonic() < until and not _doubled(server):
        time.sleep(0.02)
    one.kill()
    one.wait()


def _doubled(server: SlackServer) -> int:
    return sum(1 for messages in server.posts().values() if len(messages) > 1)


def count(database: Database, server: SlackServer, kills: int) -> Count:
    """Compare what the database says with what the platform has."""
    with database.read() as tx:
        rows = tx.deliveries.history(limit=1_000_000)
    posts = server.posts()
    states = Counter(row.state for row in rows)
    return Count(
        deliveries=len(rows),
        lost=sum(1 for row in rows if not posts.get(row.id))
        + sum(states[s] for s in states if not s.is_final),
        doubled=_doubled(server),
        wrongly_sent=sum(1 for row in rows if row.state is DeliveryState.SENT and not posts.get(row.id)),
        kills=kills,
    )
