"""A lookup's answer as a message: its views, its buttons, its limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages import actions
from bot.messages.actions import read_question
from bot.messages.lookup import answer_message, chosen_question, spark, window_words
from bot.messages.text import blocks_text
from bot.model.digest import DigestStory
from bot.model.entity import Level
from bot.model.lookup import Question, Quote, View
from tests.unit.messages import adversarial, invented
from tests.unit.messages.slack_rules import links, mentions, message_problems


def _shown(**more: object) -> str:
    return blocks_text(answer_message(invented.answer(**more))["blocks"], width=1_000)


def _buttons(**more: object) -> dict[str, dict[str, object]]:
    row = answer_message(invented.answer(**more))["blocks"][-1]
    return {element["action_id"]: element for element in row["elements"]}


def test_header_tells_role_window_and_counts() -> None:
    assert "Mayor of Port Ellis (city) · last 14 days" in _shown()
    assert "18 articles · 2 stories · 11 outlets → 4 origins" in _shown()


def test_stale_role_is_shown_with_its_date() -> None:
    assert "Mayor of Port Ellis (as of 1 Aug 2026) (city)" in _shown(role_is_stale=True)


def test_place_is_told_by_kind_and_state() -> None:
    assert "city in MA · last 14 days" in _shown(entity=invented.PORT_ELLIS, role=None)


def test_both_sides_of_a_story_are_quoted_and_linked() -> None:
    message = answer_message(invented.answer())
    shown = blocks_text(message["blocks"], width=1_000)
    assert "Rowan Pike" in shown
    assert "Ana Reyes, Mayor of Port Ellis, denies" in shown
    assert {"https://bay-chronicle.example/0", "https://harbor-ledger.example/20"} <= set(
        links(message["blocks"])
    )


def test_stories_carry_the_short_id_that_commands_take() -> None:
    assert "▸ CITY × FEDERAL · k7" in _shown()


def test_quotes_are_paged() -> None:
    quotes = tuple(
        Quote(
            statement=replace(invented.DENIAL, id=f"s{n}"),
            article=replace(invented.LETTER_ARTICLES[0], url=f"https://harbor-ledger.example/q{n}"),
        )
        for n in range(12)
    )
    question = Question(name="Ana Reyes", view=View.QUOTES)
    first = answer_message(invented.answer(question=question, quotes=quotes))
    second = answer_message(invented.answer(question=replace(question, page=1), quotes=quotes))
    assert len(links(first["blocks"])) == 10 + 1  # and the one that was not answered
    assert links(second["blocks"]) == [f"https://harbor-ledger.example/q{n}" for n in (10, 11)]
    assert actions.LOOKUP_OLDER in _buttons(question=question, quotes=quotes)
    assert actions.LOOKUP_NEWER in _buttons(question=replace(question, page=1), quotes=quotes)


def test_what_was_asked_and_not_answered_is_listed() -> None:
    assert "Asked, and declined to comment" in _shown(question=Question(name="x", view=View.QUOTES))


def test_nobody_without_stories_goes_without_window_and_feeds() -> None:
    empty = {"articles": 0, "stories": (), "total_stories": 0, "quotes": (), "per_day": ()}
    assert "No stories with Ana Reyes (last 14 days) in 41 feeds read" in _shown(**empty)
    assert actions.LOOKUP_WINDOW in _buttons(**empty)


def test_answer_in_the_channel_has_no_personal_buttons() -> None:
    shared = _buttons(question=Question(name="Ana Reyes", here=True))
    assert actions.LOOKUP_SHARE not in shared
    assert actions.LOOKUP_WRONG not in shared
    assert actions.LOOKUP_SHARE in _buttons()


def test_buttons_ask_for_the_entity_not_the_name() -> None:
    question = read_question(str(_buttons()[actions.LOOKUP_SHARE]["value"]))
    assert question == Question(name="Ana Reyes", entity_id=invented.REYES.id, here=True)


def test_menus_change_the_question_in_the_block_id() -> None:
    block_id = answer_message(invented.answer(question=Question(name="Ana Reyes", page=2)))["blocks"][-1][
        "block_id"
    ]
    own = Question(name="Ana Reyes", entity_id=invented.REYES.id)
    assert chosen_question(actions.LOOKUP_WINDOW, block_id, "90") == replace(own, days=90)
    assert chosen_question(actions.LOOKUP_LEVEL, block_id, "city") == replace(own, level=Level.CITY)
    assert chosen_question(actions.LOOKUP_LEVEL, block_id, "any") == own
    assert chosen_question(actions.LOOKUP_VIEW, block_id, "quotes") == replace(own, view=View.QUOTES)


def test_menu_of_a_window_by_date_has_no_choice_yet() -> None:
    assert (
        "initial_option"
        not in _buttons(question=Question(name="x", since_on=date(2026, 8, 1)))[actions.LOOKUP_WINDOW]
    )


def test_window_is_told_in_words() -> None:
    today = date(2026, 8, 26)
    assert window_words(Question(name="x", days=1), today) == "last 1 day"
    assert window_words(Question(name="x", since_on=date(2026, 8, 1)), today) == "since 1 Aug"
    assert "city level, last 14 days" in _shown(question=Question(name="x", level=Level.CITY))


@pytest.mark.parametrize(
    ("per_day", "bars"),
    [((), ""), ((0, 0), ""), ((1,), "▇"), ((0, 4), "▁▇"), ((1, 100), "▂▇"), ((1,) * 30, "▇" * 15)],
)
def test_spark_line(per_day: tuple[int, ...], bars: str) -> None:
    assert spark(per_day) == bars


@settings(max_examples=20, deadline=None)
@given(
    story=adversarial.stories(), name=adversarial.TEXT, view=st.sampled_from(View), count=st.integers(0, 5)
)
def test_no_text_breaks_a_limit_or_mentions_anybody(
    story: DigestStory, name: str, view: View, count: int
) -> None:
    answer = invented.answer(
        question=Question(name=name, view=view),
        title=name,
        stories=adversarial.many(story, count),
        appears_with=(name, name),
        articles=count,
    )
    message = answer_message(answer)
    assert message_problems(message) == []
    assert not mentions(blocks_text(message["blocks"]))
