from __future__ import annotations

from dataclasses import replace

import pytest

from bot.errors import NotFoundError, StorageError
from bot.model.article import ArticleVersion
from bot.storage.database import Database
from tests.storage.make import BLUE, DAY, HOUR, MAYOR, NOW, RED, article, feed, reading


@pytest.fixture(autouse=True)
def three_feeds(db: Database) -> None:
    with db.write() as tx:
        tx.feeds.add(feed("shared"), next_poll_at=NOW)
        tx.feeds.add(feed("second"), next_poll_at=NOW)
        tx.feeds.add(feed("red", workspace_id=RED), next_poll_at=NOW)


def test_an_article_comes_back_as_it_was_stored(db: Database) -> None:
    given = article(
        body="The full text.",
        outlet_id="harbor-post",
        place="US-MA",
        byline="By Ada Quist",
        language="en",
        links=("https://a.example/1", "https://b.example/2"),
        categories=("Politics", "Städte"),
        updated_at=NOW,
        seen_on_add=True,
        feeds=("second", "shared"),
    )
    with db.write() as tx:
        tx.articles.add([(given, ["k1"])])
    with db.read() as tx:
        assert tx.articles.get("a1") == given
        assert tx.articles.by_ids(["a1"]) == (replace(given, body=""),)
        assert tx.articles.by_ids(["a1"], bodies=True) == (given,)
        assert tx.articles.count() == 1


def test_any_of_several_keys_finds_the_article(db: Database) -> None:
    with db.write() as tx:
        tx.articles.add([(article("a1"), ["guid:1", "url:x"]), (article("a2"), ["guid:2", "url:x"])])
        tx.articles.add_keys([("a2", "hash:2"), ("a2", "guid:1"), ("nobody", "guid:9")])
        keys = ["guid:1", "guid:2", "url:x", "hash:2", "guid:9", *map(str, range(1500))]
        assert tx.articles.known(keys) == {"guid:1": "a1", "guid:2": "a2", "url:x": "a1", "hash:2": "a2"}


def test_an_article_is_stored_once(db: Database) -> None:
    with db.write() as tx:
        tx.articles.add([(article("a1"), ["k1"])])
    with pytest.raises(StorageError), db.write() as tx:
        tx.articles.add([(article("a1"), ["k2"])])
    with db.read() as tx:
        assert tx.articles.known(["k1", "k2"]) == {"k1": "a1"}
        with pytest.raises(NotFoundError):
            tx.articles.get("a2")


def test_further_feeds_are_attached_in_order_of_arrival(db: Database) -> None:
    with db.write() as tx:
        tx.articles.add([(article("a1", feeds=("second",)), [])])
        tx.articles.attach(
            [("a1", "red"), ("a1", "shared"), ("a1", "second"), ("a1", "nope"), ("nope", "red")]
        )
        tx.articles.attach([("a1", "red")])
        assert tx.articles.get("a1").feeds == ("second", "red", "shared")
        assert tx.articles.counts_by_feed(NOW) == {"second": 1, "red": 1, "shared": 1}
        assert tx.articles.counts_by_feed(NOW + HOUR) == {}


def test_an_update_keeps_the_earlier_wording(db: Database) -> None:
    first = article("a1", body="Old body.", feeds=("shared",))
    second = replace(first, title="New title", body="", updated_at=NOW + HOUR, content_sha256="ab" * 32)
    with db.write() as tx:
        tx.articles.add([(first, [])])
        tx.articles.update(second, at=NOW + HOUR)
    with db.read() as tx:
        assert tx.articles.get("a1") == second
        old = ArticleVersion(
            article_id=first.id,
            title=first.title,
            summary=first.summary,
            body="Old body.",
            url=first.url,
            replaced_at=NOW + HOUR,
        )
        assert tx.articles.versions("a1") == (old,)
    with pytest.raises(NotFoundError), db.write() as tx:
        tx.articles.update(article("a2"), at=NOW)


def test_an_update_does_not_move_what_was_seen_first(db: Database) -> None:
    with db.write() as tx:
        tx.articles.add([(article("a1", seen_on_add=True), [])])
        tx.articles.update(article("a1", first_seen_at=NOW + DAY, title="New"), at=NOW + DAY)
        found = tx.articles.get("a1")
    assert (found.first_seen_at, found.seen_on_add, found.title) == (NOW, True, "New")


