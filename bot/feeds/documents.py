"""One document of any kind, read by the first parser that can: JSON Feed, the strict way, feedparser.

`read` runs in the worker process of `bot.feeds.sandbox`; `bot.feeds.parse` tries `read_quickly` itself
before it asks the worker. Pure.
"""

from __future__ import annotations

from bot.feeds import jsonfeed, strict
from bot.feeds.parsed import ParsedFeed
from bot.feeds.repair import repaired


def read_quickly(document: bytes, *, url: str) -> ParsedFeed | None:
    """Read a document without feedparser; None when that cannot be done, errors are those of JSON Feed.

    Args:
        document: From `bot.feeds.charset.to_utf8`.
        url: Where it came from, for relative links.

    >>> read_quickly(b"<rss><channel><title>A & B</title></channel></rss>", url="").title
    'A & B'
    """
    if jsonfeed.looks_like_json(document):
        return jsonfeed.parse(document, url=url)
    feed = strict.parse(document, url=url)
    if feed is None and not strict.has_doctype(document):
        mended = repaired(document)
        feed = strict.parse(mended, url=url) if mended != document else None
    return feed


def read(document: bytes, *, url: str) -> ParsedFeed:
    """Read a document by whichever parser can; errors are those of the parsers.

    Args:
        document: From `bot.feeds.charset.to_utf8`.
        url: Where it came from, for relative links.

    >>> read(b"<rss><channel><title>A</title></channel></rss>", url="").title
    'A'
    """
    from bot.feeds import loose  # noqa: PLC0415 # only the worker process needs feedparser's parser

    return read_quickly(document, url=url) or loose.parse(document, url=url)
