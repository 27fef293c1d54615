"""Every hostile case, polled together once and then judged one by one.

All feeds of a round are asked at once, as the product does it, so that a case that hurts another one shows.
The server is in this process, the product in another one (tests/feeds/hostile_child.py).
"""

from __future__ import annotations

import pickle
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.feeds.case import Case
from tests.feeds.cases import addresses, documents, http, items, lies, odd, wire
from tests.feeds.hostile_child import Order, Run
from tests.feeds.server import HostileServer

GROUPS = (http, lies, wire, documents, odd, items, addresses)
CASES = tuple(case for group in GROUPS for case in group.CASES)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def canary() -> Iterator[HostileServer]:
    with HostileServer() as server:
        yield server


@pytest.fixture(scope="module")
def run(canary: HostileServer) -> Run:
    """One server, one fetcher and one parser for all cases."""
    with HostileServer(canary=canary.base) as server, closing(socket.socket()) as held:
        held.bind(("127.0.0.1", 0))  # a port on which nobody listens
        closed = held.getsockname()[1]
        server.responders = {case.path: case.respond for case in CASES}
        names = {
            "base": server.base,
            "canary": canary.base,
            "port": server.port,
            "canary_port": canary.port,
            "closed_port": closed,
        }
        order = Order(
            urls={case.name: (case.url or "{base}" + case.path).format(**names) for case in CASES},
            polls={case.name: case.polls for case in CASES},
            private=f"127.0.0.1:{server.port},127.0.0.1:{closed}",
        )
        child = subprocess.run(
            [sys.executable, "-c", "from tests.feeds.hostile_child import main; main()"],
            input=pickle.dumps(order), stdout=subprocess.PIPE, cwd=ROOT, check=True, timeout=240,
        )  # fmt: skip
    told: Run = pickle.loads(child.stdout)
    return told


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


def test_the_canary_is_never_asked(run: Run, canary: HostileServer) -> None:
    assert set(run.polled) == {case.name for case in CASES}
    assert canary.asked == []


def test_memory_stays_bounded(run: Run) -> None:
    """That of the product, and that of the worker which reads what may be hostile, each for itself."""
    assert run.growth_bytes <= 100_000_000
    assert run.worker_bytes <= 130_000_000


def test_no_round_outlasts_the_limits(run: Run) -> None:
    assert max(run.rounds_s) < 40
