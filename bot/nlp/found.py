"""A name found in an article, and stretches of a text that are names already.

Shared by the modules of this room that look for names; nothing of it leaves the room.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.model.entity import EntityId, EntityKind, Field

CURATED, RULE, MODEL = 2, 1, 0
"""Ranks of a found name: the higher wins an overlap, and only the lowest is voted on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A name at one place of an article.

    Attributes:
        field: Part of the article.
        start: First code point.
        end: One past the last.
        text: As analysed (straight quotes, headline truecased).
        kind: Person, place or organisation.
        entity_id: Set where a curated alias decides it.
        demonym: An adjective or people's name.
        rank: `CURATED`, `RULE` or `MODEL`.
    """

    field: Field
    start: int
    end: int
    text: str
    kind: EntityKind
    entity_id: EntityId | None = None
    demonym: bool = False
    rank: int = MODEL


class Taken:
    """Stretches of one text that are names already."""

    def __init__(self, found: Iterable[Found] = ()) -> None:
        self._spans = sorted((f.start, f.end) for f in found)

    def add(self, start: int, end: int) -> None:
        """Take another stretch."""
        self._spans = sorted([*self._spans, (start, end)])

    def gaps(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """What is left of a stretch, left to right."""
        for left, right in self._spans:
            if left >= end:
                break
            if right > start:
                if left > start:
                    yield start, left
                start = max(start, right)
        if start < end:
            yield start, end

    def is_free(self, start: int, end: int) -> bool:
        """Whether no part of a stretch is taken."""
        return all(end <= left or start >= right for left, right in self._spans)


def longest_first(found: Iterable[Found]) -> list[Found]:
    """The names that remain when of two that overlap the longer, then the higher ranked, stays."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (f.start - f.end, -f.rank, f.start)):
        if all(one.end <= k.start or one.start >= k.end for k in kept):
            kept.append(one)
    return kept
