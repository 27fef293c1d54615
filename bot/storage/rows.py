"""Flat records ↔ rows: every field of the record that the table has a column for.

Used by the table groups. Tuples become JSON text (empty for an empty one), enumerations their words; all
else goes as it is. Fields without a column are the table group's own business.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable
from enum import Enum
from functools import lru_cache
from typing import Any, Generic, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

from sqlalchemy import Column, Row, Table

from bot.storage.codec import from_json_of, to_json_of

R = TypeVar("R")

_REPEATED = 256
"""Decoded texts kept for a field: weekdays, packs and places repeat over thousands of rows."""


class Mapper(Generic[R]):
    """Between one record type and one table.

    Args:
        kind: The record type.
        table: The table; columns and fields are matched by name.
        skip: Fields that the table group maps itself.
    """

    def __init__(self, kind: type[R], table: Table, *, skip: tuple[str, ...] = ()) -> None:
        self._kind: Callable[..., R] = kind
        hints = get_type_hints(kind)
        names = [f.name for f in dataclasses.fields(kind) if f.name in table.c and f.name not in skip]  # type: ignore[arg-type]  # any dataclass
        self._coders = {name: _coders(hints[name]) for name in names}
        self.columns: tuple[Column[Any], ...] = tuple(table.c[name] for name in names)

    def row(self, record: R) -> dict[str, Any]:
        """The columns of a record."""
        return {name: coders[0](getattr(record, name)) for name, coders in self._coders.items()}

    def record(self, row: Row[Any], **more: Any) -> R:
        """The record of a row, with the fields that the table group maps itself."""
        found = {name: coders[1](getattr(row, name)) for name, coders in self._coders.items()}
        return self._kind(**found, **more)


def _same(value: Any) -> Any:
    return value


def _coders(hint: Any) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    if get_origin(hint) in {Union, types.UnionType}:
        (hint,) = (a for a in get_args(hint) if a is not type(None))
    if isinstance(hint, NewType):
        hint = hint.__supertype__
    if get_origin(hint) is tuple:
        return (lambda v: to_json_of(hint, v) if v else ""), lru_cache(_REPEATED)(
            lambda v: from_json_of(hint, v)
        )
    if isinstance(hint, type) and issubclass(hint, Enum):
        return (lambda v: None if v is None else v.value), (lambda v: None if v is None else hint(v))
    return _same, _same
