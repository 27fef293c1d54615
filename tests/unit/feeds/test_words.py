"""Words, likeness, first sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.words import first_sentence, lead, likeness, words_of

texts = st.text(alphabet="ab .!?AB“”", max_size=60).map(lambda text: " ".join(text.split()))


@given(texts, texts)
def test_likeness_is_symmetric_and_whole_for_the_same(one, other):
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, one) == 1


@given(texts, st.integers(2, 70))
def test_a_lead_fits_and_is_a_beginning(text, chars):
    short = lead(text, chars)
    assert len(short) <= max(chars, 3)
    assert text.startswith(short.removesuffix("…").rstrip())
    assert first_sentence(text, chars) == lead(first_sentence(text, 1000), chars)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One. Two.", "One."),
        ("“One.” Two.", "“One.”"),
        ("No end", "No end"),
        ("Is it? It is.", "Is it?"),
        ("At 7.30 p.m. he left.", "At 7.30 p.m. he left."),
        ("", ""),
    ],
)
def test_first_sentences(text, sentence):
    assert first_sentence(text, 100) == sentence


def test_words_are_told_apart_by_letters_alone():
    assert words_of("Don\u2019t—STOP, Łódź 7%") == ("don", "t", "stop", "łódź", "7")
