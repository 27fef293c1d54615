"""Opening, transactions, and one clear sentence for each way it can fail."""

from __future__ import annotations

import os
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.errors import ConfigError, StorageError
from bot.storage.database import Database
from bot.storage.schema import HEAD
from tests.storage.make import NOW, feed


def test_a_block_commits_at_its_end_and_undoes_on_error(db: Database) -> None:
    with db.write() as tx:
        tx.meta.put("kept", "1")
    with pytest.raises(ZeroDivisionError), db.write() as tx:  # noqa: PT012 - the write is the point
        tx.meta.put("lost", "1")
        raise ZeroDivisionError
    with db.read() as tx:
        assert (tx.meta.find("kept"), tx.meta.find("lost")) == ("1", None)


def test_what_need_not_be_durable_is_written_all_the_same(db: Database) -> None:
    with db.write(durable=False) as tx:
        tx.meta.put("kept", "1")
    with pytest.raises(ZeroDivisionError), db.write(durable=False) as tx:  # noqa: PT012 - as above
        tx.meta.put("lost", "1")
        raise ZeroDivisionError
    with db.read() as tx:
        assert (tx.meta.find("kept"), tx.meta.find("lost")) == ("1", None)


def test_only_what_must_be_durable_waits_for_the_disk(db: Database) -> None:
    asked = {"SQLite": ("PRAGMA synchronous", 2, 1), "PostgreSQL": ("SHOW synchronous_commit", "on", "off")}
    question, waits, hastens = asked[db.describe().engine]
    for engine, answer in ((db.engine.writer, waits), (db.engine.hasty_writer, hastens)) * 2:
        with engine.begin() as conn:
            assert conn.exec_driver_sql(question).scalar_one() == answer


def test_a_read_sees_one_moment(db: Database) -> None:
    with db.read() as before:
        assert before.meta.find("x") is None
        with db.write() as tx:
            tx.meta.put("x", "1")
        assert before.meta.find("x") is None
    with db.read() as after:
        assert after.meta.find("x") == "1"


def test_a_read_cannot_write(db: Database) -> None:
    with pytest.raises(StorageError), db.read() as tx:
        tx.meta.put("x", "1")


def test_describe_says_what_is_used_and_hides_the_password(db: Database) -> None:
    found = db.describe()
    assert found.engine in {"SQLite", "PostgreSQL"}
    assert (found.revision, found.head) == (HEAD, HEAD)
    assert found.version.split(".")[0].isdigit()
    assert "processes" in found.note or "process" in found.note
    assert Database("postgresql://u:secret@localhost/x").where == "postgresql://u:***@localhost/x"


def test_a_checked_database_is_well(db: Database) -> None:
    assert db.check() == ()


def test_check_finds_what_does_not_fit(db: Database) -> None:
    with db.engine.exclusive(), db.engine.writer.begin() as conn:
        conn.execute(
            text(
                "INSERT INTO deliveries"
                " (id, workspace_id, channel_id, kind, local_on, part, due_at, state, fence, attempts)"
                " VALUES ('d', 'w', 'c', 'digest', '2025-01-01', 0, :at, 'sent', 1, 1),"
                " ('lost', 'w', 'c', 'digest', '2025-01-02', 0, :at, 'planned', 1, 1)"
            ),
            {"at": NOW if db.engine.name == "PostgreSQL" else 0},
        )
    assert db.check() == (
        "1 sent messages without the platform's id",
        "1 deliveries that are not final and that nobody would look at again",
    )


@pytest.mark.parametrize(
    "url", ["", "nonsense", "sqlite://", "sqlite:///:memory:", "mysql://u@h/x", "/tmp/x.db"]
)
def test_a_wrong_url_names_the_variable_and_an_example(url: str) -> None:
    with pytest.raises(ConfigError, match=r"POLICYBOT_DATABASE_URL must be like sqlite:////home"):
        Database(url)


def test_a_missing_file_is_told_and_not_created(tmp_path: Path) -> None:
    db = Database(f"sqlite:///{tmp_path}/none.db")
    with (
        pytest.raises(StorageError, match=r"There is no database at .*none\.db.*policybot db upgrade"),
        db.read(),
    ):
        pass
    assert not (tmp_path / "none.db").exists()


def test_a_missing_folder_is_made_by_upgrade_alone(tmp_path: Path) -> None:
    db = Database(f"sqlite:///{tmp_path}/new/deep/policy.db")
    with pytest.raises(StorageError, match="There is no folder"), db.write():
        pass
    assert db.upgrade()
    assert not db.upgrade()
    assert stat.S_IMODE((tmp_path / "new/deep/policy.db").stat().st_mode) == 0o600


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot be created"):
        Database(f"sqlite:///{tmp_path}/file/policy.db").upgrade()


