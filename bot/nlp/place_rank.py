"""Which place a name means: population, the feed's home, what else the article names.

Called by `bot.nlp.places` with all names of one article at once, because they decide together: "Gori" and
"Tbilisi" make a Georgia the country, "Macon" the state. It reads no text.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.model.entity import Entity, EntityId, PlaceType
from bot.nlp.place_index import PlaceIndex, distance_km, is_large, place_of

MOST_CANDIDATES = 12
"""Candidates of a name that are weighed, by their score without the others; the rest never won (2026-11)."""

_UNKNOWN_POPULATION = {PlaceType.COUNTY: 1_000, PlaceType.REGION: 3_000_000}
_LEAST_SHARE = 0.05  # of a name's likelihood; what is less likely supports nobody
_ROUNDS = 3  # of weighing names by each other; a fourth changed nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each kind of evidence adds to a candidate's score; fitted on news texts in November 2026.

    Attributes:
        population: Per power of ten of inhabitants.
        large: For being a state, country or region.
        home: For lying in the feed's home region.
        home_country: For lying in the country of the feed's home region.
        state: For lying in a state or province that the article names.
        country: For lying in a country that the article names or whose people it mentions.
        county: For lying in a county that the article names.
        near: For the nearness of other places of the article, at most, each.
        related: For containing other places of the article, or lying in them, each.
        support: Most that near and related can add in all.
        reach_km: Distance at which nearness falls to about a third.
    """

    population: float = 0.8
    large: float = 2.4
    home: float = 4.0
    home_country: float = 0.9
    state: float = 2.1
    country: float = 1.6
    county: float = 2.5
    near: float = 1.6
    related: float = 1.6
    support: float = 2.2
    reach_km: float = 200.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name of an article, as often as it stands there.

    Attributes:
        key: By which the answer is found again.
        candidates: What it may mean, largest first.
        inside: The state, country or county that the text puts it in ("Paris, Texas").
    """

    key: str
    candidates: tuple[Entity, ...]
    inside: EntityId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """The place chosen for a name, and how clear the choice was, from 0 to 1."""

    entity: Entity
    score: float


def rank(
    names: Sequence[Name],
    *,
    home: Entity | None,
    named: frozenset[EntityId],
    index: PlaceIndex,
    weights: Weights | None = None,
) -> Mapping[str, Ranked]:
    """Choose a place for each name.

    Args:
        names: All names of the article, each once.
        home: Home region of its feed.
        named: Ids of states, provinces, countries and counties that the article names beyond doubt.
        index: Knows which place lies in which.
        weights: Other weights than the fitted ones.

    Returns:
        Key → choice; names without candidates are absent.
    """
    w = weights or Weights()
    scored: dict[str, dict[EntityId, float]] = {}
    places: dict[EntityId, Entity] = {}
    for name in names:
        alone = {c.id: _alone(c, home, named, index, w) for c in _allowed(name, index)}
        best = sorted(alone, key=lambda i: (-alone[i], i))[:MOST_CANDIDATES]
        scored[name.key] = {i: alone[i] for i in best}
        places |= {c.id: c for c in name.candidates if c.id in alone}
    together = _weigh(scored, places, index, w)
    return {key: _choice(scores, places) for key, scores in together.items() if scores}


def _allowed(name: Name, index: PlaceIndex) -> tuple[Entity, ...]:
    """The candidates that lie where the text says, or all of them when none does."""
    if name.inside is None:
        return name.candidates
    inside = tuple(c for c in name.candidates if index.contains(name.inside, c.id))
    return inside or name.candidates


def _alone(
    c: Entity, home: Entity | None, named: frozenset[EntityId], index: PlaceIndex, w: Weights
) -> float:
    """Score of a candidate before the other names are looked at."""
    place = place_of(c)
    people = place.population or _UNKNOWN_POPULATION.get(place.type, 1_000)
    score = w.population * math.log10(people + 1) + w.large * is_large(c)
    if home is not None:
        score += w.home * (c.id == home.id or index.contains(home.id, c.id))
        score += w.home_country * (place.country == place_of(home).country)
    for outer in named:
        if index.contains(outer, c.id):
            score += _named_weight(outer, index, w)
    return score


def _named_weight(outer: EntityId, index: PlaceIndex, w: Weights) -> float:
    entity = index.find_place(outer)
    kind = place_of(entity).type if entity else PlaceType.REGION
    return {PlaceType.COUNTRY: w.country, PlaceType.COUNTY: w.county}.get(kind, w.state)


def _weigh(
    scored: Mapping[str, Mapping[EntityId, float]],
    places: Mapping[EntityId, Entity],
    index: PlaceIndex,
    w: Weights,
) -> Mapping[str, Mapping[EntityId, float]]:
    """Let names support each other: each candidate gains by how well the others' likely places fit it."""
    ties: dict[tuple[EntityId, EntityId], float] = {}

    def tie(a: EntityId, b: EntityId) -> float:
        pair = (a, b) if a < b else (b, a)
        if pair not in ties:
            ties[pair] = _tie(places[a], places[b], index, w)
        return ties[pair]

    current = scored
    for _ in range(_ROUNDS):
        likely = {key: _likely(scores) for key, scores in current.items()}
        current = {
            key: {
                i: alone + _support(i, [o for other, o in likely.items() if other != key], tie, w)
                for i, alone in scores.items()
            }
            for key, scores in scored.items()
        }
    return current


def _support(
    i: EntityId,
    others: Sequence[Mapping[EntityId, float]],
    tie: Callable[[EntityId, EntityId], float],
    w: Weights,
) -> float:
    total = 0.0
    for likely in others:
        total += max((p * tie(i, j) for j, p in likely.items()), default=0.0)
    return w.support * math.tanh(total / w.support) if w.support else 0.0


def _tie(a: Entity, b: Entity, index: PlaceIndex, w: Weights) -> float:
    """How much two places speak for each other."""
    if a.id == b.id or index.contains(a.id, b.id) or index.contains(b.id, a.id):
        return w.related
    if is_large(a) or is_large(b):
        return 0.0
    return w.near * math.exp(-distance_km(place_of(a), place_of(b)) / w.reach_km)


def _likely(scores: Mapping[EntityId, float]) -> dict[EntityId, float]:
    """Scores as shares of one, without those below a twentieth."""
    top = max(scores.values(), default=0.0)
    shares = {i: math.exp(s - top) for i, s in scores.items()}
    total = sum(shares.values())
    return {i: s / total for i, s in shares.items() if s / total > _LEAST_SHARE}


def _choice(scores: Mapping[EntityId, float], places: Mapping[EntityId, Entity]) -> Ranked:
    best = min(scores, key=lambda i: (-scores[i], i))
    return Ranked(entity=places[best], score=_likely(scores).get(best, 0.0))
