"""The second half of ``policybot doctor``: how what is stored does, and the machine it is stored on.

Called by the command line once `bot.services.checkup` found the database in order. It looks, and changes
nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from bot.errors import BotError
from bot.model.feed import FeedStatus
from bot.services.checkup import Finding, Grade
from bot.services.gaps import find_doubt
from bot.services.keep import find_cut
from bot.services.pulse import Pulse
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_MOST = 100_000
_SKEW = timedelta(seconds=5)  # due digests are late by it; Slack refuses signatures that are 5 minutes off
_LATE = timedelta(hours=1)
_TIGHT_BYTES, _FULL_BYTES = 2_000_000_000, 200_000_000
_CLOCK_FIX = "Let the machine keep its time (timedatectl set-ntp true)."
_RESTING = frozenset({FeedStatus.NEW, FeedStatus.PAUSED})


def check_state(
    database: Database,
    *,
    now: datetime,
    version: Callable[[], str],
    disk: Callable[[Path], int] | None = None,
) -> Iterator[Finding]:
    """Clock, disk, feeds, articles, readings.

    Args:
        database: Opened; nothing is told of one that is missing or not up to date.
        now: The present instant.
        version: What readings are made with now; loads the language model.
        disk: Free bytes of the file system of a folder; by default asked of the system.

    Yields:
        A finding for each thing that was looked at.
    """
    try:
        database.require_current()
    except BotError:
        return
    yield _check_time(database, now)
    yield from _check_disk(database, disk or _free_bytes)
    yield from _check_processes(database, now)
    with database.read() as tx:
        yield _check_feeds(tx)
        yield from _check_due(tx, now)
        yield _check_articles(tx)
        yield from _check_pruning(tx)
        yield from _check_readings(tx, version)


def _check_time(database: Database, now: datetime) -> Finding:
    """This machine's time against the server's, else against what this machine stored itself."""
    told = database.server_time()
    if told is not None:
        skew = now - told
        detail = (
            f"{abs(skew.total_seconds()):.1f} s {'ahead of' if skew > timedelta() else 'behind'} the server"
        )
        if abs(skew) > _SKEW:
            return Finding(grade=Grade.WRONG, what="time", detail=detail, fix=_CLOCK_FIX)
        return Finding(grade=Grade.OK, what="time", detail=detail)
    with database.read() as tx:
        newest = tx.articles.window(now + _SKEW, None, by="first_seen", limit=1)
    if newest:
        stored_at = newest[0].first_seen_at
        detail = f"it is {now:%Y-%m-%d %H:%M} UTC here, but an article was stored {stored_at:%Y-%m-%d %H:%M}"
        return Finding(grade=Grade.WRONG, what="time", detail=detail, fix=_CLOCK_FIX)
    return Finding(
        grade=Grade.OK, what="time", detail=f"{now:%Y-%m-%d %H:%M} UTC, nothing is stored after it"
    )


def _check_disk(database: Database, free: Callable[[Path], int]) -> Iterator[Finding]:
    """Room on the disk of a SQLite file; a server's disk cannot be seen from here."""
    path = Path(database.where)
    if not path.exists():
        return
    size, room = path.stat().st_size, free(path.parent)
    detail = f"{room / 1e9:.1f} GB free, the database has {size / 1e9:.2f} GB"
    if room < max(_TIGHT_BYTES, size):  # a backup takes as much as the database
        grade = Grade.WRONG if room < _FULL_BYTES else Grade.NOTE
        fix = "Make room, or keep less: POLICYBOT_RETENTION_DAYS, POLICYBOT_BODY_DAYS, policybot prune."
        yield Finding(grade=grade, what="disk", detail=detail, fix=fix)
    else:
        yield Finding(grade=Grade.OK, what="disk", detail=detail)


def _free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def _check_processes(database: Database, now: datetime) -> Iterator[Finding]:
    """Whether the clock ticks, and whether somebody does what it asks for."""
    vitals = Pulse(database, clock=lambda: now).vitals()
    last = f"last ticked {vitals.beat_at:%Y-%m-%d %H:%M} UTC" if vitals.beat_at else "never ticked"
    if vitals.is_ticking:
        yield Finding(grade=Grade.OK, what="clock", detail="ticking")
    else:
        fix = "Nothing is polled or posted without it: policybot run, or the clock of the Procfile."
        yield Finding(grade=Grade.NOTE, what="clock", detail=last, fix=fix)
    if vitals.idle:
        # Without a clock nobody needs workers yet; beside one they are what is missing.
        grade = Grade.WRONG if vitals.is_ticking else Grade.NOTE
        fix = "policybot run, or beside a clock: policybot run worker --queues " + ",".join(vitals.idle)
        detail = f"nobody does: {', '.join(vitals.idle)}"
        yield Finding(grade=grade, what="workers", detail=detail, fix=fix)
    else:
        yield Finding(grade=Grade.OK, what="workers", detail="every background task is being done")


def _check_feeds(tx: Transaction) -> Finding:
    counts = tx.feeds.counts()
    total = sum(counts.values())
    failing = sum(n for status, n in counts.items() if not status.is_success and status not in _RESTING)
    if not total:
        return Finding(grade=Grade.NOTE, what="feeds", detail="none", fix="policybot feeds import FILE.opml")
    if failing:
        detail = f"{failing} of {total} fail"
        return Finding(grade=Grade.NOTE, what="feeds", detail=detail, fix="policybot feeds health")
    return Finding(grade=Grade.OK, what="feeds", detail=f"{total}, none fails")


def _check_due(tx: Transaction, now: datetime) -> Iterator[Finding]:
    due = tx.feeds.next_due_at()
    if due is not None and now - due > _LATE:
        detail = f"one has been due for {(now - due).total_seconds() / 3600:.0f} h"
        yield Finding(grade=Grade.NOTE, what="polling", detail=detail, fix="policybot run, or policybot poll")


def _check_articles(tx: Transaction) -> Finding:
    cut = find_cut(tx)
    kept = f"nothing before {cut:%Y-%m-%d} is taken in" if cut else "nothing was pruned yet"
    return Finding(grade=Grade.OK, what="articles", detail=f"{tx.articles.count()} stored, {kept}")


def _check_pruning(tx: Transaction) -> Iterator[Finding]:
    """Whether deleting waits because the clock may have jumped."""
    doubt = find_doubt(tx)
    if doubt is not None:
        detail = f"waits until {doubt.until_at:%Y-%m-%d %H:%M} UTC: the clock may have jumped"
        fix = f"If it is right, policybot prune --yes. If not: {_CLOCK_FIX}"
        yield Finding(grade=Grade.NOTE, what="pruning", detail=detail, fix=fix)


def _check_readings(tx: Transaction, version: Callable[[], str]) -> Iterator[Finding]:
    """Articles that nobody read, and those that were read with another model, lexicon or roster."""
    unread = len(tx.articles.unread(limit=_MOST))
    if unread:
        detail = f"{unread} articles are not read yet"
        yield Finding(grade=Grade.NOTE, what="unread", detail=detail, fix="policybot poll reads them")
    try:
        outdated = len(tx.articles.unread(version(), limit=_MOST)) - unread
    except BotError:
        return  # the model cannot be loaded, which is told for itself
    if outdated:
        detail = f"{outdated} articles were read with another model, lexicon or roster"
        fix = "Harmless; they stay findable. policybot reread brings them up to date."
        yield Finding(grade=Grade.NOTE, what="outdated", detail=detail, fix=fix)
    if not unread and not outdated:
        yield Finding(grade=Grade.OK, what="readings", detail="every article is read, with what is in force")
