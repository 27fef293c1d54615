"""Items: identity that moves, dates that lie, mark-up that attacks, links that lead nowhere."""
# ruff: noqa: E501 # one case a line, as a table, with the characters that feeds really hold

from __future__ import annotations

import re
from datetime import UTC, datetime

from tests.feeds.case import NOW, Case, Polled, answer, in_turn
from tests.feeds.made import SITE, atom, entry, item, rss

TEXT = "The council of Exampleton voted seven to six after a debate that lasted until midnight."


def titled(*titles: str):
    def check(polled: Polled) -> None:
        assert sorted(polled.titles) == sorted(titles), polled.titles

    return check


def versions(count: int):
    def check(polled: Polled) -> None:
        assert polled.versions == count

    return check


def linked(url: str):
    def check(polled: Polled) -> None:
        assert polled.first.url == url

    return check


def published(at: datetime):
    def check(polled: Polled) -> None:
        assert polled.first.published_at == at

    return check


def no_markup(polled: Polled) -> None:
    for article in polled.articles.values():
        for text in (article.title, article.summary, article.body, article.byline):
            assert not re.search("<|alert", text), text
        assert all(link.startswith("http") for link in (article.url, *article.links))


def credited(outlet: str):
    def check(polled: Polled) -> None:
        assert polled.first.outlet == outlet

    return check


def feeds(*bodies: str):
    """A responder that gives one feed after the other."""
    return in_turn(*(answer(body) for body in bodies))


ONE = item(1, description=TEXT)

IDENTITY = (
    Case(name="guid-missing", respond=answer(rss(item(1, guid=None), item(2, guid=None))), statuses="not_modified", articles=2, polls=2),
    Case(name="guid-empty", respond=answer(rss(item(1, guid=""), item(2, guid=" "))), statuses="ok", articles=2),
    Case(name="guid-all-the-same", respond=answer(rss(*(item(n, guid="1") for n in range(1, 6)))), statuses="ok", articles=5),
    Case(name="guid-same-later", respond=feeds(rss(item(1, guid="1")), rss(item(2, guid="1"), item(1, guid="1"))), statuses="ok", articles=2, polls=2),
    Case(name="guid-random", respond=lambda r: r.answer(rss(*(item(n, guid=f"{r.number}-{n}") for n in (1, 2, 3)))), statuses="ok", articles=3, polls=4),
    Case(name="guid-by-position", respond=lambda r: r.answer(rss(*(item(n, guid=str(9 + r.number - n)) for n in range(r.number + 2, 0, -1)))), statuses="ok", articles=6, polls=4),
    Case(name="guid-swapped", respond=feeds(rss(item(1, guid="a"), item(2, guid="b")), rss(item(1, guid="b"), item(2, guid="a"))), statuses="ok", articles=2, polls=2, check=versions(0)),
    Case(name="guid-huge", respond=answer(rss(item(1, guid="g" * 100_000))), statuses="ok", articles=1),
    Case(name="date-moves", respond=lambda r: r.answer(rss(item(1, pubDate=f"Tue, 17 Feb 2026 0{r.number}:00:00 GMT"))), statuses="ok", articles=1, polls=4, check=versions(0)),
    Case(name="scheme-moves", respond=feeds(rss(item(1, guid=None)), rss(item(1, guid=None, link="http://outlet.example/news/1"))), statuses="ok", articles=1, polls=2),
    Case(name="parameters-move", respond=lambda r: r.answer(rss(item(1, guid=None, link=f"{SITE}/news/1?utm_source=rss&amp;fbclid={r.number}#x{r.number}"))), statuses="ok", articles=1, polls=4, check=linked(f"{SITE}/news/1")),
    Case(name="slash-moves", respond=feeds(rss(item(1, guid=None)), rss(item(1, guid=None, link=f"{SITE}/news/1/"))), statuses="ok", articles=1, polls=2),
    Case(name="www-moves", respond=feeds(rss(item(1, guid=None)), rss(item(1, guid=None, link="https://www.outlet.example/news/1"))), statuses="ok", articles=1, polls=2),
    Case(name="session-moves", respond=lambda r: r.answer(rss(item(1, guid=None, link=f"{SITE}/news/1?zxq={r.number * 7}", description=TEXT))), statuses="ok", articles=1, polls=4),
    Case(name="all-but-the-words-move", respond=lambda r: r.answer(rss(item(1, guid=str(r.number), link=f"{SITE}/news/1?zxq={r.number}", description=TEXT, pubDate=f"Tue, 17 Feb 2026 0{r.number}:00:00 GMT"))), statuses="ok", articles=1, polls=4),
    Case(name="link-moves", respond=feeds(rss(ONE), rss(item(1, link=f"{SITE}/2026/renamed", description=TEXT))), statuses="ok", articles=1, polls=2),
    Case(name="link-all-the-same", respond=answer(rss(*(item(n, link=f"{SITE}/alerts") for n in (1, 2, 3)))), statuses="ok", articles=3),
    Case(name="link-is-front-page", respond=feeds(rss(item(1, link=SITE, guid=None)), rss(item(2, link=SITE, guid=None))), statuses="ok", articles=2, polls=2),
    Case(name="link-and-guid-all-the-same", respond=answer(rss(*(item(n, link=f"{SITE}/x", guid="1", title=t) for n, t in enumerate(("Snow on Monday", "Library shut", "Road works"))))), statuses="ok", articles=3),
    Case(name="item-twice", respond=answer(rss(item(1), item(1), item(2))), statuses="ok", articles=2),
    Case(name="order-changes", respond=feeds(rss(item(1), item(2), item(3)), rss(item(3), item(1), item(2))), statuses="ok", articles=3, polls=2, check=versions(0)),
    Case(name="title-changes", respond=feeds(rss(ONE), rss(item(1, title="Council delays the vote", description=TEXT))), statuses="ok", articles=1, polls=2, check=versions(1)),
    Case(name="text-changes", respond=feeds(rss(ONE), rss(item(1, description=TEXT + " Corrected."))), statuses="ok", articles=1, polls=2, check=versions(1)),
    Case(name="title-changes-back", respond=feeds(rss(ONE), rss(item(1, title="Council delays the vote", description=TEXT)), rss(ONE)), statuses="ok", articles=1, polls=3, check=versions(2)),
    Case(name="items-roll-on", respond=lambda r: r.answer(rss(*(item(n) for n in range(r.number * 3, r.number * 3 + 5)))), statuses="ok", articles=11, polls=3),
    Case(name="atom-id-stays", respond=feeds(atom(entry(1)), atom(entry(1, link=f'<link href="{SITE}/moved"/>'))), statuses="ok", articles=1, polls=2),
    Case(name="title-same-each-day", respond=feeds(rss(item(1, title="Morning briefing", description="")), rss(item(2, title="Morning briefing", description=""))), statuses="ok", articles=2, polls=2),
)  # fmt: skip

