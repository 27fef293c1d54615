"""One document of any kind, read by the first parser that can: JSON Feed, the strict way, feedparser.

`read` runs in the worker process of `bot.feeds.sandbox`; `bot.feeds.parse` tries `read_quickly` itself
before it asks the worker. Pure.
"""

from __future__ import annotations

import re

from bot.errors import ParseError
from bot.feeds import jsonfeed, strict
from bot.feeds.parsed import ParsedFeed
from bot.feeds.repair import repaired
from bot.model.feed import FeedStatus

# Every parser compares an element's attributes with each other: 60,000 of them take ten seconds.
_MOST_ATTRIBUTES = 1000
_MOST_NAMESPACES = 200  # real feeds declare ten; looking each element's up takes as long as there are
_LONG_TAG = 4 * _MOST_ATTRIBUTES  # bytes
_FLOOD = re.compile(
    rb"[^\s>]++(?:\s++[^\s=]++\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'>]++)){%d}" % (_MOST_ATTRIBUTES + 1)
)


def read_quickly(document: bytes, *, url: str) -> ParsedFeed | None:
    """Read a document without feedparser; None when that cannot be done.

    Args:
        document: From `bot.feeds.charset.to_utf8`.
        url: Where it came from, for relative links.

    Raises:
        ParseError: An element has more attributes than any feed's; or as for JSON Feed.

    >>> read_quickly(b"<rss><channel><title>A & B</title></channel></rss>", url="").title
    'A & B'
    """
    if jsonfeed.looks_like_json(document):
        return jsonfeed.parse(document, url=url)
    if _is_flooded(document):
        words = f"An element of the feed has more than {_MOST_ATTRIBUTES} attributes"
        raise ParseError(words, status=FeedStatus.MALFORMED)
    if document.count(b"xmlns") > _MOST_NAMESPACES:
        return None
    feed = strict.parse(document, url=url)
    if feed is None and not strict.has_doctype(document):
        mended = repaired(document)
        feed = strict.parse(mended, url=url) if mended != document else None
    return feed


def _is_flooded(document: bytes) -> bool:
    """Whether an element has more attributes than are ever meant."""
    if document.count(b"=") <= _MOST_ATTRIBUTES:
        return False
    return any(len(part) > _LONG_TAG and _FLOOD.match(part) for part in document.split(b"<"))


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
