"""Questions over readings: who and what is in the news, when, beside whom, and who said what.

``tx.coverage`` of a transaction; called by answer and publish. A subject is an entity's id or
``topic:<slug>``. Windows are half-open and count by publication, to the second; what only others' private
feeds carry never counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from sqlalchemy import ColumnElement, Connection, and_, func, select

from bot.model.article import ArticleId
from bot.model.entity import EntityId
from bot.model.statement import Statement
from bot.model.workspace import WorkspaceId
from bot.storage.codec import from_json
from bot.storage.entities import TOPIC
from bot.storage.private import visible_about, visible_articles
from bot.storage.schema import about, articles, roles_seen, statements, subjects
from bot.storage.sql import between, chunks

_SAMPLE = 2000
"""Newest articles over which company is counted: enough for shares, bounded for a name in every article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleSeen:
    """A title met with a name, and where: who has one in two outlets is public.

    Attributes:
        entity_id: Whose title.
        title: As written.
        outlet: Display name of the outlet.
        seen_on: The last day on which that outlet used it.
    """

    entity_id: EntityId
    title: str
    outlet: str
    seen_on: date


class Coverage:
    """Read-only; `bot.storage.readings` keeps what it asks.

    Args:
        conn: Of a transaction.
        met: The integer keys of articles that the transaction came across; what is asked next about an answer
            of thousands needs not look them up again.
    """

    def __init__(self, conn: Connection, met: dict[ArticleId, int] | None = None) -> None:
        self._conn = conn
        self._met = {} if met is None else met

    def articles_about(
        self,
        subject: str,
        since: datetime | None,
        until: datetime | None,
        *,
        workspace: WorkspaceId | None = None,
        limit: int = 1000,
    ) -> tuple[ArticleId, ...]:
        """The newest articles about a subject, newest first."""
        where = and_(*self._window(subject, since, until, workspace))
        newest = select(about.c.article_n, about.c.published_at).where(where)
        newest = newest.order_by(about.c.published_at.desc(), about.c.article_n.desc()).limit(limit)
        part = newest.subquery()
        query = select(articles.c.id, articles.c.n).join(part, part.c.article_n == articles.c.n)
        query = query.order_by(part.c.published_at.desc(), part.c.article_n.desc())
        found = {ArticleId(i): n for i, n in self._conn.execute(query).all()}
        self._met.update(found)
        return tuple(found)

    def counts_between(
        self, subject: str, edges: Sequence[datetime], *, workspace: WorkspaceId | None = None
    ) -> tuple[int, ...]:
        """Articles about a subject between neighbouring edges (ascending), such as local midnights."""
        counts = []
        for since, until in pairwise(edges):  # each count reads the index alone
            query = select(func.count()).where(*self._window(subject, since, until, workspace))
            counts.append(int(self._conn.execute(query).scalar_one()))
        return tuple(counts)

    def company(
        self,
        subject: str,
        since: datetime,
        until: datetime,
        *,
        workspace: WorkspaceId | None = None,
        limit: int = 20,
    ) -> tuple[tuple[str, int], ...]:
        """Other subjects of the same articles with the number they share, most first, then by id.

        Counted over the newest 2,000 articles of the window.
        """
        newest = select(about.c.article_n).where(*self._window(subject, since, until, workspace))
        part = (
            newest.order_by(about.c.published_at.desc(), about.c.article_n.desc()).limit(_SAMPLE).subquery()
        )
        shared = func.count().label("shared")
        query = select(subjects.c.id, shared).join(about, about.c.subject_n == subjects.c.n)
        query = query.join(part, part.c.article_n == about.c.article_n).where(subjects.c.id != subject)
        query = query.group_by(subjects.c.id).order_by(shared.desc(), subjects.c.id).limit(limit)
        return tuple((i, n) for i, n in self._conn.execute(query))

    def entity_counts(
        self, since: datetime, until: datetime, *, workspace: WorkspaceId | None = None
    ) -> dict[EntityId, int]:
        """How many articles of a window mention each entity; the names that a lookup can find."""
        return {EntityId(i): n for i, n in self._counts(since, until, workspace, topics=False).items()}

    def topic_counts(
        self, since: datetime, until: datetime, *, workspace: WorkspaceId | None = None
    ) -> dict[str, int]:
        """How many articles of a window have each topic, by slug."""
        found = self._counts(since, until, workspace, topics=True)
        return {i.removeprefix(f"{TOPIC}:"): n for i, n in found.items()}

    def titles(self, ids: Iterable[EntityId] | None = None) -> tuple[TitleSeen, ...]:
        """Titles met with these names (None: with any), one for each outlet, sorted.

        Only what shared feeds carry counts: a private feed makes nobody public.
        """
        last = func.max(roles_seen.c.seen_on)
        query = select(subjects.c.id, roles_seen.c.title, articles.c.outlet, last)
        query = query.join(roles_seen, roles_seen.c.subject_n == subjects.c.n)
        query = query.join(articles, articles.c.n == roles_seen.c.article_n).where(visible_articles(None))
        query = query.group_by(subjects.c.id, roles_seen.c.title, articles.c.outlet)
        found: list[TitleSeen] = []
        for part in [None] if ids is None else chunks(sorted(set(ids))):
            rows = self._conn.execute(query if part is None else query.where(subjects.c.id.in_(part)))
            found += [TitleSeen(entity_id=EntityId(i), title=t, outlet=o, seen_on=on) for i, t, o, on in rows]
        return tuple(sorted(found, key=lambda t: (t.entity_id, t.title, t.outlet)))

    def statements_by(
        self,
        speaker: EntityId,
        since: datetime | None,
        until: datetime | None,
        *,
        workspace: WorkspaceId | None = None,
        limit: int = 200,
    ) -> tuple[Statement, ...]:
        """Statements of a speaker, those of the newest articles first, inside an article in order."""
        query = select(statements.c.data).join(subjects, subjects.c.n == statements.c.speaker_n)
        query = query.join(articles, articles.c.n == statements.c.article_n).where(subjects.c.id == speaker)
        query = query.where(*between(statements.c.published_at, since, until), visible_articles(workspace))
        order = (statements.c.published_at.desc(), statements.c.article_n.desc(), statements.c.position)
        rows = self._conn.execute(query.order_by(*order).limit(limit)).scalars()
        return tuple(from_json(Statement, data) for data in rows)

    def _counts(
        self, since: datetime, until: datetime, workspace: WorkspaceId | None, *, topics: bool
    ) -> dict[str, int]:
        # Subject by subject, as the table lies: over ninety days of a million articles this takes a fifth of
        # the time that it takes by article (benchmarks/storage.py, November 2026).
        found = func.count().label("found")
        window = between(about.c.published_at, since, until)
        counted = select(about.c.subject_n, found).where(*window, visible_about(workspace))
        part = counted.group_by(about.c.subject_n).subquery()
        kind = subjects.c.kind == TOPIC if topics else subjects.c.kind != TOPIC
        query = select(subjects.c.id, part.c.found).join(part, part.c.subject_n == subjects.c.n).where(kind)
        return {row.id: row.found for row in self._conn.execute(query)}

    def _window(
        self, subject: str, since: datetime | None, until: datetime | None, workspace: WorkspaceId | None
    ) -> list[ColumnElement[bool]]:
        key = select(subjects.c.n).where(subjects.c.id == subject).scalar_subquery()
        return [
            about.c.subject_n == key,
            *between(about.c.published_at, since, until),
            visible_about(workspace),
        ]
