"""Whether the program lives: what its jobs last did, whether the database answers, how much work waits.

Called by the clock's jobs (`watched`, `beat`) and by health checks and metrics of any process (`vitals`,
`samples`). The beat is stored, so that a web process knows of the clock beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from threading import Lock
from time import monotonic

from bot.errors import BotError
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from bot.telemetry import metrics
from bot.telemetry.logs import bound
from bot.telemetry.metrics import Sample

BEAT = "clock.beat"
"""Name in ``tx.meta`` of the last good tick."""

BEAT_EVERY_S = 30.0
WORKER = "worker:"
"""How the lease of a process that does background work is named; its owner is the tasks it does."""

TASKS = ("poll", "read", "group", "deliver", "tell", "tidy")
"""What there is to do in the background; the names under which `bot.jobs` does it."""

WORKER_BEAT_S = 10.0
_WORKER_LEASE_S = 4 * WORKER_BEAT_S

_SILENT = timedelta(seconds=4 * BEAT_EVERY_S)  # three beats may be lost to a slow disk or a restart
_LATE_S = 900.0  # a job may be late for as long as one read of a large import takes
_MOST = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """What health checks tell.

    Attributes:
        database: Why the database cannot be used; empty when it can.
        beat_at: The clock's last good tick; None when there never was one, or it cannot be known.
        is_ticking: Whether that was just now.
        late: Jobs of this process that have not succeeded for too long, sorted.
        idle: Background tasks that no process does, in the order of the work.
    """

    database: str = ""
    beat_at: datetime | None = None
    is_ticking: bool = False
    late: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()

    @property
    def can_answer(self) -> bool:
        """Whether this process does its own part."""
        return not self.database and not self.late

    @property
    def is_whole(self) -> bool:
        """Whether questions are answered and digests go out, whichever process does it."""
        return self.can_answer and self.is_ticking and not self.idle


class Pulse:
    """Watches the jobs of this process, and tells of all.

    Args:
        database: Where the beat is stored and the work waits.
        clock: The present instant.
        call: Calls the heartbeat address.
        elapsed: Seconds of a clock that never jumps.
    """

    def __init__(
        self,
        database: Database,
        *,
        clock: Callable[[], datetime],
        call: Callable[[], bool] = lambda: True,
        elapsed: Callable[[], float] = monotonic,
    ) -> None:
        self._database = database
        self._clock = clock
        self._call = call
        self._elapsed = elapsed
        self._lock = Lock()
        self._jobs: dict[str, tuple[float, float]] = {}  # name → last success, allowance in seconds
        self._runs: dict[object, tuple[str, float]] = {}  # what is under way → name, since when

    def watched(self, name: str, work: Callable[[], object], *, every_s: float) -> Callable[[], None]:
        """The job's work, measured; an error passes through.

        Args:
            name: Of the job.
            work: What it does.
            every_s: Its interval in seconds; without a success in five of them, or in a quarter of an hour
                where that is longer, the job is late.
        """
        self._note(name, max(5 * every_s, _LATE_S))

        def noted() -> None:
            work()
            self._note(name, self._jobs[name][1])

        return self.measured(name, noted)

    def measured(self, name: str, work: Callable[[], object]) -> Callable[[], None]:
        """Work that is done when somebody asks for it, measured; an error passes through.

        Args:
            name: Of the task; it is late while one run takes longer than a quarter of an hour.
            work: What it does.
        """

        def run() -> None:
            began, outcome, me = self._elapsed(), "failed", object()
            with self._lock:
                self._runs[me] = name, began
            try:
                with bound(job=name, run=token_hex(4)):
                    work()
                outcome = "ok"
            finally:
                with self._lock:
                    del self._runs[me]
                metrics.JOB_RUNS.labels(job=name, outcome=outcome).inc()
                metrics.JOB_SECONDS.labels(job=name).observe(self._elapsed() - began)

        return run

    def beat_worker(self, process: str, tasks: str) -> None:
        """Store that a process does background work; for as long as four beats it counts as one.

        Args:
            process: Its name, different from all others'.
            tasks: What it does, such as ``poll,read``.
        """
        with self._database.write() as tx:
            tx.guards.acquire(WORKER + process, tasks, now=self._clock(), lease_s=_WORKER_LEASE_S)

    def beat(self) -> None:
        """Store a good tick and call the heartbeat address, unless a job is late."""
        if self.late():
            return
        with self._database.write() as tx:
            tx.meta.put(BEAT, self._clock().isoformat())
        self._call()

    def late(self) -> tuple[str, ...]:
        """Jobs of this process that have not succeeded for too long, or hang; sorted."""
        now = self._elapsed()
        with self._lock:
            found = {name for name, (at, most) in self._jobs.items() if now - at > most}
            return tuple(sorted(found | {name for name, at in self._runs.values() if now - at > _LATE_S}))

    def vitals(self) -> Vitals:
        """What health checks tell; never raises."""
        try:
            self._database.require_current()
            with self._database.read() as tx:
                beat_at = _beat_at(tx)
                done = doers(tx, self._clock())
        except BotError as error:
            return Vitals(database=str(error), late=self.late())
        ticking = beat_at is not None and self._clock() - beat_at <= _SILENT
        idle = tuple(task for task in TASKS if not done[task])
        return Vitals(beat_at=beat_at, is_ticking=ticking, late=self.late(), idle=idle)

    def samples(self) -> tuple[Sample, ...]:
        """The gauges' values; none when the database cannot be read."""
        now = self._clock()
        try:
            with self._database.read() as tx:
                return (*_feeds(tx, now), *_queues(tx, now), *_workers(tx, now), _tick(tx, now))
        except BotError:
            return ()

    def _note(self, name: str, allowance_s: float) -> None:
        with self._lock:
            self._jobs[name] = (self._elapsed(), allowance_s)


