"""Servers that lie: about type, length, coding, connection and where to go; and what they send before and after."""
# ruff: noqa: E501 # one case a line, as a table

from __future__ import annotations

import gzip
import socket
import struct
import zlib

import brotli

from tests.feeds.case import Case, Polled, answer, in_turn
from tests.feeds.cases.http import expect_words, redirect
from tests.feeds.made import rss
from tests.feeds.server import Request, Respond

GOOD = rss().encode()
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
LENGTH = b"Content-Length: %d\r\n" % len(GOOD)


def raw(data: bytes) -> Respond:
    return lambda request: request.send(data)


def first_seen_only(polled: Polled) -> None:
    assert not polled.decision.new_url


def reset(request: Request) -> None:
    """Half of the feed, then the connection torn down."""
    request.send(HEAD + LENGTH + b"\r\n" + GOOD[:400])
    request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def endless_hints(request: Request) -> None:
    while not request.stopping.is_set():
        request.send(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 50)
        request.wait(0.01)


def endless_trailers(request: Request) -> None:
    request.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n" % (len(GOOD), GOOD))
    while not request.stopping.is_set():
        request.send(b"X-More: trailers\r\n" * 1000)


def slow_hops(request: Request) -> None:
    """Each hop within the limit, all together beyond it."""
    request.wait(0.7)
    request.answer(b"", "302 Found", Location=f"/slow-hops?{request.number}")


def endless_name(request: Request) -> None:
    """A gzip header whose file name never ends."""
    request.send(HEAD + b"Content-Encoding: gzip\r\nConnection: close\r\n\r\n\x1f\x8b\x08\x08\0\0\0\0\0\x03")
    while not request.stopping.is_set():
        request.send(b"x" * 65536)


def chunked(*pieces: bytes, end: bytes = b"0\r\n\r\n", more: bytes = b"") -> Respond:
    coded = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
    return raw(HEAD + more + b"Transfer-Encoding: chunked\r\n\r\n" + coded + end)


def packed(name: str, data: bytes, statuses: str, articles: int | None, *, coding: str = "gzip") -> Case:
    return Case(
        name=f"packed-{name}",
        respond=answer(data, Content_Encoding=coding),
        statuses=statuses,
        articles=articles,
    )


