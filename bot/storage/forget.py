"""Forgetting a page or a person, in every table at once.

``tx.forget`` of a transaction; called by curate, which then edits the posted cards that it is told of.
What is forgotten does not come back: a page's keys are remembered, a person's correction is respected
by the linker.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, delete, exists, func, or_, select, update

from bot.model.article import ArticleId
from bot.model.digest import DeliveryId
from bot.model.entity import EntityId
from bot.model.reading import Reading
from bot.model.story import StoryId, StoryView
from bot.model.workspace import WorkspaceId
from bot.storage.codec import from_json, to_json
from bot.storage.entities import Entities
from bot.storage.keep import delete_articles, remember_keys
from bot.storage.private import visible_articles
from bot.storage.readings import Readings
from bot.storage.schema import (
    about,
    article_versions,
    articles,
    statements,
    stories,
    story_articles,
    subjects,
    views,
)
from bot.storage.sql import chunks
from bot.storage.team_schema import deliveries, follows
from bot.storage.traces import blank_labels, blank_notes, drop_mix_ups, messages_naming
from bot.storage.unlink import view_without_article, view_without_person, without_person
from bot.storage.views import Views


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What a forgetting touched.

    Attributes:
        articles: Articles deleted, or unlinked from the person, sorted.
        stories: Stories that they belong to, sorted.
        deliveries: Messages that show these stories and whose stored payload was blanked, sorted.
    """

    articles: tuple[ArticleId, ...] = ()
    stories: tuple[StoryId, ...] = ()
    deliveries: tuple[DeliveryId, ...] = ()


