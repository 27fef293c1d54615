"""What polling costs: CPU seconds for 500 feeds, a first poll and one in which nothing changed.

Run by hand (``python benchmarks/polling.py``); docs/decisions/0011 quotes it. A loopback server gives 500
feeds of 30 items on as many loopback addresses; each reader runs as a process of its own. Python ones are
charged what they and their children use between the start and the end of the poll, newsboat its whole run.
Peers join when ``--reader PYTHON`` (an environment with reader and sgmllib3k) or ``--newsboat BINARY`` is
given. It changes nothing outside a temporary folder.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import random
import socketserver
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import ClassVar

ROOT = Path(__file__).resolve().parent.parent
WORDS = [
    "council",
    "mayor",
    "budget",
    "vote",
    "housing",
    "school",
    "police",
    "transit",
    "state",
    "federal",
    "court",
    "judge",
    "bill",
    "hearing",
    "tenant",
    "rent",
    "water",
    "street",
    "union",
    "contract",
    "audit",
    "permit",
    "zoning",
    "climate",
    "health",
    "hospital",
    "election",
    "ballot",
    "district",
    "senator",
]
PARAGRAPHS = 9  # with these, 500 feeds weigh about 53 MB, as the real ones of the first measurement did
STALL_S = 40.0


def sentence(dice: random.Random) -> str:
    """Invented words in a row."""
    return " ".join(dice.choice(WORDS) for _ in range(14)).capitalize() + "."


def feed(number: int, items: int) -> bytes:
    """One RSS feed, the same for the same number."""
    dice = random.Random(number)  # seeded: every run serves the same bytes
    names = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    head = f"<title>Outlet {number}</title><link>https://outlet{number}.example/</link>"
    parts = [f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {names}><channel>{head}']
    for item in range(items):
        body = "".join(f"<p>{' '.join(sentence(dice) for _ in range(3))}</p>" for _ in range(PARAGRAPHS))
        parts.append(
            f"<item><title>{sentence(dice)} {number}.{item}</title>"
            f"<link>https://outlet{number}.example/news/{item}?utm_source=rss&amp;id={item}</link>"
            f'<guid isPermaLink="false">tag:outlet{number}.example,2026:{item}</guid>'
            f"<dc:creator>Reporter {item}</dc:creator><category>Policy</category>"
            f"<pubDate>Tue, 17 Feb 2026 {item % 24:02d}:00:00 GMT</pubDate>"
            f"<description>{sentence(dice)}</description>"
            f"<content:encoded><![CDATA[{body}]]></content:encoded></item>"
        )
    return "".join([*parts, "</channel></rss>"]).encode()


class Handler(BaseHTTPRequestHandler):
    """Feeds by number, with validators; some numbers never answer."""

    protocol_version = "HTTP/1.1"
    feeds: ClassVar[list[tuple[bytes, str]]] = []
    stalled: ClassVar[frozenset[int]] = frozenset()
    asked: ClassVar[dict[int, float]] = {}
    unmodified: ClassVar[list[int]] = []
    stopping: ClassVar[threading.Event] = threading.Event()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer one request."""
        number = int(self.path.strip("/").partition(".")[0] or 0)
        self.asked[number] = time.time()
        if number in self.stalled:
            self.stopping.wait(STALL_S)
            return
        body, tag = self.feeds[number]
        changed = self.headers.get("If-None-Match") != tag
        if not changed:
            self.unmodified.append(number)
        self.send_response(200 if changed else 304)
        self.send_header("ETag", tag)
        self.send_header("Last-Modified", "Tue, 17 Feb 2026 23:00:00 GMT")
        if changed:
            self.send_header("Content-Type", "application/rss+xml")
            if "gzip" in self.headers.get("Accept-Encoding", ""):
                self.send_header("Content-Encoding", "gzip")
            else:
                body = gzip.decompress(body)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if changed:
            self.wfile.write(body)


