"""A team's own topics: matched as its stories are shown, kept, and never another team's."""

import pytest

from bot.model.article import ArticleId
from bot.model.reading import Topic, TopicScore
from bot.model.workspace import LOCAL_WORKSPACE
from bot.services.team_topics import TeamTopics
from tests.storage.make import BLUE, RED, article, reading

BUS = Topic(slug="bus", name="Buses", phrases=(("bus lane", 6.0),))
BIKES = Topic(slug="bikes", name="Bikes", phrases=(("bike lane", 6.0),))
LANES = article("a1", title="City paints a bike lane", summary="The bus lane stays.")
BUDGET = article("a2", title="Council passes budget", summary="")
ARTICLES = {one.id: one for one in (LANES, BUDGET)}
READINGS = {
    LANES.id: reading("a1", topics=("bus",)),
    BUDGET.id: reading("a2", topics=("taxes",)),
}


class Edits:
    """What each team's topics are, and a stamp."""

    def __init__(self):
        self.by_team = {LOCAL_WORKSPACE: (BUS,), RED: (BUS, BIKES), BLUE: (BUS,)}
        self.stamp = "1"
        self.loaded = []

    def load(self, workspace):
        self.loaded.append(workspace)
        return self.by_team[workspace]


@pytest.fixture
def edits():
    return Edits()


@pytest.fixture
def topics(edits):
    return TeamTopics(edits.load, lambda: edits.stamp)


def slugs(readings, article_id):
    return [score.slug for score in readings[ArticleId(article_id)].topics]


def test_nobodys_topics_are_the_operators(topics):
    assert topics.of() == topics.of(LOCAL_WORKSPACE) == (BUS,)
    assert topics.of(RED) == (BUS, BIKES)


def test_a_team_with_the_operators_topics_has_none_of_its_own(topics):
    assert [topics.is_own(team) for team in (None, LOCAL_WORKSPACE, BLUE, RED)] == [False, False, False, True]


def test_readings_stay_as_they_are_without_topics_of_ones_own(topics):
    for team in (None, BLUE):
        found = topics.relabelled(READINGS, ARTICLES, team)
        assert found == READINGS
        assert found is not READINGS, "whoever gets it may change it"


def test_readings_get_the_teams_topics(topics):
    found = topics.relabelled(READINGS, ARTICLES, RED)
    assert slugs(found, "a1") == ["bikes", "bus"]
    assert slugs(found, "a2") == [], "what only the operator's topics gave is gone"
    assert READINGS[LANES.id].topics == (TopicScore(slug="bus", score=0.5),)


def test_a_reading_without_its_article_keeps_its_topics(topics):
    found = topics.relabelled(READINGS, {LANES.id: LANES}, RED)
    assert slugs(found, "a2") == ["taxes"]


def test_articles_about_a_topic_of_the_team(topics):
    assert topics.about("bikes", [BUDGET, LANES], RED) == ("a1",)
    assert topics.about("bikes", [LANES], BLUE) == ()
    assert topics.about("nothing", [LANES], RED) == ()


def test_an_edit_counts_from_the_next_stamp_on(topics, edits):
    assert topics.is_own(BLUE) is False
    edits.by_team[BLUE] = (BIKES,)
    assert topics.is_own(BLUE) is False
    edits.stamp = "2"
    assert topics.is_own(BLUE) is True
    assert slugs(topics.relabelled(READINGS, ARTICLES, BLUE), "a1") == ["bikes"]


def test_topics_are_loaded_once_a_stamp(topics, edits):
    for _ in range(5):
        topics.relabelled(READINGS, ARTICLES, RED)
        topics.is_own(RED)
    assert edits.loaded.count(RED) == 1
    edits.stamp = "2"
    topics.of(RED)
    assert edits.loaded.count(RED) == 2


def test_a_reworded_article_is_matched_again(topics):
    topics.relabelled(READINGS, ARTICLES, RED)
    reworded = {LANES.id: article("a1", title="City paints a mural", summary="")}
    assert slugs(topics.relabelled(READINGS, reworded, RED), "a1") == []
