"""From an entry to the article that it might be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.draft import article_id, content_hash, draft_article
from bot.model.feed import Entry, Feed, FeedId, OutletId

NOW = datetime(2026, 2, 18, 12, tzinfo=UTC)
FEED = Feed(
    id=FeedId("f1"),
    url="https://times.example/feed.xml",
    imported_url="",
    outlet="Exampleton Times",
    outlet_id=OutletId("exampleton-times"),
    title="Exampleton Times: News",
    place="US-MA",
    html_url="https://times.example/",
    added_at=NOW,
)
ENTRY = Entry(
    guid="tag:times.example,2026:1",
    link="https://times.example/news/1?utm_source=rss",
    title="Council votes &amp; <b>ad</b>journs",
    summary="<p>The council voted.</p>",
    author="Ada Quill",
    published_at=NOW - timedelta(hours=2),
    categories=("City", " ", "<i>Budget</i>"),
    language="en-US",
)


def draft(**changes):
    return draft_article(replace(ENTRY, **changes), feed=FEED, now=NOW)


def article(**changes):
    return draft(**changes).article


def test_an_ordinary_entry():
    made = draft()
    one = made.article
    assert (one.title, one.summary, one.body) == ("Council votes & adjourns", "The council voted.", "")
    assert one.url == "https://times.example/news/1"
    assert (one.outlet, one.outlet_id, one.place) == ("Exampleton Times", "exampleton-times", "US-MA")
    assert (one.byline, one.language, one.categories) == ("Ada Quill", "en", ("City", "Budget"))
    assert (one.published_at, one.first_seen_at, one.feeds) == (NOW - timedelta(hours=2), NOW, ("f1",))
    assert one.content_sha256 == content_hash(one.title, one.summary, one.body)
    assert made.guid_key == "guid:f1:tag:times.example,2026:1"
    assert made.url_key == "url:times.example/news/1"
    assert made.hash_key.startswith("hash:f1:")
    assert made.keys == (made.guid_key, made.url_key, made.hash_key)
    assert one.id == article_id(made.url_key)


@pytest.mark.parametrize(
    ("at", "believed"),
    [
        (None, False),
        (NOW - timedelta(days=9 * 365), True),
        (NOW - timedelta(days=11 * 365), False),
        (NOW + timedelta(hours=23), True),
        (NOW + timedelta(hours=25), False),
        (datetime(1, 1, 1, tzinfo=UTC), False),
        (datetime(9999, 12, 31, tzinfo=UTC), False),
    ],
)
def test_dates_that_cannot_be_are_the_moment_of_meeting(at, believed):
    assert article(published_at=at).published_at == (at if believed else NOW)


def test_the_date_of_change_serves_where_there_is_no_other():
    at = NOW - timedelta(days=1)
    assert article(published_at=None, updated_at=at).published_at == at


LONG = "The council voted. " * 60


@pytest.mark.parametrize(
    ("summary", "content", "short", "body_begins"),
    [
        ("<p>Short.</p>", "<p>Short.</p><p>And long.</p>", "Short.", "Short.\nAnd long."),
        ("", "<p>Only this.</p>", "Only this.", ""),
        ("<p>Same.</p>", "<p>Same.</p>", "Same.", ""),
        ("<p>Long enough.</p>", "Less.", "Long enough.", ""),
        (LONG, "", "The council voted.", "The council voted. The council"),
        ("", LONG, "The council voted.", ""),
        ("", "", "", ""),
    ],
)
def test_summary_and_body_are_told_apart(summary, content, short, body_begins):
    one = article(summary=summary, content=content)
    assert one.summary.startswith(short)
    assert len(one.summary) <= 800
    assert one.body.startswith(body_begins)
    assert "<" not in one.summary + one.body


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"title": "", "summary": "One thing. Another."}, "One thing."),
        ({"title": " &nbsp; ", "summary": "", "content": "<p>Body only here</p>"}, "Body only here"),
        ({"title": "", "summary": "word " * 100}, ("word " * 23).strip() + " …"),
        ({"title": "Vote passes - Quill Daily", "source_title": "Quill Daily"}, "Vote passes"),
        ({"title": "Vote passes - Quill Daily", "source_title": "Other"}, "Vote passes - Quill Daily"),
        ({"title": "x" * 5000}, "x" * 498 + " …"),
    ],
)
def test_there_is_always_a_title(changes, title):
    assert article(**changes).title == title


def test_an_entry_without_any_words_is_skipped():
    assert draft(title=" ", summary="<img src=x>", content="") is None


def test_a_summary_that_only_repeats_the_title_is_dropped():
    assert article(summary="Council votes & adjourns").summary == ""
    credited = article(
        title="Vote passes - Quill Daily",
        source_title="Quill Daily",
        summary="<a>Vote passes</a> Quill Daily",
    )
    assert credited.summary == ""


def test_an_aggregator_credits_the_outlet():
    other = article(source_title="Quill &amp; Daily", source_url="https://quill.example")
    assert (other.outlet, other.outlet_id) == ("Quill & Daily", None)
    own = article(source_title="EXAMPLETON TIMES")
    assert (own.outlet, own.outlet_id) == ("Exampleton Times", "exampleton-times")


@pytest.mark.parametrize(
    ("changes", "url", "url_key"),
    [
        ({"link": ""}, "https://times.example/", ""),
        ({"link": "", "guid": "https://times.example/g/1"}, "https://times.example/g/1", ""),
        ({"link": "javascript:alert(1)"}, "https://times.example/", ""),
        ({"link": "/news/2"}, "https://times.example/news/2", "url:times.example/news/2"),
        ({"link": "https://times.example"}, "https://times.example/", ""),
        ({"link": "https://times.example/?p=7"}, "https://times.example/?p=7", "url:times.example/?p=7"),
        ({"link": "https://times.example/feed.xml"}, "https://times.example/feed.xml", ""),
    ],
)
def test_links_that_name_no_article_identify_none(changes, url, url_key):
    made = draft(**changes)
    assert made.article.url == url
    assert made.url_key == url_key


def test_links_in_the_text_are_kept_canonical_and_once():
    one = article(
        summary='<a href="https://x.example/a?utm_source=b">1</a><a href="https://x.example/a#c">2</a>',
        content="<p>" + "long " * 30 + '</p><a href="/rel">3</a>',
    )
    assert one.links == ("https://x.example/a", "https://times.example/rel")


@pytest.mark.parametrize(
    ("declared", "language"),
    [("EN-gb", "en"), ("", "und"), ("english", "und"), ("pt_BR", "pt"), (" yue ", "yue")],
)
def test_languages_are_primary_subtags(declared, language):
    assert article(language=declared).language == language


@pytest.mark.parametrize(
    ("author", "byline"),
    [("a@b.example (Ada Quill)", "Ada Quill"), ("desk@b.example", ""), ("Ada <b>Quill</b>", "Ada Quill")],
)
def test_bylines_are_names(author, byline):
    assert article(author=author).byline == byline


def test_an_endless_guid_becomes_a_short_key():
    assert len(draft(guid="g" * 10_000).guid_key) < 60
    assert draft(guid=" \x00 ").guid_key == ""


short = st.text(max_size=40)


@given(st.builds(Entry, title=short, summary=short, content=short, link=short, guid=short, author=short))
def test_any_entry_becomes_something_that_can_be_stored(entry):
    made = draft_article(entry, feed=FEED, now=NOW)
    if made is None:
        return
    one = made.article
    assert one.title
    for text in (one.title, one.summary, one.body, one.url, one.byline, *made.keys):
        assert b"\x00" not in text.encode()
    assert draft_article(entry, feed=FEED, now=NOW) == made


@pytest.mark.parametrize(
    "page", ["javascript:alert(1)", "mailto:desk@times.example", "https://x/" + "y" * 3000]
)
def test_a_page_that_is_no_web_address_is_not_linked_to(page):
    made = draft_article(replace(ENTRY, link="", guid=""), feed=FEED, now=NOW, html_url=page)
    assert made.article.url == FEED.url


def test_a_link_longer_than_any_is_no_link():
    made = draft(link="https://times.example/" + "x" * 3000)
    assert made.article.url == "https://times.example/"
    assert made.url_key == ""
    assert made.guid_key
