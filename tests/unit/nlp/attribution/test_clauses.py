"""Whose verb it is, and how far a phrase reaches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.nlp.attribution.clauses import (
    agent_of,
    child,
    is_passive,
    own_subject,
    phrase,
    subject_of,
    subtree_span,
    trimmed,
)


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("The mayor said no.", "said", "mayor"),
        ("“No,” said the mayor.", "said", "mayor"),
        ("The mayor stood up and said no.", "said", "mayor"),
        ("The mayor went on to say no.", "say", "mayor"),
        ("She left the room, saying that it was late.", "saying", "She"),
        ("The woman who said no left.", "said", "who"),
        ("She urged the council to say no.", "say", "council"),
    ],
)
def test_the_subject_of_a_verb(word, text, verb, subject):
    assert subject_of(word(text, verb)).text == subject


def test_a_verb_without_anybody_has_no_subject(word):
    assert subject_of(word("Say no to drugs.", "Say")) is None


def test_the_nearest_of_two_subjects_is_taken(word):
    verb = word("The mayor said no.", "said")
    assert own_subject(verb).text == "mayor"


@pytest.mark.parametrize(
    ("text", "verb", "passive", "agent"),
    [
        ("The plan was criticized by Dana Okafor.", "criticized", True, "Okafor"),
        ("The plan proposed by the mayor failed.", "proposed", True, "mayor"),
        ("The plan was criticized.", "criticized", True, None),
        ("The mayor criticized the plan.", "criticized", False, None),
    ],
)
def test_passives_and_their_agents(word, text, verb, passive, agent):
    token = word(text, verb)
    found = agent_of(token)
    assert is_passive(token) is passive
    assert (found.text if found is not None else None) == agent


def test_child_takes_the_first_of_a_label(word):
    verb = word("The mayor said no to the plan.", "said")
    assert child(verb, "nsubj").text == "mayor"
    assert child(verb, "agent") is None


def test_a_phrase_has_no_punctuation_at_its_ends(parse):
    doc = parse("Well, the mayor, she said, was late.")
    start, end = phrase(doc[1], doc[-1])
    assert doc.text[start:end] == "the mayor, she said, was late"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the deal is dead.", "the deal is dead"),
        ("he lives in the U.S.", "he lives in the U.S."),
        ("she met the Sen.", "she met the Sen."),
        (", that is it,", "that is it"),
        ("“all of it.”", "“all of it.”"),
    ],
)
def test_trimming_keeps_what_belongs_to_words(text, expected):
    doc = Doc(Vocab(), words=[text], spaces=[False])
    start, end = trimmed(doc, 0, len(text))
    assert text[start:end] == expected


def test_a_subtree_is_a_phrase(word, parse):
    text = "The mayor of the old town spoke."
    start, end = subtree_span(word(text, "mayor"))
    assert text[start:end] == "The mayor of the old town"


@given(st.text(alphabet="aB .,;-\u2014\n", min_size=1, max_size=30))
def test_trimming_never_leaves_the_span(text):
    doc = Doc(Vocab(), words=[text], spaces=[False])
    start, end = trimmed(doc, 0, len(text))
    assert 0 <= start <= end <= len(text)
    assert text[start:end] == text[start:end].lstrip(" ,;:-\n")
