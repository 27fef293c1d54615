"""Workers that are there at once: one process imports what they need, and each of them is forked from it.

To import takes half a second, the work of a test some tenths of one: workers that are started anew would be
killed while they import more often than while they work.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from subprocess import TimeoutExpired

_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(["tests.crash.worker", "tests.crash.poller"])


class Worker:
    """A process that runs a function; it is asked, killed and waited for as a `subprocess.Popen`."""

    def __init__(self, main: Callable[..., None], *given: str) -> None:
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
