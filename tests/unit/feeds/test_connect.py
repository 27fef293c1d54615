"""URLs, resolving and sockets, with stand-ins for both."""

from __future__ import annotations

import asyncio
import socket

import pytest
from yarl import URL

from bot.errors import FetchError, RefusedAddressError
from bot.feeds import connect
from bot.feeds.guard import PrivateFeeds

LOOPBACK = PrivateFeeds.parse("127.0.0.1:8700, intranet.example:80")


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://example.org/a%2Fb?q=%41", "https://example.org/a%2Fb?q=%41"),
        (" https://example.org/feed#x\n", "https://example.org/feed"),
        ("http://example.org/ä b", "http://example.org/%C3%A4%20b"),
        ("file:///etc/passwd", "file:///etc/passwd"),
    ],
)
def test_addresses_stay_as_written(text, url):
    assert str(connect.to_url(text)) == url


@pytest.mark.parametrize(
    "text", ["", "feed", "example.org/feed", "http://", "http:///x", "http://a:99999/", "http://[::1/"]
)
def test_what_is_no_address_is_said_to_be_none(text):
    with pytest.raises(FetchError, match="no address"):
        connect.to_url(text)


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/a", "https://example.org/a"),
        ("b", "https://example.org/x/b"),
        ("?q=1", "https://example.org/x/feed?q=1"),
        ("//other.example/a#x", "https://other.example/a"),
        ("http://other.example", "http://other.example"),
        ("file:///etc/passwd", "file:///etc/passwd"),
    ],
)
def test_redirects_are_followed_as_browsers_do(location, target):
    assert str(connect.follow(URL("https://example.org/x/feed"), location)) == target


@pytest.mark.parametrize("location", ["http://[::1", "http://a:99999/", "http://a:b/"])
def test_a_redirect_to_no_address_is_a_redirect_error(location):
    with pytest.raises(FetchError) as caught:
        connect.follow(URL("https://example.org/"), location)
    assert caught.value.status == "redirect_error"


@pytest.mark.parametrize(
    "url", ["ftp://example.org/", "file:///x", "data:text/xml,x", "http://0x7f.1/", "http://127.1/"]
)
def test_other_schemes_and_odd_hosts_are_refused(url):
    with pytest.raises(RefusedAddressError):
        connect.check_url(URL(url))


def test_listed_hosts_are_known_by_host_and_port():
    assert connect.is_listed(URL("http://127.0.0.1:8700/x"), LOOPBACK)
    assert connect.is_listed(URL("http://intranet.example/"), LOOPBACK)
    assert not connect.is_listed(URL("https://intranet.example/"), LOOPBACK)
    assert not connect.is_listed(URL("http://127.0.0.1/"), LOOPBACK)


def resolve(answers: list[str], private: PrivateFeeds, host: str = "x.example", port: int = 80):
    async def ask():
        resolver = connect.GuardedResolver(private, lambda _host, _port: answers)
        try:
            return await resolver.resolve(host, port)
        finally:
            await resolver.close()

    return asyncio.run(ask())


def test_a_name_gives_only_addresses_that_may_be_asked():
    found = resolve(["10.0.0.1", "1.1.1.1", "2606:4700::1111"], PrivateFeeds())
    assert [(one["host"], one["family"]) for one in found] == [
        ("1.1.1.1", socket.AF_INET),
        ("2606:4700::1111", socket.AF_INET6),
    ]
    assert {one["port"] for one in found} == {80}


def test_a_name_that_leads_inside_is_refused_unless_listed():
    with pytest.raises(RefusedAddressError):
        resolve(["127.0.0.1"], PrivateFeeds())
    assert resolve(["10.0.0.1"], LOOPBACK, "intranet.example")[0]["host"] == "10.0.0.1"


def test_the_socket_itself_is_checked_again():
    made = []
    factory = connect.guarded_sockets(LOOPBACK, made.append)
    factory((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 8700)))
    assert made == [socket.AF_INET]
    for address in (("127.0.0.1", 8701), ("10.0.0.1", 80), ("169.254.169.254", 80)):
        with pytest.raises(RefusedAddressError):
            factory((socket.AF_INET, socket.SOCK_STREAM, 6, "", address))
    assert len(made) == 1
