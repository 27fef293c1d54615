"""Socket Mode: one connection to Slack that brings every command, press and event.

Made by `bot.app`, started and stopped by `bot.jobs.runner`. Slack sends again what was not acknowledged; the
desk carries it out once, so a dropped socket neither loses nor doubles a command.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Thread
from time import monotonic
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler

from bot.errors import ConfigError, PlatformError
from bot.model.workspace import LOCAL_WORKSPACE
from bot.slack.app import LISTENERS
from bot.slack.calls import Slack, converted

PING_S = 5.0  # a connection without an answer for four of these is given up and made anew


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
        self._handler: Any = None  # its methods carry no types
        self._app: App | None = None

    def start(self) -> None:
        """Check the bot token, connect, and stay connected.

        Raises:
            ConfigError: Slack refuses one of the tokens.
        """
        try:
            self._slack.identity(LOCAL_WORKSPACE)  # also spares the first command a call
            self._app = self._make_app()
            self._handler = SocketModeHandler(
                self._app,
                app_token=self._app_token,
                logger=_quiet_logger(),
                ping_interval=self._ping_s,
                concurrency=LISTENERS,
            )
            with converted():
                self._handler.connect()
        except PlatformError as error:
            raise ConfigError(
                f"Slack cannot be reached with these tokens: {error} `policybot slack check` looks closer."
            ) from error

    def describe(self) -> str:
        """Connected as whom."""
        return f"Connected to Slack workspace {self._slack.identity(LOCAL_WORKSPACE).team}."

    def stop(self, *, within_s: float) -> bool:
        """Take nothing more, and let the answers under way be sent."""
        if self._handler is None or self._app is None:
            return True
        until = monotonic() + within_s
        handler, pool = self._handler, self._app.listener_runner.listener_executor
        closing = Thread(target=lambda: _close(handler, pool), daemon=True)
        closing.start()
        closing.join(max(0.0, until - monotonic()))
        return not closing.is_alive()


def _close(handler: Any, pool: object) -> None:
    handler.close()
    if isinstance(pool, ThreadPoolExecutor):
        pool.shutdown(wait=True)


def _quiet_logger() -> logging.Logger:
    logger = logging.getLogger("policybot.socket")
    logger.setLevel(logging.ERROR)
    return logger
