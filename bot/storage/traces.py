"""Words about a page or a person that stand apart from what is stored of them: labels, notes, payloads.

Used by `bot.storage.forget`. Looks whole tables through, which a forgetting may: it is rare, and nothing else
would find a headline in the label of somebody's follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Column, ColumnElement, Connection, delete, false, or_, select, update

from bot.model.digest import DeliveryId
from bot.model.story import StoryId
from bot.model.workspace import CorrectionKind
from bot.storage.codec import from_json_of
from bot.storage.sql import chunks
from bot.storage.team_schema import audit, corrections, deliveries, follows

_GONE = "(forgotten)"


def blank_notes(conn: Connection, words: Sequence[str]) -> None:
    """Blank what the audit says of any of these: addresses, ids, names."""
    for column in (audit.c.subject, audit.c.detail):
        conn.execute(update(audit).where(_names(column, words)).values({column.name: _GONE}))


def blank_labels(conn: Connection, ids: Iterable[StoryId], words: Sequence[str] | None = None) -> None:
    """Blank the headlines by which people follow stories; with `words`, only those that hold one of them."""
    for part in chunks(ids):
        query = update(follows).where(follows.c.target_kind == "story", follows.c.target.in_(part))
        if words is not None:
            query = query.where(_names(follows.c.label, words))
        conn.execute(query.values(label=_GONE))


def drop_mix_ups(conn: Connection, entity_id: str) -> None:
    """Drop the corrections that say which names do not mean somebody: nothing means that person any more."""
    query = select(corrections.c.id, corrections.c.objects)
    query = query.where(corrections.c.kind == CorrectionKind.NOT_THIS_PERSON.value)
    rows = conn.execute(query.where(corrections.c.objects.contains(entity_id, autoescape=True))).all()
    mixed = [row.id for row in rows if from_json_of(tuple[str, ...], row.objects)[:1] == (entity_id,)]
    conn.execute(delete(corrections).where(corrections.c.id.in_(mixed)))


def messages_naming(conn: Connection, words: Sequence[str], *, since: datetime) -> tuple[DeliveryId, ...]:
    """The messages due from then on whose stored payload holds any of these, sorted."""
    query = select(deliveries.c.id).where(deliveries.c.due_at >= since, _names(deliveries.c.payload, words))
    return tuple(sorted(DeliveryId(i) for i in conn.execute(query).scalars()))


def _names(column: Column[str], words: Sequence[str]) -> ColumnElement[bool]:
    """Whether a column holds any of the words; of a person whose names are not stored there are none."""
    return or_(false(), *(column.contains(word, autoescape=True) for word in words))
