"""Ingest: poll → read → group. The whole way in, one step after the other.

Called by the command line and by `bot.jobs`. Each step takes up what the one before it left in the database,
so any of them can be stopped and run again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.services.grouping import GroupingStep
from bot.services.polling import Poller, PollReport
from bot.services.reading import ReadingStep, ReadReport
from bot.storage.database import Database
from bot.storage.queues import Waiting

Progress = Callable[[int, int], None]


class Ingest:
    """The three steps.

    Args:
        database: Where each step leaves its work for the next.
        clock: The present instant.
        poller: Feeds to stored articles.
        reading: Stored articles to readings.
        grouping: Read articles to stories.
    """

    def __init__(
        self,
        database: Database,
        *,
        poller: Poller,
        reading: ReadingStep,
        grouping: GroupingStep,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._clock = clock
        self._poller = poller
        self._reading = reading
        self._grouping = grouping

    def poll(
        self,
        *,
        all_feeds: bool = False,
        progress: Progress = lambda _done, _total: None,
        when_more: Callable[[], None] = lambda: None,
    ) -> PollReport:
        """Ask feeds and store what is new; see `Poller.poll`."""
        return self._poller.poll(all_feeds=all_feeds, progress=progress, when_more=when_more)

    def waiting(self) -> Waiting:
        """Which of the steps have something to do."""
        with self._database.read() as tx:
            return tx.queues.waiting(self._clock())

    def read(self, *, for_s: float | None = None, when_more: Callable[[], None] = lambda: None) -> ReadReport:
        """Read what is unread; see `ReadingStep.read`."""
        return self._reading.read(for_s=for_s, when_more=when_more)

    def group(self) -> int:
        """Group what was read; see `GroupingStep.group`."""
        return self._grouping.group()

    def catch_up(self, *, for_s: float | None = None, progress: Progress = lambda _done, _total: None) -> int:
        """Read what is unread and group what was read.

        Args:
            for_s: Stop reading after so many seconds; None for never.
            progress: Called with articles read and to be read.

        Returns:
            How many articles still wait to be read.
        """
        report = self._reading.read(for_s=for_s, progress=progress)
        self._grouping.group()
        return report.left
