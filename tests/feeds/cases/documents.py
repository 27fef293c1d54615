"""Documents: truncated and broken XML, entities, floods, nesting, charsets, pages instead of feeds, JSON."""
# ruff: noqa: E501 # one case a line, as a table, with the characters that feeds really hold

from __future__ import annotations

import codecs
import json

from tests.feeds.case import Case, Polled, answer
from tests.feeds.made import SITE, atom, entry, item, rdf, rss

THREE = rss()
ACCENTS = "Café in Łódź: naïve “plan” — 東京"
WESTERN = "Café naïve"


def titled(title: str):
    def check(polled: Polled) -> None:
        assert title in polled.titles, polled.titles

    return check


def nothing_leaks(polled: Polled) -> None:
    assert not any("root:" in article.title + article.summary for article in polled.articles.values())


def declared(encoding: str, title: str) -> str:
    return rss(item(1, title=title), declaration=f'<?xml version="1.0" encoding="{encoding}"?>\n')


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BILLION = f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]>'
QUADRATIC = f'<!DOCTYPE rss [<!ENTITY a "{"a" * 50_000}">]>'
FILE = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x.dtd"> %x;]>'
NO_DECLARATION = ""


def with_doctype(doctype: str, title: str) -> str:
    return doctype + rss(item(1, title=title), declaration=NO_DECLARATION)


def flood(count: int) -> str:
    attributes = " ".join(f'a{n}="{n}"' for n in range(count))
    return rss(f"<item {attributes}><title>Flooded</title><link>{SITE}/f</link></item>")


GOOD = (
    Case(name="rss-2", respond=answer(THREE), statuses="ok", articles=3),
    Case(name="rss-0.91", respond=answer(THREE.replace('"2.0"', '"0.91"')), statuses="ok", articles=3),
    Case(name="rss-1", respond=answer(rdf()), statuses="ok", articles=2),
    Case(name="atom", respond=answer(atom()), statuses="ok", articles=2),
    Case(name="no-items", respond=answer(rss("<ttl>60</ttl>")), statuses="ok", articles=0),
    Case(name="atom-empty", respond=answer(atom(" ")), statuses="ok", articles=0),
    Case(name="ten-thousand", respond=answer(rss(*(item(n) for n in range(10_000)))), statuses="ok", articles=10_000),
    Case(
        name="ten-thousand-loose",
        respond=answer(rss(*(item(n) for n in range(3000)), "<item><title>&undefined;</title></item>")),
        statuses="ok",
        articles=3001,
    ),
    Case(name="upper-case", respond=answer(THREE.replace("item>", "ITEM>").replace("title>", "TITLE>")), statuses="ok", articles=3),
    Case(name="comments", respond=answer(rss(item(1, title="A<!-- no --> mayor<?x y?> speaks"))), statuses="ok", check=titled("A mayor speaks")),
    Case(name="cdata", respond=answer(rss(item(1, title="<![CDATA[Q&A: <b>bold</b> & more]]>"))), statuses="ok", check=titled("Q&A: bold & more")),
    Case(name="leading-blanks", respond=answer("\n\n  " + THREE), statuses="ok", articles=3),
    Case(name="junk-before", respond=answer("Warning: mysql\n" + THREE), statuses="ok malformed"),
    Case(name="junk-after", respond=answer(THREE + "<script>x</script> bye"), statuses="ok", articles=3),
    Case(name="stylesheet", respond=answer('<?xml-stylesheet href="x.xsl"?>' + rss(declaration="")), statuses="ok", articles=3),
    Case(name="doctype-netscape", respond=answer('<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/rss.dtd">' + rss(declaration="")), statuses="ok", articles=3),
)  # fmt: skip

