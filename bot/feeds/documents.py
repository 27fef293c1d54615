"""One document of any kind, read by the first parser that can: JSON Feed, the strict way, feedparser.

Runs in the worker process of `bot.feeds.sandbox`; `bot.feeds.parse` tries the quick ones itself before it
asks the worker. Pure.
"""

from __future__ import annotations

from bot.feeds import jsonfeed, loose, strict
from bot.feeds.parsed import ParsedFeed


def read(document: bytes, *, url: str) -> ParsedFeed:
    """Read a document by whichever parser can; errors are those of the parsers.

    Args:
        document: From `bot.feeds.charset.to_utf8`.
        url: Where it came from, for relative links.

    >>> read(b"<rss><channel><title>A</title></channel></rss>", url="").title
    'A'
    """
    if jsonfeed.looks_like_json(document):
        return jsonfeed.parse(document, url=url)
    return strict.parse(document, url=url) or loose.parse(document, url=url)
