"""Cutting what was typed into tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.words import MAX_TYPED, joined, quote, tokens_of


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", []),
        ("   ", []),
        ("a b", ["a", "b"]),
        ("a\tb\nc", ["a", "b", "c"]),
        ('"a b" c', ["a b", "c"]),
        ("“a b” c", ["a b", "c"]),
        ("„a b“", ["a b"]),
        ("«a b»", ["a b"]),
        ("”a  b”", ["a b"]),
        ('unpaired "mark', ["unpaired", "mark"]),
        ("O’Brien's", ["O’Brien's"]),
        ("AT&amp;T &lt;x&gt;", ["AT&T", "<x>"]),
        ('""', []),
    ],
)
def test_tokens(typed: str, words: list[str]) -> None:
    assert [token.text for token in tokens_of(typed)] == words


def test_quoted_words_are_no_keywords() -> None:
    plain, quoted = tokens_of('Here "here"')
    assert plain.is_word("here")
    assert not quoted.is_word("here")


@given(st.text(max_size=80))
def test_quoted_name_is_one_token(name: str) -> None:
    kept = " ".join("".join(c for c in name if c.isprintable() and c not in '"“”„«»&').split())
    if kept:
        (token,) = tokens_of(quote(kept))
        assert (token.text, token.quoted) == (kept, True)


def test_endless_text_is_cut() -> None:
    assert len(joined(tokens_of("x" * 10_000))) == MAX_TYPED
