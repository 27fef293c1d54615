from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from bot.storage import upgrade
from bot.storage.database import Database
from bot.storage.schema import HEAD, metadata


def here(db: Database, item: Any, *_: Any) -> bool:
    """Whether an index of the code is for this engine."""
    only = getattr(getattr(item, "_ddl_if", None), "dialect", None)
    return only in {None, db.engine.name.lower()}


def test_the_migrations_make_the_schema_of_the_code(db: Database) -> None:
    """When this fails, the difference that is printed is the migration to write."""
    with db.engine.reader.connect() as conn:
        opts = {"compare_type": True, "compare_server_default": False, "include_object": partial(here, db)}
        context = MigrationContext.configure(conn, opts=opts)
        assert compare_metadata(context, metadata) == []


def test_tables_without_rowid_stay_so(sqlite_db: Database) -> None:
    wanted = {t.name for t in metadata.tables.values() if t.dialect_options["sqlite"]["with_rowid"] is False}
    query = "SELECT name FROM pragma_table_list WHERE wr = 1 AND type = 'table' AND schema = 'main'"
    with sqlite_db.engine.reader.connect() as conn:
        assert set(conn.exec_driver_sql(query).scalars()) == wanted


def test_every_delete_cascade_has_an_index(db: Database) -> None:
    """Without one, deleting 200 articles would read whole tables."""
    with db.engine.reader.connect() as conn:
        seen = inspect(conn)
        for table in metadata.sorted_tables:
            led = [tuple(i["column_names"]) for i in seen.get_indexes(table.name)]
            led += [tuple(u["column_names"]) for u in seen.get_unique_constraints(table.name)]
            led.append(tuple(seen.get_pk_constraint(table.name)["constrained_columns"]))
            for key in seen.get_foreign_keys(table.name):
                (column,) = key["constrained_columns"]
                assert any(columns[:1] == (column,) for columns in led), (table.name, column)


def test_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(upgrade.__file__).parent / "migrations"))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [HEAD]
    assert upgrade.known_revisions() == tuple(sorted(s.revision for s in scripts.walk_revisions()))
