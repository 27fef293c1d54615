"""The app was removed, or its tokens revoked: two events that come in any order, late, or twice.

Registered by `bot.slack.app` where workspaces install the app themselves. What is told is believed only if it
cannot be older than a new installation, or if Slack refuses the present token; deciding is all that is done
here, keeping and purging is `bot.services.installations`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from slack_bolt import App

from bot.errors import InstallationRevokedError
from bot.model.workspace import WorkspaceId
from bot.services.installations import Installations
from bot.slack.calls import Slack
from bot.telemetry.logs import get_logger

Later = Callable[[Callable[[], None]], object]


class Removals:
    """Listens for removals.

    Args:
        installations: Keeps and purges.
        slack: Asks whether a token still works.
    """

    def __init__(self, installations: Installations, *, slack: Slack) -> None:
        self._installations = installations
        self._slack = slack
        self._log = get_logger("slack")

    def listen(self, app: App, later: Later) -> None:
        """Register both events.

        Args:
            app: Where.
            later: Has something done after the event was acknowledged.
        """

        def on_uninstalled(body: dict[str, Any]) -> None:
            workspace = WorkspaceId(str(body.get("team_id") or ""))
            if self._is_removed(workspace, body):
                self._installations.removed(workspace)  # noted before the acknowledgement, so never lost
                later(lambda: self._purge(workspace))

        def on_revoked(body: dict[str, Any]) -> None:
            workspace = WorkspaceId(str(body.get("team_id") or ""))
            if (body["event"].get("tokens") or {}).get("bot") and not self._works(workspace):
                self._installations.revoked(workspace)

        app.event("app_uninstalled")(on_uninstalled)
        app.event("tokens_revoked")(on_revoked)

    def _is_removed(self, workspace: WorkspaceId, body: dict[str, Any]) -> bool:
        """Whether the event tells of the present installation: Slack brings one again for an hour."""
        told_at = datetime.fromtimestamp(float(body.get("event_time") or 0), UTC)
        return not (self._installations.is_newer(workspace, told_at) and self._works(workspace))

    def _works(self, workspace: WorkspaceId) -> bool:
        """Whether Slack takes the present token; ends in `PlatformError` where it does not say."""
        try:
            self._slack.tried(workspace)
        except InstallationRevokedError:
            return False
        return True

    def _purge(self, workspace: WorkspaceId) -> None:
        try:
            self._installations.purge(workspace)
        except Exception:  # noqa: BLE001  # the edge of a job; retention takes it up again
            self._log.exception("not purged", workspace=workspace)