BROKEN = (
    Case(name="truncated-item", respond=answer(rss(item(1), item(2), item(3))[:-140]), statuses="malformed", articles=2),
    Case(name="truncated-first", respond=answer(THREE[:330]), statuses="malformed", articles=0),
    Case(name="truncated-head", respond=answer(THREE[:120]), statuses="malformed", articles=0),
    Case(name="truncated-declaration", respond=answer("<?xml versi"), statuses="not_a_feed malformed"),
    Case(name="bare-ampersand", respond=answer(rss(item(1, title="AT&T & friends"))), statuses="ok", check=titled("AT&T & friends")),
    Case(name="ampersand-in-link", respond=answer(rss(item(1, link=f"{SITE}/?a=1&b=2"))), statuses="ok", articles=1),
    Case(name="entity-html", respond=answer(rss(item(1, title="Caf&eacute; &ndash; ok&nbsp;now"))), statuses="ok", check=titled("Café – ok now")),
    Case(name="entity-undefined", respond=answer(rss(item(1, title="A &nosuch; B"), item(2))), statuses="ok", articles=2, check=titled("A &nosuch; B")),
    Case(name="unclosed-tag", respond=answer(rss("<item><title>Open", item(2))), statuses="ok malformed"),
    Case(name="wrong-nesting", respond=answer(rss(item(1, description="<b><i>x</b></i>"), item(2))), statuses="ok", articles=2),
    Case(name="prefix-undeclared", respond=answer(rss(item(1, foo__bar="x"), item(2))), statuses="ok", articles=2),
    Case(name="attribute-twice", respond=answer(rss('<item a="1" a="2"><title>Twice</title></item>')), statuses="ok", articles=1),
    Case(name="attribute-bare", respond=answer(rss("<item a=1><title>Bare</title></item>")), statuses="ok", articles=1),
    Case(name="control-bytes", respond=answer(rss(item(1, title="A\x01B\x0bC\x1f"))), statuses="ok", check=titled("ABC")),
    Case(name="control-references", respond=answer(rss(item(1, title="A&#0;B&#1;C&#xFFFE;D"))), statuses="ok", articles=1),
    Case(name="surrogates", respond=answer(rss(item(1, title="A &#xD800;B&#xDFFF; mayor"))), statuses="ok", articles=1),
    Case(name="references-huge", respond=answer(rss(item(1, title="A&#99999999999;B"))), statuses="ok malformed"),
    Case(name="nul-inside", respond=answer(THREE.replace("Council", "Cou\0ncil")), statuses="ok", articles=3),
    Case(name="double-feed", respond=answer(THREE + THREE), statuses="ok", articles=3),
    Case(name="minified-mess", respond=answer("<rss><channel><item><title>x</title><link>y</item></rss>"), statuses="ok malformed"),
)  # fmt: skip

