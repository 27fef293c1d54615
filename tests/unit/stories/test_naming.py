from bot.model.story import Story
from bot.stories.naming import most_common, name_story, pair_up
from tests.unit.stories.made import NOON


def story(name, articles, at=NOON):
    return Story(id=name, article_ids=tuple(articles), first_at=at, last_at=at, updated_at=at)


def heirs(groups, stories):
    story_of = {a: s.id for s in stories for a in s.article_ids}
    return pair_up(groups, story_of, {s.id: s for s in stories})


def test_an_id_depends_on_the_founder_alone_and_is_short():
    assert name_story("a1") == name_story("a1") != name_story("a2")
    assert len(name_story("a1")) == 8
    assert name_story("a1").startswith("s")


def test_a_taken_id_is_salted_the_same_way_every_time():
    taken = {name_story("a1")}
    assert name_story("a1", taken) not in taken
    assert name_story("a1", taken) == name_story("a1", taken)


def test_the_largest_overlap_keeps_the_id():
    assert heirs([["a", "b"], ["c", "d", "e"]], [story("s1", "abcde")]) == [None, "s1"]


def test_no_story_is_given_twice_and_none_is_lost_by_it():
    assert heirs([["a", "b", "c"], ["d"]], [story("s1", "ab"), story("s2", "cd")]) == ["s1", "s2"]


def test_ties_go_to_the_older_story():
    older = story("s2", "b", NOON.replace(hour=1))
    assert heirs([["a", "b"]], [story("s1", "a"), older]) == ["s2"]


def test_most_common_prefers_the_smaller_of_equals():
    assert most_common(["s2", "s1", "s2", "s1"]) == "s1"
