"""From a document to a feed: the one door to all parsers.

Called by `bot.services.ingest` with what `bot.feeds.fetch` brought. What can be read exactly is read here
by `bot.feeds.strict` or `bot.feeds.jsonfeed`; everything else goes to feedparser in its sandbox. It never
fetches and never cleans.
"""

from __future__ import annotations

from types import TracebackType
from typing import Self

from bot.errors import ParseError
from bot.feeds import documents
from bot.feeds.charset import to_utf8
from bot.feeds.parsed import ParsedFeed
from bot.feeds.sandbox import Sandbox
from bot.model.feed import FeedStatus

# Larger bodies, or with more tags and references, go to the worker as they are: what they may swell to in
# memory is limited there.
_QUICK_BYTES = 512_000
_QUICK_MARKS = 40_000


class Parser:
    """Reads feeds; a context manager, because it may keep a worker process.

    Args:
        sandbox: The worker; by default one with the default limits.
    """

    def __init__(self, *, sandbox: Sandbox | None = None) -> None:
        self._sandbox = sandbox or Sandbox()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sandbox.close()

    def parse(self, body: bytes, *, content_type: str, url: str) -> ParsedFeed:
        """Read a document.

        Args:
            body: As fetched, inflated.
            content_type: As the server gave it; empty when it gave none.
            url: Where it was found, for relative links.

        Returns:
            The feed, its entries in the document's order.

        Raises:
            ParseError: It is ``not_a_feed`` or ``malformed``; the message says how.
        """
        if len(body) > _QUICK_BYTES or body.count(b"<") + body.count(b"&") > _QUICK_MARKS:
            return self._sandbox.parse(body, content_type=content_type, url=url)
        document = to_utf8(body, content_type)
        if not document:
            raise ParseError("The answer is empty", status=FeedStatus.NOT_A_FEED)
        quickly = documents.read_quickly(document, url=url)
        return quickly or self._sandbox.parse(body, content_type=content_type, url=url)
