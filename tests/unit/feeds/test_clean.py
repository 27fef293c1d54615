"""Clean text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.clean import clean_text, extract, find_links, strip_controls


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("", ""),
        ("plain", "plain"),
        ("  two\n\tlines\u00a0here ", "two lines here"),
        ("AT&amp;T &#8217; &hellip; &eacute;", "AT&T \u2019 … é"),
        ("&amp;#8217;", "\u2019"),
        ("&amp;amp;amp;", "&"),
        ("&undefined; stays, &amp too", "&undefined; stays, & too"),
        ("<p>One</p><p>two</p>", "One two"),
        ("One<br>two<br/>three", "One two three"),
        ("B<b>ost</b>on", "Boston"),
        ("<ul><li>a</li><li>b</li></ul>", "a b"),
        ("<script>x()</script><style>p{}</style>Text", "Text"),
        ("<SCRIPT>x()</SCRIPT>Text", "Text"),
        ("&lt;script&gt;x()&lt;/script&gt;Text", "Text"),
        ("&amp;lt;p&amp;gt;Twice&amp;lt;/p&amp;gt;", "Twice"),
        ("<iframe src=x>inside</iframe>Text<svg><title>t</title></svg>", "Text"),
        ("<!-- no -->Text", "Text"),
        ("5 < 6 & 7 > 2", "5 < 6 & 7 > 2"),
        ("a <3 b", "a <3 b"),
        ("<notatag> stays", "<notatag> stays"),
        ("<p>open <b>ends", "open ends"),
        ("<img src=x onerror=alert(1)>", ""),
        ("a\x00b\ud800c\u200bd\ufeffe\u202ef\x92", "abcdef\u2019"),
        ("<p>\ud800surrogate</p>", "surrogate"),
    ],
)
def test_clean_text(markup, text):
    assert clean_text(markup) == text


def test_paragraphs_stay_apart_when_asked():
    markup = "<h2>Head</h2><p>One <i>and</i>\nhalf.</p>\n<p></p><div>Two\x00.</div>"
    assert clean_text(markup, paragraphs=True) == "Head\nOne and half.\nTwo."


@given(st.text(max_size=200))
def test_any_text_becomes_storable(text):
    for paragraphs in (False, True):
        clean = clean_text(text, paragraphs=paragraphs)
        clean.encode()
        assert strip_controls(clean.replace("\n", " ")) == clean.replace("\n", " ")
        assert "  " not in clean
        assert clean == clean.strip()


PIECES = [
    "<p>",
    "</p>",
    "<b>",
    "&lt;",
    "&amp;",
    "<",
    ">",
    "x",
    " ",
    "&",
    "<script>",
    "</script>",
    "<!--",
    "]]>",
]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_no_tag_that_a_browser_knows_is_left(markup):
    clean = clean_text(markup)
    assert "<p>" not in clean
    assert "<script>" not in clean


def test_links_are_absolute_once_each_and_only_of_the_web():
    markup = (
        '<a href="/a">1</a> <a href="/a">2</a> <a href="https://x.example/?a=1&amp;b=2">3</a>'
        '<a href="javascript:alert(1)">4</a> <a>5</a> <a href="">6</a> <img src="/no.png">'
    )
    found = find_links(markup, "https://example.org/x")
    assert found == ("https://example.org/a", "https://x.example/?a=1&b=2", "https://example.org/x")


def test_there_is_an_end_to_the_links():
    markup = "".join(f'<a href="/{n}">x</a>' for n in range(1000))
    assert len(find_links(markup, "https://example.org")) == 100


def test_text_and_links_come_from_one_reading():
    both = extract("<p>A <a href='b'>c</a></p>", "https://example.org/")
    assert (both.text, both.links) == ("A c", ("https://example.org/b",))
    assert extract("no links", "https://example.org/").links == ()
