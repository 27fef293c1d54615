from hypothesis import given
from hypothesis import strategies as st

from bot.stories.words import STOP_WORDS, stem, terms


def test_reporting_verbs_days_and_single_letters_tell_nothing():
    assert list(terms("He said on Monday: a B")) == []


def test_curly_and_straight_apostrophes_are_one():
    assert list(terms("The mayor\u2019s plan")) == list(terms("The mayor's plan")) == ["mayor", "plan"]


def test_numbers_keep_decimals_and_thousands():
    assert list(terms("1,200 homes, 3.5 percent")) == ["1,200", "home", "3.5", "percent"]


def test_inflections_of_one_word_meet():
    assert stem("arrests") == stem("arrest") == stem("arrested")
    assert stem("planned") == stem("plans") == stem("planning")


def test_words_that_only_look_inflected_stay():
    assert [stem(word) for word in ("king", "need", "bus", "crisis", "class")] == [
        "king", "need", "bus", "crisis", "class",
    ]  # fmt: skip


@given(st.text(max_size=80))
def test_any_text_gives_terms_that_are_no_stop_words_and_not_empty(text):
    for term in terms(text):
        assert term
        assert term not in STOP_WORDS or stem(term) != term or len(term) > 1
