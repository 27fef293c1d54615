"""Backup, check and restore."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from bot.errors import StorageError
from bot.storage.database import Database
from tests.storage.make import NOW, delivery


def test_a_backup_under_load_is_consistent_and_restores(sqlite_db: Database, tmp_path: Path) -> None:
    """Each transaction plans a pair; whatever moment the backup catches, no pair is torn."""
    stop = threading.Event()

    def work() -> None:
        n = 0
        while not stop.is_set():
            with sqlite_db.write() as tx:
                tx.deliveries.plan(
                    [delivery(f"d{n}-{part}", local_on=NOW.date(), part=2 * n + part) for part in (0, 1)]
                )
            n += 1

    thread = threading.Thread(target=work)
    thread.start()
    try:
        for k in range(3):
            sqlite_db.backup(tmp_path / f"backup{k}.db")
    finally:
        stop.set()
        thread.join()
    for k in range(3):
        copy = Database(f"sqlite:///{tmp_path}/backup{k}.db")
        assert copy.check() == ()
        with copy.read() as tx:
            ids = {d.id for d in tx.deliveries.history(limit=100_000)}
        assert {f"{i[:-1]}{1 - int(i[-1])}" for i in ids} == ids
        copy.close()
    sqlite_db.restore(tmp_path / "backup2.db")
    assert sqlite_db.check() == ()
    with sqlite_db.write() as tx:
        assert {d.id for d in tx.deliveries.history(limit=100_000)} == ids
        tx.meta.put("goes", "on")


def test_a_restore_is_seen_by_those_who_keep_the_file_open(
    sqlite_db: Database, sqlite_url: str, tmp_path: Path
) -> None:
    with sqlite_db.write() as tx:
        tx.meta.put("x", "old")
    sqlite_db.backup(tmp_path / "b.db")
    with sqlite_db.write() as tx:
        tx.meta.put("x", "new")
    other = Database(sqlite_url)
    with other.read() as tx:
        assert tx.meta.find("x") == "new"
    sqlite_db.restore(tmp_path / "b.db")
    with other.read() as tx:
        assert tx.meta.find("x") == "old"
    other.close()


def test_a_restore_can_make_the_database(sqlite_db: Database, tmp_path: Path) -> None:
    with sqlite_db.write() as tx:
        tx.meta.put("x", "1")
    sqlite_db.backup(tmp_path / "b.db")
    fresh = Database(f"sqlite:///{tmp_path}/new/policy.db")
    fresh.restore(tmp_path / "b.db")
    fresh.require_current()
    with fresh.read() as tx:
        assert tx.meta.find("x") == "1"
    fresh.close()


def test_a_backup_never_overwrites(sqlite_db: Database, tmp_path: Path) -> None:
    (tmp_path / "b.db").write_text("precious")
    with pytest.raises(StorageError, match="exists already"):
        sqlite_db.backup(tmp_path / "b.db")
    assert (tmp_path / "b.db").read_text() == "precious"


def test_a_backup_into_nowhere_is_told_and_leaves_nothing(sqlite_db: Database, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no database at"):
        sqlite_db.backup(tmp_path / "nowhere" / "b.db")
    assert list(tmp_path.glob("*.part")) == []


def test_wrong_backups_are_refused_and_change_nothing(sqlite_db: Database, tmp_path: Path) -> None:
    with sqlite_db.write() as tx:
        tx.meta.put("x", "kept")
    letter, foreign, newer = tmp_path / "letter", tmp_path / "foreign.db", tmp_path / "newer.db"
    letter.write_text("Dear Sir or Madam, " * 100)
    connection = sqlite_db.engine.driver.connect(str(foreign))
    connection.execute("CREATE TABLE cats (name TEXT)")
    connection.close()
    sqlite_db.backup(newer)
    connection = sqlite_db.engine.driver.connect(str(newer))
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    expected = {
        letter: "not a database",
        foreign: "not a backup of this program",
        newer: "newer version",
        tmp_path / "none": "no backup at",
    }
    for path, words in expected.items():
        with pytest.raises(StorageError, match=words):
            sqlite_db.restore(path)
    with sqlite_db.read() as tx:
        assert tx.meta.find("x") == "kept"


def test_damage_is_found(sqlite_db: Database, tmp_path: Path) -> None:
    with sqlite_db.write() as tx:
        tx.deliveries.plan([delivery(f"d{n}", part=n) for n in range(500)])
    copy = tmp_path / "b.db"
    sqlite_db.backup(copy)
    data = bytearray(copy.read_bytes())
    data[-20_000:-10_000] = bytes(10_000)
    copy.write_bytes(data)
    with pytest.raises(StorageError, match="damaged"):
        sqlite_db.restore(copy)
    damaged = Database(f"sqlite:///{copy}")
    assert damaged.check() != ()
    damaged.close()


def test_postgresql_names_its_own_tools(postgres_db: Database, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="pg_dump"):
        postgres_db.backup(tmp_path / "b")
    with pytest.raises(StorageError, match="pg_restore"):
        postgres_db.restore(tmp_path / "b")
