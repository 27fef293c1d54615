from datetime import UTC, datetime

from bot.model.entity import Entity, EntityId, EntityKind
from bot.model.lookup import Answer, Candidate, Question, Resolution, ResolutionKind, View

NOW = datetime(2026, 3, 4, tzinfo=UTC)


def test_a_bare_question_is_about_two_weeks_of_stories_for_the_asker_alone():
    asked = Question(name="Ada Quist")
    assert (asked.days, asked.view, asked.here, asked.page) == (14, View.STORIES, False, 0)
    assert (asked.kind, asked.level, asked.since_on, asked.entity_id) == (None, None, None, None)


def test_the_same_question_is_the_same_key():
    """Answers and buttons are kept by it."""
    assert len({Question(name="x"), Question(name="x"), Question(name="x", here=True)}) == 2


def test_a_candidate_is_certain_unless_it_is_said_otherwise():
    ada = Entity(id=EntityId("person:ada"), kind=EntityKind.PERSON, name="Ada")
    assert (Candidate(entity=ada).score, Candidate(entity=ada).how) == (1.0, "exact")


def test_nothing_resolved_has_nobody():
    assert Resolution(kind=ResolutionKind.UNKNOWN).candidates == ()


def test_an_answer_about_nothing_counts_nothing():
    empty = Answer(question=Question(name="x"), title="x", since_at=NOW, until_at=NOW)
    assert (empty.articles, empty.origins, empty.stories, empty.quotes, empty.entity) == (0, 0, (), (), None)
