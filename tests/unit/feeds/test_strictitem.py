"""One item, element by element."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from lxml import etree

from bot.feeds.elements import Keys, UnreadableError
from bot.feeds.strictitem import ItemReader, date_of
from bot.model.feed import Entry

BASE = "https://times.example/feeds/news.xml"
NAMES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": "http://purl.org/dc/terms/",
        "content": "http://purl.org/rss/1.0/modules/content/",
        "media": "http://search.yahoo.com/mrss/",
        "atom": "http://www.w3.org/2005/Atom",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    }.items()
)


def read(inner: str, attributes: str = "") -> Entry:
    item = etree.fromstring(f"<item {NAMES} {attributes}>{inner}</item>")
    return ItemReader(BASE, Keys()).read(item, "en")


@pytest.mark.parametrize(
    ("inner", "title"),
    [
        ("<title> A </title>", "A"),
        ("<TITLE>A</TITLE>", "A"),
        ("<title/><title>A</title><title>B</title>", "A"),
        ("<dc:title>A</dc:title><title>B</title>", "A"),
        ("<media:title>M</media:title><title>A</title>", "A"),
        ("<title>A</title><media:content><media:title>M</media:title></media:content>", "A"),
        ('<title type="html">&lt;b&gt;A&lt;/b&gt;</title>', "<b>A</b>"),
        ("<title><![CDATA[A & B]]></title>", "A & B"),
        ("<title>cafÃ©</title>", "café"),
        ("", ""),
    ],
)
def test_titles(inner, title):
    assert read(inner).title == title


@pytest.mark.parametrize(
    ("inner", "guid", "link"),
    [
        ("<guid>https://x.example/1</guid>", "https://x.example/1", "https://x.example/1"),
        ("<guid>17</guid>", "https://times.example/feeds/17", "https://times.example/feeds/17"),
        ('<guid isPermaLink="false">17</guid>', "17", ""),
        ('<guid ispermalink="false">17</guid><link>/a</link>', "17", "https://times.example/a"),
        ("<guid>https://x.example/1</guid><link/>", "https://x.example/1", ""),
        ("<link/><guid>https://x.example/1</guid>", "https://x.example/1", ""),
        ("<link>/a</link><link>/b</link>", "", "https://times.example/b"),
        ('<atom:link rel="self" href="/s"/><link>/a</link>', "", "https://times.example/a"),
        ('<link>/a</link><atom:link href="/b"/>', "", "https://times.example/b"),
        (
            '<link>/a</link><atom:link rel="ALTERNATE" type="Text/HTML" href="/b"/>',
            "",
            "https://times.example/b",
        ),
        ('<link>/a</link><atom:link type="application/json" href="/b"/>', "", "https://times.example/a"),
        ("<link>https://x.example/?a=1&amp;b=2</link>", "", "https://x.example/?a=1&b=2"),
        ('<link url="/u"/>', "", "https://times.example/u"),
        ("<guid>1</guid><guid isPermaLink='false'>2</guid>", "2", "https://times.example/feeds/1"),
    ],
)
def test_guids_and_links(inner, guid, link):
    entry = read(inner)
    assert (entry.guid, entry.link) == (guid, link)


def test_rdf_about_is_the_guid_until_another_comes():
    assert read("", 'rdf:about="https://x.example/1"').guid == "https://x.example/1"
    assert read("<guid isPermaLink='false'>2</guid>", 'rdf:about="x"').guid == "2"


@pytest.mark.parametrize("name", ["pubDate", "published", "issued", "dcterms:issued"])
def test_names_of_the_date_of_publication(name):
    assert read(f"<{name}>2026-02-17T10:00:00Z</{name}>").published_at == datetime(
        2026, 2, 17, 10, tzinfo=UTC
    )


@pytest.mark.parametrize("name", ["updated", "modified", "lastBuildDate", "dc:date", "dcterms:modified"])
def test_names_of_the_date_of_change(name):
    assert read(f"<{name}>2026-02-17T10:00:00Z</{name}>").updated_at == datetime(2026, 2, 17, 10, tzinfo=UTC)


def test_the_last_date_counts_and_an_empty_one_takes_it_back():
    entry = read("<pubDate>2026-02-17T10:00:00Z</pubDate><pubDate/>")
    assert entry.published_at is None
    with pytest.raises(UnreadableError):
        date_of(etree.fromstring("<pubDate>soon</pubDate>"))


@pytest.mark.parametrize(
    ("inner", "summary", "content"),
    [
        ("<description>&lt;p&gt;A&lt;/p&gt;</description>", "<p>A</p>", ""),
        ("<description>A</description><content:encoded>B</content:encoded>", "A", "B"),
        ("<summary>A</summary><description>B</description>", "A", "B"),
        ("<content:encoded>B</content:encoded><content:encoded>longer</content:encoded>", "", "longer"),
        ("<media:group><media:description>M</media:description></media:group>", "M", ""),
        ("<media:description>M</media:description><description>A</description>", "A", ""),
    ],
)
def test_texts(inner, summary, content):
    entry = read(inner)
    assert (entry.summary, entry.content) == (summary, content)


@pytest.mark.parametrize(
    ("inner", "author"),
    [
        ("<author>Ada</author>", "Ada"),
        ("<dc:creator>Ada</dc:creator><dc:creator>Bo</dc:creator><author>Ada</author>", "Ada, Bo"),
        ("<author><name>Ada</name><email>a@b.example</email></author>", "Ada"),
        ("<author><email>a@b.example</email></author>", "a@b.example"),
        ("", ""),
    ],
)
def test_authors(inner, author):
    assert read(inner).author == author


def test_labels_are_kept_once():
    inner = (
        "<category>City</category><category term='Budget' label='x'/><dc:subject>City</dc:subject><category/>"
    )
    assert read(inner).categories == ("City", "Budget")


@pytest.mark.parametrize(
    ("inner", "title", "url"),
    [
        ('<source url="https://q.example/rss">Quill Daily</source>', "Quill Daily", "https://q.example/rss"),
        (
            "<source><title>Q</title><link href='/q'/><updated>x</updated></source>",
            "Q",
            "https://times.example/q",
        ),
        ("<source><id>https://q.example/</id><title>Q</title></source>", "Q", "https://q.example/"),
    ],
)
def test_sources(inner, title, url):
    entry = read(inner)
    assert (entry.source_title, entry.source_url) == (title, url)


def test_languages():
    assert read("").language == "en"
    assert read("<dc:language>fr</dc:language>").language == "fr"


@pytest.mark.parametrize(
    "inner",
    [
        "<author><id>1</id></author>",
        "<source><title>Q</title><group><item/></group></source>",
        "<title>A</title><source/><media:title>M</media:title>",
        "<link><b/></link>",
        "<link href='/a'><b/></link>",
        "<title type='application/json'>A</title>",
        "<textInput><link/></textInput>",
        "<body>x</body>",
    ],
)
def test_what_is_left_to_feedparser(inner):
    with pytest.raises(UnreadableError):
        read(inner)


def test_a_source_with_thousands_of_parts_is_looked_at_once():
    parts = "<a><b/></a>" * 9000
    begun = time.perf_counter()
    assert read(f"<title>T</title><source>{parts}</source>") is not None
    assert time.perf_counter() - begun < 1
