"""What the clock does at its ticks: take in, deliver, tidy.

Made by `bot.app` from services. Each job finds in the database what there is to do, so a tick that comes
late, twice or not at all does no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.jobs.clock import Job
from bot.services.delivering import Deliverer
from bot.services.ingest import Ingest
from bot.services.keep import Keep
from bot.services.planning import Planner

_TELL_EVERY_S = 30.0  # news that comes every few minutes is told within one
_TIDY_EVERY_S = 600.0
_TIDY_FOR_S = 4.0  # a stop waits for it; what is left goes at the next tick
_READ_FOR_S = 30.0  # then what was read is grouped, also while a large import is being read


class Work:
    """The jobs of one process.

    Args:
        ingest: Poll, read, group.
        planner: Due dates.
        deliverer: Deliveries.
        keep: Retention.
        tell: What is told at once of what was read: alerts, and news of cards already posted.
        clock: The present instant.
    """

    def __init__(
        self,
        *,
        ingest: Ingest,
        planner: Planner,
        deliverer: Deliverer,
        keep: Keep,
        tell: Sequence[Callable[[], object]] = (),
        clock: Callable[[], datetime],
    ) -> None:
        self._ingest = ingest
        self._planner = planner
        self._deliverer = deliverer
        self._keep = keep
        self._tell = tuple(tell)
        self._clock = clock

    def jobs(self, *, poll_every_s: float, deliver_every_s: float) -> tuple[Job, ...]:
        """The jobs, at their intervals in seconds."""
        return (
            Job(name="ingest", every_s=poll_every_s, work=self.take_in),
            Job(name="deliver", every_s=deliver_every_s, work=self.deliver),
            Job(name="tell", every_s=_TELL_EVERY_S, work=self.tell),
            Job(name="tidy", every_s=_TIDY_EVERY_S, work=self.tidy),
        )

    def take_in(self) -> None:
        """Poll what is due, read and group what is new."""
        self._ingest.poll()
        self._ingest.catch_up(for_s=_READ_FOR_S)

    def deliver(self) -> None:
        """Plan what is due, and take a step with every delivery that wants one."""
        self._planner.plan(self._clock())
        while self._deliverer.deliver():
            continue

    def tell(self) -> None:
        """Plan alerts, and what is new of cards already posted."""
        for work in self._tell:
            work()

    def tidy(self) -> None:
        """Delete what is old."""
        self._keep.prune(for_s=_TIDY_FOR_S)
