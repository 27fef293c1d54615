"""Feeds, their old addresses and their polling state.

``tx.feeds`` of a transaction; called by the services that poll and curate. Due feeds are claimed in
batches under a lease, so that two workers never poll one feed at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, func, or_, select, update

from bot.errors import NotFoundError, StorageError
from bot.model.feed import Feed, FeedId, FeedState, FeedStatus
from bot.model.workspace import WorkspaceId
from bot.storage.rows import Mapper
from bot.storage.schema import feed_aliases, feed_states, feeds
from bot.storage.sql import among, chunks, insert, insert_new, numbers, upsert

UNDO_REMOVAL = timedelta(days=7)
"""How long a removed feed can be restored (the product's rule)."""

_FEED = Mapper(Feed, feeds, skip=("workspace_id",))
_STATE = Mapper(FeedState, feed_states)
_BOTH = (*_FEED.columns, feeds.c.n, feeds.c.workspace_id, *_STATE.columns)


class Feeds:
    """The feeds of all workspaces; a feed without workspace is shared by all."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def add(self, feed: Feed, *, next_poll_at: datetime) -> None:
        """Store a new feed that is first due at `next_poll_at`.

        Ends in `StorageError` if its id or, in its workspace, its URL is taken.
        """
        insert(self._conn, feeds, [_row(feed)])
        state = FeedState(feed_id=feed.id, next_poll_at=next_poll_at)
        self._write_states([state])

    def get(self, feed_id: FeedId) -> Feed:
        """The feed with this id, removed ones too.

        Raises:
            NotFoundError: If there is none.
        """
        found = self.find(feed_id)
        if found is None:
            raise NotFoundError(f"There is no feed {feed_id}.", feed=feed_id)
        return found

    def find(self, feed_id: FeedId) -> Feed | None:
        """The feed with this id, removed ones too."""
        return self._one(_feeds().where(feeds.c.id == feed_id))

    def find_by_url(self, url: str, *, workspace: WorkspaceId | None = None) -> Feed | None:
        """The feed that has, had or was imported with this address, among the shared and the workspace's own.

        A feed that is there comes before a removed one, a present address before an old one.
        """
        aliases = select(feed_aliases.c.feed_n).where(feed_aliases.c.url == url)
        same = or_(feeds.c.url == url, feeds.c.imported_url == url, feeds.c.n.in_(aliases))
        order = (feeds.c.removed_at.is_not(None), feeds.c.url != url, feeds.c.n)
        return self._one(_feeds().where(same, _visible(workspace)).order_by(*order).limit(1))

    def all(self, *, workspace: WorkspaceId | None = None, removed: bool = False) -> tuple[Feed, ...]:
        """The shared feeds and the workspace's own, by outlet and id; `removed`: the removed ones."""
        gone = feeds.c.removed_at.is_not(None) if removed else feeds.c.removed_at.is_(None)
        rows = self._conn.execute(
            _feeds().where(gone, _visible(workspace)).order_by(feeds.c.outlet, feeds.c.id)
        )
        return tuple(_feed(row) for row in rows)

    def by_ids(self, ids: Iterable[FeedId], *, workspace: WorkspaceId | None = None) -> dict[FeedId, Feed]:
        """Those of the feeds that `all` gives, by id."""
        found: dict[FeedId, Feed] = {}
        for part in chunks(sorted(set(ids))):
            query = _feeds().where(among(self._conn, feeds.c.id, part), *_shown(workspace))
            found.update((FeedId(row.id), _feed(row)) for row in self._conn.execute(query))
        return found

    def update(self, feed: Feed) -> None:
        """Rewrite a feed; a former URL stays known as an alias.

        Ends in `NotFoundError` if it is not stored.
        """
        before = self.get(feed.id)
        self._conn.execute(update(feeds).where(feeds.c.id == feed.id).values(_row(feed)))
        if before.url != feed.url:
            self.add_alias(feed.id, before.url, at=feed.added_at)

    def add_alias(self, feed_id: FeedId, url: str, *, at: datetime) -> None:
        """Remember an old address of a feed."""
        found = numbers(self._conn, feeds, [feed_id])
        insert_new(
            self._conn, feed_aliases, [{"url": url, "feed_n": n, "added_at": at} for n in found.values()]
        )

    def aliases(self, feed_id: FeedId) -> tuple[str, ...]:
        """Old addresses of a feed, sorted."""
        query = (
            select(feed_aliases.c.url).join(feeds).where(feeds.c.id == feed_id).order_by(feed_aliases.c.url)
        )
        return tuple(self._conn.execute(query).scalars())

    def remove(self, feed_id: FeedId, *, at: datetime) -> None:
        """Take a feed out; it can be restored for seven days.

        Ends in `NotFoundError` if it is not stored.
        """
        self.get(feed_id)
        self._conn.execute(update(feeds).where(feeds.c.id == feed_id).values(removed_at=at))

    def restore(self, feed_id: FeedId, *, at: datetime) -> None:
        """Put a removed feed back.

        Ends in `NotFoundError` if it is not stored.

        Raises:
            StorageError: If it was removed more than seven days ago.
        """
        removed_at = self.get(feed_id).removed_at
        if removed_at is not None and at - removed_at > UNDO_REMOVAL:
            raise StorageError(
                f"Feed {feed_id} was removed more than seven days ago; add it again.", feed=feed_id
            )
        self._conn.execute(update(feeds).where(feeds.c.id == feed_id).values(removed_at=None))

    def purge_removed(self, *, before: datetime) -> int:
        """Delete the feeds removed before this instant for good; says how many."""
        return self._conn.execute(delete(feeds).where(feeds.c.removed_at < before)).rowcount

    def claim(
        self,
        now: datetime,
        *,
        limit: int,
        lease_s: float,
        due_only: bool = True,
        ids: Iterable[FeedId] | None = None,
    ) -> tuple[tuple[Feed, FeedState], ...]:
        """Lease feeds to one worker, those due longest first.

        Paused and removed feeds are never claimed, nor feeds that another worker holds.

        Args:
            now: The present instant.
            limit: At most so many.
            lease_s: After so many seconds another worker may take them; `save_states` ends it earlier.
            due_only: False takes feeds that are not due too (``poll --all``).
            ids: Only these.
        """
        free = or_(feed_states.c.lease_until_at.is_(None), feed_states.c.lease_until_at <= now)
        query = _with_states().where(feeds.c.removed_at.is_(None), feeds.c.paused.is_(False), free)
        if due_only:
            query = query.where(feed_states.c.next_poll_at <= now)
        if ids is not None:
            query = query.where(feeds.c.id.in_(list(ids)))
        query = query.order_by(feed_states.c.next_poll_at, feeds.c.n).limit(limit)
        rows = self._conn.execute(query.with_for_update(of=feed_states, skip_locked=True)).all()
        lease = {"lease_until_at": now + timedelta(seconds=lease_s)}
        for part in chunks([row.n for row in rows]):
            self._conn.execute(update(feed_states).where(feed_states.c.feed_n.in_(part)).values(lease))
        return tuple(_pair(row) for row in rows)

    def hold(self, ids: Iterable[FeedId], *, until: datetime) -> None:
        """Prolong the leases of feeds that are still being polled."""
        for part in chunks(sorted(set(ids))):
            inner = select(feeds.c.n).where(feeds.c.id.in_(part))
            query = update(feed_states).where(feed_states.c.feed_n.in_(inner))
            self._conn.execute(query.values(lease_until_at=until))

    def save_states(self, states: Iterable[FeedState]) -> None:
        """Write the states that a poll ended with, and end their leases."""
        self._write_states(list(states))

    def release(self, ids: Iterable[FeedId]) -> None:
        """End the leases of feeds that were not polled after all."""
        for part in chunks(sorted(set(ids))):
            inner = select(feeds.c.n).where(feeds.c.id.in_(part))
            query = update(feed_states).where(feed_states.c.feed_n.in_(inner))
            self._conn.execute(query.values(lease_until_at=None))

    def postpone(self, due: Mapping[FeedId, datetime]) -> None:
        """Put off feeds, leaving the rest of their state and their leases to whoever polls them."""
        found = numbers(self._conn, feeds, due)
        for feed_id, at in due.items():
            query = update(feed_states).where(feed_states.c.feed_n == found.get(feed_id))
            self._conn.execute(query.where(feed_states.c.next_poll_at < at).values(next_poll_at=at))

    def dues(self) -> dict[FeedId, datetime]:
        """When each feed of any workspace is due that is neither removed nor paused, by id."""
        query = select(feeds.c.id, feed_states.c.next_poll_at).join(feed_states)
        query = query.where(feeds.c.removed_at.is_(None), feeds.c.paused.is_(False)).order_by(feeds.c.id)
        return {FeedId(feed_id): at for feed_id, at in self._conn.execute(query)}

    def named_in(self, part: str) -> tuple[tuple[Feed, FeedState], ...]:
        """The feeds of any workspace with this in their address, and their state, by id; no removed ones."""
        query = _with_states().where(
            feeds.c.removed_at.is_(None), feeds.c.url.icontains(part, autoescape=True)
        )
        return tuple(_pair(row) for row in self._conn.execute(query.order_by(feeds.c.id)))

    def with_states(self, *, workspace: WorkspaceId | None = None) -> tuple[tuple[Feed, FeedState], ...]:
        """The shared feeds and the workspace's own with their state, by outlet and id; no removed ones."""
        query = _with_states().where(feeds.c.removed_at.is_(None), _visible(workspace))
        return tuple(_pair(row) for row in self._conn.execute(query.order_by(feeds.c.outlet, feeds.c.id)))

    def states(self, ids: Iterable[FeedId]) -> dict[FeedId, FeedState]:
        """The states of these feeds."""
        found: dict[FeedId, FeedState] = {}
        for part in chunks(sorted(set(ids))):
            for row in self._conn.execute(_with_states().where(feeds.c.id.in_(part))):
                feed, state = _pair(row)
                found[feed.id] = state
        return found

    def counts(self) -> dict[FeedStatus, int]:
        """Feeds by status over all workspaces, paused ones as ``paused``; none removed."""
        query = select(feed_states.c.status, feeds.c.paused, func.count()).join(feeds)
        found: dict[FeedStatus, int] = {}
        for status, paused, n in self._conn.execute(
            query.where(feeds.c.removed_at.is_(None)).group_by(feed_states.c.status, feeds.c.paused)
        ):
            word = FeedStatus.PAUSED if paused else FeedStatus(status)
            found[word] = found.get(word, 0) + n
        return found

    def next_due_at(self) -> datetime | None:
        """When the next feed is due; None without feeds."""
        query = select(feed_states.c.next_poll_at).join(feeds).order_by(feed_states.c.next_poll_at).limit(1)
        return self._conn.execute(
            query.where(feeds.c.removed_at.is_(None), feeds.c.paused.is_(False))
        ).scalar()

    def count(self, *, workspace: WorkspaceId) -> int:
        """How many feeds a workspace has of its own, for its quota."""
        own = and_(feeds.c.workspace_id == workspace, feeds.c.removed_at.is_(None))
        return int(self._conn.execute(select(func.count()).select_from(feeds).where(own)).scalar_one())

    def count_visible(self, workspace: WorkspaceId | None = None) -> int:
        """How many feeds `all` gives."""
        query = select(func.count()).select_from(feeds).where(*_shown(workspace))
        return int(self._conn.execute(query).scalar_one())

    def _write_states(self, states: list[FeedState]) -> None:
        found = numbers(self._conn, feeds, [s.feed_id for s in states])
        rows = [
            {**_STATE.row(s), "feed_n": found[s.feed_id], "lease_until_at": None}
            for s in sorted(states, key=lambda s: s.feed_id)
            if s.feed_id in found  # a feed may be purged while it is polled
        ]
        upsert(self._conn, feed_states, rows, ["feed_n"])

    def _one(self, query: Select[Any]) -> Feed | None:
        row = self._conn.execute(query).first()
        return None if row is None else _feed(row)


def _feeds() -> Select[Any]:
    return select(*_FEED.columns, feeds.c.workspace_id)


def _with_states() -> Select[Any]:
    return select(*_BOTH).join(feed_states, feed_states.c.feed_n == feeds.c.n)


def _visible(workspace: WorkspaceId | None) -> Any:
    return feeds.c.workspace_id.in_(["", workspace or ""])


def _shown(workspace: WorkspaceId | None) -> tuple[Any, ...]:
    return feeds.c.removed_at.is_(None), _visible(workspace)


def _row(feed: Feed) -> dict[str, Any]:
    return {**_FEED.row(feed), "workspace_id": feed.workspace_id or ""}


def _feed(row: Any) -> Feed:
    return _FEED.record(row, workspace_id=WorkspaceId(row.workspace_id) if row.workspace_id else None)


def _pair(row: Any) -> tuple[Feed, FeedState]:
    return _feed(row), _STATE.record(row, feed_id=FeedId(row.id))
