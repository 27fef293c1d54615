"""Feeds made for the hostile cases: small, invented, and easy to spoil.

Used by tests/feeds/cases.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

SITE = "https://outlet.example"


def item(number: int = 1, **changes: str | None) -> str:
    """One RSS item; a change to None leaves the element out, other values are put in as they are."""
    parts: dict[str, str | None] = {
        "title": f"Council votes on item {number}",
        "link": f"{SITE}/news/{number}",
        "guid": f"tag:outlet.example,2026:{number}",
        "pubDate": f"Tue, 17 Feb 2026 {number % 24:02d}:00:00 GMT",
        "description": f"The council of Exampleton voted on item {number} after a long debate.",
    }
    parts.update({name.replace("__", ":"): value for name, value in changes.items()})
    guid = ' isPermaLink="false"'
    inner = (f"<{n}{guid if n == 'guid' else ''}>{v}</{n}>" for n, v in parts.items() if v is not None)
    return f"<item>{''.join(inner)}</item>"


def rss(*items: str, head: str = "", declaration: str = '<?xml version="1.0" encoding="UTF-8"?>\n') -> str:
    """An RSS 2.0 feed; three items when none are given."""
    inner = "".join(items or (item(1), item(2), item(3)))
    names = ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return (
        f'{declaration}<rss version="2.0"{names}><channel><title>Exampleton Times</title>'
        f"<link>{SITE}/</link><description>News</description>{head}{inner}</channel></rss>"
    )


def atom(*entries: str) -> str:
    """An Atom feed; two entries when none are given."""
    inner = "".join(entries or (entry(1), entry(2)))
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Exampleton</title>'
        "<id>tag:outlet.example,2026:feed</id><updated>2026-02-17T10:00:00Z</updated>"
        f'<link href="{SITE}/"/>{inner}</feed>'
    )


def entry(number: int = 1, title: str | None = None, **changes: str) -> str:
    """One Atom entry."""
    parts = {
        "title": f"<title>{escape(title or f'Mayor speaks {number}')}</title>",
        "id": f"<id>tag:outlet.example,2026:e{number}</id>",
        "link": f'<link href="{SITE}/e/{number}"/>',
        "updated": f"<updated>2026-02-17T{number % 24:02d}:00:00Z</updated>",
        "summary": f"<summary>Mayor Ada Quill spoke about item {number}.</summary>",
        **changes,
    }
    return f"<entry>{''.join(parts.values())}</entry>"


def rdf() -> str:
    """An RSS 1.0 feed with two items."""
    items = "".join(
        f'<item rdf:about="{SITE}/r/{n}"><title>Budget {n}</title><link>{SITE}/r/{n}</link>'
        f"<dc:date>2026-02-17T0{n}:00:00Z</dc:date></item>"
        for n in (1, 2)
    )
    return (
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="{SITE}/"><title>Exampleton</title><link>{SITE}/</link></channel>'
        f"{items}</rdf:RDF>"
    )