DATES = (
    *(
        Case(
            name=f"date-{name}",
            respond=answer(rss(item(1, pubDate=text))),
            statuses="ok",
            articles=1,
            check=published(NOW),
        )
        for name, text in {
            "missing": None,
            "empty": "",
            "words": "yesterday at noon",
            "year-1": "Mon, 01 Jan 0001 00:00:00 GMT",
            "year-0": "0000-01-01T00:00:00Z",
            "1970": "Thu, 01 Jan 1970 00:00:00 GMT",
            "2015": "Thu, 01 Jan 2015 00:00:00 GMT",
            "2027": "Fri, 01 Jan 2027 00:00:00 GMT",
            "year-9999": "Fri, 31 Dec 9999 23:59:59 -1200",
            "feb-30": "Mon, 30 Feb 2026 00:00:00 GMT",
            "hour-99": "Tue, 17 Feb 2026 99:00:00 GMT",
            "huge": "9" * 300,
        }.items()
    ),
    *(
        Case(
            name=f"date-good-{name}",
            respond=answer(rss(item(1, pubDate=text))),
            statuses="ok",
            check=published(datetime(2026, 2, 17, 15, 4, 5, tzinfo=UTC)),
        )
        for name, text in {
            "gmt": "Tue, 17 Feb 2026 15:04:05 GMT",
            "zone": "Tue, 17 Feb 2026 10:04:05 -0500",
            "est": "Tue, 17 Feb 2026 10:04:05 EST",
            "no-day": "17 Feb 2026 15:04:05 +0000",
            "iso": "2026-02-17T15:04:05Z",
            "iso-zone": "2026-02-17T16:04:05+01:00",
            "iso-compact": "2026-02-17T10:04:05-0500",
            "iso-fraction": "2026-02-17T15:04:05.678Z",
        }.items()
    ),
)

