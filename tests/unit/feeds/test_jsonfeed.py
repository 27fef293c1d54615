"""JSON Feed."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ParseError
from bot.feeds.jsonfeed import looks_like_json, parse

URL = "https://times.example/feed.json"
VERSION = "https://jsonfeed.org/version/1.1"


def feed(*items, **more):
    return parse(json.dumps({"version": VERSION, "items": list(items), **more}).encode(), url=URL)


def test_a_feed_in_full():
    found = feed(
        {
            "id": 7, "url": "/a", "title": "A", "content_html": "<p>x</p>", "summary": "s",
            "date_published": "2026-02-17T10:00:00-05:00", "date_modified": "2026-02-18T10:00:00Z",
            "authors": [{"name": "Ada"}, {"name": "Bo"}], "tags": ["City", 5], "language": "fr",
        },
        title="T", home_page_url="/home", language="en",
    )  # fmt: skip
    (entry,) = found.entries
    assert (found.title, found.html_url, found.language) == ("T", "https://times.example/home", "en")
    assert (entry.guid, entry.link, entry.title) == ("7", "https://times.example/a", "A")
    assert (entry.summary, entry.content, entry.author) == ("s", "<p>x</p>", "Ada, Bo")
    assert (entry.categories, entry.language) == (("City",), "fr")
    assert entry.published_at == datetime(2026, 2, 17, 15, tzinfo=UTC)


def test_what_an_item_lacks_comes_from_the_feed_or_another_field():
    (entry,) = feed(
        {"external_url": "https://x.example/1", "content_text": "a < b & c", "date_published": "soon"},
        author={"name": "Ada"}, language="en",
    ).entries  # fmt: skip
    assert (entry.link, entry.content, entry.author) == ("https://x.example/1", "a &lt; b &amp; c", "Ada")
    assert (entry.language, entry.published_at) == ("en", None)


@pytest.mark.parametrize(
    ("document", "status"),
    [
        (b"{", "malformed"),
        (b'{"a":' * 5000, "malformed"),
        (b"[]", "not_a_feed"),
        (b"{}", "not_a_feed"),
        (b'{"version": 1, "items": []}', "not_a_feed"),
        (json.dumps({"version": VERSION}).encode(), "malformed"),
        (json.dumps({"version": VERSION, "items": {}}).encode(), "malformed"),
        (b"\xff\xfe{", "malformed"),
    ],
)
def test_what_is_no_json_feed(document, status):
    with pytest.raises(ParseError) as caught:
        parse(document, url=URL)
    assert caught.value.status == status


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = (
    "id",
    "url",
    "title",
    "content_html",
    "content_text",
    "summary",
    "authors",
    "author",
    "tags",
    "date_published",
)


@given(st.dictionaries(st.sampled_from(FIELDS), values, max_size=6))
def test_no_type_of_value_breaks_it(item):
    (entry,) = feed(item).entries
    for text in (entry.guid, entry.link, entry.title, entry.content, entry.summary, entry.author):
        assert isinstance(text, str)
    assert all(isinstance(label, str) for label in entry.categories)


def test_json_is_told_by_its_first_brace():
    assert looks_like_json(b"{}")
    assert not looks_like_json(b"<rss/>")
