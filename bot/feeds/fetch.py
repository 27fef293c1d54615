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
import queue
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus
from types import TracebackType
from typing import Self

import aiohttp

from bot.errors import FeedError
from bot.feeds import connect, failures, headers
from bot.feeds.exchange import FetchLimits, FetchRequest, FetchResult
from bot.feeds.guard import PrivateFeeds
from bot.feeds.inflate import Inflater
from bot.feeds.journey import Journey, Told, no_journey
from bot.feeds.pace import HostPausedError, Pacer
from bot.feeds.spool import Spool
from bot.model.feed import FeedStatus

_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.5"
)
_CODINGS = "gzip, br, deflate"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WAIT = frozenset({429, 503})
_PIECE_BYTES = 65536
# No request starts while this much waits in memory to be taken; with the bound on what a body has there
# (`bot.feeds.spool`) that limits the memory that hostile servers can make us use.
_WAITING_BYTES = 8_000_000
_TELL_BYTES = 2_000_000  # taken, before the loop is woken to hear of it
_IDLE_S = 0.5
_HEADER_BYTES = 65536  # security policies of real sites go beyond aiohttp's 8 KB


_Ended = tuple[FetchResult, Spool | None]
_Results = queue.SimpleQueue[list[_Ended]]


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

    def fetch(
        self, requests: Iterable[FetchRequest], *, when_idle: Callable[[], None] = lambda: None
    ) -> Iterator[FetchResult]:
        """Ask feeds for news.

        Args:
            requests: One for each feed; hosts are asked in this order.
            when_idle: Called in the caller's thread whenever no feed answered for half a second.

        Yields:
            One result for each request, in the order in which they end. Giving up the iterator (also by
            Ctrl-C) cancels what is under way.
        """
        results: _Results = queue.SimpleQueue()
        wanted = tuple(requests)
        running = asyncio.run_coroutine_threadsafe(self._run(wanted, results), self._loop)
        try:
            left, taken = len(wanted), 0
            while left:
                if taken >= _TELL_BYTES or (taken and results.empty()):
                    self._loop.call_soon_threadsafe(self._waiting.add, -taken)
                    taken = 0
                some = _next(results, when_idle)
                left -= len(some)
                for result, body in some:
                    if body is None:
                        yield result
                        continue
                    taken += body.memory_bytes
                    yield replace(result, body=body.take())
        finally:
            running.cancel()

    async def _run(self, requests: tuple[FetchRequest, ...], results: _Results) -> None:
        """Start all requests; each hands its result over when it is there, and is forgotten with it."""
        over = asyncio.Event()
        task_requests: dict[asyncio.Task[_Ended], FetchRequest] = {}
        ended: list[_Ended] = []

        def flush() -> None:
            results.put(ended.copy())
            ended.clear()

        def hand_over(task: asyncio.Task[_Ended]) -> None:
            request = task_requests.pop(task)
            if not task.cancelled():
                result, body = _ended(task, request)
                self._waiting.add(body.memory_bytes if body is not None else 0)
                if not ended:  # what ends in one turn of the loop wakes the caller once
                    self._loop.call_soon(flush)
                ended.append((result, body))
            if not task_requests:
                over.set()

        for request in requests:
            task = asyncio.create_task(self._travel(request))
            task_requests[task] = request
            task.add_done_callback(hand_over)
        try:
            await over.wait() if requests else None
        finally:
            for task in task_requests:
                task.cancel()

    async def _travel(self, request: FetchRequest) -> _Ended:
        """One feed from the first hop to its result."""
        try:
            url = connect.to_url(request.url)
        except FeedError as error:
            return no_journey(request, error), None
        limits = self._limits
        journey = Journey(request, url, limits.total_s, limits.redirects, self._loop.time)
        return await self._result_of(journey), journey.body

    async def _result_of(self, journey: Journey) -> FetchResult:
        """How a journey ends."""
        try:
            result = None
            while result is None:
                result = await self._hop(journey)
        except FeedError as error:
            return journey.result(FeedStatus(error.status), error.message)
        except HostPausedError as error:
            words, told = f"{journey.url.host} asked to be left alone", Told(pause_s=error.left_s)
            return journey.result(FeedStatus.RATE_LIMITED, words, told, asked=False)
        except (aiohttp.ClientError, TimeoutError, OSError, ssl.SSLError, ValueError) as error:
            return journey.result(*failures.describe(error, journey.url, self._limits))
        return result

    async def _hop(self, journey: Journey) -> FetchResult | None:
        """One request; None when it led on to another address."""
        url = journey.url
        host = (url.raw_host or "").lower()
        connect.check_url(url)
        journey.is_listed = connect.is_listed(url, self._private)
        await self._waiting.room()
        turn = self._pacer.knock(f"{host}:{url.port}") if journey.is_listed else self._pacer.turn(host)
        async with turn as answered, self._slots:
            with journey.on_the_way() as left_s:
                async with asyncio.timeout(left_s):
                    return await self._ask(journey, host, answered)

    async def _ask(self, journey: Journey, host: str, answered: Callable[[], None]) -> FetchResult | None:
        """Send the request and read its answer."""
        request = journey.request
        conditions = {"If-None-Match": request.etag, "If-Modified-Since": request.last_modified}
        connect.asked_host.set(host)
        async with self._session.get(
            journey.url,
            allow_redirects=False,
            headers={name: value for name, value in conditions.items() if value},
        ) as response:
            answered()
            if response.status in _REDIRECTS:
                journey.turn(response.headers.get("Location", "").strip(), response.status)
                return None
            told = self._told(response)
            if told.pause_s is not None and not journey.is_listed:
                self._pacer.pause(host, told.pause_s)
            if response.status == HTTPStatus.NOT_MODIFIED:
                return journey.not_modified(told)
            if (failed := failures.by_status(response.status, response.reason or "")) is not None:
                return journey.result(*failed, told)
            return journey.arrived(response, await self._read(response), told)

    def _told(self, response: aiohttp.ClientResponse) -> Told:
        """What the headers say about time."""
        now_s = self._clock()
        pause_s = None
        if response.status in _WAIT:
            asked_s = headers.retry_after_s(response.headers.get("Retry-After", ""), now_s=now_s)
            pause_s = self._limits.default_pause_s if asked_s is None else asked_s
        fresh_s = headers.fresh_for_s(response.headers, now_s=now_s)
        return Told(http_status=response.status, pause_s=pause_s, max_age_s=fresh_s)

    async def _read(self, response: aiohttp.ClientResponse) -> Spool:
        """The inflated body."""
        inflater = Inflater(response.headers.get("Content-Encoding", ""), self._limits.body_bytes)
        body = Spool()
        async for piece in response.content.iter_chunked(_PIECE_BYTES):
            for inflated in inflater.feed(piece):
                body.add(inflated)
        inflater.finish()
        return body


def _next(results: _Results, when_idle: Callable[[], None]) -> list[_Ended]:
    while True:
        with suppress(queue.Empty):
            return results.get(timeout=_IDLE_S)
        when_idle()


def _ended(task: asyncio.Task[_Ended], request: FetchRequest) -> _Ended:
    """What came of a task; one that broke costs no other feed its turn."""
    if (error := task.exception()) is None:
        return task.result()
    words = f"Unexpected: {type(error).__name__}: {error}"
    status = FeedStatus.NETWORK_ERROR
    return FetchResult(feed_id=request.feed_id, url=request.url, status=status, error=words), None
