"""Ingest: poll → read → group. The whole way in, one step after the other.

Called by the command line and by `bot.jobs`. Each step takes up what the one before it left in the database,
so any of them can be stopped and run again.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.services.grouping import GroupingStep
from bot.services.polling import Poller, PollReport
from bot.services.reading import ReadingStep

Progress = Callable[[int, int], None]


class Ingest:
    """The three steps.

    Args:
        poller: Feeds to stored articles.
        reading: Stored articles to readings.
        grouping: Read articles to stories.
    """

    def __init__(self, *, poller: Poller, reading: ReadingStep, grouping: GroupingStep) -> None:
        self._poller = poller
        self._reading = reading
        self._grouping = grouping

    def poll(self, *, all_feeds: bool = False, progress: Progress = lambda _done, _total: None) -> PollReport:
        """Ask feeds and store what is new; see `Poller.poll`."""
        return self._poller.poll(all_feeds=all_feeds, progress=progress)

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
