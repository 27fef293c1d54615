"""Articles: stored once by their identities, with every feed that carried them and every earlier wording.

``tx.articles`` of a transaction; called by ingest, answer and publish. Lists and windows leave the body
out unless it is asked for; what several keys identify is one article.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Select, delete, func, select, update

from bot.errors import NotFoundError
from bot.model.article import Article, ArticleId, ArticleVersion
from bot.model.feed import FeedId
from bot.model.reading import Reading
from bot.model.workspace import WorkspaceId
from bot.storage.private import expose, private_ns, visible_articles
from bot.storage.queues import count_waiting, note_grouped, to_group, to_read, want_reading
from bot.storage.rows import Mapper
from bot.storage.schema import (
    article_feeds,
    article_keys,
    articles,
    bodies,
    feeds,
    gone_keys,
    unread,
)
from bot.storage.sql import among, between, chunks, ids_of, insert, insert_new, numbers
from bot.storage.wordings import keep_wording, readings_as_of, worded_as_of, wordings

By = Literal["published", "first_seen"]

_KEY_BYTES = 8
"""Of a key's hash: among three million stored keys a new one is taken for known once in 10^13 times."""

_GONE_AGE = timedelta(days=7)
"""Keys that a feed still lists are remembered anew once a week, not at every poll."""

_ARTICLE = Mapper(Article, articles, skip=("content_sha256",))
_COLUMNS = (*_ARTICLE.columns, articles.c.n, articles.c.content_sha256)