def bare(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


ZIPPED = gzip.compress(GOOD, mtime=0)
WRONG_SUM = ZIPPED[:-8] + b"\0\0\0\0" + ZIPPED[-4:]

TYPES = tuple(
    Case(name=f"type-lie-{n}", respond=answer(GOOD, Content_Type=kind), statuses="ok", articles=3)
    for n, kind in enumerate(
        (
            "image/png",
            "application/json",
            "text/plain",
            "application/octet-stream",
            "multipart/form-data",
            "text/xml; charset=",
            "x" * 5000,
        )
    )
)

LINES = (
    *(
        Case(
            name=f"line-{name}",
            respond=raw(data + b"Content-Type: text/xml\r\n" + LENGTH + b"\r\n" + GOOD),
            statuses=statuses,
        )
        for name, data, statuses in (
            ("no-reason", b"HTTP/1.1 200\r\n", "ok"),
            ("odd-reason", b"HTTP/1.1 200 \xff\xfe\x01 <b>\r\n", "ok network_error"),
            ("letters", b"HTTP/1.1 2OO OK\r\n", "network_error"),
            ("four-digits", b"HTTP/1.1 2000 OK\r\n", "network_error"),
            ("negative", b"HTTP/1.1 -200 OK\r\n", "network_error"),
            ("http-2", b"HTTP/2 200\r\n", "ok network_error"),
            ("http-9", b"HTTP/9.9 200 OK\r\n", "ok network_error"),
            ("icy", b"ICY 200 OK\r\n", "ok network_error"),
            ("blanks", b"HTTP/1.1    200    OK\r\n", "ok network_error"),
            ("first-empty", b"\r\n\r\nHTTP/1.1 200 OK\r\n", "ok network_error"),
            ("long", b"HTTP/1.1 200 " + b"x" * 200_000 + b"\r\n", "network_error"),
        )
    ),
    Case(
        name="line-feeds-alone",
        respond=raw((HEAD + LENGTH).replace(b"\r\n", b"\n") + b"\n" + GOOD),
        statuses="ok network_error",
    ),
    Case(
        name="continue-first",
        respond=raw(b"HTTP/1.1 100 Continue\r\n\r\n" + HEAD + LENGTH + b"\r\n" + GOOD),
        statuses="ok",
        articles=3,
    ),
    Case(
        name="hints-first",
        respond=raw(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 3 + HEAD + LENGTH + b"\r\n" + GOOD),
        statuses="ok",
        articles=3,
    ),
    Case(name="hints-endless", respond=endless_hints, statuses="timeout network_error"),
    Case(
        name="switching",
        respond=raw(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n" + GOOD
        ),
        statuses="network_error",
    ),
)

HEADERS = (
    *(
        Case(name=f"header-{name}", respond=raw(HEAD + data + LENGTH + b"\r\n" + GOOD), statuses=statuses)
        for name, data, statuses in (
            ("folded", b"X-A: b\r\n c\r\n", "ok network_error"),
            ("no-colon", b"nonsense\r\n", "ok network_error"),
            ("no-name", b": empty\r\n", "ok network_error"),
            ("nul", b"X-A: b\0c\r\n", "ok network_error"),
            ("cr-inside", b"X-A: b\rSet-Cookie: x\r\n", "ok network_error"),
            ("blank-name", b"X A : b\r\n", "ok network_error"),
            ("many", b"".join(b"X-%d: y\r\n" % n for n in range(2_000)), "ok network_error"),
            ("many-more", b"".join(b"X-%d: y\r\n" % n for n in range(60_000)), "ok network_error"),
            (
                "cookies",
                b"".join(b"Set-Cookie: c%d=%s; Domain=.example\r\n" % (n, b"v" * 200) for n in range(200)),
                "ok network_error",
            ),
            ("cookie-slashes", (b'Set-Cookie: a="' + b'\\"' * 30_000 + b'"\r\n') * 20, "ok network_error"),
            ("types-two", b"Content-Type: image/png\r\n", "ok network_error"),
            ("etags-two", b'ETag: "1"\r\nETag: "2"\r\n', "ok"),
            ("etag-huge", b'ETag: "' + b"e" * 30_000 + b'"\r\n', "ok"),
            ("etag-injection", b'ETag: "a"\x0bX-Evil: 1\r\n', "ok network_error"),
            (
                "refresh",
                b"Refresh: 0; url=http://127.0.0.1:1/\r\nLink: <http://127.0.0.1:1/>; rel=self\r\n",
                "ok",
            ),
            (
                "age-odd",
                b"Cache-Control: max-age=99999999999999999999\r\nAge: -5\r\nExpires: never\r\nDate: nonsense\r\n",
                "ok",
            ),
        )
    ),
    Case(
        name="etag-huge-twice",
        respond=in_turn(
            raw(HEAD + b'ETag: "' + b"e" * 30_000 + b'"\r\n' + LENGTH + b"\r\n" + GOOD),
            answer(b"", "304 Not Modified"),
        ),
        statuses="not_modified",
        articles=3,
        polls=2,
    ),
    Case(
        name="length-two",
        respond=raw(HEAD + LENGTH + b"Content-Length: 5\r\n\r\n" + GOOD),
        statuses="ok network_error not_a_feed malformed",
    ),
    Case(
        name="length-and-chunks",
        respond=raw(
            HEAD + LENGTH + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(GOOD), GOOD)
        ),
        statuses="ok network_error",
    ),
    Case(
        name="length-short",
        respond=raw(HEAD + b"Content-Length: 300\r\n\r\n" + GOOD),
        statuses="malformed network_error",
        articles=0,
    ),
    Case(
        name="length-zero",
        respond=raw(HEAD + b"Content-Length: 0\r\n\r\n" + GOOD),
        statuses="not_a_feed network_error",
        articles=0,
    ),
    Case(
        name="length-plus",
        respond=raw(HEAD + b"Content-Length: +%d\r\n\r\n" % len(GOOD) + GOOD),
        statuses="ok network_error",
    ),
    Case(
        name="second-answer",
        respond=raw(HEAD + LENGTH + b"\r\n" + GOOD + HEAD + LENGTH + b"\r\n" + GOOD),
        statuses="ok",
        articles=3,
    ),
)

