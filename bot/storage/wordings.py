"""Earlier wordings of articles, with the readings made of them, so that a past day can be replayed.

Used by `bot.storage.articles` and `bot.storage.readings`. A wording is kept when a feed changes it and
goes with its article.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.model.article import Article, ArticleId, ArticleVersion
from bot.model.reading import Reading
from bot.storage.codec import from_json, to_json
from bot.storage.readings import Readings
from bot.storage.rows import Mapper
from bot.storage.schema import article_versions, articles
from bot.storage.sql import chunks, upsert

_VERSION = Mapper(ArticleVersion, article_versions)


def keep_wording(conn: Connection, n: int, before: Article, at: datetime) -> None:
    """Keep the wording that is replaced at this instant, with its reading."""
    reading = Readings(conn).by_articles([before.id]).get(before.id)
    row = {
        "article_n": n,
        "replaced_at": at,
        "url": before.url,
        "title": before.title,
        "summary": before.summary,
        "body": before.body,
        "reading": to_json(reading) if reading else "",
    }
    upsert(conn, article_versions, [row], ["article_n", "replaced_at"])


def wordings(conn: Connection, article_id: ArticleId) -> tuple[ArticleVersion, ...]:
    """Earlier wordings of an article, oldest first."""
    query = select(*_VERSION.columns).join(articles).where(articles.c.id == article_id)
    rows = conn.execute(query.order_by(article_versions.c.replaced_at))
    return tuple(_VERSION.record(row, article_id=article_id) for row in rows)


def worded_as_of(conn: Connection, found: Iterable[Article], at: datetime) -> tuple[Article, ...]:
    """Those of the articles that were stored by then, in the wording of then; the order is kept."""
    stored = [article for article in found if article.first_seen_at <= at]
    then = {
        ArticleId(row.id): _VERSION.record(row, article_id=ArticleId(row.id))
        for row in _then(conn, [a.id for a in stored], at)
    }
    return tuple(_with(article, then.get(article.id)) for article in stored)


def readings_as_of(conn: Connection, ids: Iterable[ArticleId], at: datetime) -> dict[ArticleId, Reading]:
    """The readings of the wordings of then; an article without one is left out."""
    wanted = sorted(set(ids))
    then = {ArticleId(row.id): row.reading for row in _then(conn, wanted, at)}
    now = Readings(conn).by_articles(i for i in wanted if i not in then)
    return now | {i: from_json(Reading, text) for i, text in then.items() if text}


def _then(conn: Connection, ids: list[ArticleId], at: datetime) -> list[Any]:
    """Rows of the first wording that was replaced after that instant, for articles that have one."""
    first: dict[str, Any] = {}
    for part in chunks(ids):
        query = select(articles.c.id, article_versions.c.reading, *_VERSION.columns)
        query = query.join(articles, articles.c.n == article_versions.c.article_n)
        query = query.where(articles.c.id.in_(part), article_versions.c.replaced_at > at)
        for row in conn.execute(query.order_by(article_versions.c.replaced_at)):
            first.setdefault(row.id, row)
    return list(first.values())


def _with(article: Article, then: ArticleVersion | None) -> Article:
    if then is None:
        return article
    return dataclasses.replace(article, url=then.url, title=then.title, summary=then.summary, body=then.body)
