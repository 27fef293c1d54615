from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.model.digest import DeliveryState
from bot.model.workspace import AuditEntry
from bot.storage.database import Database
from tests.storage.make import (
    DAY,
    HOUR,
    MAYOR,
    NOW,
    RED,
    article,
    delivery,
    feed,
    reading,
    role,
    statement,
    story,
    view,
)

Count = Callable[[str], int]
HANGING = (
    "articles",
    "bodies",
    "article_keys",
    "article_feeds",
    "article_versions",
    "readings",
    "about",
    "roles_seen",
)
HANGING += ("statements", "stories", "story_articles", "views", "subjects")


def fill(db: Database, name: str, **more) -> None:
    person = f"person:{name}"
    with db.write() as tx:
        old = article(name, body="Full text.", feeds=("f1",), **more)
        tx.articles.add([(old, [f"key:{name}"])])
        tx.articles.update(replace(old, title="Changed"), at=NOW)
        said = (statement(name, speaker=person),)
        tx.readings.save([reading(name, person, topics=("housing",), roles=(role(person),), statements=said)])
        tx.stories.save([story(f"s-{name}", name)], at=NOW)
        tx.views.put([view(story(f"s-{name}", name))], at=NOW)


def test_an_old_article_goes_with_all_that_hangs_on_it(db: Database, rows_of: Count) -> None:
    with db.write() as tx:
        tx.feeds.add(feed("f1"), next_poll_at=NOW)
    fill(db, "new", first_seen_at=NOW, published_at=NOW - DAY)
    before = {table: rows_of(table) for table in HANGING}
    fill(db, "old", first_seen_at=NOW - DAY, published_at=NOW - 2 * DAY)
    assert [table for table in HANGING if rows_of(table) == before[table]] == []
    with db.write() as tx:
        assert tx.keep.articles(before=NOW) == 1
        assert tx.keep.articles(before=NOW) == 0
    assert {table: rows_of(table) for table in HANGING} == before
    assert db.check() == ()


def test_pruning_goes_oldest_first_in_small_steps(db: Database) -> None:
    with db.write() as tx:
        tx.articles.add([(article(f"a{n}", first_seen_at=NOW + n * HOUR), []) for n in range(5)])
        assert tx.keep.articles(before=NOW + 4 * HOUR, limit=3) == 3
        assert [a.id for a in tx.articles.window(None, None)] == ["a3", "a4"]


def test_a_story_stays_while_it_has_an_article(db: Database) -> None:
    with db.write() as tx:
        tx.articles.add([(article("a1", first_seen_at=NOW - DAY), []), (article("a2"), [])])
        tx.stories.save([story("s1", "a1", "a2")], at=NOW)
        tx.keep.articles(before=NOW)
        assert tx.stories.get("s1").article_ids == ("a2",)


def test_the_keys_of_a_pruned_article_are_remembered_for_a_while(db: Database) -> None:
    with db.write() as tx:
        tx.articles.add([(article("a1", first_seen_at=NOW - DAY), ["key:a1"])])
        tx.keep.articles(before=NOW)
        keys = ["key:a1", "key:other"]
        assert tx.articles.known(keys) == {}
        assert tx.articles.gone(keys) == {"key:a1"}
        assert tx.articles.gone(keys, for_good=True) == frozenset()
        assert tx.keep.gone_keys(before=NOW) == 0
        assert tx.keep.gone_keys(before=NOW + HOUR) == 1
        assert tx.articles.gone(keys) == frozenset()


def test_keys_that_a_feed_still_lists_are_remembered_longer(db: Database) -> None:
    with db.write() as tx:
        tx.articles.add([(article("a1", first_seen_at=NOW - DAY), ["key:a1"])])
        tx.keep.articles(before=NOW)
        tx.articles.still_gone(["key:a1", "key:other"], at=NOW + 30 * DAY)
        assert tx.keep.gone_keys(before=NOW + 29 * DAY) == 0
        assert tx.articles.gone(["key:a1", "key:other"]) == {"key:a1"}


def test_forgotten_keys_stay_for_good(db: Database) -> None:
    with db.write() as tx:
        tx.articles.add([(article("a1"), ["key:a1"])])
        tx.forget.url("https://harbor.example/a1")
        tx.articles.still_gone(["key:a1"], at=NOW + 30 * DAY)
        assert tx.keep.gone_keys(before=NOW + 999 * DAY) == 0
        assert tx.articles.gone(["key:a1"]) == {"key:a1"}
        assert tx.articles.gone(["key:a1"], for_good=True) == {"key:a1"}


