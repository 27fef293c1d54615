"""Quotation marks: every kind, nested, broken off, over paragraphs."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlp.attribution.quotes import find_quotations

LEFT, RIGHT = "\u2018", "\u2019"


def quoted(text: str) -> list[str]:
    return [text[q.start : q.end] for q in find_quotations(text)]


def inner(text: str) -> list[list[str]]:
    return [[text[slice(*span)] for span in q.inner] for q in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('She said "yes" and "no".', ['"yes"', '"no"']),
        ("She said “yes,” he “no.”", ["“yes,”", "“no.”"]),
        ("Es war „gut“ und «bon».", ["„gut“", "«bon»"]),
        ("''It's late,'' he said.", ["''It's late,''"]),
        ("``It is late,'' he said.", ["``It is late,''"]),
        (f"Wu: {LEFT}We will not go{RIGHT}", [f"{LEFT}We will not go{RIGHT}"]),
        ("Guild calls offer 'an insult'", ["'an insult'"]),
        ("No marks at all.", []),
        ("", []),
    ],
)
def test_every_kind_of_mark(text, expected):
    assert quoted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Okafor's plan for the voters' hall isn't dead.",
        f"Okafor{RIGHT}s plan for the voters{RIGHT} hall isn{RIGHT}t dead.",
        f"The class of {RIGHT}98 won.",
        'a 6" pipe and a 3" bolt',
        "5' 10\" tall",
        "rock 'n' roll",
    ],
)
def test_apostrophes_inches_and_years_are_no_quotations(text):
    assert [q for q in quoted(text) if len(q.split()) > 1 or "n" not in q] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"“He said {LEFT}go{RIGHT} twice,” she said.", [f"“He said {LEFT}go{RIGHT} twice,”"]),
        ("\"He said 'go' twice,\" she said.", ["\"He said 'go' twice,\""]),
        ('"A “good” plan," she said.', ['"A “good” plan,"']),
        ("“One “two” three,” she said.", ["“One “two” three,”"]),
    ],
)
def test_only_the_outermost_counts(text, expected):
    assert quoted(text) == expected


def test_a_possessive_inside_single_marks_does_not_end_them():
    assert quoted(f"Wu: {LEFT}the voters{RIGHT} choice is clear{RIGHT}") == [
        f"{LEFT}the voters{RIGHT} choice is clear{RIGHT}"
    ]


def test_a_quotation_goes_on_where_the_next_paragraph_opens_with_the_mark():
    text = "“One.\n\n“Two,” she said."
    assert inner(text) == [["One.", "Two,"]]
    assert find_quotations(text)[0].pieces == ((0, 5), (7, 13))


def test_a_lost_mark_ends_with_its_paragraph():
    assert quoted("“One is lost.\n\nShe said “two” later.") == ["“two”"]
    assert quoted('"One is lost.\n\nShe said "two" later.') == ['"two"']


def test_a_transcript_of_opening_marks_does_not_become_one_speech():
    text = "\n".join(f'"LINE {n}: we go on.' for n in range(40))
    assert quoted(text + "\nDone.") == []


def test_a_closing_mark_typed_for_an_opening_one_opens():
    assert quoted("”We go on,” she said.") == ["”We go on,”"]


def test_straight_marks_alternate():
    assert quoted('"a" b "c" d "e"') == ['"a"', '"c"', '"e"']


@given(st.text(alphabet="ab '\"“”‘’«»\n.,`", max_size=120))
def test_whatever_the_marks_quotations_are_ordered_pieces_of_the_text(text):
    end = 0
    for quotation in find_quotations(text):
        assert quotation.start >= end
        for (left, right), (a, b) in zip(quotation.pieces, quotation.inner, strict=True):
            assert end <= left <= a <= b <= right <= len(text)
            end = right


@given(st.text(alphabet="ab .", min_size=1, max_size=40))
def test_what_stands_between_two_curly_marks_is_found(words):
    assert inner(f"x “{words}” y") == [[words]]


@pytest.mark.parametrize("mark", ["'", '"', "“", "”", LEFT, RIGHT, "``", "«"])
def test_work_grows_with_the_text_only(mark):
    text = f"{mark}a " * 10_000
    started = time.perf_counter()
    find_quotations(text)
    assert time.perf_counter() - started < 2
