"""The web process: gunicorn with the workers and threads that Slack's three seconds ask for.

Started by ``policybot run web``, with the application that `bot.app` makes. Each worker makes its own after
the fork, so that no connection is shared; nothing here knows what is served.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any
from wsgiref.types import WSGIApplication

from gunicorn.app.base import BaseApplication

COUNTERS = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder by which the workers count together; read when prometheus_client is first imported."""

_FIXED: Mapping[str, Any] = MappingProxyType(
    {
        # Threads, because Bolt waits for its listeners: sync workers collapse at 180 requests a second.
        "worker_class": "gthread",
        "graceful_timeout": 8,  # a process that is asked to end must be gone in ten seconds
        "timeout": 30,
        "keepalive": 5,
        "control_socket_disable": True,  # it would write into the home folder, which may not exist
        "loglevel": "warning",
    }
)


@contextmanager
def shared_counters() -> Iterator[None]:
    """Give the workers a fresh folder to count in while the block runs, unless the environment names one.

    To be entered before anything imports prometheus_client.
    """
    if COUNTERS in os.environ:
        yield
        return
    folder, owner = tempfile.mkdtemp(prefix="policybot-metrics-"), os.getpid()
    os.environ[COUNTERS] = folder
    try:
        yield
    finally:
        if os.getpid() == owner:  # a worker leaves this block too, when it ends
            del os.environ[COUNTERS]
            shutil.rmtree(folder, ignore_errors=True)


class WebServer(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Serves until it is told to stop; SIGTERM lets what is under way end.

    Args:
        make: Makes the application; called once in each worker.
        bind: ``host:port``.
        workers: Processes.
        threads: Requests at once in each.
    """

    def __init__(self, make: Callable[[], WSGIApplication], *, bind: str, workers: int, threads: int) -> None:
        self._make = make
        self._options = {**_FIXED, "bind": bind, "workers": workers, "threads": threads}
        super().__init__()

    def load_config(self) -> None:
        """Hand the options to gunicorn; its own environment variables and files play no part."""
        for name, value in self._options.items():
            self.cfg.set(name, value)
        self.cfg.set("child_exit", _forget)

    def load(self) -> WSGIApplication:
        """The application of one worker."""
        return self._make()


def _forget(_arbiter: object, worker: Any) -> None:
    """Count a worker that ended no longer among the living."""
    from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415 - see shared_counters

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]  # the library has no types here
