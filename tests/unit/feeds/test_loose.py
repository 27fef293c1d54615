"""feedparser's reading as our records."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.errors import ParseError
from bot.feeds.loose import parse

URL = "https://times.example/feed"


def rss(inner: str) -> bytes:
    head = "<title>T</title><language>en</language>"
    return f'<rss version="2.0"><channel>{head}{inner}</channel></rss>'.encode()


HEAD = "<ttl>60</ttl><skipHours><hour>3</hour></skipHours><skipDays><day>Monday</day></skipDays>"
ITEM = (
    "<item><title>A</title><link>/a</link><guid isPermaLink='false'>1</guid><author>a@b.org (Ada)</author>"
    "<pubDate>Tue, 17 Feb 2026 10:00:00 GMT</pubDate><description>&lt;p&gt;x&lt;/p&gt;</description>"
    "<category>City</category><source url='https://q.example'>Quill</source></item>"
)


def test_an_item_in_full():
    feed = parse(rss(ITEM + HEAD), url=URL)
    (entry,) = feed.entries
    assert (feed.title, feed.language, feed.ttl_s) == ("T", "en", 3600.0)
    assert (feed.skip_hours, feed.skip_days) == ({3}, {1})
    assert (entry.guid, entry.link) == ("1", "https://times.example/a")
    assert (entry.title, entry.summary) == ("A", "<p>x</p>")
    assert (entry.author, entry.categories, entry.language) == ("Ada", ("City",), "en")
    assert (entry.source_title, entry.source_url) == ("Quill", "https://q.example")
    assert entry.published_at == datetime(2026, 2, 17, 10, tzinfo=UTC)
    assert entry.updated_at is None


def test_broken_mark_up_is_read_all_the_same():
    feed = parse(rss("<item><title>A <b>B</title></item>" + ITEM), url=URL)
    assert len(feed.entries) == 2
    assert feed.problem == ""


def test_a_feed_that_breaks_off_loses_its_last_item_and_says_so():
    whole = rss(ITEM * 3)
    feed = parse(whole[: len(whole) - 60], url=URL)
    assert len(feed.entries) == 2
    assert "2 of its items are whole" in feed.problem
    with pytest.raises(ParseError, match="first item") as caught:
        parse(whole[:140], url=URL)
    assert caught.value.status == "malformed"


@pytest.mark.parametrize(
    ("document", "status", "words"),
    [
        (b"", "not_a_feed", "empty"),
        (b"<html><body>x</body></html>", "not_a_feed", "a web page"),
        (b"<urlset/>", "not_a_feed", "something else"),
        (b"plain words", "not_a_feed", "something else"),
        (b"<rss><channel><ti", "malformed", "XML is broken"),
    ],
)
def test_what_is_no_feed(document, status, words):
    with pytest.raises(ParseError, match=words) as caught:
        parse(document, url=URL)
    assert caught.value.status == status


def test_an_empty_feed_is_a_feed():
    assert parse(rss(""), url=URL).entries == ()


def test_an_address_is_never_fetched():
    with pytest.raises(ParseError):
        parse(b"http://127.0.0.1:1/feed", url=URL)


def test_dates_that_no_calendar_has_are_none():
    feed = parse(rss("<item><title>A</title><pubDate>0000-01-01T00:00:00Z</pubDate></item>"), url=URL)
    assert feed.entries[0].published_at is None
