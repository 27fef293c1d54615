"""Upgrades under running programs: nothing is taken away, old statements go on working, data comes along."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine import make_url

from bot.errors import StorageError
from bot.storage import upgrade
from bot.storage.database import Database
from bot.storage.schema import HEAD, metadata
from bot.storage.upgrade import NEEDS, Step, known_revisions
from tests.storage import make, tape
from tests.storage.day import evening, morning
from tests.storage.make import CITY, NOW

MIGRATIONS = Path(upgrade.__file__).parent / "migrations" / "versions"
RELEASED = sorted({path.name[:4] for path in tape.TAPES.glob("*.json")})


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of each kind without any table."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'bare.db'}"
    else:
        url = request.getfixturevalue("bare_postgres_url")
    db = Database(url, timeout_s=5, token_keys=make.TOKEN_KEYS)
    db.engine.create()
    yield db
    db.close()


@pytest.fixture
def bare_postgres_url(postgres_server: str) -> Iterator[str]:
    server = Database(postgres_server)
    with server.engine.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.exec_driver_sql("CREATE DATABASE bare")
        yield make_url(postgres_server).set(database="bare").render_as_string(hide_password=False)
        conn.exec_driver_sql("DROP DATABASE bare WITH (FORCE)")
    server.close()


def migrate(db: Database, to: str, **more: Any) -> bool:
    with db.engine.exclusive(), db.engine.writer.connect() as conn:
        return upgrade.migrate(conn, db.where, to=to, **more)


def seen(conn: Connection) -> dict[str, Any]:
    """Tables with their columns, and what an insert must not break."""
    found = inspect(conn)
    return {
        name: {
            "columns": {c["name"]: c for c in found.get_columns(name)},
            "rules": {
                *(("unique", *sorted(u["column_names"])) for u in found.get_unique_constraints(name)),
                *(
                    ("unique", *sorted(map(str, i["column_names"])), *map(str, where_of(i)))
                    for i in found.get_indexes(name)
                    if i["unique"]
                ),
                *(("foreign", *k["constrained_columns"]) for k in found.get_foreign_keys(name)),
                *(("check", str(c["sqltext"])) for c in found.get_check_constraints(name)),
            },
        }
        for name in found.get_table_names()
        if name != "alembic_version"
    }


def where_of(index: Any) -> list[Any]:
    """The rows that an index is about; nothing for all."""
    return [value for key, value in index.get("dialect_options", {}).items() if key.endswith("_where")]


def broken(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What would stop a program that knows only the schema of before."""
    found = [f"{name} is gone" for name in before.keys() - after.keys()]
    for name in sorted(before.keys() & after.keys()):
        old, new = before[name], after[name]
        for column, was in old["columns"].items():
            now = new["columns"].get(column)
            if now is None or str(now["type"]) != str(was["type"]) or (was["nullable"] > now["nullable"]):
                found.append(f"{name}.{column} is gone, of another type, or may not be null any more")
        for column in new["columns"].keys() - old["columns"].keys():
            given = new["columns"][column]
            if not given["nullable"] and given["default"] is None:
                found.append(f"{name}.{column} is new and must be filled")
        found += [f"{name} has a new rule: {rule}" for rule in sorted(new["rules"] - old["rules"])]
    return found


def needs_code(revision: str) -> str:
    (path,) = MIGRATIONS.glob(f"{revision}_*.py")
    found = re.search(r'^NEEDS_CODE = "(\d+)"', path.read_text(encoding="utf-8"), re.MULTILINE)
    return found.group(1) if found else "0001"


def test_a_migration_only_adds_unless_it_says_whom_it_leaves_behind(bare: Database) -> None:
    """Else set ``NEEDS_CODE``: the oldest program, by its newest migration, that can go on."""
    for former, revision in zip((None, *known_revisions()), known_revisions(), strict=False):
        if former is None:
            migrate(bare, revision)
            continue
        with bare.engine.reader.connect() as conn:
            before = seen(conn)
        migrate(bare, revision)
        with bare.engine.reader.connect() as conn:
            found = broken(before, seen(conn))
        assert found == [] or needs_code(revision) > former, (revision, found)
        assert needs_code(revision) < revision, "the release before it must be able to go on"


def test_indexes_that_are_built_online_stand_alone_in_their_migration() -> None:
    """What else it changed would be committed before, and done twice when the build is tried again."""
    for path in MIGRATIONS.glob("[0-9]*.py"):
        source = path.read_text(encoding="utf-8")
        if re.search(r"import .*(create_index|drop_index)", source):
            assert "op." not in source.replace("op.get_context", ""), path.name
            assert "from alembic import op" not in source, path.name


@pytest.mark.parametrize("revision", RELEASED)
def test_an_old_program_goes_on_while_the_schema_is_upgraded(bare: Database, revision: str) -> None:
    """Its first half of the day on its own schema, then the upgrade with that data, then its second half."""
    if max(map(needs_code, known_revisions())) > revision:
        pytest.skip("left behind on purpose")
    halves = tape.load(tape.path_of(revision, bare))
    migrate(bare, revision)
    for name, blocks in halves.items():
        statements = [statement for block in blocks for statement in block]
        for given, rows in zip(statements, tape.play(bare.engine.writer, blocks), strict=True):
            assert tape.plain(rows) == tape.plain(given["rows"]), given["sql"]
        if name == "morning":
            bare.upgrade()
            check_the_morning(bare)
    assert bare.check() == ()


