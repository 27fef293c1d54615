"""Stories and who belongs to them, now and on any past day.

``tx.stories`` of a transaction; called by ingest, publish, answer and curate. An article belongs to at
most one story at a time; memberships are ended, never deleted, so that a digest can be replayed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, or_, select, tuple_, update

from bot.errors import NotFoundError
from bot.model.article import ArticleId
from bot.model.story import Story, StoryId
from bot.storage.queues import note_grouped
from bot.storage.rows import Mapper
from bot.storage.schema import articles, stories, story_articles
from bot.storage.sql import among, between, chunks, insert, numbers, upsert

_STORY = Mapper(Story, stories)
_MOST_AT_ONCE = 5_000  # keys in one statement: a lookup of a well-known name comes with two thousand
_MERGE_STEPS = 50
"""Longest chain of merges that is followed; each step takes a person or a re-clustering."""


_MEMBER = (story_articles.c.story_n, story_articles.c.joined_at, articles.c.id, articles.c.published_at)


class Stories:
    """The stories of all workspaces.

    Args:
        conn: Of a transaction.
        met: Integer keys of articles that the transaction came across.
    """

    def __init__(self, conn: Connection, met: Mapping[ArticleId, int] | None = None) -> None:
        self._conn = conn
        self._met = {} if met is None else met

    def save(self, changed: Iterable[Story], *, at: datetime) -> None:
        """Write stories with exactly these members.

        Articles that another story had leave it at `at`; articles that leave a story without joining
        another are ungrouped again. Unknown articles are passed over.
        """
        batch = sorted(changed, key=lambda s: s.id)
        self._write(batch, at)
        story_ns = numbers(self._conn, stories, (s.id for s in batch))
        article_ns = numbers(self._conn, articles, (a for s in batch for a in s.article_ids))
        wanted = {
            article_ns[a]: story_ns[s.id]
            for s in batch
            if not s.merged_into
            for a in s.article_ids
            if a in article_ns
        }
        current = self._current(story_ns.values(), wanted)
        left = [(story, article) for article, story in current.items() if wanted.get(article) != story]
        self._leave(left, at)
        joined = [(story, article) for article, story in wanted.items() if current.get(article) != story]
        self._join(joined, at)
        alone = {article for _, article in left} - wanted.keys()
        note_grouped(self._conn, joined=wanted, left=alone)

    def get(self, story_id: StoryId) -> Story:
        """The story with this id, merged or not.

        Raises:
            NotFoundError: If there is none.
        """
        found = self.find(story_id)
        if found is None:
            raise NotFoundError(f"There is no story {story_id}.", story=story_id)
        return found

    def find(self, story_id: StoryId) -> Story | None:
        """The story with this id, merged or not."""
        return self.by_ids([story_id]).get(story_id)

    def follow(self, story_id: StoryId) -> Story | None:
        """The story that carries on under this id: itself, or what it was merged into, as often as it was."""
        story = self.find(story_id)
        for _ in range(_MERGE_STEPS):
            if story is None or story.merged_into is None:
                break
            story = self.find(story.merged_into)
        return story

    def by_ids(self, ids: Iterable[StoryId]) -> dict[StoryId, Story]:
        """The stories with these ids and their present members."""
        found: list[Story] = []
        for part in chunks(sorted(set(ids))):
            found += self._load(_select().where(among(self._conn, stories.c.id, part)))
        return {story.id: story for story in found}

    def open_since(self, since: datetime, *, region: str | None = None) -> tuple[Story, ...]:
        """Stories with an article published since then, by first article, then id; no merged ones."""
        query = _select().where(stories.c.last_at >= since, stories.c.merged_into.is_(None))
        if region is not None:
            query = query.where(stories.c.region == region)
        return self._load(query.order_by(stories.c.first_at, stories.c.id))

    def updated_between(self, since: datetime, until: datetime) -> tuple[Story, ...]:
        """Stories whose articles changed in a half-open window, by id; no merged ones."""
        query = _select().where(*between(stories.c.updated_at, since, until), stories.c.merged_into.is_(None))
        return self._load(query.order_by(stories.c.id))

    def of_articles(self, ids: Iterable[ArticleId]) -> dict[ArticleId, StoryId]:
        """The story to which each article belongs; ungrouped ones are left out."""
        wanted = set(ids)
        keys = {self._met[i]: i for i in wanted if i in self._met}
        unmet = numbers(self._conn, articles, wanted - self._met.keys())
        keys.update((n, ArticleId(i)) for i, n in unmet.items())
        found: dict[ArticleId, StoryId] = {}
        for part in chunks(sorted(keys), _MOST_AT_ONCE):
            query = select(story_articles.c.article_n, stories.c.id)
            query = query.join(stories, stories.c.n == story_articles.c.story_n)
            held = among(self._conn, story_articles.c.article_n, part), story_articles.c.left_at.is_(None)
            rows = self._conn.execute(query.where(*held)).all()
            found.update((keys[n], StoryId(story)) for n, story in rows)
        return found

    def as_of(self, at: datetime, *, since: datetime) -> tuple[Story, ...]:
        """The stories as they stood at an instant, with the members they had then; by id.

        Args:
            at: The instant, such as a digest's cut-off.
            since: Only stories with a member first seen or published since then.
        """
        fresh = or_(articles.c.first_seen_at >= since, articles.c.published_at >= since)
        member = select(story_articles.c.story_n).join(articles, articles.c.n == story_articles.c.article_n)
        member = member.where(_held(at), fresh, articles.c.first_seen_at <= at)
        unmerged = or_(stories.c.merged_at.is_(None), stories.c.merged_at > at)
        query = _select().where(stories.c.n.in_(member), unmerged, stories.c.created_at <= at)
        return self._load(query.order_by(stories.c.id), at=at)

    def _write(self, batch: Sequence[Story], at: datetime) -> None:
        known = self.by_ids(s.id for s in batch)
        rows = [_STORY.row(s) | {"created_at": at} for s in batch]
        fresh = [row for row in rows if row["id"] not in known]
        fresh.sort(key=lambda row: (row["first_at"], row["id"]))  # beside their articles in every index
        insert(
            self._conn, stories, [row | {"merged_at": at if row["merged_into"] else None} for row in fresh]
        )
        for row in rows:
            before = known.get(row["id"])
            if before is None:
                continue
            change = {k: v for k, v in row.items() if k not in {"id", "created_at"}}
            if row["merged_into"] != before.merged_into:
                change["merged_at"] = at if row["merged_into"] else None
            self._conn.execute(update(stories).where(stories.c.id == row["id"]).values(change))

    def _current(self, story_ns: Iterable[int], article_ns: Iterable[int]) -> dict[int, int]:
        """Story by article, for all present members of these stories and all these articles."""
        found: dict[int, int] = {}
        for column, ns in ((story_articles.c.story_n, story_ns), (story_articles.c.article_n, article_ns)):
            for part in chunks(sorted(set(ns))):
                query = select(story_articles.c.article_n, story_articles.c.story_n)
                rows = self._conn.execute(
                    query.where(among(self._conn, column, part), story_articles.c.left_at.is_(None))
                )
                found.update((article, story) for article, story in rows)
        return found

    def _leave(self, pairs: Sequence[tuple[int, int]], at: datetime) -> None:
        key = tuple_(story_articles.c.story_n, story_articles.c.article_n)
        for part in chunks(pairs):
            query = update(story_articles).where(key.in_(part), story_articles.c.left_at.is_(None))
            self._conn.execute(query.values(left_at=at))

    def _join(self, pairs: Sequence[tuple[int, int]], at: datetime) -> None:
        # An article that left and comes back at the same instant gets its row of that instant back.
        rows = [{"story_n": s, "article_n": a, "joined_at": at, "left_at": None} for s, a in sorted(pairs)]
        upsert(self._conn, story_articles, rows, ["story_n", "article_n", "joined_at"])

    def _load(self, query: Select[Any], at: datetime | None = None) -> tuple[Story, ...]:
        rows = self._conn.execute(query).all()
        members: dict[int, list[Any]] = {row.n: [] for row in rows}
        for part in chunks(members):
            inner = select(*_MEMBER)
            inner = inner.join(articles, articles.c.n == story_articles.c.article_n)
            held = story_articles.c.left_at.is_(None) if at is None else _held(at)
            inner = inner.where(among(self._conn, story_articles.c.story_n, part), held)
            for row in self._conn.execute(inner.order_by(articles.c.published_at, articles.c.id)):
                members[row.story_n].append(row)
        return tuple(_story(row, members[row.n], at) for row in rows)


def _select() -> Select[Any]:
    return select(*_STORY.columns, stories.c.n)


def _held(at: datetime) -> Any:
    """A membership that lasted at that instant."""
    still = or_(story_articles.c.left_at.is_(None), story_articles.c.left_at > at)
    return and_(story_articles.c.joined_at <= at, still)


def _story(row: Any, members: Sequence[Any], at: datetime | None) -> Story:
    ids = tuple(dict.fromkeys(ArticleId(m.id) for m in members))
    story = _STORY.record(row, article_ids=ids)
    if at is None or not members:
        return story
    return dataclasses.replace(
        story,
        first_at=members[0].published_at,
        last_at=members[-1].published_at,
        updated_at=max(m.joined_at for m in members),
        merged_into=None,
    )
