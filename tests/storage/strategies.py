"""Hypothesis strategies for any record of the model, built from the types of its fields."""

from __future__ import annotations

import dataclasses
import types
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from bot.model.entity import EntityId

# What clean text can be: no surrogates, no NUL (no database takes them; `bot.feeds` strips them).
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
YEARS = datetime(1970, 1, 1), datetime(2200, 1, 1)  # noqa: DTZ001 - hypothesis adds the zone
INSTANTS = st.datetimes(*YEARS, timezones=st.just(UTC))
NUMBERS = st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: x + 0.0)
_MOST = 2


def values(hint: Any) -> st.SearchStrategy[Any]:  # noqa: PLR0911 - one line a kind of type
    """Values of a field's type."""
    origin, args = get_origin(hint), get_args(hint)
    if hint is EntityId:
        return st.sampled_from(["geonames:1", "org:ice", "person:ana-núñez", "local:a1:1"])
    if isinstance(hint, NewType):
        return values(hint.__supertype__)
    if origin in {Union, types.UnionType}:
        return st.none() | values(next(a for a in args if a is not type(None)))
    if origin is tuple and args[-1] is Ellipsis:
        return st.lists(values(args[0]), max_size=_MOST).map(tuple)
    if origin is tuple:
        return st.tuples(*map(values, args))
    if origin is Literal:
        return st.sampled_from(args)
    if dataclasses.is_dataclass(hint):
        return records(hint)
    return _plain(hint)


def records(kind: Any) -> st.SearchStrategy[Any]:
    """Records of a type with every field free."""
    hints = get_type_hints(kind)
    return st.builds(kind, **{f.name: values(hints[f.name]) for f in dataclasses.fields(kind)})


def _plain(hint: type) -> st.SearchStrategy[Any]:
    if issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    known = {
        str: TEXT,
        bool: st.booleans(),
        int: st.integers(0, 30_000),
        float: NUMBERS,
        datetime: INSTANTS,
        date: st.dates(),
        time: st.times().map(lambda t: t.replace(microsecond=0, fold=0)),
    }
    return known[hint]
