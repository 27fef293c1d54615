"""Retention: what is old goes, a little at a time, and never comes back as news.

Called by the command line and by `bot.jobs`; polling asks it what must be refused. Full texts go first, then
articles with their stories, deliveries, the audit trail, guards that have run out. Each step is a transaction
of its own, so that no other writer waits long and a run can be stopped anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from bot.services import gaps
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from bot.telemetry import metrics
from bot.telemetry.logs import get_logger

CUT = "keep.cut"
"""Name in ``tx.meta`` of the instant before which nothing is taken in any more."""

_REMOVED_FEEDS = timedelta(days=7)  # how long `policybot feeds restore` works

Step = Callable[[Transaction], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How long things are kept.

    Attributes:
        articles: Articles and all that is made of them; deliveries too.
        bodies: Full texts of articles.
        audit: Who changed what.
    """

    articles: timedelta
    bodies: timedelta
    audit: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class PruneReport:
    """What a run deleted; printed by ``prune --json`` field by field.

    Attributes:
        cut_at: Articles first seen before this instant are gone.
        deleted: Rows by kind; in a dry run those that would go.
        transactions: How many were committed.
        longest_s: The longest of them, in seconds.
        finished: False when the time ran out first, or nothing was deleted at all.
        waits_until: Nothing is deleted before this instant, because the clock may have jumped; else None.
    """

    cut_at: datetime
    deleted: Mapping[str, int]
    transactions: int = 0
    longest_s: float = 0.0
    finished: bool = True
    waits_until: datetime | None = None


class Keep:
    """Deletes what is old.

    Args:
        database: Where everything is.
        terms: How long things are kept.
        clock: The present instant.
        purge_workspaces: Purges workspaces that removed the app; says how many.
    """

    def __init__(
        self,
        database: Database,
        *,
        terms: Terms,
        clock: Callable[[], datetime],
        purge_workspaces: Callable[[], int] = lambda: 0,
    ) -> None:
        self._purge_workspaces = purge_workspaces
        self._database = database
        self._terms = terms
        self._clock = clock
        self._log = get_logger("keep")

    def preview(self) -> PruneReport:
        """What a run would delete now."""
        now = self._clock()
        with self._database.read() as tx:
            cut = _later(tx, now - self._terms.articles, now)
            found = tx.keep.count(
                before=cut, bodies_before=now - self._terms.bodies, audit_before=now - self._terms.audit
            )
        return PruneReport(cut_at=cut, deleted=found)

    def prune(self, *, for_s: float | None = None, sure: bool = False) -> PruneReport:
        """Delete what is old, unless the clock may have jumped (`bot.services.gaps`).

        Args:
            for_s: Stop after so many seconds; None for never. The next run goes on.
            sure: Somebody said that the time is right.

        Returns:
            What was deleted.
        """
        started, now = monotonic(), self._clock()
        with self._database.write() as tx:  # first of all: whatever is deleted below is refused from here on
            former = find_cut(tx)
            if sure:
                gaps.believe(tx, now)
            elif doubt := gaps.look(tx, now, pruned_at=former + self._terms.articles if former else None):
                return self._wait(former or now - self._terms.articles, doubt)
            cut = _later(tx, now - self._terms.articles, now)
            tx.meta.put(CUT, cut.isoformat())
        deleted: dict[str, int] = {}
        longest, transactions, finished = 0.0, 1, True
        for kind, step in self._steps(now, cut).items():
            deleted[kind] = 0
            rows = -1
            while rows:
                if for_s is not None and monotonic() - started > for_s:
                    finished = False
                    break
                rows, seconds = self._take(kind, step)
                deleted[kind] += rows
                longest, transactions = max(longest, seconds), transactions + 1
        deleted["workspaces"] = self._purge_workspaces() if finished else 0
        self._log.info("pruned", **deleted, cut=cut.isoformat(), finished=finished)
        return PruneReport(
            cut_at=cut,
            deleted=deleted,
            transactions=transactions,
            longest_s=round(longest, 4),
            finished=finished,
        )

    def _wait(self, cut: datetime, doubt: gaps.Doubt) -> PruneReport:
        until = doubt.until_at
        self._log.warning("prune waits", because="the clock may have jumped", until=until.isoformat())
        return PruneReport(cut_at=cut, deleted={}, transactions=1, finished=False, waits_until=until)

    def _take(self, kind: str, step: Step) -> tuple[int, float]:
        """One transaction of one step: rows deleted, and its seconds."""
        began = monotonic()
        with self._database.write() as tx:
            rows = step(tx)
        seconds = monotonic() - began
        metrics.PRUNED.labels(kind=kind).inc(rows)
        metrics.PRUNE_SECONDS.observe(seconds)
        return rows, seconds

    def _steps(self, now: datetime, cut: datetime) -> dict[str, Step]:
        """What to do again and again until it deletes nothing, by the kind of row that it deletes."""
        terms = self._terms
        return {
            "bodies": lambda tx: tx.keep.bodies(before=now - terms.bodies),
            "articles": lambda tx: tx.keep.articles(before=cut),
            "views": lambda tx: tx.keep.views(before=cut),
            "deliveries": lambda tx: tx.keep.deliveries(before=cut),
            "audit": lambda tx: tx.keep.audit(before=now - terms.audit),
            # Remembered as long again as the articles were kept, and longer while a feed still lists them.
            "keys": lambda tx: tx.keep.gone_keys(before=cut - terms.articles),
            "feeds": lambda tx: tx.feeds.purge_removed(before=now - _REMOVED_FEEDS),
            "follows": lambda tx: tx.follows.purge(now),
            "guards": lambda tx: tx.guards.purge(now),
        }


def _later(tx: Transaction, cut: datetime, now: datetime) -> datetime:
    """The cut, or the former one where that is later: longer retention must not bring pruned items back.

    One that lies ahead was made by a wrong clock, and would keep all news out.
    """
    former = find_cut(tx)
    return cut if former is None or former > now else max(cut, former)


def find_cut(tx: Transaction) -> datetime | None:
    """The instant before which items are refused; None before the first prune.

    Args:
        tx: Any transaction.
    """
    stored = tx.meta.find(CUT)
    return datetime.fromisoformat(stored) if stored else None
