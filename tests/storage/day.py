"""A day of the program's life against storage, in two halves: what a tape of one version is made of.

Every table is written, read and pruned. Recorded by `tests.storage.tape`; the records are those of `make`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from contextlib import AbstractContextManager

from bot.model.article import ArticleId
from bot.model.digest import DeliveryKind, DeliveryState
from bot.model.feed import FeedId, FeedState
from bot.model.reading import Topic
from bot.model.story import StoryId
from bot.model.workspace import AuditEntry, Correction, CorrectionKind, Installation, UserId, Workspace
from bot.storage.transaction import Transaction
from tests.storage.make import (
    CITY,
    DAY,
    HOUR,
    MAYOR,
    NOW,
    RED,
    article,
    delivery,
    feed,
    follow,
    person,
    reading,
    role,
    statement,
    story,
    subscription,
    view,
)

_WAS = Workspace(id=RED, name="Red", installed_at=NOW)
_INSTALLED = Installation(
    workspace_id=RED,
    user_id=UserId("U1"),
    bot_token="xoxb-secret",
    bot_scopes=("commands",),
    installed_at=NOW,
)
_RIGHT = Correction(
    id="c1", workspace_id=RED, kind=CorrectionKind.SPLIT, subject="s1", objects=("a1",), by=UserId("U1"),
    made_at=NOW,
)  # fmt: skip
_ENTRY = AuditEntry(id="e1", workspace_id=RED, by=UserId("U1"), action="digest.add", at=NOW)
_READINGS = (
    reading("a0", MAYOR, CITY, topics=("housing",), roles=(role(),), entities=(person(),),
            statements=(statement("a0"),)),
    reading("a1", MAYOR, topics=("housing", "transit")),
    reading("a2", CITY),
    reading("a3"),
    reading("own1", MAYOR),
)  # fmt: skip

Open = Callable[[], AbstractContextManager[Transaction]]


def morning(write: Open, read: Open) -> None:
    """Feeds come in, are read, grouped and shown."""
    with write() as tx:
        for name in ("f1", "f2"):
            tx.feeds.add(feed(name), next_poll_at=NOW)
        tx.feeds.add(feed("own", workspace_id=RED), next_poll_at=NOW)
        tx.workspaces.save(_WAS)
        tx.workspaces.install(_INSTALLED)
        tx.subscriptions.save(subscription())
        tx.subscriptions.schedule({subscription().id: (NOW, NOW.date())})
        tx.follows.save(follow())
        tx.topics.save(
            RED, Topic(slug="ferries", name="Ferries", phrases=(("ferry", 1.0),)), by=UserId("U1"), at=NOW
        )
        tx.meta.put("clock.beat", NOW.isoformat())
    with write() as tx:
        tx.feeds.claim(NOW, limit=10, lease_s=60)
        found = [
            (article(f"a{n}", body="Full text.", feeds=(FeedId("f1"),)), [f"key:a{n}", f"url:a{n}"])
            for n in range(4)
        ]
        tx.articles.known(key for _, keys in found for key in keys)
        tx.articles.gone(["key:a1"])
        tx.articles.add(found)
        tx.articles.add([(article("own1", feeds=(FeedId("own"),)), ["key:own1"])])
        tx.articles.attach([(ArticleId("a1"), FeedId("f2"))])
        tx.articles.add_keys([(ArticleId("a1"), "guid:a1")])
        tx.feeds.save_states([FeedState(feed_id=FeedId("f1"), next_poll_at=NOW + HOUR, etag='"1"')])
        tx.feeds.release([FeedId("f2")])
    with write() as tx:
        tx.articles.unread("v1", limit=10)
        tx.readings.save(_READINGS)
        tx.articles.ungrouped(limit=10)
        tx.stories.save([story("s1", "a0", "a1"), story("s2", "a2", "own1")], at=NOW)
        tx.articles.leave_ungrouped([ArticleId("a3")])
        tx.entities.save([person(CITY, "Harbor")])
    with write() as tx:
        tx.subscriptions.due(NOW, limit=10)
        tx.deliveries.plan([delivery(), delivery("d2", part=1, parent_id="d1")])
        (claimed, *_) = tx.deliveries.claim(NOW, limit=10, lease_s=60)
        sent = dataclasses.replace(claimed, state=DeliveryState.SENT, payload="{}", message_ts="1.1")
        tx.deliveries.replace(claimed, dataclasses.replace(sent, fence=claimed.fence + 1, sent_at=NOW))
        tx.views.show(subscription().id, claimed.id, [(1, view(story("s1", "a0", "a1")))], at=NOW)
        tx.audit.add(_ENTRY)
        tx.corrections.add(_RIGHT)
        tx.guards.first_time("event:1", now=NOW, ttl_s=300)
        tx.guards.acquire("clock", "here", now=NOW, lease_s=30)
        tx.guards.use("lookup:U1", now=NOW, window_s=60, limit=2)
        tx.guards.pause("slack:T", until=NOW + HOUR)


def evening(write: Open, read: Open) -> None:
    """What is stored is asked for, changed, put right, pruned and forgotten."""
    with read() as tx:
        _ask(tx)
    with write() as tx:
        tx.articles.update(article("a0", title="Council votes again", body="New text."), at=NOW + HOUR)
        tx.articles.add([(article("late", first_seen_at=NOW + HOUR), ["key:late"])])
        tx.readings.save([reading("a0", MAYOR), reading("late", CITY, topics=("transit",))])
        tx.stories.save([story("s1", "a0"), story("s3", "a1", "late")], at=NOW + HOUR)
        tx.stories.save([story("s2", merged_into=StoryId("s3"))], at=NOW + HOUR)
        tx.feeds.update(feed("f2", outlet="Another Post"))
        tx.feeds.add_alias(FeedId("f1"), "https://f1.example/old", at=NOW)
        tx.feeds.remove(FeedId("own"), at=NOW)
        tx.corrections.undo("c1", at=NOW + HOUR)
        tx.topics.undo(RED, "ferries", at=NOW + HOUR)
        tx.guards.release("clock", "here")
        tx.guards.purge(NOW + DAY)
        tx.meta.delete("clock.beat")
    with write() as tx:
        tx.keep.count(before=NOW + DAY, bodies_before=NOW + DAY, audit_before=NOW + DAY)
        tx.keep.bodies(before=NOW + HOUR)
        tx.forget.url("https://harbor.example/a1")
        tx.forget.person(MAYOR)
        tx.keep.articles(before=NOW + HOUR)
        tx.keep.views(before=NOW + DAY)
        tx.keep.deliveries(before=NOW + DAY)
        tx.keep.audit(before=NOW + DAY)
        tx.keep.gone_keys(before=NOW + DAY)
        tx.articles.still_gone(["key:a2"], at=NOW + 30 * DAY)
        tx.feeds.purge_removed(before=NOW + DAY)
        tx.follows.purge(NOW + DAY)
        tx.workspaces.revoke(RED, at=NOW + DAY)
    with read() as tx:
        _ask(tx)
    with write() as tx:
        tx.workspaces.purge(RED)


def _ask(tx: Transaction) -> None:
    ids = [ArticleId(name) for name in ("a0", "a1", "late")]
    tx.articles.by_ids(ids, bodies=True)
    tx.articles.window(NOW - DAY, NOW + DAY, workspace=RED, scheduled=True)
    tx.articles.versions(ids[0])
    tx.articles.as_of(ids, NOW)
    tx.articles.readings_as_of(ids, NOW)
    tx.articles.visible([ArticleId("own1")], RED)
    tx.articles.counts_by_feed(NOW - DAY)
    tx.articles.count()
    tx.readings.by_articles(ids)
    tx.entities.by_ids([MAYOR, CITY])
    tx.coverage.articles_about(MAYOR, NOW - DAY, NOW, workspace=RED)
    tx.coverage.counts_between("topic:housing", [NOW - DAY, NOW])
    tx.coverage.company(MAYOR, NOW - DAY, NOW)
    tx.coverage.entity_counts(NOW - DAY, NOW)
    tx.coverage.topic_counts(NOW - DAY, NOW)
    tx.coverage.titles()
    tx.coverage.statements_by(MAYOR, NOW - DAY, NOW, workspace=RED)
    tx.stories.follow(StoryId("s2"))
    tx.stories.open_since(NOW - DAY)
    tx.stories.updated_between(NOW - DAY, NOW + DAY)
    tx.stories.of_articles(ids)
    tx.stories.as_of(NOW, since=NOW - DAY)
    tx.feeds.all(workspace=RED)
    tx.feeds.with_states()
    tx.feeds.counts()
    tx.feeds.next_due_at()
    tx.feeds.aliases(FeedId("f1"))
    tx.feeds.find_by_url("https://f1.example/feed.xml")
    tx.subscriptions.of_workspace(RED)
    tx.subscriptions.next_due_at()
    tx.deliveries.history(workspace=RED)
    tx.deliveries.last_sent(subscription().id, kind=DeliveryKind.DIGEST)
    tx.deliveries.unfinished(subscription().id)
    tx.deliveries.parts(delivery().id)
    tx.deliveries.counts()
    tx.deliveries.next_wake_at()
    tx.views.latest([StoryId("s1")])
    tx.views.last_seen(subscription().id, [StoryId("s1")])
    tx.views.cards_since(subscription().id, NOW - DAY)
    tx.views.numbered(subscription().id)
    tx.follows.of_owners(RED, ["U1"], now=NOW)
    tx.follows.of_targets("entity", [MAYOR], now=NOW)
    tx.workspaces.all()
    tx.workspaces.find_installation(RED)
    tx.corrections.active(workspace=RED)
    tx.topics.of_workspace(RED)
    tx.audit.of_workspace(RED, since=NOW - DAY)
    tx.guards.paused_until("slack:T", now=NOW)
    tx.meta.find("clock.beat")
