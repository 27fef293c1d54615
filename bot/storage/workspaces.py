"""Workspaces and the installations in them, tokens encrypted.

``tx.workspaces`` of a transaction; called by the installation services. Tokens are sealed before they
reach the database and opened after they leave it; a purge removes everything that a workspace owns, and
every key of `meta` and of the guards that ends in ``:`` and its id, or has it between two colons.
"""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, exists, func, or_, select, true, update

from bot.errors import NotFoundError
from bot.model.workspace import Holdings, Installation, UserId, Workspace, WorkspaceId
from bot.storage.codec import dumps, from_json, to_json
from bot.storage.crypto import TokenBox
from bot.storage.keep import BATCH, delete_articles
from bot.storage.rows import Mapper
from bot.storage.schema import article_feeds, articles, feeds
from bot.storage.sql import upsert
from bot.storage.team_schema import (
    audit,
    corrections,
    deliveries,
    follows,
    installations,
    meta,
    once,
    pauses,
    quotas,
    seen_views,
    subscriptions,
    topic_edits,
    workspaces,
)

_WORKSPACE = Mapper(Workspace, workspaces)
_SECRETS = ("bot_token", "bot_refresh_token", "user_token", "user_refresh_token")
_OWNED = (installations, subscriptions, deliveries, follows, corrections, audit, topic_edits, feeds)


