"""Mark-up read tag by tag: as a browser reads it where it is sound, and in no time where it is not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds import clean
from bot.feeds.flatmarkup import pieces, read_flat
from tests.unit.feeds.test_plainmarkup import by_a_browser, in_order

VOID = ("br", "img", "hr", "wbr")
INSIDE = ("p", "h2", "b", "i", "span", "a", "em")
OUTSIDE = ("div", "blockquote", "section", "ul", "li", "figure", "table")
RAW = ("script", "style", "iframe", "textarea", "noscript")
attributes = st.sampled_from(
    [
        "",
        ' class="a > b"',
        " id=x",
        " data-y='\"'",
        ' href="/a?b=1&amp;c=2"',
        " HREF=/d",
        " hidden",
        ' a = "b"\n',
    ]
)
words = st.sampled_from(
    [
        "word",
        " ",
        "two words",
        "&amp;",
        "&lt;p&gt;",
        "&copy;",
        "&#8217;",
        "&nosuch;",
        "é",
        "x < y",
        "a & b",
        "1 <3",
    ]
)
comments = st.sampled_from(["<!-- c -->", "<!---->", "<!-- > -- x -->", "<!DOCTYPE html>", "<?php x ?>"])
hidden = st.tuples(st.sampled_from(RAW), st.sampled_from(["x", "a < b", "<b>y</b>", ""])).map(
    lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"
)


def element(names, inner):
    return st.tuples(st.sampled_from(names), attributes, st.lists(inner, max_size=4)).map(
        lambda parts: f"<{parts[0]}{parts[1]}>{''.join(parts[2])}</{parts[0]}>"
    )


leaves = (
    words | comments | hidden | st.tuples(st.sampled_from(VOID), attributes).map(lambda p: f"<{p[0]}{p[1]}>")
)
lines = element(INSIDE, leaves)
sound = st.recursive(leaves | lines, lambda inner: element(OUTSIDE[:-1], inner), max_leaves=20)


def flat(markup: str) -> tuple[str, tuple[str, ...]]:
    return read_flat(markup, blocks=clean._BLOCKS, hidden=clean._UNSEEN, edge=clean.BREAK)


@given(st.lists(sound, max_size=4).map(lambda parts: "".join(["<div>", *parts, "</div>"])))
def test_sound_mark_up_is_read_as_a_browser_reads_it(markup):
    text, hrefs = flat(markup)
    expected, links = by_a_browser(markup)
    assert in_order(text) == in_order(expected)
    assert list(dict.fromkeys(hrefs)) == list(dict.fromkeys(links))


@given(st.text(alphabet="<>/ab\"'=!- ?p&;", max_size=60))
def test_whatever_it_is_it_is_cut_into_pieces_that_follow_each_other(markup):
    texts = [piece.text for piece in pieces(markup) if piece.text]
    at = 0
    for text in texts:
        at = markup.index(text, at) + len(text)
    flat(markup)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<svg><title>t</title><path/></svg>x", "x"),
        ("<svg><g><svg></svg>a</g></svg>x", "x"),
        ("<select><option>a</select>x", "x"),
        ("<svg>never closed", "never closed"),
        ("<p>a<script>b", "a"),
        ("<p>a<!-- b", "a"),
        ("<p>a<b title='>'>c</b>", "ac"),
        ("<p>a</p><p", "a <p"),
        ("<table>x<tr><td>y</table>", "x y"),
        ("<p>it's <a href='/x' title=it's>here</a>", "it's here"),
    ],
)
def test_odd_mark_up(markup, text):
    assert clean.clean_text(markup) == text


def test_attributes_are_told_by_their_first_name():
    (tag,) = pieces("<A HREF='/x?a=1&amp;b=2' href=/y hidden data-z = \"q\">")
    assert tag.attributes() == {"href": "/x?a=1&b=2", "hidden": "", "data-z": "q"}


MANY = 400_000
HOSTILE = (
    "<p>" + "".join(f"<b a={n}>" for n in range(15_000)) + "<p>x" * 50_000,
    "<span>" * 30_000 + "</p>" * 40_000,
    *(
        start * (MANY // len(start))
        for start in ("<p ", '<p a="', "<!--", "<![CDATA[", "<svg>", "<script>", "</", "<")
    ),
    *(
        start * (MANY // len(start)) + ">"
        for start in ("<a", "<p a =", "<x y='\"'\"'", "<p a='<p a=\"", "<!", "<?")
    ),
    "<svg></svg>" * 30_000,
    "<style></style" * 20_000,
)


@pytest.mark.parametrize("markup", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_mark_up_takes_time_by_its_length_alone(markup):
    begun = time.process_time()
    clean.extract(markup, "https://outlet.example/")
    assert time.process_time() - begun < 3
