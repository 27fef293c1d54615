"""Addresses that must not be asked: odd spellings, other ports, private networks, other schemes.

The feed server's host and port are on the list of private feeds; the canary's are not.
"""
# ruff: noqa: E501, RUF001 # one case a line, as a table, with the characters that feeds really hold

from __future__ import annotations

from tests.feeds.case import Case, answer

_NEVER = answer(b"never asked")


def blocked(name: str, url: str) -> Case:
    return Case(name=f"address-{name}", respond=_NEVER, url=url, statuses="blocked", articles=0)


CASES = (
    blocked("other-port", "{canary}/feed"),
    blocked("decimal", "http://2130706433:{port}/ok"),
    blocked("hex", "http://0x7f000001:{port}/ok"),
    blocked("hex-parts", "http://0x7f.0.0.1:{port}/ok"),
    blocked("octal", "http://0177.0.0.1:{port}/ok"),
    blocked("octal-long", "http://017700000001:{port}/ok"),
    blocked("short", "http://127.1:{port}/ok"),
    blocked("dot", "http://127.0.0.1.:{port}/ok"),
    blocked("zero", "http://0.0.0.0:{canary_port}/"),
    blocked("zero-short", "http://0:{canary_port}/"),
    blocked("wide-digits", "http://１２７.０.０.１:{canary_port}/"),
    blocked("loopback-other", "http://127.0.0.2:{canary_port}/"),
    blocked("mapped", "http://[::ffff:127.0.0.1]:{canary_port}/"),
    blocked("mapped-hex", "http://[::ffff:7f00:1]:{canary_port}/"),
    blocked("compatible", "http://[::127.0.0.1]:{canary_port}/"),
    blocked("loopback-6", "http://[::1]:{canary_port}/"),
    blocked("unspecified-6", "http://[::]:{canary_port}/"),
    blocked("nat64", "http://[64:ff9b::7f00:1]:{canary_port}/"),
    blocked("6to4", "http://[2002:7f00:1::]:{canary_port}/"),
    blocked("teredo", "http://[2001:0:7f00:1::]:{canary_port}/"),
    blocked("link-local", "http://169.254.169.254/latest/meta-data/"),
    blocked("link-local-6", "http://[fe80::1]/"),
    blocked("unique-local", "http://[fd00::1]/"),
    blocked("private-10", "http://10.0.0.1/"),
    blocked("private-172", "http://172.16.0.1/"),
    blocked("private-192", "http://192.168.1.1/"),
    blocked("cgnat", "http://100.64.0.1/"),
    blocked("multicast", "http://224.0.0.1/"),
    blocked("multicast-6", "http://[ff02::1]/"),
    blocked("broadcast", "http://255.255.255.255/"),
    blocked("documentation", "http://192.0.2.1/"),
    blocked("localhost", "http://localhost:{canary_port}/"),
    blocked("rebound", "http://rebound.example:{canary_port}/"),
    blocked("public-and-private-name", "http://inside.example:{canary_port}/"),
    blocked("file", "file:///etc/passwd"),
    blocked("ftp", "ftp://127.0.0.1/feed"),
    blocked("gopher", "gopher://127.0.0.1:{canary_port}/_x"),
    Case(name="address-nonsense", respond=_NEVER, url="not an address", statuses="network_error"),
    Case(name="address-no-host", respond=_NEVER, url="http:///feed", statuses="network_error"),
    Case(name="address-bad-port", respond=_NEVER, url="http://127.0.0.1:99999/", statuses="network_error"),
    Case(name="address-unknown-name", respond=_NEVER, url="http://nowhere.example/", statuses="network_error"),
    Case(name="address-refused", respond=_NEVER, url="http://127.0.0.1:{closed_port}/", statuses="network_error"),
    Case(name="address-blanks", respond=answer("<rss><channel></channel></rss>"), url=" {base}/address-blanks\n", statuses="ok"),
    Case(name="address-password", respond=answer("<rss><channel></channel></rss>"), url="http://user:pass@127.0.0.1:{port}/address-password", statuses="ok"),
)  # fmt: skip