class Server(socketserver.ThreadingTCPServer):
    """Every loopback address at once."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 512


@contextmanager
def serving(feeds: int, items: int, stalled: int) -> Iterator[list[str]]:
    """The addresses of the feeds while they are served."""
    Handler.feeds = []
    for number in range(feeds):
        body = feed(number, items)
        Handler.feeds.append((gzip.compress(body, 5), f'"{hashlib.sha256(body).hexdigest()[:20]}"'))
    Handler.stalled = frozenset(range(0, feeds, feeds // stalled)) if stalled else frozenset()
    with Server(("127.0.0.1", 0), Handler) as first:
        port = first.server_address[1]
    with Server(("0.0.0.0", port), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield [f"http://127.0.{1 + n // 250}.{1 + n % 250}:{port}/{n}.xml" for n in range(feeds)]
        finally:
            Handler.stopping.set()
            server.shutdown()


@dataclass(frozen=True)
class Cost:
    """CPU and wall seconds of one process and its children."""

    cpu_s: float
    wall_s: float
    output: str


def run(command: list[str], env: dict[str, str]) -> Cost:
    """Run a command to its end and charge it what it used.

    Raises:
        SystemExit: It failed.
    """
    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=os.environ | env)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        output = out.read()
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{output[-2000:]}")
    told = [line for line in output.splitlines() if line.startswith("cpu ")]
    cpu_s = float(told[0].split()[1]) if told else usage.ru_utime + usage.ru_stime
    return Cost(cpu_s, time.monotonic() - began, output)


Steps = tuple[Callable[[], object], Callable[[], Cost]]


OURS = """
import socket

from bot.feeds.fetch import Fetcher
from bot.feeds.guard import PrivateFeeds
from bot.feeds.opml import FeedList, ListedFeed
from bot.feeds.parse import Parser
from bot.services.feeds import FeedService
from bot.services.polling import Poller
from bot.storage.database import Database
from bot.stories.outlets import OutletBook
from bot.telemetry import logs

logs.configure(level="ERROR", form="json")
database = Database(f"sqlite:///{sys.argv[1]}")
database.upgrade()

def open_fetcher():
    if not port:
        return Fetcher(user_agent="benchmark", private=PrivateFeeds.parse("127.0.0.0/8"))
    # Hosts are pretended to be public, so that each is asked one feed at a time.
    return Fetcher(user_agent="benchmark", lookup=lambda host, _: ["93.184.215.14"], open_socket=to_loopback)


class Redirected(socket.socket):
    def connect(self, address):
        super().connect(("127.0.0.1", port))


def to_loopback(family):
    return Redirected(family, socket.SOCK_STREAM)


port = int(sys.argv[4]) if len(sys.argv) > 4 else 0
parts = {
    "open_fetcher": open_fetcher,
    "open_parser": Parser,
    "clock": lambda: datetime.now(UTC),
}
if sys.argv[2] == "add":
    listed = FeedList(feeds=tuple(ListedFeed(url=line.strip()) for line in open(sys.argv[3])))
    FeedService(database, outlets=OutletBook(()), **parts).add_listed(listed)
else:
    poller = Poller(database, find_outlet=lambda name: None, **parts)
    with charged():
        report = poller.poll(all_feeds=True)
    with database.read() as tx:
        stored = {feed.url: state.last_polled_at.timestamp() for feed, state in tx.feeds.with_states()}
    print(json.dumps({"new": report.new_articles, "failed": len(report.failed), "stored": stored}))
database.close()
"""

READER = """
from reader import make_reader

reader = make_reader(sys.argv[1], feed_root=None, search_enabled=True)
if sys.argv[2] == "add":
    for line in open(sys.argv[3]):
        reader.add_feed(line.strip())
else:
    with charged():
        reader.update_feeds(scheduled=False, workers=1)
        reader.update_search()
    print(json.dumps({"new": reader.get_entry_counts().total}))
"""

CHARGED = """
import json, resource, sys
from contextlib import contextmanager
from datetime import UTC, datetime

def used():
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)

@contextmanager
def charged():
    before = used()
    yield
    print("cpu", used() - before)
