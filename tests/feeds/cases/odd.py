"""Odd documents and items: charsets that lie, feeds inside feeds, outside references, floods, odd dates and links."""
# ruff: noqa: E501, RUF001 # one case a line, as a table, with the characters that feeds really hold

from __future__ import annotations

import codecs
import json
from datetime import UTC, datetime

from tests.feeds.case import NOW, Case, Polled, answer, in_turn
from tests.feeds.cases.documents import ACCENTS, JSON_FEED, JSON_ITEM, declared, nothing_leaks, titled
from tests.feeds.cases.items import TEXT, feeds, linked, no_markup, published, versions
from tests.feeds.made import SITE, atom, entry, item, rss
from tests.feeds.server import Respond

THREE = rss()


def with_canary(document: str) -> Respond:
    """A feed that names the canary's address."""
    return lambda request: request.answer(document.replace("CANARY", request.canary))


def only_http(polled: Polled) -> None:
    for article in polled.articles.values():
        assert all(link.startswith(("http://", "https://")) for link in (article.url, *article.links)), (
            article.url
        )
        assert len(article.url) <= 2000


def storable(polled: Polled) -> None:
    for article in polled.articles.values():
        assert len(article.title) <= 500
        assert len(article.byline) <= 500
        assert len(article.body) <= 200_000
        assert len(article.categories) <= 20


def few_links(polled: Polled) -> None:
    assert len(polled.first.links) <= 100


