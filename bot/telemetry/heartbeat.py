"""Calls an address, so that somebody notices when the calls stop: a dead man's switch.

Made by `bot.app` from the setting; called by `bot.services.pulse` after good ticks. The operator chose the
address, and it is a secret: it is never logged, and redirects are not followed.
"""

from __future__ import annotations

from collections.abc import Callable
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from bot.telemetry import metrics
from bot.telemetry.logs import get_logger

_TIMEOUT_S = 10.0
_GOOD = range(200, 300)


def heartbeat(url: str) -> Callable[[], bool]:
    """A function that calls the address once; False when that failed, which is logged.

    Args:
        url: ``http://`` or ``https://``; empty for a function that does nothing.
    """
    log = get_logger("heartbeat")
    parts = urlsplit(url)

    def call() -> bool:
        if not url:
            return True
        try:
            status = _status(url)
        except (OSError, HTTPException) as error:
            status, fault = 0, type(error).__name__
        else:
            fault = f"HTTP {status}"
        good = status in _GOOD
        metrics.HEARTBEATS.labels(outcome="ok" if good else "failed").inc()
        if not good:
            log.warning("heartbeat failed", host=parts.hostname, fault=fault)
        return good

    return call


def _status(url: str) -> int:
    """The status with which the server answers a GET."""
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=_TIMEOUT_S)
    try:
        connection.request("GET", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        return connection.getresponse().status
    finally:
        connection.close()
