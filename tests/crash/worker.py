"""A process that plans and delivers until everything is final; the crash tests kill it.

    python -m tests.crash.worker DATABASE_URL API_URL [POINT]

With POINT it kills itself with signal 9 the first time it comes to that point of the protocol; point 0 lies
in the middle of planning, between storing the deliveries and moving their subscriptions on.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import UTC, datetime, timedelta

from bot.digests import delivery as machine
from bot.digests.delivery import Timing
from bot.errors import StorageError
from bot.model.digest import Delivery
from bot.services.delivering import Deliverer
from bot.services.planning import Planner
from bot.services.publish import Frozen
from bot.slack.calls import Slack
from bot.slack.publisher import SlackPublisher
from bot.storage.database import Database
from bot.storage.subscriptions import Subscriptions
from bot.telemetry import logs

TIMING = Timing(
    post_timeout=timedelta(seconds=0.4),
    settle=timedelta(seconds=0.5),
    lease=timedelta(seconds=1.2),
    retry_first=timedelta(seconds=0.05),
    retry_most=timedelta(seconds=0.4),
    attempts=50,
    catch_up=timedelta(days=20_000),
)


def freeze(delivery: Delivery, until: datetime) -> Frozen:
    """A small message with one reply in its thread for every fifth channel."""
    message = {"text": f"digest {delivery.channel_id} {delivery.local_on}", "blocks": []}
    thread = [{"text": "reply", "blocks": []}] if int(delivery.channel_id[1:]) % 5 == 0 else []
    payload = {"parent": message, "thread": thread}
    return Frozen(payload=payload, shown=(), since_at=until - timedelta(days=1), cutoff_at=until)


def main(url: str, api: str, point: str = "", mutant: str = "") -> None:
    """Plan and deliver until everything is final."""
    logs.configure(level="CRITICAL", form="json")

    def at_point(number: int) -> None:
        if str(number) == point:
            os.kill(os.getpid(), signal.SIGKILL)

    if point == "0":
        Subscriptions.schedule = lambda *_: at_point(0)
    if mutant:  # the protocol without its history step: whatever is unknown is simply tried again
        original = machine.next_action

        def careless(delivery: Delivery, **more):
            action = original(delivery, **more)
            return machine.Action.POST if action is machine.Action.SETTLE else action

        machine.next_action = careless
        machine._expect = lambda *_: None
    database = Database(url, timeout_s=20)
    slack = Slack(lambda _workspace: "xoxb-test", base_url=api, timeout_s=TIMING.post_timeout.total_seconds())
    planner = Planner(database, catch_up=TIMING.catch_up)
    deliverer = Deliverer(
        database,
        freeze=freeze,
        publisher=SlackPublisher(slack),
        timing=TIMING,
        clock=lambda: datetime.now(UTC),
        at_point=at_point,
    )
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            planner.plan(datetime.now(UTC))
            if deliverer.deliver():
                continue
            with database.read() as tx:
                wake = tx.deliveries.next_wake_at()
        except StorageError:  # another worker holds the database longer than usual: try again
            continue
        if wake is None:
            return
        time.sleep(0.02)


if __name__ == "__main__":
    main(*sys.argv[1:])
