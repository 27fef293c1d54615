"""Reading lists of tables from TOML files that people edit, with messages that say what to change.

Used by the other modules of this room. It knows nothing of what the entries mean; every error names the
file, the entry, what is wrong, and an entry that would be right.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

from bot.errors import ConfigError

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One table of a file, with typed access to its keys.

    Attributes:
        where: Name of the file.
        kind: Name of the table, singular (``outlet``).
        id: Its id.
        values: Its keys.
        example: A right entry, for messages.
    """

    where: str
    kind: str
    id: str
    values: Mapping[str, Any]
    example: str

    def fail(self, what: str) -> NoReturn:
        """Say what is wrong with this entry.

        Raises:
            ConfigError: Always.
        """
        raise ConfigError(
            f"{self.where}: {self.kind} {self.id!r} {what}; right is, for example: {self.example}"
        )

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not empty; the default where the key is absent, else an error."""
        value = self.values.get(key, default)
        if not isinstance(value, str) or (not value.strip() and key in self.values) or value != value.strip():
            self.fail(f"needs {key!r} as a text in quotes without spaces around it")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A sorted list of different texts; empty where the key is absent."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() == v and v for v in value):
            self.fail(f"needs {key!r} as a list of texts")
        if list(value) != sorted(set(value)):
            self.fail(f"has {key!r} not sorted or with one twice: write {sorted(set(value))}")
        return tuple(value)

    def slug(self, key: str) -> str | None:
        """An id of small letters, digits and hyphens; None where the key is absent."""
        value = self.values.get(key)
        if value is not None and not (isinstance(value, str) and _SLUG.fullmatch(value)):
            self.fail(f"has {key!r} = {value!r}, which is no id of small letters, digits and hyphens")
        return value

    def matching(self, key: str, pattern: str, meaning: str) -> str | None:
        """A text of a form; None where the key is absent."""
        value = self.values.get(key)
        if value is not None and not (isinstance(value, str) and re.fullmatch(pattern, value)):
            self.fail(f"has {key!r} = {value!r}, which is not {meaning}")
        return value

    def one_of(self, key: str, allowed: Iterable[str], default: str | None = None) -> str | None:
        """One of some words; the default where the key is absent."""
        value = self.values.get(key, default)
        words = tuple(allowed)
        if value is not None and value not in words:
            self.fail(f"has {key!r} = {value!r}; it is one of {', '.join(words)}")
        return value if value is None else str(value)

    def flag(self, key: str) -> bool:
        """True or false; false where the key is absent."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            self.fail(f"has {key!r} = {value!r}; it is true or false without quotes")
        return value

    def day(self, key: str) -> date | None:
        """A date; None where the key is absent."""
        value = self.values.get(key)
        if value is not None and type(value) is not date:
            self.fail(f"has {key!r} = {value!r}; a date is written 2025-03-09 without quotes")
        return value

    def only(self, *keys: str) -> None:
        """Refuse keys that mean nothing, which are mistakes in writing."""
        strange = sorted(set(self.values) - set(keys))
        if strange:
            self.fail(f"has the unknown key {strange[0]!r}; known are {', '.join(keys)}")


def read_file(path: Path) -> str:
    """The text of a file.

    Raises:
        ConfigError: If it cannot be read or is no UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}.", path=str(path)) from error


def entries_of(text: str, kind: str, *, where: str, example: str) -> tuple[Entry, ...]:
    r"""The tables ``[[kind]]`` of a TOML text, in order.

    Args:
        text: Content of the file.
        kind: Name of the tables.
        where: Name of the file, for messages.
        example: A right entry, for messages.

    Returns:
        Entries sorted by id, ids unique.

    Raises:
        ConfigError: If it is no TOML, has other tables, or ids are missing, wrong, double or out of order.

    >>> [e.id for e in entries_of('[[fruit]]\nid = "fig"', "fruit", where="f.toml", example="")]
    ['fig']
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{where} is not valid TOML: {error}.", path=where) from error
    strange = sorted(set(data) - {kind})
    if strange or not isinstance(data.get(kind, []), list):
        raise ConfigError(
            f"{where}: expected only tables [[{kind}]], found {strange or kind}; for example: {example}"
        )
    entries = tuple(_entry(kind, n, values, where, example) for n, values in enumerate(data.get(kind, []), 1))
    _check_order(entries)
    return entries


def check_unique(entries: Sequence[Entry], names: Mapping[str, Sequence[str]]) -> None:
    """Refuse, with a `ConfigError`, a name that stands at two entries.

    Args:
        entries: All entries.
        names: Names by id.
    """
    owner: dict[str, str] = {}
    for entry in entries:
        for name in names.get(entry.id, ()):
            if owner.setdefault(name, entry.id) != entry.id:
                entry.fail(f"has the name {name!r}, which {owner[name]!r} has too")


def _entry(kind: str, number: int, values: Any, where: str, example: str) -> Entry:
    if not isinstance(values, dict) or not isinstance(values.get("id"), str):
        raise ConfigError(
            f"{where}: {kind} number {number} has no id; right is, for example: {example}", path=where
        )
    entry = Entry(where=where, kind=kind, id=values["id"], values=values, example=example)
    entry.slug("id")
    return entry


def _check_order(entries: Sequence[Entry]) -> None:
    for before, entry in pairwise(entries):
        if before.id == entry.id:
            entry.fail("stands there twice")
        if before.id > entry.id:
            entry.fail(f"stands behind {before.id!r}; sort the entries by id")
