"""Small things under a name: learned tables, hashes of lexicons, the like.

``tx.meta`` of a transaction; the caller chooses the text. Large lists are one value each, read at start.
What belongs to one workspace has a key that ends in ``:`` and its id, by which a purge finds it.
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

    def delete(self, key: str) -> bool:
        """Forget a key; False when it was not there, or another transaction was quicker."""
        return self._conn.execute(delete(meta).where(meta.c.key == key)).rowcount == 1

    def keys(self, prefix: str) -> tuple[str, ...]:
        """The keys that begin so, sorted."""
        begins = meta.c.key.startswith(prefix, autoescape=True)
        return tuple(self._conn.execute(select(meta.c.key).where(begins).order_by(meta.c.key)).scalars())
