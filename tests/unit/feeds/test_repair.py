"""Small faults of XML put right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bot.feeds.repair import repaired


@pytest.mark.parametrize(
    ("given_", "meant"),
    [
        ("AT&T & co", "AT&T & co"),
        ("a&b;c", "a&b;c"),
        ("&eacute;&nbsp;&ndash;&hellip;", "é\u00a0\u2013…"),
        ("&nosuch; &amp;nosuch;", "&nosuch; &nosuch;"),
        ("&lt;b&gt; &#38; &#x26;", "<b> & &"),
        ("&#0;&#1;&#xD800;&#xFFFE;x&#65;", "xA"),
        ("&#99999999;", "&#99999999;"),
        ("a\x00b\x0b\x1f", "ab"),
        ("<![CDATA[AT&T &eacute; <b>]]>", "AT&T &eacute; <b>"),
        ("<!-- & -->&", "&"),
    ],
)
def test_it_can_be_read_and_says_what_was_meant(given_, meant):
    root = etree.fromstring(repaired(f"<a>{given_}</a>".encode()))
    assert "".join(root.itertext()) == meant


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_without_brackets_becomes_readable_and_stays_so(text):
    document = f"<a>{text.replace('<', '').replace('>', '')}</a>".encode()
    once = repaired(document)
    assert etree.fromstring(once).tag == "a"
    assert repaired(once) == once


def test_a_sound_document_stays_as_it_is():
    document = "<a b='&quot;é'>&amp; &#8217; <![CDATA[& ]]></a>".encode()
    assert repaired(document) == document
