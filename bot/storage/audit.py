"""Who changed what, for the people of a workspace.

``tx.audit`` of a transaction; called by every service that changes something for a team. Entries are
added and read, never rewritten.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from bot.model.workspace import AuditEntry, WorkspaceId
from bot.storage.rows import Mapper
from bot.storage.sql import insert
from bot.storage.team_schema import audit

_ENTRY = Mapper(AuditEntry, audit)


class Audit:
    """The audit entries of all workspaces."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def add(self, entry: AuditEntry) -> None:
        """Store an entry."""
        insert(self._conn, audit, [_ENTRY.row(entry)])

    def of_workspace(
        self, workspace: WorkspaceId, *, since: datetime, limit: int = 200
    ) -> tuple[AuditEntry, ...]:
        """The workspace's entries since then, newest first."""
        query = select(*_ENTRY.columns).where(audit.c.workspace_id == workspace, audit.c.at >= since)
        rows = self._conn.execute(query.order_by(audit.c.at.desc(), audit.c.id).limit(limit))
        return tuple(_ENTRY.record(row) for row in rows)
