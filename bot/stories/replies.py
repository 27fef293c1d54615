"""The other side: whom a story's claim concerns, and what they said about it, or that nothing was found.

Called by `bot.stories.view`. Reads statements and mentions only; the same rule for every speaker.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from bot.model.article import Article, ArticleId
from bot.model.entity import Entity, EntityId, EntityKind
from bot.model.reading import Reading
from bot.model.statement import Stance, Statement
from bot.model.story import Reply

MOST_CONCERNED = 3
"""Whose reply is looked for: the line stays readable, and behind the third a name is seldom concerned."""

_CONTESTED = re.compile(
    r"\b(?:abus|accus|alleg|attack|bigot|blam|brib|claim|condemn|corrupt|criti[cq]|defi(?:ed|es|ance)|defy|denounc"
    r"|demand|despite|fail|false|fraud|illegal|impeach|liar|lie[sd]?\b|misconduct|mislead|oppos|racis|reject|scandal"
    r"|secretly|slam|sue[sd]?\b|threat|unlawful|violat|wrong)",
    re.IGNORECASE,
)
"""Words of a quarrel: without one, nobody waits for an answer from a private person or a firm."""

_DEATH = re.compile(r"\b(?:dies|died|dead|death of|funeral|mourn\w*|obituary|tributes?)\b", re.IGNORECASE)
"""Headlines of stories about somebody who can no longer answer; the roster knows of few deaths."""


def main_speaker(statements: Iterable[Statement]) -> EntityId | None:
    """Whose claim the story is about: the linked speaker whom most articles quote, then the earliest.

    Denials and refusals to speak are answers, not claims. None where nobody linked said anything.
    """
    articles: dict[EntityId, set[ArticleId]] = {}
    for statement in statements:
        if statement.speaker and statement.stance is Stance.SAID and statement.words:
            articles.setdefault(statement.speaker, set()).add(statement.article_id)
    return max(articles, key=lambda speaker: len(articles[speaker]), default=None)


def concerned_by(
    articles: Sequence[Article], readings: Mapping[ArticleId, Reading], entities: Mapping[EntityId, Entity]
) -> tuple[EntityId, ...]:
    """Whom the main speaker's claim is about: people and public bodies named inside the words.

    Office-holders and public bodies count wherever they are named in them. Anybody else counts only in a
    quarrel, and only when a headline names them: who is to attend a ceremony owes no reply.

    Args:
        articles: The story's, in order of publication.
        readings: What was found in them.
        entities: At least those mentioned.

    Returns:
        The most often named first, at most `MOST_CONCERNED`; the speaker and the speaker's own bodies are
        left out. Empty where nobody linked claims anything.
    """
    read = [readings[article.id] for article in articles if article.id in readings]
    speaker = main_speaker(statement for reading in read for statement in reading.statements)
    if speaker is None:
        return ()
    own = {speaker, *_own_bodies(entities.get(speaker))}
    counts: Counter[EntityId] = Counter()
    for reading in read:
        inside = {
            entity_id
            for statement in reading.statements
            if statement.speaker == speaker
            for entity_id in _named_in(statement, reading)
        }
        counts.update(e for e in inside if e not in own and _can_answer(entities.get(e), own))
    on_top = _in_headlines(read)
    mourned = on_top if any(_DEATH.search(article.title) for article in articles) else frozenset()
    asked = on_top if _is_quarrel(articles, read, speaker) else frozenset()
    ranked = [
        entities[entity_id]
        for entity_id in sorted(counts, key=lambda entity_id: (-counts[entity_id], entity_id))
        if _is_listed(entities[entity_id])
        or (entity_id not in mourned and _is_public(entities[entity_id], asked))
    ]
    return tuple(entity.id for entity in _distinct(ranked)[:MOST_CONCERNED])


def reply_of(
    concerned: Sequence[EntityId],
    statements: Iterable[tuple[datetime, Statement]],
    *,
    feeds: int,
    since_at: datetime | None,
) -> Reply:
    """What the people concerned said, oldest first, each wording once.

    Args:
        concerned: As `concerned_by` gives them.
        statements: Of the story, and of related stories where the caller has them, with times of publication.
        feeds: In how many feeds it was looked for.
        since_at: From when on.
    """
    found: dict[tuple[EntityId | None, str], tuple[datetime, Statement]] = {}
    for at, statement in sorted(statements, key=lambda pair: (pair[0], pair[1].id)):
        if statement.speaker in concerned and (statement.words or statement.stance is not Stance.SAID):
            found.setdefault((statement.speaker, statement.words.casefold()), (at, statement))
    return Reply(
        concerned=tuple(concerned),
        statements=tuple(statement for _, statement in found.values()),
        feeds=feeds,
        since_at=since_at,
    )


def _own_bodies(entity: Entity | None) -> set[EntityId]:
    if entity is None:
        return set()
    return {role.org for role in entity.roles if role.org} | ({entity.parent} if entity.parent else set())


def _named_in(statement: Statement, reading: Reading) -> Iterable[EntityId]:
    for mention in reading.mentions:
        is_inside = mention.field == statement.field and any(
            start <= mention.start and mention.end <= end for start, end in statement.content
        )
        if is_inside and mention.entity_id:
            yield mention.entity_id


def _can_answer(entity: Entity | None, own: set[EntityId]) -> bool:
    """Whether it is somebody who could reply: a person alive, or a body that is no part of the speaker's."""
    if entity is None or entity.kind is EntityKind.PLACE or entity.deceased:
        return False
    return entity.parent not in own


def _is_listed(entity: Entity) -> bool:
    return entity.listed or entity.level is not None


def _is_public(entity: Entity, asked: Collection[EntityId]) -> bool:
    return bool(entity.roles) or entity.id in asked


def _in_headlines(read: Iterable[Reading]) -> frozenset[EntityId]:
    return frozenset(m.entity_id for r in read for m in r.mentions if m.field == "title" and m.entity_id)


def _is_quarrel(articles: Iterable[Article], read: Iterable[Reading], speaker: EntityId) -> bool:
    """Whether somebody is contradicted or accused, in a headline or in the speaker's words."""
    titles = (article.title for article in articles)
    said = (s.words for reading in read for s in reading.statements if s.speaker == speaker)
    return any(_CONTESTED.search(text) for text in (*titles, *said))


def _distinct(ranked: Iterable[Entity]) -> list[Entity]:
    """Each body once: "House" says nothing beside "House of Representatives"."""
    kept: list[Entity] = []
    for entity in ranked:
        words = set(entity.name.casefold().split())
        twin = next((k for k in kept if _is_part(words, set(k.name.casefold().split()))), None)
        if twin is None:
            kept.append(entity)
        elif len(words) > len(twin.name.split()):
            kept[kept.index(twin)] = entity
    return kept


def _is_part(one: set[str], other: set[str]) -> bool:
    return one <= other or other <= one
