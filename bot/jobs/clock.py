"""The clock: APScheduler's ticks, and nothing else.

Made by `bot.processes` with the jobs it should run. Due times live in the database, so a tick that comes
late, twice at once or not at all does no harm; the scheduler never stores anything.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Condition, Lock
from time import monotonic
from typing import Protocol

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.telemetry.logs import get_logger

_LEAD_S = 1.0  # how long an answer to "does this process lead?" is good


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something that is done again and again.

    Attributes:
        name: For logs.
        every_s: Seconds between two starts; a run that takes longer swallows the ticks it missed.
        work: What to do; an error ends this run, not the job.
    """

    name: str
    every_s: float
    work: Callable[[], object]


class Lead(Protocol):
    """The right to be the only clock of a database."""

    def holds(self) -> bool:
        """Whether this process has it now; takes it if nobody does."""

    def release(self) -> None:
        """Give it back, if it is held."""


class Leader:
    """Lets only the clock that leads do its jobs; another one stands by and takes over when that one dies.

    Args:
        lead: Asked at most once a second, by one thread at a time.
        elapsed: Seconds of a clock that never jumps.
    """

    def __init__(self, lead: Lead, *, elapsed: Callable[[], float] = monotonic) -> None:
        self._lead = lead
        self._elapsed = elapsed
        self._log = get_logger("clock")
        self._lock = Lock()
        self._asked_at: float | None = None
        self._leads: bool | None = None
        self._stopped = False

    def leads(self) -> bool:
        """Whether this process is the clock now."""
        with self._lock:
            now = self._elapsed()
            if not self._stopped and (self._asked_at is None or now - self._asked_at >= _LEAD_S):
                before, self._leads = self._leads, self._lead.holds()
                self._asked_at = now
                if before is not self._leads:
                    self._log.info("leads" if self._leads else "stands by")
            return bool(self._leads)

    def led(self, job: Job) -> Job:
        """The job, done only while this process leads."""
        return replace(job, work=lambda: self.leads() and job.work())

    def start(self) -> None:
        """Nothing: the first job asks."""

    def stop(self, *, within_s: float) -> bool:
        """Let another clock take over at once."""
        del within_s
        with self._lock:
            self._stopped, self._leads = True, False
            self._lead.release()
        return True

    def describe(self) -> str:
        """One sentence for the terminal."""
        return "" if self.leads() else "Another clock ticks; this one stands by."


class Clock:
    """Runs jobs at intervals, each one at most once at a time.

    Args:
        jobs: What to run; every job has a thread of its own.
    """

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._log = get_logger("clock")
        self._changed = Condition()  # guards the two below
        self._running = 0
        self._stopped = False
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(max_workers=max(1, len(jobs)))},
            # Without these a late tick is dropped after a second, and a long run is doubled (decision 0006).
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for job in jobs:
            self._scheduler.add_job(
                self._run,
                IntervalTrigger(seconds=job.every_s, timezone=UTC),
                args=[job],
                id=job.name,
                next_run_time=datetime.now(UTC),
            )

    def start(self) -> None:
        """Begin to tick; the first tick of every job comes at once."""
        self._scheduler.start()

    def stop(self, *, within_s: float) -> bool:
        """Stop ticking and wait for what is under way.

        Args:
            within_s: How long to wait, in seconds.

        Returns:
            Whether everything had ended by then; what had not is safe to kill.
        """
        self._scheduler.pause()
        with self._changed:
            self._stopped = True  # a tick that was due before the pause may still be handed to a thread
            ended = self._changed.wait_for(lambda: not self._running, within_s)
        self._scheduler.shutdown(wait=False)
        return ended

    def describe(self) -> str:
        """One sentence for the terminal; the clock needs none."""
        return ""

    def _run(self, job: Job) -> None:
        with self._changed:
            if self._stopped:
                return
            self._running += 1
        try:
            job.work()
        except Exception:  # noqa: BLE001  # the edge of a job run: the next tick tries again
            self._log.exception("job failed", job=job.name, incident=secrets.token_hex(4))
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify_all()
