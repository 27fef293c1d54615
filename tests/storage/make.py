"""Records for the storage suite: each factory fills what a test does not care about."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.model.article import Article, ArticleId
from bot.model.digest import Delivery, DeliveryId, Subscription, SubscriptionId
from bot.model.entity import Entity, EntityId, EntityKind, Mention
from bot.model.feed import Feed, FeedId
from bot.model.lookup import Follow
from bot.model.reading import Reading, RoleSeen, TopicScore
from bot.model.statement import Statement, StatementId
from bot.model.story import Status, StatusKind, Story, StoryId, StoryView
from bot.model.workspace import ChannelId, UserId, WorkspaceId
from bot.storage.database import Database
from bot.storage.transaction import Transaction

NOW = datetime(2025, 8, 26, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
RED, BLUE = WorkspaceId("T-red"), WorkspaceId("T-blue")
TOKEN_KEYS = ("q0uOn0vkM1bWmCIUsFMMVSWBbkSXyLxUSC8yOSfzkzI=",)
MAYOR = EntityId("person:ada-quist-harbor")
CITY = EntityId("geonames:900001")


class _UndoneError(Exception):
    """Ends a transaction without keeping anything."""


@contextmanager
def undone(db: Database) -> Iterator[Transaction]:
    """A writing transaction of which nothing stays, for properties tried many times."""
    with suppress(_UndoneError), db.write() as tx:
        yield tx
        raise _UndoneError


def feed(name: str = "f1", **more: Any) -> Feed:
    url = f"https://{name}.example/feed.xml"
    given = {"url": url, "imported_url": url, "outlet": f"The {name} Post", "added_at": NOW}
    return Feed(id=FeedId(name), **given | more)


def article(name: str = "a1", **more: Any) -> Article:
    given: dict[str, Any] = {
        "url": f"https://harbor.example/{name}",
        "title": f"Council votes on {name}",
        "summary": "The council voted on Monday.",
        "outlet": "Harbor Post",
        "published_at": NOW - HOUR,
        "first_seen_at": NOW,
        "content_sha256": hashlib.sha256(name.encode()).hexdigest(),
    }
    return Article(id=ArticleId(name), **given | more)


def mention(entity: str | None, text: str = "Ada Quist", **more: Any) -> Mention:
    given: dict[str, Any] = {
        "field": "title",
        "start": 0,
        "end": len(text),
        "text": text,
        "kind": EntityKind.PERSON,
    }
    return Mention(entity_id=EntityId(entity) if entity else None, **given | more)


def statement(article_id: str, name: str = "s1", **more: Any) -> Statement:
    given: dict[str, Any] = {
        "field": "summary",
        "source": (0, 3),
        "cue": (4, 8),
        "content": ((9, 20),),
        "words": "we will vote",
        "quoted": True,
        "speaker": MAYOR,
    }
    return Statement(id=StatementId(name), article_id=ArticleId(article_id), **given | more)


def reading(article_id: str = "a1", *entities: str, topics: tuple[str, ...] = (), **more: Any) -> Reading:
    given: dict[str, Any] = {
        "version": "v1",
        "mentions": tuple(mention(e) for e in entities),
        "topics": tuple(TopicScore(slug=t, score=0.5) for t in topics),
    }
    return Reading(article_id=ArticleId(article_id), **given | more)


def role(entity: str = MAYOR, title: str = "Mayor") -> RoleSeen:
    return RoleSeen(entity_id=EntityId(entity), title=title, seen_on=NOW.date())


def person(entity: str = MAYOR, name: str = "Ada Quist", **more: Any) -> Entity:
    return Entity(id=EntityId(entity), kind=EntityKind.PERSON, name=name, **more)


def story(name: str = "s1", *articles: str, **more: Any) -> Story:
    given: dict[str, Any] = {"first_at": NOW - HOUR, "last_at": NOW - HOUR, "updated_at": NOW}
    return Story(id=StoryId(name), article_ids=tuple(ArticleId(a) for a in articles), **given | more)


def view(of: Story, line: str = "1 origin", **more: Any) -> StoryView:
    status = Status(kind=StatusKind.ONE_ORIGIN, origins=1, outlets=1, line=line)
    given: dict[str, Any] = {"headline_article": of.article_ids[0], "status": status}
    return StoryView(story=of, **given | more)


def subscription(name: str = "sub1", **more: Any) -> Subscription:
    given: dict[str, Any] = {"workspace_id": RED, "channel_id": ChannelId(f"C-{name}"), "created_at": NOW}
    return Subscription(id=SubscriptionId(name), **given | more)


def delivery(name: str = "d1", **more: Any) -> Delivery:
    given: dict[str, Any] = {
        "subscription_id": SubscriptionId("sub1"),
        "workspace_id": RED,
        "channel_id": ChannelId("C-sub1"),
        "local_on": NOW.date(),
        "due_at": NOW,
    }
    return Delivery(id=DeliveryId(name), **given | more)


def follow(name: str = "fo1", **more: Any) -> Follow:
    given: dict[str, Any] = {
        "workspace_id": RED,
        "owner": UserId("U1"),
        "target_kind": "entity",
        "target": MAYOR,
        "label": "Ada Quist",
        "created_at": NOW,
    }
    return Follow(id=name, **given | more)
