"""What people put right: who may, what it does to shared stories, and that it can be taken back."""

from dataclasses import replace

import pytest

from bot.errors import NotFoundError, UserError
from bot.model.workspace import CorrectionKind, UserId
from bot.services.curate import By, Curate, words_of
from bot.services.overlay import parts_of
from tests.storage.make import BLUE, DAY, MAYOR, NOW, RED, article, feed, follow, person, reading, story, view

ANA = By(workspace=RED, user=UserId("U1"))
BEN = By(workspace=BLUE, user=UserId("U2"))


@pytest.fixture
def curate(database, clock, new_id):
    return Curate(database, clock=clock, new_id=new_id, contact="desk@harbor.example")


@pytest.fixture(autouse=True)
def stories(database):
    """s1 of three articles, s2 of one, all from a shared feed."""
    made = [article(f"a{n}", published_at=NOW - n * DAY / 10, feeds=("f1",)) for n in range(4)]
    with database.write() as tx:
        tx.feeds.add(feed(), next_poll_at=NOW)
        tx.articles.add([(one, [f"k:{one.id}", f"u:{one.url}"]) for one in made])
        tx.stories.save([story("s1", "a0", "a1", "a2"), story("s2", "a3")], at=NOW)


def stored(database):
    """Articles by story, as all share them; what was merged leads on."""
    with database.read() as tx:
        found = tx.stories.by_ids(tx.stories.of_articles(["a0", "a1", "a2", "a3"]).values())
    return {one.id: set(one.article_ids) for one in found.values()}


BEFORE = {"s1": {"a0", "a1", "a2"}, "s2": {"a3"}}


class TestSplitting:
    def test_the_operators_split_is_everybodys(self, curate, database):
        made = curate.split("s1", ["a2"])
        kept, apart = parts_of(made)
        assert (kept.story_id, set(kept.article_ids), set(apart.article_ids)) == ("s1", {"a0", "a1"}, {"a2"})
        assert stored(database) == {"s1": {"a0", "a1"}, apart.story_id: {"a2"}, "s2": {"a3"}}

    def test_a_teams_split_is_its_own(self, curate, database):
        curate.split("s1", ["a2"], ANA)
        assert stored(database) == BEFORE

    @pytest.mark.parametrize(
        ("chosen", "words"),
        [
            (["a9"], "has no article a9"),
            (["a0", "a9"], "has no article a9"),
            (["a3"], "has no article a3"),
            ([], r"none was named"),
            (["a0", "a1", "a2"], "leave at least one"),
        ],
        ids=["unknown", "one unknown", "of another story", "none", "all"],
    )
    def test_a_split_takes_some_and_leaves_some(self, curate, database, chosen, words):
        with pytest.raises(UserError, match=words):
            curate.split("s1", chosen)
        assert stored(database) == BEFORE
        assert curate.corrections() == ()

    def test_two_teams_that_split_alike_mean_the_same_story(self, curate):
        one, two = (parts_of(curate.split("s1", ["a2"], by))[1].story_id for by in (ANA, BEN))
        assert one == two

    def test_another_part_of_the_same_story_is_another_story(self, curate):
        first, second = (parts_of(curate.split("s1", [name], ANA))[1].story_id for name in ("a2", "a1"))
        assert first != second

    def test_what_was_split_is_one_again_when_it_is_undone(self, curate, database):
        made = curate.split("s1", ["a2"])
        curate.undo(made.id)
        assert stored(database) == BEFORE


class TestMerging:
    def test_the_first_one_stays(self, curate, database):
        curate.merge("s1", "s2")
        assert stored(database) == {"s1": {"a0", "a1", "a2", "a3"}}
        with database.read() as tx:
            assert tx.stories.follow("s2").id == "s1"

    def test_a_story_cannot_be_merged_with_itself(self, curate, database):
        with pytest.raises(UserError, match="the same story already"):
            curate.merge("s1", "s1")
        curate.merge("s1", "s2")
        with pytest.raises(UserError, match="the same story already"):
            curate.merge("s1", "s2")

    def test_undone_both_are_as_they_were(self, curate, database):
        made = curate.merge("s1", "s2")
        curate.undo(made.id)
        assert stored(database) == BEFORE

    @pytest.mark.parametrize("ref", ["s9", "", "7"])
    def test_what_is_not_there_is_said(self, curate, ref):
        with pytest.raises(UserError):
            curate.merge("s1", ref)


