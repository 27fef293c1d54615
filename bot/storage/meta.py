"""Small things under a name: learned tables, hashes of lexicons, the like.

``tx.meta`` of a transaction; the caller chooses the text. Large lists are one value each, read at start.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from bot.storage.sql import upsert
from bot.storage.team_schema import meta


class Meta:
    """Texts by key."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def find(self, key: str) -> str | None:
        """The text under a key; None when there is none."""
        return self._conn.execute(select(meta.c.value).where(meta.c.key == key)).scalar()

    def put(self, key: str, value: str) -> None:
        """Write the text under a key."""
        upsert(self._conn, meta, [{"key": key, "value": value}], ["key"])

    def delete(self, key: str) -> None:
        """Forget a key."""
        self._conn.execute(delete(meta).where(meta.c.key == key))
