"""Readings: what was found in articles, and the questions that are answered from it.

``tx.readings`` of a transaction; called by ingest and answer. One row an article holds the reading, one
row a subject makes it findable by entity, topic and time; statements and titles have rows of their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select

from bot.model.article import ArticleId
from bot.model.entity import Entity, EntityId
from bot.model.reading import Reading, RoleSeen, TopicScore
from bot.model.statement import Statement
from bot.storage.codec import dumps, from_json, from_json_of, to_json, to_json_of
from bot.storage.entities import Entities, intern
from bot.storage.queues import note_read
from bot.storage.reading_codec import (
    named_kinds,
    pack_mentions,
    packed_subjects,
    subject_kinds,
    unpack_mentions,
)
from bot.storage.reading_versions import version_n
from bot.storage.schema import (
    about,
    articles,
    bodies,
    reading_versions,
    readings,
    roles_seen,
    statements,
    subjects,
)
from bot.storage.sql import among, chunks, ids_of, insert

Mark = tuple[object, ...]

_TABLES = (about, roles_seen, statements, readings)


class Readings:
    """The readings of all articles."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def save(self, found: Iterable[Reading]) -> None:
        """Write readings in place of the articles' former ones; those of unknown articles are dropped."""
        batch = {reading.article_id: reading for reading in found}
        known = self._articles(batch)
        # In the order in which articles came: every index on them then grows at its end, in full pages.
        todo = sorted(((known[i], r) for i, r in batch.items() if i in known), key=lambda one: one[0].n)
        self._clear([row.n for row, _ in todo])
        kinds: dict[str, str] = {}
        for _, reading in todo:
            kinds |= {**named_kinds(reading), **subject_kinds(reading)}
        keys = intern(self._conn, kinds)
        Entities(self._conn).meet(entity for _, reading in todo for entity in reading.entities)
        versions = self._versions(reading for _, reading in todo)
        rows = [_reading_row(row.n, versions[reading.version], reading, keys) for row, reading in todo]
        insert(self._conn, readings, rows)
        insert(self._conn, about, [r for row, reading in todo for r in _about_rows(row, reading, keys)])
        insert(self._conn, roles_seen, [r for row, reading in todo for r in _role_rows(row.n, reading, keys)])
        insert(
            self._conn, statements, [r for row, reading in todo for r in _statement_rows(row, reading, keys)]
        )
        note_read(self._conn, (row.n for row, _ in todo))

    def by_articles(self, ids: Iterable[ArticleId]) -> dict[ArticleId, Reading]:
        """The readings of these articles; unread ones are left out."""
        rows: list[Any] = []
        for part in chunks(sorted(set(ids))):
            query = select(readings, articles.c.id, reading_versions.c.version)
            query = query.join(articles, articles.c.n == readings.c.article_n)
            query = query.join(reading_versions, reading_versions.c.n == readings.c.version_n)
            rows += self._conn.execute(query.where(among(self._conn, articles.c.id, part))).all()
        said = self._statements([row.article_n for row in rows])
        met = {row.article_n: _met(row.rest) for row in rows}
        named = {n for row in rows for n in packed_subjects(row.mentions)}
        names = ids_of(self._conn, subjects, named.union(*met.values()))
        known = Entities(self._conn).by_ids(
            EntityId(names[n]) for ns in met.values() for n in ns if n in names
        )
        return {
            ArticleId(row.id): _reading(
                row,
                names,
                [known[EntityId(names[n])] for n in met[row.article_n] if names.get(n) in known],
                said.get(row.article_n, ()),
            )
            for row in rows
        }

    def marks(self, ids: Iterable[ArticleId]) -> dict[ArticleId, Mark]:
        """A value for each stored article that differs when its wording or what it mentions does.

        Far cheaper than loading them.
        """
        columns = (
            articles.c.id, articles.c.content_sha256, articles.c.published_at, articles.c.place,
            bodies.c.article_n.is_not(None), readings.c.mentions,
        )  # fmt: skip
        query = select(*columns).outerjoin(bodies, bodies.c.article_n == articles.c.n)
        query = query.outerjoin(readings, readings.c.article_n == articles.c.n)
        found: dict[ArticleId, Mark] = {}
        for part in chunks(sorted(set(ids))):
            rows = self._conn.execute(query.where(among(self._conn, articles.c.id, part)))
            found.update((ArticleId(row[0]), tuple(row[1:])) for row in rows)
        return found

    def _articles(self, ids: Iterable[ArticleId]) -> dict[ArticleId, Any]:
        found: dict[ArticleId, Any] = {}
        columns = (articles.c.id, articles.c.n, articles.c.published_at, articles.c.is_private)
        for part in chunks(sorted(set(ids))):
            rows = self._conn.execute(select(*columns).where(among(self._conn, articles.c.id, part)))
            found.update((ArticleId(row.id), row) for row in rows)
        return found

    def _clear(self, ns: Sequence[int]) -> None:
        for part in chunks(ns):
            read = select(readings.c.article_n).where(among(self._conn, readings.c.article_n, part))
            before = list(self._conn.execute(read).scalars())
            for table in _TABLES if before else ():
                self._conn.execute(delete(table).where(among(self._conn, table.c.article_n, before)))

    def _versions(self, batch: Iterable[Reading]) -> dict[str, int]:
        return {version: version_n(self._conn, version) for version in sorted({r.version for r in batch})}

    def _statements(self, ns: Sequence[int]) -> dict[int, list[Statement]]:
        found: dict[int, list[Statement]] = {}
        for part in chunks(ns):
            query = select(statements.c.article_n, statements.c.data).where(
                among(self._conn, statements.c.article_n, part)
            )
            for n, data in self._conn.execute(query.order_by(statements.c.article_n, statements.c.position)):
                found.setdefault(n, []).append(from_json(Statement, data))
        return found