def _beat_at(tx: Transaction) -> datetime | None:
    stored = tx.meta.find(BEAT)
    return datetime.fromisoformat(stored) if stored else None


def _tick(tx: Transaction, now: datetime) -> Sample:
    beat_at = _beat_at(tx)
    age = -1.0 if beat_at is None else _since(beat_at, now)
    return Sample(name="policybot_tick_age_seconds", value=age)


def _feeds(tx: Transaction, now: datetime) -> tuple[Sample, ...]:
    counts = sorted(tx.feeds.counts().items())
    due = Sample(name="policybot_feeds_overdue_seconds", value=_since(tx.feeds.next_due_at(), now))
    return (*(Sample(name="policybot_feeds", value=n, label=status.value) for status, n in counts), due)


def _queues(tx: Transaction, now: datetime) -> tuple[Sample, ...]:
    unread, ungrouped = tx.queues.unread(most=_MOST), tx.queues.ungrouped(most=_MOST)
    values = {
        "policybot_unread_articles": unread.count,
        "policybot_unread_age_seconds": _since(unread.since_at, now),
        "policybot_ungrouped_articles": ungrouped.count,
        "policybot_ungrouped_age_seconds": _since(ungrouped.since_at, now),
        "policybot_deliveries_overdue_seconds": _since(tx.deliveries.next_wake_at(), now),
    }
    return tuple(Sample(name=name, value=value) for name, value in values.items())


def _workers(tx: Transaction, now: datetime) -> tuple[Sample, ...]:
    found = doers(tx, now).items()
    return tuple(Sample(name="policybot_workers", value=count, label=task) for task, count in found)


def doers(tx: Transaction, now: datetime) -> dict[str, int]:
    """How many processes do each background task.

    Args:
        tx: Any transaction.
        now: The present instant.
    """
    told = [tasks.split(",") for tasks in tx.guards.holders(WORKER, now=now).values()]
    return {task: sum(task in tasks for tasks in told) for task in TASKS}


def _since(at: datetime | None, now: datetime) -> float:
    """Seconds since an instant; 0 where there is none, or it is still to come."""
    return 0.0 if at is None else max(0.0, (now - at).total_seconds())
