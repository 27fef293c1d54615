"""Whom a typed name means: one clear winner, several to choose from, a topic, or the nearest names.

Called by `bot.services.answer`. Pure: the names, the places of the gazetteer and what people have put right
are handed in. It never guesses between two people of one name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.lookups.name_index import Known, NameIndex, holds_office
from bot.lookups.typed_names import clean, fold, person_parts, split_title
from bot.model.entity import Entity, EntityId, EntityKind, PlaceType
from bot.model.lookup import Candidate, Resolution, ResolutionKind

MOST_CHOICES = 5
"""Buttons under "Which one?" and "Did you mean"; more are not read."""

CLEAR_RATIO = 10
"""A winner has ten times the articles of the next: Mayor Wu of Boston (18) against Wichita (2) is asked."""

CLEAR_POPULATION = 10
"""Among places without articles a winner has ten times the people of the next: Boston has fourteen times
those of Boston in Lincolnshire and is clear, Portland in Oregon nine times those of Maine's and is asked."""

_LEAST_PREFIX = 4  # letters: "ice" is not Iceland
_MOST_PREFIXED = 50
_MOST_SIMILAR = 20
_SCORES = {"exact": 1.0, "alias": 0.95, "titled": 0.9, "surname": 0.8, "prefix": 0.7}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What was asked, and what limits the answer."""

    name: str
    kind: EntityKind | None
    region: str
    excluded: AbstractSet[EntityId]


def resolve(
    name: str,
    *,
    index: NameIndex,
    kind: EntityKind | None = None,
    place_hint: str | None = None,
    place_candidates: Iterable[Entity] = (),
    excluded: AbstractSet[tuple[str, EntityId]] = frozenset(),
) -> Resolution:
    """Find whom or what a name means.

    The first of these that finds anybody answers: the name or an alias, a titled name ("Gov. Healey"), a
    surname, the beginning of a name. Topics come after exact names. What is only like a name is never
    answered, it is asked ("did you mean").

    Args:
        name: As typed; case, accents, curly quotes, points and a possessive do not matter, except that
            acronyms are typed in capitals.
        index: Names with stories, the roster, the topics.
        kind: Only entities of this kind; for a place, the city before the state of its name.
        place_hint: Home region of the asker (``US-MA``): whoever belongs there wins a tie.
        place_candidates: Places of the gazetteer by that name, largest first; they need no stories.
        excluded: What people put right: (name, entity) pairs that this name does not mean. Names are
            compared folded.

    Returns:
        Clear with one candidate, ambiguous with up to five, a topic, or unknown with up to five like it.
    """
    cleaned = clean(name)
    folded = fold(cleaned)
    wrong = frozenset(who for said, who in excluded if fold(said) == folded)
    asked = _Asked(name=cleaned, kind=kind, region=place_hint or "", excluded=wrong)
    if not folded:
        return Resolution(kind=ResolutionKind.UNKNOWN)
    exact = _exact(asked, index, place_candidates)
    topic = index.topic(cleaned) if kind is None else ""
    if topic and not any(one.articles for one in exact):
        return Resolution(kind=ResolutionKind.TOPIC, topic=topic)
    if exact:
        return _decide(exact, "exact", asked)
    for search, how in _SEARCHES:
        if found := search(asked, index):
            return _decide(found, how, asked)
    return Resolution(kind=ResolutionKind.UNKNOWN, candidates=_did_you_mean(asked, index))


def _exact(asked: _Asked, index: NameIndex, places: Iterable[Entity]) -> list[Known]:
    """Entities of exactly that name; places of the gazetteer with the count they have, or none."""
    found = {one.entity.id: one for one in index.exact(asked.name)}
    for place in places:
        region = place.place.region if place.place else ""
        found.setdefault(place.id, index.find(place.id) or Known(entity=place, region=region))
    return _allowed(found.values(), asked)


def _titled(asked: _Asked, index: NameIndex) -> list[Known]:
    """Holders of the office in front of the name: by full name, else by surname."""
    office, rest = split_title(asked.name)
    if not office:
        return []
    named = index.exact(rest) or _compatible(index.of_surname(person_parts(rest).surname), rest, index)
    return [one for one in _people(named, asked) if holds_office(one.entity, office)]


def _same_person(asked: _Asked, index: NameIndex) -> list[Known]:
    """Persons whose name this may be: initials, nicknames, no middle name, no ``Jr.``, a title."""
    name = split_title(asked.name)[1]
    parts = person_parts(name)
    if not parts.given:
        return []
    return _people(_compatible(index.of_surname(parts.surname), name, index), asked)


def _surname(asked: _Asked, index: NameIndex) -> list[Known]:
    """Persons of that surname, also where it is written as two words ("Ocasio Cortez")."""
    return _people(index.of_surname(split_title(asked.name)[1]), asked)


def _prefixed(asked: _Asked, index: NameIndex) -> list[Known]:
    if len(fold(asked.name)) < _LEAST_PREFIX:
        return []
    return _allowed(index.with_prefix(asked.name, _MOST_PREFIXED), asked)


# In this order; the first that finds anybody answers.
_SEARCHES = (
    (_titled, "titled"),
    (_same_person, "alias"),
    (_surname, "surname"),
    (_prefixed, "prefix"),
)


def _did_you_mean(asked: _Asked, index: NameIndex) -> tuple[Candidate, ...]:
    name = split_title(asked.name)[1]
    similar = index.similar(name, _MOST_SIMILAR)
    allowed = {one.entity.id for one in _allowed((one for one, _ in similar), asked)}
    found = [(one, score) for one, score in similar if one.entity.id in allowed]
    found.sort(key=lambda pair: (-pair[1], *_order(pair[0], asked)))
    return tuple(_candidate(one, "fuzzy", score / 100) for one, score in found[:MOST_CHOICES])


def _compatible(known: Sequence[Known], name: str, index: NameIndex) -> list[Known]:
    """Those of one surname whose given name and suffix can be the asked ones."""
    asked = person_parts(name)
    return [
        one
        for one in known
        for parts in [person_parts(one.entity.name)]
        if _same_given(asked.given, parts.given, index)
        and not (asked.suffix and asked.suffix != parts.suffix)
    ]


def _same_given(one: str, other: str, index: NameIndex) -> bool:
    if not one or one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return long.startswith(short)
    forms = index.short_forms
    return long in forms.get(short, ()) or short in forms.get(long, ())


def _allowed(known: Iterable[Known], asked: _Asked) -> list[Known]:
    return [
        one for one in known if asked.kind in {None, one.entity.kind} and one.entity.id not in asked.excluded
    ]


def _people(known: Iterable[Known], asked: _Asked) -> list[Known]:
    return [one for one in _allowed(known, asked) if one.entity.kind is EntityKind.PERSON]


def _decide(found: Sequence[Known], how: str, asked: _Asked) -> Resolution:
    """One clear winner, or all of them to choose from."""
    ordered = sorted(found, key=lambda one: _order(one, asked))
    if asked.kind is EntityKind.PLACE:
        ordered = _cities(ordered) or ordered
    local = [one for one in ordered if asked.region and one.region == asked.region]
    winner = ordered[0] if len(ordered) == 1 or _wins(ordered[0], ordered[1]) else None
    if winner is None and len(local) == 1:
        winner = local[0]
    if winner is not None:
        return Resolution(kind=ResolutionKind.CLEAR, candidates=(_candidate(winner, how, _SCORES[how]),))
    choices = tuple(_candidate(one, how, _SCORES[how]) for one in ordered[:MOST_CHOICES])
    return Resolution(kind=ResolutionKind.AMBIGUOUS, candidates=choices)


def _wins(first: Known, second: Known) -> bool:
    """Whether the first is so much more in the news, or so much larger, that nobody means the second."""
    if first.articles or second.articles:
        return first.articles >= CLEAR_RATIO * max(1, second.articles) or (
            second.articles == 0 and _is_place(first) and _is_place(second)
        )
    return (
        _is_place(first) and _is_place(second) and _people_in(first) >= CLEAR_POPULATION * _people_in(second)
    )


def _cities(found: Sequence[Known]) -> list[Known]:
    return [one for one in found if one.entity.place and one.entity.place.type is PlaceType.CITY]


def _is_place(one: Known) -> bool:
    return one.entity.place is not None


def _people_in(one: Known) -> int:
    return one.entity.place.population if one.entity.place else 0


def _order(one: Known, asked: _Asked) -> tuple[int, bool, int, float, str]:
    """Most articles first; then whoever is at home, the larger place, the more recent, the id."""
    seen = one.last_seen_at.timestamp() if one.last_seen_at else 0.0
    away = not asked.region or one.region != asked.region
    return -one.articles, away, -_people_in(one), -seen, one.entity.id


def _candidate(one: Known, how: str, score: float) -> Candidate:
    return Candidate(entity=one.entity, articles=one.articles, score=score, how=how)
