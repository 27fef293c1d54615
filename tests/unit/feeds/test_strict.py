"""The fast way: what it reads, and what it leaves to feedparser. Agreement is proved in tests/feeds."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.feeds.parsed import MOST_ENTRIES
from bot.feeds.strict import has_doctype, parse

URL = "https://times.example/feeds/news.xml"
NAMES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:media="http://search.yahoo.com/mrss/"'
)


def rss(inner: str, attributes: str = "", head: str = "") -> bytes:
    return f'<rss version="2.0" {NAMES} {attributes}><channel>{head}{inner}</channel></rss>'.encode()


def atom(inner: str) -> bytes:
    return f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-US">{inner}</feed>'.encode()


def test_the_head_of_an_rss_feed():
    feed = parse(
        rss(
            "<item/>",
            head="<title> Times &amp; Post </title><link>/</link><language>en-us</language><ttl>30</ttl>"
            "<skipHours><hour>1</hour><hour>24</hour></skipHours><skipDays><day>Sunday</day></skipDays>",
        ),
        url=URL,
    )
    assert (feed.title, feed.html_url, feed.language) == ("Times & Post", "https://times.example/", "en-us")
    assert (feed.ttl_s, feed.skip_hours, feed.skip_days) == (1800.0, {0, 1}, {7})
    assert len(feed.entries) == 1
    assert feed.entries[0].language == "en-us"


def test_the_head_of_an_atom_feed():
    feed = parse(atom('<title>T</title><link rel="self" href="a.xml"/><link href="/x"/><entry/>'), url=URL)
    assert (feed.title, feed.html_url, feed.language) == ("T", "https://times.example/x", "en-US")


def test_rss_1_has_its_items_beside_the_channel():
    document = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        f'{NAMES}><channel rdf:about="x"><title>T</title></channel><item rdf:about="https://x.example/1">'
        "<title>A</title><dc:date>2026-02-17T10:00:00Z</dc:date></item></rdf:RDF>"
    )
    (entry,) = parse(document.encode(), url=URL).entries
    assert (entry.guid, entry.title) == ("https://x.example/1", "A")
    assert entry.updated_at == datetime(2026, 2, 17, 10, tzinfo=UTC)


def test_a_base_at_the_root_counts():
    document = rss("<item><link>/a</link></item>", 'xml:base="https://other.example/"')
    assert parse(document, url=URL).entries[0].link == "https://other.example/a"


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"no mark-up",
        b"<html><body/></html>",
        b"<rss><channel>",
        b"<!DOCTYPE rss><rss><channel/></rss>",
        b'<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel/></rss>',
        rss("<item><title>&nbsp;</title></item>"),
        rss("<item><title>A<b>B</b></title></item>"),
        rss("<item><description><p>not escaped</p></description></item>"),
        rss("<item><pubDate>yesterday</pubDate></item>"),
        rss("<item><pubDate>" + "1" * 200 + "</pubDate></item>"),
        rss("<item><group><title>inside</title></group></item>"),
        rss("<item><group><item/></group></item>"),
        rss("<group><item/></group>"),
        rss("<item/></channel><channel><item/>"),
        rss('<item xml:base="https://a.example/"/>', 'xml:base="https://b.example/"'),
        rss('<item xml:base="https://a.example/"/>'),
        rss("<item/>", 'xml:base="javascript:x"'),
        rss("<item><media:title>only a picture's</media:title></item>"),
        rss("<item><title>A</title><source/><title>B</title></item>"),
        rss("<item><image><title>x</title></image></item>"),
        rss('<item href="x"/>'),
        rss("<item><links>x</links></item>"),
        rss('<item xmlns:o="urn:x" ><guid o:isPermaLink="false">1</guid></item>'),
        atom('<entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">x</div></title></entry>'),
        atom('<entry><content type="application/octet-stream">QQ==</content></entry>'),
        atom('<entry><summary mode="base64">QQ==</summary></entry>'),
        b"<rss><channel>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</channel></rss>",
    ],
    ids=range(28),
)
def test_what_is_unusual_is_left_to_feedparser(document):
    assert parse(document, url=URL) is None


def test_there_is_an_end_to_the_items():
    assert len(parse(rss("<item/>" * (MOST_ENTRIES + 5)), url=URL).entries) == MOST_ENTRIES


def test_doctypes_are_looked_for_before_the_first_element_only():
    assert has_doctype(b"<!-- x --><!doctype rss><rss/>")
    assert has_doctype(b"<?xml-stylesheet x?><!ENTITY a 'b'><rss/>")
    assert not has_doctype(b"<rss><![CDATA[<!DOCTYPE html>]]></rss>")
