"""Finding the feeds of a web page: what the page names, then where sites usually keep them.

Called by `bot.services.feeds`, which fetches through `bot.feeds.fetch`. Pure: bytes in, addresses out.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from bot.feeds.clean import clean_text
from bot.feeds.urls import absolute

_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/json",
        "application/xml",
        "text/xml",
    }
)
_USUAL = ("feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feed.json", "feeds/posts/default")
_HINTS = ("/feed", "/rss", "rss.xml", "feed.xml", "atom.xml", ".rss", ".rdf", "feed.json")
_MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFeed:
    """An address that should be a feed, and the name the page gives it."""

    url: str
    title: str = ""


def find_feeds(page: bytes, url: str) -> tuple[FoundFeed, ...]:
    """The feeds that a web page names.

    Args:
        page: The page, in any common encoding.
        url: Where it was found.

    Returns:
        What its head declares in order, then links that look like feeds; each once, at most 50.

    >>> page = b'<link rel="alternate" type="application/rss+xml" href="/news.rss" title="News">'
    >>> find_feeds(page, "https://example.org/")
    (FoundFeed(url='https://example.org/news.rss', title='News'),)
    """
    tree = LexborHTMLParser(page)
    base_node = tree.css_first("base[href]")
    base = urljoin(url, base_node.attributes.get("href") or "") if base_node is not None else url
    found: dict[str, FoundFeed] = {}
    for node in tree.css("link[href]"):
        rels = (node.attributes.get("rel") or "").lower().split()
        kind = (node.attributes.get("type") or "").partition(";")[0].strip().lower()
        if "feed" in rels or ("alternate" in rels and kind in _TYPES):
            _note(found, node.attributes.get("href"), base, node.attributes.get("title"))
    for node in tree.css("a[href]"):
        href = node.attributes.get("href") or ""
        path = href.partition("?")[0].rstrip("/").lower()
        if path.endswith(_HINTS):
            _note(found, href, base, node.text())
    return tuple(found.values())[:_MOST]


def _note(found: dict[str, FoundFeed], href: str | None, base: str, title: str | None) -> None:
    if address := absolute(href or "", base):
        found.setdefault(address, FoundFeed(url=address, title=clean_text(title or "")[:200]))


def usual_places(url: str) -> tuple[str, ...]:
    """Addresses at which a site without any hint usually keeps its feed, likeliest first.

    Args:
        url: Any page of the site.

    >>> usual_places("https://example.org/blog/post")[0]
    'https://example.org/feed'
    """
    parts = urlsplit(url)
    return tuple(f"{parts.scheme}://{parts.netloc}/{name}" for name in _USUAL)
