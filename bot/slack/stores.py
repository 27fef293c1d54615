"""slack_sdk's two stores over our storage: installations, and the states of installations that begin.

Used by `bot.slack.oauth`. Turns the library's records into ours and back; it keeps nothing itself and knows
one installation a workspace.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.installation_store import Installation as SlackInstallation
from slack_sdk.oauth.installation_store import InstallationStore as SlackInstallationStore
from slack_sdk.oauth.state_store import OAuthStateStore

from bot.errors import UserError
from bot.model.workspace import Installation, UserId, WorkspaceId
from bot.services.installations import Installations

_STATE_BYTES = 24  # 192 bits: nobody guesses one

_ORG_WIDE = (
    "Policy Digest is installed in one workspace at a time, not for a whole organisation. Choose a workspace "
    "at the top right of Slack's page."
)


class InstallationStore(SlackInstallationStore):
    """Installations as slack_sdk wants them.

    Args:
        installations: Keeps them.
    """

    def __init__(self, installations: Installations) -> None:
        self._installations = installations

    @property
    def logger(self) -> logging.Logger:
        """Where the library may log."""
        return logging.getLogger("policybot.bolt")

    def save(self, installation: SlackInstallation) -> None:
        """Store an installation; ends in `UserError` for an organisation-wide one."""
        record = record_of(installation)
        self._installations.install(record, name=installation.team_name or "")

    def save_bot(self, bot: Bot) -> None:
        """Store the new tokens of an installation that is there."""
        found = self._found(bot.team_id)
        if found is not None:
            new = replace(
                found,
                bot_token=bot.bot_token,
                bot_refresh_token=bot.bot_refresh_token or "",
                bot_token_expires_at=_instant(bot.bot_token_expires_at),
            )
            self._installations.renew(new)

    def find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> SlackInstallation | None:
        """The workspace's installation, if that person made it or nobody is named."""
        del enterprise_id
        found = None if is_enterprise_install else self._found(team_id)
        if found is None or (user_id is not None and found.user_id != user_id):
            return None
        return installation_of(found)

    def find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """The bot's part of the workspace's installation."""
        found = self.find_installation(
            enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=is_enterprise_install
        )
        return None if found is None else found.to_bot()

    def delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget the workspace's tokens; what it owns stays for a while."""
        del enterprise_id
        self._installations.revoked(WorkspaceId(team_id or ""))

    def delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Forget the workspace's tokens; one person's only if there were any: we ask for none."""
        if user_id is None:
            self.delete_bot(enterprise_id=enterprise_id, team_id=team_id)

    def delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget the workspace and everything that it owns."""
        del enterprise_id
        workspace = WorkspaceId(team_id or "")
        self._installations.removed(workspace)
        self._installations.purge(workspace)

    def _found(self, team_id: str | None) -> Installation | None:
        return self._installations.find(WorkspaceId(team_id or ""))


class StateStore(OAuthStateStore):
    """States: each is good once, for some minutes, whichever process gets it back.

    A state carries its own proof, so that nothing is stored for whoever only opens the page.

    Args:
        installations: Remember those that were used.
        secret: Of the app; who does not know it can make no state.
        ttl_s: For how long one is good, in seconds.
        clock: The present instant.
    """

    def __init__(
        self, installations: Installations, *, secret: str, ttl_s: int, clock: Callable[[], datetime]
    ) -> None:
        self._installations = installations
        key = hashlib.sha256(f"policybot OAuth state {secret}".encode()).digest()
        self._fernet = Fernet(base64.urlsafe_b64encode(key))
        self._ttl_s = ttl_s
        self._clock = clock

    @property
    def logger(self) -> logging.Logger:
        """Where the library may log."""
        return logging.getLogger("policybot.bolt")

    def issue(self, *_: object, **__: object) -> str:
        """A new state."""
        state = self._fernet.encrypt_at_time(secrets.token_bytes(_STATE_BYTES), self._now_s())
        return state.decode().rstrip("=")  # which means something in cookies

    def consume(self, state: str) -> bool:
        """Whether it was given out, is young, and was not used; it is used now."""
        padded = state + "=" * (-len(state) % 4)
        try:
            found = self._fernet.decrypt_at_time(padded.encode(), self._ttl_s, self._now_s())
        except InvalidToken:
            return False
        return self._installations.use_state(found.hex(), ttl_s=2 * self._ttl_s)  # whatever the clocks say

    def _now_s(self) -> int:
        return int(self._clock().timestamp())


def record_of(given: SlackInstallation) -> Installation:
    """Slack's record as ours.

    Raises:
        UserError: It is for a whole organisation, or for no workspace.
    """
    if given.is_enterprise_install or not given.team_id or not given.bot_token:
        raise UserError(_ORG_WIDE)
    return Installation(
        workspace_id=WorkspaceId(given.team_id),
        user_id=UserId(given.user_id or ""),
        app_id=given.app_id or "",
        enterprise_id=given.enterprise_id or "",
        team_id=given.team_id,
        bot_id=given.bot_id or "",
        bot_user_id=given.bot_user_id or "",
        bot_token=given.bot_token,
        bot_scopes=tuple(sorted(given.bot_scopes or ())),
        bot_refresh_token=given.bot_refresh_token or "",
        bot_token_expires_at=_instant(given.bot_token_expires_at),
        installed_at=datetime.fromtimestamp(given.installed_at, UTC),
    )


def installation_of(found: Installation) -> SlackInstallation:
    """Our record as Slack's."""
    ends_at = found.bot_token_expires_at
    fields: dict[str, Any] = {
        "app_id": found.app_id,
        "enterprise_id": found.enterprise_id or None,
        "team_id": found.team_id,
        "user_id": found.user_id,
        "bot_id": found.bot_id,
        "bot_user_id": found.bot_user_id,
        "bot_token": found.bot_token,
        "bot_scopes": list(found.bot_scopes),
        "bot_refresh_token": found.bot_refresh_token or None,
        "bot_token_expires_at": None if ends_at is None else int(ends_at.timestamp()),
        "installed_at": found.installed_at.timestamp(),
    }
    return SlackInstallation(**fields)


def _instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
