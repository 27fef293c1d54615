"""The order of stories: origins, freshness, match with a channel's interests, level, and a cap per topic.

Called by `bot.services.publish` and `bot.services.answer`. The formula stands in docs/policy.md, and every
factor is kept in the scores, so that `digest --explain` prints why a story stands where it stands.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model.digest import Scores
from bot.model.entity import Entity, EntityId, Level
from bot.model.story import StoryView

MANY_ORIGINS = 8
"""Origins from which on more add nothing; a story of so many is the day's story anyway."""

NO_ORIGIN = 0.5
"""A story that names no source counts as half an origin: shown last, never hidden."""

HALF_LIFE_H = 24.0
"""A story's freshness halves each day after its newest article."""

MATCHES = {"follow": 1.0, "place": 0.5, "topic": 0.4}
"""What a followed name, a place and a topic of the channel add to the match, which ends at 1."""

NO_MATCH = 0.1
"""A story that matches nothing stays in the list, far down."""

LEVEL_WEIGHTS = {Level.CITY: 1.0, Level.STATE: 0.9, Level.FEDERAL: 0.8, Level.FOREIGN: 0.6}
"""The nearer the government, the fewer others report on it; the highest of a story's levels counts."""

NO_LEVEL = 0.5
"""Where nothing tells the level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interests:
    """What a channel or a person wants.

    Attributes:
        places: Places; empty for all.
        topics: Topic slugs; empty for all.
        follows: Entity ids, topic slugs and story ids that are followed.
    """

    places: frozenset[EntityId] = frozenset()
    topics: frozenset[str] = frozenset()
    follows: frozenset[str] = frozenset()

    @property
    def is_open(self) -> bool:
        """Whether everything matches."""
        return not (self.places or self.topics or self.follows)


EVERYTHING = Interests()


def rank(
    views: Sequence[StoryView],
    *,
    now: datetime,
    interests: Interests = EVERYTHING,
    entities: Mapping[EntityId, Entity] | None = None,
    per_topic: int | None = None,
) -> tuple[tuple[StoryView, Scores], ...]:
    """Stories in the order in which a digest shows them.

    Args:
        views: The stories.
        now: The digest's cut-off; freshness is counted back from it.
        interests: What the channel wants.
        entities: For the places that bodies and offices belong to.
        per_topic: So many of a topic at most stand among the first; the rest keeps its order behind them.

    Returns:
        Every story with its scores, best first; equal ones by id.
    """
    scored = [(view, score(view, now=now, interests=interests, entities=entities or {})) for view in views]
    scored.sort(key=lambda pair: (-pair[1].total, pair[0].story.id))
    if per_topic is None:
        return tuple(scored)
    seen: Counter[str] = Counter()
    first: list[tuple[StoryView, Scores]] = []
    rest: list[tuple[StoryView, Scores]] = []
    for view, scores in scored:
        topic = view.topics[0] if view.topics else ""
        seen[topic] += 1
        (first if seen[topic] <= per_topic else rest).append((view, scores))
    return (*first, *rest)


def score(
    view: StoryView, *, now: datetime, interests: Interests, entities: Mapping[EntityId, Entity]
) -> Scores:
    """The factors of one story and their product, each from 0 to 1."""
    hours = max(0.0, (now - view.story.last_at).total_seconds() / 3600)
    origins = math.log1p(min(view.status.origins or NO_ORIGIN, MANY_ORIGINS)) / math.log1p(MANY_ORIGINS)
    freshness = 0.5 ** (hours / HALF_LIFE_H)
    match = _match(view, interests, entities)
    level = max((LEVEL_WEIGHTS[level] for level in view.levels), default=NO_LEVEL)
    return Scores(
        origins=origins,
        freshness=freshness,
        match=match,
        level=level,
        total=origins * freshness * match * level,
    )


def _match(view: StoryView, interests: Interests, entities: Mapping[EntityId, Entity]) -> float:
    if interests.is_open:
        return 1.0
    hits = {
        "follow": bool(interests.follows & {view.story.id, *view.entities, *view.topics}),
        "place": bool(interests.places & places_of(view, entities)),
        "topic": bool(interests.topics & set(view.topics)),
    }
    return min(1.0, NO_MATCH + sum(MATCHES[kind] for kind, hit in hits.items() if hit))


def places_of(view: StoryView, entities: Mapping[EntityId, Entity]) -> frozenset[EntityId]:
    """The places a story belongs to: those named, the seats of its bodies and offices, what contains them."""
    found: set[EntityId] = set()
    for entity_id in view.entities:
        entity = entities.get(entity_id)
        if entity is None:
            continue
        near = {entity.seat, *(role.place for role in entity.roles if role.ends_on is None)}
        if entity.place is not None:
            near |= {entity.id, entity.place.parent}
        found |= {place for place in near if place}
    for place in tuple(found):
        inside = entities.get(place)
        if inside is not None and inside.place is not None and inside.place.parent:
            found.add(inside.place.parent)
    return frozenset(found)