def _met(rest: str) -> list[int]:
    return list(json.loads(rest)["met"]) if rest else []


def _reading_row(n: int, version: int, reading: Reading, keys: Mapping[str, int]) -> dict[str, Any]:
    met = [keys[e.id] for e in reading.entities if e.id in keys]
    rest = {"met": met, "roles": to_json_of(tuple[RoleSeen, ...], reading.roles)}
    return {
        "article_n": n,
        "version_n": version,
        "mentions": pack_mentions(reading.mentions, keys),
        "topics": to_json_of(tuple[TopicScore, ...], reading.topics) if reading.topics else "",
        "rest": dumps(rest) if met or reading.roles else "",
    }


def _about_rows(article: Any, reading: Reading, keys: Mapping[str, int]) -> list[dict[str, Any]]:
    base = {"article_n": article.n, "published_at": article.published_at, "is_private": article.is_private}
    return [{**base, "subject_n": keys[i]} for i in subject_kinds(reading)]


def _role_rows(n: int, reading: Reading, keys: Mapping[str, int]) -> list[dict[str, Any]]:
    known = [role for role in reading.roles if role.entity_id in keys]
    return [
        {
            "article_n": n,
            "position": i,
            "subject_n": keys[role.entity_id],
            "title": role.title,
            "seen_on": role.seen_on,
        }
        for i, role in enumerate(known)
    ]


def _statement_rows(article: Any, reading: Reading, keys: Mapping[str, int]) -> list[dict[str, Any]]:
    base = {"article_n": article.n, "published_at": article.published_at}
    return [
        {**base, "position": i, "speaker_n": keys.get(said.speaker or ""), "data": to_json(said)}
        for i, said in enumerate(reading.statements)
    ]


def _reading(row: Any, names: Mapping[int, str], met: Sequence[Entity], said: Sequence[Statement]) -> Reading:
    rest = json.loads(row.rest) if row.rest else {"roles": ""}
    return Reading(
        article_id=ArticleId(row.id),
        version=row.version,
        mentions=unpack_mentions(row.mentions, names),
        entities=tuple(met),
        roles=from_json_of(tuple[RoleSeen, ...], rest["roles"]),
        topics=from_json_of(tuple[TopicScore, ...], row.topics),
        statements=tuple(said),
    )
