"""Name indexes kept for a while, so that a burst of lookups builds one once.

Used by `bot.services.answer`. While one thread builds an index anew, the others go on with the old one. It
knows nothing of what is in an index.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from bot.lookups.name_index import NameIndex
from bot.model.workspace import WorkspaceId

AGE = timedelta(seconds=30)
"""An index is built anew after so long."""

MOST = 50
"""Indexes kept, those asked for last: only a workspace with feeds or topics of its own has one of its own."""


class _Kept:
    """One index, who builds it, and when it was built."""

    def __init__(self) -> None:
        self.building = Lock()
        self.index: NameIndex | None = None
        self.built_at: datetime | None = None

    def is_fresh(self, now: datetime) -> bool:
        return self.built_at is not None and abs(now - self.built_at) <= AGE


class Indexes:
    """Keeps indexes; may be asked by several threads.

    Args:
        most: How many.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[WorkspaceId | None, _Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, key: WorkspaceId | None, now: datetime, build: Callable[[], NameIndex]) -> NameIndex:
        """An index that is fresh, or the last one while somebody else builds it anew.

        Args:
            key: Whose; None for that of all who have nothing of their own.
            now: The present instant.
            build: Makes it.
        """
        kept = self._find(key)
        found = kept.index
        if found is not None and (kept.is_fresh(now) or kept.building.locked()):
            return found
        with kept.building:
            if kept.index is None or not kept.is_fresh(now):
                kept.index, kept.built_at = build(), now
            return kept.index

    def _find(self, key: WorkspaceId | None) -> _Kept:
        with self._lock:
            kept = self._kept.setdefault(key, _Kept())
            self._kept.move_to_end(key)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return kept