class Workspaces:
    """All workspaces."""

    def __init__(self, conn: Connection, box: TokenBox) -> None:
        self._conn = conn
        self._box = box

    def save(self, workspace: Workspace) -> None:
        """Store a workspace or rewrite it."""
        upsert(self._conn, workspaces, [_WORKSPACE.row(workspace)], ["id"])

    def get(self, workspace_id: WorkspaceId) -> Workspace:
        """The workspace with this id.

        Raises:
            NotFoundError: If there is none.
        """
        found = self.find(workspace_id)
        if found is None:
            raise NotFoundError(f"There is no workspace {workspace_id}.", workspace=workspace_id)
        return found

    def find(self, workspace_id: WorkspaceId) -> Workspace | None:
        """The workspace with this id."""
        row = self._conn.execute(select(*_WORKSPACE.columns).where(workspaces.c.id == workspace_id)).first()
        return None if row is None else _WORKSPACE.record(row)

    def all(self) -> tuple[Workspace, ...]:
        """Every workspace, revoked ones too, by id."""
        rows = self._conn.execute(select(*_WORKSPACE.columns).order_by(workspaces.c.id))
        return tuple(_WORKSPACE.record(row) for row in rows)

    def holdings(self) -> dict[WorkspaceId, Holdings]:
        """How much each workspace has; those without anything are left out."""
        counted: dict[WorkspaceId, dict[str, int]] = {}
        for name, column, held in (
            ("digests", subscriptions.c.workspace_id, subscriptions.c.active.is_(True)),
            ("feeds", feeds.c.workspace_id, feeds.c.removed_at.is_(None)),
            ("follows", follows.c.workspace_id, true()),
        ):
            query = select(column, func.count()).where(column != "", held).group_by(column)
            for workspace, count in self._conn.execute(query):
                counted.setdefault(WorkspaceId(workspace), {})[name] = count
        return {workspace: Holdings(**counts) for workspace, counts in counted.items()}

    def revoke(self, workspace_id: WorkspaceId, *, at: datetime) -> None:
        """Note that the app was removed and forget its tokens; uninstall and revocation come in any order."""
        self._conn.execute(delete(installations).where(installations.c.workspace_id == workspace_id))
        still = workspaces.c.id == workspace_id, workspaces.c.revoked_at.is_(None)
        self._conn.execute(update(workspaces).where(*still).values(revoked_at=at))

    def purge_articles(self, workspace_id: WorkspaceId, *, limit: int = BATCH) -> int:
        """Delete articles that only this workspace's private feeds carry; says how many, 0 for none left."""
        carried = select(article_feeds.c.article_n).join(feeds, feeds.c.n == article_feeds.c.feed_n)
        same = article_feeds.c.article_n == articles.c.n
        own = exists(carried.where(same, feeds.c.workspace_id == workspace_id))
        others = exists(carried.where(same, feeds.c.workspace_id != workspace_id))
        query = select(articles.c.n).where(articles.c.is_private.is_(True), own, ~others)
        ns = self._conn.execute(query.order_by(articles.c.n).limit(limit)).scalars().all()
        delete_articles(self._conn, ns)
        return len(ns)

    def purge(self, workspace_id: WorkspaceId) -> None:
        """Delete everything that the workspace owns, its private feeds and the workspace itself.

        Its private articles are deleted before, in several transactions, by `purge_articles`.
        """
        sent = select(deliveries.c.id).where(deliveries.c.workspace_id == workspace_id)
        own = select(subscriptions.c.id).where(subscriptions.c.workspace_id == workspace_id)
        shown = or_(seen_views.c.subscription_id.in_(own), seen_views.c.delivery_id.in_(sent))
        self._conn.execute(delete(seen_views).where(shown))
        for table in _OWNED:
            self._conn.execute(delete(table).where(table.c.workspace_id == workspace_id))
        self._conn.execute(delete(workspaces).where(workspaces.c.id == workspace_id))
        named = f":{workspace_id}"
        self._conn.execute(delete(meta).where(meta.c.key.endswith(named, autoescape=True)))
        for column in (once.c.key, quotas.c.key, pauses.c.key):
            about = or_(
                column.endswith(named, autoescape=True), column.contains(f"{named}:", autoescape=True)
            )
            self._conn.execute(delete(column.table).where(about))

    def install(self, installation: Installation) -> None:
        """Store an installation in place of the same person's former one.

        Ends in `ConfigError` if there is no key to encrypt its tokens with.
        """
        clear = dataclasses.replace(
            installation, bot_token="", bot_refresh_token="", user_token="", user_refresh_token=""
        )
        secrets = dumps({name: getattr(installation, name) for name in _SECRETS})
        row = {
            "workspace_id": installation.workspace_id,
            "user_id": installation.user_id,
            "installed_at": installation.installed_at,
            "data": to_json(clear),
            "tokens": self._box.seal(secrets),
        }
        upsert(self._conn, installations, [row], ["workspace_id", "user_id"])

    def find_installation(self, workspace: WorkspaceId, user: UserId | None = None) -> Installation | None:
        """The newest installation of a workspace, or that of one person.

        Ends in `StorageError` if no key of the list opens its tokens.
        """
        query = select(installations).where(installations.c.workspace_id == workspace)
        if user is not None:
            query = query.where(installations.c.user_id == user)
        row = self._conn.execute(query.order_by(installations.c.installed_at.desc()).limit(1)).first()
        return None if row is None else self._opened(row)

    def uninstall(self, workspace: WorkspaceId, user: UserId | None = None) -> None:
        """Delete the installations of a workspace, or that of one person."""
        query = delete(installations).where(installations.c.workspace_id == workspace)
        self._conn.execute(query if user is None else query.where(installations.c.user_id == user))

    def rotate_tokens(self) -> int:
        """Encrypt every stored token anew with the newest key; says how many rows.

        Ends in `StorageError` if no key of the list opens one of them.
        """
        rows = self._conn.execute(
            select(installations.c.workspace_id, installations.c.user_id, installations.c.tokens)
        )
        for workspace, user, tokens in rows.all():
            same = installations.c.workspace_id == workspace, installations.c.user_id == user
            sealed = self._box.seal(self._box.open(tokens))
            self._conn.execute(update(installations).where(*same).values(tokens=sealed))
        return self._conn.execute(select(func.count()).select_from(installations)).scalar_one()

    def _opened(self, row: Any) -> Installation:
        secrets = json.loads(self._box.open(row.tokens))
        return dataclasses.replace(from_json(Installation, row.data), **secrets)
