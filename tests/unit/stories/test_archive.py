from datetime import timedelta

from bot.model.story import Story
from bot.stories.archive import Archive
from tests.unit.stories.made import NOON, clip

FERRY = [clip("a", "Ferry runs aground near Port Alder"), clip("b", "Port Alder ferry strikes sandbar")]
BUDGET = [clip("x", "Council passes housing budget"), clip("y", "Housing budget passes council vote")]


def story(name, clips, hours=0):
    at = NOON + timedelta(hours=hours)
    return Story(id=name, article_ids=tuple(c.id for c in clips), first_at=at, last_at=at, updated_at=at)


def archive():
    made = Archive()
    made.add(story("s-ferry", FERRY), FERRY)
    made.add(story("s-budget", BUDGET, hours=50), BUDGET)
    return made


def find(made, *titles, least=0.4):
    return made.find([clip(f"n{n}", title) for n, title in enumerate(titles)], lambda term: 1000, least)


def test_the_most_alike_closed_story_is_carried_on():
    assert find(archive(), "Ferry at Port Alder sails again") == "s-ferry"
    assert find(archive(), "Mayor signs housing budget passed by council") == "s-budget"


def test_a_stranger_carries_on_nothing():
    assert find(archive(), "Elephant dies at Fenton Zoo") is None
    assert find(archive(), "Ferry at Port Alder sails again", least=0.99) is None


def test_single_articles_are_not_remembered():
    made = Archive()
    made.add(story("s1", FERRY[:1]), FERRY[:1])
    assert find(made, "Ferry runs aground near Port Alder") is None


def test_old_stories_are_forgotten():
    made = archive()
    made.forget_before(NOON + timedelta(hours=1))
    assert find(made, "Ferry at Port Alder sails again") is None
    assert find(made, "Mayor signs housing budget passed by council") == "s-budget"
