"""Asking feeds for news over HTTP: many at once, each within limits, none able to hold up another.

`bot.services.ingest` calls `Fetcher.fetch` and gets results as they come; asyncio runs in a thread of its
own behind that door. Redirects are followed here, hop by hop, so that `bot.feeds.guard` sees every address;
nothing here parses or stores.

    requests → (turn at the host → slot → connect to a checked address → headers → body, counted) → results
                ▲                                                     │
                └──────────────────── redirect ───────────────────────┘
"""

from __future__ import annotations

import asyncio
import hashlib
import queue
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from http import HTTPStatus
from types import TracebackType
from typing import Self

import aiohttp
from yarl import URL

from bot.errors import FeedError, FetchError
from bot.feeds import connect, failures, headers
from bot.feeds.exchange import FetchLimits, FetchRequest, FetchResult
from bot.feeds.guard import PrivateFeeds
from bot.feeds.inflate import Inflater
from bot.feeds.pace import HostPausedError, Pacer
from bot.model.feed import FeedStatus

_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.5"
)
_CODINGS = "gzip, br, deflate"
_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WAIT = frozenset({429, 503})
_PIECE_BYTES = 65536
# Bodies beyond this size are read a few at a time, and no request starts while this much waits to be taken:
# together they bound the memory that hostile servers can make us use.
_BIG_BYTES = 2_000_000
_BIG_AT_ONCE = 4
_WAITING_BYTES = 32_000_000
_HEADER_BYTES = 65536  # security policies of real sites go beyond aiohttp's 8 KB


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What an answer says beside its body."""

    http_status: int = 0
    pause_s: float | None = None
    max_age_s: float | None = None


@dataclass(slots=True)
class _Journey:
    """One feed on its way through the hops."""

    request: FetchRequest
    url: URL
    left_s: float
    hops: int = 0
    permanent: bool = True
    seen: frozenset[URL] = frozenset()

    def result(self, status: FeedStatus, error: str = "", told: _Told | None = None) -> FetchResult:
        """How it ended."""
        told = told or _Told()
        return FetchResult(
            feed_id=self.request.feed_id,
            url=self.request.url,
            status=status,
            error=error,
            http_status=told.http_status,
            final_url=str(self.url),
            permanent=self.permanent and self.hops > 0,
            pause_s=told.pause_s,
            max_age_s=told.max_age_s,
        )


class _Waiting:
    """Bytes handed over that nobody has taken yet."""

    def __init__(self) -> None:
        self._bytes = 0
        self._room = asyncio.Event()
        self._room.set()

    async def room(self) -> None:
        """Wait until less than the bound is waiting."""
        await self._room.wait()

    def add(self, count: int) -> None:
        """Count bytes handed over, or taken where `count` is negative."""
        self._bytes += count
        if self._bytes < _WAITING_BYTES:
            self._room.set()
        else:
            self._room.clear()


class Fetcher:
    """The one door to the outside web; a context manager that closes whatever it opened.

    Args:
        user_agent: Product name, version and contact address.
        private: Private addresses that may be polled; these are not paced per host.
        limits: What one feed may cost.
        lookup: Finds the addresses of a name; tests put in their own.
        open_socket: Makes the socket for a checked address; tests put in their own.
        clock: Seconds since 1970, for dates in headers.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        private: PrivateFeeds | None = None,
        limits: FetchLimits | None = None,
        lookup: connect.Lookup | None = None,
        open_socket: connect.OpenSocket | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._user_agent = user_agent
        self._private = private or PrivateFeeds()
        self._limits = limits or FetchLimits()
        self._lookup = lookup
        self._open_socket = open_socket
        self._clock = clock
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fetcher", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _open(self) -> None:
        limits = self._limits
        self._pacer = Pacer(limits.host_gap_s)
        self._slots = asyncio.Semaphore(limits.concurrency)
        self._big = asyncio.Semaphore(_BIG_AT_ONCE)
        self._waiting = _Waiting()
        self._resolver = connect.GuardedResolver(self._private, self._lookup)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=0,
                resolver=self._resolver,
                use_dns_cache=False,
                socket_factory=connect.guarded_sockets(self._private, self._open_socket),
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
            headers={"User-Agent": self._user_agent, "Accept": _ACCEPT, "Accept-Encoding": _CODINGS},
            max_line_size=_HEADER_BYTES,
            max_field_size=_HEADER_BYTES,
        )

    async def _close(self) -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._session.close()
        await self._resolver.close()
        await self._loop.shutdown_asyncgens()

    def fetch(self, requests: Iterable[FetchRequest]) -> Iterator[FetchResult]:
        """Ask feeds for news.

        Args:
            requests: One for each feed; hosts are asked in this order.

        Yields:
            One result for each request, in the order in which they end. Giving up the iterator (also by
            Ctrl-C) cancels what is under way.
        """
        results: queue.SimpleQueue[FetchResult] = queue.SimpleQueue()
        wanted = tuple(requests)
        running = asyncio.run_coroutine_threadsafe(self._run(wanted, results), self._loop)
        try:
            for _ in wanted:
                result = results.get()
                if result.body:
                    self._loop.call_soon_threadsafe(self._waiting.add, -len(result.body))
                yield result
        finally:
            running.cancel()

    async def _run(self, requests: tuple[FetchRequest, ...], results: queue.SimpleQueue[FetchResult]) -> None:
        """Start all requests; each hands its result over when it is there."""

        def hand_over(task: asyncio.Task[FetchResult]) -> None:
            if not task.cancelled():
                result = _result_of(task, task_requests[task])
                self._waiting.add(len(result.body or b""))
                results.put(result)

        task_requests: dict[asyncio.Task[FetchResult], FetchRequest] = {}
        for request in requests:
            task = asyncio.create_task(self._travel(request))
            task_requests[task] = request
            task.add_done_callback(hand_over)
        try:
            await asyncio.wait(task_requests) if task_requests else None
        finally:
            for task in task_requests:
                task.cancel()

    async def _travel(self, request: FetchRequest) -> FetchResult:
        """One feed from the first hop to its result."""
        try:
            journey = _Journey(request, connect.to_url(request.url), self._limits.total_s)
        except FeedError as error:
            return _no_journey(request, error)
        try:
            result = None
            while result is None:
                result = await self._hop(journey)
        except FeedError as error:
            result = journey.result(FeedStatus(error.status), error.message)
        except HostPausedError as error:
            words = f"{journey.url.host} asked to be left alone"
            left = journey.result(FeedStatus.RATE_LIMITED, words, _Told(pause_s=error.left_s))
            result = replace(left, asked=False)
        except (aiohttp.ClientError, TimeoutError, OSError, ssl.SSLError, ValueError) as error:
            status, words = failures.describe(error, journey.url, self._limits)
            result = journey.result(status, words)
        return replace(
            result,
            elapsed_s=self._limits.total_s - journey.left_s,
            private=connect.is_listed(journey.url, self._private),
        )

    async def _hop(self, journey: _Journey) -> FetchResult | None:
        """One request; None when it led on to another address."""
        url = journey.url
        host = (url.raw_host or "").lower()
        connect.check_url(url)
        async with AsyncExitStack() as stack:
            await self._waiting.room()
            if not connect.is_listed(url, self._private):
                await stack.enter_async_context(self._pacer.turn(host))
            await stack.enter_async_context(self._slots)
            begun = self._loop.time()
            try:
                async with asyncio.timeout(max(journey.left_s, 0.0)):
                    return await self._ask(journey, host)
            finally:
                journey.left_s -= self._loop.time() - begun

    async def _ask(self, journey: _Journey, host: str) -> FetchResult | None:
        """Send the request and read its answer."""
        request = journey.request
        conditions = {"If-None-Match": request.etag, "If-Modified-Since": request.last_modified}
        connect.asked_host.set(host)
        async with self._session.get(
            journey.url,
            allow_redirects=False,
            headers={name: value for name, value in conditions.items() if value},
        ) as response:
            if response.status in _REDIRECTS:
                self._turn(journey, response)
                return None
            told = self._told(response)
            if told.pause_s is not None and not connect.is_listed(journey.url, self._private):
                self._pacer.pause(host, told.pause_s)
            if response.status == HTTPStatus.NOT_MODIFIED:
                return _not_modified(journey, told)
            if (failed := failures.by_status(response.status, response.reason or "")) is not None:
                return journey.result(*failed, told)
            return _with_body(journey, response, await self._read(response), told)

    def _told(self, response: aiohttp.ClientResponse) -> _Told:
        """What the headers say about time."""
        now_s = self._clock()
        pause_s = None
        if response.status in _WAIT:
            asked_s = headers.retry_after_s(response.headers.get("Retry-After", ""), now_s=now_s)
            pause_s = self._limits.default_pause_s if asked_s is None else asked_s
        fresh_s = headers.fresh_for_s(response.headers, now_s=now_s)
        return _Told(http_status=response.status, pause_s=pause_s, max_age_s=fresh_s)

    def _turn(self, journey: _Journey, response: aiohttp.ClientResponse) -> None:
        """Point the journey at where a redirect leads.

        Raises:
            FetchError: It leads nowhere.
        """
        location = response.headers.get("Location", "").strip()
        words = "" if location else "The server redirects without saying where"
        if not words:
            target = connect.follow(journey.url, location)
            journey.seen |= {journey.url}
            journey.permanent = journey.permanent and response.status in _PERMANENT
            journey.hops += 1
            journey.url = target
            if target in journey.seen:
                words = f"The redirects go round in a circle: {str(target)[:200]}"
            elif journey.hops > self._limits.redirects:
                words = f"More than {self._limits.redirects} redirects"
        if words:
            raise FetchError(words, status=FeedStatus.REDIRECT_ERROR)

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        """The inflated body; big ones wait for one of few places."""
        inflater = Inflater(response.headers.get("Content-Encoding", ""), self._limits.body_bytes)
        body = bytearray()
        async with AsyncExitStack() as stack:
            waited = False
            async for piece in response.content.iter_chunked(_PIECE_BYTES):
                body += inflater.feed(piece)
                if len(body) > _BIG_BYTES and not waited:
                    await stack.enter_async_context(self._big)
                    waited = True
        inflater.finish()
        return bytes(body)


