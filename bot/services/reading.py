"""The second step of ingest: annotate what is stored and not yet read, or read by an older version.

Called by `bot.services.ingest` and ``policybot reread``. A batch is claimed, read and stored before the next,
so that it can be stopped at any point and goes on from there, and several processes read side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from time import monotonic
from typing import TYPE_CHECKING

from bot.model.entity import EntityId
from bot.model.reading import Reading
from bot.model.workspace import CorrectionKind
from bot.services.live import Live
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from bot.storage.unlink import without_person
from bot.telemetry import metrics
from bot.telemetry.logs import get_logger

if TYPE_CHECKING:
    from bot.nlp.reader import Reader  # loading spaCy takes seconds, and polling alone needs none of it

# The model is as fast with 8 articles as with 64; 256 need twice the memory (measured November 2026). Small
# batches cost transactions, large ones leave the last of several readers alone with a remainder.
_LEAST, _MOST = 8, 64
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
        shares: Into how many parts to divide what waits, so that several readers end together.
        stamp: Changes when topics or office-holders were edited, and the reader has to be made anew.
    """

    def __init__(
        self,
        database: Database,
        *,
        make_reader: Callable[[], Reader],
        shares: int = 1,
        stamp: Callable[[], str] = lambda: "",
    ) -> None:
        self._database = database
        self._shares = shares
        self._reader = Live(make_reader, stamp)
        self._log = get_logger("reading")

    def load(self) -> Reader:
        """The annotator; its model is loaded once and kept until topics or office-holders are edited."""
        return self._reader.now()

    def read(
        self,
        *,
        for_s: float | None = None,
        outdated: bool = False,
        since: datetime | None = None,
        progress: Progress = lambda _done, _total: None,
        when_more: Callable[[], None] = lambda: None,
    ) -> ReadReport:
        """Read what is unread and not being read elsewhere, oldest first.

        Args:
            for_s: Stop after so many seconds; None for never.
            outdated: Also what another version of model, lexicons or roster has read.
            since: Only articles first seen from then on.
            progress: Called with articles done and in all.
            when_more: Called once when some are in hand and others wait besides.

        Returns:
            How many were read and how many are left, those included that others are reading.
        """
        if not outdated and not self._waiting(None, since):
            return ReadReport(read=0, left=0)
        reader = self.load()
        version = reader.version if outdated else None
        waiting = self._waiting(version, since)
        started, done = monotonic(), 0
        while done < waiting and (for_s is None or monotonic() - started < for_s):
            batch = min(_MOST, max(_LEAST, ceil((waiting - done) / self._shares)))
            more = when_more if not done and waiting > batch else lambda: None
            read = self._read_batch(reader, version, since, batch, more)
            if not read:
                break  # the rest is being read by others
            done += read
            progress(min(done, waiting), waiting)
        return ReadReport(read=done, left=self._waiting(version, since))

    def _read_batch(
        self,
        reader: Reader,
        version: str | None,
        since: datetime | None,
        size: int,
        claimed: Callable[[], None],
    ) -> int:
        """Claim some articles, read them and store what was found; says how many there were."""
        began = monotonic()
        with self._database.claims() as claims:
            with claims.look() as tx:
                ids = tx.articles.unread(version, limit=size, since=since, claim=True)
                articles = tx.articles.by_ids(ids, bodies=True)
            if len(ids) == size:  # else what waits besides is in others' hands
                claimed()
            readings = tuple(reader.iter_readings(articles))
            with claims.store() as tx:
                still = tx.articles.still_worded(
                    articles
                )  # what was reworded meanwhile waits to be read anew
                tx.readings.save(_without_forgotten(tx, (r for r in readings if r.article_id in still)))
        if ids:
            metrics.READ_ARTICLES.inc(len(ids))
            metrics.READ_SECONDS.observe(monotonic() - began)
            self._log.info("read", articles=len(ids), seconds=round(monotonic() - began, 3))
        return len(ids)

    def _waiting(self, version: str | None, since: datetime | None) -> int:
        with self._database.read() as tx:
            if version is None and since is None:
                return tx.articles.count_unread(most=_LOOK_AHEAD)
            return len(tx.articles.unread(version, limit=_LOOK_AHEAD, since=since))


def _without_forgotten(tx: Transaction, readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """The readings without the people who were forgotten on request."""
    found = tuple(readings)
    for correction in tx.corrections.active(kind=CorrectionKind.FORGET_PERSON):
        found = tuple(without_person(reading, EntityId(correction.subject)) for reading in found)
    return found
