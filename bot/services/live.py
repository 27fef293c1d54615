"""What people edit while servers run: a stamp for each kind, and values that are read again when it changes.

Whoever edits topics or the roster calls `touch`; whoever uses them asks `Stamps`, which looks into the
database every few seconds. It loads nothing by itself and starts no thread.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from time import monotonic
from typing import Generic, TypeVar

from bot.storage.database import Database
from bot.storage.transaction import Transaction

T = TypeVar("T")

TOPICS = "topics"
ROSTER = "roster"

LOOK_EVERY_S = 5.0
"""An edit counts everywhere within this time; a look is one row by its key, 0.1 ms on SQLite."""


def touch(tx: Transaction, kind: str) -> None:
    """Note that something of a kind was edited, in the transaction of the edit."""
    tx.meta.put(f"edited.{kind}", secrets.token_hex(4))


class Stamps:
    """Stamps by kind.

    Args:
        database: Gives the database when it is needed.
        tick: Seconds that only grow.
    """

    def __init__(self, database: Callable[[], Database], *, tick: Callable[[], float] = monotonic) -> None:
        self._database = database
        self._tick = tick
        self._seen: dict[str, tuple[float, str]] = {}

    def of(self, kind: str) -> str:
        """The present stamp of a kind, at most `LOOK_EVERY_S` old; empty before the first edit."""
        now = self._tick()
        looked_at, stamp = self._seen.get(kind, (-LOOK_EVERY_S, ""))
        if now - looked_at >= LOOK_EVERY_S:
            with self._database().read() as tx:
                stamp = tx.meta.find(f"edited.{kind}") or ""
            self._seen[kind] = now, stamp
        return stamp


class Live(Generic[T]):
    """A value that is loaded again when its stamp changes.

    Args:
        load: Reads the value; may be called by several threads at once.
        stamp: Changes when the value may have.
    """

    def __init__(self, load: Callable[[], T], stamp: Callable[[], str]) -> None:
        self._load = load
        self._stamp = stamp
        self._kept: tuple[str, T] | None = None

    def now(self) -> T:
        """The present value; the same object until it changes."""
        stamp = self._stamp()
        if self._kept is None or self._kept[0] != stamp:
            self._kept = stamp, self._load()
        return self._kept[1]
