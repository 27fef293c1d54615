"""No test reaches another machine: whatever connects or looks up a name beyond loopback fails the test.

Installed once by tests/conftest.py as an audit hook of the interpreter, so that nothing is patched and no
library can go round it. Processes that a test starts are not watched; they get loopback addresses.
"""

from __future__ import annotations

import ipaddress
import sys
from collections.abc import Callable
from typing import Any

import pytest

_LOCAL_NAMES = frozenset({"", "localhost", "localhost.localdomain"})


def forbid() -> None:
    """Watch this process from now on; a hook cannot be taken away again."""
    sys.addaudithook(_watch)


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    host_of = _HOSTS.get(event)
    if host_of is None:
        return
    host = host_of(arguments)
    lookup = event not in {"socket.connect", "socket.sendto", "socket.sendmsg"}
    if not (_is_local(host) or (lookup and _is_address(host))):
        # Not an Exception: code that expects a network to fail must not swallow it.
        pytest.fail(f"A test may reach loopback only, and this was {event} of {host!r}.")


def _host(address: Any) -> Any:
    """The host of a socket address; None for a path, or for none at all."""
    return address[0] if isinstance(address, tuple) else None


_HOSTS: dict[str, Callable[[tuple[Any, ...]], Any]] = {
    "socket.connect": lambda arguments: _host(arguments[1]),
    "socket.sendto": lambda arguments: _host(arguments[1]),
    "socket.sendmsg": lambda arguments: _host(arguments[1]),
    "socket.getaddrinfo": lambda arguments: arguments[0],
    "socket.gethostbyname": lambda arguments: arguments[0],
    "socket.gethostbyaddr": lambda arguments: arguments[0],
    "socket.getnameinfo": lambda arguments: _host(arguments[0]),
}


def _is_local(host: Any) -> bool:
    text = host.decode("ascii", "replace") if isinstance(host, bytes | bytearray) else host
    if text is None or text.lower() in _LOCAL_NAMES:
        return True
    return _is_address(text) and ipaddress.ip_address(text.partition("%")[0]).is_loopback


def _is_address(host: Any) -> bool:
    """Whether it is an address already, so that finding it out asks nobody."""
    try:
        ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return True
