"""Finding the feeds of a page."""

from __future__ import annotations

import pytest

from bot.feeds.discover import find_feeds, usual_places

URL = "https://example.org/blog/"


def urls(page: str) -> list[str]:
    return [found.url for found in find_feeds(page.encode(), URL)]


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ('<link rel="alternate" type="application/rss+xml" href="/feed">', ["https://example.org/feed"]),
        ("<LINK REL='Alternate' TYPE='application/atom+xml; charset=utf-8' HREF=a.xml>", [URL + "a.xml"]),
        ('<link rel="alternate home" type="application/feed+json" href="f.json">', [URL + "f.json"]),
        ('<link rel="feed" href="/f">', ["https://example.org/f"]),
        ('<link rel="alternate" hreflang="fr" href="/fr">', []),
        ('<link rel="stylesheet" type="text/css" href="/feed.css">', []),
        ('<link rel="alternate" type="application/rss+xml" href="javascript:x">', []),
        ('<base href="https://cdn.example/"><link rel="feed" href="f">', ["https://cdn.example/f"]),
        ('<a href="/rss.xml">RSS</a> <a href="/about">About</a>', ["https://example.org/rss.xml"]),
        ('<a href="/feed/">x</a><a href="/feed/">y</a>', ["https://example.org/feed/"]),
        ("<p>nothing</p>", []),
        ("", []),
    ],
)
def test_what_a_page_names(page, found):
    assert urls(page) == found


def test_declared_feeds_come_first_with_their_titles():
    page = '<a href="/x.rss">L</a><link rel="alternate" type="text/xml" href="/d" title=" Daily &amp; more ">'
    first, second = find_feeds(page.encode(), URL)
    assert (first.url, first.title) == ("https://example.org/d", "Daily & more")
    assert second.url == "https://example.org/x.rss"


def test_there_is_an_end_to_it():
    page = "".join(f'<a href="/{n}.rss">x</a>' for n in range(500))
    assert len(urls(page)) == 50


def test_usual_places_are_on_the_same_site():
    places = usual_places("https://example.org:8443/a/b?c")
    assert places[0] == "https://example.org:8443/feed"
    assert len(set(places)) == len(places)
    assert all(place.startswith("https://example.org:8443/") for place in places)
