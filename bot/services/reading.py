"""The second step of ingest: annotate what is stored and not yet read, or read by an older version.

Called by `bot.services.ingest` and ``policybot reread``. Each batch is one transaction, so it can be stopped
at any point and goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING

from bot.model.article import ArticleId
from bot.model.entity import EntityId
from bot.model.reading import Reading
from bot.model.workspace import CorrectionKind
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from bot.storage.unlink import without_person
from bot.telemetry import metrics
from bot.telemetry.logs import get_logger

if TYPE_CHECKING:
    from bot.nlp.reader import Reader  # loading spaCy takes seconds, and polling alone needs none of it

_BATCH = 64  # the model's batch; 256 needs twice the memory and is no faster (measured November 2026)
_LOOK_AHEAD = 100_000

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadReport:
    """How far reading came."""

    read: int
    left: int


class ReadingStep:
    """Reads stored articles.

    Args:
        database: Where the articles are.
        make_reader: Loads the model; called only when there is something to read.
    """

    def __init__(self, database: Database, *, make_reader: Callable[[], Reader]) -> None:
        self._database = database
        self._make_reader = make_reader
        self._reader: Reader | None = None
        self._log = get_logger("reading")

    def load(self) -> Reader:
        """The annotator; its model is loaded once and kept."""
        if self._reader is None:
            self._reader = self._make_reader()
        return self._reader

    def read(
        self,
        *,
        for_s: float | None = None,
        outdated: bool = False,
        since: datetime | None = None,
        progress: Progress = lambda _done, _total: None,
    ) -> ReadReport:
        """Read what is unread, oldest first.

        Args:
            for_s: Stop after so many seconds; None for never.
            outdated: Also what another version of model, lexicons or roster has read.
            since: Only articles first seen from then on.
            progress: Called with articles done and in all.

        Returns:
            How many were read and how many are left.
        """
        if not outdated and not self._waiting(None, since):
            return ReadReport(read=0, left=0)
        reader = self.load()
        version = reader.version if outdated else None
        waiting = self._waiting(version, since)
        started, done = monotonic(), 0
        while done < len(waiting) and (for_s is None or monotonic() - started < for_s):
            began = monotonic()
            batch = waiting[done : done + _BATCH]
            with self._database.read() as tx:
                articles = tx.articles.by_ids(batch, bodies=True)
            readings = tuple(reader.iter_readings(articles))
            with self._database.write() as tx:
                tx.readings.save(_without_forgotten(tx, readings))
            done += len(batch)
            progress(done, len(waiting))
            metrics.READ_ARTICLES.inc(len(batch))
            metrics.READ_SECONDS.observe(monotonic() - began)
            self._log.info("read", articles=len(batch), seconds=round(monotonic() - began, 3))
        return ReadReport(read=done, left=len(waiting) - done)

    def _waiting(self, version: str | None, since: datetime | None) -> tuple[ArticleId, ...]:
        with self._database.read() as tx:
            return tx.articles.unread(version, limit=_LOOK_AHEAD, since=since)


def _without_forgotten(tx: Transaction, readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """The readings without the people who were forgotten on request."""
    found = tuple(readings)
    for correction in tx.corrections.active(kind=CorrectionKind.FORGET_PERSON):
        found = tuple(without_person(reading, EntityId(correction.subject)) for reading in found)
    return found
