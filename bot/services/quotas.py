"""How much one workspace, and one person in it, may have and ask, so that none takes the others' share.

Made by `bot.app` from the settings; asked by the services that add something. The operator's own workspace is
bound by what concerns people only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.errors import UserError
from bot.model.workspace import LOCAL_WORKSPACE, UserId, WorkspaceId
from bot.storage.transaction import Transaction

_MINUTE_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotas:
    """Limits.

    Attributes:
        feeds: Feeds of its own that a workspace may have.
        subscriptions: Channels of a workspace that may have a digest.
        follows: Follows and mutes of one person or channel.
        asked: Commands and presses of one person within a minute.
        alerts: Alerts to one person or channel within a day (UTC).
    """

    feeds: int = 500
    subscriptions: int = 100
    follows: int = 500
    asked: int = 60
    alerts: int = 100

    def ask(self, tx: Transaction, workspace: WorkspaceId, user: UserId, *, now: datetime) -> None:
        """Count a command or press of a person.

        Raises:
            UserError: There were as many within this minute as one may make.
        """
        key = f"asked:{workspace}:{user}"
        if not tx.guards.use(key, now=now, window_s=_MINUTE_S, limit=self.asked):
            raise UserError(
                f"That is more than {self.asked} requests within a minute. Please wait a minute, then go on."
            )

    def subscribe(self, tx: Transaction, workspace: WorkspaceId) -> None:
        """Let a workspace switch on the digest of one channel more.

        Raises:
            UserError: As many of its channels have a digest as may.
        """
        if workspace == LOCAL_WORKSPACE:
            return
        if sum(one.active for one in tx.subscriptions.of_workspace(workspace)) >= self.subscriptions:
            raise UserError(
                f"{self.subscriptions} channels of this workspace have a digest, and no more may. "
                "`/policy digest off` in another one makes room, and keeps its settings."
            )


STANDARD = Quotas()
"""The limits where none are set."""