CHUNKS = (
    Case(
        name="chunk-huge",
        respond=raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n" + GOOD),
        statuses="network_error too_large",
    ),
    Case(
        name="chunk-negative",
        respond=raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n-5\r\n" + GOOD),
        statuses="network_error",
    ),
    Case(
        name="chunk-digits",
        respond=raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"0" * 100_000 + b"5\r\n" + GOOD),
        statuses="network_error",
    ),
    Case(
        name="chunk-extension-long",
        respond=raw(
            HEAD + b"Transfer-Encoding: chunked\r\n\r\n5;" + b"x" * 200_000 + b"\r\n<rss>\r\n0\r\n\r\n"
        ),
        statuses="network_error malformed not_a_feed",
    ),
    Case(
        name="chunk-no-line",
        respond=raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n<rss>XX5\r\n"),
        statuses="network_error",
    ),
    Case(
        name="chunk-zero-first",
        respond=raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + GOOD),
        statuses="not_a_feed network_error",
        articles=0,
    ),
    Case(name="chunks-of-one", respond=chunked(*(bytes([byte]) for byte in GOOD)), statuses="ok", articles=3),
    Case(
        name="chunks-gzip",
        respond=chunked(ZIPPED[:50], ZIPPED[50:], more=b"Content-Encoding: gzip\r\n"),
        statuses="ok",
        articles=3,
    ),
    Case(
        name="chunks-gzip-short",
        respond=chunked(ZIPPED[:-30], more=b"Content-Encoding: gzip\r\n"),
        statuses="malformed",
        articles=0,
    ),
    Case(
        name="trailers",
        respond=chunked(GOOD, end=b'0\r\nX-A: b\r\nETag: "late"\r\n\r\n'),
        statuses="ok network_error",
    ),
    Case(name="trailers-endless", respond=endless_trailers, statuses="network_error timeout ok"),
    Case(
        name="transfer-unknown",
        respond=raw(HEAD + b"Transfer-Encoding: rot13\r\nConnection: close\r\n\r\n" + GOOD),
        statuses="ok network_error",
    ),
    Case(
        name="transfer-gzip",
        respond=raw(
            HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(ZIPPED), ZIPPED)
        ),
        statuses="ok network_error malformed",
    ),
    Case(name="reset", respond=reset, statuses="network_error", articles=0),
    Case(
        name="keep-alive-dies",
        respond=in_turn(answer(GOOD, Connection="keep-alive", ETag='"a"'), answer(b"", "304 Not Modified")),
        statuses="not_modified",
        articles=3,
        polls=2,
    ),
    Case(
        name="keep-alive-hangs-up",
        respond=in_turn(answer(GOOD, Connection="keep-alive"), raw(b""), answer(GOOD)),
        statuses="network_error not_modified recovered",
        articles=3,
        polls=2,
    ),
)

PACKED = (
    packed("wrong-sum", WRONG_SUM, "malformed", 0),
    packed("wrong-length", ZIPPED[:-4] + b"\xff\xff\xff\xff", "malformed", 0),
    packed("no-trailer", ZIPPED[:-8], "malformed", 0),
    packed("only-magic", b"\x1f\x8b", "malformed", 0),
    packed("half-header", ZIPPED[:6], "malformed", 0),
    packed("junk-after", ZIPPED + b"JUNK" * 100, "ok malformed", None),
    packed("is-br", brotli.compress(GOOD), "malformed not_a_feed", 0),
    packed("is-deflate", zlib.compress(GOOD), "ok malformed not_a_feed", None),
    packed("deflate-is-gzip", ZIPPED, "ok malformed", None, coding="deflate"),
    packed("br-is-gzip", ZIPPED, "ok malformed", None, coding="br"),
    packed("br-twice", brotli.compress(brotli.compress(GOOD)), "ok", 3, coding="br, br"),
    packed("three-ways", brotli.compress(zlib.compress(ZIPPED)), "ok", 3, coding="gzip, deflate, br"),
    packed("order-lie", gzip.compress(brotli.compress(GOOD)), "malformed", 0, coding="gzip, br"),
    packed("once-not-twice", ZIPPED, "ok malformed", None, coding="gzip, gzip"),
    packed("charset", GOOD, "ok", 3, coding="utf-8"),
    packed("empty-names", ZIPPED, "ok", 3, coding=" , gzip, "),
    packed("deflate-short", zlib.compress(GOOD)[:-10], "malformed", 0, coding="deflate"),
    packed("deflate-bomb", zlib.compress(b" " * 40_000_000), "too_large", 0, coding="deflate"),
    packed("bare-bomb", bare(b"<a>" * 14_000_000), "too_large", 0, coding="deflate"),
    packed(
        "bomb-of-bombs", brotli.compress(gzip.compress(b"\0" * 30_000_000)), "too_large", 0, coding="gzip, br"
    ),
    packed("members-many", gzip.compress(b" ") * 3000 + ZIPPED, "ok", 3),
    Case(name="packed-name-endless", respond=endless_name, statuses="too_large malformed"),
)

