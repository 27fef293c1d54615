"""Politeness towards hosts: one request at a time, some way apart, none while a host asked for rest.

Private hosts that the operator named are only kept from a stampede. Called by `bot.feeds.fetch` around every
hop; lives inside its event loop. It knows nothing of HTTP.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

# Small servers keep 5 to 128 connections that they have not accepted yet; one beyond that waits for seconds.
_MOST_KNOCKS = 16
# A request that is silent for longer waits for its feed, not for the door: nobody queues behind it.
_KNOCK_S = 0.25

Answered = Callable[[], None]
"""To be called when the answer begins."""


@dataclass(slots=True)
class _Host:
    """What is known of one host; times are those of the loop's clock."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    paused_until: float = 0.0
    door: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_MOST_KNOCKS))


class HostPausedError(Exception):
    """The host asked to be left alone; ``left_s`` says for how long from now."""

    def __init__(self, left_s: float) -> None:
        super().__init__(left_s)
        self.left_s = left_s


def _ignored() -> None:
    """Nothing waits for an answer where requests take turns."""


class Pacer:
    """The turns of all hosts.

    Args:
        gap_s: Least time between the end of one request to a host and the start of the next.
    """

    def __init__(self, gap_s: float) -> None:
        self._gap_s = gap_s
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[Answered]:
        """Wait for one's turn at a host and hold it.

        Args:
            host: Its name, in lower case.

        Yields:
            A function without effect, for the likeness to `knock`.

        Raises:
            HostPausedError: The host must be left alone for now.
        """
        state = self._hosts.setdefault(host, _Host())
        clock = asyncio.get_running_loop().time
        async with state.turn:
            if (wait := state.free_at - clock()) > 0:
                await asyncio.sleep(wait)
            if (left := state.paused_until - clock()) > 0:
                raise HostPausedError(left)
            try:
                yield _ignored
            finally:
                state.free_at = clock() + self._gap_s

    @asynccontextmanager
    async def knock(self, host: str) -> AsyncIterator[Answered]:
        """Wait until few others stand before the door of a host that is not paced.

        Args:
            host: Its name and port.

        Yields:
            What to call when the answer begins, so that the next may knock; it may after a while in any case.
        """
        door = self._hosts.setdefault(host, _Host()).door
        await door.acquire()
        knocking = True

        def step_aside() -> None:
            nonlocal knocking
            if knocking:
                knocking = False
                door.release()

        patience = asyncio.get_running_loop().call_later(_KNOCK_S, step_aside)
        try:
            yield step_aside
        finally:
            patience.cancel()
            step_aside()

    def pause(self, host: str, seconds: float) -> None:
        """Leave a host alone from now on for `seconds`; a longer pause that runs already stays."""
        state = self._hosts.setdefault(host, _Host())
        state.paused_until = max(state.paused_until, asyncio.get_running_loop().time() + seconds)
