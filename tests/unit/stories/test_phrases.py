"""The parts of patterns: what each must match whole, and what it must not."""

import re

import pytest

from bot.stories import phrases
from bot.stories.phrases import ADVERBS, BODY, DAY, NAME, PAPERS, SAID_BY, SAY, THE_NAME, WORD, either


def whole(pattern, text):
    return re.fullmatch(pattern, text) is not None


def test_alternatives_are_one_group_and_in_order():
    assert either("a b") == "(?:a|b)"
    assert either("police|city hall", "|") == "(?:police|city hall)"
    assert re.compile(either("said told")).groups == 0


@pytest.mark.parametrize("name", [n for n in vars(phrases) if n.isupper() and n != "BODY_NOUNS"])
def test_each_part_is_a_pattern_without_a_group_of_its_own(name):
    assert re.compile(getattr(phrases, name)).groups == 0


@pytest.mark.parametrize("text", ["Lee", "O'Neill", "O\u2019Neill", "Jean-Luc", "A", "U.S", "AT&T", "McKay"])
def test_a_word_of_a_name(text):
    assert whole(WORD, text)


@pytest.mark.parametrize("text", ["lee", "4th", "", "Lee,", "Lee-"])
def test_no_word_of_a_name(text):
    assert not whole(WORD, text)


@pytest.mark.parametrize(
    "text",
    ["Ann Lee", "Department of Public Works", "Local 25", "Ann B. Lee", "Vincent van Gogh", "Lee & Lee"],
)  # fmt: skip
def test_a_name(text):
    assert whole(NAME, text)
    assert whole(THE_NAME, f"the {text}")


@pytest.mark.parametrize("text", ["Ann lee", "Ann of", "the Ann", "Ann  Lee", "Ann Lee of the"])
def test_no_name(text):
    assert not whole(NAME, text)


def test_a_name_ends_after_seven_words():
    assert whole(NAME, "A B C D E F G")
    assert not whole(NAME, "A B C D E F G H")


@pytest.mark.parametrize("verb", ["said", "tells", "denied", "announced", "claims", "wrote"])
def test_verbs_that_attribute(verb):
    assert whole(SAY, verb)


@pytest.mark.parametrize("verb", ["criticised", "criticized", "defended", "opposes", "sa", "saids"])
def test_a_stance_is_no_saying(verb):
    assert not whole(SAY, verb)


def test_behind_some_verbs_stands_what_they_speak_of():
    assert whole(SAID_BY, "said")
    assert whole(SAY, "rated")
    assert not whole(SAID_BY, "rated")


@pytest.mark.parametrize("text", ["", "also ", "has also ", "has repeatedly "])
def test_small_words_before_a_verb(text):
    assert whole(ADVERBS, text)


@pytest.mark.parametrize("text", ["Police", "police", "Sheriff's office", "Pentagon", "Zoo"])
def test_a_body_with_or_without_its_capital(text):
    assert whole(BODY, text)


@pytest.mark.parametrize("text", ["POLICE", "bakery", "polic"])
def test_no_body(text):
    assert not whole(BODY, text)


@pytest.mark.parametrize("text", ["letter", "estimate", "estimates", "lawsuit"])
def test_papers(text):
    assert whole(PAPERS, text)


def test_seven_days():
    assert len(set(re.findall(r"[A-Z][a-z]+day", DAY))) == 7
