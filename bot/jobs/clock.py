"""The clock: APScheduler's ticks, and nothing else.

Made by `bot.app` with the jobs it should run. Due times live in the database, so a tick that comes late,
twice at once or not at all does no harm; the scheduler never stores anything.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic, sleep

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.telemetry.logs import get_logger

_POLL_S = 0.05


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


class Clock:
    """Runs jobs at intervals, each one at most once at a time.

    Args:
        jobs: What to run; every job has a thread of its own.
    """

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._log = get_logger("clock")
        self._running = 0
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
        until = monotonic() + within_s
        while self._running and monotonic() < until:
            sleep(_POLL_S)
        self._scheduler.shutdown(wait=False)
        return not self._running

    def _run(self, job: Job) -> None:
        self._running += 1
        try:
            job.work()
        except Exception:  # noqa: BLE001  # the edge of a job run: the next tick tries again
            self._log.exception("job failed", job=job.name, incident=secrets.token_hex(4))
        finally:
            self._running -= 1
