"""Counting and cutting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages.blocks import header, link, rich, text
from bot.messages.limits import MESSAGE_BLOCKS, characters, cut, cut_words, fits
from tests.unit.messages.adversarial import TEXT

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize(
    ("words", "limit", "expected"),
    [
        ("short", 5, "short"),
        ("shorter", 5, "shor…"),
        ("one two three", 9, "one two…"),
        ("one, two", 6, "one…"),
        ("ab" + FAMILY, 4, "ab…"),
        ("ab" + FAMILY + "cd", 8, "ab" + FAMILY + "…"),
        ("a👍🏽b", 3, "a…"),
        ("🇺🇸🇫🇷🇩🇪", 4, "🇺🇸…"),
        ("e\u0301e\u0301e\u0301", 4, "e\u0301…"),
    ],
)
def test_cut_keeps_what_belongs_together(words: str, limit: int, expected: str) -> None:
    assert cut(words, limit) == expected


@given(TEXT, st.integers(1, 200))
def test_cut_never_exceeds_and_only_shortens(words: str, limit: int) -> None:
    made = cut(words, limit)
    assert len(made) <= limit
    assert made == words or (made.endswith("…") and words.startswith(made[:-1]))


def test_cut_words_counts_words() -> None:
    words = " ".join(str(n) for n in range(30))
    assert cut_words(words, 25).split()[-1] == "24…"
    assert cut_words(words, 30) == words


def test_characters_count_text_and_links() -> None:
    blocks = [header("four"), rich([text("1234 "), link("word", "https://x.example/")])]
    assert characters(blocks) == 4 + 5 + 4 + len("https://x.example/")


def test_fits_counts_blocks_and_characters() -> None:
    assert fits([header("x")] * MESSAGE_BLOCKS)
    assert not fits([header("x")] * (MESSAGE_BLOCKS + 1))
    assert not fits([rich([text("x" * 3_000)])] * 4)
