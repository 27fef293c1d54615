"""Processes that are there at once: one process imports what they need, and each of them is forked from it.

To import takes half a second, the work of a test some tenths of one: processes that are started anew would be
killed while they import more often than while they work.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import suppress
from subprocess import TimeoutExpired

_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(
    ["tests.crash.background", "tests.crash.poller", "tests.crash.worker", "tests.storage.writer"]
)


class Worker:
    """A process that runs a function; it is asked, killed and waited for as a `subprocess.Popen`."""

    def __init__(self, main: Callable[..., None], *given: object) -> None:
        self._process = _SERVER.Process(target=main, args=given, daemon=True)
        self._process.start()

    def poll(self) -> int | None:
        """Its exit status, -9 where it was killed; None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status, once it has ended; `TimeoutExpired` when it does not in so many seconds."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise TimeoutExpired(str(self._process.pid), timeout or 0.0)
        return self._process.exitcode

    def kill(self) -> None:
        """Signal 9."""
        self._process.kill()


class Teller(Worker):
    """A worker whose function is given a last argument by which it says things: the end of a pipe."""

    def __init__(self, main: Callable[..., None], *given: object) -> None:
        self._heard, said = _SERVER.Pipe(duplex=False)
        super().__init__(main, *given, said)
        said.close()  # the worker has it now: when it ends, nothing more comes

    def said(self) -> str:
        """The next thing that it says; `EOFError` when it has ended without another."""
        return str(self._heard.recv())

    def rest(self) -> Iterator[str]:
        """All that it said until it ended, the last of which may have been cut off."""
        with suppress(EOFError, OSError), self._heard:
            while True:
                yield self.said()
