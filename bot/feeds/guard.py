"""Which addresses may be polled: public ones, and private ones that the operator named.

Called by `bot.feeds.fetch`, which asks twice for every hop: when a name has been resolved and again when
the socket is made, so that no answer of a name server, redirect or odd spelling leads inside. It decides;
it never opens a connection.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from bot.errors import ConfigError, FetchError, RefusedAddressError
from bot.model.feed import FeedStatus

_parsed = lru_cache(maxsize=4096)(ip_address)  # each address is looked at four times on the way to its socket

_Address = IPv4Address | IPv6Address
_Network = IPv4Network | IPv6Network

# IANA special-purpose registries (RFC 6890 and later entries); the words are what the feed's owner reads.
_REFUSED_V4 = tuple(
    (IPv4Network(network), word)
    for network, word in (
        ("0.0.0.0/8", "an unspecified"),
        ("10.0.0.0/8", "a private"),
        ("100.64.0.0/10", "a carrier's internal"),
        ("127.0.0.0/8", "a loopback"),
        ("169.254.0.0/16", "a link-local"),
        ("172.16.0.0/12", "a private"),
        ("192.0.0.0/24", "a reserved"),
        ("192.0.2.0/24", "a documentation"),
        ("192.88.99.0/24", "a 6to4 relay"),
        ("192.168.0.0/16", "a private"),
        ("198.18.0.0/15", "a test network"),
        ("198.51.100.0/24", "a documentation"),
        ("203.0.113.0/24", "a documentation"),
        ("224.0.0.0/4", "a multicast"),
        ("240.0.0.0/4", "a reserved"),
    )
)
_REFUSED_V6 = tuple(
    (IPv6Network(network), word)
    for network, word in (
        ("::/128", "an unspecified"),
        ("::1/128", "a loopback"),
        ("::ffff:0:0/96", "an IPv4-mapped"),
        ("64:ff9b:1::/48", "a local NAT64"),
        ("100::/64", "a discard-only"),
        ("2001::/32", "a Teredo"),
        ("2001::/23", "a reserved"),
        ("2001:db8::/32", "a documentation"),
        ("2002::/16", "a 6to4"),
        ("3fff::/20", "a documentation"),
        ("fc00::/7", "a private"),
        ("fe80::/10", "a link-local"),
        ("fec0::/10", "a site-local"),
        ("ff00::/8", "a multicast"),
    )
)
_NAT64 = IPv6Network(
    "64:ff9b::/96"
)  # RFC 6052: how an IPv6-only network reaches IPv4; judged by what it wraps
_GLOBAL_V6 = IPv6Network("2000::/3")  # the only IPv6 space that IANA has handed out
_PORTS = range(1, 65536)
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)
_PRIVATE_EXAMPLE = "for example 127.0.0.1:8700,10.0.0.0/8,intranet.example:8080"


def refusal(address: _Address) -> str:
    """Why an address is not a public one, as words that fit before "address"; empty when it is public.

    Args:
        address: As the socket would connect to it.

    >>> refusal(ip_address("100.64.1.1")), refusal(ip_address("93.184.215.14"))
    ("a carrier's internal", '')
    >>> refusal(ip_address("64:ff9b::7f00:1")), refusal(ip_address("64:ff9b::5db8:d70e"))
    ('a loopback', '')
    """
    if isinstance(address, IPv4Address):
        return next((word for network, word in _REFUSED_V4 if address in network), "")
    if address in _NAT64:
        return refusal(IPv4Address(int(address) & 0xFFFFFFFF))
    for network, word in _REFUSED_V6:
        if address in network:
            return word
    return "" if address in _GLOBAL_V6 else "a reserved"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Exception:
    """One entry of the list: a host name or a network, and a port where one is named."""

    host: str = ""
    network: _Network | None = None
    port: int | None = None

    def covers(self, host: str, address: _Address, port: int) -> bool:
        """Whether this entry lets `host`, which is at `address`, be polled at `port`."""
        if self.port not in {None, port}:
            return False
        if self.network is None:
            return host.lower() == self.host
        return address.version == self.network.version and address in self.network


@dataclass(frozen=True, slots=True)
class PrivateFeeds:
    """Private hosts and networks that may be polled all the same; by default none.

    An address or network is compared with the address that is connected to, a host name with the name in
    the URL; without a port every port is meant.
    """

    _entries: tuple[_Exception, ...] = field(default=())

    @classmethod
    def parse(cls, text: str) -> PrivateFeeds:
        """Read a list such as ``127.0.0.1:8700,127.0.0.0/8,[::1]:8700,intranet.example:8080``.

        Args:
            text: Entries with commas or blanks between them; empty for none. An entry that is neither a
                host nor a network, or whose port is none, is a ConfigError.

        Returns:
            What they allow.

        >>> feeds = PrivateFeeds.parse("127.0.0.1:8700")
        >>> feeds.cover("127.0.0.1", "127.0.0.1", 8700), feeds.cover("127.0.0.1", "127.0.0.1", 8701)
        (True, False)
        """
        return cls(tuple(_entry(part) for part in re.split(r"[,\s]+", text) if part))

    def names(self, host: str, port: int) -> bool:
        """Whether an entry names this host, by name or as an address in digits, together with `port`."""
        try:
            at: _Address | None = _parsed(host)
        except ValueError:
            at = None
        if at is not None:
            return any(entry.covers(host, at, port) for entry in self._entries)
        return any(entry.host == host and entry.port in {None, port} for entry in self._entries)

    def cover(self, host: str, address: str, port: int) -> bool:
        """Whether `host`, which is at `address`, is named with `port`; an unreadable address never is."""
        try:
            at = _parsed(address)
        except ValueError:
            return False
        return any(entry.covers(host, at, port) for entry in self._entries)


def _entry(text: str) -> _Exception:
    """One entry from its spelling.

    Raises:
        ConfigError: It is neither a host nor a network, or its port is no port.
    """
    host, port = text, None
    if match := re.fullmatch(r"\[([^\]]+)\](?::(\d+))?|([^:]+):(\d+)", text):
        host = match[1] or match[3]
        digits = match[2] or match[4]
        port = int(digits) if digits else None
    if port is not None and port not in _PORTS:
        raise ConfigError(f'"{text}" names a port that is not between 1 and 65535; {_PRIVATE_EXAMPLE}')
    try:
        return _Exception(network=ip_network(host), port=port)
    except ValueError as error:
        if "/" in host or ":" in host or _is_numeric(host):
            raise ConfigError(f'"{text}" is no address or network ({error}); {_PRIVATE_EXAMPLE}') from error
    if not re.fullmatch(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*", host):
        raise ConfigError(f'"{text}" is no host name, address or network; {_PRIVATE_EXAMPLE}')
    return _Exception(host=host.lower(), port=port)


def _is_numeric(host: str) -> bool:
    """Whether a host would be taken for an IPv4 address: its last label is a number (WHATWG URL, 5.1)."""
    return bool(_NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]))


def check(host: str, address: str, port: int, private: PrivateFeeds) -> None:
    """Let an address that is about to be connected to pass, or refuse it.

    Args:
        host: As it stands in the URL.
        address: What `host` was resolved to, in digits.
        port: To be connected to.
        private: What the operator allows.

    Raises:
        RefusedAddressError: The address is neither public nor allowed.

    >>> check("example.org", "93.184.215.14", 443, PrivateFeeds())
    """
    at = _parsed(address.partition("%")[0])
    word = refusal(at)
    if word and not private.cover(host, str(at), port):
        where = host if host == address else f"{host} ({address})"
        raise RefusedAddressError(
            f"{where}, port {port}, is {word} address and may not be polled unless POLICYBOT_PRIVATE_FEEDS"
            " names it",
            status=FeedStatus.BLOCKED,
        )


def check_spelling(host: str) -> None:
    """Refuse hosts in digits that are not the plain spelling of an address (decimal, octal, hex, short).

    Args:
        host: Host of a URL, without brackets.

    Raises:
        RefusedAddressError: It is such a spelling; different programs read it as different addresses.

    >>> check_spelling("127.0.0.1")
    >>> check_spelling("0x7f.1")
    Traceback (most recent call last):
    bot.errors.RefusedAddressError: 0x7f.1 is an odd spelling of an address and may not be polled
    """
    if ":" in host or not _is_numeric(host):
        return
    try:
        _parsed(host)
    except ValueError as error:
        raise RefusedAddressError(
            f"{host} is an odd spelling of an address and may not be polled", status=FeedStatus.BLOCKED
        ) from error


def permitted(host: str, addresses: Iterable[str], port: int, private: PrivateFeeds) -> tuple[str, ...]:
    """Those of a name's addresses that may be connected to, in the order given.

    Args:
        host: The name.
        addresses: What a name server answered, in digits; at least one.
        port: To be connected to.
        private: What the operator allows.

    Returns:
        At least one address.

    Raises:
        FetchError: There was none; where all were refused, `check`'s error for the last one.

    >>> permitted("example.org", ["10.0.0.1", "93.184.215.14"], 80, PrivateFeeds())
    ('93.184.215.14',)
    """
    passed: list[str] = []
    refused: RefusedAddressError | None = None
    for address in addresses:
        try:
            check(host, address, port, private)
        except RefusedAddressError as error:
            refused = error
        else:
            passed.append(address)
    if refused is not None and not passed:
        raise refused
    if not passed:
        raise FetchError(f"{host} has no address", status=FeedStatus.NETWORK_ERROR)
    return tuple(passed)
