"""A worker: takes jobs of some queues from procrastinate and does them, until it is told to stop.

Made by `bot.processes` for ``policybot run worker``. Queues share lanes, of which each goes on while the
others wait. What asyncio there is, is procrastinate's own, in the lanes.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Event, Thread
from time import monotonic
from typing import Any

from procrastinate import App, BaseConnector
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.worker import Worker as Loop

from bot.jobs.dispatch import Task
from bot.telemetry.logs import get_logger

_BEAT_S = 5.0
_STALLED_S = 20.0
"""A worker that missed four beats is lost; its jobs go back to their queues."""

_LOOK_FOR_STALLED = "* * * * * */10"  # every ten seconds, by whichever worker comes first
_LOOK_S = 0.5  # a notification that comes while a lane looks is lost (one in twenty, November 2026)
_AGAIN_S = 2.0  # after the database was lost

STALLED = "stalled"
"""Queue of the look for stalled jobs; every lane takes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """Queues whose jobs share a thread and its helpers.

    Attributes:
        queues: Their names.
        at_once: Jobs at the same time.
    """

    queues: Sequence[str]
    at_once: int = 1


class Worker:
    """Does the jobs of some lanes.

    Args:
        connect: Opens the connections of one lane.
        tasks: What to do for a job, by the name of its queue.
        lanes: Those with queues.
    """

    def __init__(
        self, connect: Callable[[], BaseConnector], tasks: Mapping[str, Task], lanes: Sequence[Lane]
    ) -> None:
        self._connect = connect
        self._tasks = dict(tasks)
        self._lanes = tuple(lane for lane in lanes if lane.queues)
        self._log = get_logger("worker")
        self._stopped = Event()
        self._loops: dict[int, Loop] = {}
        self._threads: list[Thread] = []

    def start(self) -> None:
        """Begin to take jobs."""
        for number, lane in enumerate(self._lanes):
            thread = Thread(target=self._serve, args=[number, lane], name=f"lane-{number}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self, *, within_s: float) -> bool:
        """Take no more jobs and wait for those under way.

        Args:
            within_s: How long to wait, in seconds.

        Returns:
            Whether all had ended by then; what had not is safe to kill.
        """
        until = monotonic() + within_s
        self._stopped.set()
        for loop in list(self._loops.values()):
            loop.stop()  # type: ignore[no-untyped-call]  # the library's own
        for thread in self._threads:
            thread.join(max(0.0, until - monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def describe(self) -> str:
        """One sentence for the terminal."""
        return f"Working on {', '.join(queue for lane in self._lanes for queue in lane.queues)}."

    def _serve(self, number: int, lane: Lane) -> None:
        """Run the lane's loop, and again whenever it ends because the database was away."""
        while not self._stopped.is_set():
            app = _Noted(self._connect(), lambda loop: self._note(number, loop))
            for queue in lane.queues:
                app.task(name=queue, queue=queue)(self._run(queue))
            _look_for_stalled(app)
            try:
                app.run_worker(
                    queues=[*lane.queues, STALLED],
                    concurrency=lane.at_once,
                    delete_jobs="always",
                    install_signal_handlers=False,
                    update_heartbeat_interval=_BEAT_S,
                    stalled_worker_timeout=_STALLED_S,
                    fetch_job_polling_interval=_LOOK_S,
                )
            except Exception:  # noqa: BLE001  # the edge of a lane: it must not end before the process
                self._log.exception("lane failed", lane=number, incident=secrets.token_hex(4))
            self._stopped.wait(_AGAIN_S)

    def _note(self, number: int, loop: Loop) -> None:
        self._loops[number] = loop
        if self._stopped.is_set():
            loop.stop()  # type: ignore[no-untyped-call]  # the library's own

    def _run(self, queue: str) -> Task:
        def run() -> None:
            if self._stopped.is_set():
                return  # what it would have done waits in the database for the next job
            try:
                self._tasks[queue]()
            except Exception:  # noqa: BLE001  # the edge of a job run: the next job tries again
                self._log.exception("job failed", job=queue, incident=secrets.token_hex(4))

        return run


class _Noted(App):
    """An application that tells of the loop it runs, so that another thread can stop it."""

    def __init__(self, connector: BaseConnector, tell: Callable[[Loop], None]) -> None:
        super().__init__(connector=connector)
        self._tell = tell

    def _worker(self, **options: Any) -> Loop:
        loop: Loop = super()._worker(**options)
        self._tell(loop)
        return loop


def _look_for_stalled(app: App) -> None:
    """Register the task that gives the jobs of lost workers back to their queues."""

    async def look(timestamp: int) -> None:
        del timestamp
        manager = app.job_manager
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=_STALLED_S):
            await _give_back(app, job)

    task = app.task(name=STALLED, queue=STALLED, queueing_lock=STALLED)(look)
    app.periodic(cron=_LOOK_FOR_STALLED)(task)


async def _give_back(app: App, job: Job) -> None:
    with suppress(ConnectorException):  # another worker was quicker
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:  # the same was asked for meanwhile
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
