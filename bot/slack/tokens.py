"""The bot token of each workspace: the one of the settings, or that of its installation, renewed in time.

Made by `bot.app`, asked by `bot.slack.calls` before each call. Of several processes one renews; the others go
on with the old token, which is good for two hours more.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import sleep
from typing import Any

from bot.errors import InstallationRevokedError, PlatformError, RateLimitedError
from bot.model.workspace import LOCAL_WORKSPACE, Installation, WorkspaceId
from bot.services.installations import Installations
from bot.slack.calls import Identity
from bot.telemetry.logs import get_logger

EARLY = timedelta(hours=2)
"""How long before the end a token is renewed; Slack's last twelve hours
(https://docs.slack.dev/authentication/using-token-rotation)."""

_PATIENCE_S, _PAUSE_S = 5.0, 0.25  # how long to wait for another process that renews an expired token

Exchange = Callable[[str], dict[str, Any]]
"""A refresh token to Slack's answer with a new pair; ends in `PlatformError`."""


class Tokens:
    """Tokens by workspace.

    Args:
        installations: Where they are.
        own: The token of the settings, for the workspace of the command line; empty for none.
        exchange: Asks Slack for a new pair.
        owner: Names this process.
        clock: The present instant.
        pause: Waits for so many seconds.
    """

    def __init__(
        self,
        installations: Installations,
        *,
        own: str,
        exchange: Exchange,
        owner: str,
        clock: Callable[[], datetime],
        pause: Callable[[float], None] = sleep,
    ) -> None:
        self._installations = installations
        self._own = own
        self._exchange = exchange
        self._owner = owner
        self._clock = clock
        self._pause = pause
        self._log = get_logger("tokens")

    def find(self, workspace: WorkspaceId) -> Installation | None:
        """The installation with a token that works now; None where the app is not installed."""
        found = self._installations.find(workspace)
        if found is None or not self._ends(found, within=EARLY):
            return found
        return self._renewed(found)

    def token(self, workspace: WorkspaceId) -> str:
        """The bot token of a workspace; empty when it has none."""
        if workspace == LOCAL_WORKSPACE:
            return self._own
        found = self.find(workspace)
        return found.bot_token if found is not None else ""

    def identity(self, workspace: WorkspaceId) -> Identity:
        """Who the bot is in a workspace, as Slack said when the app was installed.

        Raises:
            InstallationRevokedError: It is not installed there.
        """
        found = self.find(workspace)
        if found is None:
            raise InstallationRevokedError(
                f"The app is not installed in workspace {workspace}.", code="not_authed", workspace=workspace
            )
        return Identity(
            token=found.bot_token,
            bot_id=found.bot_id,
            user_id=found.bot_user_id,
            team=found.team_id,
            scopes=found.bot_scopes,
        )

    def _ends(self, found: Installation, *, within: timedelta = timedelta()) -> bool:
        ends_at = found.bot_token_expires_at
        return ends_at is not None and ends_at <= self._clock() + within

    def _renewed(self, found: Installation) -> Installation | None:
        workspace = found.workspace_id
        if not self._installations.begin_renewal(workspace, self._owner):
            return self._renewed_by_another(found)
        try:
            present = self._installations.find(workspace, fresh=True)
            if present is None or not self._ends(present, within=EARLY):
                return present
            return self._exchanged(present)
        finally:
            self._installations.end_renewal(workspace, self._owner)

    def _exchanged(self, found: Installation) -> Installation | None:
        """The installation with a new pair of tokens; None where Slack gives none any more.

        Raises:
            PlatformError: Slack gave none now, and the old token has ended.
        """
        try:
            answer = self._exchange(found.bot_refresh_token)
        except InstallationRevokedError:
            self._installations.revoked(found.workspace_id)
            return None
        except PlatformError as error:
            self._log.warning("not renewed", workspace=found.workspace_id, code=error.code)
            if self._ends(found):
                raise
            return found
        new = renewed(found, answer, now=self._clock())
        self._installations.renew(new)
        self._log.info("renewed", workspace=found.workspace_id)
        return new

    def _renewed_by_another(self, found: Installation) -> Installation | None:
        """What is there, as long as it works; else what another process stores within some seconds.

        Raises:
            RateLimitedError: It did not store it in time.
        """
        waited = 0.0
        present: Installation | None = found
        while present is not None and self._ends(present):
            if waited >= _PATIENCE_S:
                raise RateLimitedError("A new token is under way.", retry_after_s=_PATIENCE_S)
            self._pause(_PAUSE_S)
            waited += _PAUSE_S
            present = self._installations.find(found.workspace_id, fresh=True)
        return present


def renewed(found: Installation, answer: dict[str, Any], *, now: datetime) -> Installation:
    """An installation with the tokens of an answer of ``oauth.v2.access``.

    Args:
        found: As it was.
        answer: Slack's.
        now: When it came.
    """
    return dataclasses.replace(
        found,
        bot_token=str(answer.get("access_token") or found.bot_token),
        bot_refresh_token=str(answer.get("refresh_token") or found.bot_refresh_token),
        bot_token_expires_at=expiry(answer.get("expires_in"), now),
    )


def expiry(expires_in: object, now: datetime) -> datetime | None:
    """When a token ends; None for one that does not.

    Args:
        expires_in: Seconds, as Slack says it.
        now: When it was said.

    >>> expiry(43200, datetime(2026, 3, 1, tzinfo=UTC)).isoformat(), expiry(None, datetime(2026, 3, 1))
    ('2026-03-01T12:00:00+00:00', None)
    """
    return None if not expires_in else now.astimezone(UTC) + timedelta(seconds=int(str(expires_in)))
