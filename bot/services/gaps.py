"""Whether the time can be believed before anything is deleted by it.

Called by `bot.services.keep` and told by `bot.services.checkup_state`. A machine whose clock jumped a year
ahead would delete everything at its next tick, and refuse all news from then on. It asks no other clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.storage.transaction import Transaction

GAP = timedelta(days=2)
"""Pruning runs every few minutes: a longer pause is a machine that was off, or a clock that jumped."""

WAIT = timedelta(days=1)
"""After such a pause nothing is deleted for so long: time enough to see the warning, and else harmless."""

_PRUNED = "keep.at"
_DOUBT = "keep.doubt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A present that may be wrong.

    Attributes:
        since_at: When it was first met, by itself.
        seen_at: When it was last met, by itself.
    """

    since_at: datetime
    seen_at: datetime

    @property
    def until_at(self) -> datetime:
        """From when on it is believed."""
        return self.since_at + WAIT


def doubted(now: datetime, *, pruned_at: datetime | None, before: Doubt | None) -> Doubt | None:
    """Whether to wait with deleting: the doubt that remains, or None when the time can be believed.

    Args:
        now: The present instant, as this machine has it.
        pruned_at: When something was last deleted by the time; None for never.
        before: The doubt of the last look, if any.

    >>> from datetime import UTC
    >>> then = datetime(2026, 3, 1, tzinfo=UTC)
    >>> doubted(then + timedelta(days=1), pruned_at=then, before=None) is None
    True
    >>> jumped = doubted(then + timedelta(days=400), pruned_at=then, before=None)
    >>> doubted(then + timedelta(days=401), pruned_at=then, before=jumped) is None
    True
    """
    if pruned_at is None or now - pruned_at <= GAP:
        return None
    if before is None or not timedelta() <= now - before.seen_at <= GAP:
        return Doubt(since_at=now, seen_at=now)  # the first look, or the clock jumped again
    return None if now >= before.until_at else Doubt(since_at=before.since_at, seen_at=now)


def look(tx: Transaction, now: datetime, *, pruned_at: datetime | None) -> Doubt | None:
    """Decide by what is stored, and store it.

    Args:
        tx: A writing transaction.
        now: The present instant, as this machine has it.
        pruned_at: When something was last deleted, where that is not stored yet.
    """
    stored = tx.meta.find(_PRUNED)
    last = datetime.fromisoformat(stored) if stored else pruned_at
    doubt = doubted(now, pruned_at=last, before=find_doubt(tx))
    if doubt is None:
        believe(tx, now)
    else:
        tx.meta.put(_DOUBT, f"{doubt.since_at.isoformat()} {doubt.seen_at.isoformat()}")
    return doubt


def believe(tx: Transaction, now: datetime) -> None:
    """Note that things are deleted by this time."""
    tx.meta.put(_PRUNED, now.isoformat())
    tx.meta.delete(_DOUBT)


def find_doubt(tx: Transaction) -> Doubt | None:
    """The doubt of the last look; None when the time was believed."""
    stored = tx.meta.find(_DOUBT)
    if not stored:
        return None
    since_at, seen_at = map(datetime.fromisoformat, stored.split())
    return Doubt(since_at=since_at, seen_at=seen_at)
