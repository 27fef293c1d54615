"""The few statements that every table group needs: bulk insert, upsert, chunks of ids.

Used inside this room only. It hides the two places where the engines' SQL differs (conflict clauses, fast
bulk parameters), so that a table group is written once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ARRAY, ColumnElement, Connection, Table, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")

CHUNK = 500
"""Ids in one IN list: far under SQLite's 32,766 parameters, and few enough shapes to stay in the cache."""

_MANY = 10
"""From so many rows on PostgreSQL gets an array a column: it then spends a quarter less on 500 articles with
their keys and readings (benchmarks/storage.py, November 2026)."""

_MANY_IDS = 50  # fewer are faster as parameters on SQLite


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
        query, given = _insertion(conn, table, without_nulls(rows))
        conn.execute(query.on_conflict_do_nothing(), given)


def insert_new_columns(
    conn: Connection, table: Table, same: Mapping[str, Any], columns: Mapping[str, Sequence[Any]]
) -> None:
    """Insert rows that are given by column, as `insert_new` does; for many thousands of them.

    PostgreSQL gets one array a column: row by row it spends more on the protocol than on the rows
    (docs/decisions/0100).

    Args:
        conn: In a transaction.
        table: The table.
        same: Values that all rows have.
        columns: One value a row each, all of one length.
    """
    if is_postgresql(conn):
        conn.execute(_arrays(table, same, columns).on_conflict_do_nothing())
        return
    rows = zip(*columns.values(), strict=True)
    insert_new(conn, table, [{**same, **dict(zip(columns, row, strict=True))} for row in rows])


def insert(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of which none may exist."""
    if rows:
        query, given = _insertion(conn, table, without_nulls(rows))
        conn.execute(query, given)


def upsert(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]], keys: Sequence[str]) -> None:
    """Insert rows, or rewrite those whose `keys` exist with all other columns; the last of twins counts."""
    if not rows:
        return
    last = {tuple(row[key] for key in keys): row for row in rows}
    query, given = _insertion(conn, table, list(last.values()))
    changes = {name: query.excluded[name] for name in rows[0] if name not in keys}
    conn.execute(query.on_conflict_do_update(index_elements=list(keys), set_=changes), given)


def _insertion(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> tuple[Any, Any]:
    """The engine's own INSERT, which knows conflict clauses, and its parameters."""
    if not is_postgresql(conn) or len(rows) < _MANY:
        return statement(conn, table), list(rows)
    return _arrays(table, {}, {name: [row[name] for row in rows] for name in rows[0]}), None


def _arrays(table: Table, same: Mapping[str, Any], columns: Mapping[str, Sequence[Any]]) -> Any:
    """PostgreSQL's INSERT of one array a column."""
    once: list[ColumnElement[Any]] = [literal(value, table.c[name].type) for name, value in same.items()]
    each = [func.unnest(literal(list(values), ARRAY(table.c[name].type))) for name, values in columns.items()]
    return postgresql.insert(table).from_select([*same, *columns], select(*once, *each))


def among(conn: Connection, column: ColumnElement[Any], values: Sequence[Any]) -> ColumnElement[bool]:
    """The condition that a column has one of some values, however many.

    On PostgreSQL it is one array, so that every number of values is the same statement, which the server
    prepares once: parsing and planning 500 parameters takes it longer than finding the rows. SQLite takes
    them as one list in JSON, which is a third faster for 500.
    """
    if is_postgresql(conn):
        return column == func.any(literal(list(values), ARRAY(column.type)))
    if len(values) < _MANY_IDS:
        return column.in_(values)
    return column.in_(select(func.json_each(json.dumps(list(values))).table_valued("value").c.value))


def numbers(conn: Connection, table: Table, ids: Iterable[str], *, hold: bool = False) -> dict[str, int]:
    """The integer key of each id that is stored; with `hold`, nobody deletes the rows before the commit."""
    found: dict[str, int] = {}
    for part in chunks(sorted(set(ids))):
        query = select(table.c.id, table.c.n).where(among(conn, table.c.id, part))
        if hold:
            query = query.with_for_update(read=True, key_share=True)
        found.update((row.id, row.n) for row in conn.execute(query))
    return found


def ids_of(conn: Connection, table: Table, ns: Iterable[int]) -> dict[int, str]:
    """The id of each integer key that is stored."""
    found: dict[int, str] = {}
    for part in chunks(sorted(set(ns))):
        rows = conn.execute(select(table.c.n, table.c.id).where(among(conn, table.c.n, part)))
        found.update((row.n, row.id) for row in rows)
    return found


def between(column: ColumnElement[Any], since: Any | None, until: Any | None) -> list[ColumnElement[bool]]:
    """Conditions for ``since <= column < until``; an open end has none."""
    found = [] if since is None else [column >= since]
    return found if until is None else [*found, column < until]


def statement(conn: Connection, table: Table) -> Any:
    """The engine's own INSERT, which knows conflict clauses."""
    return postgresql.insert(table) if is_postgresql(conn) else sqlite.insert(table)
