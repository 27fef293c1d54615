"""The text that goes with the blocks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.messages.blocks import link, moment, rich, text
from bot.messages.fallback import spoken, words_of_block
from tests.unit.messages import invented
from tests.unit.messages.adversarial import TEXT
from tests.unit.messages.slack_rules import message_problems


@given(st.lists(TEXT, min_size=1, max_size=8), TEXT)
def test_any_sentences_make_a_text_that_slack_takes(sentences: list[str], closing: str) -> None:
    problems = message_problems({"text": spoken(sentences, closing), "blocks": [rich([text("x")])]})
    assert problems == []


def test_closing_stays_when_sentences_are_left_out() -> None:
    said = spoken([f"Sentence {n}. {'x' * 300}" for n in range(40)], "The end.")
    assert said.startswith("Sentence 0.")
    assert said.endswith("The end.")
    assert "Sentence 39" not in said


def test_words_of_a_block_leave_links_out_and_dates_in() -> None:
    block = rich([text("since "), moment(invented.NOW, "Wed")], [link("here", "https://a.example/")])
    assert words_of_block(block) == "since Wed; here"
