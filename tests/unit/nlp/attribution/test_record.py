"""Cutting and joining of spans, and the tidying of sources."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.nlp.attribution.record import (
    MIN_CONTENT,
    Attribution,
    cue_span,
    joined,
    source_span,
    tidied,
    token_span,
    without,
)

SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda p: (p[0], p[0] + p[1])), max_size=8
)


@given(SPANS)
def test_joined_spans_are_apart_and_cover_the_same(spans):
    merged = joined(spans)
    assert all(a[1] < b[0] for a, b in pairwise(merged))
    assert {c for s, e in merged for c in range(s, e)} == {c for s, e in spans for c in range(s, e)}


@given(st.integers(0, 40), st.integers(0, 40))
def test_nothing_of_the_hole_is_left(left, size):
    text = "abcdefghij" * 4
    doc = Doc(Vocab(), words=[text], spaces=[False])
    hole = (left, min(left + size, len(text)))
    kept = without(doc, [(0, len(text))], hole)
    assert not {c for s, e in kept for c in range(s, e)} & set(range(*hole)) or hole[0] >= hole[1]
    assert all(e - s >= MIN_CONTENT for s, e in kept)


@pytest.mark.parametrize(
    ("written", "keep_comma", "expected"),
    [
        ("Dana Okafor, a nurse,", True, "Dana Okafor, a nurse,"),
        ("Dana Okafor, a nurse,", False, "Dana Okafor, a nurse"),
        ('" Dana Okafor', True, "Dana Okafor"),
        ("RIVERTON -- Dana Okafor", True, "Dana Okafor"),
        ("Dana Okafor (a friend of mine", True, "Dana Okafor "),
        ("Dana Okafor (D-Riverton)", True, "Dana Okafor (D-Riverton)"),
        ('"', True, '"'),
    ],
)
def test_a_source_without_stray_marks(written, keep_comma, expected):
    start, end = tidied(written, (0, len(written)), keep_comma=keep_comma)
    assert written[start:end].strip() == expected.strip()


def test_the_cue_takes_auxiliaries_and_negation_along(word):
    text = "The mayor did not publicly deny it."
    start, end = cue_span(word(text, "deny"))
    assert text[start:end] == "did not publicly deny"


def test_the_cue_stops_at_its_subject(word):
    text = "Will the mayor deny it?"
    start, end = cue_span(word(text, "deny"))
    assert text[start:end] == "deny"


def test_the_source_behind_the_cue_loses_its_comma(word):
    text = "“No,” said Dana Okafor, smiling."
    start, end = source_span(word(text, "Okafor"), word(text, "said"))
    assert text[start:end] == "Dana Okafor"


def test_the_clause_runs_from_source_to_cue(word):
    said = word("The mayor said no.", "said")
    made = Attribution(cue=said, cue_span=token_span(said), source=None, source_span=(0, 9))
    assert made.clause == (0, 14)
    nobody = Attribution(cue=said, cue_span=token_span(said), source=None, source_span=None)
    assert nobody.clause == (10, 14)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pier closed\n\nOkafor said the pier is old.", ("Okafor", "the pier is old")),
        ("Okafor said the pier is old.\nThe bridge is new.", ("Okafor", "the pier is old")),
        ("A pier in May\nAn aide said the pier is old", ("An aide", "the pier is old")),
        ("Okafor said the\npier is old.", ("Okafor", "the\npier is old")),
    ],
)
def test_clauses_end_with_their_paragraph(told, text, expected):
    source, _, content = told(text)[0]
    assert (source, content) == expected
