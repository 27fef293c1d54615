"""What is asked back where a name is not clear."""

from __future__ import annotations

from hypothesis import given, settings

from bot.messages.actions import read_question
from bot.messages.choice import MOST_CHOICES, ambiguous_message, unknown_message
from bot.model.entity import EntityId, Level
from bot.model.lookup import Candidate, Question, Resolution, ResolutionKind
from tests.unit.messages import adversarial, invented
from tests.unit.messages.invented import TODAY
from tests.unit.messages.slack_rules import message_problems

QUESTION = Question(name="Mayor Reyes", days=30, level=Level.CITY, page=3)


def _resolution(*candidates: Candidate) -> Resolution:
    return Resolution(kind=ResolutionKind.AMBIGUOUS, candidates=candidates)


def test_each_choice_has_role_place_and_count() -> None:
    row = ambiguous_message(QUESTION, _resolution(*invented.TWO_REYES), today=TODAY)["blocks"][-1]
    assert [button["text"]["text"] for button in row["elements"]] == [
        "Ana Reyes, Mayor of Port Ellis · 18 articles",
        "Lou Reyes, Mayor of Springfield · 3 articles",
    ]


def test_a_choice_asks_the_same_question_of_one_entity() -> None:
    row = ambiguous_message(QUESTION, _resolution(*invented.TWO_REYES), today=TODAY)["blocks"][-1]
    chosen = read_question(row["elements"][1]["value"])
    assert chosen == Question(
        name="Lou Reyes", days=30, level=Level.CITY, entity_id=EntityId("person:lou-reyes")
    )


def test_places_are_told_apart_by_state_and_kind() -> None:
    places = _resolution(Candidate(entity=invented.PORT_ELLIS, articles=1))
    assert "Port Ellis, city in MA, 1 article." in ambiguous_message(QUESTION, places, today=TODAY)["text"]


def test_body_without_place_or_role_is_just_its_name() -> None:
    police = _resolution(Candidate(entity=invented.POLICE))
    assert "the Port Ellis Police, 0 articles." in ambiguous_message(QUESTION, police, today=TODAY)["text"]


def test_nearest_name_is_offered() -> None:
    message = unknown_message(QUESTION, _resolution(*invented.TWO_REYES), feeds=41, today=TODAY)
    assert "I know no “Mayor Reyes”. Did you mean Ana Reyes, Mayor of Port Ellis?" in message["text"]


def test_nothing_near_tells_how_much_was_read() -> None:
    message = unknown_message(QUESTION, _resolution(), feeds=1, today=TODAY)
    assert "in the stories of 1 feed" in message["text"]
    assert [block["type"] for block in message["blocks"]] == ["rich_text"]


def test_nearest_commands_are_offered() -> None:
    message = unknown_message(QUESTION, _resolution(), feeds=1, today=TODAY, verbs=("follow", "unfollow"))
    assert "/policy follow or /policy unfollow" in message["text"]


def test_no_more_choices_than_people_read() -> None:
    message = ambiguous_message(QUESTION, _resolution(*invented.TWO_REYES * 9), today=TODAY)
    assert len(message["blocks"][-1]["elements"]) == MOST_CHOICES
    assert message_problems(message) == []


@settings(max_examples=20, deadline=None)
@given(adversarial.entities(), adversarial.TEXT)
def test_no_text_breaks_a_limit(entity: object, name: str) -> None:
    resolution = _resolution(Candidate(entity=entity), Candidate(entity=entity))
    question = Question(name=name)
    assert message_problems(ambiguous_message(question, resolution, today=TODAY)) == []
    assert message_problems(unknown_message(question, resolution, feeds=1, today=TODAY, verbs=(name,))) == []
