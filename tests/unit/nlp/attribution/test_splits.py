"""Repairs of a parse."""

import pytest

from bot.nlp.attribution.splits import nominal_before


def test_a_second_verb_of_saying_is_a_second_attribution(told):
    text = "Victor Halden said he would send more agents and warned that more would follow."
    assert told(text) == [
        ("Victor Halden", "said", "he would send more agents"),
        ("Victor Halden", "warned", "that more would follow"),
    ]


def test_an_afterthought_is_another_attribution(told):
    text = "Okafor said the plan would work, though she acknowledged it was late."
    assert told(text) == [("Okafor", "said", "the plan would work"), ("she", "acknowledged", "it was late")]


def test_a_refusal_behind_a_clause_is_the_speakers(told):
    text = "Priya Ramanath said the offer was fair and declined to discuss details."
    assert [(source, cue) for source, cue, _ in told(text)] == [
        ("Priya Ramanath", "said"),
        ("Priya Ramanath", "declined"),
    ]


def test_what_stands_behind_a_comma_is_the_speakers(told):
    text = "She said she had never seen such a mess, and ordered the city to pay."
    assert told(text) == [
        ("She", "said", "she had never seen such a mess"),
        ("She", "ordered", "to pay"),
    ]


def test_two_things_said_stay_together(told):
    text = "Okafor said the pier is old and the bridge is new."
    assert told(text) == [("Okafor", "said", "the pier is old and the bridge is new")]


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("Police Chief Ann Lee said", "said", "Police Chief Ann Lee"),
        ("Lee, a nurse from Riverton, said", "said", "Lee, a nurse from Riverton,"),
        ("Lee later also said", "said", "Lee"),
    ],
)
def test_the_words_before_a_verb_name_who_says_it(word, text, form, expected):
    head, span = nominal_before(word(text, form))
    assert head is not None
    assert text[slice(*span)] == expected


@pytest.mark.parametrize("text", ["said so", "Then, said so", "It was, it was said"])
def test_nothing_before_a_verb_is_nobody(word, text):
    head, span = nominal_before(word(text, "said"))
    assert (head is None) == (span is None)
    assert head is None or head.text in {"it", "was", "Then"}
