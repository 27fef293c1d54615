"""Workspaces that installed the app: install, install again, renew tokens, remove in any order, purge.

Called by the chat platform's edge and by `bot.services.keep`. What a workspace owns goes with it; articles
and stories that all share stay (docs/decisions/0120-many-workspaces.md). Nothing here talks to the platform.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from time import monotonic

from bot.errors import UserError
from bot.model.workspace import Holdings, Installation, Workspace, WorkspaceId
from bot.storage.database import Database
from bot.telemetry.logs import get_logger

GRACE = timedelta(days=30)
"""How long a workspace whose tokens were revoked keeps its settings, for the case that it installs again; one
that removed the app is purged at once."""

_KNOWN_S = 2.0  # what was read counts so long: a command asks several times, a revoked token fails anyway
_SKEW = timedelta(minutes=1)  # the platform's clock against ours
_RENEWAL_S = 30.0  # longer than a call to the platform may take
_REMOVED = "removed:"  # tx.meta: workspaces to be purged; survives a crash in the middle of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A workspace as the operator sees it.

    Attributes:
        workspace: Its name and dates.
        holdings: What it has.
        purge_at: When all of that goes; None while its tokens are good.
    """

    workspace: Workspace
    holdings: Holdings
    purge_at: datetime | None


class Installations:
    """Keeps installations, one a workspace.

    Args:
        database: Where they are, tokens encrypted.
        clock: The present instant.
        seconds: Seconds that only grow, for how long what was read counts.
    """

    def __init__(
        self,
        database: Database,
        *,
        clock: Callable[[], datetime],
        seconds: Callable[[], float] = monotonic,
    ) -> None:
        self._database = database
        self._clock = clock
        self._seconds = seconds
        self._known: dict[WorkspaceId, tuple[float, Installation]] = {}
        self._lock = Lock()
        self._log = get_logger("installations")

    def find(self, workspace: WorkspaceId, *, fresh: bool = False) -> Installation | None:
        """The installation of a workspace; None where the app is not installed.

        Args:
            workspace: Whose.
            fresh: Read it now; otherwise it may be as it was some seconds ago.
        """
        with self._lock:
            known = self._known.get(workspace)
        if known is not None and not fresh and self._seconds() - known[0] < _KNOWN_S:
            return known[1]
        with self._database.read() as tx:
            found = tx.workspaces.find_installation(workspace)
        self._remember(workspace, found)
        return found

    def install(self, installation: Installation, *, name: str) -> None:
        """Store an installation in place of the workspace's former one; its settings are as they were.

        Args:
            installation: With its tokens.
            name: Of the workspace, for the operator.

        Ends in `ConfigError` if there is no key to encrypt tokens with.
        """
        workspace = installation.workspace_id
        self.purge(workspace)  # what is left of one that was removed must not come back
        with self._database.write() as tx:
            record = Workspace(id=workspace, name=name, installed_at=installation.installed_at)
            tx.workspaces.save(record)
            tx.workspaces.uninstall(workspace)
            tx.workspaces.install(installation)
        self._remember(workspace, installation)
        self._log.info("installed", workspace=workspace)

    def renew(self, installation: Installation) -> None:
        """Store the new tokens of an installation that is there still."""
        with self._database.write() as tx:
            if tx.workspaces.find_installation(installation.workspace_id, installation.user_id) is None:
                return
            tx.workspaces.install(installation)
        self._remember(installation.workspace_id, installation)

    def begin_renewal(self, workspace: WorkspaceId, owner: str) -> bool:
        """Whether this owner may renew the workspace's tokens now; False while another one does."""
        name = f"renewal:{workspace}"
        with self._database.write() as tx:
            return tx.guards.acquire(name, owner, now=self._clock(), lease_s=_RENEWAL_S)

    def end_renewal(self, workspace: WorkspaceId, owner: str) -> None:
        """Let others renew again."""
        with self._database.write() as tx:
            tx.guards.release(f"renewal:{workspace}", owner)

    def revoked(self, workspace: WorkspaceId) -> None:
        """Forget the tokens of a workspace, because they are good for nothing any more."""
        with self._database.write() as tx:
            tx.workspaces.revoke(workspace, at=self._clock())
        self._remember(workspace, None)
        self._log.info("revoked", workspace=workspace)

    def removed(self, workspace: WorkspaceId) -> None:
        """Forget the tokens of a workspace that removed the app, and note that it is to be purged."""
        with self._database.write() as tx:
            tx.workspaces.revoke(workspace, at=self._clock())
            tx.meta.put(f"{_REMOVED}{workspace}", self._clock().isoformat())
        self._remember(workspace, None)
        self._log.info("removed", workspace=workspace)

    def overview(self) -> tuple[Overview, ...]:
        """All workspaces, those too that are still to be purged, by id."""
        with self._database.read() as tx:
            found, holdings = tx.workspaces.all(), tx.workspaces.holdings()
            removed = set(tx.meta.keys(_REMOVED))
        now = self._clock()
        return tuple(
            Overview(
                workspace=one,
                holdings=holdings.get(one.id, Holdings()),
                purge_at=now
                if f"{_REMOVED}{one.id}" in removed
                else one.revoked_at and one.revoked_at + GRACE,
            )
            for one in found
        )

    def describe(self, workspace: WorkspaceId) -> Overview:
        """One workspace.

        Raises:
            UserError: There is none of that id.
        """
        found = next((one for one in self.overview() if one.workspace.id == workspace), None)
        if found is None:
            raise UserError(f"There is no workspace {workspace}; `policybot workspaces list` has their ids.")
        return found

    def is_newer(self, workspace: WorkspaceId, event_at: datetime) -> bool:
        """Whether the present installation may be newer than something that the platform tells of it."""
        found = self.find(workspace, fresh=True)
        return found is not None and found.installed_at > event_at - _SKEW

    def purge(self, workspace: WorkspaceId) -> None:
        """Delete everything of a workspace that is noted as removed, a little at a time; else nothing."""
        mark = f"{_REMOVED}{workspace}"
        with self._database.read() as tx:
            if tx.meta.find(mark) is None:
                return
        while self._purge_articles(workspace):
            pass
        with self._database.write() as tx:
            if tx.meta.delete(mark):  # who deletes it does the rest; an installation waits for that
                tx.workspaces.purge(workspace)
        self._remember(workspace, None)
        self._log.info("purged", workspace=workspace)

    def purge_all(self) -> int:
        """Purge every workspace that was removed, or whose tokens were revoked long ago; says how many."""
        with self._database.read() as tx:
            removed = {WorkspaceId(key.removeprefix(_REMOVED)) for key in tx.meta.keys(_REMOVED)}
            stale = {
                one.id
                for one in tx.workspaces.all()
                if one.revoked_at is not None and one.revoked_at < self._clock() - GRACE
            }
        for workspace in sorted(stale - removed):
            self.removed(workspace)
        for workspace in sorted(stale | removed):
            self.purge(workspace)
        return len(stale | removed)

    def use_state(self, state: str, *, ttl_s: float) -> bool:
        """Whether the state of an installation was never used; it cannot be used again while it is good."""
        with self._database.write() as tx:
            return tx.guards.first_time(f"oauth:{state}", now=self._clock(), ttl_s=ttl_s)

    def _purge_articles(self, workspace: WorkspaceId) -> int:
        with self._database.write() as tx:
            return tx.workspaces.purge_articles(workspace)

    def _remember(self, workspace: WorkspaceId, found: Installation | None) -> None:
        with self._lock:
            if found is None:
                self._known.pop(workspace, None)
            else:
                self._known[workspace] = (self._seconds(), found)
