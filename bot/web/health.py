"""``/healthz``, ``/readyz`` and ``/metrics``, as a WSGI application that may stand before another one.

Made by `bot.app`: alone beside the clock (`HealthServer`), or before Slack's requests under gunicorn, whose
answers it then times. It tells what is so: a process that answers but cannot read its database is not ready.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable
from http import HTTPStatus
from time import perf_counter
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from prometheus_client import CONTENT_TYPE_LATEST

from bot.services.pulse import Pulse, Vitals
from bot.telemetry import metrics
from bot.web.server import LocalServer

_TEXT = "text/plain; charset=utf-8"


class Health:
    """The application.

    Args:
        pulse: What it tells of.
        rest: Answers every other address; None for nothing there.
        timed: Paths below this one are Slack's, whose answers are acknowledgements.
        whole: Whether readiness asks for clock and workers too. Not in a process that only answers: taken out
            of service because the clock died, it would leave people without lookups as well.
        token: Bearer token that the metrics ask for; empty for none.
    """

    def __init__(
        self,
        pulse: Pulse,
        *,
        rest: WSGIApplication | None = None,
        timed: str = "/slack/",
        whole: bool = True,
        token: str = "",
    ) -> None:
        self._pulse = pulse
        self._token = token
        self._whole = whole
        self._rest = rest
        self._timed = timed

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = str(environ.get("PATH_INFO", ""))
        own = {"/healthz": self._healthz, "/readyz": self._readyz, "/metrics": self._metrics}
        if path in own and environ.get("REQUEST_METHOD") in {"GET", "HEAD"}:
            if path == "/metrics" and not self._may_measure(environ):
                return _send(start_response, HTTPStatus.UNAUTHORIZED, _TEXT, b"Send the bearer token.\n")
            status, kind, body = own[path]()
            return _send(start_response, status, kind, body)
        if self._rest is None:
            return _send(start_response, HTTPStatus.NOT_FOUND, _TEXT, b"There is nothing here.\n")
        if not path.startswith(self._timed):
            return self._rest(environ, start_response)
        began = perf_counter()
        try:
            return self._rest(environ, start_response)
        finally:
            metrics.ACK_SECONDS.labels(line="http").observe(perf_counter() - began)

    def _may_measure(self, environ: WSGIEnvironment) -> bool:
        given = str(environ.get("HTTP_AUTHORIZATION", ""))
        return not self._token or hmac.compare_digest(given.encode(), f"Bearer {self._token}".encode())

    def _healthz(self) -> tuple[HTTPStatus, str, bytes]:
        """Whether a restart would help: only jobs of this process that hang or fail again and again."""
        late = self._pulse.late()
        status = HTTPStatus.SERVICE_UNAVAILABLE if late else HTTPStatus.OK
        return status, _TEXT, (f"late: {', '.join(late)}\n" if late else "ok\n").encode()

    def _readyz(self) -> tuple[HTTPStatus, str, bytes]:
        vitals = self._pulse.vitals()
        ready = vitals.is_whole if self._whole else vitals.can_answer
        status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
        return status, "application/json", (json.dumps({"ready": ready, **_row(vitals)}) + "\n").encode()

    def _metrics(self) -> tuple[HTTPStatus, str, bytes]:
        return HTTPStatus.OK, CONTENT_TYPE_LATEST, metrics.render(self._pulse.samples())


def _row(vitals: Vitals) -> dict[str, object]:
    """The findings; without words of the database, which may name hosts and paths."""
    return {
        "whole": vitals.is_whole,
        "database": "unusable" if vitals.database else "ok",
        "clock": "ticking" if vitals.is_ticking else "silent",
        "beat_at": vitals.beat_at.isoformat() if vitals.beat_at else None,
        "late": list(vitals.late),
        "idle": list(vitals.idle),
    }


def _send(start_response: StartResponse, status: HTTPStatus, kind: str, body: bytes) -> list[bytes]:
    headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
    start_response(f"{status.value} {status.phrase}", headers)
    return [body]


class HealthServer(LocalServer):
    """Serves the application from a thread; a context manager.

    Args:
        application: What to serve.
        address: ``host:port``; port 0 for any that is free.
    """

    def __init__(self, application: WSGIApplication, address: str) -> None:
        host, _, port = address.rpartition(":")
        super().__init__(
            lambda _url: application, host=host.strip("[]") or "127.0.0.1", port=int(port), name="health"
        )
