from datetime import timedelta

from bot.model.story import Story
from bot.stories.shelf import Shelf
from tests.unit.stories.made import NOON, clip

A, B, C = (clip(name, "Vote", hours=n) for n, name in enumerate("abc"))


def shelf(*groups):
    made = Shelf()
    made.grow([(None, group) for group in groups], NOON)
    return made


def test_new_articles_found_stories_or_join_one():
    made = shelf([A])
    story_id = made.story_of["a"]
    changed = made.grow([(story_id, [B]), (None, [C])], NOON)
    assert made.stories[story_id].article_ids == ("a", "b")
    assert dict(changed.moved) == {"b": story_id, "c": made.story_of["c"]}
    assert len(changed.stories) == 2


def test_regrouping_into_one_leaves_a_forwarding_record():
    made = shelf([A], [B, C])
    gone, kept = made.story_of["a"], made.story_of["b"]
    changed = made.regroup([[A, B, C]], NOON + timedelta(hours=9))
    assert set(made.stories) == {kept}
    assert {s.id: (s.article_ids, s.merged_into) for s in changed.stories} == {
        kept: (("a", "b", "c"), None),
        gone: ((), kept),
    }
    assert changed.moved == (("a", kept),)


def test_a_group_split_off_gets_an_id_of_its_own():
    made = shelf([A, B, C])
    story_id = made.story_of["a"]
    made.regroup([[A], [B, C]], NOON)
    assert made.story_of["b"] == story_id
    assert made.story_of["a"] not in {story_id, None}


def test_articles_in_no_group_stay_where_they_are():
    made = shelf([A, B])
    before = dict(made.stories)
    assert made.regroup([[B]], NOON).stories == ()
    assert made.stories == before


def test_what_was_linked_back_stays_linked():
    made = shelf([A])
    story = made.stories[made.story_of["a"]]
    made.put(Story(**{name: getattr(story, name) for name in story.__slots__} | {"continues": "s-old"}))
    made.grow([(story.id, [B])], NOON)
    assert made.stories[story.id].continues == "s-old"


def test_closing_takes_stories_and_then_their_clips_away():
    made = shelf([A], [C])
    (closed,) = made.close_before(NOON + timedelta(hours=1))
    assert closed.article_ids == ("a",)
    assert made.drop(closed) == (A,)
    assert set(made.clips) == set(made.story_of) == {"c"}
