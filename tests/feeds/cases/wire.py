"""What comes over the wire: codings and bombs, endless, silent, slow and broken bodies."""

from __future__ import annotations

import gzip
import zlib

import brotli

from tests.feeds.case import Case, answer
from tests.feeds.cases.http import expect_words
from tests.feeds.made import item, rss
from tests.feeds.server import Request

GOOD = rss().encode()
BIG = rss(*(item(n, description="word " * 400) for n in range(1, 500))).encode()
MEGA = b"<rss><channel><title>" + b"A" * 1_000_000
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def gzip_bomb(request: Request) -> None:
    """A gigabyte in a megabyte, packed as it is sent."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    request.send(HEAD + b"Content-Encoding: gzip\r\nConnection: close\r\n\r\n")
    for _ in range(1000):
        request.send(packer.compress(b"<item>" + b" " * 999_994))
    request.send(packer.flush())


def brotli_bomb(request: Request) -> None:
    request.answer(BROTLI_BOMB, Content_Encoding="br")


BROTLI_BOMB = brotli.compress(b" " * 100_000_000, quality=5)
NESTED_BOMB = gzip.compress(gzip.compress(b" " * 50_000_000))


def endless(request: Request) -> None:
    request.send(HEAD + b"Connection: close\r\n\r\n<rss><channel>")
    while not request.stopping.is_set():
        request.send(b"<item><title>more</title></item>" * 2000)


def endless_chunks(request: Request) -> None:
    request.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while not request.stopping.is_set():
        request.send(b"10000\r\n" + b"x" * 65536 + b"\r\n")


def endless_header(request: Request) -> None:
    request.send(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while not request.stopping.is_set():
        request.send(b"x" * 65536)


def endless_headers(request: Request) -> None:
    request.send(b"HTTP/1.1 200 OK\r\n")
    while not request.stopping.is_set():
        request.send(b"X-One: more\r\n" * 1000)


def silent(request: Request) -> None:
    request.wait(60)


def silent_body(request: Request) -> None:
    request.send(HEAD + b"Content-Length: 1000\r\n\r\n<rss>")
    request.wait(60)


def drip(request: Request) -> None:
    request.send(HEAD + b"Connection: close\r\n\r\n")
    for byte in GOOD:
        request.send(bytes([byte]))
        request.wait(0.5)


def drip_header(request: Request) -> None:
    for byte in HEAD:
        request.send(bytes([byte]))
        request.wait(0.5)


def raw(data: bytes):
    return lambda request: request.send(data)


def chunked(request: Request) -> None:
    pieces = [GOOD[i : i + 7] for i in range(0, len(GOOD), 7)]
    coded = b"".join(b"%x;ext=1\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
    request.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + coded + b"0\r\n\r\n")


CODINGS = (
    Case(
        name="gzip", respond=answer(gzip.compress(GOOD), Content_Encoding="gzip"), statuses="ok", articles=3
    ),
    Case(
        name="x-gzip",
        respond=answer(gzip.compress(GOOD), Content_Encoding="x-gzip"),
        statuses="ok",
        articles=3,
    ),
    Case(
        name="gzip-upper",
        respond=answer(gzip.compress(GOOD), Content_Encoding="GZIP"),
        statuses="ok",
        articles=3,
    ),
    Case(
        name="deflate",
        respond=answer(zlib.compress(GOOD), Content_Encoding="deflate"),
        statuses="ok",
        articles=3,
    ),
    Case(
        name="deflate-bare",
        respond=answer(bare_deflate(GOOD), Content_Encoding="deflate"),
        statuses="ok",
        articles=3,
    ),
    Case(name="br", respond=answer(brotli.compress(GOOD), Content_Encoding="br"), statuses="ok", articles=3),
    Case(
        name="gzip-members",
        respond=answer(gzip.compress(GOOD[:500]) + gzip.compress(GOOD[500:]), Content_Encoding="gzip"),
        statuses="ok",
        articles=3,
    ),
    Case(
        name="gzip-padding",
        respond=answer(gzip.compress(GOOD) + b"\0" * 500, Content_Encoding="gzip"),
        statuses="ok",
        articles=3,
    ),
    Case(
        name="gzip-twice",
        respond=answer(gzip.compress(gzip.compress(GOOD)), Content_Encoding="gzip, gzip"),
        statuses="ok",
        articles=3,
    ),
    Case(name="gzip-a-lie", respond=answer(GOOD, Content_Encoding="gzip"), statuses="ok", articles=3),
    Case(name="gzip-silent", respond=answer(gzip.compress(GOOD)), statuses="ok", articles=3),
    Case(name="identity", respond=answer(GOOD, Content_Encoding="identity"), statuses="ok", articles=3),
    Case(name="coding-unknown", respond=answer(GOOD, Content_Encoding="zstd"), statuses="malformed"),
    Case(
        name="coding-many",
        respond=answer(GOOD, Content_Encoding=", ".join(["gzip"] * 9)),
        statuses="malformed",
    ),
    Case(
        name="gzip-damaged",
        respond=answer(gzip.compress(GOOD)[:40] + b"\xff" * 40, Content_Encoding="gzip"),
        statuses="malformed",
    ),
    Case(
        name="gzip-short",
        respond=answer(gzip.compress(GOOD)[:-20], Content_Encoding="gzip"),
        statuses="malformed",
    ),
    Case(
        name="br-short",
        respond=answer(brotli.compress(GOOD)[:-5], Content_Encoding="br"),
        statuses="malformed",
    ),
    Case(name="br-a-lie", respond=answer(GOOD, Content_Encoding="br"), statuses="malformed"),
    Case(name="gzip-empty", respond=answer(b"", Content_Encoding="gzip"), statuses="not_a_feed"),
    Case(name="gzip-bomb", respond=gzip_bomb, statuses="too_large", check=expect_words("10 MB")),
    Case(name="brotli-bomb", respond=brotli_bomb, statuses="too_large"),
    Case(
        name="nested-bomb", respond=answer(NESTED_BOMB, Content_Encoding="gzip, gzip"), statuses="too_large"
    ),
    Case(
        name="gzip-big",
        respond=answer(gzip.compress(BIG), Content_Encoding="gzip"),
        statuses="ok",
        articles=499,
    ),
)

BODIES = (
    Case(name="empty", respond=answer(b""), statuses="not_a_feed"),
    Case(name="blanks", respond=answer(b" \r\n\t " * 100), statuses="not_a_feed"),
    Case(name="zeros", respond=answer(b"\0" * 5000), statuses="not_a_feed"),
    Case(name="endless", respond=endless, statuses="too_large"),
    Case(name="endless-chunks", respond=endless_chunks, statuses="too_large"),
    Case(name="endless-header", respond=endless_header, statuses="network_error"),
    Case(name="endless-headers", respond=endless_headers, statuses="network_error"),
    Case(
        name="announced-huge",
        respond=answer(GOOD, Content_Length="99999999999"),
        statuses="network_error too_large",
    ),
    Case(name="silent", respond=silent, statuses="timeout"),
    Case(name="silent-body", respond=silent_body, statuses="timeout"),
    Case(name="drip", respond=drip, statuses="timeout"),
    Case(name="drip-header", respond=drip_header, statuses="timeout"),
    Case(name="hangs-up", respond=raw(b""), statuses="network_error"),
    Case(name="hangs-up-in-header", respond=raw(b"HTTP/1.1 200 O"), statuses="network_error"),
    Case(
        name="hangs-up-in-body",
        respond=answer(GOOD, Content_Length=str(len(GOOD) + 9)),
        statuses="network_error",
    ),
    Case(name="chunked", respond=chunked, statuses="ok", articles=3),
    Case(
        name="chunks-broken",
        respond=raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + GOOD),
        statuses="network_error",
    ),
    Case(
        name="chunks-unfinished",
        respond=raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s" % (len(GOOD), GOOD)),
        statuses="network_error",
    ),
    Case(
        name="no-length", respond=raw(HEAD + b"Connection: close\r\n\r\n" + GOOD), statuses="ok", articles=3
    ),
    Case(name="http-1.0", respond=raw(b"HTTP/1.0 200 OK\r\n\r\n" + GOOD), statuses="ok", articles=3),
    Case(name="http-0.9", respond=raw(GOOD), statuses="network_error"),
    Case(name="not-http", respond=raw(b"SSH-2.0-OpenSSH_9.2\r\n"), statuses="network_error"),
    Case(
        name="length-nonsense",
        respond=raw(HEAD + b"Content-Length: many\r\n\r\n" + GOOD),
        statuses="network_error",
    ),
    Case(
        name="length-negative",
        respond=raw(HEAD + b"Content-Length: -1\r\n\r\n" + GOOD),
        statuses="network_error",
    ),
    Case(
        name="header-long",
        respond=answer(GOOD, X_Policy="default-src " + "x" * 20_000),
        statuses="ok",
        articles=3,
    ),
    Case(
        name="header-bytes",
        respond=answer(GOOD, ETag='"\udcff\udcfe"'),
        statuses="ok not_modified",
        articles=3,
        polls=2,
    ),
    Case(name="type-missing", respond=answer(GOOD, Content_Type=""), statuses="ok", articles=3),
    Case(name="type-html", respond=answer(GOOD, Content_Type="text/html"), statuses="ok", articles=3),
    Case(name="type-nonsense", respond=answer(GOOD, Content_Type=";;=;charset"), statuses="ok", articles=3),
)

CASES = (*CODINGS, *BODIES)
