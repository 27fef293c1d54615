"""Follows and mutes as they are kept: one of a kind, the owner's alone, over when their time is."""

from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.services.follow import NO_WISHES, Follows, Target, find_wishes, wishes_by
from tests.storage.make import BLUE, DAY, NOW, RED, article, story, subscription

ADA = Target(kind="entity", id="person:ada-quist", label="Ada Quist")
HOUSING = Target(kind="topic", id="housing", label="Housing")
STORY = Target(kind="story", id="s1", label="Council votes")


@pytest.fixture
def follows(database, clock, new_id):
    return Follows(database, clock=clock, new_id=new_id, most=4)


@pytest.fixture
def follow(follows):
    def call(target=ADA, owner="U1", where="digest", workspace=RED):
        return follows.follow(target, workspace=workspace, owner=owner, where=where)

    return call


@pytest.fixture
def mute(follows):
    def call(target=ADA, owner="U1", days=None, workspace=RED):
        return follows.mute(target, workspace=workspace, owner=owner, days=days)

    return call


def held(follows, *owners, workspace=RED):
    found = follows.held_by(owners or ("U1",), workspace=workspace)
    return [(one.label, one.muted) for one in found]


def test_a_follow_is_kept_as_it_was_wished(follows, follow):
    made = follow(where="dm")
    assert (made.target_kind, made.target, made.where, made.muted) == ("entity", ADA.id, "dm", False)
    assert (made.until_at, made.created_at) == (None, NOW)
    assert follows.find(made.id, workspace=RED) == made


def test_following_again_replaces_it(follows, follow):
    follow()
    again = follow(where="dm")
    assert held(follows) == [("Ada Quist", False)]
    assert follows.find(again.id, workspace=RED).where == "dm"


def test_they_are_listed_by_label_whatever_its_case(follows, follow):
    for label in ("housing", "Ada", "bikes"):
        follow(Target(kind="topic", id=label, label=label))
    assert [label for label, _ in held(follows)] == ["Ada", "bikes", "housing"]


def test_a_mute_ends_a_follow_and_a_follow_ends_a_mute(follows, follow, mute):
    follow()
    mute()
    assert held(follows) == [("Ada Quist", True)]
    follow()
    assert held(follows) == [("Ada Quist", False)]


def test_another_target_of_the_same_id_is_another(follows, follow, mute):
    follow(Target(kind="topic", id="boston", label="Boston"))
    mute(Target(kind="word", id="boston", label="boston"))
    assert len(held(follows)) == 2


def test_nobody_sees_what_somebody_else_follows(follows, follow):
    made = follow()
    assert held(follows, "U2") == []
    assert held(follows, workspace=BLUE) == []
    assert follows.find(made.id, workspace=BLUE) is None
    assert held(follows, "U2", "U1") == [("Ada Quist", False)]
    assert held(follows, "") == []


def test_a_mute_for_some_days_ends_by_itself(follows, mute, clock):
    made = mute(days=7)
    assert made.until_at == NOW + timedelta(days=7)
    clock.pass_(days=7, seconds=-1)
    assert held(follows) == [("Ada Quist", True)]
    clock.pass_(seconds=1)
    assert held(follows) == []
    assert [one.id for one in follows.ended_by(["U1"], workspace=RED)] == [made.id]


def test_what_still_holds_has_not_ended(follows, mute, follow):
    mute(days=1)
    follow(HOUSING)
    assert follows.ended_by(["U1"], workspace=RED) == ()


def test_it_is_ended(follows, follow):
    made = follow()
    follows.end(made)
    assert held(follows) == []
    follows.end(made)


def test_there_is_an_end_to_names(follows, follow):
    for n in range(4):
        follow(Target(kind="topic", id=f"t{n}", label=f"t{n}"))
    with pytest.raises(UserError, match="4 names are enough"):
        follow(Target(kind="topic", id="t9", label="t9"))
    follow(owner="U2")


class TestWishes:
    def test_nobody_asks_anything_of_a_preview_of_everything(self, database):
        with database.read() as tx:
            assert find_wishes(tx, None, now=NOW) == NO_WISHES

    def test_the_channel_and_its_owner_ask_together(self, database, follow, mute):
        channel = subscription(channel_id="C1", owner="U1")
        follow(HOUSING, owner="C1")
        mute(ADA, owner="U1")
        follow(Target(kind="topic", id="schools", label="Schools"), owner="U2")
        with database.read() as tx:
            wishes = find_wishes(tx, channel, now=NOW)
        assert (wishes.follows, wishes.muted) == (("housing",), (ADA.id,))

    def test_a_mute_that_is_over_is_not_asked(self, database, mute):
        mute(days=1)
        with database.read() as tx:
            assert wishes_by(tx, ["U1"], workspace=RED, now=NOW + DAY) == NO_WISHES

    def test_a_merged_story_is_followed_on(self, database, follow):
        follow(STORY)
        with database.write() as tx:
            tx.articles.add([(article("a1"), ["k1"])])
            tx.stories.save([story("s2", "a1")], at=NOW)
            tx.stories.save([story("s1", merged_into="s2")], at=NOW)
            assert wishes_by(tx, ["U1"], workspace=RED, now=NOW).follows == ("s2",)
