"""Which parser reads what."""

from __future__ import annotations

import time

import pytest

from bot.errors import ParseError
from bot.feeds import documents


def rss(title: str) -> bytes:
    return f"<rss><channel><item><title>{title}</title></item></channel></rss>".encode()


@pytest.mark.parametrize(
    ("document", "title"),
    [
        (rss("A &amp; B"), "A & B"),
        (rss("A & B"), "A & B"),
        (rss("Caf&eacute; &nosuch;"), "Café &nosuch;"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": [{"title": "J"}]}', "J"),
    ],
)
def test_most_is_read_without_feedparser(document, title):
    assert documents.read_quickly(document, url="").entries[0].title == title
    assert documents.read(document, url="") == documents.read_quickly(document, url="")


@pytest.mark.parametrize("document", [rss("A <b>B"), b"<!DOCTYPE rss>" + rss("A & B"), b"<html/>", b"x"])
def test_the_rest_is_left(document):
    assert documents.read_quickly(document, url="") is None


def test_feedparser_comes_last():
    assert documents.read(rss("A <b>B"), url="").entries[0].title.startswith("A")
    with pytest.raises(ParseError):
        documents.read(b"<html/>", url="")


@pytest.mark.parametrize("form", ['a{}="{}"', "a{}='>'", "a{}={}", 'a{} = ">"'])
def test_a_flood_of_attributes_is_refused_before_it_takes_time(form):
    flood = " ".join(form.format(n, n) for n in range(90_000))
    begun = time.perf_counter()
    with pytest.raises(ParseError, match="more than 1000 attributes") as caught:
        documents.read(
            f"<rss><channel><item {flood}><title>A</title></item></channel></rss>".encode(), url=""
        )
    assert caught.value.status == "malformed"
    assert time.perf_counter() - begun < 1


def test_long_attributes_and_texts_full_of_signs_are_no_flood():
    picture = f'<item><media:content url="data:image/png;base64,{"A" * 50_000}=="/><title>A<b></title></item>'
    assert documents.read(f"<rss><channel>{picture}</channel></rss>".encode(), url="").entries
    links = '&lt;a href="https://outlet.example/?a=1" title="b"&gt; c = d ' * 2000
    assert documents.read(rss(f"A {links}"), url="").entries
