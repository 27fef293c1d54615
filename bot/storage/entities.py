"""Entities that were met: their small integer keys, and what is known of them.

``tx.entities`` of a transaction; called by ingest and answer. Topics are subjects of articles like
entities are, under the id ``topic:<slug>``, so that one index answers for both. Local names
(``local:…``) never get here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from bot.errors import NotFoundError
from bot.model.entity import Entity, EntityId, EntityKind
from bot.storage.codec import from_json, to_json
from bot.storage.schema import subjects
from bot.storage.sql import chunks, insert_new, numbers, upsert

TOPIC = "topic"
LOCAL = "local:"


def topic_subject(slug: str) -> str:
    """The subject id of a topic.

    >>> topic_subject("housing")
    'topic:housing'
    """
    return f"{TOPIC}:{slug}"


def intern(conn: Connection, kinds: Mapping[str, str]) -> dict[str, int]:
    """The integer key of each subject id, made where it is missing.

    Args:
        conn: The connection of a writing transaction.
        kinds: Kind by subject id, for those that are new.
    """
    found = numbers(conn, subjects, kinds, hold=True)
    missing = sorted(kinds.keys() - found.keys())
    insert_new(conn, subjects, [{"id": i, "kind": kinds[i], "name": "", "data": ""} for i in missing])
    return {**found, **numbers(conn, subjects, missing, hold=True)}


class Entities:
    """The entities that articles mention."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def save(self, entities: Iterable[Entity]) -> None:
        """Write entities as they are, over what was known of them (roster, agencies, gazetteer)."""
        upsert(self._conn, subjects, [_row(e) for e in sorted(entities, key=lambda e: e.id)], ["id"])

    def meet(self, entities: Iterable[Entity]) -> None:
        """Write entities met in text: new ones whole, known unlisted ones get their new aliases."""
        met: dict[EntityId, Entity] = {}
        for entity in entities:
            if not entity.id.startswith(LOCAL):
                met[entity.id] = _merged(met.get(entity.id), entity)
        known = self.by_ids(met, hold=True)  # another reader may be giving them aliases at this moment
        self.save(
            merged
            for entity in met.values()
            if (merged := _merged(known.get(entity.id), entity)) != known.get(entity.id)
        )

    def get(self, entity_id: EntityId) -> Entity:
        """The entity with this id.

        Raises:
            NotFoundError: If nothing more than its id, if that, is stored.
        """
        found = self.find(entity_id)
        if found is None:
            raise NotFoundError(f"Nothing is stored about {entity_id}.", entity=entity_id)
        return found

    def find(self, entity_id: EntityId) -> Entity | None:
        """The entity with this id; None also where only its id is stored."""
        return self.by_ids([entity_id]).get(entity_id)

    def by_ids(self, ids: Iterable[EntityId], *, hold: bool = False) -> dict[EntityId, Entity]:
        """The entities with these ids; those known only by their id are left out.

        With `hold` nobody else writes them before the commit.
        """
        found: dict[EntityId, Entity] = {}
        for part in chunks(sorted(set(ids))):
            query = select(subjects).where(subjects.c.id.in_(part), subjects.c.name != "")
            if hold:  # in one order, so that two holders never wait for each other
                query = query.order_by(subjects.c.id).with_for_update(key_share=True)
            for row in self._conn.execute(query):
                entity = _entity(row.id, row.kind, row.name, row.data)
                found[entity.id] = entity
        return found


def _row(entity: Entity) -> dict[str, str]:
    plain = Entity(id=entity.id, kind=entity.kind, name=entity.name)
    data = "" if entity == plain else to_json(entity)
    return {"id": entity.id, "kind": entity.kind.value, "name": entity.name, "data": data}


def _entity(entity_id: str, kind: str, name: str, data: str) -> Entity:
    if data:
        return from_json(Entity, data)
    return Entity(id=EntityId(entity_id), kind=EntityKind(kind), name=name)


def _merged(known: Entity | None, met: Entity) -> Entity:
    """What two readers leave of an entity that both met: the same, whoever comes first."""
    if known is None or known.listed:
        return known or met
    if met.listed:
        return met
    aliases = tuple(sorted({*known.aliases, *met.aliases}))
    return dataclasses.replace(min(known, met, key=_spelling), aliases=aliases)


def _spelling(entity: Entity) -> tuple[object, ...]:
    """Of spellings that give one id the fullest is least: with accents and dots, and not in capitals."""
    name = entity.name
    shouted = " " in name and name.isupper()
    return shouted, name.isascii(), -len(name), name, repr(dataclasses.replace(entity, aliases=()))
