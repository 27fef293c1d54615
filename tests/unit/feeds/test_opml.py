"""Feed lists."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ParseError
from bot.feeds.opml import ListedFeed, read_opml, write_opml
from bot.model.entity import Level


def opml(inner: str, head: str = "") -> bytes:
    return f'<?xml version="1.0"?><opml version="2.0"><head>{head}</head><body>{inner}</body></opml>'.encode()


def one(attributes: str) -> ListedFeed:
    (found,) = read_opml(opml(f"<outline {attributes}/>")).feeds
    return found


def test_everything_that_an_outline_says_is_taken_over():
    found = one(
        'type="rss" text="Times" title="The Times" xmlUrl="https://e.org/f?a=1&amp;b=2" '
        'htmlUrl="https://e.org/" outlet="Exampleton Times" place="us-ma" level="City" '
        'category="/News/Local,Extra"'
    )
    assert found == ListedFeed(
        url="https://e.org/f?a=1&b=2",
        title="The Times",
        outlet="Exampleton Times",
        html_url="https://e.org/",
        place="US-MA",
        level=Level.CITY,
        packs=("News/Local", "Extra"),
    )


def test_folders_are_packs_and_may_hold_each_other():
    listed = read_opml(
        opml(
            '<outline text="Boston"><outline text="A" xmlUrl="http://e.org/a"/>'
            '<outline text="Schools"><outline text="B" xmlUrl="http://e.org/b"/></outline></outline>'
            '<outline text="Also"><outline text="A" xmlUrl="http://e.org/a"/></outline>'
            '<outline text="C" xmlUrl="http://e.org/c"/><outline text="empty folder"/>',
            head="<title> My\nfeeds </title>",
        )
    )
    assert listed.title == "My feeds"
    assert [(feed.title, feed.packs) for feed in listed.feeds] == [
        ("A", ("Boston", "Also")),
        ("B", ("Boston/Schools",)),
        ("C", ()),
    ]


@pytest.mark.parametrize(
    ("attributes", "url"),
    [
        ('xmlurl="http://e.org/a"', "http://e.org/a"),
        ('XMLURL=" http://e.org/a "', "http://e.org/a"),
        ('xmlUrl="feed://e.org/a"', "http://e.org/a"),
        ('xmlUrl="feed:https://e.org/a"', "https://e.org/a"),
        ('xmlUrl="HTTP://e.org/a?x&y"', "HTTP://e.org/a?x&y"),
    ],
)
def test_spellings_of_addresses_that_other_programs_write(attributes, url):
    assert one(attributes).url.lower() == url.lower()


def test_relative_addresses_are_joined_to_the_lists_own():
    listed = read_opml(
        opml('<outline xmlUrl="a.xml"/><outline xmlUrl="/b.xml"/>'), base="http://127.0.0.1:8700/x/f.opml"
    )
    assert [feed.url for feed in listed.feeds] == [
        "http://127.0.0.1:8700/x/a.xml",
        "http://127.0.0.1:8700/b.xml",
    ]


@pytest.mark.parametrize(
    ("attributes", "reason"),
    [
        ('xmlUrl="a.xml"', 'Line 2: xmlUrl="a.xml" is no http or https address'),
        ('xmlUrl="file:///etc/passwd"', "is no http or https address"),
        ('xmlUrl="http://[bad"', "is no address"),
        ('xmlUrl="http://e.org" place="Boston"', 'place="BOSTON" is no region'),
        ('xmlUrl="http://e.org" level="town"', 'level="town" is none of city, state, federal, foreign'),
    ],
)
def test_what_cannot_be_taken_over_is_named_with_its_line(attributes, reason):
    listed = read_opml(opml(f'\n<outline {attributes}/><outline xmlUrl="http://good.example/"/>'))
    assert [feed.url for feed in listed.feeds] == ["http://good.example/"]
    assert reason in listed.problems[0]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is empty"),
        (b" \n", "it is empty"),
        (b"hello", "Start tag expected"),
        (b"<opml><body><outline></body></opml>", "line 1, column"),
        (b"<html><body/></html>", "<html>, not <opml>"),
        (b'<rss version="2.0"><channel/></rss>', "a feed itself"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"/>', "a feed itself"),
        (b"<opml><head/></opml>", "no <body>"),
        (b'<!DOCTYPE opml [<!ENTITY x "y">]><opml><body/></opml>', "DOCTYPE"),
        ("<!DOCTYPE opml><opml/>".encode("utf-16"), "DOCTYPE"),
        (b" " * 10_000_001 + b"x", "larger than 10 MB"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_what_is_wrong(data, reason):
    with pytest.raises(ParseError, match="no OPML feed list") as caught:
        read_opml(data)
    assert reason in caught.value.message


letters = st.text(alphabet="abc &<>\"'é/", min_size=1, max_size=10)
names = letters.map(lambda text: " ".join(text.split())).filter(bool)
folders = letters.map(lambda text: " ".join(text.replace("/", " ").split())).filter(bool)
paths = st.lists(folders, min_size=1, max_size=3).map("/".join)
listed_feeds = st.builds(
    ListedFeed,
    url=st.integers(0, 10**6).map(lambda n: f"https://e.org/{n}?a=1&b={n}"),
    title=names,
    outlet=st.one_of(st.just(""), names),
    html_url=st.sampled_from(["", "https://e.org/"]),
    place=st.sampled_from([None, "US-MA", "GB"]),
    level=st.sampled_from([None, *Level]),
    packs=st.lists(paths, max_size=2, unique=True).map(tuple),
)


@given(st.lists(listed_feeds, max_size=6, unique_by=lambda feed: feed.url))
def test_nothing_is_lost_between_writing_and_reading(feeds):
    written = write_opml(feeds, title="T & Co")
    back = read_opml(written)
    assert back.problems == ()
    assert {replace(feed, packs=frozenset(feed.packs)) for feed in back.feeds} == {
        replace(feed, packs=frozenset(feed.packs)) for feed in feeds
    }
    assert write_opml(feeds, title="T & Co") == written


def test_characters_that_xml_cannot_carry_are_left_out():
    written = write_opml([ListedFeed(url="http://e.org/", title="A\x00\ud800B")], title="\x01")
    assert read_opml(written).feeds[0].title == "AB"
