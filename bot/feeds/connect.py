"""Addresses on the way to a socket: reading URLs, resolving names, opening checked sockets.

Called by `bot.feeds.fetch`; it plugs `bot.feeds.guard` into aiohttp. Both the look-up of names and the
making of sockets can be replaced, so that no test sends a packet beyond loopback.
"""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import ContextVar
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.errors import FetchError, RefusedAddressError
from bot.feeds import guard
from bot.feeds.guard import PrivateFeeds
from bot.model.feed import FeedStatus

Lookup = Callable[[str, int], list[str]]
"""Addresses of a name, in digits, best first; raises OSError when there is none. May block."""

OpenSocket = Callable[[socket.AddressFamily], socket.socket]
"""A new, unconnected TCP socket."""

asked_host: ContextVar[str] = ContextVar("asked_host", default="")
"""The host that the present task asks, for the check when its socket is made."""

_LOOKUP_THREADS = 128  # a name server that keeps silent holds a thread for seconds; made when needed
_SENDABLE = re.compile(r"[!#-;=?-\[\]_a-z~%]+", re.IGNORECASE)
_LONGEST_URL = 8000  # what servers take (RFC 9110, 4.1); a host of 20,000 letters takes a second to read
_DEFAULT_PORTS = {"http": 80, "https": 443}


def to_url(text: str) -> URL:
    """A feed's address as a URL without fragment.

    Args:
        text: As a person or a feed list gave it.

    Returns:
        The URL; its path and query are left as written where they are valid.

    Raises:
        FetchError: It is no URL with a host.

    >>> to_url("https://example.org/feed?b=%2F#top")
    URL('https://example.org/feed?b=%2F')
    """
    try:
        url = _as_written(text.strip()[: _LONGEST_URL + 1])
        url = url.with_fragment(None) if "#" in text else url
        is_url = bool(url.scheme) and (bool(url.host) or url.scheme not in _DEFAULT_PORTS)
        is_url = is_url and len(text.strip()) <= _LONGEST_URL
        _ = url.port
    except ValueError:
        is_url = False
    if not is_url:
        raise FetchError(f'"{text[:200]}" is no address of a feed', status=FeedStatus.NETWORK_ERROR)
    return url


def _as_written(text: str) -> URL:
    """A URL whose path and query stay byte for byte as given, quoted only where they could not be sent."""
    return URL(text, encoded=bool(_SENDABLE.fullmatch(text)))


def follow(base: URL, location: str) -> URL:
    """The address that a redirect leads to.

    Args:
        base: Where the redirect was met.
        location: Its ``Location``, relative or absolute.

    Returns:
        An absolute URL without fragment.

    Raises:
        FetchError: It cannot be read (``redirect_error``).

    >>> follow(URL("https://example.org/a/b"), "../feed")
    URL('https://example.org/feed')
    """
    target = None
    if len(location) <= _LONGEST_URL:
        with suppress(ValueError):
            found = base.join(_as_written(location)).with_fragment(None)
            _ = found.port, found.host
            target = found
    if target is None:
        words = f'The server redirects to "{location[:200]}", which is no address'
        raise FetchError(words, status=FeedStatus.REDIRECT_ERROR)
    return target


def check_url(url: URL) -> None:
    """Refuse what is not plain http(s), and odd spellings of addresses.

    Args:
        url: About to be asked.

    Raises:
        RefusedAddressError: See above.

    >>> check_url(URL("https://example.org/feed"))
    """
    if url.scheme not in _DEFAULT_PORTS or not url.raw_host:
        raise RefusedAddressError(
            f"Only http and https addresses are polled, not {url.scheme or 'an empty'} one: {str(url)[:200]}",
            status=FeedStatus.BLOCKED,
        )
    guard.check_spelling(url.raw_host)


def is_listed(url: URL, private: PrivateFeeds) -> bool:
    """Whether the operator named this host and port as a private feed; such hosts are not paced.

    >>> is_listed(URL("http://127.0.0.1:8700/a"), PrivateFeeds.parse("127.0.0.1:8700"))
    True
    """
    host = (url.raw_host or "").lower()
    port = url.port or _DEFAULT_PORTS.get(url.scheme, 0)
    return private.names(host, port)


def system_lookup(host: str, port: int) -> list[str]:
    """Addresses of a name by the operating system."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


def _plain_socket(family: socket.AddressFamily) -> socket.socket:
    return socket.socket(family, socket.SOCK_STREAM)


def guarded_sockets(
    private: PrivateFeeds, open_socket: OpenSocket | None = None
) -> Callable[[Any], socket.socket]:
    """A socket factory for aiohttp that makes none for an address which must not be polled.

    Args:
        private: Private addresses that may be polled.
        open_socket: Makes the socket.
    """
    make = open_socket or _plain_socket

    def factory(info: Any) -> socket.socket:
        """The socket for one ``getaddrinfo`` row."""
        address, port = info[4][0], info[4][1]
        guard.check(asked_host.get() or address, address, port, private)
        return make(info[0])

    return factory


class GuardedResolver(AbstractResolver):
    """Resolves names to those of their addresses that may be polled; aiohttp connects to these alone.

    Args:
        private: Private addresses that may be polled.
        lookup: Finds the addresses; by default the operating system's resolver.
    """

    def __init__(self, private: PrivateFeeds, lookup: Lookup | None = None) -> None:
        self._private = private
        self._lookup = lookup or system_lookup
        self._threads = ThreadPoolExecutor(_LOOKUP_THREADS, thread_name_prefix="lookup")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of `host` that may be connected to at `port`; `family` is ignored."""
        del family  # both are wanted, and the guard judges either
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._threads, self._lookup, host, port)
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for address in guard.permitted(host, found, port, self._private)
        ]

    async def close(self) -> None:
        """Let go of the threads; one that hangs in a look-up ends by itself."""
        self._threads.shutdown(wait=False, cancel_futures=True)
