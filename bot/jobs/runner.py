"""The runner: the parts of one process, started one after the other and stopped within one span.

Made by `bot.processes` for ``policybot run``. Stopping lets what is under way end; whatever does not in time
is safe to kill, because every step is stored before the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Thread
from time import monotonic
from typing import Protocol


class Part(Protocol):
    """A clock, a worker, or the connection to a chat platform."""

    def start(self) -> None:
        """Begin, and go on in threads of its own."""

    def stop(self, *, within_s: float) -> bool:
        """Take nothing more; whether everything under way had ended by then."""

    def describe(self) -> str:
        """One sentence for the terminal; empty where there is nothing to say."""


class Runner:
    """Starts and stops everything.

    Args:
        parts: In order of starting: a connection first, so that a wrong token is told before anything is
            polled.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = tuple(parts)

    def start(self) -> None:
        """Start the parts; an error of one is told before the next begins."""
        for part in self._parts:
            part.start()

    def describe(self) -> str:
        """One sentence a part for the terminal."""
        return " ".join(sentence for part in self._parts if (sentence := part.describe()))

    def stop(self, *, within_s: float) -> bool:
        """Stop all parts at once.

        Args:
            within_s: How long to wait, in seconds.

        Returns:
            Whether everything had ended by then.
        """
        until, ended = monotonic() + within_s, set[int]()

        def stop(number: int, part: Part) -> None:
            if part.stop(within_s=within_s):
                ended.add(number)

        threads = [
            Thread(target=stop, args=[number, part], daemon=True) for number, part in enumerate(self._parts)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(max(0.0, until - monotonic()))
        return len(ended) == len(self._parts)
