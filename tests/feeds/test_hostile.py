"""Every hostile case, polled together once and then judged one by one.

All feeds of a round are asked at once, as the product does it, so that a case that hurts another one shows.
"""

from __future__ import annotations

import resource
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from bot.feeds.exchange import FetchLimits
from bot.feeds.fetch import Fetcher
from bot.feeds.guard import PrivateFeeds
from bot.feeds.parse import Parser
from bot.feeds.sandbox import Sandbox
from tests.feeds.case import Case, Polled, Reader, later
from tests.feeds.cases import addresses, documents, http, items, wire
from tests.feeds.server import HostileServer

CASES = (*http.CASES, *wire.CASES, *documents.CASES, *items.CASES, *addresses.CASES)
TOTAL_S = 4.0
NAMES = {"localhost": "127.0.0.1", "rebound.example": "127.0.0.1", "inside.example": "10.1.2.3"}


def lookup(host: str, port: int) -> list[str]:
    if host not in NAMES:
        raise OSError(f"{host} is not known here")
    return [NAMES[host]]


def loopback_socket(family: socket.AddressFamily) -> socket.socket:
    """A socket that refuses to leave loopback, should the guard ever fail."""

    class Loopback(socket.socket):
        def connect(self, address):
            assert address[0] in {"127.0.0.1", "::1"}, address
            return super().connect(address)

    return Loopback(family, socket.SOCK_STREAM)


@dataclass
class Run:
    polled: dict[str, Polled]
    canary_asked: int
    growth_bytes: int
    slowest_round_s: float


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """One server, one fetcher and one parser for all cases; as many rounds as the longest case wants."""
    with HostileServer() as canary, HostileServer(canary=canary.base) as server, closed_port() as closed:
        server.responders = {case.path: case.respond for case in CASES}
        private = PrivateFeeds.parse(f"127.0.0.1:{server.port},127.0.0.1:{closed}")
        limits = FetchLimits(total_s=TOTAL_S)
        fetcher = Fetcher(
            user_agent="test", private=private, limits=limits, lookup=lookup, open_socket=loopback_socket
        )
        parser = Parser(sandbox=Sandbox(cpu_s=3, wall_s=6))
        names = {"base": server.base, "canary": canary.base, "port": server.port, "canary_port": canary.port}
        with fetcher, parser:
            reader = Reader(fetcher, parser)
            for case in CASES:
                reader.add(case.name, (case.url or "{base}" + case.path).format(**names, closed_port=closed))
            before = memory_bytes()
            slowest = 0.0
            for round_number in range(max(case.polls for case in CASES)):
                begun = time.monotonic()
                wanted = [case.name for case in CASES if case.polls > round_number]
                reader.poll(wanted, later(round_number))
                slowest = max(slowest, time.monotonic() - begun)
            growth = memory_bytes() - before
        yield Run(dict(reader.last), len(canary.asked), growth, slowest)


def closed_port():
    """A loopback port on which nobody listens."""
    probe = socket.socket()
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]

    class Held:
        def __enter__(self) -> int:
            return port

        def __exit__(self, *_: object) -> None:
            probe.close()

    return Held()


def memory_bytes() -> int:
    """The most memory that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def test_there_are_enough_cases_and_no_name_stands_twice() -> None:
    assert len(CASES) >= 150
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_ends_as_the_table_says(case: Case, run: Run) -> None:
    polled = run.polled[case.name]
    assert polled.state.status in case.statuses.split(), (polled.state.status, polled.state.error)
    if case.articles is not None:
        assert len(polled.articles) == case.articles, polled.titles[:10]
    assert bool(polled.state.error) != polled.state.status.is_success
    if case.check is not None:
        case.check(polled)


def test_everything_stored_can_be_stored(run: Run) -> None:
    for polled in run.polled.values():
        for article in polled.articles.values():
            assert article.title.strip() == article.title != ""
            for text in (article.title, article.summary, article.body, article.byline, article.url):
                assert b"\0" not in text.encode(), "a lone surrogate would raise"


def test_the_canary_is_never_asked(run: Run) -> None:
    assert run.canary_asked == 0


def test_memory_stays_bounded(run: Run) -> None:
    # The hostile server lives in this process too: its own bombs and bodies are up to 50 MB of the growth.
    assert run.growth_bytes <= 150_000_000


def test_no_round_outlasts_the_limits(run: Run) -> None:
    assert run.slowest_round_s < 40
