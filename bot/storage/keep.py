"""Retention: deleting what is old, a few rows at a time.

``tx.keep`` of a transaction; the keep service calls each of these in transactions of its own until it
answers 0, so that no writer waits long (at most 50 articles a transaction).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Table, delete, exists, func, select

from bot.model.digest import DeliveryState
from bot.storage.schema import (
    about,
    article_keys,
    articles,
    bodies,
    gone_keys,
    roles_seen,
    statements,
    stories,
    story_articles,
    subjects,
    views,
)
from bot.storage.sql import among, insert_new
from bot.storage.team_schema import audit, deliveries, seen_views

BATCH = 50
"""Rows deleted in one transaction; posts shall wait less than 100 ms. Of 100 articles with all that hangs on
them some took 130 ms while others worked on the machine (benchmarks/storage.py, November 2026)."""

_FINAL = [state.value for state in DeliveryState if state.is_final]


class Keep:
    """Each method deletes at most `limit` rows (and what hangs on them) and says how many."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def articles(self, *, before: datetime, limit: int = BATCH) -> int:
        """Delete the articles first seen before an instant, with readings, empty stories and unused names.

        A feed may still list an article that is pruned, without a date or under a new one, so that its age
        alone does not tell: the keys are remembered, and it does not come back as new.
        """
        old = select(articles.c.n).where(articles.c.first_seen_at < before)
        ns = self._conn.execute(old.order_by(articles.c.first_seen_at).limit(limit)).scalars().all()
        remember_keys(self._conn, ns, at=before)
        delete_articles(self._conn, ns)
        return len(ns)

    def count(self, *, before: datetime, bodies_before: datetime, audit_before: datetime) -> dict[str, int]:
        """Rows to delete in all: ``articles``, ``bodies``, ``deliveries``, ``audit``."""
        final = deliveries.c.state.in_(_FINAL)
        old = {
            "articles": (articles, (articles.c.first_seen_at < before,)),
            "bodies": (bodies, (bodies.c.stored_at < bodies_before,)),
            "deliveries": (deliveries, (deliveries.c.due_at < before, final)),
            "audit": (audit, (audit.c.at < audit_before,)),
        }
        queries = {
            name: select(func.count()).select_from(table).where(*rows) for name, (table, rows) in old.items()
        }
        return {name: int(self._conn.execute(query).scalar_one()) for name, query in queries.items()}

    def bodies(self, *, before: datetime, limit: int = BATCH) -> int:
        """Delete the full texts stored before an instant; the articles stay."""
        old = select(bodies.c.article_n).where(bodies.c.stored_at < before).order_by(bodies.c.stored_at)
        return self._delete(bodies, "article_n", self._conn.execute(old.limit(limit)).scalars().all())

    def views(self, *, before: datetime, limit: int = BATCH) -> int:
        """Delete story views made before an instant that no channel saw; they can be made again."""
        unseen = ~exists(select(seen_views.c.view_n).where(seen_views.c.view_n == views.c.n))
        old = select(views.c.n).where(views.c.made_at < before, unseen).order_by(views.c.made_at).limit(limit)
        return self._delete(views, "n", self._conn.execute(old).scalars().all())

    def deliveries(self, *, before: datetime, limit: int = BATCH) -> int:
        """Delete final deliveries that were due before an instant."""
        old = select(deliveries.c.id).where(deliveries.c.due_at < before, deliveries.c.state.in_(_FINAL))
        ids = self._conn.execute(old.order_by(deliveries.c.due_at).limit(limit)).scalars().all()
        self._conn.execute(delete(seen_views).where(among(self._conn, seen_views.c.delivery_id, ids)))
        return self._delete(deliveries, "id", ids)

    def audit(self, *, before: datetime, limit: int = BATCH) -> int:
        """Delete audit entries made before an instant."""
        old = select(audit.c.id).where(audit.c.at < before).order_by(audit.c.at).limit(limit)
        return self._delete(audit, "id", self._conn.execute(old).scalars().all())

    def gone_keys(self, *, before: datetime, limit: int = BATCH) -> int:
        """Drop the keys of articles pruned before an instant; those of forgotten ones stay for good."""
        old = select(gone_keys.c.key).where(gone_keys.c.gone_at < before).order_by(gone_keys.c.gone_at)
        return self._delete(gone_keys, "key", self._conn.execute(old.limit(limit)).scalars().all())

    def _delete(self, table: Table, column: str, keys: Sequence[object]) -> int:
        self._conn.execute(delete(table).where(among(self._conn, table.c[column], keys)))
        return len(keys)


def remember_keys(conn: Connection, ns: Sequence[int], *, at: datetime | None) -> None:
    """Remember the identity keys of articles that are about to be deleted; for good without `at`."""
    keys = conn.execute(select(article_keys.c.key).where(among(conn, article_keys.c.article_n, ns))).scalars()
    insert_new(conn, gone_keys, [{"key": key, "gone_at": at} for key in keys])


def delete_articles(conn: Connection, ns: Sequence[int]) -> None:
    """Delete articles and all that hangs on them, then the stories and names that nothing holds any more."""
    member = select(story_articles.c.story_n).where(among(conn, story_articles.c.article_n, ns)).distinct()
    story_ns = conn.execute(member).scalars().all()
    uses = (about.c.subject_n, statements.c.speaker_n, roles_seen.c.subject_n)
    subject_ns: set[int] = set()
    for column in uses:
        named = (
            select(column).where(among(conn, column.table.c.article_n, ns), column.is_not(None)).distinct()
        )
        subject_ns.update(conn.execute(named).scalars())
    conn.execute(delete(articles).where(among(conn, articles.c.n, ns)))
    held = exists(select(story_articles.c.story_n).where(story_articles.c.story_n == stories.c.n))
    conn.execute(delete(stories).where(among(conn, stories.c.n, story_ns), ~held))
    _delete_unused(conn, sorted(subject_ns))


def _delete_unused(conn: Connection, subject_ns: Sequence[int]) -> None:
    # Locked first, looked at second: a reader that is using a name right now holds it and is passed over.
    query = (
        select(subjects.c.n).where(among(conn, subjects.c.n, subject_ns)).with_for_update(skip_locked=True)
    )
    free = conn.execute(query).scalars().all()
    uses = (about.c.subject_n, statements.c.speaker_n, roles_seen.c.subject_n)
    used = [exists(select(column).where(column == subjects.c.n)) for column in uses]
    unused = [~use for use in used]
    conn.execute(delete(subjects).where(among(conn, subjects.c.n, free), *unused))
