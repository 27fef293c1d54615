"""One transaction: what is stored, by kind of record.

Made by `bot.storage.database`; services receive it as ``tx``. Each attribute is a table group of its own
module; it never outlives its ``with`` block. Records in and out are those of `bot.model`; instants are aware
UTC; windows are half-open; ``workspace=None`` sees what shared feeds carry.

    db = Database(url, timeout_s=30, token_keys=())        db.upgrade() -> bool    db.require_current()
    with db.read() as tx: …   with db.write() as tx: …     db.describe() -> DatabaseInfo    db.close()

    tx.feeds     add(feed, next_poll_at=)  get(id)  find(id)  find_by_url(url, workspace=)
                 by_ids(ids) -> dict
                 all(workspace=, removed=)  update(feed)  remove(id, at=)  restore(id, at=)
                 purge_removed(before=)  add_alias(id, url, at=)  aliases(id)  count(workspace=)
                 claim(now, limit=, lease_s=, due_only=True, ids=None) -> ((Feed, FeedState), …)
                 save_states(states)  release(ids)  states(ids) -> dict
                 with_states(workspace=) -> ((Feed, FeedState), …)
                 counts() -> {FeedStatus: n}  next_due_at()
    tx.articles  known(keys) -> {key: ArticleId}  add([(article, keys), …])
                 add_keys([(id, key), …])  attach([(id, feed_id), …])  update(article, at=)  get(id)  find(id)
                 by_ids(ids, bodies=False) -> articles by publication
                 window(since, until, by="published"|"first_seen", workspace=, scheduled=False, limit=1000)
                 versions(id)  as_of(ids, at) -> articles  readings_as_of(ids, at) -> {ArticleId: Reading}
                 unread(version=None, limit=, since=None) -> ids
                 ungrouped(limit=) -> ids  leave_ungrouped(ids)  visible(ids, workspace) -> frozenset
                 counts_by_feed(since) -> {FeedId: n}  count()
    tx.entities  save(entities)  meet(entities)  get(id)  find(id)  by_ids(ids) -> dict
    tx.readings  save(readings)  by_articles(ids) -> {ArticleId: Reading}
    tx.coverage  (subject = entity id or "topic:<slug>")
                 articles_about(subject, since, until, workspace=, limit=1000) -> ids, newest first
                 counts_between(subject, edges, workspace=) -> counts
                 company(subject, since, until, workspace=, limit=20) -> ((subject, n), …)
                 entity_counts(since, until, workspace=) -> {EntityId: n}  topic_counts(…) -> {slug: n}
                 titles(ids=None) -> (TitleSeen, …)
                 statements_by(speaker, since, until, workspace=, limit=200) -> statements
    tx.stories   save(stories, at=)  get(id)  find(id)  follow(id)  by_ids(ids) -> dict
                 open_since(since, region=None)  updated_between(since, until)
                 of_articles(ids) -> {ArticleId: StoryId}  as_of(at, since=)
    tx.subscriptions  save(sub)  get(id)  find(id)  find_by_channel(workspace, channel)  remove(id)
                 of_workspace(id)  all()  schedule({id: (due_at, local_on) | None})
                 due(now, limit=) -> (DueSubscription, …)
                 next_due(ids) -> {id: due_at}  next_due_at()
    tx.meta      find(key) -> str | None  put(key, text)  delete(key)
"""

from __future__ import annotations

from functools import cached_property

from sqlalchemy import Connection

from bot.storage.articles import Articles
from bot.storage.coverage import Coverage
from bot.storage.crypto import TokenBox
from bot.storage.entities import Entities
from bot.storage.feeds import Feeds
from bot.storage.meta import Meta
from bot.storage.readings import Readings
from bot.storage.stories import Stories
from bot.storage.subscriptions import Subscriptions


class Transaction:
    """The table groups over one connection; good inside its ``with`` block only."""

    def __init__(self, conn: Connection, box: TokenBox) -> None:
        self._conn = conn
        self._box = box

    @cached_property
    def feeds(self) -> Feeds:
        """Feeds and their polling state."""
        return Feeds(self._conn)

    @cached_property
    def articles(self) -> Articles:
        """Articles, identities, earlier wordings."""
        return Articles(self._conn)

    @cached_property
    def entities(self) -> Entities:
        """Entities that were met."""
        return Entities(self._conn)

    @cached_property
    def readings(self) -> Readings:
        """What was found in articles."""
        return Readings(self._conn)

    @cached_property
    def coverage(self) -> Coverage:
        """Questions over readings."""
        return Coverage(self._conn)

    @cached_property
    def stories(self) -> Stories:
        """Stories and their members."""
        return Stories(self._conn)

    @cached_property
    def subscriptions(self) -> Subscriptions:
        """Channels, interests, schedules."""
        return Subscriptions(self._conn)

    @cached_property
    def meta(self) -> Meta:
        """Small things under a name."""
        return Meta(self._conn)