def test_wordings_and_readings_of_a_past_day(db: Database) -> None:
    first = article("a1", title="First")
    with db.write() as tx:
        tx.articles.add([(first, []), (article("late", first_seen_at=NOW + DAY), [])])
        tx.readings.save([reading("a1", MAYOR)])
        tx.articles.update(replace(first, title="Second"), at=NOW + HOUR)
        tx.readings.save([reading("a1", version="v2")])
        tx.articles.update(replace(first, title="Third"), at=NOW + 2 * HOUR)
        tx.readings.save([reading("a1", topics=("housing",), version="v2")])
    with db.read() as tx:
        titles = [[a.title for a in tx.articles.as_of(["a1", "late"], NOW + n * HOUR)] for n in (0, 1, 2, 24)]
        read = [tx.articles.readings_as_of(["a1", "late"], NOW + n * HOUR) for n in (0, 1, 2)]
    assert titles == [["First"], ["Second"], ["Third"], ["Third", "Council votes on late"]]
    assert read[0] == {"a1": reading("a1", MAYOR)}
    assert read[1] == {"a1": reading("a1", version="v2")}
    assert read[2] == {"a1": reading("a1", topics=("housing",), version="v2")}


def test_windows_are_half_open_and_newest_first(db: Database) -> None:
    hours = [
        article(f"a{n}", published_at=NOW + n * HOUR, first_seen_at=NOW + 9 * HOUR - n * HOUR)
        for n in range(4)
    ]
    with db.write() as tx:
        tx.articles.add([(a, []) for a in hours])
    with db.read() as tx:
        assert [a.id for a in tx.articles.window(NOW, NOW + 2 * HOUR)] == ["a1", "a0"]
        assert [a.id for a in tx.articles.window(NOW + 2 * HOUR, None)] == ["a3", "a2"]
        assert [a.id for a in tx.articles.window(None, None, limit=1)] == ["a3"]
        seen = tx.articles.window(NOW + 8 * HOUR, None, by="first_seen")
        assert [a.id for a in seen] == ["a0", "a1"]


def test_a_scheduled_window_leaves_out_what_came_with_the_first_read(db: Database) -> None:
    with db.write() as tx:
        tx.articles.add([(article("old", seen_on_add=True), []), (article("new"), [])])
        assert [a.id for a in tx.articles.window(None, None, scheduled=True)] == ["new"]


def test_private_articles_show_to_their_workspace_until_a_shared_feed_carries_them(db: Database) -> None:
    with db.write() as tx:
        tx.articles.add([(article("a1", feeds=("red",)), []), (article("a2", feeds=("shared",)), [])])
        tx.readings.save([reading("a1", MAYOR)])
        ids = ["a1", "a2"]
        assert tx.articles.visible(ids, None) == tx.articles.visible(ids, BLUE) == {"a2"}
        assert tx.articles.visible(ids, RED) == {"a1", "a2"}
        assert [a.id for a in tx.articles.window(None, None, workspace=BLUE)] == ["a2"]
        assert len(tx.articles.window(None, None, workspace=RED)) == 2
        assert tx.coverage.articles_about(MAYOR, None, None) == ()
        tx.articles.attach([("a1", "second")])
        assert tx.articles.visible(ids, BLUE) == {"a1", "a2"}
        assert tx.coverage.articles_about(MAYOR, None, None) == ("a1",)


def test_unread_articles_are_those_without_a_reading_of_their_wording(db: Database) -> None:
    with db.write() as tx:
        tx.articles.add([(article(f"a{n}", first_seen_at=NOW + n * HOUR), []) for n in range(4)])
        tx.readings.save(
            [reading("a0", version="v1"), reading("a1", version="v2"), reading("a2", version="v2")]
        )
        assert tx.articles.unread(limit=9) == ("a3",)
        assert tx.articles.unread("v2", limit=9) == ("a3", "a0")
        assert tx.articles.unread("v2", limit=9, since=NOW + HOUR) == ("a3",)
        assert tx.articles.unread("v3", limit=2) == ("a3", "a0")
        tx.articles.update(article("a2", title="New"), at=NOW + DAY)
        assert tx.articles.unread(limit=9) == ("a2", "a3")


def test_ungrouped_articles_are_read_and_in_no_story(db: Database) -> None:
    with db.write() as tx:
        tx.articles.add([(article(f"a{n}", published_at=NOW - n * HOUR), []) for n in range(3)])
        assert tx.articles.ungrouped(limit=9) == ()
        tx.readings.save([reading(f"a{n}") for n in range(3)])
        assert tx.articles.ungrouped(limit=9) == ("a2", "a1", "a0")
        tx.articles.leave_ungrouped(["a1"])
        assert tx.articles.ungrouped(limit=1) == ("a2",)
        assert tx.articles.ungrouped(limit=9) == ("a2", "a0")


def test_articles_are_listed_by_publication_then_id(db: Database) -> None:
    with db.write() as tx:
        tx.articles.add(
            [(article(name), []) for name in ("b", "a")] + [(article("z", published_at=NOW - DAY), [])]
        )
        assert [a.id for a in tx.articles.by_ids(["a", "b", "z"])] == ["z", "a", "b"]