ATTACKS = (
    Case(name="billion-laughs", respond=answer(with_doctype(BILLION, "A &l9;")), statuses="ok malformed", check=nothing_leaks),
    Case(name="quadratic-blowup", respond=answer(with_doctype(QUADRATIC, "&a;" * 2000)), statuses="ok malformed"),
    Case(name="entity-file", respond=answer(with_doctype(FILE, "A &x;")), statuses="ok malformed", check=nothing_leaks),
    Case(name="entity-remote", respond=answer(with_doctype(REMOTE, "A")), statuses="ok malformed"),
    Case(name="xinclude", respond=answer(rss(item(1, title='<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>Title'))), statuses="ok", check=nothing_leaks),
    Case(name="attribute-flood", respond=answer(flood(20_000)), statuses="ok malformed"),
    Case(name="attribute-flood-loose", respond=answer(flood(60_000).replace("Flooded", "Flooded &nosuch;")), statuses="ok malformed"),
    Case(name="attribute-huge", respond=answer(rss(f'<item a="{"x" * 3_000_000}"><title>Huge</title></item>')), statuses="ok malformed"),
    Case(name="nested-deep", respond=answer(rss(item(1), "<a>" * 200_000 + "</a>" * 200_000)), statuses="ok malformed"),
    Case(name="nested-open", respond=answer("<rss><channel>" + "<item>" * 200_000), statuses="ok malformed"),
    Case(name="nested-html", respond=answer(rss(item(1, description="<![CDATA[" + "<div>" * 100_000 + "]]>"))), statuses="ok", articles=1),
    Case(name="names-many", respond=answer(rss(item(1), "".join(f"<n{n}/>" for n in range(100_000)))), statuses="ok malformed"),
    Case(name="namespaces-many", respond=answer(rss(item(1), "".join(f'<x:a xmlns:x="urn:{n}"/>' for n in range(20_000)))), statuses="ok malformed"),
    Case(name="title-huge", respond=answer(rss(item(1, title="word " * 1_000_000))), statuses="ok malformed"),
    Case(name="text-huge", respond=answer(rss(item(1, description="word " * 1_900_000))), statuses="ok malformed"),
    Case(name="comment-huge", respond=answer(rss(item(1), f"<!--{'x' * 5_000_000}-->")), statuses="ok malformed"),
    Case(name="open-brackets", respond=answer("<rss>" + "<" * 1_000_000), statuses="malformed not_a_feed"),
    Case(name="ampersands", respond=answer(rss(item(1, title="&" * 300_000))), statuses="ok malformed"),
    Case(name="cdata-open", respond=answer("<rss><channel><item><title><![CDATA[" + "]]" * 300_000), statuses="malformed ok"),
    Case(name="dates-long", respond=answer(rss(item(1, pubDate="1" * 500_000))), statuses="ok malformed"),
)  # fmt: skip

CHARSETS = (
    Case(name="utf-8", respond=answer(declared("utf-8", ACCENTS)), statuses="ok", check=titled(ACCENTS)),
    Case(name="utf-8-bom", respond=answer(codecs.BOM_UTF8 + declared("utf-8", ACCENTS).encode()), statuses="ok", check=titled(ACCENTS)),
    Case(name="utf-16", respond=answer(declared("utf-16", ACCENTS).encode("utf-16")), statuses="ok", check=titled(ACCENTS)),
    Case(name="utf-16-no-bom", respond=answer(declared("utf-16", ACCENTS).encode("utf-16-be")), statuses="ok", check=titled(ACCENTS)),
    Case(name="utf-32", respond=answer(declared("utf-32", ACCENTS).encode("utf-32")), statuses="ok", check=titled(ACCENTS)),
    Case(name="latin-1", respond=answer(declared("iso-8859-1", WESTERN).encode("latin-1")), statuses="ok", check=titled(WESTERN)),
    Case(name="latin-1-undeclared", respond=answer(rss(item(1, title=WESTERN), declaration="").encode("latin-1")), statuses="ok", check=titled(WESTERN)),
    Case(name="latin-1-by-header", respond=answer(rss(item(1, title=WESTERN), declaration="").encode("latin-1"), Content_Type="text/xml; charset=iso-8859-1"), statuses="ok", check=titled(WESTERN)),
    Case(name="windows-1252", respond=answer(declared("windows-1252", "“Café” — it’s").encode("cp1252")), statuses="ok", check=titled("“Café” — it’s")),
    Case(name="windows-as-latin-1", respond=answer(declared("iso-8859-1", "“Café”").encode("cp1252")), statuses="ok", check=titled("“Café”")),
    Case(name="windows-1251", respond=answer(declared("windows-1251", "Мэр сказал").encode("cp1251")), statuses="ok", check=titled("Мэр сказал")),
    Case(name="koi8-r", respond=answer(declared("koi8-r", "Мэр сказал").encode("koi8-r")), statuses="ok", check=titled("Мэр сказал")),
    Case(name="shift-jis", respond=answer(declared("Shift_JIS", "東京の市長").encode("cp932")), statuses="ok", check=titled("東京の市長")),
    Case(name="gb2312", respond=answer(declared("gb2312", "北京市长").encode("gb18030")), statuses="ok", check=titled("北京市长")),
    Case(name="iso-2022-jp", respond=answer(declared("iso-2022-jp", "東京").encode("iso-2022-jp")), statuses="ok", check=titled("東京")),
    Case(name="says-latin-1-is-utf-8", respond=answer(declared("iso-8859-1", ACCENTS).encode()), statuses="ok", check=titled(ACCENTS)),
    Case(name="says-utf-8-is-latin-1", respond=answer(declared("utf-8", WESTERN).encode("latin-1")), statuses="ok", check=titled(WESTERN)),
    Case(name="header-lies", respond=answer(declared("utf-8", ACCENTS), Content_Type="text/xml; charset=us-ascii"), statuses="ok", check=titled(ACCENTS)),
    Case(name="charset-unknown", respond=answer(declared("x-klingon", ACCENTS)), statuses="ok", check=titled(ACCENTS)),
    Case(name="one-bad-byte", respond=answer(declared("utf-8", "Łódź X").encode().replace(b"X", b"\x92")), statuses="ok", check=titled("Łódź ’")),
    Case(name="encoded-twice", respond=answer(declared("utf-8", WESTERN.encode().decode("latin-1"))), statuses="ok", check=titled(WESTERN)),
)  # fmt: skip

