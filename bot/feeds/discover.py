"""Finding the feeds of a web page: what the page names, then where sites usually keep them.

Called by `bot.services.feeds`, which fetches through `bot.feeds.fetch`. Pure: bytes in, addresses out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from bot.feeds.charset import to_utf8
from bot.feeds.clean import clean_text
from bot.feeds.flatmarkup import pieces
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
_MOST_BYTES = 2_000_000  # of a page; what it declares stands in its head


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
    base = ""
    declared: list[tuple[str, str]] = []
    linked: list[tuple[str, str]] = []
    link: dict[str, str] | None = None  # the one whose words are being read
    for piece in pieces(to_utf8(page[:_MOST_BYTES], "").decode("utf-8", "ignore")):
        if piece.text and link is not None:
            link["words"] += piece.text
        elif piece.name == "a":
            if link is not None and _looks_like_feed(link.get("href", "")):
                linked.append((link["href"], link["words"]))
            link = None if piece.is_end else piece.attributes() | {"words": ""}
        elif piece.name == "base" and not base:
            base = piece.attributes().get("href", "")
        elif piece.name == "link" and _is_feed(named := piece.attributes()):
            declared.append((named.get("href", ""), named.get("title", "")))
    found: dict[str, FoundFeed] = {}
    for href, title in (*declared, *linked):
        if address := absolute(href, urljoin(url, base)):
            found.setdefault(address, FoundFeed(url=address, title=clean_text(title)[:200]))
    return tuple(found.values())[:_MOST]


def _looks_like_feed(href: str) -> bool:
    return href.partition("?")[0].rstrip("/").lower().endswith(_HINTS)


def _is_feed(attributes: Mapping[str, str]) -> bool:
    """Whether a ``link`` names a feed of the page."""
    rels = attributes.get("rel", "").lower().split()
    kind = attributes.get("type", "").partition(";")[0].strip().lower()
    return "feed" in rels or ("alternate" in rels and kind in _TYPES)


def usual_places(url: str) -> tuple[str, ...]:
    """Addresses at which a site without any hint usually keeps its feed, likeliest first.

    Args:
        url: Any page of the site.

    >>> usual_places("https://example.org/blog/post")[0]
    'https://example.org/feed'
    """
    parts = urlsplit(url)
    return tuple(f"{parts.scheme}://{parts.netloc}/{name}" for name in _USUAL)
