from hypothesis import given
from hypothesis import strategies as st

from bot.stories.sentences import READ_CHARS, SENTENCE_CHARS, quotations, sentences, split
from tests.unit.stories.made import article


def test_abbreviations_end_no_sentence():
    assert [t for _, t in split("Sen. Al Boone met Dr. Fay. They left.")] == [
        "Sen. Al Boone met Dr. Fay.",
        "They left.",
    ]


def test_a_quotation_ends_with_its_marks():
    assert [t for _, t in split('"We won." Then he left.')] == ['"We won."', "Then he left."]


def test_the_headline_first_and_no_sentence_twice():
    made = article("a", "Up", summary="It passed.", body="It passed. It was close.")
    found = list(sentences(made))
    assert [(s.field, s.text) for s in found] == [
        ("title", "Up"),
        ("summary", "It passed."),
        ("text", "It was close."),
    ]
    assert found[2].holds("text", 11)
    assert not found[2].holds("text", 3)


def test_what_is_no_prose_is_cut():
    found = list(sentences(article("a", "T" * 900, body="Aa of " * 9_000)))
    assert [len(s.text) for s in found] == [SENTENCE_CHARS, SENTENCE_CHARS]
    assert sum(len(t) for _, t in split("It passed. " * 2_000)) > READ_CHARS
    far = article("a", body="It was so. " * 800 + "Ann Lee said so.")
    assert "Ann Lee said so." not in [s.text for s in sentences(far)]


def test_curly_straight_and_single_quotation_marks():
    assert quotations("\u201cOne two\u201d and \"three\" and 'four five'") == (
        "One two",
        "three",
        "four five",
    )
    assert quotations("The mayor's plan and the city's") == ()


@given(st.text(alphabet="Ab. \"'!?\n", max_size=60))
def test_sentences_stand_where_they_say(text):
    for start, sentence in split(text):
        assert text[start:].startswith(sentence)
