"""Inputs, and reading back what was filled in."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given

from bot.messages import forms
from bot.messages.blocks import option
from tests.unit.messages.adversarial import TEXT
from tests.unit.messages.slack_rules import view_problems

CHOICES = [option("One", "1"), option("Two", "2")]


@pytest.mark.parametrize(
    ("given_value", "expected"),
    [
        ({"type": "plain_text_input", "value": "x"}, "x"),
        ({"type": "plain_text_input", "value": None}, ""),
        ({"type": "timepicker", "selected_time": "08:00"}, "08:00"),
        ({"type": "static_select", "selected_option": {"value": "1"}}, "1"),
        ({"type": "static_select", "selected_option": None}, ""),
        ({"type": "multi_static_select", "selected_options": [{"value": "1"}, {"value": "2"}]}, ("1", "2")),
        ({"type": "checkboxes", "selected_options": []}, ()),
        ({"type": "conversations_select", "selected_conversation": "C1"}, "C1"),
    ],
)
def test_what_was_filled_in_is_read_back(given_value: dict[str, object], expected: object) -> None:
    assert forms.filled({"name": {"name": given_value}}) == {"name": expected}


def test_what_is_set_now_is_chosen() -> None:
    assert forms.one_of(CHOICES, "2")["initial_option"] == CHOICES[1]
    assert forms.some_of(CHOICES, ["2"])["initial_options"] == [CHOICES[1]]
    assert forms.boxes(CHOICES, ["1"])["initial_options"] == [CHOICES[0]]
    assert forms.clock(time(8))["initial_time"] == "08:00"
    assert forms.channel("C1")["initial_conversation"] == "C1"


def test_nothing_set_chooses_nothing() -> None:
    made = (forms.one_of(CHOICES, "9"), forms.some_of(CHOICES), forms.boxes(CHOICES), forms.channel())
    assert not any(key.startswith("initial") for element in made for key in element)


def test_menu_without_choices_is_still_a_menu() -> None:
    assert len(forms.some_of([])["options"]) == 1


@given(TEXT)
def test_any_text_makes_a_modal_that_slack_takes(words: str) -> None:
    choices = [option(words, f"{n}{words}") for n in range(150)]
    view = forms.modal(
        "id",
        words,
        [
            forms.field("a", words, forms.line(words, placeholder=words), hint=words),
            forms.field("b", words, forms.one_of(choices, f"3{words}")),
            forms.field("c", words, forms.boxes(choices[:12])),
            forms.field("d", words, forms.found_by_typing(words, choices[:2])),
        ],
        metadata=words,
    )
    assert view_problems(view) == []