BIG_ENDIAN, LITTLE_ENDIAN = "utf-16-be", "utf-16-le"
CHARSETS = (
    Case(name="utf-16-le-no-bom", respond=answer(declared("utf-16", ACCENTS).encode(LITTLE_ENDIAN)), statuses="ok", check=titled(ACCENTS)),
    Case(name="utf-16-undeclared", respond=answer(rss(item(1, title=ACCENTS), declaration="").encode(LITTLE_ENDIAN)), statuses="ok", check=titled(ACCENTS)),
    Case(name="utf-16-by-header-alone", respond=answer(rss(item(1, title=ACCENTS), declaration="").encode(BIG_ENDIAN), Content_Type="text/xml; charset=utf-16be"), statuses="ok", check=titled(ACCENTS)),
    Case(name="utf-16-odd-byte", respond=answer(declared("utf-16", ACCENTS).encode("utf-16") + b"x"), statuses="ok", check=titled(ACCENTS)),
    Case(name="utf-16-lone-surrogate", respond=answer(declared("utf-16", "Ma\ud800yor").encode("utf-16", "surrogatepass")), statuses="ok", articles=1),
    Case(name="utf-16-big-mark", respond=answer(codecs.BOM_UTF16_BE + declared("utf-16", ACCENTS).encode(BIG_ENDIAN)), statuses="ok", check=titled(ACCENTS)),
    Case(name="utf-32-no-bom", respond=answer(declared("utf-32", ACCENTS).encode("utf-32-be")), statuses="ok", check=titled(ACCENTS)),
    Case(name="utf-32-le-mark", respond=answer(codecs.BOM_UTF32_LE + declared("utf-32", ACCENTS).encode("utf-32-le")), statuses="ok", check=titled(ACCENTS)),
    Case(name="mark-8-says-16", respond=answer(codecs.BOM_UTF8 + declared("utf-16", ACCENTS).encode()), statuses="ok", check=titled(ACCENTS)),
    Case(name="mark-16-says-8", respond=answer(declared("utf-8", ACCENTS).encode("utf-16")), statuses="ok", check=titled(ACCENTS)),
    Case(name="mark-twice", respond=answer(codecs.BOM_UTF8 * 2 + declared("utf-8", ACCENTS).encode()), statuses="ok", check=titled(ACCENTS)),
    Case(name="says-16-is-8", respond=answer(declared("utf-16", ACCENTS).encode()), statuses="ok", check=titled(ACCENTS)),
    Case(name="header-16-is-8", respond=answer(declared("utf-8", ACCENTS), Content_Type="text/xml; charset=utf-16"), statuses="ok", check=titled(ACCENTS)),
    Case(name="header-and-declaration-differ", respond=answer(declared("windows-1251", "Мэр сказал").encode("cp1251"), Content_Type="text/xml; charset=iso-8859-1"), statuses="ok", articles=1),
    Case(name="utf-7", respond=answer(declared("utf-7", "A +ADw-b+AD4- C").encode()), statuses="ok malformed", check=no_markup),
    Case(name="utf-7-by-header", respond=answer(declared("utf-8", "+ADw-script+AD4-alert(1)+ADw-/script+AD4-x"), Content_Type="text/xml; charset=utf-7"), statuses="ok malformed", check=no_markup),
    Case(name="ebcdic", respond=answer(declared("cp037", "Mayor").encode("cp037")), statuses="ok malformed not_a_feed"),
    Case(name="overlong", respond=answer(declared("utf-8", "A\u0001B").encode().replace(b"\x01", b"\xc0\xbc")), statuses="ok", articles=1),
    Case(name="cesu-8", respond=answer(declared("utf-8", "AXB").encode().replace(b"X", b"\xed\xa0\xbd\xed\xb8\x80")), statuses="ok", articles=1),
    Case(name="utf-8-cut-in-a-letter", respond=answer(rss(item(1), item(2, title="Caf")).encode()[:-180] + b"\xc3"), statuses="malformed ok", articles=1),
    Case(name="bytes-of-every-kind", respond=answer(THREE.encode().replace(b"Council", bytes(range(0x80, 0x100)))), statuses="ok", articles=3),
    Case(name="charset-hex", respond=answer(declared("hex", "Mayor")), statuses="ok", check=titled("Mayor")),
    Case(name="charset-zlib", respond=answer(declared("zlib_codec", "Mayor"), Content_Type="text/xml; charset=bz2"), statuses="ok", check=titled("Mayor")),
    Case(name="charset-idna", respond=answer(declared("idna", "Caf\xe9").encode("latin-1")), statuses="ok", articles=1),
    Case(name="charset-punycode", respond=answer(declared("punycode", "Caf\xe9" + "x" * 50_000).encode("latin-1")), statuses="ok", articles=1),
    Case(name="charset-long", respond=answer(declared("x" * 10_000, "Mayor")), statuses="ok malformed", articles=None),
    Case(name="declaration-endless", respond=answer("<?xml version='1.0' " + "a" * 500_000 + THREE), statuses="ok malformed not_a_feed"),
    Case(name="nul-between", respond=answer(b"\0".join(bytes([b]) for b in THREE.encode()[:50]) + THREE.encode()[50:]), statuses="ok malformed not_a_feed"),
    Case(name="nul-flood", respond=answer(THREE.encode().replace(b"<item>", b"\0" * 1000 + b"<item>")), statuses="ok", articles=3),
    Case(name="control-flood", respond=answer(rss(item(1, title="".join(map(chr, range(1, 32))) + "Mayor"))), statuses="ok", check=titled("Mayor")),
)  # fmt: skip

