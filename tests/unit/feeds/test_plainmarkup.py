"""Plain mark-up read without a tree: the same words and links as by a browser's rules, or nothing at all."""

# ruff: noqa: E501, RUF001 # pieces in rows, with a letter that only looks like another

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from bot.feeds import clean
from bot.feeds.plainmarkup import BREAK, read_plain

PIECES = (
    *("<p>", "</p>", '<P class="a b">', "<br>", "<br/>", "<br />", '<div\nid="x" data-y="1 2">', "</div>"),
    *("<b>", "</b>", "<i>", "</i>", "<em>", "</EM >", '<span style="color: red">', "</span>", "<h2>", "</h2>"),
    *('<a href="/a?x=1&amp;y=2">', '<A TITLE="x" HREF="https://x.example/b" target="_blank">', "</a>", "<a>"),
    *('<a href="/first" href="/second">', '<a name="top">', "<a href>", '<a title=" href=" rel="c">'),
    *("<ul>", "<li>", "</li>", "</ul>", "<blockquote>", "</blockquote>", '<img src="p.jpg" alt="a cat"/>', "<hr>"),
    *("<pre>", "</pre>", "<dl><dt>", "<dd>", "<center>", "<section>", "</section>", "<wbr>", "<nav>", "<details>"),
    *("&amp;", "&lt;", "&#8217;", "&rsquo;", "&nbsp;", "&hellip;", "&quot;", "&#39;", "&lt;p&gt;", "&amp;lt;b&amp;gt;"),
    *("word", " ", "two words", "\n", "\t", "é", "—", "\u00a0", "\x00", "\ud800", "a > b", '"', "'", "=", "\r\n"),
    # From here on nothing is plain.
    *("<", "< ", "<3", "&", "&copy", "&nosuch;", "&notin;", "&#1;", "&#x1e;", "<table>", "<tr>", "<td>", "</table>"),
    *("<script>", "</script>", "<style>", "</style>", "<!-- c -->", "<p class=x>", "<p a='b'>", "<x>", "<svg>"),
    *("<p\u00a0a>", "<a href=/c>", "<b", '</b x="<">', '<p ="x">', "<textarea>", "<title>", "</title>", "<ſ>"),
)  # fmt: skip
BLOCK = re.compile(rf"<(?=/?(?:{'|'.join(clean._BLOCKS)})\b)", re.IGNORECASE)
PLAIN = PIECES[: PIECES.index("<")]


def by_a_browser(markup: str) -> tuple[str, tuple[str, ...]]:
    """What selectolax makes of it, which builds a browser's tree."""
    markup = markup.encode("utf-8", "ignore").decode()
    tree = LexborHTMLParser(BLOCK.sub(f"{BREAK}<", markup))
    tree.strip_tags(list(clean._UNSEEN))
    text = tree.root.text(deep=True, separator="") if tree.root is not None else ""
    return text, tuple(node.attributes.get("href") or "" for node in tree.css("a[href]"))


def in_order(text: str) -> str:
    return clean._tidy(text, paragraphs=True)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_what_is_read_is_what_a_browser_reads(markup):
    read = read_plain(markup)
    if read is None:
        return
    text, hrefs = by_a_browser(markup)
    assert in_order(read[0]) == in_order(text)
    assert list(dict.fromkeys(read[1])) == list(dict.fromkeys(hrefs))


@given(st.lists(st.sampled_from(PLAIN), max_size=14).map("".join))
def test_all_that_is_plain_is_read(markup):
    assert read_plain(markup) is not None


@pytest.mark.parametrize("markup", PIECES[PIECES.index("<") :])
def test_what_is_not_plain_is_left(markup):
    assert read_plain(f"<p>x{markup}</p>") is None or "<" not in markup


def test_edges_of_blocks_are_marked_and_words_inside_lines_are_not():
    assert read_plain("<p>B<b>ost</b>on<br>two</p>") == (f"{BREAK}Boston{BREAK}two{BREAK}", ())


@pytest.mark.parametrize("start", ["<p ", '<a href="', "<a b", '<a a=""', "<b", "<p" + " " * 9])
def test_hostile_mark_up_is_given_up_in_no_time(start):
    begun = time.perf_counter()
    for tail in ("", "a" * 100_000, ' b="c"' * 50_000, " " * 100_000, "<p a" * 50_000, " b" * 100_000):
        read_plain(start + tail)
        clean.clean_text(start + tail)
    assert time.perf_counter() - begun < 2
