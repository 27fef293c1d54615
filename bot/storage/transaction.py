"""One transaction: what is stored, by kind of record.

Made by `bot.storage.database`; services receive it as ``tx``. Each attribute is a table group of its own
module; it never outlives its ``with`` block. Records in and out are those of `bot.model`; instants are aware
UTC; windows are half-open; ``workspace=None`` sees what shared feeds carry.

    db = Database(url, timeout_s=30, token_keys=())        db.upgrade() -> bool    db.require_current()
    db.backup(path)   db.check() -> problems   db.restore(path)   db.server_time() -> datetime | None
    with db.read() as tx: …   with db.write() as tx: …     db.describe() -> DatabaseInfo    db.close()

    tx.feeds     add(feed, next_poll_at=)  get(id)  find(id)  by_ids(ids)  find_by_url(url, workspace=)
                 all(workspace=, removed=)  update(feed)  remove(id, at=)  restore(id, at=)
                 purge_removed(before=)  add_alias(id, url, at=)  aliases(id)  count(workspace=)
                 claim(now, limit=, lease_s=, due_only=True, ids=None) -> ((Feed, FeedState), …)
                 save_states(states)  hold(ids, until=)  release(ids)  states(ids) -> dict
                 dues() -> {id: at}  postpone({id: at})  named_in(part) -> ((Feed, FeedState), …)
                 with_states(workspace=) -> ((Feed, FeedState), …)  counts() -> {FeedStatus: n}  next_due_at()
    tx.articles  known(keys) -> {key: ArticleId}  gone(keys, for_good=False) -> pruned or forgotten
                 still_gone(keys, at=)  add([(article, keys), …])
                 add_keys([(id, key), …])  attach([(id, feed_id), …])  update(article, at=)  get(id)  find(id)
                 by_ids(ids, bodies=False) -> articles by publication
                 window(since, until, by="published"|"first_seen", workspace=, scheduled=False, limit=1000)
                 versions(id)  as_of(ids, at) -> articles  readings_as_of(ids, at) -> {ArticleId: Reading}
                 unread(version=None, limit=, since=None, claim=False) -> ids
                 count_unread(most=) -> n  still_worded(articles) -> frozenset
                 ungrouped(limit=) -> ids  leave_ungrouped(ids)  visible(ids, workspace) -> frozenset
                 counts_by_feed(since) -> {FeedId: n}  count()
    tx.entities  save(entities)  meet(entities)  get(id)  find(id)  by_ids(ids) -> dict
    tx.readings  save(readings)  by_articles(ids) -> {ArticleId: Reading}  marks(ids) -> {ArticleId: value}
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
                 due(now, limit=) -> (DueTogether, …), by schedule
                 next_due(ids) -> {id: due_at}  next_due_at()
    tx.views     put(views, at=)  latest(story_ids, at=None) -> {StoryId: StoryView}
                 show(subscription_id, delivery_id, [(number, view), …], at=)   counts as seen once sent
                 last_seen(subscription_id, story_ids, before=None) -> {StoryId: StoryView}
                 shown_since(subscription_id, since, before=None) -> StoryIds
                 numbered(subscription_id, before=None) -> {number: StoryId}
                 showing(story_ids) -> DeliveryIds
                 cards_since(subscription_id, since) -> (ShownCard, …), the newest of each story
    tx.deliveries  plan(rows)  plan_alike(sets)  claim(now, limit=, lease_s=) -> deliveries
                 replace(before, after) -> bool (compare-and-set on id, state, fence)  get(id)  find(id)
                 by_ids(ids) -> dict  history(workspace=, channel=, state=, since=, limit=100)
                 last_sent(subscription_id, kind=DIGEST)  unfinished(subscription_id)  parts(parent_id)
                 counts() -> {DeliveryState: n}  next_wake_at()
    tx.follows   save(follow)  find(id)  remove(id) -> the former one  of_owners(workspace, owners, now=)
                 of_targets(kind, targets, now=)  purge(now) -> n
    tx.workspaces  save(workspace)  get(id)  find(id)  all()  holdings() -> {id: Holdings}
                 revoke(id, at=)  purge(id)
                 purge_articles(id, limit=100) -> n  install(installation)
                 find_installation(workspace, user=None)
                 uninstall(workspace, user=None)  rotate_tokens() -> n
    tx.corrections  add(correction)  find(id)  active(workspace=, kind=, at=)
                 undo(id, at=) -> bool
    tx.audit     add(entry)  of_workspace(workspace, since=, limit=200)
    tx.topics    save(workspace, topic, by=, at=)  switch_off(workspace, slug, by=, at=)
                 undo(workspace, slug, at=) -> bool  of_workspace(workspace) -> {slug: Topic | None}
    tx.guards    first_time(key, now=, ttl_s=) -> bool  acquire(name, owner, now=, lease_s=) -> bool
                 release(name, owner)  holders(prefix, now=) -> {name: owner}
                 use(key, now=, window_s=, limit=) -> bool
                 pause(key, until=)  paused_until(key, now=)  purge(now) -> n
    tx.keep      (each deletes at most limit=50 and says how many)  articles(before=)  bodies(before=)
                 views(before=)  deliveries(before=)  audit(before=)  gone_keys(before=)
                 count(before=, bodies_before=, audit_before=) -> {kind: n}, deletes nothing
    tx.forget    is_private(url, workspace) -> bool
                 url(url) -> Forgotten  person(entity_id) -> Forgotten(articles, stories, deliveries)
                 messages_with_url(url) -> DeliveryIds  messages_with_person(entity_id) -> DeliveryIds
    tx.queues    waiting(now) -> Waiting  unread(most=) -> Backlog  ungrouped(most=) -> Backlog
    tx.keep_others_out(name)  nobody else does such work till the end
    tx.meta      find(key) -> str | None  put(key, text)  delete(key) -> bool  keys(prefix) -> keys
"""

