"""What taking in costs behind the network: parsed bytes to stored articles, a first time and again.

``python benchmarks/ingest.py [--feeds 500] [--items 30] [--postgres]`` hands invented feeds to the product's
own poller, with its parser, its identity rules and a database. Only fetching is left out, and the language
model reads nothing. The second round gives every feed with one item more, the third the same once more.
Quoted in docs/benchmarks.md. It changes nothing outside a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Self

from storage import Meter, opened  # beside this script

from bot.feeds.exchange import FetchRequest, FetchResult
from bot.feeds.parse import Parser
from bot.model.feed import Feed, FeedId, FeedStatus
from bot.services.polling import Poller
from bot.telemetry import logs

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
# Articles a second in, without reading, that the product promises.
TARGETS = {"SQLite": 5_000, "PostgreSQL": 3_000}


class Wire:
    """Stands in for the fetcher: every feed answers at once."""

    def __init__(self, items: int) -> None:
        self._items = items
        self._rng = random.Random(5)
        self._words = ["".join(self._rng.choices("abcdefghijklmnoprstuvw", k=6)) for _ in range(5_000)]
        self._bodies: dict[FeedId, list[str]] = {}

    def grow(self) -> None:
        """Every feed lists one item more from now on."""
        for feed_id, items in self._bodies.items():
            items.insert(0, self._item(feed_id, len(items)))

    def fetch(self, requests: Iterable[FetchRequest], **_: object) -> Iterator[FetchResult]:
        """A document for each."""
        for request in requests:
            items = self._bodies.setdefault(
                request.feed_id, [self._item(request.feed_id, n) for n in range(self._items)]
            )
            head = f"<title>{request.feed_id}</title><link>https://{request.feed_id}.example/</link>"
            body = f"<rss version='2.0'><channel>{head}{''.join(items)}</channel></rss>".encode()
            yield FetchResult(
                feed_id=request.feed_id, url=request.url, status=FeedStatus.OK, http_status=200,
                final_url=request.url, body=body, content_type="application/rss+xml",
            )  # fmt: skip

    def _item(self, feed_id: FeedId, n: int) -> str:
        title = " ".join(self._rng.choices(self._words, k=9)).capitalize()
        summary = " ".join(self._rng.choices(self._words, k=30)).capitalize()
        link = f"https://{feed_id}.example/2026/{n}/{title.replace(' ', '-').lower()[:40]}"
        date = f"{NOW - timedelta(minutes=10 * n):%a, %d %b %Y %H:%M:%S GMT}"
        return (
            f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid><pubDate>{date}</pubDate>"
            f"<description>&lt;p&gt;{summary}.&lt;/p&gt;</description></item>"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to close."""


def main() -> int:
    """Measure three rounds; exit 1 when the target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--items", type=int, default=30)
    parser.add_argument("--postgres", action="store_true", help="a real server instead of SQLite")
    options = parser.parse_args()
    logs.configure(level="warning", form="console")
    wire, clock = Wire(options.items), [NOW]
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder), postgres=options.postgres) as database:
        with database.write() as tx:
            for n in range(options.feeds):
                url = f"https://f{n}.example/feed.xml"
                feed = Feed(id=FeedId(f"f{n}"), url=url, imported_url=url, outlet=f"Outlet {n}", added_at=NOW)
                tx.feeds.add(feed, next_poll_at=NOW)
        poller = Poller(
            database,
            open_fetcher=lambda: wire,  # type: ignore[arg-type, return-value]  # all that the poller asks of it
            open_parser=Parser,
            clock=lambda: clock[0],
            find_outlet=lambda _name: None,
        )
        engine, meter = database.describe().engine, Meter(database)
        rates: list[float] = []
        for what in ("first poll", "one new item a feed", "nothing new, but sent in full"):
            if rates:
                clock[0] += timedelta(hours=1)
            if what.startswith("one"):
                wire.grow()
            began, used = perf_counter(), meter()
            report = poller.poll(all_feeds=True)
            wall, used = perf_counter() - began, meter() - used
            entries = options.feeds * (options.items + (what != "first poll"))
            rates.append(entries / wall)
            print(
                f"{engine:10s} {what:30s} {entries:7,d} items  {report.new_articles:7,d} new  {wall:6.2f} s  "
                f"{used:6.2f} s CPU  {entries / wall:8,.0f} items/s  {entries / used:8,.0f} a second of CPU"
            )
    return 0 if rates[0] >= TARGETS[engine] else 1


if __name__ == "__main__":
    sys.exit(main())
