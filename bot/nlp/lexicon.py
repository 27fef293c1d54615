"""Curated names found in text: exact, case-sensitive, longest first, in one pass over the words.

Built by `bot.nlp.reader` from agencies, outlets and listed people; asked by `bot.nlp.names` before the
model's own spans are looked at, because the model misses ICE and takes Breitbart for a person.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.model.entity import Entity, EntityId, EntityKind
from bot.model.feed import Outlet

_WORD = re.compile(r"[^\W_][\w&.'-]*")
_FIRST = re.compile(r"[^\W_]+")
_CAPITALS = re.compile(r"[A-Z]")
_SHOUTED = 0.7  # share of capitals from which on they tell nothing: an all-caps lead or headline


@dataclass(frozen=True, slots=True)
class AliasHit:
    """A curated name in a text: half-open span and whom it names."""

    start: int
    end: int
    entity_id: EntityId
    kind: EntityKind


class Lexicon:
    """Curated names, compiled.

    Args:
        entities: Bodies and people; their names and aliases.
        outlets: Publishers; their names and aliases become organisations ``org:<slug>``.
    """

    def __init__(self, entities: Iterable[Entity] = (), outlets: Iterable[Outlet] = ()) -> None:
        self._by_word: dict[str, list[tuple[str, EntityId, EntityKind]]] = {}
        self._entities: dict[EntityId, Entity] = {}
        for entity in (*entities, *map(outlet_entity, outlets)):
            self._entities.setdefault(entity.id, entity)
            for name in (entity.name, *entity.aliases):
                self._add(name, entity)
        for names in self._by_word.values():
            names.sort(key=lambda entry: (-len(entry[0]), entry[0], entry[1]))

    @cached_property
    def version(self) -> str:
        """Hash over all names and what they name."""
        lines = sorted(f"{name}\t{who}" for names in self._by_word.values() for name, who, _ in names)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]

    def find_entity(self, entity_id: EntityId) -> Entity | None:
        """The curated entity of that id, or None."""
        return self._entities.get(entity_id)

    def find_id(self, name: str) -> EntityId | None:
        """The curated id of a whole name as written, or None."""
        first = _FIRST.match(name)
        names = self._by_word.get(first[0], ()) if first else ()
        return next((entity_id for known, entity_id, _ in names if known == name), None)

    def iter_hits(self, text: str) -> Iterator[AliasHit]:
        """Curated names in a text, left to right, never overlapping.

        Args:
            text: With straight quotes (`bot.nlp.annotate.plain`).

        Yields:
            The longest name at each place; acronyms not in text that is all capitals.
        """
        shouted = is_shouted(text)
        done = 0
        for match in _FIRST.finditer(text):
            if match.start() < done:
                continue
            hit = self._at(text, match.start(), match[0], shouted=shouted)
            if hit is not None:
                done = hit.end
                yield hit

    def _at(self, text: str, start: int, word: str, *, shouted: bool) -> AliasHit | None:
        for name, entity_id, kind in self._by_word.get(word, ()):
            end = start + len(name)
            if text.startswith(name, start) and _ends_word(text, end) and not (shouted and " " not in name):
                return AliasHit(start, end, entity_id, kind)
        return None

    def _add(self, name: str, entity: Entity) -> None:
        first = _FIRST.search(name)
        if first is not None and first.start() == 0:
            entry = (name, entity.id, entity.kind)
            names = self._by_word.setdefault(first[0], [])
            if entry not in names:
                names.append(entry)


def outlet_entity(outlet: Outlet) -> Entity:
    """An outlet as the organisation that articles name.

    >>> from bot.model.feed import OutletId
    >>> outlet_entity(Outlet(id=OutletId("breitbart"), name="Breitbart", family="breitbart")).id
    'org:breitbart'
    """
    return Entity(
        id=EntityId(f"org:{outlet.id}"),
        kind=EntityKind.ORG,
        name=outlet.name,
        aliases=outlet.aliases,
        listed=True,
    )


def is_shouted(text: str) -> bool:
    """Whether a text is written in capitals, so that an acronym looks like any word.

    >>> is_shouted("ICE MELTS ON ROADS"), is_shouted("ICE says no")
    (True, False)
    """
    capitals = len(_CAPITALS.findall(text))
    if capitals < len(text) / 2:  # nearly every text ends here, uncounted
        return False
    return capitals > _SHOUTED * sum(c.isalpha() for c in text) > 0


def _ends_word(text: str, end: int) -> bool:
    return end >= len(text) or not (text[end].isalnum() or text[end] == "_")
