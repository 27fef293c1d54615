"""Which parser reads what."""

from __future__ import annotations

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
