"""What is still to be polled, read and grouped.

``tx.queues`` of a transaction, for whoever wakes workers; its functions serve `bot.storage.articles`,
`bot.storage.readings` and `bot.storage.stories`. An article waits to be read when it is new or reworded, and
to be grouped when it was read and belongs to no story.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Exists, Table, delete, exists, func, or_, select

from bot.model.article import ArticleId
from bot.storage.reading_versions import other_versions
from bot.storage.schema import articles, feed_states, feeds, readings, story_articles, ungrouped, unread
from bot.storage.sql import among, between, chunks, insert_new


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Whether there is work.

    Attributes:
        due: A feed is due and nobody polls it.
        polled: A feed is being polled.
        lapsed: Whoever polled a feed was lost.
        unread: An article has no reading; somebody may be reading it.
        ungrouped: An article was read and has no story.
    """

    due: bool
    polled: bool
    lapsed: bool
    unread: bool
    ungrouped: bool

    @property
    def is_all_read(self) -> bool:
        """Whether everything that feeds had to say by now was stored and read."""
        return not (self.due or self.polled or self.unread)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """How much waits in a queue, and since when.

    Attributes:
        count: Articles; counting ends at the number asked for.
        since_at: When the one that waits longest was first seen; None where none waits.
    """

    count: int
    since_at: datetime | None


class Queues:
    """What waits, over all workspaces."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def waiting(self, now: datetime) -> Waiting:
        """Whether there is work at an instant."""
        lease = feed_states.c.lease_until_at
        active = select(feed_states.c.feed_n).join(feeds, feeds.c.n == feed_states.c.feed_n)
        active = active.where(feeds.c.removed_at.is_(None), feeds.c.paused.is_(False))
        due = active.where(feed_states.c.next_poll_at <= now)
        found = self._conn.execute(
            select(
                exists(due.where(or_(lease.is_(None), lease <= now))),
                exists(active.where(lease > now)),
                exists(due.where(lease <= now)),
                exists(select(unread.c.article_n)),
                exists(select(ungrouped.c.article_n)),
            )
        ).one()
        names = ("due", "polled", "lapsed", "unread", "ungrouped")
        return Waiting(**{name: bool(value) for name, value in zip(names, found, strict=True)})

    def unread(self, *, most: int) -> Backlog:
        """What waits to be read, claimed or not."""
        return self._backlog(unread, most)

    def ungrouped(self, *, most: int) -> Backlog:
        """What was read and waits to be grouped."""
        return self._backlog(ungrouped, most)

    def _backlog(self, queue: Table, most: int) -> Backlog:
        oldest = select(articles.c.first_seen_at).join(queue, queue.c.article_n == articles.c.n)
        since_at = self._conn.execute(oldest.order_by(queue.c.article_n).limit(1)).scalar()
        return Backlog(count=count_waiting(self._conn, queue, most=most), since_at=since_at)


def want_reading(conn: Connection, ns: Iterable[int]) -> None:
    """These articles have a wording that nobody read."""
    insert_new(conn, unread, [{"article_n": n} for n in sorted(ns)])


def note_read(conn: Connection, ns: Iterable[int]) -> None:
    """These articles were read; those without a story wait to be grouped."""
    for part in chunks(sorted(ns)):
        conn.execute(delete(unread).where(among(conn, unread.c.article_n, part)))
        member = (story_articles.c.article_n == articles.c.n) & story_articles.c.left_at.is_(None)
        alone = select(articles.c.n).where(
            among(conn, articles.c.n, part), ~exists(select(story_articles.c.story_n).where(member))
        )
        insert_new(conn, ungrouped, [{"article_n": n} for n in conn.execute(alone).scalars()])


def note_grouped(conn: Connection, *, joined: Iterable[int], left: Iterable[int]) -> None:
    """These articles joined a story; those left one without joining another and wait again."""
    for part in chunks(sorted(joined)):
        conn.execute(delete(ungrouped).where(among(conn, ungrouped.c.article_n, part)))
    insert_new(conn, ungrouped, [{"article_n": n} for n in sorted(left)])


def to_read(
    conn: Connection, version: str | None, *, limit: int, since: datetime | None, claim: bool = False
) -> tuple[ArticleId, ...]:
    """Articles to be read, in order of arrival; then, with `version`, those that another version read.

    With `claim`, they are this transaction's until it ends, and those of others are passed over (PostgreSQL).
    """
    fresh = between(articles.c.first_seen_at, since, None)
    waiting = select(articles.c.id).join(unread, unread.c.article_n == articles.c.n).where(*fresh)
    waiting = waiting.order_by(articles.c.n).limit(limit)
    if claim:
        waiting = waiting.with_for_update(of=unread, skip_locked=True)
    found = list(conn.execute(waiting).scalars())
    others = [] if version is None else other_versions(conn, version)
    if others and len(found) < limit:
        stale = select(articles.c.id).join(readings, readings.c.article_n == articles.c.n)
        stale = stale.where(readings.c.version_n.in_(others), *fresh, ~_waits(unread))
        stale = stale.order_by(articles.c.n).limit(limit - len(found))
        if claim:
            stale = stale.with_for_update(of=readings, skip_locked=True)
        found += conn.execute(stale).scalars()
    return tuple(ArticleId(i) for i in found)


def count_waiting(conn: Connection, queue: Table, *, most: int) -> int:
    """How many rows a queue has, claimed ones too; counting ends at `most`."""
    some = select(queue.c.article_n).limit(most).subquery()
    return int(conn.execute(select(func.count()).select_from(some)).scalar_one())


def to_group(conn: Connection, *, limit: int) -> tuple[ArticleId, ...]:
    """Articles to be grouped that have no new wording to be read first, oldest publication first."""
    query = (
        select(articles.c.id).join(ungrouped, ungrouped.c.article_n == articles.c.n).where(~_waits(unread))
    )
    rows = conn.execute(query.order_by(articles.c.published_at, articles.c.id).limit(limit))
    return tuple(ArticleId(i) for i in rows.scalars())


def _waits(queue: Table) -> Exists:
    return exists(select(queue.c.article_n).where(queue.c.article_n == articles.c.n))
