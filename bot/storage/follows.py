"""Follows and mutes of people and channels.

``tx.follows`` of a transaction; called by follow, publish and answer. They are personal: every question
names the owner, or the target whose followers must be told; nothing lists a workspace's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, or_, select

from bot.model.lookup import Follow
from bot.storage.rows import Mapper
from bot.storage.sql import chunks, insert
from bot.storage.team_schema import follows

_FOLLOW = Mapper(Follow, follows)
_SAME = ("workspace_id", "owner", "target_kind", "target", "muted")


class Follows:
    """The follows and mutes of all workspaces."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def save(self, follow: Follow) -> None:
        """Store a follow or mute in place of the owner's former one of the same target."""
        row = _FOLLOW.row(follow)
        same = [follows.c[name] == row[name] for name in _SAME]
        self._conn.execute(delete(follows).where(or_(follows.c.id == follow.id, and_(*same))))
        insert(self._conn, follows, [row])

    def find(self, follow_id: str) -> Follow | None:
        """The follow with this id."""
        row = self._conn.execute(select(*_FOLLOW.columns).where(follows.c.id == follow_id)).first()
        return None if row is None else _FOLLOW.record(row)

    def remove(self, follow_id: str) -> Follow | None:
        """Delete a follow; what was deleted comes back, to be saved again on undo."""
        found = self.find(follow_id)
        self._conn.execute(delete(follows).where(follows.c.id == follow_id))
        return found

    def of_owners(self, workspace: str, owners: Iterable[str], *, now: datetime) -> tuple[Follow, ...]:
        """Follows and mutes of these people or channels that still hold, by creation, then id."""
        query = select(*_FOLLOW.columns).where(follows.c.workspace_id == workspace, _holds(now))
        rows = self._conn.execute(query.where(follows.c.owner.in_(sorted(set(owners)))).order_by(*_ORDER))
        return tuple(_FOLLOW.record(row) for row in rows)

    def of_targets(self, kind: str, targets: Iterable[str], *, now: datetime) -> tuple[Follow, ...]:
        """Who follows (not mutes) any of these targets of one kind, in all workspaces; for alerts."""
        found: list[Follow] = []
        for part in chunks(sorted(set(targets))):
            query = select(*_FOLLOW.columns).where(follows.c.target_kind == kind, follows.c.target.in_(part))
            rows = self._conn.execute(query.where(follows.c.muted.is_(False), _holds(now)).order_by(*_ORDER))
            found += [_FOLLOW.record(row) for row in rows]
        return tuple(found)

    def purge(self, now: datetime) -> int:
        """Delete those that ended by themselves; says how many."""
        return self._conn.execute(delete(follows).where(follows.c.until_at <= now)).rowcount


_ORDER = (follows.c.created_at, follows.c.id)


def _holds(now: datetime) -> Any:
    return or_(follows.c.until_at.is_(None), follows.c.until_at > now)