NEARLY = b"<!--" + b"x" * 9_990_000 + b"-->"
SIZES = (
    Case(
        name="size-just-below",
        respond=answer(
            gzip.compress(GOOD.replace(b"<channel>", b"<channel>" + NEARLY[: -1000 - len(GOOD)] + b"-->")),
            Content_Encoding="gzip",
        ),
        statuses="ok",
        articles=3,
    ),
    Case(
        name="size-just-above",
        respond=answer(gzip.compress(GOOD + NEARLY + b" " * 20_000), Content_Encoding="gzip"),
        statuses="too_large",
        articles=0,
        check=expect_words("10 MB"),
    ),
)

REDIRECTS = (
    *(
        Case(
            name=f"redirect-refused-{name}",
            respond=redirect(to),
            statuses="blocked redirect_error network_error client_error",
            articles=0,
        )
        for name, to in {
            "user-trick": "http://127.0.0.1:80@{canary_host}/",
            "no-scheme": "//{canary_host}/",
            "back-slashes": "\\\\{canary_host}\\x",
            "hex": "http://0x7f000001:{canary_port}/",
            "decimal": "http://2130706433:{canary_port}/",
            "short": "http://127.1:{canary_port}/",
            "mapped": "http://[::ffff:127.0.0.1]:{canary_port}/",
            "localhost": "http://localhost:{canary_port}/",
            "metadata": "http://169.254.169.254/latest/meta-data/",
            "dot": "http://127.0.0.1.:{canary_port}/",
            "port-0": "http://127.0.0.1:0/",
            "ldap": "ldap://127.0.0.1:{canary_port}/",
            "jar": "jar:http://127.0.0.1:{canary_port}!/",
            "view-source": "view-source:http://{canary_host}/",
            "about": "about:blank",
            "mailto": "mailto:desk@outlet.example",
            "empty-host": "http:///x",
            "wide": "http://１２７.０.０.１:{canary_port}/",  # noqa: RUF001
        }.items()
    ),
    Case(name="redirect-fragment-only", respond=redirect("#top"), statuses="redirect_error", articles=0),
    Case(
        name="redirect-huge",
        respond=redirect("/ok?" + "x" * 50_000),
        statuses="ok redirect_error network_error",
    ),
    Case(
        name="redirect-many-labels",
        respond=redirect("http://" + "ü.a" * 9000 + ".example/"),
        statuses="redirect_error",
        articles=0,
    ),
    Case(name="redirect-injection", respond=redirect("/ok\r\nX-Evil: 1"), statuses="ok"),
    Case(name="redirect-blank-inside", respond=redirect("/o k"), statuses="client_error"),
    Case(name="redirect-unicode", respond=redirect("/ök?ü=é"), statuses="client_error"),
    Case(
        name="redirect-two",
        respond=raw(
            b"HTTP/1.1 302 F\r\nLocation: /ok\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
        ),
        statuses="ok redirect_error network_error blocked",
    ),
    Case(name="redirect-with-feed", respond=answer(GOOD, "302 Found"), statuses="redirect_error", articles=0),
    Case(
        name="redirect-304",
        respond=answer(GOOD, "304 Not Modified", Location="/ok"),
        statuses="server_error network_error",
        articles=0,
    ),
    Case(
        name="redirect-to-tls",
        respond=redirect("https://127.0.0.1:{port}/ok"),
        statuses="network_error timeout",
        articles=0,
    ),
    Case(
        name="redirect-meta",
        respond=answer("<html><meta http-equiv=refresh content='0; url=/ok'>"),
        statuses="not_a_feed",
        articles=0,
    ),
    Case(
        name="redirect-endless-body",
        respond=lambda r: r.send(
            b"HTTP/1.1 302 F\r\nLocation: /ok\r\nContent-Length: 99999999\r\n\r\n" + b"x" * 100_000
        ),
        statuses="ok",
        articles=3,
    ),
    Case(
        name="redirect-cookie-wall",
        respond=lambda r: r.answer(b"", "302 Found", Location="/redirect-cookie-wall", Set_Cookie="seen=1"),
        statuses="redirect_error",
    ),
    Case(name="slow-hops", respond=slow_hops, statuses="timeout", articles=0),
    Case(
        name="redirect-permanent-then-page",
        respond=in_turn(
            redirect("/ok", "308 Permanent Redirect"), redirect("/page", "308 Permanent Redirect")
        ),
        statuses="not_a_feed",
        polls=2,
        articles=3,
        check=first_seen_only,
    ),
)

