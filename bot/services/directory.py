"""Who is who for a service: entities by id, from the curated files, the gazetteer and what was met in text.

Called by the services that show or rank stories. It decides nothing; which of them a name means is for
`bot.lookups`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Protocol

from bot.model.entity import Entity, EntityId, Role
from bot.storage.transaction import Transaction


class Gazetteer(Protocol):
    """Places by id and name."""

    def find_place(self, place_id: EntityId) -> Entity | None:
        """The place, or None."""

    def candidates(self, name: str) -> tuple[Entity, ...]:
        """Places of that name, the largest first."""

    def beginning_with(self, text: str, *, limit: int) -> tuple[Entity, ...]:
        """Places of which the beginning of a name was typed, the largest first."""

    def search(self, text: str) -> tuple[Entity, ...]:
        """Places that a person may mean: a name, or one with its state or country behind it."""


def titled(entity: Entity, titles: Iterable[tuple[str, date]]) -> Entity:
    """A name with the titles met in text as roles, where no roster tells its offices.

    Args:
        entity: Anybody.
        titles: Titles as written, each with the day on which it was met.

    Returns:
        The entity; the title that was met most often first, of equal ones the latest.
    """
    if entity.roles:
        return entity
    met = tuple(titles)
    times = Counter(title for title, _ in met)
    latest = {title: max(on for other, on in met if other == title) for title in times}
    order = sorted(times, key=lambda title: (-times[title], -latest[title].toordinal(), title))
    return replace(
        entity,
        roles=tuple(Role(title=t, short=t, as_of=latest[t], seen_in_text=True) for t in order),
    )


class Directory:
    """Entities by id.

    Args:
        listed: Gives curated bodies and office-holders by id, as they are now.
        gazetteer: Places.
    """

    def __init__(self, listed: Callable[[], Mapping[EntityId, Entity]], gazetteer: Gazetteer) -> None:
        self._listed = listed
        self.gazetteer = gazetteer

    @property
    def listed(self) -> Mapping[EntityId, Entity]:
        """Curated bodies and office-holders by id."""
        return self._listed()

    def find_all(self, tx: Transaction, ids: Iterable[EntityId]) -> dict[EntityId, Entity]:
        """The known ones of these entities, and with them the places that their offices and seats are in.

        Args:
            tx: For names that were met in text.
            ids: Any; unknown ones are left out.

        Returns:
            Entities by id; every place comes with the places that contain it.
        """
        wanted = set(ids)
        listed = self.listed
        found = {i: listed[i] for i in wanted if i in listed}
        found |= tx.entities.by_ids(wanted - found.keys())
        found |= self._places(i for i in wanted - found.keys())
        around = {e.seat for e in found.values()} | {r.place for e in found.values() for r in e.roles}
        found |= self._places(i for i in around if i and i not in found)
        return found

    def _places(self, ids: Iterable[EntityId]) -> dict[EntityId, Entity]:
        found: dict[EntityId, Entity] = {}
        todo = list(ids)
        while todo:
            place = self.gazetteer.find_place(todo.pop())
            if place is not None and place.id not in found:
                found[place.id] = place
                if place.place is not None and place.place.parent:
                    todo.append(place.place.parent)
        return found
