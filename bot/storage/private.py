"""Who may see an article: everybody, unless only private feeds of other workspaces carry it.

Used by every table group whose answers depend on the workspace. The flag ``is_private`` keeps the ordinary
case free of joins; only flagged articles are looked up by their feeds.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Column, ColumnElement, Connection, exists, or_, select, update

from bot.model.workspace import WorkspaceId
from bot.storage.schema import about, article_feeds, articles, feeds
from bot.storage.sql import among, chunks


def private_ns(conn: Connection, feed_ns: Iterable[int]) -> frozenset[int]:
    """Those of the feeds that belong to one workspace."""
    found: set[int] = set()
    for part in chunks(sorted(set(feed_ns))):
        query = select(feeds.c.n).where(among(conn, feeds.c.n, part), feeds.c.workspace_id != "")
        found.update(conn.execute(query).scalars())
    return frozenset(found)


def visible_articles(workspace: WorkspaceId | None) -> ColumnElement[bool]:
    """Condition on ``articles``: a workspace may see the row; None sees only what shared feeds carry."""
    return _visible(articles.c.is_private, articles.c.n, workspace)


def visible_about(workspace: WorkspaceId | None) -> ColumnElement[bool]:
    """The same condition on ``about``."""
    return _visible(about.c.is_private, about.c.article_n, workspace)


def expose(conn: Connection, article_ns: Iterable[int]) -> None:
    """Note that a shared feed carries these articles now."""
    for part in chunks(sorted(set(article_ns))):
        hidden = among(conn, articles.c.n, part) & articles.c.is_private.is_(True)
        ns = list(conn.execute(select(articles.c.n).where(hidden)).scalars())
        conn.execute(update(articles).where(among(conn, articles.c.n, ns)).values(is_private=False))
        conn.execute(update(about).where(among(conn, about.c.article_n, ns)).values(is_private=False))


def _visible(
    is_private: Column[bool], article_n: Column[int], workspace: WorkspaceId | None
) -> ColumnElement[bool]:
    if not workspace:
        return is_private.is_(False)
    carried = select(article_feeds.c.feed_n).join(feeds, feeds.c.n == article_feeds.c.feed_n)
    own = exists(carried.where(article_feeds.c.article_n == article_n, feeds.c.workspace_id == workspace))
    return or_(is_private.is_(False), own)
