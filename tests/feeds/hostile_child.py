"""A process that polls hostile feeds and says what became of them, so that its memory is the product's alone.

Started by tests/feeds/test_hostile.py, whose own process holds the hostile server with its bombs. What to do
comes pickled on standard input, and what became of it goes out pickled.
"""

from __future__ import annotations

import pickle
import re
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.feeds.exchange import FetchLimits
from bot.feeds.fetch import Fetcher
from bot.feeds.guard import PrivateFeeds
from bot.feeds.parse import Parser
from bot.feeds.sandbox import Sandbox
from tests.feeds.case import Polled, Reader, later

TOTAL_S = 4.0
NAMES = {"localhost": "127.0.0.1", "rebound.example": "127.0.0.1", "inside.example": "10.1.2.3"}


@dataclass(frozen=True)
class Order:
    """What is to be polled: address and number of polls by name; and what is on the list of private feeds."""

    urls: dict[str, str]
    polls: dict[str, int]
    private: str


@dataclass
class Run:
    """What became of it; the product's bytes are the most that it held beyond what it held before."""

    polled: dict[str, Polled]
    growth_bytes: int = 0
    worker_bytes: int = 0
    rounds_s: list[float] = field(default_factory=list)


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


def peak_bytes(process: str | int = "self") -> int:
    """The most memory that a process ever held; 0 for one that has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    held = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(held[1]) * 1024 if held else 0


@contextmanager
def watched(sandbox: Sandbox, run: Run) -> Iterator[None]:
    """Note what the worker processes hold at most, as they come and go."""
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.02):
            if (worker := sandbox._worker) is not None:
                run.worker_bytes = max(run.worker_bytes, peak_bytes(worker.pid))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def poll(order: Order) -> Run:
    """All feeds at once, as the product asks them; as many rounds as the longest case wants."""
    fetcher = Fetcher(
        user_agent="test",
        private=PrivateFeeds.parse(order.private),
        limits=FetchLimits(total_s=TOTAL_S),
        lookup=lookup,
        open_socket=loopback_socket,
    )
    run, sandbox = Run({}), Sandbox(cpu_s=3, wall_s=6)
    with TemporaryDirectory() as folder, fetcher, Parser(sandbox=sandbox) as parser, watched(sandbox, run):
        reader = Reader(fetcher, parser, Path(folder))
        for name, url in order.urls.items():
            reader.add(name, url)
        before = peak_bytes()
        for number in range(max(order.polls.values())):
            begun = time.monotonic()
            reader.poll([name for name, polls in order.polls.items() if polls > number], later(number))
            run.rounds_s.append(time.monotonic() - begun)
        run.growth_bytes = peak_bytes() - before
        run.polled = {name: reader.polled(name) for name in order.urls}
    return run


def main() -> None:
    """Do one order."""
    pickle.dump(poll(pickle.load(sys.stdin.buffer)), sys.stdout.buffer)
