from __future__ import annotations

from datetime import timedelta

from bot.storage.database import Database
from tests.storage.make import DAY, HOUR, NOW

SECOND = timedelta(seconds=1)


def test_a_key_is_new_once_until_it_runs_out(db: Database) -> None:
    with db.write() as tx:
        assert tx.guards.first_time("event:1", now=NOW, ttl_s=300)
        assert not tx.guards.first_time("event:1", now=NOW + 299 * SECOND, ttl_s=300)
        assert tx.guards.first_time("event:2", now=NOW, ttl_s=300)
        assert tx.guards.first_time("event:1", now=NOW + 300 * SECOND, ttl_s=300)


def test_a_lease_has_one_owner(db: Database) -> None:
    with db.write() as tx:
        assert tx.guards.acquire("clock", "a", now=NOW, lease_s=60)
        assert not tx.guards.acquire("clock", "b", now=NOW + 59 * SECOND, lease_s=60)
        assert tx.guards.acquire("clock", "a", now=NOW + 30 * SECOND, lease_s=60)
        assert not tx.guards.acquire("clock", "b", now=NOW + 60 * SECOND, lease_s=60)
        assert tx.guards.acquire("clock", "b", now=NOW + 90 * SECOND, lease_s=60)
        tx.guards.release("clock", "a")
        assert not tx.guards.acquire("clock", "a", now=NOW + 91 * SECOND, lease_s=60)
        tx.guards.release("clock", "b")
        assert tx.guards.acquire("clock", "a", now=NOW + 91 * SECOND, lease_s=60)


def test_a_quota_counts_in_windows(db: Database) -> None:
    with db.write() as tx:
        used = [tx.guards.use("lookup:U1", now=NOW + n * SECOND, window_s=60, limit=3) for n in range(5)]
        assert used == [True, True, True, False, False]
        assert tx.guards.use("lookup:U2", now=NOW, window_s=60, limit=3)
        assert tx.guards.use("lookup:U1", now=NOW + 60 * SECOND, window_s=60, limit=3)
        assert not tx.guards.use("lookup:U3", now=NOW, window_s=60, limit=0)


def test_a_pause_ends_by_itself(db: Database) -> None:
    with db.write() as tx:
        assert tx.guards.paused_until("slack:T1", now=NOW) is None
        tx.guards.pause("slack:T1", until=NOW + HOUR)
        tx.guards.pause("slack:T1", until=NOW + 2 * HOUR)
        assert tx.guards.paused_until("slack:T1", now=NOW) == NOW + 2 * HOUR
        assert tx.guards.paused_until("slack:T1", now=NOW + 2 * HOUR) is None


def test_a_purge_deletes_what_has_run_out(db: Database) -> None:
    with db.write() as tx:
        tx.guards.first_time("e", now=NOW, ttl_s=60)
        tx.guards.acquire("clock", "a", now=NOW, lease_s=60)
        tx.guards.use("q", now=NOW, window_s=60, limit=3)
        tx.guards.pause("p", until=NOW + HOUR)
        assert tx.guards.purge(NOW) == 0
        assert tx.guards.purge(NOW + HOUR) == 3
        assert tx.guards.purge(NOW + DAY) == 1