MARKUP = (
    Case(name="script-in-title", respond=answer(rss(item(1, title="&lt;script&gt;alert(1)&lt;/script&gt;Mayor speaks"))), statuses="ok", check=no_markup),
    Case(name="script-in-cdata", respond=answer(rss(item(1, title="<![CDATA[<script>alert(1)</script>Mayor speaks]]>"))), statuses="ok", check=no_markup),
    Case(name="script-escaped-twice", respond=answer(rss(item(1, title="&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;Mayor speaks"))), statuses="ok", check=no_markup),
    Case(name="script-in-text", respond=answer(rss(item(1, description="&lt;p&gt;Hi&lt;img src=x onerror=alert(1)&gt;&lt;svg onload=alert(1)&gt;"))), statuses="ok", check=no_markup),
    Case(name="style-in-text", respond=answer(rss(item(1, description="<![CDATA[<style>p{alert:x}</style><p>Hi there</p>]]>"))), statuses="ok", check=no_markup),
    Case(name="link-javascript", respond=answer(rss(item(1, link="javascript:alert(1)"), item(2, link=" JaVaScRiPt:alert(1)"))), statuses="ok", articles=2, check=no_markup),
    Case(name="link-data", respond=answer(rss(item(1, link="data:text/html,&lt;script&gt;alert(1)&lt;/script&gt;"))), statuses="ok", check=no_markup),
    Case(name="links-in-text", respond=answer(rss(item(1, description="<![CDATA[<a href='javascript:alert(1)'>x</a> <a href='vbscript:x'>y</a> <a href='/ok'>z</a>]]>"))), statuses="ok", check=no_markup),
    Case(name="link-missing", respond=answer(rss(item(1, link=None, guid=None))), statuses="ok", articles=1, check=linked(f"{SITE}/")),
    Case(name="link-relative", respond=answer(rss(item(1, link="/news/relative"))), statuses="ok", articles=1),
    Case(name="link-blanks", respond=answer(rss(item(1, link=f"\n  {SITE}/news/1 \t"))), statuses="ok", check=linked(f"{SITE}/news/1")),
    Case(name="link-broken", respond=answer(rss(item(1, link="http://[half"))), statuses="ok", articles=1),
    Case(name="link-guid-only", respond=answer(rss(item(1, link=None, guid=None).replace("<pubDate>", f"<guid>{SITE}/g/1</guid><pubDate>"))), statuses="ok", check=linked(f"{SITE}/g/1")),
    Case(name="title-missing", respond=answer(rss(item(1, title=None, description=TEXT + " It will vote again."))), statuses="ok", check=titled(TEXT)),
    Case(name="title-markup-only", respond=answer(rss(item(1, title="&lt;img src='x'&gt;", description=TEXT))), statuses="ok", check=titled(TEXT)),
    Case(name="nothing-inside", respond=answer(rss("<item/>", item(2))), statuses="ok", articles=1),
    Case(name="title-entities", respond=answer(rss(item(1, title="Mayor&amp;#8217;s plan &amp;amp; more"))), statuses="ok", check=titled("Mayor\u2019s plan & more")),
    Case(name="title-blanks", respond=answer(rss(item(1, title="\n  Mayor \t speaks\u00a0now \n"))), statuses="ok", check=titled("Mayor speaks now")),
    Case(name="title-invisible", respond=answer(rss(item(1, title="Ma\u200byor\u202e sp\ufeffeaks"))), statuses="ok", check=titled("Mayor speaks")),
    Case(name="title-less-than", respond=answer(rss(item(1, title="Rates &lt; 5% and x &lt; y"))), statuses="ok", check=titled("Rates < 5% and x < y")),
    Case(name="source-credited", respond=answer(rss(item(1, title="Budget passes - Quill Daily").replace("</item>", '<source url="https://quill.example">Quill Daily</source></item>'))), statuses="ok", check=credited("Quill Daily")),
    Case(name="tail-wordpress", respond=answer(rss(item(1, title="Vote", description="<![CDATA[<p>They voted.</p><p>The post <a href='x'>Vote</a> appeared first on <a href='y'>Times</a>.</p>]]>"))), statuses="ok", check=lambda p: _summary(p, "They voted.")),
)  # fmt: skip


def _summary(polled: Polled, text: str) -> None:
    assert polled.first.summary == text


CASES = (*IDENTITY, *DATES, *MARKUP)