OUTSIDE = (
    Case(name="doctype-canary", respond=with_canary('<!DOCTYPE rss SYSTEM "CANARY/x.dtd">' + rss(declaration="")), statuses="ok malformed", check=nothing_leaks),
    Case(name="doctype-public-canary", respond=with_canary('<!DOCTYPE rss PUBLIC "-//X//EN" "CANARY/x.dtd" [<!ENTITY % p SYSTEM "CANARY/p"> %p;]>' + rss(declaration="")), statuses="ok malformed"),
    Case(name="entity-canary", respond=with_canary('<!DOCTYPE rss [<!ENTITY x SYSTEM "CANARY/x">]>' + rss(item(1, title="A &x; B"), declaration="")), statuses="ok malformed"),
    Case(name="entity-unparsed", respond=with_canary('<!DOCTYPE rss [<!NOTATION n SYSTEM "CANARY/n"><!ENTITY x SYSTEM "CANARY/x" NDATA n>]>' + rss(declaration="")), statuses="ok malformed"),
    Case(name="doctype-late", respond=answer(rss(declaration="<!-- c --><?p i?>\n<!DOCTYPE rss [<!ENTITY x 'y'>]>")), statuses="ok malformed"),
    Case(name="doctype-utf-16", respond=answer(('<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss(item(1, title="A &x;"), declaration="")).encode("utf-16")), statuses="ok malformed", check=nothing_leaks),
    Case(name="entity-in-attribute", respond=answer('<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">]>' + rss(f'<item x="{"&a;" * 50_000}"><title>T</title></item>', declaration="")), statuses="ok malformed"),
    Case(name="entity-itself", respond=answer('<!DOCTYPE rss [<!ENTITY a "&b;"><!ENTITY b "&a;">]>' + rss(item(1, title="&a;"), declaration="")), statuses="ok malformed"),
    Case(name="entity-parameter-laughs", respond=answer('<!DOCTYPE rss [<!ENTITY % a "ha"><!ENTITY % b "%a;%a;%a;%a;%a;%a;%a;%a;"><!ENTITY % c "%b;%b;%b;%b;%b;%b;%b;%b;">%c;]>' + rss(declaration="")), statuses="ok malformed"),
    Case(name="xinclude-canary", respond=with_canary(rss(item(1, description='<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="CANARY/x" parse="text"/>'))), statuses="ok"),
    Case(name="schema-canary", respond=with_canary(THREE.replace("<rss ", '<rss xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="CANARY/x.xsd" ')), statuses="ok", articles=3),
    Case(name="stylesheet-canary", respond=with_canary('<?xml-stylesheet type="text/xsl" href="CANARY/x.xsl"?>' + rss(declaration="")), statuses="ok", articles=3),
    Case(name="base-canary", respond=with_canary(atom(entry(1)).replace("<feed ", '<feed xml:base="CANARY/" ')), statuses="ok", articles=1),
    Case(name="base-javascript", respond=answer(atom(entry(1, link="<link href='x'/>")).replace("<feed ", '<feed xml:base="javascript:alert(1)//" ')), statuses="ok", articles=1, check=only_http),
    Case(name="links-to-canary", respond=with_canary(rss(item(1, link="CANARY/a", description="&lt;img src='CANARY/b'&gt;&lt;a href='CANARY/c'&gt;x&lt;/a&gt;"), "<image><url>CANARY/i</url></image><cloud domain='CANARY'/>", head="<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='hub self next' href='CANARY/hub'/>")), statuses="ok", articles=1),
    Case(name="source-canary", respond=with_canary(rss(item(1).replace("</item>", '<source url="CANARY/s">S</source><enclosure url="CANARY/e" type="audio/mpeg" length="1"/></item>'))), statuses="ok", articles=1),
    Case(name="php-inside", respond=answer(THREE.replace("<channel>", "<channel><?php system('x'); ?><?xml-stylesheet href='y'?>")), statuses="ok", articles=3),
)  # fmt: skip

STRUCTURE = (
    Case(name="feed-inside-text", respond=answer(rss(item(1, description=f"<![CDATA[{rss(declaration='').replace(']]>', '')}]]>"))), statuses="ok", articles=1),
    Case(name="feed-inside-item", respond=answer(rss(item(1).replace("</item>", rss(declaration="") + "</item>"))), statuses="ok malformed"),
    Case(name="item-inside-item", respond=answer(rss(item(1).replace("</item>", item(2) + "</item>"))), statuses="ok malformed"),
    Case(name="atom-inside-rss", respond=answer(rss(item(1), atom(entry(1)).partition("?>")[2])), statuses="ok malformed"),
    Case(name="two-channels", respond=answer(THREE.replace("</channel>", "</channel><channel>" + item(9) + "</channel>")), statuses="ok"),
    Case(name="items-outside-channel", respond=answer(f'<rss version="2.0"><channel><title>T</title></channel>{item(1)}{item(2)}</rss>'), statuses="ok", articles=2),
    Case(name="no-channel", respond=answer(f"<rss>{item(1)}</rss>"), statuses="ok malformed not_a_feed"),
    Case(name="root-other", respond=answer(THREE.replace("rss", "news")), statuses="ok not_a_feed malformed"),
    Case(name="html-around", respond=answer(f"<html><body><pre>{THREE.partition('?>')[2]}</pre></body></html>"), statuses="ok not_a_feed malformed"),
    Case(name="html-with-feed-link", respond=answer('<!DOCTYPE html><html><head><link rel="alternate" type="application/rss+xml" href="/ok"></head></html>'), statuses="not_a_feed", articles=0),
    Case(name="xhtml-page", respond=answer('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body/></html>'), statuses="not_a_feed"),
    Case(name="soap", respond=answer('<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>'), statuses="not_a_feed"),
    Case(name="svg", respond=answer('<svg xmlns="http://www.w3.org/2000/svg"><title>x</title></svg>'), statuses="not_a_feed"),
    Case(name="one-letter", respond=answer("x"), statuses="not_a_feed"),
    Case(name="only-declaration", respond=answer('<?xml version="1.0" encoding="utf-8"?>'), statuses="not_a_feed malformed"),
    Case(name="only-comment", respond=answer("<!-- nothing here -->"), statuses="not_a_feed malformed"),
    Case(name="empty-rss", respond=answer("<rss/>"), statuses="ok not_a_feed malformed", articles=0),
    Case(name="prefix-swapped", respond=answer('<a:rss xmlns:a="" version="2.0"><channel/></a:rss>'), statuses="malformed not_a_feed ok"),
    Case(name="namespace-odd", respond=answer(atom().replace("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")), statuses="ok", articles=2),
    Case(name="namespace-missing", respond=answer(atom().replace(' xmlns="http://www.w3.org/2005/Atom"', "")), statuses="ok", articles=2),
    Case(name="version-odd", respond=answer(THREE.replace('"2.0"', '"99.9"')), statuses="ok", articles=3),
    Case(name="xml-1.1", respond=answer(rss(declaration='<?xml version="1.1" encoding="UTF-8"?>')), statuses="ok", articles=3),
    Case(name="standalone", respond=answer(rss(declaration='<?xml version="1.0" standalone="yes"?>')), statuses="ok", articles=3),
    Case(name="cdata-in-everything", respond=answer(rss(item(1, title="<![CDATA[Mayor speaks]]>", link=f"<![CDATA[{SITE}/news/1]]>", guid="<![CDATA[tag:1]]>", pubDate="<![CDATA[Tue, 17 Feb 2026 10:00:00 GMT]]>"))), statuses="ok", check=linked(f"{SITE}/news/1")),
    Case(name="cdata-nested", respond=answer(rss(item(1, title="<![CDATA[A <![CDATA[B]]> C]]>"))), statuses="ok malformed"),
    Case(name="cdata-split", respond=answer(rss(item(1, title="<![CDATA[Mayor]]><![CDATA[ speaks]]>"))), statuses="ok", check=titled("Mayor speaks")),
    Case(name="title-xhtml", respond=answer(atom(entry(1).replace("<title>Mayor speaks 1</title>", '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Mayor <b>speaks</b></div></title>'))), statuses="ok", check=titled("Mayor speaks")),
    Case(name="titles-two", respond=answer(rss(item(1).replace("<link>", "<title>Other</title><link>"))), statuses="ok", articles=1),
    Case(name="elements-upper", respond=answer(THREE.replace("item", "Item").replace("pubDate", "PUBDATE")), statuses="ok", articles=3),
)  # fmt: skip

FLOODS = (
    Case(name="flood-categories", respond=answer(rss(item(1).replace("</item>", "<category>x</category>" * 50_000 + "</item>"))), statuses="ok malformed", check=storable),
    Case(name="flood-labels", respond=answer(rss(item(1).replace("</item>", "".join(f"<category>c{n}</category>" for n in range(5000)) + "</item>"))), statuses="ok", articles=1, check=storable),
    Case(name="flood-authors", respond=answer(rss(item(1).replace("</item>", "".join(f"<dc:creator>A{n}</dc:creator>" for n in range(5000)) + "</item>"))), statuses="ok malformed", check=storable),
    Case(name="flood-links-in-text", respond=answer(rss(item(1, description="<![CDATA[" + "".join(f'<a href="/l{n}">x</a> ' for n in range(20_000)) + "]]>"))), statuses="ok", articles=1, check=few_links),
    Case(name="flood-enclosures", respond=answer(rss(item(1).replace("</item>", '<enclosure url="x" length="1" type="y"/>' * 20_000 + "</item>"))), statuses="ok malformed"),
    Case(name="flood-contents", respond=answer(rss(item(1).replace("</item>", "<content:encoded>&lt;p&gt;x&lt;/p&gt;</content:encoded>" * 10_000 + "</item>"))), statuses="ok malformed"),
    Case(name="flood-titles", respond=answer(rss(item(1).replace("</item>", "<title>x</title>" * 30_000 + "</item>"))), statuses="ok malformed"),
    Case(name="flood-same-guid", respond=answer(rss(*(item(n, guid="1", title=f"Notice {n} of the day") for n in range(2000)))), statuses="ok", articles=2000),
    Case(name="flood-same-everything", respond=answer(rss(*(item(1) for _ in range(5000)))), statuses="ok", articles=1),
    Case(name="flood-empty-items", respond=answer(rss("<item/>" * 9000, item(1))), statuses="ok", articles=1),
    Case(name="flood-entities", respond=answer(rss(item(1, description="&amp;lt;" * 60_000))), statuses="ok", articles=1),
    Case(name="flood-undefined", respond=answer(rss(item(1, description="&nosuch;" * 30_000))), statuses="ok malformed"),
    Case(name="flood-comments", respond=answer(rss(item(1), "<!--x-->" * 60_000)), statuses="ok", articles=1),
    Case(name="flood-instructions", respond=answer(rss(item(1), "<?x y?>" * 60_000)), statuses="ok", articles=1),
    Case(name="flood-open-formats", respond=answer(rss(item(1, description="<![CDATA[<p>" + "".join(f"<b a={n}>" for n in range(5000)) + "<p>x" * 5000 + "]]>"))), statuses="ok", articles=1),
    Case(name="flood-deep-spans", respond=answer(rss(*(item(n, description="<![CDATA[" + "<span>" * 15_000 + "</p>" * 15_000 + "]]>") for n in (1, 2, 3)))), statuses="ok", articles=3),
    Case(name="flood-quotes", respond=answer(rss(item(1, description="<![CDATA[" + '<p a="' * 30_000 + "]]>"))), statuses="ok", articles=1),
    Case(name="flood-prefixes", respond=answer(rss(item(1)).replace("<rss ", "<rss " + " ".join(f'xmlns:n{n}="urn:{n}"' for n in range(900)) + " ")), statuses="ok malformed"),
    Case(name="attribute-flood-many-items", respond=answer(rss(*(item(n).replace("<item>", "<item " + " ".join(f'a{m}="x"' for m in range(500)) + ">") for n in range(100)))), statuses="ok", articles=100),
    Case(name="flood-source", respond=answer(rss(item(1).replace("</item>", "<source>" + "<a><b/></a>" * 9000 + "</source></item>"))), statuses="ok malformed"),
    Case(name="flood-blanks-before", respond=answer(" " * 500_000 + THREE), statuses="ok", articles=3),
    Case(name="flood-marks-before", respond=answer(codecs.BOM_UTF8 * 150_000 + THREE.encode()), statuses="ok malformed not_a_feed"),
    Case(name="flood-names", respond=answer(f'<rss {" ".join(f"""xmlns:n{n}="u{n}" """ for n in range(900))}><channel><item xmlns="zz">{"".join(f"<t{n}/>" for n in range(10_000))}</item></channel></rss>'), statuses="ok malformed"),
    Case(name="title-emoji", respond=answer(rss(item(1, title="👩‍👩‍👧‍👦" * 300))), statuses="ok", check=storable),
    Case(name="title-marks", respond=answer(rss(item(1, title="Z" + "\u0351" * 5000))), statuses="ok", check=storable),
    Case(name="byline-huge", respond=answer(rss(item(1, dc__creator="A" * 100_000))), statuses="ok", check=storable),
    Case(name="body-huge", respond=answer(rss(item(1, content__encoded="<![CDATA[" + "<p>word word</p>" * 60_000 + "]]>"))), statuses="ok", check=storable),
)  # fmt: skip


JSON_CASES = (
    *(
        Case(name=f"json-{name}", respond=answer(document), statuses=statuses, articles=articles)
        for name, document, statuses, articles in (
            ("nan", json.dumps({**JSON_FEED, "x": float("nan")}), "ok malformed", None),
            ("surrogates", '{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","title":"A\\ud800 \\u0000B","url":"https://outlet.example/x"}]}', "ok", 1),
            ("keys-twice", '{"version":"x","version":"https://jsonfeed.org/version/1","items":[],"items":[{"id":"1","title":"T"}]}', "ok", 1),
            ("items-null", json.dumps({**JSON_FEED, "items": None}), "malformed", 0),
            ("items-object", json.dumps({**JSON_FEED, "items": {"0": JSON_ITEM}}), "malformed", 0),
            ("version-missing", json.dumps({"items": [JSON_ITEM]}), "not_a_feed", 0),
            ("version-number", json.dumps({"version": 1, "items": [JSON_ITEM]}), "not_a_feed", 0),
            ("array-deep", "[" * 100_000, "not_a_feed malformed", 0),
            ("items-deep", '{"version":"https://jsonfeed.org/version/1","items":' + "[" * 50_000 + "]" * 50_000 + "}", "malformed ok", 0),
            ("many", json.dumps({**JSON_FEED, "items": [{**JSON_ITEM, "id": str(n), "url": f"{SITE}/j/{n}"} for n in range(9000)]}), "ok", 9000),
            ("id-huge", json.dumps({**JSON_FEED, "items": [{**JSON_ITEM, "id": 10**400}]}), "ok malformed", None),
            ("id-float", json.dumps({**JSON_FEED, "items": [{**JSON_ITEM, "id": 1.5}]}), "ok", 1),
            ("date-odd", json.dumps({**JSON_FEED, "items": [{**JSON_ITEM, "date_published": "9999-99-99"}]}), "ok", 1),
            ("date-number", json.dumps({**JSON_FEED, "items": [{**JSON_ITEM, "date_published": 1771300000}]}), "ok", 1),
            ("url-javascript", json.dumps({**JSON_FEED, "items": [{**JSON_ITEM, "url": "javascript:alert(1)"}]}), "ok", 1),
            ("script", json.dumps({**JSON_FEED, "items": [{**JSON_ITEM, "title": "<script>alert(1)</script>x"}]}), "ok", 1),
            ("comments", "// feed\n" + json.dumps(JSON_FEED), "not_a_feed malformed", 0),
            ("trailing", json.dumps(JSON_FEED) + "}}}", "malformed", 0),
            ("utf-16", json.dumps(JSON_FEED).encode("utf-16"), "ok", 2),
            ("padded", " \n" * 5000 + json.dumps(JSON_FEED), "ok", 2),
            ("empty-object", "{}", "not_a_feed", 0),
            ("string", '"feed"', "not_a_feed", 0),
            ("next-url", json.dumps({**JSON_FEED, "next_url": "http://127.0.0.1:1/", "hubs": [{"url": "http://127.0.0.1:1/"}]}), "ok", 2),
        )
    ),
)  # fmt: skip

MOMENT = datetime(2026, 2, 17, 15, 4, 5, tzinfo=UTC)
DATES = (
    *(
        Case(name=f"when-{name}", respond=answer(rss(item(1, pubDate=text))), statuses="ok", articles=1, check=published(at))
        for name, text, at in (
            ("pst", "Tue, 17 Feb 2026 07:04:05 PST", MOMENT),
            ("utc-in-brackets", "Tue, 17 Feb 2026 15:04:05 +0000 (UTC)", MOMENT),
            ("half-hour", "Tue, 17 Feb 2026 20:34:05 +0530", MOMENT),
            ("wrong-weekday", "Sun, 17 Feb 2026 15:04:05 GMT", MOMENT),
            ("two-digits", "Tue, 17 Feb 26 15:04:05 GMT", MOMENT),
            ("blanks", "  Tue,  17 Feb  2026   15:04:05   GMT ", MOMENT),
        )
    ),
    *(
        Case(name=f"when-{name}", respond=answer(rss(item(1, pubDate=text))), statuses="ok", articles=1)
        for name, text in (
            ("leap-second", "2026-02-17T15:03:60Z"),
            ("zone-huge", "Tue, 17 Feb 2026 15:04:05 +9999"),
            ("zone-odd", "Tue, 17 Feb 2026 15:04:05 XYZ"),
            ("zone-words", "Tue, 17 Feb 2026 15:04:05 GMT+0200"),
            ("week", "2026-W08-2"),
            ("compact", "20260217T150405Z"),
            ("epoch", "1771340645"),
            ("hour-24", "2026-02-17T24:00:00Z"),
            ("month-13", "2026-13-17T15:04:05Z"),
            ("french", "mar. 17 févr. 2026 15:04:05 +0100"),
            ("digits-wide", "２０２６-０２-１７T１５:０４:０５Z"),
            ("negative", "-2026-02-17T15:04:05Z"),
            ("year-huge", "999999-02-17T15:04:05Z"),
            ("markup", "&lt;b&gt;Tue, 17 Feb 2026&lt;/b&gt;"),
            ("nul", "Tue, 17 Feb 2026 15:04:05 GMT&#0;"),
            ("fraction-long", "2026-02-17T15:04:05." + "1" * 500 + "Z"),
            ("expression", "T" * 5000 + "0" * 5000),
            ("offset-far", "9999-12-31T23:59:59-23:59"),
            ("offset-far-back", "0001-01-01T00:00:00+23:59"),
        )
    ),
    Case(name="when-all-the-same", respond=answer(rss(*(item(n, pubDate="Tue, 17 Feb 2026 10:00:00 GMT") for n in range(50)))), statuses="ok", articles=50),
    Case(name="when-never", respond=answer(rss(*(item(n, pubDate=None) for n in range(5)))), statuses="not_modified", articles=5, polls=2, check=published(NOW)),
    Case(name="when-tomorrow", respond=answer(rss(item(1, pubDate="Thu, 19 Feb 2026 11:00:00 GMT"))), statuses="ok", articles=1),
    Case(name="when-two", respond=answer(rss(item(1).replace("</item>", "<dc:date>2026-02-16T00:00:00Z</dc:date></item>"))), statuses="ok", articles=1),
)  # fmt: skip

LINKS = (
    *(
        Case(name=f"to-{name}", respond=answer(rss(item(1, link=link))), statuses="ok", articles=1, check=only_http)
        for name, link in (
            ("vbscript", "vbscript:msgbox(1)"),
            ("file", "file:///etc/passwd"),
            ("mailto", "mailto:desk@outlet.example"),
            ("blob", "blob:https://outlet.example/x"),
            ("no-scheme", "//evil.example/x"),
            ("user", "https://user:secret@outlet.example/news/1"),
            ("idn", "https://bürger.example/nachricht"),
            ("idn-mixed", "https://раураl.example/x"),
            ("huge", f"{SITE}/" + "x" * 100_000),
            ("port-huge", "https://outlet.example:99999/x"),
            ("port-word", "https://outlet.example:http/x"),
            ("back-slashes", "https:\\\\outlet.example\\x"),
            ("tab-inside", "java\tscript:alert(1)"),
            ("newline-inside", "https://outlet.example/a\n/b"),
            ("control-inside", "https://outlet.example/a&#1;b"),
            ("percent-bad", f"{SITE}/100%/%zz?%"),
            ("quotes", f"{SITE}/&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("bracket", "http://[::1"),
            ("question-marks", f"{SITE}/?????"),
            ("private", "http://127.0.0.1/admin"),
            ("right-to-left", f"{SITE}/\u202egpj.exe"),
            ("slack-control", f"{SITE}/|&lt;!here&gt;|x"),
            ("blank", "   "),
        )
    ),
    Case(name="to-guid-javascript", respond=answer(rss(item(1, link=None, guid=None).replace("<pubDate>", "<guid>javascript:alert(1)</guid><pubDate>"))), statuses="ok", articles=1, check=only_http),
    Case(name="to-secret-not-shown", respond=answer(rss(item(1, link="https://user:secret@outlet.example/news/1"))), statuses="ok", check=linked(f"{SITE}/news/1")),
    Case(name="to-channel-javascript", respond=answer(rss(item(1, link=None, guid=None)).replace(f"<link>{SITE}/</link>", "<link>javascript:alert(1)</link>")), statuses="ok", articles=1, check=only_http),
)  # fmt: skip

IDENTITY = (
    Case(name="guid-control", respond=feeds(rss(item(1, guid="a&#9;b")), rss(item(1, guid=" a&#9;b "))), statuses="ok", articles=1, polls=2),
    Case(name="guid-case", respond=answer(rss(item(1, guid="A"), item(2, guid="a"))), statuses="ok", articles=2),
    Case(name="guid-is-title", respond=lambda r: r.answer(rss(item(1, guid="Council votes", description=TEXT + "x" * r.number))), statuses="ok", articles=1, polls=3),
    Case(name="guid-permalink-moves", respond=feeds(rss(item(1, guid=None)), rss(item(1, guid=None).replace("<pubDate>", f"<guid>{SITE}/?p=1</guid><pubDate>"))), statuses="ok", articles=1, polls=2),
    Case(name="guid-and-link-rotate", respond=lambda r: r.answer(rss(*(item(n, guid=f"{n}-{r.number}", link=f"{SITE}/go/{r.number}{n}", title=f"Council votes on item {n}", description=TEXT.replace("seven", str(n))) for n in (1, 2)))), statuses="ok", articles=2, polls=3),
    Case(name="all-vanish-and-return", respond=in_turn(answer(THREE), answer(rss("<ttl>60</ttl>")), answer(THREE)), statuses="ok", articles=3, polls=3, check=versions(0)),
    Case(name="title-flips", respond=lambda r: r.answer(rss(item(1, title=("Mayor speaks", "Mayor: I spoke")[r.number % 2], description=TEXT))), statuses="ok", articles=1, polls=5, check=versions(4)),
    Case(name="upper-and-lower", respond=feeds(rss(ONE := item(1, description=TEXT)), rss(ONE.replace("Council", "COUNCIL"))), statuses="ok", articles=1, polls=2),
    Case(name="entities-move", respond=feeds(rss(item(1, title="Q&amp;A")), rss(item(1, title="Q&#38;A"))), statuses="ok", articles=1, polls=2, check=versions(0)),
    Case(name="order-reverses", respond=feeds(rss(*(item(n) for n in range(20))), rss(*(item(n) for n in range(19, -1, -1)))), statuses="ok", articles=20, polls=2, check=versions(0)),
)  # fmt: skip

CASES = (*CHARSETS, *OUTSIDE, *STRUCTURE, *FLOODS, *JSON_CASES, *DATES, *LINKS, *IDENTITY)
