"""Canonical addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.urls import absolute, canonical_url, url_key

pieces = st.sampled_from(
    [
        *("a", "B", "%41", "%2f", "%", "é", " ", "/", "//", "..", ".", "?", "&", "=", "utm_source=x", "id=1"),
        *("ref=rss", "#", ";", "+", ":", "@", "index.html", "amp"),
    ]
)
addresses = st.tuples(
    st.sampled_from(["http://", "https://", "HTTP://"]),
    st.sampled_from(
        ["example.org", "WWW.Example.org", "m.example.org:443", "user@example.org:80", "[::1]:8080"]
    ),
    st.lists(pieces, max_size=10).map("".join),
).map(lambda parts: parts[0] + parts[1] + "/" + parts[2])


@given(addresses)
def test_it_is_idempotent(url):
    once = canonical_url(url)
    assert canonical_url(once) == once
    assert url_key(once) == url_key(url)


@given(st.lists(pieces, min_size=1, max_size=10).map("".join))
def test_the_short_way_for_common_addresses_leads_to_the_same(rest):
    assert canonical_url(f"https://example.org/{rest}") == canonical_url(f"https://example.org:443/{rest}")


@given(st.text(max_size=50))
def test_no_text_breaks_it(text):
    assert canonical_url(canonical_url(text)) == canonical_url(text)
    assert absolute(text, "https://example.org/").startswith(("http", ""))
    url_key(text)


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://example.org", "https://example.org/"),
        ("HTTPS://EXAMPLE.ORG:443/A/", "https://example.org/A"),
        ("http://example.org:80/a", "http://example.org/a"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://user:pw@example.org/a", "https://example.org/a"),
        ("https://example.org/a#comments", "https://example.org/a"),
        ("https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2"),
        ("https://example.org/a?utm_source=x&utm_medium=y&fbclid=z", "https://example.org/a"),
        ("https://example.org/a?UTM_Source=x&id=7", "https://example.org/a?id=7"),
        ("https://example.org/a?ref=rss", "https://example.org/a"),
        ("https://example.org/a?ref=chapter2", "https://example.org/a?ref=chapter2"),
        ("https://example.org/a?source=feedburner&s=books", "https://example.org/a?s=books"),
        ("https://example.org/%7ebob/%c3%a9", "https://example.org/~bob/%C3%A9"),
        ("https://example.org/é ü", "https://example.org/%C3%A9%20%C3%BC"),
        ("https://example.org/a%2Fb", "https://example.org/a%2Fb"),
        ("https://example.org//a///b/", "https://example.org/a/b"),
        ("https://example.org/?p=123", "https://example.org/?p=123"),
        ("https://example.org/a?flag&b=", "https://example.org/a?b=&flag"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("http://[bad", "http://[bad"),
        ("", ""),
    ],
)
def test_canonical_forms(url, canonical):
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    "other",
    [
        "https://www.example.org/news/1",
        "http://example.org/news/1/",
        "https://m.example.org/news/1?utm_campaign=x#top",
        "https://example.org/news/1/index.html",
        "https://example.org/news/1/amp",
        "http://example.org:80/news/1",
    ],
)
def test_the_same_article_has_the_same_key(other):
    assert url_key(other) == url_key("https://example.org/news/1")


@pytest.mark.parametrize(
    "other",
    ["https://example.org/news/2", "https://news.example.org/news/1", "https://example.org/news/1?page=2"],
)
def test_other_articles_have_other_keys(other):
    assert url_key(other) != url_key("https://example.org/news/1")


@pytest.mark.parametrize(
    ("href", "found"),
    [
        ("/a", "https://example.org/a"),
        ("?x=1", "https://example.org/feed?x=1"),
        ("https://other.example/<b>", "https://other.example/%3Cb%3E"),
        (" \u200bhttps://other.example/a ", "https://other.example/a"),
        ("java\nscript:alert(1)", ""),
        ("JAVASCRIPT:alert(1)", ""),
        ("data:text/html,x", ""),
        ("mailto:a@b.example", ""),
        ("http://", ""),
        ("http://a:port/", ""),
        ("http://[::1", ""),
    ],
)
def test_links_are_made_absolute_or_dropped(href, found):
    assert absolute(href, "https://example.org/feed") == found
