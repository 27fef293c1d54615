"""Socket Mode: one connection to Slack that brings every command, press and event.

Made by `bot.app`, started and stopped by `bot.jobs.runner`. What comes again because an acknowledgement was
lost, the desk carries out once; so a dropped line neither loses nor doubles a command.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from socket import SHUT_RDWR
from threading import Thread
from time import monotonic, time
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.errors import ConfigError, PlatformError
from bot.model.workspace import LOCAL_WORKSPACE
from bot.slack.app import LISTENERS
from bot.slack.calls import Slack, converted
from bot.telemetry import metrics

PING_S = 5.0
"""Seconds between two pings; a line without an answer for four of them is made anew."""


class _Client(SocketModeClient):
    """The library's client, which closes a line at once.

    Its own way waits until the next frame or three seconds before it lets go of the old line, and reads the
    new one only then: commands that came meanwhile were acknowledged too late (measured November 2026).
    """

    def connect(self) -> None:
        """Connect; an older line is let go of when the new one stands."""
        super().connect()
        session: Any = self.current_session
        if session is not None:
            session.close = partial(_close_line, session, session.close)


def _close_line(session: Any, close: Callable[[], None]) -> None:
    if session.sock is not None:
        with suppress(OSError):
            session.sock.shutdown(SHUT_RDWR)
    close()


class SlackSocket:
    """The connection.

    Args:
        make_app: Makes the listeners.
        app_token: Opens connections (``xapp-…``).
        slack: Clients by workspace.
        ping_s: Seconds between two pings.
    """

    def __init__(
        self, make_app: Callable[[], App], *, app_token: str, slack: Slack, ping_s: float = PING_S
    ) -> None:
        self._make_app = make_app
        self._app_token = app_token
        self._slack = slack
        self._ping_s = ping_s
        self._client: _Client | None = None
        self._app: App | None = None

    def start(self) -> None:
        """Check the bot token, connect, and stay connected.

        Raises:
            ConfigError: Slack refuses one of the tokens.
        """
        try:
            self._slack.identity(LOCAL_WORKSPACE)  # also spares the first command a call
            self._app = self._make_app()
            self._client = self._make_client(self._app)
            with converted():
                self._client.connect_to_new_endpoint()
        except PlatformError as error:
            raise ConfigError(
                f"Slack cannot be reached with these tokens: {error} `policybot slack check` looks closer."
            ) from error

    def _make_client(self, app: App) -> _Client:
        client = _Client(
            self._app_token,
            logger=_quiet_logger(),
            web_client=app.client,
            ping_interval=self._ping_s,
            concurrency=LISTENERS,
        )

        def handle(client: Any, request: SocketModeRequest) -> None:
            began = time()
            with metrics.ACK_SECONDS.labels(line="socket").time():
                send_response(client, request, run_bolt_app(app, request), began)

        client.socket_mode_request_listeners.append(handle)
        return client

    def describe(self) -> str:
        """Connected as whom."""
        return f"Connected to Slack workspace {self._slack.identity(LOCAL_WORKSPACE).team}."

    def stop(self, *, within_s: float) -> bool:
        """Take nothing more, and let the answers under way be sent."""
        if self._client is None or self._app is None:
            return True
        until = monotonic() + within_s
        client, pool = self._client, self._app.listener_runner.listener_executor
        closing = Thread(target=lambda: _close(client, pool), daemon=True)
        closing.start()
        closing.join(max(0.0, until - monotonic()))
        return not closing.is_alive()


def _close(client: _Client, pool: object) -> None:
    client.close()
    if isinstance(pool, ThreadPoolExecutor):
        pool.shutdown(wait=True)


def _quiet_logger() -> logging.Logger:
    logger = logging.getLogger("policybot.socket")
    logger.setLevel(logging.ERROR)
    return logger
