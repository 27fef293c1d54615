"""Names of elements as feedparser tells them apart."""

from __future__ import annotations

import pytest
from lxml import etree

from bot.feeds.elements import Keys, UnreadableError, attributes_of, markup_of, text_of


@pytest.mark.parametrize(
    ("element", "key"),
    [
        ("<pubDate/>", "pubdate"),
        ("<x:creator xmlns:x='http://purl.org/dc/elements/1.1/'/>", "dc_creator"),
        ("<dc:creator xmlns:dc='HTTP://PURL.ORG/dc/elements/1.1/'/>", "dc_creator"),
        ("<a:Title xmlns:a='http://www.w3.org/2005/Atom'/>", "title"),
        ("<title xmlns='urn:unknown'/>", "title"),
        ("<media:title xmlns:media='urn:unknown'/>", "media_title"),
        ("<u:title xmlns:u='http://backend.userland.com/rss2/'/>", "title"),
        ("<m:title xmlns:m='http://search.yahoo.com/mrss'/>", "media_title"),
    ],
)
def test_keys(element, key):
    keys = Keys()
    found = etree.fromstring(element)
    assert keys.of(found) == keys.of(found) == key
    assert keys.known == {found.tag: key}


def test_a_namespace_with_two_prefixes_is_left():
    with pytest.raises(UnreadableError):
        Keys().of(etree.fromstring("<a xmlns='urn:x' xmlns:x='urn:x'/>"))


def test_attributes():
    element = etree.fromstring("<a REL='Self' Href='/X' TYPE='Text/HTML' xml:lang='en'/>")
    assert attributes_of(element) == {"rel": "self", "href": "/X", "type": "text/html"}
    with pytest.raises(UnreadableError):
        attributes_of(etree.fromstring("<a xmlns:x='urn:x' x:href='/X'/>"))


def test_texts():
    assert text_of(etree.fromstring("<a>\n x&#x92;s </a>")) == "x\u2019s"
    assert text_of(etree.fromstring("<a/>")) == ""
    with pytest.raises(UnreadableError):
        text_of(etree.fromstring("<a>x<b/></a>"))


@pytest.mark.parametrize(
    ("element", "markup"),
    [
        ("<a>&lt;p&gt;x&lt;/p&gt;</a>", "<p>x</p>"),
        ("<a type='html'>&lt;p&gt;x&lt;/p&gt;</a>", "<p>x</p>"),
        ("<a type='xhtml'><div>x &lt; y</div></a>", "<div>x &lt; y</div>"),
        ("<a type='application/xhtml+xml'>a &amp; b<i>c</i>d</a>", "a &amp; b<i>c</i>d"),
    ],
)
def test_markup(element, markup):
    assert markup_of(etree.fromstring(element), keys=Keys()) == markup


@pytest.mark.parametrize(
    "element",
    [
        "<a type='image/png'>x</a>",
        "<a mode='base64'>x</a>",
        "<a><p/></a>",
        "<a type='xhtml'><div><title/></div></a>",
    ],
)
def test_markup_of_other_kinds_is_left(element):
    with pytest.raises(UnreadableError):
        markup_of(etree.fromstring(element), keys=Keys())
