"""Values of buttons: what is written is read back."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.messages import actions
from bot.model.entity import EntityId, EntityKind, Level
from bot.model.lookup import Question, View
from bot.model.story import StoryId
from tests.unit.messages.adversarial import TEXT

QUESTIONS = st.builds(
    Question,
    name=TEXT.map(lambda words: words[:200]),
    kind=st.none() | st.sampled_from(EntityKind),
    days=st.integers(1, 365),
    since_on=st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    level=st.none() | st.sampled_from(Level),
    view=st.sampled_from(View),
    here=st.booleans(),
    page=st.integers(0, 99),
    entity_id=st.none() | st.just(EntityId("person:ana-reyes-port-ellis")),
)


@given(QUESTIONS)
def test_question_survives_a_button(question: Question) -> None:
    value = actions.question_value(question)
    assert actions.read_question(value) == question
    assert len(value) <= 2_000


@given(QUESTIONS)
def test_question_fits_a_block_id_or_is_left_out(question: Question) -> None:
    block_id = actions.question_block_id(question)
    assert len(block_id) <= 255
    if block_id:
        kept = actions.read_question(block_id)
        assert (kept.entity_id, kept.days, kept.level) == (question.entity_id, question.days, question.level)


def test_known_entity_always_fits_a_block_id() -> None:
    long = Question(name="n" * 200, entity_id=EntityId("person:" + "x" * 60), level=Level.FEDERAL, days=90)
    assert actions.question_block_id(long)


def test_story_menu_has_five_choices_that_are_read_back() -> None:
    menu = actions.story_menu(StoryId("k7"))
    assert [actions.read_story_choice(choice["value"]) for choice in menu["options"]] == [
        ("sources", "k7"),
        ("timeline", "k7"),
        ("follow", "k7"),
        ("mute", "k7"),
        ("why", "k7"),
    ]
    assert [choice["text"]["text"] for choice in menu["options"]][3] == "Mute 7 days"
