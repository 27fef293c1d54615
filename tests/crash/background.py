"""A worker process that reads and groups what is stored, without a language model; the crash tests kill it.

    Worker(background.main, DATABASE_URL, [FILE])

With FILE it writes that file in the middle of its first batch, when nothing of it is stored, and waits there.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from bot.jobs import worker as jobs_worker
from bot.jobs.dispatch import Queue, connect_lane
from bot.jobs.work import GROUP, READ, Looks, Work
from bot.jobs.worker import Lane, Worker
from bot.model.article import Article
from bot.model.reading import Reading
from bot.services.grouping import GroupingStep
from bot.services.ingest import Ingest
from bot.services.reading import ReadingStep
from bot.storage.database import Database
from bot.stories.options import GroupOptions
from bot.telemetry import logs
from tests.storage import make


class Reader:
    """Finds the same person in every article, and notes which articles it was given."""

    version = "v1"

    def __init__(self, halt: str = "") -> None:
        self._halt = halt
        self.given: list[str] = []

    def iter_readings(self, articles: Iterable[Article]) -> Iterator[Reading]:
        for number, article in enumerate(articles):
            if self._halt and number == 3:
                Path(self._halt).write_text("in the middle", encoding="utf-8")
                time.sleep(60)
            self.given.append(article.id)
            yield make.reading(article.id, make.MAYOR, version=self.version)


def now() -> datetime:
    return datetime.now(UTC)


def made_ingest(database: Database, reader: Reader) -> Ingest:
    """The steps, with nothing to poll."""
    return Ingest(
        database,
        poller=None,  # type: ignore[arg-type]
        reading=ReadingStep(database, make_reader=lambda: reader, shares=4),  # type: ignore[arg-type,return-value]
        grouping=GroupingStep(database, options=GroupOptions(), clock=now),
        clock=now,
    )


def made_worker(url: str, ingest: Ingest, queue: Queue) -> Worker:
    """A worker of two queues."""
    work = Work(
        ingest=ingest,
        planner=None,  # type: ignore[arg-type]
        deliverer=None,  # type: ignore[arg-type]
        keep=None,  # type: ignore[arg-type]
        dispatcher=queue,
        clock=now,
    )
    jobs_worker._LOOK_FOR_STALLED = "* * * * * */1"  # every second, so that no test waits for it
    return Worker(lambda: connect_lane(url), work.tasks(), [Lane(queues=[READ, GROUP])])


def made_looks(ingest: Ingest, queue: Queue) -> Looks:
    """The clock's looks."""
    return Looks(ingest=ingest, wake_at=lambda: None, dispatcher=queue, clock=now)


def main(url: str, halt: str = "") -> None:
    """Work until killed."""
    logs.configure(level="CRITICAL", form="json")
    database, queue = Database(url), Queue(url)
    made_worker(url, made_ingest(database, Reader(halt)), queue).start()
    time.sleep(120)
