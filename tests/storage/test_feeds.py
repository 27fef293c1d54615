from __future__ import annotations

from dataclasses import replace

import pytest

from bot.errors import NotFoundError, StorageError
from bot.model.entity import Level
from bot.model.feed import FeedState, FeedStatus
from bot.storage.database import Database
from tests.storage.make import BLUE, DAY, HOUR, NOW, RED, feed


def add(db: Database, *names: str, **more) -> None:
    with db.write() as tx:
        for name in names:
            tx.feeds.add(feed(name, **more), next_poll_at=NOW)


def test_a_feed_comes_back_as_it_was_stored(db: Database) -> None:
    given = feed(packs=("boston", "schools"), level=Level.CITY, place="US-MA", excerpt_chars=0, paused=True)
    with db.write() as tx:
        tx.feeds.add(given, next_poll_at=NOW)
    with db.read() as tx:
        assert tx.feeds.get(given.id) == given
        assert tx.feeds.states([given.id]) == {given.id: FeedState(feed_id=given.id, next_poll_at=NOW)}


def test_an_unknown_feed_is_none_or_an_error(db: Database) -> None:
    with db.read() as tx:
        assert tx.feeds.find("nope") is None
        with pytest.raises(NotFoundError, match="no feed nope"):
            tx.feeds.get("nope")


def test_a_url_is_taken_once_in_a_workspace(db: Database) -> None:
    add(db, "f1")
    with db.write() as tx:
        tx.feeds.add(feed("f2", url=feed("f1").url, workspace_id=RED), next_poll_at=NOW)
    with pytest.raises(StorageError), db.write() as tx:
        tx.feeds.add(feed("f3", url=feed("f1").url), next_poll_at=NOW)


def test_find_by_url_knows_present_imported_and_old_addresses(db: Database) -> None:
    add(db, "f1", imported_url="http://old.example/rss")
    with db.write() as tx:
        moved = replace(tx.feeds.get("f1"), url="https://new.example/rss")
        tx.feeds.update(moved)
    with db.read() as tx:
        for url in ("https://new.example/rss", "http://old.example/rss", "https://f1.example/feed.xml"):
            assert tx.feeds.find_by_url(url) == moved
        assert tx.feeds.aliases("f1") == ("https://f1.example/feed.xml",)
        assert tx.feeds.find_by_url("https://nowhere.example/") is None


def test_private_feeds_show_to_their_workspace_alone(db: Database) -> None:
    add(db, "shared")
    add(db, "red", workspace_id=RED)
    add(db, "blue", workspace_id=BLUE)
    with db.read() as tx:
        assert [f.id for f in tx.feeds.all()] == ["shared"]
        assert [f.id for f in tx.feeds.all(workspace=RED)] == ["red", "shared"]
        assert (tx.feeds.count_visible(), tx.feeds.count_visible(RED)) == (1, 2)
        everything = ["shared", "red", "blue"]
        assert set(tx.feeds.by_ids(everything)) == {"shared"}
        assert set(tx.feeds.by_ids(everything, workspace=RED)) == {"shared", "red"}
        assert [f.id for f, _ in tx.feeds.with_states(workspace=BLUE)] == ["blue", "shared"]
        assert tx.feeds.find_by_url(feed("red").url, workspace=BLUE) is None
        assert tx.feeds.count(workspace=RED) == 1


def test_a_removed_feed_can_be_restored_for_seven_days(db: Database) -> None:
    add(db, "f1")
    with db.write() as tx:
        tx.feeds.remove("f1", at=NOW)
        assert tx.feeds.all() == ()
        assert [f.id for f in tx.feeds.all(removed=True)] == ["f1"]
        assert (tx.feeds.count_visible(), tx.feeds.by_ids(["f1"])) == (0, {})
        assert tx.feeds.claim(NOW, limit=9, lease_s=60) == ()
        with pytest.raises(StorageError, match="seven days"):
            tx.feeds.restore("f1", at=NOW + 8 * DAY)
        tx.feeds.restore("f1", at=NOW + 6 * DAY)
        assert [f.id for f in tx.feeds.all()] == ["f1"]


def test_a_removed_feed_leaves_its_url_free_and_is_purged_later(db: Database) -> None:
    add(db, "f1")
    with db.write() as tx:
        tx.feeds.remove("f1", at=NOW)
    with db.write() as tx:
        tx.feeds.add(feed("f2", url=feed("f1").url), next_poll_at=NOW)
        assert tx.feeds.find_by_url(feed("f1").url).id == "f2"
        assert tx.feeds.purge_removed(before=NOW) == 0
        assert tx.feeds.purge_removed(before=NOW + HOUR) == 1
        assert tx.feeds.find("f1") is None


def test_claims_are_exclusive_until_the_lease_ends(db: Database) -> None:
    add(db, "f1", "f2", "f3")
    with db.write() as tx:
        first = tx.feeds.claim(NOW, limit=2, lease_s=60)
        second = tx.feeds.claim(NOW, limit=9, lease_s=60)
    assert [f.id for f, _ in first] == ["f1", "f2"]
    assert [f.id for f, _ in second] == ["f3"]
    with db.write() as tx:
        assert tx.feeds.claim(NOW, limit=9, lease_s=60) == ()
        tx.feeds.release(["f2"])
        assert [f.id for f, _ in tx.feeds.claim(NOW, limit=9, lease_s=60)] == ["f2"]
        assert len(tx.feeds.claim(NOW + HOUR, limit=9, lease_s=60)) == 3


def test_only_due_feeds_are_claimed_unless_all_are_wanted(db: Database) -> None:
    add(db, "f1", "f2")
    add(db, "paused", paused=True)
    with db.write() as tx:
        later = FeedState(feed_id="f2", next_poll_at=NOW + HOUR, status=FeedStatus.OK)
        tx.feeds.save_states([later])
        assert [f.id for f, _ in tx.feeds.claim(NOW, limit=9, lease_s=0)] == ["f1"]
        assert [f.id for f, _ in tx.feeds.claim(NOW, limit=9, lease_s=0, due_only=False)] == ["f1", "f2"]
        assert [f.id for f, _ in tx.feeds.claim(NOW, limit=9, lease_s=0, due_only=False, ids=["f2"])] == [
            "f2"
        ]
        assert tx.feeds.next_due_at() == NOW


def test_saving_a_state_ends_the_lease_and_passes_over_purged_feeds(db: Database) -> None:
    add(db, "f1")
    with db.write() as tx:
        ((_, state),) = tx.feeds.claim(NOW, limit=1, lease_s=600)
        done = replace(state, status=FeedStatus.OK, etag='W/"x"', first_read=True, items_per_week=2.5)
        tx.feeds.save_states([done, FeedState(feed_id="gone", next_poll_at=NOW)])
        assert tx.feeds.states(["f1", "gone"]) == {"f1": done}
        assert len(tx.feeds.claim(NOW, limit=1, lease_s=600)) == 1


def test_counts_take_paused_feeds_apart(db: Database) -> None:
    add(db, "f1", "f2")
    add(db, "f3", paused=True)
    with db.write() as tx:
        tx.feeds.save_states([FeedState(feed_id="f1", next_poll_at=NOW, status=FeedStatus.GONE)])
        assert tx.feeds.counts() == {FeedStatus.GONE: 1, FeedStatus.NEW: 1, FeedStatus.PAUSED: 1}


def test_by_ids_takes_any_number(db: Database) -> None:
    add(db, *(f"f{i}" for i in range(3)))
    with db.read() as tx:
        assert set(tx.feeds.by_ids([f"f{i}" for i in range(1200)])) == {"f0", "f1", "f2"}