from __future__ import annotations

from functools import cached_property

from sqlalchemy import Connection

from bot.model.article import ArticleId
from bot.storage.articles import Articles
from bot.storage.audit import Audit
from bot.storage.corrections import Corrections
from bot.storage.coverage import Coverage
from bot.storage.crypto import TokenBox
from bot.storage.deliveries import Deliveries
from bot.storage.entities import Entities
from bot.storage.feeds import Feeds
from bot.storage.follows import Follows
from bot.storage.forget import Forget
from bot.storage.guards import Guards
from bot.storage.keep import Keep
from bot.storage.locks import keep_others_out
from bot.storage.meta import Meta
from bot.storage.queues import Queues
from bot.storage.readings import Readings
from bot.storage.stories import Stories
from bot.storage.subscriptions import Subscriptions
from bot.storage.topics import Topics
from bot.storage.views import Views
from bot.storage.workspaces import Workspaces


class Transaction:
    """The table groups over one connection; good inside its ``with`` block only."""

    def __init__(self, conn: Connection, box: TokenBox) -> None:
        self._conn = conn
        self._box = box
        self._met: dict[ArticleId, int] = {}

    def keep_others_out(self, name: str) -> None:
        """Wait for other transactions that do work of this name; they wait until this one ends."""
        keep_others_out(self._conn, name)

    @cached_property
    def feeds(self) -> Feeds:
        """Feeds and their polling state."""
        return Feeds(self._conn)

    @cached_property
    def articles(self) -> Articles:
        """Articles, identities, earlier wordings."""
        return Articles(self._conn)

    @cached_property
    def queues(self) -> Queues:
        """What waits to be polled, read and grouped."""
        return Queues(self._conn)

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
        return Coverage(self._conn, self._met)

    @cached_property
    def stories(self) -> Stories:
        """Stories and their members."""
        return Stories(self._conn, self._met)

    @cached_property
    def subscriptions(self) -> Subscriptions:
        """Channels, interests, schedules."""
        return Subscriptions(self._conn)

    @cached_property
    def views(self) -> Views:
        """Story views, and who saw which."""
        return Views(self._conn)

    @cached_property
    def deliveries(self) -> Deliveries:
        """Messages to post, and how far they came."""
        return Deliveries(self._conn)

    @cached_property
    def follows(self) -> Follows:
        """Follows and mutes."""
        return Follows(self._conn)

    @cached_property
    def workspaces(self) -> Workspaces:
        """Workspaces and installations."""
        return Workspaces(self._conn, self._box)

    @cached_property
    def corrections(self) -> Corrections:
        """What people put right."""
        return Corrections(self._conn)

    @cached_property
    def audit(self) -> Audit:
        """Who changed what."""
        return Audit(self._conn)

    @cached_property
    def topics(self) -> Topics:
        """Topics that teams changed."""
        return Topics(self._conn)

    @cached_property
    def guards(self) -> Guards:
        """Once-only keys, leases, quotas, pauses."""
        return Guards(self._conn)

    @cached_property
    def keep(self) -> Keep:
        """Retention."""
        return Keep(self._conn)

    @cached_property
    def forget(self) -> Forget:
        """Forgetting a page or a person."""
        return Forget(self._conn)

    @cached_property
    def meta(self) -> Meta:
        """Small things under a name."""
        return Meta(self._conn)
