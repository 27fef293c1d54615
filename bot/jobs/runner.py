"""The runner: the clock and the connection to the chat platform in one process.

Made by `bot.app` for ``policybot run``. Stopping lets what is under way end; whatever does not in time is
safe to kill, because every step is stored before the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Thread
from time import monotonic
from typing import Protocol

from bot.jobs.clock import Clock, Job


class Connection(Protocol):
    """To a chat platform."""

    def start(self) -> None:
        """Connect, and keep connected."""

    def stop(self, *, within_s: float) -> bool:
        """Take nothing more; whether everything under way had ended by then."""

    def describe(self) -> str:
        """One sentence: connected as whom."""


class Runner:
    """Starts and stops everything.

    Args:
        jobs: What the clock runs.
        connection: To the chat platform.
    """

    def __init__(self, jobs: Sequence[Job], *, connection: Connection) -> None:
        self._clock = Clock(jobs)
        self._connection = connection

    def start(self) -> None:
        """Connect first, so that a wrong token is told before anything is polled; then tick."""
        self._connection.start()
        self._clock.start()

    def describe(self) -> str:
        """One sentence for the terminal."""
        return self._connection.describe()

    def stop(self, *, within_s: float) -> bool:
        """Stop both at once.

        Args:
            within_s: How long to wait, in seconds.

        Returns:
            Whether everything had ended by then.
        """
        until = monotonic() + within_s
        ended: list[bool] = []
        closing = Thread(target=lambda: ended.append(self._connection.stop(within_s=within_s)), daemon=True)
        closing.start()
        done = self._clock.stop(within_s=within_s)
        closing.join(max(0.0, until - monotonic()))
        return done and ended == [True]