TLS = (
    Case(
        name="tls-to-plain",
        respond=answer(GOOD),
        url="https://127.0.0.1:{port}/tls-to-plain",
        statuses="network_error timeout",
        articles=0,
    ),
    Case(
        name="plain-alert", respond=raw(b"\x15\x03\x01\x00\x02\x02\x46"), statuses="network_error", articles=0
    ),
)

CONDITIONAL = (
    Case(
        name="304-for-ever",
        respond=in_turn(answer(GOOD, ETag='"a"'), answer(b"", "304 Not Modified")),
        statuses="not_modified",
        articles=3,
        polls=4,
    ),
    Case(
        name="304-then-other-etag",
        respond=in_turn(
            answer(GOOD, ETag='"a"'),
            answer(b"", "304 Not Modified", ETag='"b"'),
            lambda r: r.answer(GOOD if r.headers.get("if-none-match") == '"a"' else b"", ETag='"c"'),
        ),
        statuses="not_modified",
        articles=3,
        polls=3,
    ),
    Case(
        name="304-with-length",
        respond=in_turn(
            answer(GOOD, ETag='"a"'), raw(b'HTTP/1.1 304 N\r\nContent-Length: 5000\r\nETag: "a"\r\n\r\n')
        ),
        statuses="not_modified",
        articles=3,
        polls=2,
    ),
    Case(
        name="304-gzip",
        respond=in_turn(answer(GOOD, ETag='"a"'), answer(b"", "304 Not Modified", Content_Encoding="gzip")),
        statuses="not_modified",
        articles=3,
        polls=2,
    ),
    Case(
        name="modified-in-future",
        respond=answer(GOOD, Last_Modified="Fri, 31 Dec 9999 23:59:59 GMT"),
        statuses="not_modified",
        articles=3,
        polls=2,
    ),
    Case(
        name="modified-nonsense",
        respond=answer(GOOD, Last_Modified="yesterday; DROP TABLE feeds"),
        statuses="not_modified",
        articles=3,
        polls=2,
    ),
    Case(
        name="200-empty-later",
        respond=in_turn(answer(GOOD), answer(b"")),
        statuses="not_a_feed",
        articles=3,
        polls=2,
    ),
    Case(
        name="page-later",
        respond=in_turn(answer(GOOD), answer("<html>Please log in</html>", Content_Type="text/html")),
        statuses="not_a_feed",
        articles=3,
        polls=2,
    ),
    Case(
        name="gone-later",
        respond=in_turn(answer(GOOD), answer(b"", "410 Gone")),
        statuses="gone",
        articles=3,
        polls=2,
    ),
    Case(
        name="429-date",
        respond=answer(b"", "429 Too Many Requests", Retry_After="Fri, 31 Dec 9999 23:59:59 GMT"),
        statuses="rate_limited",
    ),
    Case(
        name="429-huge",
        respond=answer(b"", "429 Too Many Requests", Retry_After="9" * 400),
        statuses="rate_limited",
    ),
    Case(
        name="429-negative",
        respond=answer(b"", "429 Too Many Requests", Retry_After="-5"),
        statuses="rate_limited",
    ),
    Case(
        name="503-with-feed",
        respond=answer(GOOD, "503 Service Unavailable", Retry_After="0"),
        statuses="server_error",
        articles=0,
    ),
    Case(
        name="500-then-304",
        respond=in_turn(answer(GOOD, ETag='"a"'), answer(b"", "500 Oops"), answer(b"", "304 Not Modified")),
        statuses="recovered",
        articles=3,
        polls=3,
    ),
)

CASES = (*TYPES, *LINES, *HEADERS, *CHUNKS, *PACKED, *SIZES, *REDIRECTS, *TLS, *CONDITIONAL)