class Forget:
    """Each method works in one transaction, however much hangs on what is forgotten."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def url(self, url: str) -> Forgotten:
        """Delete the articles with this address, present or former, and keep them from coming back."""
        found = self._at(url)
        gone, named = frozenset(found.values()), self._named_only_in(list(found))
        touched = self._scrub(
            list(found), lambda view: view_without_article(view, gone, named), self.messages_with_url(url)
        )
        remember_keys(self._conn, list(found), at=None)
        delete_articles(self._conn, list(found))
        blank_labels(self._conn, touched.stories)
        blank_notes(self._conn, [url])
        return dataclasses.replace(touched, articles=tuple(sorted(gone)))

    def person(self, entity_id: EntityId) -> Forgotten:
        """Unlink a person everywhere: mentions stay as unnamed spans, statements and titles go.

        The articles keep their text as published; nothing finds them by this person any more.
        """
        found = self._about(entity_id)
        names = self._names(entity_id)
        touched = self._scrub(
            list(found), lambda view: view_without_person(view, entity_id), self._messages(found)
        )
        self._unlink(found.values(), entity_id)
        blank_labels(self._conn, touched.stories, names)
        blank_notes(self._conn, [entity_id, *names])
        drop_mix_ups(self._conn, entity_id)
        self._conn.execute(
            delete(follows).where(follows.c.target_kind == "entity", follows.c.target == entity_id)
        )
        self._conn.execute(delete(subjects).where(subjects.c.id == entity_id))
        return dataclasses.replace(touched, articles=tuple(sorted(found.values())))

    def is_private(self, url: str, workspace: WorkspaceId) -> bool:
        """Whether only this workspace's own feeds carry the articles with an address; False without any."""
        found = self._at(url)
        if not found:
            return False
        others = (
            articles.c.n.in_(list(found)),
            ~visible_articles(workspace) | articles.c.is_private.is_(False),
        )
        return self._conn.execute(select(articles.c.n).where(*others).limit(1)).first() is None

    def messages_with_url(self, url: str) -> tuple[DeliveryId, ...]:
        """The messages that forgetting an address would touch, sorted; nothing is forgotten."""
        found = self._at(url)
        came = self._conn.execute(select(func.min(articles.c.first_seen_at)).where(articles.c.n.in_(found)))
        since = came.scalar()
        linking = messages_naming(self._conn, [url], since=since) if since else ()
        return tuple(sorted({*self._messages(found), *linking}))

    def messages_with_person(self, entity_id: EntityId) -> tuple[DeliveryId, ...]:
        """The messages that forgetting a person would touch, sorted; nothing is forgotten."""
        return self._messages(self._about(entity_id))

    def _at(self, url: str) -> dict[int, ArticleId]:
        """The articles with this address, present or former."""
        former = select(article_versions.c.article_n).where(article_versions.c.url == url)
        return self._found(or_(articles.c.url == url, articles.c.n.in_(former)))

    def _about(self, entity_id: EntityId) -> dict[int, ArticleId]:
        """The articles in which an entity is named or speaks."""
        key = select(subjects.c.n).where(subjects.c.id == entity_id).scalar_subquery()
        named = select(about.c.article_n).where(about.c.subject_n == key)
        said = select(statements.c.article_n).where(statements.c.speaker_n == key)
        return self._found(or_(articles.c.n.in_(named), articles.c.n.in_(said)))

    def _names(self, entity_id: EntityId) -> tuple[str, ...]:
        """What a person is called, as far as that is stored."""
        known = Entities(self._conn).find(entity_id)
        return (known.name, *known.aliases) if known else ()

    def _named_only_in(self, ns: Sequence[int]) -> frozenset[EntityId]:
        """Who is named in these articles and in no other."""
        other = about.alias()
        elsewhere = exists(
            select(other.c.subject_n).where(
                other.c.subject_n == about.c.subject_n, other.c.article_n.not_in(ns)
            )
        )
        query = select(subjects.c.id).join(about, about.c.subject_n == subjects.c.n)
        rows = self._conn.execute(query.where(about.c.article_n.in_(ns), ~elsewhere).distinct())
        return frozenset(EntityId(i) for i in rows.scalars())

    def _found(self, condition: ColumnElement[bool]) -> dict[int, ArticleId]:
        rows = self._conn.execute(select(articles.c.n, articles.c.id).where(condition))
        return {row.n: ArticleId(row.id) for row in rows}

    def _messages(self, ns: Iterable[int]) -> tuple[DeliveryId, ...]:
        return Views(self._conn).showing(self._stories(ns).values())

    def _stories(self, ns: Iterable[int]) -> dict[int, StoryId]:
        """The stories that hold or held these articles."""
        found: dict[int, StoryId] = {}
        for part in chunks(ns):
            member = select(story_articles.c.story_n).where(story_articles.c.article_n.in_(part))
            rows = self._conn.execute(select(stories.c.n, stories.c.id).where(stories.c.n.in_(member)))
            found.update((row.n, StoryId(row.id)) for row in rows)
        return found

    def _unlink(self, ids: Iterable[ArticleId], entity_id: EntityId) -> None:
        readings = Readings(self._conn)
        for part in chunks(sorted(ids)):
            readings.save(without_person(r, entity_id) for r in readings.by_articles(part).values())
            old = (
                select(article_versions)
                .join(articles)
                .where(articles.c.id.in_(part), article_versions.c.reading != "")
            )
            for row in self._conn.execute(old).all():
                reading = to_json(without_person(from_json(Reading, row.reading), entity_id))
                same = (
                    article_versions.c.article_n == row.article_n,
                    article_versions.c.replaced_at == row.replaced_at,
                )
                self._conn.execute(update(article_versions).where(*same).values(reading=reading))

    def _scrub(
        self,
        ns: Sequence[int],
        clean: Callable[[StoryView], StoryView],
        messages: tuple[DeliveryId, ...],
    ) -> Forgotten:
        """Clean the stored views of these articles' stories and blank the payloads of the messages."""
        found = self._stories(ns)
        for part in chunks(found):
            stored = select(views.c.n, views.c.data).where(views.c.story_n.in_(part))
            for row in self._conn.execute(stored).all():
                data = to_json(clean(from_json(StoryView, row.data)))
                self._conn.execute(update(views).where(views.c.n == row.n).values(data=data))
        for names in chunks(messages):
            self._conn.execute(update(deliveries).where(deliveries.c.id.in_(names)).values(payload=""))
        return Forgotten(stories=tuple(sorted(found.values())), deliveries=messages)
