"""Two workspaces share articles and stories, and never see anything else of each other.

Every public method of every table group has a line below: whom it answers, and where it answers a team, a
question asked by both. A new method without a line fails the first test.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_type_hints

import pytest

from bot.errors import NotFoundError
from bot.model.digest import DeliveryId, DeliveryState, SubscriptionId
from bot.model.feed import FeedId
from bot.model.reading import Topic
from bot.model.workspace import AuditEntry, Correction, CorrectionKind, Installation, Workspace, WorkspaceId
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.storage.make import (
    BLUE,
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


@dataclass(frozen=True)
class Me:
    """A workspace that asks."""

    id: WorkspaceId
    mark: str

    @property
    def sub(self) -> SubscriptionId:
        return SubscriptionId(f"sub-{self.mark}")

    @property
    def sent(self) -> DeliveryId:
        return DeliveryId(f"d-{self.mark}")


TEAMS = (Me(RED, "rouge"), Me(BLUE, "azure"))
EVERYBODY = NOW - 2 * DAY, NOW + DAY


def fill(tx: Transaction, me: Me) -> None:
    """The same for each workspace, its mark in every word."""
    own: dict[str, Any] = {"workspace_id": me.id}
    mark, entity = me.mark, f"org:{me.mark}"
    tx.workspaces.save(Workspace(id=me.id, name=mark, installed_at=NOW))
    tx.workspaces.install(
        Installation(workspace_id=me.id, user_id=f"U-{mark}", bot_token=f"xoxb-{mark}", installed_at=NOW)
    )
    tx.feeds.add(feed(f"f-{mark}", **own), next_poll_at=NOW)
    tx.feeds.add_alias(FeedId(f"f-{mark}"), f"https://{mark}.example/old", at=NOW)
    tx.feeds.add(feed(f"gone-{mark}", **own), next_poll_at=NOW)
    tx.feeds.remove(FeedId(f"gone-{mark}"), at=NOW)
    name = f"a-{mark}"
    tx.articles.add([(article(name, title=f"{mark} news", feeds=(FeedId(f"f-{mark}"),)), [f"key-{mark}"])])
    tx.entities.save([person(entity, f"{mark} office")])
    said = statement(name, f"st-{mark}", words=f"{mark} words")
    found = reading(name, MAYOR, entity, topics=(mark, "shared"))
    tx.readings.save([type(found)(**{f: getattr(found, f) for f in found.__slots__} | {
        "statements": (said,), "roles": (role(MAYOR, f"{mark} Mayor"),)
    })])  # fmt: skip
    tx.subscriptions.save(subscription(me.sub, channel_id=f"C-{mark}", **own))
    tx.subscriptions.schedule({me.sub: (NOW + DAY, NOW.date())})
    rows = {"subscription_id": me.sub, "channel_id": f"C-{mark}", **own}
    tx.deliveries.plan([delivery(me.sent, state=DeliveryState.SENT, cutoff_at=NOW, **rows)])
    tx.deliveries.plan([delivery(f"open-{mark}", local_on=(NOW + DAY).date(), **rows)])
    part = {**rows, "subscription_id": None, "parent_id": me.sent}
    tx.deliveries.plan([delivery(f"part-{mark}", **part)])
    tx.follows.save(follow(f"fo-{mark}", target=f"person:{mark}", **own))
    entry: dict[str, Any] = {"by": "U1", "subject": f"{mark} story", **own}
    tx.corrections.add(Correction(id=f"c-{mark}", kind=CorrectionKind.SPLIT, made_at=NOW, **entry))
    tx.audit.add(AuditEntry(id=f"e-{mark}", action="split", at=NOW, **entry))
    tx.topics.save(me.id, Topic(slug="parks", name=f"{mark} parks"), by="U1", at=NOW)


def show(tx: Transaction, me: Me) -> None:
    """A digest that each workspace saw, the story in its own words."""
    found = view(story("s1", "a-shared", f"a-{me.mark}"), f"{me.mark} line")
    tx.views.show(me.sub, me.sent, [(1 if me.mark == "rouge" else 2, found)], at=NOW)


@pytest.fixture
def both(db: Database) -> Database:
    """Two workspaces with the same of everything, and an article that they share."""
    with db.write() as tx:
        tx.feeds.add(feed("f-shared"), next_poll_at=NOW)
        tx.articles.add([(article("a-shared", feeds=(FeedId("f-shared"),)), ["key-shared"])])
        tx.entities.save([person(MAYOR), person(CITY, "Harbor")])
        tx.readings.save([reading("a-shared", MAYOR, topics=("shared",))])
        for me in TEAMS:
            fill(tx, me)
        tx.stories.save([story("s1", "a-shared", "a-rouge", "a-azure")], at=NOW)
        for me in TEAMS:
            show(tx, me)
    return db


SERVER = "works for the whole server"
SHARED = "what all share"
KEYS = "its ids came from a question of the team"
WRITES = "writes the row that it is given"

Ask = Callable[[Transaction, Me], Any]

CASES: dict[str, str | Ask] = {
    "articles.known": SHARED,
    "articles.gone": SHARED,
    "articles.still_gone": SHARED,
    "articles.add": WRITES,
    "articles.add_keys": WRITES,
    "articles.attach": WRITES,
    "articles.update": WRITES,
    "articles.get": KEYS,
    "articles.find": KEYS,
    "articles.by_ids": KEYS,
    "articles.window": lambda tx, me: tx.articles.window(None, None, workspace=me.id),
    "articles.versions": KEYS,
    "articles.as_of": KEYS,
    "articles.readings_as_of": KEYS,
    "articles.unread": SERVER,
    "articles.count_unread": SERVER,
    "articles.still_worded": SERVER,
    "articles.ungrouped": SERVER,
    "articles.leave_ungrouped": SERVER,
    "articles.visible": lambda tx, me: tx.articles.visible(["a-shared", "a-rouge", "a-azure"], me.id),
    "articles.counts_by_feed": SERVER,
    "articles.count": SERVER,
    "audit.add": WRITES,
    "audit.of_workspace": lambda tx, me: tx.audit.of_workspace(me.id, since=NOW - HOUR),
    "corrections.add": WRITES,
    "corrections.find": lambda tx, me: tx.corrections.find(f"c-{me.mark}"),
    "corrections.active": lambda tx, me: tx.corrections.active(workspace=me.id),
    "corrections.undo": KEYS,
    "coverage.articles_about": lambda tx, me: tx.coverage.articles_about(MAYOR, *EVERYBODY, workspace=me.id),
    "coverage.counts_between": lambda tx, me: two(
        tx.coverage.counts_between(MAYOR, EVERYBODY, workspace=me.id), me
    ),
    "coverage.company": lambda tx, me: tx.coverage.company(MAYOR, *EVERYBODY, workspace=me.id),
    "coverage.entity_counts": lambda tx, me: tx.coverage.entity_counts(*EVERYBODY, workspace=me.id),
    "coverage.topic_counts": lambda tx, me: tx.coverage.topic_counts(*EVERYBODY, workspace=me.id),
    "coverage.titles": lambda tx, me: nobody(tx.coverage.titles([MAYOR]), me),
    "coverage.statements_by": lambda tx, me: tx.coverage.statements_by(MAYOR, *EVERYBODY, workspace=me.id),
    "deliveries.plan": WRITES,
    "deliveries.plan_alike": WRITES,
    "deliveries.claim": SERVER,
    "deliveries.replace": WRITES,
    "deliveries.get": lambda tx, me: tx.deliveries.get(me.sent),
    "deliveries.find": lambda tx, me: tx.deliveries.find(me.sent),
    "deliveries.by_ids": lambda tx, me: tx.deliveries.by_ids([me.sent]),
    "deliveries.history": lambda tx, me: tx.deliveries.history(workspace=me.id),
    "deliveries.last_sent": lambda tx, me: tx.deliveries.last_sent(me.sub),
    "deliveries.last_local_on": lambda tx, me: two(
        (tx.deliveries.last_local_on(me.sub) - NOW.date()).days + 1, me
    ),
    "deliveries.unfinished": lambda tx, me: tx.deliveries.unfinished(me.sub),
    "deliveries.parts": lambda tx, me: tx.deliveries.parts(me.sent),
    "deliveries.counts": SERVER,
    "deliveries.next_wake_at": SERVER,
    "entities.save": SHARED,
    "entities.meet": SHARED,
    "entities.get": KEYS,
    "entities.find": KEYS,
    "entities.by_ids": KEYS,
    "feeds.add": WRITES,
    "feeds.get": lambda tx, me: tx.feeds.get(FeedId(f"f-{me.mark}")),
    "feeds.find": lambda tx, me: tx.feeds.find(FeedId(f"f-{me.mark}")),
    "feeds.find_by_url": lambda tx, me: [
        tx.feeds.find_by_url(url, workspace=me.id)
        for mark in ("rouge", "azure")
        for url in (f"https://f-{mark}.example/feed.xml", f"https://{mark}.example/old")
    ],
    "feeds.all": lambda tx, me: (
        *tx.feeds.all(workspace=me.id),
        *tx.feeds.all(workspace=me.id, removed=True),
    ),
    "feeds.by_ids": lambda tx, me: tx.feeds.by_ids(
        ["f-shared", "f-rouge", "f-azure", "gone-rouge", "gone-azure"], workspace=me.id
    ),
    "feeds.update": WRITES,
    "feeds.add_alias": WRITES,
    "feeds.aliases": lambda tx, me: tx.feeds.aliases(FeedId(f"f-{me.mark}")),
    "feeds.remove": KEYS,
    "feeds.restore": KEYS,
    "feeds.purge_removed": SERVER,
    "feeds.claim": SERVER,
    "feeds.hold": SERVER,
    "feeds.save_states": WRITES,
    "feeds.release": SERVER,
    "feeds.postpone": SERVER,
    "feeds.dues": SERVER,
    "feeds.named_in": SERVER,
    "feeds.with_states": lambda tx, me: tx.feeds.with_states(workspace=me.id),
    "feeds.states": KEYS,
    "feeds.counts": SERVER,
    "feeds.next_due_at": SERVER,
    "feeds.count_visible": lambda tx, me: two(tx.feeds.count_visible(me.id), me),
    "feeds.count": lambda tx, me: two(tx.feeds.count(workspace=me.id) + 1, me),
    "follows.save": WRITES,
    "follows.find": lambda tx, me: tx.follows.find(f"fo-{me.mark}"),
    "follows.remove": KEYS,
    "follows.of_owners": lambda tx, me: tx.follows.of_owners(me.id, ["U1"], now=NOW),
    "follows.of_targets": SERVER,
    "follows.purge": SERVER,
    "forget.url": SERVER,
    "forget.is_private": lambda tx, me: (
        me.mark * tx.forget.is_private(f"https://harbor.example/a-{me.mark}", me.id),
        [tx.forget.is_private(f"https://harbor.example/{name}", me.id) for name in ("a-shared", "none")],
    ),
    "forget.person": SERVER,
    "forget.messages_with_url": SERVER,
    "forget.messages_with_person": SERVER,
    "guards.first_time": "its keys have the workspace in them",
    "guards.acquire": SERVER,
    "guards.release": SERVER,
    "guards.holders": SERVER,
    "guards.use": "its keys have the workspace in them",
    "guards.pause": "its keys have the workspace in them",
    "guards.paused_until": "its keys have the workspace in them",
    "guards.purge": SERVER,
    "keep.articles": SERVER,
    "keep.count": SERVER,
    "keep.bodies": SERVER,
    "keep.views": SERVER,
    "keep.deliveries": SERVER,
    "keep.audit": SERVER,
    "keep.gone_keys": SERVER,
    "meta.find": "its keys have the workspace in them",
    "meta.put": "its keys have the workspace in them",
    "meta.delete": "its keys have the workspace in them",
    "meta.keys": SERVER,
    "queues.unread": SERVER,
    "queues.ungrouped": SERVER,
    "queues.waiting": SERVER,
    "readings.save": SHARED,
    "readings.by_articles": KEYS,
    "readings.marks": KEYS,
    "stories.save": SHARED,
    "stories.get": SHARED,
    "stories.find": SHARED,
    "stories.follow": SHARED,
    "stories.by_ids": SHARED,
    "stories.open_since": SHARED,
    "stories.updated_between": SHARED,
    "stories.of_articles": SHARED,
    "stories.as_of": SHARED,
    "subscriptions.save": WRITES,
    "subscriptions.schedule": WRITES,
    "subscriptions.due": SERVER,
    "subscriptions.next_due": lambda tx, me: tx.subscriptions.next_due([me.sub]),
    "subscriptions.next_due_at": SERVER,
    "subscriptions.get": lambda tx, me: tx.subscriptions.get(me.sub),
    "subscriptions.find": lambda tx, me: tx.subscriptions.find(me.sub),
    "subscriptions.find_by_channel": lambda tx, me: [
        tx.subscriptions.find_by_channel(me.id, f"C-{mark}") for mark in ("rouge", "azure")
    ],
    "subscriptions.of_workspace": lambda tx, me: tx.subscriptions.of_workspace(me.id),
    "subscriptions.all": SERVER,
    "subscriptions.remove": KEYS,
    "topics.save": WRITES,
    "topics.switch_off": WRITES,
    "topics.undo": WRITES,
    "topics.of_workspace": lambda tx, me: tx.topics.of_workspace(me.id),
    "views.put": SHARED,
    "views.latest": "unused by services that answer teams",
    "views.show": WRITES,
    "views.last_seen": lambda tx, me: tx.views.last_seen(me.sub, ["s1"]),
    "views.numbered": lambda tx, me: two(3 - len(tx.views.numbered(me.sub)), me),
    "views.shown_since": lambda tx, me: two(1 + len(tx.views.shown_since(me.sub, NOW - HOUR)), me),
    "views.cards_since": lambda tx, me: tx.views.cards_since(me.sub, NOW - HOUR),
    "views.showing": "its callers keep the rows of one workspace",
    "workspaces.save": WRITES,
    "workspaces.get": lambda tx, me: tx.workspaces.get(me.id),
    "workspaces.find": lambda tx, me: tx.workspaces.find(me.id),
    "workspaces.all": SERVER,
    "workspaces.holdings": SERVER,
    "workspaces.revoke": "test_workspaces.py",
    "workspaces.purge_articles": "test_workspaces.py",
    "workspaces.purge": "test_workspaces.py",
    "workspaces.install": WRITES,
    "workspaces.find_installation": lambda tx, me: (
        tx.workspaces.find_installation(me.id),
        [tx.workspaces.find_installation(me.id, f"U-{mark}") for mark in ("rouge", "azure")],
    ),
    "workspaces.uninstall": "test_workspaces.py",
    "workspaces.rotate_tokens": SERVER,
}


def two(found: Any, me: Me) -> str:
    """A count that must be the shared one and the own one."""
    number = found[0] if isinstance(found, tuple) else found
    assert number == 2
    return me.mark


def nobody(found: Any, me: Me) -> str:
    """An answer in which no workspace stands, not even the own."""
    assert not any(team.mark in repr(found) for team in TEAMS)
    return me.mark


def groups() -> dict[str, type]:
    """The table groups of a transaction by name."""
    found = {}
    for name, member in vars(Transaction).items():
        if isinstance(member, cached_property):
            found[name] = get_type_hints(member.func)["return"]
    return found


def test_every_method_has_its_line() -> None:
    public = {
        f"{name}.{method}"
        for name, group in groups().items()
        for method, _ in inspect.getmembers(group, inspect.isfunction)
        if not method.startswith("_")
    }
    assert public == set(CASES)


def test_a_workspace_is_answered_with_its_own(both: Database) -> None:
    with both.read() as tx:
        for name, ask in CASES.items():
            for me, other in (TEAMS, TEAMS[::-1]):
                found = repr(ask(tx, me)) if callable(ask) else me.mark
                foreign = other.mark in found or other.id in found
                assert (me.mark in found, foreign) == (True, False), f"{name}: {found}"


def test_without_a_workspace_nothing_private_is_seen(both: Database) -> None:
    with both.read() as tx:
        assert [a.id for a in tx.articles.window(None, None)] == ["a-shared"]
        assert tx.articles.visible(["a-shared", "a-rouge", "a-azure"], None) == {"a-shared"}
        assert tx.coverage.articles_about(MAYOR, *EVERYBODY) == ("a-shared",)
        assert [f.id for f in tx.feeds.all()] == ["f-shared"]


def test_what_one_purges_the_other_keeps(both: Database) -> None:
    with both.write() as tx:
        while tx.workspaces.purge_articles(RED):
            pass
        tx.workspaces.purge(RED)
        for name, case in CASES.items():
            if callable(case):
                assert "azure" in repr(case(tx, TEAMS[1])), name
        with pytest.raises(NotFoundError):
            tx.workspaces.get(RED)
        assert tx.deliveries.history(workspace=RED) == ()
        assert tx.coverage.articles_about(MAYOR, *EVERYBODY, workspace=RED) == ("a-shared",)
