"""The whole road over a folder of real feeds: words a second, peak memory, share of each room.

    python benchmarks/road.py FOLDER      (files *.xml, *.atom, *.json as feeds)

Serves the folder on loopback, polls it, reads 300 words of each body on one core, groups, composes a digest.
Without a folder it takes the sample feeds, which are too few for the figure that the documents claim.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import perf_counter, process_time

from bot.app import App
from bot.feeds.opml import FeedList, ListedFeed
from bot.settings import load

SAMPLE = Path(__file__).resolve().parents[1] / "config" / "sample" / "day-3"
FLOOR = 3500
MOST_MB = 700


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
        """Nothing."""


class Server(ThreadingHTTPServer):
    """Takes many connections at once, as a publisher's server would."""

    request_queue_size = 256


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder on loopback; gives its address."""
    server = Server(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def feeds_of(folder: Path, url: str) -> FeedList:
    """Every file of the folder as a feed."""
    names = sorted(p.name for p in folder.iterdir() if p.suffix in {".xml", ".atom", ".json"})
    return FeedList(feeds=tuple(ListedFeed(url=url + name, title=Path(name).stem) for name in names))


def words_read(app: App, limit: int) -> tuple[int, datetime]:
    """Words that were given to the model, and the newest publication."""
    with app.database.read() as tx:
        ids = [a.id for a in tx.articles.window(None, None, limit=100_000)]
        articles = tx.articles.by_ids(ids, bodies=True)
    words = sum(
        len(a.title.split()) + len(a.summary.split()) + min(limit, len(a.body.split())) for a in articles
    )
    now = app.now()
    return words, max((a.published_at for a in articles if a.published_at <= now), default=now)


def main() -> int:
    """Run it and print the figures; 1 when a claimed figure is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=SAMPLE)
    folder = parser.parse_args().folder
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    shares: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as temporary, served(folder) as url:
        settings = load(
            database_url=f"sqlite:///{temporary}/road.sqlite3", private_feeds="127.0.0.0/8", env_file=None
        )
        with App(settings) as app:
            app.feeds.add_listed(feeds_of(folder, url))
            shares["poll (feeds, storage)"] = timed(app.ingest.poll)
            app.reading.load()
            cpu = process_time()
            shares["read (nlp, storage)"] = timed(app.reading.read)
            cpu = process_time() - cpu
            shares["group (stories, storage)"] = timed(app.grouping.group)
            words, newest = words_read(app, settings.nlp_words)
        with App(settings, now=newest + timedelta(minutes=1)) as app:
            shares["digest (stories, digests, messages)"] = timed(partial(app.publish.preview, hours=24))
    return report(shares, words / cpu, words)


def timed(work: object) -> float:
    """Seconds of wall clock that a call took."""
    started = perf_counter()
    assert callable(work)
    work()
    return perf_counter() - started


def report(shares: dict[str, float], rate: float, words: int) -> int:
    """Print the figures; gives the exit status."""
    total = sum(shares.values())
    for name, seconds in shares.items():
        print(f"{name:40s} {seconds:8.2f} s  {100 * seconds / total:5.1f} %")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{words} words read at {rate:.0f} words/s of CPU on one core (claim: ≥ {FLOOR})")
    print(f"peak memory {peak:.0f} MB (claim: < {MOST_MB})")
    return int(rate < FLOOR or peak >= MOST_MB)


if __name__ == "__main__":
    sys.exit(main())
