"""Corrections that people made, kept until they are undone.

``tx.corrections`` of a transaction; called by curate and, for the linker, by ingest. Nothing is deleted:
an undone correction stays as history.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, or_, select, update

from bot.model.workspace import Correction, CorrectionKind, WorkspaceId
from bot.storage.rows import Mapper
from bot.storage.sql import insert
from bot.storage.team_schema import corrections

_CORRECTION = Mapper(Correction, corrections)


class Corrections:
    """The corrections of all workspaces."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def add(self, correction: Correction) -> None:
        """Store a correction."""
        insert(self._conn, corrections, [_CORRECTION.row(correction)])

    def find(self, correction_id: str) -> Correction | None:
        """The correction with this id, undone or not."""
        row = self._conn.execute(
            select(*_CORRECTION.columns).where(corrections.c.id == correction_id)
        ).first()
        return None if row is None else _CORRECTION.record(row)

    def active(
        self,
        *,
        workspace: WorkspaceId | None = None,
        kind: CorrectionKind | None = None,
        at: datetime | None = None,
    ) -> tuple[Correction, ...]:
        """Corrections that hold, or held at an instant, oldest first; None leaves a condition out."""
        still = corrections.c.undone_at.is_(None)
        query = select(*_CORRECTION.columns)
        if at is None:
            query = query.where(still)
        else:
            query = query.where(corrections.c.made_at <= at, or_(still, corrections.c.undone_at > at))
        if workspace is not None:
            query = query.where(corrections.c.workspace_id == workspace)
        if kind is not None:
            query = query.where(corrections.c.kind == kind.value)
        rows = self._conn.execute(query.order_by(corrections.c.made_at, corrections.c.id))
        return tuple(_CORRECTION.record(row) for row in rows)

    def undo(self, correction_id: str, *, at: datetime) -> bool:
        """Take a correction back; False when there is none or it was taken back before."""
        still = corrections.c.id == correction_id, corrections.c.undone_at.is_(None)
        return self._conn.execute(update(corrections).where(*still).values(undone_at=at)).rowcount == 1
