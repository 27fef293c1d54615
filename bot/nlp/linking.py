"""Which listed person a name in an article is: on the full name, or on title, place and time together.

Called by `bot.nlp.reader` with the persons of one article. A bare surname links only when its title fits one
listed office-holder clearly better than any other ("Mayor Wu" is Michelle in Boston, Lily in Wichita);
else it stays a local name. It never tells anything about a person but the link.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.model.entity import Entity, EntityId, EntityKind, Level, Role
from bot.nlp.persons import PersonName, fold, parse_person, same_person
from bot.nlp.titles import OFFICES

_GRACE = timedelta(days=60)  # papers keep a title that long after the office has ended
# Weights of evidence; 2 and a clear margin of 1 link a bare surname, below 0 even a full name stays apart.
_TITLE, _CITY, _REGION, _BODY, _NATIONAL = 2.0, 1.5, 1.0, 1.0, 1.0
_WRONG_TITLE, _AGED = -3.0, -1.0
_LEAST, _MARGIN = 3.0, 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person of an article, before linking.

    Attributes:
        names: Spellings without titles, the fullest first.
        offices: Offices that stand before a spelling (``mayor``), as of `bot.nlp.titles`.
        former: Whether a title was marked as former.
        private_title: A title that no office-holder bears stands before a full name (Officer, Coach).
        aged: An age stands behind the name, as papers do for private people.
    """

    names: tuple[str, ...]
    offices: frozenset[str] = frozenset()
    former: bool = False
    private_title: bool = False
    aged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What else an article tells: when, where, and which bodies it names.

    Attributes:
        on: Its date.
        home: Home region of its feed (``US-MA``), or empty.
        places: Places it names (``geonames:…``).
        regions: Regions of these places.
        bodies: Organisations it names.
    """

    on: date
    home: str = ""
    places: frozenset[EntityId] = frozenset()
    regions: frozenset[str] = frozenset()
    bodies: frozenset[EntityId] = frozenset()


@dataclass(frozen=True, slots=True)
class _Listed:
    entity: Entity
    names: tuple[PersonName, ...]
    alone: frozenset[str] = field(default_factory=frozenset)


class PersonLinker:
    """Listed people, compiled for linking.

    Args:
        people: Persons with roles (others are left out).
        regions: Region of the place of an office, by place id; places not in it count by id alone.
    """

    def __init__(self, people: Iterable[Entity], regions: dict[EntityId, str] | None = None) -> None:
        people = tuple(people)
        self.version = hashlib.sha256(repr(people).encode()).hexdigest()[:16]
        self._ids = frozenset(p.id for p in people)
        self._regions = regions or {}
        self._by_last: dict[str, list[_Listed]] = {}
        for entity in people:
            if entity.kind is EntityKind.PERSON:
                self._add(entity)

    def is_surname(self, word: str) -> bool:
        """Whether a listed person has that surname."""
        return fold(word) in self._by_last

    def is_listed(self, entity_id: EntityId) -> bool:
        """Whether a list has a person of that id."""
        return entity_id in self._ids

    def link(self, person: Person, context: Context) -> EntityId | None:
        """The listed person that a person of the article is, or None.

        Args:
            person: One person of the article.
            context: What else the article tells.

        Returns:
            None also where two listed people fit equally well.
        """
        name = parse_person(person.names[0])
        if name.is_full and len(name.given.rstrip(".")) > 1:
            return self._by_full_name(name, person, context)
        return self._by_title(name, person, context)

    def _add(self, entity: Entity) -> None:
        names = tuple(parse_person(name) for name in (entity.name, *entity.aliases))
        alone = frozenset(n.last for n in names if not n.is_full)
        listed = _Listed(entity, tuple(n for n in names if n.is_full), alone)
        for last in {n.last for n in names}:
            self._by_last.setdefault(last, []).append(listed)

    def _by_full_name(self, name: PersonName, person: Person, context: Context) -> EntityId | None:
        fits = [p for p in self._by_last.get(name.last, ()) if any(same_person(name, n) for n in p.names)]
        scored = sorted(((self._score(p.entity, person, context), p.entity.id) for p in fits), reverse=True)
        if not scored or scored[0][0] < 0:
            return None
        if len(scored) > 1 and scored[0][0] - scored[1][0] < _MARGIN:
            return None
        return scored[0][1]

    def _by_title(self, name: PersonName, person: Person, context: Context) -> EntityId | None:
        listed = [p for p in self._by_last.get(name.last, ()) if not name.given]
        if not person.offices:
            return next((p.entity.id for p in listed if name.last in p.alone), None)
        scored = sorted(((self._score(p.entity, person, context), p.entity.id) for p in listed), reverse=True)
        if not scored or scored[0][0] < _LEAST:
            return None
        return scored[0][1] if len(scored) == 1 or scored[0][0] - scored[1][0] >= _MARGIN else None

    def _score(self, entity: Entity, person: Person, context: Context) -> float:
        if not entity.roles:
            return _AGED * person.aged + _WRONG_TITLE * person.private_title
        best = max(self._role_score(role, person, context) for role in entity.roles)
        return best + _AGED * person.aged

    def _role_score(self, role: Role, person: Person, context: Context) -> float:
        score = 0.0
        if person.offices:
            fits = any(fits_office(role, office) for office in person.offices)
            score += _TITLE if fits and _holds(role, context.on, former=person.former) else 0.0
            score += _WRONG_TITLE / 2 if not fits else 0.0
        elif person.private_title:
            score += _WRONG_TITLE
        return score + self._near(role, context)

    def _near(self, role: Role, context: Context) -> float:
        score = _BODY if role.org is not None and role.org in context.bodies else 0.0
        if role.level is Level.FEDERAL and (role.place is None or not self._regions.get(role.place)):
            return score + _NATIONAL
        if role.place is None:
            return score
        if role.place in context.places:
            return score + _CITY
        region = self._regions.get(role.place, "")
        return score + (_REGION if region and region in {context.home, *context.regions} else 0.0)


def fits_office(role: Role, office: str) -> bool:
    """Whether an office as written in a text can be this role.

    >>> from datetime import date
    >>> mayor = Role(title="Mayor of Boston", short="Mayor", as_of=date(2026, 1, 1))
    >>> fits_office(mayor, "mayor"), fits_office(mayor, "governor")
    (True, False)
    """
    short = OFFICES.get(role.short.lower().rstrip("."), role.short.lower())
    return (
        office == short
        or fold(role.title).startswith(office)
        or (office in _GENERAL and office in fold(role.title))
    )


def _holds(role: Role, on: date, *, former: bool) -> bool:
    if former:
        return role.ends_on is not None and role.ends_on <= on
    started = role.starts_on is None or role.starts_on <= on
    return started and (role.ends_on is None or on <= role.ends_on + _GRACE)


# Short titles that papers use for a longer office: "Secretary Noem", "Director Lyons".
_GENERAL = frozenset(
    {"secretary", "director", "leader", "chief", "commissioner", "speaker", "justice", "superintendent"}
)


def fullest(names: Sequence[str]) -> tuple[str, ...]:
    """Spellings of one person, the one that tells most first.

    >>> fullest(["Wu", "Michelle Wu", "M. Wu"])
    ('Michelle Wu', 'M. Wu', 'Wu')
    """
    return tuple(sorted(dict.fromkeys(names), key=lambda n: (-_telling(n), names.index(n))))


def _telling(name: str) -> int:
    parsed = parse_person(name)
    return 4 * parsed.is_full + 2 * (len(parsed.given) > 1) + min(1, len(parsed.middle))
