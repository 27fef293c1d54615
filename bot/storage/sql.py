"""The few statements that every table group needs: bulk insert, upsert, chunks of ids.

Used inside this room only. It hides the two places where the engines' SQL differs (conflict clauses, fast
bulk parameters), so that a table group is written once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, select
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")

CHUNK = 500
"""Ids in one IN list: far under SQLite's 32,766 parameters, and few enough shapes to stay in the cache."""


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The items in lists of at most `size`; nothing for no items.

    >>> list(chunks([1, 2, 3], 2))
    [[1, 2], [3]]
    """
    iterator = iter(items)
    while part := list(islice(iterator, size)):
        yield part


def is_postgresql(conn: Connection) -> bool:
    """Whether this connection talks to PostgreSQL."""
    return conn.dialect.name == "postgresql"


def without_nulls(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows without the columns that none of them fills: a parameter costs about a microsecond.

    >>> without_nulls([{"a": 1, "b": None, "c": None}, {"a": None, "b": None, "c": 2}])
    [{'a': 1, 'c': None}, {'a': None, 'c': 2}]
    """
    filled = [name for name in rows[0] if any(row[name] is not None for row in rows)]
    return [{name: row[name] for name in filled} for row in rows]


def insert_new(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows; a row that any unique key already has is left as it is."""
    if rows:
        conn.execute(statement(conn, table).on_conflict_do_nothing(), without_nulls(rows))


def insert(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of which none may exist."""
    if rows:
        conn.execute(statement(conn, table), without_nulls(rows))


def upsert(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]], keys: Sequence[str]) -> None:
    """Insert rows, or rewrite those whose `keys` exist with all other given columns."""
    if not rows:
        return
    query = statement(conn, table)
    changes = {name: query.excluded[name] for name in rows[0] if name not in keys}
    conn.execute(query.on_conflict_do_update(index_elements=list(keys), set_=changes), list(rows))


def numbers(conn: Connection, table: Table, ids: Iterable[str], *, hold: bool = False) -> dict[str, int]:
    """The integer key of each id that is stored; with `hold`, nobody deletes the rows before the commit."""
    found: dict[str, int] = {}
    for part in chunks(sorted(set(ids))):
        query = select(table.c.id, table.c.n).where(table.c.id.in_(part))
        if hold:
            query = query.with_for_update(read=True, key_share=True)
        found.update((row.id, row.n) for row in conn.execute(query))
    return found


def ids_of(conn: Connection, table: Table, ns: Iterable[int]) -> dict[int, str]:
    """The id of each integer key that is stored."""
    found: dict[int, str] = {}
    for part in chunks(sorted(set(ns))):
        rows = conn.execute(select(table.c.n, table.c.id).where(table.c.n.in_(part)))
        found.update((row.n, row.id) for row in rows)
    return found


def between(column: ColumnElement[Any], since: Any | None, until: Any | None) -> list[ColumnElement[bool]]:
    """Conditions for ``since <= column < until``; an open end has none."""
    found = [] if since is None else [column >= since]
    return found if until is None else [*found, column < until]


def statement(conn: Connection, table: Table) -> Any:
    """The engine's own INSERT, which knows conflict clauses."""
    return postgresql.insert(table) if is_postgresql(conn) else sqlite.insert(table)