class TestForgetting:
    def test_a_page_is_gone_for_good(self, curate, database):
        made, forgotten = curate.forget_url("https://harbor.example/a2")
        assert len(forgotten.articles) == 1
        with database.read() as tx:
            assert sorted(one.id for one in tx.articles.window(None, None)) == ["a0", "a1", "a3"]
        with pytest.raises(UserError, match="cannot be brought back"):
            curate.undo(made.id)

    def test_its_address_is_not_written_down(self, curate):
        made, _ = curate.forget_url("https://harbor.example/a2")
        assert made.subject.startswith("harbor.example, page ")
        assert "/a2" not in made.subject

    def test_an_unknown_page_is_said(self, curate):
        with pytest.raises(UserError, match="No stored article has the address"):
            curate.forget_url("https://harbor.example/nothing")
        assert curate.corrections() == ()

    def test_a_team_cannot_take_a_page_from_the_others(self, curate, database):
        with pytest.raises(UserError, match=r"ask at desk@harbor\.example.*/policy mute"):
            curate.forget_url("https://harbor.example/a2", ANA)
        assert stored(database) == BEFORE

    def test_nor_a_person(self, curate):
        with pytest.raises(UserError, match="forget a person"):
            curate.forget_person(person(), ANA)

    def test_a_person_is_unlinked_until_it_is_undone(self, curate, database):
        """Of a listed office-holder nothing but the id is stored: no name to look for in labels."""
        with database.write() as tx:
            tx.readings.save([reading("a0", MAYOR)])
            tx.views.put([view(story("s1", "a0", "a1", "a2"), entities=(MAYOR,))], at=NOW)
            tx.follows.save(follow(target_kind="story", target="s1", label="Council votes"))
        made, _ = curate.forget_person(person())
        with database.read() as tx:
            assert tx.follows.find("fo1").label == "Council votes"
        with database.read() as tx:
            assert all(m.entity_id != MAYOR for m in tx.readings.by_articles(["a0"])["a0"].mentions)
        assert [one.kind for one in curate.corrections()] == [CorrectionKind.FORGET_PERSON]
        curate.undo(made.id)
        assert curate.corrections() == ()


class TestUndoing:
    def test_a_teams_correction_is_not_anothers_to_undo(self, curate):
        made = curate.split("s1", ["a2"], ANA)
        for by in (BEN, By()):
            with pytest.raises(NotFoundError, match=made.id):
                curate.undo(made.id, by)
        assert curate.undo(made.id, replace(ANA, user=UserId("U9"))).id == made.id

    def test_it_is_undone_once(self, curate):
        made = curate.split("s1", ["a2"], ANA)
        curate.undo(made.id, ANA)
        with pytest.raises(UserError, match="was undone before"):
            curate.undo(made.id, ANA)

    def test_what_was_put_right_later_holds(self, curate, database):
        first = curate.split("s1", ["a2"])
        curate.merge("s1", "s2")
        curate.undo(first.id)
        assert {frozenset(ids) for ids in stored(database).values()} == {frozenset({"a0", "a1", "a2", "a3"})}


def test_no_two_corrections_of_a_team_share_an_instant(curate):
    """They are laid over stories in their order, and the clock of a test stands still."""
    for name in ("a1", "a2"):
        curate.split("s1", [name], ANA)
    times = [one.made_at for one in curate.corrections(ANA)]
    assert times == sorted(set(times))
    assert times[0] == NOW


def test_everything_is_audited_in_words(curate, database):
    made = curate.split("s1", ["a2"], ANA)
    curate.undo(made.id, ANA)
    curate.not_this_person("Quist", MAYOR, ["a0"], ANA)
    with database.read() as tx:
        entries = tx.audit.of_workspace(RED, since=NOW - DAY)
    assert sorted(entry.action for entry in entries) == [
        "split story",
        "took out a link of",
        "undid: split story",
    ]
    assert {(entry.by, entry.workspace_id) for entry in entries} == {("U1", RED)}


@pytest.mark.parametrize("kind", CorrectionKind)
def test_every_kind_has_its_words(curate, kind):
    made = replace(curate.not_this_person("Quist", MAYOR, [], ANA), kind=kind)
    assert words_of(made)