def test_another_file_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear Sir or Madam, " * 100)
    db = Database(f"sqlite:///{path}")
    for use in (db.upgrade, db.require_current, db.check):
        with pytest.raises(StorageError, match=r"letter\.db is not a database"):
            use()
    assert path.read_text().startswith("Dear Sir")


def test_an_empty_database_asks_for_an_upgrade(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    db = Database(f"sqlite:///{path}")
    with pytest.raises(StorageError, match=r"no tables yet; run `policybot db upgrade`"):
        db.require_current()
    with pytest.raises(StorageError, match="policybot db upgrade"), db.read() as tx:
        tx.feeds.all()


def test_a_locked_database_is_told(sqlite_url: str) -> None:
    one, other = Database(sqlite_url), Database(sqlite_url, timeout_s=0.05)
    with one.write() as tx:
        tx.meta.put("x", "1")
        with (
            pytest.raises(StorageError, match=r"stayed locked by another process for 0\.05 s"),
            other.write(),
        ):
            pass
        with other.read() as reader:
            assert reader.meta.find("x") is None
    one.close()
    other.close()


def test_a_foreign_tool_that_holds_the_lock_is_told(sqlite_url: str) -> None:
    db = Database(sqlite_url, timeout_s=0.05)
    foreign = db.engine.connect()
    foreign.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="stayed locked by another process"), db.write():
        pass
    foreign.execute("ROLLBACK")
    foreign.close()
    with db.write() as tx:
        tx.meta.put("x", "1")
    db.close()


def test_a_write_inside_a_write_is_told_at_once(sqlite_db: Database) -> None:
    with sqlite_db.write(), pytest.raises(StorageError, match="inside another one"), sqlite_db.write():
        pass


def test_threads_take_turns(db: Database) -> None:
    def add(n: int) -> None:
        for k in range(5):
            with db.write() as tx:
                tx.feeds.add(feed(f"f{n}-{k}"), next_poll_at=NOW)

    threads = [threading.Thread(target=add, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with db.read() as tx:
        assert len(tx.feeds.all()) == 30


def test_a_full_disk_is_told_and_loses_nothing(sqlite_db: Database) -> None:
    with sqlite_db.write() as tx:
        tx.meta.put("kept", "1")
        pages = tx._conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        tx._conn.exec_driver_sql(f"PRAGMA max_page_count = {pages + 5}")
    with (
        pytest.raises(StorageError, match=r"disk that holds the database .* is full"),
        sqlite_db.write() as tx,
    ):
        tx.meta.put("big", "x" * 1_000_000)
    with sqlite_db.read() as tx:
        assert (tx.meta.find("kept"), tx.meta.find("big")) == ("1", None)
    assert sqlite_db.check() == ()


def test_a_read_only_file_is_told(sqlite_url: str) -> None:
    db = Database(sqlite_url)
    path = Path(db.where)
    path.chmod(0o400)
    if os.access(path, os.W_OK):  # root may write anything
        with db.write() as tx:
            tx._conn.exec_driver_sql("PRAGMA query_only = ON")
            with pytest.raises(StorageError, match="may not be written"), db._converted():
                tx.meta.put("x", "1")
    else:
        with pytest.raises(StorageError, match="may not be written"), db.write() as tx:
            tx.meta.put("x", "1")
    db.close()


def test_an_unreachable_postgresql_is_told() -> None:
    db = Database("postgresql://someone:secret@127.0.0.1:9/policy")
    with pytest.raises(StorageError, match=r"cannot be reached.*POLICYBOT_DATABASE_URL") as caught, db.read():
        pass
    assert "secret" not in str(caught.value)


def test_a_missing_postgresql_database_is_told(postgres_server: str) -> None:
    db = Database(postgres_server.replace("/postgres?", "/nothing_here?"))
    with pytest.raises(StorageError, match="does not exist"), db.read():
        pass
    db.close()


def test_text_that_no_database_takes_is_refused_whole(postgres_db: Database) -> None:
    with pytest.raises(StorageError, match="refused the work"), postgres_db.write() as tx:
        tx.meta.put("x", "a\x00b")


def test_the_sqlite_files_settings(sqlite_db: Database) -> None:
    def pragma(name: str) -> object:
        return tx._conn.exec_driver_sql(f"PRAGMA {name}").scalar_one()

    with sqlite_db.write() as tx:
        writer = [pragma(name) for name in ("journal_mode", "synchronous", "foreign_keys", "mmap_size")]
    with sqlite_db.read() as tx:
        reader = [pragma(name) for name in ("wal_autocheckpoint", "query_only")]
    assert writer == ["wal", 2, 1, 0]
    assert reader == [0, 1]


def test_only_a_server_has_a_clock_of_its_own(sqlite_db: Database, postgres_db: Database) -> None:
    assert sqlite_db.server_time() is None
    told = postgres_db.server_time()
    assert told is not None
    assert abs(told - datetime.now(UTC)) < timedelta(minutes=1)
