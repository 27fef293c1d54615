"""Which addresses may be polled."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ConfigError, FetchError, RefusedAddressError
from bot.feeds.guard import PrivateFeeds, check, check_spelling, permitted, refusal

NONE = PrivateFeeds()
REFUSED = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.254",
    "127.0.0.1",
    "127.9.9.9",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:8.8.8.8",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:10::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::",
    "3fff::1",
    "fc00::1",
    "fd00::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "::7f00:1",
    "4000::1",
    "5f00::1",
]
PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.1",
    "100.63.255.255",
    "100.128.0.1",
    "172.15.0.1",
    "172.32.0.1",
    "192.167.0.1",
    "198.17.0.1",
    "198.20.0.1",
    "223.255.255.255",
    "2606:4700::1111",
    "2a00:1450:4001::1",
    "64:ff9b::808:808",
    "2003::1",
]


@pytest.mark.parametrize("address", REFUSED)
def test_addresses_that_are_not_public_are_refused(address):
    assert refusal(ip_address(address))
    with pytest.raises(RefusedAddressError) as caught:
        check("example.org", address, 80, NONE)
    assert caught.value.status == "blocked"
    assert address in caught.value.message


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_pass(address):
    assert refusal(ip_address(address)) == ""
    check("example.org", address, 443, NONE)


@given(st.integers(0, 2**32 - 1))
def test_what_python_calls_global_and_unicast_is_the_most_that_passes(number):
    address = IPv4Address(number)
    if not refusal(address):
        assert address.is_global
        assert not address.is_multicast


@given(st.integers(0, 2**128 - 1))
def test_an_ipv4_address_is_refused_in_every_ipv6_disguise(number):
    private = IPv4Address("127.0.0.1")
    for prefix in ("::ffff:0:0", "::", "64:ff9b::", "2002::"):
        disguised = IPv6Address(int(IPv6Address(prefix)) | int(private))
        assert refusal(disguised)
    if not refusal(IPv6Address(number)):
        assert number >> 125 == 0b001 or number >> 32 == 0x64FF9B << 64


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "127.1",
        "127.0.1",
        "127.0.0.1.",
        "0",
        "0x",
        "256.1.1.1",
        "1.2.3.4.5",
        "a.1",
    ],
)
def test_odd_spellings_of_addresses_are_refused(host):
    with pytest.raises(RefusedAddressError):
        check_spelling(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "8.8.8.8", "::1", "example.org", "1.example.org", "4chan.org"])
def test_plain_spellings_and_names_pass(host):
    check_spelling(host)


@pytest.mark.parametrize(
    ("listed", "host", "address", "port", "allowed"),
    [
        ("127.0.0.1:8700", "127.0.0.1", "127.0.0.1", 8700, True),
        ("127.0.0.1:8700", "127.0.0.1", "127.0.0.1", 8701, False),
        ("127.0.0.1:8700", "127.0.0.2", "127.0.0.2", 8700, False),
        ("127.0.0.0/8", "127.3.2.1", "127.3.2.1", 1, True),
        ("127.0.0.0/8:80", "127.3.2.1", "127.3.2.1", 81, False),
        ("[::1]:8700", "::1", "::1", 8700, True),
        ("::1", "::1", "::1", 8700, True),
        ("127.0.0.1", "::ffff:127.0.0.1", "::ffff:127.0.0.1", 80, False),
        ("intranet.example:80", "intranet.example", "10.0.0.1", 80, True),
        ("intranet.example", "INTRANET.example", "10.0.0.1", 8080, True),
        ("intranet.example:80", "other.example", "10.0.0.1", 80, False),
        ("", "127.0.0.1", "127.0.0.1", 80, False),
        ("10.0.0.0/8, 127.0.0.1:1", "127.0.0.1", "127.0.0.1", 1, True),
    ],
)
def test_private_feeds_cover_what_they_name_and_nothing_else(listed, host, address, port, allowed):
    private = PrivateFeeds.parse(listed)
    assert private.cover(host, address, port) is allowed
    if allowed:
        check(host, address, port, private)
    else:
        with pytest.raises(RefusedAddressError):
            check(host, address, port, private)


@pytest.mark.parametrize(
    "text",
    ["127.0.0.1:0", "127.0.0.1:99999", "10.0.0.1/8", "10.0.0.0/99", "300.1.1.1", "http://x", "a b/c", "[::1"],
)
def test_a_wrong_entry_is_named_with_an_example(text):
    with pytest.raises(ConfigError, match="for example"):
        PrivateFeeds.parse(text)


def test_names_tells_listed_hosts_before_they_are_resolved():
    private = PrivateFeeds.parse("127.0.0.0/8, intranet.example:80")
    assert private.names("127.0.0.9", 5)
    assert private.names("intranet.example", 80)
    assert not private.names("intranet.example", 81)
    assert not private.names("example.org", 80)


def test_of_several_addresses_only_those_that_pass_are_used():
    assert permitted("x.example", ["10.0.0.1", "1.1.1.1"], 80, NONE) == ("1.1.1.1",)
    with pytest.raises(RefusedAddressError):
        permitted("x.example", ["10.0.0.1", "::1"], 80, NONE)
    with pytest.raises(FetchError, match="no address"):
        permitted("x.example", [], 80, NONE)


def test_a_scope_does_not_hide_a_link_local_address():
    with pytest.raises(RefusedAddressError):
        check("x.example", "fe80::1%eth0", 80, NONE)
