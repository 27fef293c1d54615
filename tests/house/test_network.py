"""The guard itself; the addresses are of networks that do not exist (RFC 5737, RFC 2606)."""

import asyncio
import socket
import urllib.request
from contextlib import closing

import pytest

ELSEWHERE = ("192.0.2.1", 9)


def connect():
    with closing(socket.socket()) as one:
        one.settimeout(0.1)
        one.connect(ELSEWHERE)


def connect_quietly():
    with closing(socket.socket()) as one:
        one.settimeout(0.1)
        one.connect_ex(ELSEWHERE)


def send():
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as one:
        one.sendto(b"x", ELSEWHERE)


def fetch():
    urllib.request.urlopen("http://feeds.invalid/", timeout=0.1)


@pytest.mark.parametrize("reach_out", [connect, connect_quietly, send, fetch])
def test_what_leaves_the_machine_fails_the_test(reach_out):
    with pytest.raises(pytest.fail.Exception, match="loopback only"):
        reach_out()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "192.0.2.1", None])
def test_what_asks_nobody_is_allowed(host):
    assert socket.getaddrinfo(host, 80)


def test_an_event_loop_is_watched_too():
    async def ask():
        await asyncio.get_running_loop().getaddrinfo("feeds.invalid", 80)

    with pytest.raises(pytest.fail.Exception, match="loopback only"):
        asyncio.run(ask())