class Articles:
    """The articles of all workspaces."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def known(self, keys: Iterable[str]) -> dict[str, ArticleId]:
        """The article of each identity key that is stored; unknown keys are left out."""
        hashes = {key_hash(key): key for key in keys}
        found: dict[str, ArticleId] = {}
        for part in chunks(sorted(hashes)):
            query = (
                select(article_keys.c.key, articles.c.id)
                .join(articles)
                .where(among(self._conn, article_keys.c.key, part))
            )
            found.update((hashes[row.key], ArticleId(row.id)) for row in self._conn.execute(query))
        return found

    def gone(self, keys: Iterable[str], *, for_good: bool = False) -> frozenset[str]:
        """Those of the keys whose article was pruned or forgotten; only forgotten ones with `for_good`."""
        hashes = {key_hash(key): key for key in keys}
        which = [gone_keys.c.gone_at.is_(None)] if for_good else []
        found: set[str] = set()
        for part in chunks(sorted(hashes)):
            query = select(gone_keys.c.key).where(among(self._conn, gone_keys.c.key, part), *which)
            found.update(hashes[key] for key in self._conn.execute(query).scalars())
        return frozenset(found)

    def still_gone(self, keys: Iterable[str], *, at: datetime) -> None:
        """Remember these keys of pruned articles anew, because a feed still lists them."""
        for part in chunks(sorted(key_hash(key) for key in keys)):
            stale = among(self._conn, gone_keys.c.key, part), gone_keys.c.gone_at < at - _GONE_AGE
            self._conn.execute(update(gone_keys).where(*stale).values(gone_at=at))

    def add(self, items: Sequence[tuple[Article, Sequence[str]]]) -> None:
        """Store new articles with their identity keys and feeds; a key that is taken stays with its article.

        Ends in `StorageError` if an article's id is taken.
        """
        feed_ns = numbers(self._conn, feeds, (feed for article, _ in items for feed in article.feeds))
        hidden = private_ns(self._conn, feed_ns.values())
        rows = [
            {
                **_row(article),
                "is_private": bool(article.feeds) and all(feed_ns.get(f) in hidden for f in article.feeds),
            }
            for article, _ in items
        ]
        insert(self._conn, articles, rows)
        found = numbers(self._conn, articles, (article.id for article, _ in items))
        want_reading(self._conn, found.values())
        insert(self._conn, bodies, [_body(found[a.id], a, a.first_seen_at) for a, _ in items if a.body])
        insert_new(self._conn, article_feeds, [
            {"article_n": found[a.id], "feed_n": feed_ns[feed], "position": position}
            for a, _ in items
            for position, feed in enumerate(a.feeds)
            if feed in feed_ns
        ])  # fmt: skip
        insert_new(self._conn, article_keys, [
            {"key": key_hash(key), "article_n": found[a.id]} for a, keys in items for key in keys
        ])  # fmt: skip

    def add_keys(self, pairs: Iterable[tuple[ArticleId, str]]) -> None:
        """Further identity keys of stored articles; a key that is taken stays with its article."""
        pairs = list(pairs)
        found = numbers(self._conn, articles, (article for article, _ in pairs))
        rows = [
            {"key": key_hash(key), "article_n": found[article]} for article, key in pairs if article in found
        ]
        insert_new(self._conn, article_keys, rows)

    def attach(self, pairs: Iterable[tuple[ArticleId, FeedId]]) -> None:
        """Note that feeds carry stored articles too."""
        pairs = list(dict.fromkeys(pairs))
        found = numbers(self._conn, articles, (article for article, _ in pairs))
        feed_ns = numbers(self._conn, feeds, (feed for _, feed in pairs))
        known = [(found[a], feed_ns[f]) for a, f in pairs if a in found and f in feed_ns]
        positions = self._next_positions({article for article, _ in known})
        rows = []
        for article, feed in known:
            rows.append({"article_n": article, "feed_n": feed, "position": positions.get(article, 0)})
            positions[article] = positions.get(article, 0) + 1
        insert_new(self._conn, article_feeds, rows)
        hidden = private_ns(self._conn, feed_ns.values())
        expose(self._conn, {article for article, feed in known if feed not in hidden})

    def update(self, article: Article, *, at: datetime) -> None:
        """Give an article its new wording; the former one is kept as a version, and it counts as unread.

        Feeds, `first_seen_at` and `seen_on_add` stay as they are stored.

        Ends in `NotFoundError` if it is not stored.
        """
        before = self.get(article.id)
        n = numbers(self._conn, articles, [article.id])[article.id]
        keep_wording(self._conn, n, before, at)
        row = {k: v for k, v in _row(article).items() if k not in {"first_seen_at", "seen_on_add"}}
        self._conn.execute(update(articles).where(articles.c.n == n).values(row))
        want_reading(self._conn, [n])
        self._conn.execute(delete(bodies).where(bodies.c.article_n == n))
        if article.body:
            insert(self._conn, bodies, [_body(n, article, at)])

    def get(self, article_id: ArticleId) -> Article:
        """The article with this id, body included.

        Raises:
            NotFoundError: If it is not stored.
        """
        found = self.find(article_id)
        if found is None:
            raise NotFoundError(f"There is no article {article_id}.", article=article_id)
        return found

    def find(self, article_id: ArticleId) -> Article | None:
        """The article with this id, body included."""
        found = self.by_ids([article_id], bodies=True)
        return found[0] if found else None

    def by_ids(self, ids: Iterable[ArticleId], *, bodies: bool = False) -> tuple[Article, ...]:
        """The stored ones of these articles, by publication, then id."""
        found: list[Article] = []
        for part in chunks(sorted(set(ids))):
            found += self._load(
                select(*_COLUMNS).where(among(self._conn, articles.c.id, part)), with_bodies=bodies
            )
        return tuple(sorted(found, key=lambda a: (a.published_at, a.id)))

    def window(
        self,
        since: datetime | None,
        until: datetime | None,
        *,
        by: By = "published",
        workspace: WorkspaceId | None = None,
        scheduled: bool = False,
        limit: int = 1000,
    ) -> tuple[Article, ...]:
        """The newest articles of a half-open window, newest first, then by id; bodies left out.

        Args:
            since: First instant; None for no bound.
            until: First instant after it; None for no bound.
            by: Which instant counts.
            workspace: Whose private feeds may show.
            scheduled: Leave out what came with the first read of a feed.
            limit: At most so many.
        """
        instant = articles.c.published_at if by == "published" else articles.c.first_seen_at
        query = select(*_COLUMNS).where(*between(instant, since, until), visible_articles(workspace))
        if scheduled:
            query = query.where(articles.c.seen_on_add.is_(False))
        return tuple(
            self._load(query.order_by(instant.desc(), articles.c.id).limit(limit), with_bodies=False)
        )

    def versions(self, article_id: ArticleId) -> tuple[ArticleVersion, ...]:
        """Earlier wordings, oldest first."""
        return wordings(self._conn, article_id)

    def as_of(self, ids: Iterable[ArticleId], at: datetime) -> tuple[Article, ...]:
        """Those of the articles that were stored by then, worded as they were then; by publication."""
        return worded_as_of(self._conn, self.by_ids(ids, bodies=True), at)

    def readings_as_of(self, ids: Iterable[ArticleId], at: datetime) -> dict[ArticleId, Reading]:
        """The readings of the wordings that these articles had then; unread ones are left out."""
        return readings_as_of(self._conn, ids, at)

    def unread(
        self,
        version: str | None = None,
        *,
        limit: int,
        since: datetime | None = None,
        claim: bool = False,
    ) -> tuple[ArticleId, ...]:
        """Articles whose present wording has no reading, oldest first.

        Args:
            version: With it, articles that another version has read follow.
            limit: At most so many.
            since: Only articles first seen from then on.
            claim: Keep them from other readers until this transaction ends, and pass over theirs; on SQLite
                nothing is claimed.
        """
        return to_read(self._conn, version, limit=limit, since=since, claim=claim)

    def count_unread(self, *, most: int) -> int:
        """How many have no reading, claimed ones too; counting ends at `most`."""
        return count_waiting(self._conn, unread, most=most)

    def still_worded(self, items: Iterable[Article]) -> frozenset[ArticleId]:
        """Those of the articles that are worded as given; nobody rewords them before this transaction ends.

        One that is being reworded at this moment is left out rather than waited for.
        """
        worded = {article.id: article.content_sha256 for article in items}
        found: set[ArticleId] = set()
        for part in chunks(sorted(worded)):
            query = select(articles.c.id, articles.c.content_sha256).where(
                among(self._conn, articles.c.id, part)
            )
            rows = self._conn.execute(query.with_for_update(read=True, skip_locked=True))
            found.update(ArticleId(i) for i, sha in rows if worded[ArticleId(i)] == bytes(sha).hex())
        return frozenset(found)

    def ungrouped(self, *, limit: int) -> tuple[ArticleId, ...]:
        """Articles that were read but belong to no story yet, oldest publication first."""
        return to_group(self._conn, limit=limit)

    def leave_ungrouped(self, ids: Iterable[ArticleId]) -> None:
        """Note that these belong to no story and need not be asked for again, unless they are read again."""
        note_grouped(self._conn, joined=numbers(self._conn, articles, ids).values(), left=())

    def visible(self, ids: Iterable[ArticleId], workspace: WorkspaceId | None) -> frozenset[ArticleId]:
        """Those of the articles that a workspace may see: all but what only others' private feeds carry."""
        found: set[ArticleId] = set()
        for part in chunks(sorted(set(ids))):
            query = select(articles.c.id).where(
                among(self._conn, articles.c.id, part), visible_articles(workspace)
            )
            found.update(ArticleId(i) for i in self._conn.execute(query).scalars())
        return frozenset(found)

    def counts_by_feed(self, since: datetime) -> dict[FeedId, int]:
        """Articles first seen since then, by feed; feeds without any are left out."""
        query = select(feeds.c.id, func.count()).join(article_feeds, article_feeds.c.feed_n == feeds.c.n)
        query = query.join(articles, articles.c.n == article_feeds.c.article_n).where(
            articles.c.first_seen_at >= since
        )
        return {FeedId(feed): n for feed, n in self._conn.execute(query.group_by(feeds.c.id))}

    def count(self) -> int:
        """How many are stored."""
        return int(self._conn.execute(select(func.count()).select_from(articles)).scalar_one())

    def _next_positions(self, ns: set[int]) -> dict[int, int]:
        found: dict[int, int] = {}
        for part in chunks(sorted(ns)):
            query = select(article_feeds.c.article_n, func.max(article_feeds.c.position) + 1)
            query = query.where(among(self._conn, article_feeds.c.article_n, part)).group_by(
                article_feeds.c.article_n
            )
            found.update((n, position) for n, position in self._conn.execute(query))
        return found

    def _load(self, query: Select[Any], *, with_bodies: bool) -> list[Article]:
        rows = self._conn.execute(query).all()
        ns = [row.n for row in rows]
        carried: dict[int, list[int]] = {}
        texts: dict[int, str] = {}
        for part in chunks(ns):
            carriers = select(article_feeds.c.article_n, article_feeds.c.feed_n).where(
                among(self._conn, article_feeds.c.article_n, part)
            )
            order = (article_feeds.c.article_n, article_feeds.c.position, article_feeds.c.feed_n)
            for n, feed_n in self._conn.execute(carriers.order_by(*order)):
                carried.setdefault(n, []).append(feed_n)
            if with_bodies:
                bodies_query = select(bodies.c.article_n, bodies.c.body).where(
                    among(self._conn, bodies.c.article_n, part)
                )
                texts.update((n, body) for n, body in self._conn.execute(bodies_query))
        names = ids_of(self._conn, feeds, {n for feed_ns in carried.values() for n in feed_ns})
        return [
            _article(row, texts.get(row.n, ""), tuple(FeedId(names[n]) for n in carried.get(row.n, ())))
            for row in rows
        ]


def key_hash(key: str) -> int:
    """What is stored of an identity key.

    >>> key_hash("https://harbor.example/1") == key_hash("https://harbor.example/1")
    True
    """
    digest = hashlib.blake2b(key.encode(), digest_size=_KEY_BYTES).digest()
    return int.from_bytes(digest, "big", signed=True)


def _body(n: int, article: Article, at: datetime) -> dict[str, Any]:
    return {"article_n": n, "stored_at": at, "body": article.body}


def _row(article: Article) -> dict[str, Any]:
    return {**_ARTICLE.row(article), "content_sha256": bytes.fromhex(article.content_sha256)}


def _article(row: Any, body: str, carried: tuple[FeedId, ...]) -> Article:
    return _ARTICLE.record(row, body=body, feeds=carried, content_sha256=bytes(row.content_sha256).hex())
