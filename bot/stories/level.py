"""Levels of government that a story involves: city, state, federal, foreign, and pairs of them.

Called by `bot.stories.view`. Counts institutions, offices and places that the articles name, and what the
feeds cover; it reads records only, never text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bot.model.article import Article, ArticleId
from bot.model.entity import Entity, EntityId, EntityKind, Level, Mention, PlaceType
from bot.model.feed import FeedId
from bot.model.reading import Reading

OFFICE = 3.0
"""A public body or an office-holder acts at its level."""

PLACE = 1.0
"""A place is only where something happens; it decides where nobody of any level is named."""

FEED = 2.0
"""A city hall's own feed says what it covers."""

HEADLINE = 2.0
"""Who stands in a headline counts twice."""

SHARE = 0.3
"""A level is named when it has this share of the weight of the heaviest one."""

PLACE_LEVELS = {PlaceType.CITY: Level.CITY, PlaceType.COUNTY: Level.CITY, PlaceType.STATE: Level.STATE}
"""Countries are left out: half of all stories name the United States. Foreign ones go by country code."""

HOME = "US"
"""The country whose levels are told apart."""


def levels(
    articles: Sequence[Article],
    readings: Mapping[ArticleId, Reading],
    entities: Mapping[EntityId, Entity],
    feed_levels: Mapping[FeedId, Level] | None = None,
) -> tuple[Level, ...]:
    """The levels of government that a story involves.

    Args:
        articles: The story's.
        readings: What was found in them.
        entities: At least those mentioned.
        feed_levels: What each feed covers, where that is one level.

    Returns:
        In the order city, state, federal, foreign; empty where nothing tells.
    """
    acting: Counter[Level] = Counter()
    sites: Counter[Level] = Counter()
    for article in articles:
        reading = readings.get(article.id)
        mentions = reading.mentions if reading else ()
        found = _once((m for m in mentions if m.kind is not EntityKind.PLACE), entities)
        for feed in article.feeds:
            level = (feed_levels or {}).get(feed)
            if level:
                found[level] = max(found.get(level, 0.0), FEED)
        acting.update({level: round(weight) for level, weight in found.items()})
        there = _once((m for m in mentions if m.kind is EntityKind.PLACE), entities)
        sites.update({level: round(weight) for level, weight in there.items()})
    # Where bodies or offices act, the towns and states they act in add no level; other countries do.
    weights = acting + Counter({Level.FOREIGN: sites[Level.FOREIGN]}) if acting else sites
    most = max(weights.values(), default=0)
    return tuple(level for level in Level if weights[level] and weights[level] >= SHARE * most)


def _once(mentions: Iterable[Mention], entities: Mapping[EntityId, Entity]) -> dict[Level, float]:
    """The strongest sign of each level in one article, so that a long one counts no more than a short one."""
    found: dict[Level, float] = {}
    for mention in mentions:
        entity = entities.get(mention.entity_id) if mention.entity_id else None
        if entity is None or mention.weak:
            continue
        sign = level_of(entity)
        if sign:
            times = HEADLINE if mention.field == "title" else 1.0
            found[sign] = max(
                found.get(sign, 0.0), times * (PLACE if entity.kind is EntityKind.PLACE else OFFICE)
            )
    return found


def level_of(entity: Entity) -> Level | None:
    """The level that an entity stands for; None for private people, companies and the home country.

    >>> from bot.model.entity import Place
    >>> boston = Place(type=PlaceType.CITY, lat=42.4, lon=-71.1, country="US", region="US-MA")
    >>> level_of(Entity(id=EntityId("geonames:1"), kind=EntityKind.PLACE, name="Boston", place=boston)).value
    'city'
    """
    if entity.place is not None:
        return PLACE_LEVELS.get(entity.place.type) if entity.place.country == HOME else Level.FOREIGN
    if entity.level is not None:
        return entity.level
    return next((role.level for role in entity.roles if role.level and role.ends_on is None), None)