def test_what_would_go_can_be_counted(db: Database) -> None:
    with db.write() as tx:
        tx.articles.add([(article(f"a{n}", body="text", first_seen_at=NOW + n * DAY), []) for n in range(3)])
        tx.deliveries.plan([delivery("d1", state=DeliveryState.SENT, message_ts="1")])
        tx.audit.add(AuditEntry(id="e1", workspace_id=RED, by="U1", action="x", at=NOW))
        found = tx.keep.count(before=NOW + DAY, bodies_before=NOW + 2 * DAY, audit_before=NOW)
        assert found == {"articles": 1, "bodies": 2, "deliveries": 1, "audit": 0}
        assert tx.articles.count() == 3


def test_bodies_go_earlier_than_articles(db: Database) -> None:
    with db.write() as tx:
        tx.articles.add([(article(f"a{n}", body="text", first_seen_at=NOW + n * DAY), []) for n in range(3)])
        assert tx.keep.bodies(before=NOW + 2 * DAY, limit=1) == 1
        assert tx.keep.bodies(before=NOW + 2 * DAY) == 1
        assert [a.body for a in tx.articles.by_ids(["a0", "a1", "a2"], bodies=True)] == ["text", "", ""][::-1]


def test_views_that_nobody_saw_go_early(db: Database) -> None:
    one, two = story("s1", "a1"), story("s2", "a2")
    with db.write() as tx:
        tx.articles.add([(article("a1"), []), (article("a2"), [])])
        tx.stories.save([one, two], at=NOW)
        tx.views.put([view(one)], at=NOW)
        tx.views.show("sub1", "d1", [(1, view(two))], at=NOW)
        assert tx.keep.views(before=NOW + HOUR) == 1
        assert set(tx.views.latest(["s1", "s2"])) == {"s2"}


def test_only_final_deliveries_are_pruned(db: Database, rows_of: Count) -> None:
    with db.write() as tx:
        tx.articles.add([(article("a1"), [])])
        tx.stories.save([story("s1", "a1")], at=NOW)
        tx.deliveries.plan([delivery("d1", state=DeliveryState.SENT, message_ts="1"), delivery("d2", part=1)])
        tx.views.show("sub1", "d1", [(1, view(story("s1", "a1")))], at=NOW)
        assert tx.keep.deliveries(before=NOW) == 0
        assert tx.keep.deliveries(before=NOW + HOUR) == 1
        assert tx.deliveries.find("d2") is not None
    assert rows_of("seen_views") == 0


def test_audit_entries_are_pruned(db: Database) -> None:
    with db.write() as tx:
        for n in range(3):
            tx.audit.add(AuditEntry(id=f"e{n}", workspace_id=RED, by="U1", action="x", at=NOW + n * DAY))
        assert tx.keep.audit(before=NOW + 2 * DAY) == 2


def test_a_name_that_is_still_used_stays(db: Database) -> None:
    with db.write() as tx:
        tx.articles.add([(article("a1", first_seen_at=NOW - DAY), []), (article("a2"), [])])
        tx.readings.save([reading("a1", MAYOR, "person:gone"), reading("a2", MAYOR)])
        tx.keep.articles(before=NOW)
        assert tx.coverage.articles_about(MAYOR, None, None) == ("a2",)
        assert tx.readings.by_articles(["a2"]) == {"a2": reading("a2", MAYOR)}


def test_a_reader_and_the_pruner_do_not_trip_over_a_name(postgres_db: Database) -> None:
    """The pruner passes over a name that a reader has just taken up in a transaction of its own."""
    with postgres_db.write() as tx:
        tx.articles.add([(article("old", first_seen_at=NOW - DAY), []), (article("new"), [])])
        tx.readings.save([reading("old", MAYOR)])
    with postgres_db.write() as reader:
        reader.readings.save([reading("new", MAYOR)])
        with postgres_db.write() as pruner:
            assert pruner.keep.articles(before=NOW) == 1
    with postgres_db.read() as tx:
        assert tx.readings.by_articles(["new"]) == {"new": reading("new", MAYOR)}
    assert postgres_db.check() == ()