"""


def scripted(script: str, python: str, *more: str) -> Callable[[Path, list[str]], Steps]:
    """A reader that a script drives: it adds the feeds, then polls and prints what that cost."""

    def make(folder: Path, urls: list[str]) -> Steps:
        listing, program, store = folder / "urls", folder / "program.py", folder / "store.db"
        listing.write_text("\n".join(urls))
        program.write_text(CHARGED + script)
        base = [python, str(program), str(store)]
        env = {"PYTHONPATH": str(ROOT)} if python == sys.executable else {}
        return (
            lambda: run([*base, "add", str(listing), *more], env),
            lambda: run([*base, "poll", str(listing), *more], env),
        )

    return make


def newsboat(folder: Path, urls: list[str], binary: str) -> Steps:
    """Newsboat, reloading without its screen; it needs one poll more before it gets a 304."""
    listing, settings = folder / "newsboat-urls", folder / "newsboat-config"
    listing.write_text("\n".join(urls) + "\n")
    settings.write_text("reload-threads 8\nshow-read-feeds yes\n")
    command = [
        binary,
        "-u",
        str(listing),
        "-c",
        str(folder / "newsboat.db"),
        "-C",
        str(settings),
        "-x",
        "reload",
    ]
    return lambda: None, lambda: run(command, {"HOME": str(folder)})


def measure(
    name: str, make: Callable[[Path, list[str]], Steps], urls: list[str], rounds: int
) -> tuple[float, float]:
    """Median CPU seconds of a first poll and of one with nothing new."""
    first, again = [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            prepare, poll = make(Path(folder), urls)
            prepare()
            first.append(poll().cpu_s)
            if name == "newsboat":
                poll()
            Handler.unmodified.clear()
            again.append(poll().cpu_s)
    result = statistics.median(first), statistics.median(again)
    print(
        f"{name:10}  first {result[0]:7.2f} s   unchanged {result[1]:6.2f} s"
        f"   ({rounds} rounds; {len(Handler.unmodified)} feeds got a 304)",
        flush=True,
    )
    return result


@dataclass(frozen=True)
class Times:
    """When the last of the feeds that answer was asked and stored, in seconds after the first was asked."""

    asked_s: float
    stored_s: float
    failed: int


def times(urls: list[str], *more: str) -> Times:
    """One poll, timed."""
    with tempfile.TemporaryDirectory() as folder:
        prepare, poll = scripted(OURS, sys.executable, *more)(Path(folder), urls)
        prepare()
        Handler.asked.clear()
        report = json.loads(poll().output.splitlines()[-1])
    begun = min(Handler.asked.values())
    stored = [at for url, at in report["stored"].items() if _number(url) not in Handler.stalled]
    asked = [at for number, at in Handler.asked.items() if number not in Handler.stalled]
    return Times(max(asked) - begun, max(stored) - begun, report["failed"])


def _number(url: str) -> int:
    return int(url.rpartition("/")[2].partition(".")[0])


def stalled(urls: list[str], port: int, rounds: int) -> None:
    """How much later the other feeds are asked and stored when some never answer; best of some rounds."""
    hosts = [f"http://h{number}.example/{number}.xml" for number in range(len(urls))]
    silent = Handler.stalled
    for name, addresses, more in (
        ("listed hosts", urls, ()),
        ("public hosts, one request at a time each", hosts, (str(port),)),
    ):
        Handler.stalled = frozenset()
        without = [times(addresses, *more) for _ in range(rounds)]
        Handler.stalled = silent
        with_some = [times(addresses, *more) for _ in range(rounds)]
        asked_s, stored_s = (
            [min(getattr(one, what) for one in runs) for runs in (without, with_some)]
            for what in ("asked_s", "stored_s")
        )
        print(
            f"{name}: {with_some[0].failed} of {len(urls)} feeds stalled\n"
            f"  all others asked within  {asked_s[1]:5.2f} s, without the stalled {asked_s[0]:5.2f} s\n"
            f"  all others stored within {stored_s[1]:5.2f} s, without the stalled {stored_s[0]:5.2f} s"
        )


def main() -> None:
    """Measure, print a line each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--items", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--reader", metavar="PYTHON", help="an interpreter that has reader")
    parser.add_argument("--newsboat", metavar="BINARY", help="the newsboat program")
    parser.add_argument(
        "--stalled", type=int, default=0, help="feeds that never answer; measures delay instead"
    )
    given = parser.parse_args()
    os.chdir(ROOT)
    with serving(given.feeds, given.items, given.stalled) as urls:
        size = sum(len(gzip.decompress(body)) for body, _ in Handler.feeds)
        print(f"{given.feeds} feeds of {given.items} items, {size / 1e6:.0f} MB")
        if given.stalled:
            stalled(urls, int(urls[0].split(":")[2].partition("/")[0]), given.rounds)
            return
        mine = measure("ours", scripted(OURS, sys.executable), urls, given.rounds)
        peers = {
            "reader": given.reader and scripted(READER, given.reader),
            "newsboat": given.newsboat and (lambda folder, urls: newsboat(folder, urls, given.newsboat)),
        }
        for name, make in peers.items():
            if make:
                theirs = measure(name, make, urls, given.rounds)
                print(
                    f"{'':10}  {theirs[0] / mine[0]:.1f} times ours    {theirs[1] / mine[1]:.1f} times ours"
                )


if __name__ == "__main__":
    main()
