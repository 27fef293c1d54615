"""One feed on its way through the hops, and what it came back with.

Used by `bot.feeds.fetch` alone: a journey starts at a feed's address, every redirect points it on, and it
ends in one `FetchResult`. Nothing here opens a connection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from yarl import URL

from bot.errors import FeedError, FetchError
from bot.feeds import connect, headers
from bot.feeds.exchange import FetchRequest, FetchResult
from bot.feeds.spool import Spool
from bot.model.feed import FeedStatus

_PERMANENT = frozenset({301, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an answer says beside its body.

    Attributes:
        http_status: Its status; 0 when none came.
        pause_s: How long the host wants to be left alone.
        max_age_s: How long the answer stays fresh.
    """

    http_status: int = 0
    pause_s: float | None = None
    max_age_s: float | None = None


NOTHING_TOLD = Told()


@dataclass(slots=True)
class Journey:
    """One feed on its way.

    Args:
        request: What is asked for.
        url: Where it is asked now.
        total_s: Seconds that it may take, without pauses made out of politeness.
        most_hops: Redirects that are followed.
        clock: The present in seconds.

    Attributes:
        is_listed: Whether the host that is asked now is one that the operator named.
        body: What it brought back, for the result to be filled with when somebody takes it.
    """

    request: FetchRequest
    url: URL
    total_s: float
    most_hops: int
    clock: Callable[[], float]
    is_listed: bool = field(default=False, init=False)
    body: Spool | None = field(default=None, init=False)
    _left_s: float = field(init=False)
    _out_since: float | None = field(default=None, init=False)
    _hops: int = field(default=0, init=False)
    _permanent: bool = field(default=True, init=False)
    _seen: frozenset[URL] = field(default=frozenset(), init=False)

    def __post_init__(self) -> None:
        self._left_s = self.total_s

    @contextmanager
    def on_the_way(self) -> Iterator[float]:
        """The time in which a request is under way, which is all that counts; yields the seconds left."""
        self._out_since = self.clock()
        try:
            yield max(self._left_s, 0.0)
        finally:
            self._left_s -= self.clock() - self._out_since
            self._out_since = None

    @property
    def elapsed_s(self) -> float:
        """Seconds that counted so far."""
        out_s = 0.0 if self._out_since is None else self.clock() - self._out_since
        return self.total_s - self._left_s + out_s

    def turn(self, location: str, status: int) -> None:
        """Point the journey at where a redirect leads.

        Args:
            location: The redirect's ``Location``; empty when it names none.
            status: 301, 302, 303, 307 or 308.

        Raises:
            FetchError: It leads nowhere, in a circle or too far (``redirect_error``).
        """
        words = "" if location else "The server redirects without saying where"
        if not words:
            self._seen |= {self.url}
            self.url = connect.follow(self.url, location)
            self._permanent = self._permanent and status in _PERMANENT
            self._hops += 1
            if self.url in self._seen:
                words = f"The redirects go round in a circle: {str(self.url)[:200]}"
            elif self._hops > self.most_hops:
                words = f"More than {self.most_hops} redirects"
        if words:
            raise FetchError(words, status=FeedStatus.REDIRECT_ERROR)

    def result(
        self, status: FeedStatus, error: str = "", told: Told = NOTHING_TOLD, **more: Any
    ) -> FetchResult:
        """How it ended.

        Args:
            status: The word for it.
            error: The failure as a sentence.
            told: What the last answer said.
            more: Further fields of the result.
        """
        return FetchResult(
            feed_id=self.request.feed_id,
            url=self.request.url,
            status=status,
            error=error,
            http_status=told.http_status,
            final_url=str(self.url),
            permanent=self._permanent and self._hops > 0,
            pause_s=told.pause_s,
            private=self.is_listed,
            max_age_s=told.max_age_s,
            elapsed_s=self.elapsed_s,
            **more,
        )

    def not_modified(self, told: Told) -> FetchResult:
        """The result of a 304; without validators sent it is a lie.

        The validators stay those of the body that was read (RFC 9111, 4.3.4): some servers answer 304 from an
        old copy with the new one's ETag, and who believes it never gets the new one.

        Args:
            told: What the answer said.
        """
        request = self.request
        if not (request.etag or request.last_modified):
            words = "The server says that nothing changed, but nothing was read yet"
            return self.result(FeedStatus.SERVER_ERROR, words, told)
        return self.result(
            FeedStatus.NOT_MODIFIED,
            told=told,
            etag=request.etag,
            last_modified=request.last_modified,
            body_sha256=request.body_sha256,
        )

    def arrived(self, response: aiohttp.ClientResponse, body: Spool, told: Told) -> FetchResult:
        """The result of a full answer, without its body, which waits in `body` unless it is known.

        Args:
            response: Its headers.
            body: Inflated.
            told: What the answer said.
        """
        unchanged = body.sha256 == self.request.body_sha256
        self.body = None if unchanged else body
        return self.result(
            FeedStatus.NOT_MODIFIED if unchanged else FeedStatus.OK,
            told=told,
            content_type=response.headers.get("Content-Type", ""),
            etag=headers.validator(response.raw_headers, b"etag"),
            last_modified=headers.validator(response.raw_headers, b"last-modified"),
            body_sha256=body.sha256,
            unchanged=unchanged,
        )


def no_journey(request: FetchRequest, error: FeedError) -> FetchResult:
    """The result of a request whose address is none.

    Args:
        request: What was asked for.
        error: Why it cannot be.
    """
    return FetchResult(
        feed_id=request.feed_id, url=request.url, status=FeedStatus(error.status), error=error.message
    )