JSON_ITEM = {
    "id": "1",
    "url": f"{SITE}/j/1",
    "title": "Mayor speaks",
    "content_html": "<p>Text</p>",
    "date_published": "2026-02-17T10:00:00Z",
}
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "J",
    "items": [JSON_ITEM, {"id": 2, "content_text": "a < b & c"}],
}

OTHERS = (
    Case(name="json-feed", respond=answer(json.dumps(JSON_FEED)), statuses="ok", articles=2, check=titled("a < b & c")),
    Case(name="json-bom", respond=answer(codecs.BOM_UTF8 + json.dumps(JSON_FEED).encode()), statuses="ok", articles=2),
    Case(name="json-other", respond=answer('{"a": 1}'), statuses="not_a_feed"),
    Case(name="json-list", respond=answer("[1, 2]"), statuses="not_a_feed"),
    Case(name="json-truncated", respond=answer(json.dumps(JSON_FEED)[:-20]), statuses="malformed"),
    Case(name="json-deep", respond=answer('{"a":' * 100_000), statuses="malformed"),
    Case(name="json-number-huge", respond=answer('{"version":' + "9" * 100_000 + "}"), statuses="malformed not_a_feed"),
    Case(name="json-wrong-types", respond=answer(json.dumps({**JSON_FEED, "items": [5, None, [], {"id": {}, "url": 7, "title": ["x"], "tags": 3, "authors": "me"}, JSON_ITEM]})), statuses="ok", articles=1),
    Case(name="json-items-missing", respond=answer(json.dumps({"version": JSON_FEED["version"]})), statuses="malformed"),
    Case(name="html-page", respond=answer("<!DOCTYPE html><html><head><title>Hi</title></head><body><p>x</p></body></html>"), statuses="not_a_feed"),
    Case(name="html-fragment", respond=answer("<div><h1>Not here</h1></div>"), statuses="not_a_feed"),
    Case(name="xml-other", respond=answer('<?xml version="1.0"?><urlset><url><loc>x</loc></url></urlset>'), statuses="not_a_feed"),
    Case(name="opml", respond=answer('<opml version="2.0"><body><outline xmlUrl="x"/></body></opml>'), statuses="not_a_feed"),
    Case(name="plain-text", respond=answer("Service temporarily unavailable"), statuses="not_a_feed"),
    Case(name="picture", respond=answer(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, Content_Type="image/png"), statuses="not_a_feed"),
    Case(name="pdf", respond=answer(b"%PDF-1.7\n" + bytes(range(256)) * 40), statuses="not_a_feed"),
    Case(name="atom-one-entry", respond=answer(atom(entry(7, title="AT&T speaks"))), statuses="ok", check=titled("AT&T speaks")),
)  # fmt: skip

CASES = (*GOOD, *BROKEN, *ATTACKS, *CHARSETS, *OTHERS)