def check_the_morning(db: Database) -> None:
    """The present program finds what the old one stored."""
    assert db.check() == ()
    with db.read() as tx:
        assert tx.articles.count() == 5
        assert tx.coverage.articles_about(CITY, None, NOW) == ("a2", "a0")
        assert tx.readings.by_articles(["a0"])["a0"].version == "v1"
        assert tx.stories.get("s1").article_ids == ("a0", "a1")
        assert tx.workspaces.find_installation(make.RED).bot_token == "xoxb-secret"
        assert tx.views.last_seen(make.subscription().id, ["s1"])["s1"].status.line == "1 origin"
        assert [f.target for f in tx.follows.of_owners(make.RED, ["U1"], now=NOW)] == [make.MAYOR]
        assert [d.message_ts for d in tx.deliveries.history(workspace=make.RED)] == ["1.1", ""]


def test_the_day_uses_every_table(db: Database) -> None:
    """A table that the day does not know is on no tape: write and read it in `tests.storage.day` too."""
    sql = " ".join(s["sql"] for half in (morning, evening) for block in tape.record(db, half) for s in block)
    words = set(sql.split())
    assert [t for t in metadata.tables if t not in words] == []


def test_progress_is_told_before_each_migration(bare: Database) -> None:
    told: list[Step] = []
    assert bare.upgrade(progress=told.append)
    assert [step.revision for step in told] == list(known_revisions())
    assert [(step.number, step.total) for step in told] == [(n + 1, len(told)) for n in range(len(told))]
    assert all(step.title for step in told)
    assert not bare.upgrade(progress=told.append)
    assert len(told) == len(known_revisions())


def stand_at(db: Database, revision: str, needs: str) -> None:
    with db.engine.exclusive(), db.engine.writer.begin() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})
        conn.execute(text("DELETE FROM meta WHERE key = :k"), {"k": NEEDS})
        conn.execute(text("INSERT INTO meta (key, value) VALUES (:k, :v)"), {"k": NEEDS, "v": needs})


def test_a_newer_database_is_used_as_long_as_it_allows_that(db: Database) -> None:
    try:
        stand_at(db, "9999", HEAD)
        db.require_current()
        assert db.upgrade() is False
        assert (db.describe().revision, db.describe().is_usable) == ("9999", True)
        stand_at(db, "9999", "9998")
        for use in (db.require_current, db.upgrade):
            with pytest.raises(StorageError, match=r"newer version of this program \(schema 9999\)"):
                use()
        assert not db.describe().is_usable
    finally:
        stand_at(db, HEAD, "0001")
    db.require_current()


def test_two_processes_upgrade_one_after_the_other(bare: Database) -> None:
    done: list[bool] = []
    threads = [threading.Thread(target=lambda: done.append(bare.upgrade())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [False, True]


def test_an_upgrade_waits_its_turn_and_then_gives_up(
    bare_postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upgrade, "_TRIES", 2)
    monkeypatch.setattr(upgrade, "_PAUSE_S", 0.01)
    db, other = Database(bare_postgres_url), Database(bare_postgres_url)
    with other.engine.writer.begin() as conn:
        conn.execute(text(f"SELECT pg_advisory_xact_lock({upgrade._ADVISORY_KEY})"))
        with pytest.raises(StorageError, match="upgraded by another process"):
            db.upgrade()
    assert db.upgrade()
    db.close()
    other.close()


def test_a_table_that_stays_locked_is_told(bare_postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for the table while the upgrade waits for it would wait behind it, so it waits shortly."""
    monkeypatch.setattr(upgrade, "_TRIES", 2)
    monkeypatch.setattr(upgrade, "_PAUSE_S", 0.01)
    monkeypatch.setattr(upgrade, "_LOCK_S", 0.05)
    db = Database(bare_postgres_url)
    with db.engine.writer.begin() as conn:
        conn.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
    with db.engine.writer.begin() as conn:
        conn.execute(text("LOCK TABLE alembic_version IN SHARE MODE"))
        with pytest.raises(StorageError, match=r"kept a table of .* locked.* goes on where it was"):
            db.upgrade()
    assert db.upgrade()
    db.close()


def test_a_backup_of_the_former_schema_is_upgraded_when_it_is_opened(tmp_path: Path) -> None:
    old = Database(f"sqlite:///{tmp_path / 'old.db'}", timeout_s=5)
    old.engine.create()
    migrate(old, known_revisions()[0])
    old.close()
    shutil.copy(tmp_path / "old.db", tmp_path / "copy.db")
    db = Database(f"sqlite:///{tmp_path / 'new.db'}", timeout_s=5)
    db.upgrade()
    db.restore(tmp_path / "copy.db")
    db.upgrade()
    db.require_current()
    db.close()
