"""What is done in the background, by name, and the ticks that ask for it.

Made by `bot.processes` from services. A task finds in the database what there is to do and asks for the next
one; who does it, this process or another, is the dispatcher's affair. So a task that is asked for twice, late
or not at all does no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from time import monotonic

from bot.jobs.clock import Job
from bot.services.delivering import Deliverer
from bot.services.ingest import Ingest
from bot.services.keep import Keep
from bot.services.planning import Planner
from bot.services.ports import Dispatcher

POLL, READ, GROUP, DELIVER, TELL, TIDY = "poll", "read", "group", "deliver", "tell", "tidy"
TASKS = (POLL, READ, GROUP, DELIVER, TELL, TIDY)
"""Names of the tasks, and of the queues they wait in."""

_TELL_EVERY_S = 30.0  # news that comes every few minutes is told within one
_TIDY_EVERY_S = 600.0
_TIDY_FOR_S = 4.0  # a stop waits for it; what is left goes at the next tick
_READ_FOR_S = 5.0  # the same; reading goes on in the next job
_GROUP_AFTER_S = 30.0  # while a large import is being read
_GROUP_ANYWAY_S = 120.0  # while feeds are being polled: paced hosts may take a quarter of an hour
_RESUME_EVERY_S = 10.0  # what a lost worker left is taken up within a minute, its claims included


class Work:
    """The tasks.

    Args:
        ingest: Poll, read, group.
        planner: Due dates.
        deliverer: Deliveries.
        keep: Retention.
        tell: What is told at once of what was read: alerts, and news of cards already posted.
        dispatcher: Has a task done, here or elsewhere.
        clock: The present instant.
        elapsed: Seconds of a clock that never jumps.
    """

    def __init__(
        self,
        *,
        ingest: Ingest,
        planner: Planner,
        deliverer: Deliverer,
        keep: Keep,
        dispatcher: Dispatcher,
        clock: Callable[[], datetime],
        tell: Sequence[Callable[[], object]] = (),
        elapsed: Callable[[], float] = monotonic,
    ) -> None:
        self._ingest = ingest
        self._planner = planner
        self._deliverer = deliverer
        self._keep = keep
        self._tell = tuple(tell)
        self._dispatcher = dispatcher
        self._clock = clock
        self._elapsed = elapsed
        self._grouped_at = elapsed()

    def tasks(self) -> Mapping[str, Callable[[], object]]:
        """What to do, by name."""
        work = (self.poll, self.read, self.group, self.deliver, self.tell, self.tidy)
        return dict(zip(TASKS, work, strict=True))

    def ticks(self, *, poll_every_s: float, deliver_every_s: float) -> tuple[Job, ...]:
        """The ticks of a process that does the work itself, at their intervals in seconds."""
        return (
            Job(name="ingest", every_s=poll_every_s, work=lambda: self._dispatcher.send(POLL)),
            Job(name=DELIVER, every_s=deliver_every_s, work=lambda: self._dispatcher.send(DELIVER)),
            Job(name=TELL, every_s=_TELL_EVERY_S, work=lambda: self._dispatcher.send(TELL)),
            Job(name=TIDY, every_s=_TIDY_EVERY_S, work=lambda: self._dispatcher.send(TIDY)),
        )

    def poll(self) -> None:
        """Poll what is due; what is new is read next."""
        if self._ingest.waiting().due:
            self._ingest.poll(when_more=lambda: self._dispatcher.call_help(POLL))
        self._dispatcher.send(READ)

    def read(self) -> None:
        """Read for a few seconds; what was read is grouped when nothing is left that one poll brought."""
        # With a batch in hand: two that find only what the other has would call each other for ever.
        report = self._ingest.read(for_s=_READ_FOR_S, when_more=lambda: self._dispatcher.call_help(READ))
        if report.left and report.read:  # what others are reading, they go on with
            self._dispatcher.send(READ)
        patience_s = _GROUP_AFTER_S if report.left else _GROUP_ANYWAY_S
        if self._elapsed() - self._grouped_at >= patience_s or self._ingest.waiting().is_all_read:
            self._dispatcher.send(GROUP)

    def group(self) -> None:
        """Group what was read."""
        self._grouped_at = self._elapsed()
        self._ingest.group()

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


class Looks:
    """The ticks of a clock that does no work: each asks for a task where there is something to do.

    Args:
        ingest: Knows what waits to be polled, read and grouped.
        wake_at: When the next digest or delivery wants a step; None for never.
        dispatcher: Has a task done by a worker.
        clock: The present instant.
    """

    def __init__(
        self,
        *,
        ingest: Ingest,
        wake_at: Callable[[], datetime | None],
        dispatcher: Dispatcher,
        clock: Callable[[], datetime],
    ) -> None:
        self._ingest = ingest
        self._wake_at = wake_at
        self._dispatcher = dispatcher
        self._clock = clock

    def ticks(self, *, poll_every_s: float, deliver_every_s: float) -> tuple[Job, ...]:
        """The ticks, at their intervals in seconds."""
        return (
            Job(name="ingest", every_s=poll_every_s, work=self.poll),
            Job(name="resume", every_s=min(poll_every_s, _RESUME_EVERY_S), work=self.resume),
            Job(name=DELIVER, every_s=deliver_every_s, work=self.deliver),
            Job(name=TELL, every_s=_TELL_EVERY_S, work=lambda: self._dispatcher.send(TELL)),
            Job(name=TIDY, every_s=_TIDY_EVERY_S, work=lambda: self._dispatcher.send(TIDY)),
        )

    def poll(self) -> None:
        """Have feeds polled that are due."""
        if self._ingest.waiting().due:
            self._dispatcher.send(POLL)

    def resume(self) -> None:
        """Have done what nobody does although it waits: a worker was lost, or a job."""
        waiting = self._ingest.waiting()
        if waiting.lapsed:
            self._dispatcher.send(POLL)
        if waiting.unread:
            self._dispatcher.send(READ)
        if waiting.ungrouped and waiting.is_all_read:
            self._dispatcher.send(GROUP)

    def deliver(self) -> None:
        """Have digests planned and posted that are due."""
        wake_at = self._wake_at()
        if wake_at is not None and wake_at <= self._clock():
            self._dispatcher.send(DELIVER)
