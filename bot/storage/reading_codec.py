"""A reading as it lies in its row: mentions as short lists, subjects as their integer keys.

Used by `bot.storage.readings`. Pure; the keys are handed in. Five mentions take about 200 bytes this way
and a quarter of the time of five rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.model.entity import EntityId, EntityKind, Field, Mention
from bot.model.reading import Reading
from bot.storage.codec import dumps
from bot.storage.entities import LOCAL, TOPIC, topic_subject

_FIELDS: tuple[Field, ...] = ("title", "summary", "text")
_KINDS = (EntityKind.PERSON, EntityKind.PLACE, EntityKind.ORG)
_DEMONYM, _WEAK = 1, 2


def subject_kinds(reading: Reading) -> dict[str, str]:
    """Kind by id of everything that the reading is about, local names left out.

    >>> from bot.model.article import ArticleId
    >>> from bot.model.reading import TopicScore
    >>> topics = (TopicScore(slug="x", score=1),)
    >>> subject_kinds(Reading(article_id=ArticleId("a"), version="v", topics=topics))
    {'topic:x': 'topic'}
    """
    found: dict[str, str] = {topic_subject(t.slug): TOPIC for t in reading.topics}
    found.update((m.entity_id, m.kind.value) for m in reading.mentions if m.entity_id)
    return {i: kind for i, kind in found.items() if not i.startswith(LOCAL)}


def named_kinds(reading: Reading) -> dict[str, str]:
    """Kind by id of all further subjects that a row refers to: entities met, holders of titles, speakers."""
    people = [r.entity_id for r in reading.roles] + [s.speaker for s in reading.statements if s.speaker]
    found: dict[str, str] = dict.fromkeys(people, EntityKind.PERSON.value)
    found.update((e.id, e.kind.value) for e in reading.entities)
    return {i: kind for i, kind in found.items() if not i.startswith(LOCAL)}


def pack_mentions(mentions: tuple[Mention, ...], keys: Mapping[str, int]) -> str:
    """Mentions as JSON: ``[field, start, end, text, kind, subject, flags, score]``, default ends cut off.

    >>> ice = Mention(field="title", start=0, end=3, text="ICE", kind=EntityKind.ORG)
    >>> pack_mentions((ice,), {})
    '[[0,0,3,"ICE",2,null]]'
    """
    return dumps([_pack(m, keys) for m in mentions]) if mentions else ""


def unpack_mentions(packed: str, ids: Mapping[int, str]) -> tuple[Mention, ...]:
    """What `pack_mentions` packed.

    >>> unpack_mentions('[[0,0,3,"ICE",2,7]]', {7: "org:ice"})[0].entity_id
    'org:ice'
    """
    return tuple(_unpack(row, ids) for row in json.loads(packed)) if packed else ()


def packed_subjects(packed: str) -> set[int]:
    """The integer keys that packed mentions refer to.

    >>> packed_subjects('[[0,0,3,"ICE",2,7]]')
    {7}
    """
    return {row[5] for row in json.loads(packed) if isinstance(row[5], int)} if packed else set()


def _pack(mention: Mention, keys: Mapping[str, int]) -> list[Any]:
    subject = keys.get(mention.entity_id, mention.entity_id) if mention.entity_id else None
    row = [
        _FIELDS.index(mention.field),
        mention.start,
        mention.end,
        mention.text,
        _KINDS.index(mention.kind),
        subject,
    ]
    flags = _DEMONYM * mention.demonym + _WEAK * mention.weak
    if mention.score != 1.0:
        return [*row, flags, mention.score]
    return [*row, flags] if flags else row


def _unpack(row: list[Any], ids: Mapping[int, str]) -> Mention:
    field, start, end, text, kind, subject = row[:6]
    flags = row[6] if len(row) > 6 else 0  # noqa: PLR2004 - place in the list
    score = row[7] if len(row) > 7 else 1.0  # noqa: PLR2004 - as above
    entity_id = ids.get(subject) if isinstance(subject, int) else subject
    return Mention(
        field=_FIELDS[field],
        start=start,
        end=end,
        text=text,
        kind=_KINDS[kind],
        entity_id=EntityId(entity_id) if entity_id else None,
        demonym=bool(flags & _DEMONYM),
        weak=bool(flags & _WEAK),
        score=float(score),
    )
