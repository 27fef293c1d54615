from __future__ import annotations

from bot.storage.database import Database
from tests.storage.make import BLUE, DAY, HOUR, NOW, RED, follow


def test_a_follow_comes_back_as_it_was_stored(db: Database) -> None:
    given = follow(muted=True, until_at=NOW + DAY, where="dm", target_kind="word", target="päck “x”")
    with db.write() as tx:
        tx.follows.save(given)
        assert tx.follows.find("fo1") == given
        assert tx.follows.find("fo2") is None


def test_a_second_follow_of_the_same_target_replaces_the_first(db: Database) -> None:
    with db.write() as tx:
        tx.follows.save(follow("fo1"))
        tx.follows.save(follow("fo2", where="dm"))
        tx.follows.save(follow("mute", muted=True))
        assert [f.id for f in tx.follows.of_owners(RED, ["U1"], now=NOW)] == ["fo2", "mute"]


def test_what_is_removed_can_be_put_back(db: Database) -> None:
    with db.write() as tx:
        tx.follows.save(follow())
        removed = tx.follows.remove("fo1")
        assert removed == follow()
        assert tx.follows.remove("fo1") is None
        tx.follows.save(removed)
        assert tx.follows.find("fo1") == follow()


def test_owners_of_one_workspace_see_their_own(db: Database) -> None:
    with db.write() as tx:
        tx.follows.save(follow("fo1"))
        tx.follows.save(follow("fo2", owner="C1"))
        tx.follows.save(follow("fo3", owner="U2"))
        tx.follows.save(follow("fo4", workspace_id=BLUE))
        assert [f.id for f in tx.follows.of_owners(RED, ["U1", "C1"], now=NOW)] == ["fo1", "fo2"]
        assert [f.id for f in tx.follows.of_owners(BLUE, ["U1"], now=NOW)] == ["fo4"]


def test_what_ended_by_itself_no_longer_holds(db: Database) -> None:
    with db.write() as tx:
        tx.follows.save(follow("fo1", until_at=NOW))
        tx.follows.save(follow("fo2", until_at=NOW + HOUR, target="x"))
        assert [f.id for f in tx.follows.of_owners(RED, ["U1"], now=NOW)] == ["fo2"]
        assert tx.follows.purge(NOW) == 1
        assert tx.follows.find("fo1") is None


def test_followers_of_targets_over_all_workspaces(db: Database) -> None:
    with db.write() as tx:
        tx.follows.save(follow("fo1", target="a"))
        tx.follows.save(follow("fo2", target="a", workspace_id=BLUE))
        tx.follows.save(follow("fo3", target="a", owner="U2", muted=True))
        tx.follows.save(follow("fo4", target="a", target_kind="topic"))
        assert [f.id for f in tx.follows.of_targets("entity", ["a", "b"], now=NOW)] == ["fo1", "fo2"]
        assert tx.follows.of_targets("story", ["a"], now=NOW) == ()
