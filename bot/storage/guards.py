"""Small guards that processes share: once-only keys, leases, quotas, pauses.

``tx.guards`` of a transaction; called by the edges' services: an event that two web workers receive, the
one clock of several, a limit per user and minute, a workspace that must rest after a 429.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, literal, or_, select

from bot.storage.sql import statement, upsert
from bot.storage.team_schema import leases, once, pauses, quotas


class Guards:
    """Keys are chosen by the callers; give each use a prefix of its own."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def first_time(self, key: str, *, now: datetime, ttl_s: float) -> bool:
        """Whether nobody used the key in the last `ttl_s` seconds; it is used now."""
        until = now + timedelta(seconds=ttl_s)
        insert = statement(self._conn, once).values(key=key, expires_at=until)
        taken = insert.on_conflict_do_update(
            index_elements=["key"], set_={"expires_at": until}, where=once.c.expires_at <= now
        )
        return self._took(taken)

    def acquire(self, name: str, owner: str, *, now: datetime, lease_s: float) -> bool:
        """Take or renew a lease; False while another owner holds it."""
        until = now + timedelta(seconds=lease_s)
        insert = statement(self._conn, leases).values(name=name, owner=owner, until_at=until)
        free = or_(leases.c.until_at <= now, leases.c.owner == owner)
        change = {"owner": owner, "until_at": until}
        taken = insert.on_conflict_do_update(index_elements=["name"], set_=change, where=free)
        return self._took(taken)

    def release(self, name: str, owner: str) -> None:
        """Give a lease back, if this owner holds it."""
        self._conn.execute(delete(leases).where(leases.c.name == name, leases.c.owner == owner))

    def holders(self, prefix: str, *, now: datetime) -> dict[str, str]:
        """The owner of each lease that runs and whose name begins so, by name."""
        query = select(leases.c.name, leases.c.owner).where(
            leases.c.name.startswith(prefix, autoescape=True), leases.c.until_at > now
        )
        return {row.name: row.owner for row in self._conn.execute(query.order_by(leases.c.name))}

    def use(self, key: str, *, now: datetime, window_s: int, limit: int) -> bool:
        """Count one use in the present window; False when `limit` uses were counted before.

        Args:
            key: What is limited, such as ``lookup:<user>``.
            now: The present instant.
            window_s: Length of a window in seconds; windows begin at multiples of it since 1970.
            limit: Uses a window.
        """
        seconds = int(now.timestamp())
        window = datetime.fromtimestamp(seconds - seconds % window_s, UTC)
        insert = statement(self._conn, quotas).values(key=key, window_at=window, used=1)
        counted = insert.on_conflict_do_update(
            index_elements=["key", "window_at"], set_={"used": quotas.c.used + 1}, where=quotas.c.used < limit
        )
        return limit > 0 and self._took(counted)

    def pause(self, key: str, *, until: datetime) -> None:
        """Let everything under a key rest until an instant, such as ``slack:<workspace>`` after a 429."""
        upsert(self._conn, pauses, [{"key": key, "until_at": until}], ["key"])

    def paused_until(self, key: str, *, now: datetime) -> datetime | None:
        """Until when a key rests; None when it does not."""
        query = select(pauses.c.until_at).where(pauses.c.key == key, pauses.c.until_at > now)
        return self._conn.execute(query).scalar()

    def purge(self, now: datetime) -> int:
        """Delete what has run out, quotas after a day; says how many rows."""
        gone = (
            delete(once).where(once.c.expires_at <= now),
            delete(leases).where(leases.c.until_at <= now),
            delete(quotas).where(quotas.c.window_at <= now - timedelta(days=1)),
            delete(pauses).where(pauses.c.until_at <= now),
        )
        return sum(self._conn.execute(query).rowcount for query in gone)

    def _took(self, query: Any) -> bool:
        """Whether the insert or its conflict clause wrote a row."""
        return self._conn.execute(query.returning(literal(1))).first() is not None
