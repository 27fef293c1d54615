"""A process that polls what is due at the time that a simulated day gives; the crash tests kill it.

    python -m tests.crash.poller DATABASE_URL SERVER_URL [POINT [careless]]

With POINT it kills itself with signal 9 the first time it comes to that point of a poll. A careless one
stores what it knows of its feeds before it stores their articles: the mutant that the tests must catch.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import urllib.request
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from bot.feeds.exchange import FetchLimits
from bot.feeds.fetch import Fetcher
from bot.feeds.parse import Parser
from bot.feeds.schedule import decide
from bot.services import polling
from bot.services.polling import Poller
from bot.storage.database import Database
from bot.storage.feeds import Feeds
from bot.telemetry import logs

LIMITS = FetchLimits(total_s=0.5, concurrency=64, host_gap_s=0.0)
PUBLIC = "93.184.215.14"  # pretended: every socket is opened to the server on loopback
POINTS: dict[str, tuple[Any, str]] = {
    "claimed": (Fetcher, "fetch"),
    "read": (polling, "settle_all"),
    "articles written": (Feeds, "save_states"),
    "states written": (polling, "follow_up"),
    "stored": (Poller, "_report"),
}


class Clock:
    """The time that the server gives, asked for once a step."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._now = self._ask("")

    def _ask(self, done: str) -> datetime | None:
        with urllib.request.urlopen(f"{self._server}/clock?{done}", timeout=30) as answer:
            text = answer.read().decode()
        return datetime.fromisoformat(text) if text else None

    def __call__(self) -> datetime:
        assert self._now is not None
        return self._now

    def move_on(self) -> None:
        """Say that what was due is done."""
        self._now = self._ask(self().isoformat())

    @property
    def is_over(self) -> bool:
        return self._now is None


def to_loopback(port: int) -> Callable[[socket.AddressFamily], socket.socket]:
    """Makes sockets that lead to the server, wherever they are pointed."""

    class Redirected(socket.socket):
        def connect(self, address: Any) -> None:
            super().connect(("127.0.0.1", port))

    return lambda family: Redirected(family, socket.SOCK_STREAM)


def die_at(point: str) -> None:
    """End this process by signal 9 the first time it comes to a point of the poll."""
    place, name = POINTS[point]

    def die(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(place, name, die)


def be_careless(database: Database, clock: Clock) -> None:
    """Store states in a transaction of their own, before the articles."""
    store = Poller._store

    def states_first(poller: Poller, answers: Any, tally: Any) -> None:
        with database.write() as tx:
            tx.feeds.save_states(
                decide(one.state, one.result, parsed=one.parsed, now=clock()).state for one in answers
            )
        store(poller, answers, tally)

    setattr(Poller, "_store", states_first)  # noqa: B010 - a plain assignment is refused by mypy


def main(url: str, server: str, point: str = "", mutant: str = "") -> None:
    """Poll until the day is over."""
    logs.configure(level="CRITICAL", form="json")
    clock, database = Clock(server), Database(url)
    if mutant:
        be_careless(database, clock)
    if point:
        die_at(point)
    poller = Poller(
        database,
        open_fetcher=lambda: Fetcher(
            user_agent="Test/1 (+https://x.example)",
            limits=LIMITS,
            lookup=lambda host, port: [PUBLIC],
            open_socket=to_loopback(urlsplit(server).port or 0),
            clock=lambda: clock().timestamp(),
        ),
        open_parser=Parser,
        clock=clock,
        find_outlet=lambda name: None,
    )
    while not clock.is_over:
        poller.poll()
        clock.move_on()
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