def _no_journey(request: FetchRequest, error: FeedError) -> FetchResult:
    """The result of a request whose address is none."""
    return FetchResult(
        feed_id=request.feed_id, url=request.url, status=FeedStatus(error.status), error=error.message
    )


def _result_of(task: asyncio.Task[FetchResult], request: FetchRequest) -> FetchResult:
    """The result of a task that ended; one that broke costs no other feed its turn."""
    if (error := task.exception()) is None:
        return task.result()
    words = f"Unexpected: {type(error).__name__}: {error}"
    return FetchResult(feed_id=request.feed_id, url=request.url, status=FeedStatus.NETWORK_ERROR, error=words)


def _not_modified(journey: _Journey, told: _Told) -> FetchResult:
    """The result of a 304; without validators sent it is a lie.

    The validators stay those of the body that was read (RFC 9111, 4.3.4): some servers answer 304 from an old
    copy with the new one's ETag, and who believes it never gets the new one.
    """
    request = journey.request
    if not (request.etag or request.last_modified):
        words = "The server says that nothing changed, but nothing was read yet"
        return journey.result(FeedStatus.SERVER_ERROR, words, told)
    return replace(
        journey.result(FeedStatus.NOT_MODIFIED, told=told),
        etag=request.etag,
        last_modified=request.last_modified,
        body_sha256=request.body_sha256,
    )


def _with_body(journey: _Journey, response: aiohttp.ClientResponse, body: bytes, told: _Told) -> FetchResult:
    """The result of a full answer."""
    digest = hashlib.sha256(body).hexdigest()
    unchanged = digest == journey.request.body_sha256
    return replace(
        journey.result(FeedStatus.NOT_MODIFIED if unchanged else FeedStatus.OK, told=told),
        body=None if unchanged else body,
        content_type=response.headers.get("Content-Type", ""),
        etag=headers.validator(response.raw_headers, b"etag"),
        last_modified=headers.validator(response.raw_headers, b"last-modified"),
        body_sha256=digest,
        unchanged=unchanged,
    )
