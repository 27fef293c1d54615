"""Records ↔ JSON text, by the types that their fields declare.

Used by the table groups for the parts of a record that no query looks into. Fields that hold their
default are left out, so that a new optional field reads old rows. It never sees a database.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from enum import Enum
from functools import cache
from typing import Any, Literal, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
_Coder = Callable[[Any], Any]


def dumps(value: Any) -> str:
    """Compact JSON text of plain values (lists, dicts, strings, numbers).

    >>> dumps(["é", 1])
    '["é",1]'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def to_json(record: Any) -> str:
    """JSON text of a record.

    >>> from bot.model.reading import TopicScore
    >>> to_json(TopicScore(slug="housing", score=0.5))
    '{"slug":"housing","score":0.5}'
    """
    return to_json_of(type(record), record)


def from_json(kind: type[T], text: str) -> T:
    """The record that `to_json` wrote.

    Ends in `KeyError` if a field without default is missing.

    >>> from bot.model.reading import TopicScore
    >>> from_json(TopicScore, '{"slug":"housing","score":0.5}').phrases
    ()
    """
    result: T = from_json_of(kind, text)
    return result


def to_json_of(kind: Any, value: Any) -> str:
    """JSON text of a value whose type is given, such as ``tuple[Statement, ...]``.

    >>> to_json_of(tuple[date, ...], (date(2025, 8, 26),))
    '["2025-08-26"]'
    """
    return dumps(_coders(kind)[0](value))


def from_json_of(kind: Any, text: str) -> Any:
    """The value that `to_json_of` wrote; an empty text is an empty tuple.

    >>> from_json_of(tuple[date, ...], '["2025-08-26"]')
    (datetime.date(2025, 8, 26),)
    """
    return _coders(kind)[1](json.loads(text)) if text else ()


def _same(value: Any) -> Any:
    return value


@cache
def _coders(kind: Any) -> tuple[_Coder, _Coder]:
    """How to encode and how to decode a value of this type."""
    origin = get_origin(kind)
    if isinstance(kind, NewType):
        return _coders(kind.__supertype__)
    if origin in {Union, types.UnionType}:
        return _optional(kind)
    if origin is tuple:
        return _sequence(get_args(kind))
    if origin is Literal:
        return _same, _same
    if dataclasses.is_dataclass(kind):
        return _record(kind)
    return _scalar(kind)


def _scalar(kind: type[Any]) -> tuple[_Coder, _Coder]:
    if issubclass(kind, Enum):
        return lambda v: v.value, kind
    if issubclass(kind, datetime):
        return lambda v: v.astimezone(UTC).isoformat(), datetime.fromisoformat
    if issubclass(kind, (date, time)):
        return lambda v: v.isoformat(), kind.fromisoformat
    if issubclass(kind, float):
        return float, float
    return _same, _same


def _optional(kind: Any) -> tuple[_Coder, _Coder]:
    """For ``X | None``, the only union that records use."""
    (inner,) = (a for a in get_args(kind) if a is not type(None))
    encode, decode = _coders(inner)
    return (lambda v: None if v is None else encode(v)), (lambda v: None if v is None else decode(v))


def _sequence(args: tuple[Any, ...]) -> tuple[_Coder, _Coder]:
    if args[-1] is Ellipsis:
        encode, decode = _coders(args[0])
        if encode is _same:
            return list, tuple
        return (lambda v: [encode(x) for x in v]), (lambda v: tuple(decode(x) for x in v))
    coders = [_coders(a) for a in args]
    return (
        lambda v: [c[0](x) for c, x in zip(coders, v, strict=True)],
        lambda v: tuple(c[1](x) for c, x in zip(coders, v, strict=True)),
    )


def _record(kind: Any) -> tuple[_Coder, _Coder]:
    hints = get_type_hints(kind)
    fields = [(f.name, f.default, *_coders(hints[f.name])) for f in dataclasses.fields(kind)]
    decoders = {name: decode for name, _, _, decode in fields}

    def encode(record: Any) -> dict[str, Any]:
        values = ((name, default, code, getattr(record, name)) for name, default, code, _ in fields)
        return {name: code(value) for name, default, code, value in values if value != default}

    def decode(data: dict[str, Any]) -> Any:
        return kind(**{name: decoders[name](value) for name, value in data.items() if name in decoders})

    return encode, decode
