"""Topics that a team added, edited or switched off, with undo.

``tx.topics`` of a transaction; called by curate and ingest. The shipped topics are in ``config/``; only
what differs from them is here, one row an edit.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select, update

from bot.model.reading import Topic
from bot.model.workspace import UserId, WorkspaceId
from bot.storage.codec import from_json, to_json
from bot.storage.sql import insert
from bot.storage.team_schema import topic_edits


class Topics:
    """The topic edits of all workspaces."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def save(self, workspace: WorkspaceId, topic: Topic, *, by: UserId, at: datetime) -> None:
        """Add a topic or replace the team's present wording of it."""
        self._edit(workspace, topic.slug, to_json(topic), by, at)

    def switch_off(self, workspace: WorkspaceId, slug: str, *, by: UserId, at: datetime) -> None:
        """Take a topic out for a team, a shipped one too."""
        self._edit(workspace, slug, "", by, at)

    def undo(self, workspace: WorkspaceId, slug: str, *, at: datetime) -> bool:
        """Take back the team's newest edit of a topic; False when there is none left."""
        own = (topic_edits.c.workspace_id == workspace, topic_edits.c.slug == slug)
        newest = select(func.max(topic_edits.c.n)).where(*own, topic_edits.c.undone_at.is_(None))
        newest_n = self._conn.execute(newest).scalar()
        if newest_n is None:
            return False
        self._conn.execute(update(topic_edits).where(topic_edits.c.n == newest_n).values(undone_at=at))
        return True

    def of_workspace(self, workspace: WorkspaceId) -> dict[str, Topic | None]:
        """The team's topics by slug, sorted; None for one that it switched off."""
        query = select(topic_edits.c.slug, topic_edits.c.data).order_by(topic_edits.c.slug, topic_edits.c.n)
        own = query.where(topic_edits.c.workspace_id == workspace, topic_edits.c.undone_at.is_(None))
        newest = {row.slug: row.data for row in self._conn.execute(own)}
        return {slug: from_json(Topic, data) if data else None for slug, data in newest.items()}

    def _edit(self, workspace: WorkspaceId, slug: str, data: str, by: UserId, at: datetime) -> None:
        row = {
            "workspace_id": workspace,
            "slug": slug,
            "data": data,
            "by": by,
            "made_at": at,
            "undone_at": None,
        }
        insert(self._conn, topic_edits, [row])
