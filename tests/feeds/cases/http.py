"""Status codes, redirects, conditional requests and headers."""

from __future__ import annotations

from tests.feeds.case import Case, Polled, answer, in_turn
from tests.feeds.made import item, rss
from tests.feeds.server import Request, Respond

GOOD = rss()


def redirect(to: str, status: str = "302 Found") -> Respond:
    """A redirect; words in braces stand for the servers' addresses and parts of them."""

    def respond(request: Request) -> None:
        host = request.canary.removeprefix("http://")
        names = {
            "base": request.base,
            "canary": request.canary,
            "canary_host": host,
            "canary_port": host.rpartition(":")[2],
            "port": request.base.rpartition(":")[2],
        }
        request.answer(b"", status, Location=to.format(**names))

    return respond


def conditional(request: Request) -> None:
    """An honest server: 304 for its own validator, byte for byte."""
    if request.headers.get("if-none-match") == 'W/"ü-1"':
        request.answer(b"", "304 Not Modified", ETag='W/"ü-1"')
    else:
        request.answer(GOOD, ETag='W/"ü-1"')


def dated(request: Request) -> None:
    if request.headers.get("if-modified-since") == "Tue, 17 Feb 2026 10:00:00 GMT":
        request.answer(b"", "304 Not Modified")
    else:
        request.answer(GOOD, Last_Modified="Tue, 17 Feb 2026 10:00:00 GMT")


def expect_paused(seconds: float):
    def check(polled: Polled) -> None:
        assert polled.result.pause_s == seconds
        assert polled.result.private
        assert polled.decision.host_rests_until is None, "feeds on private hosts do not rest together"

    return check


def expect_words(part: str):
    def check(polled: Polled) -> None:
        assert part in polled.state.error, polled.state.error
        assert polled.state.error_streak >= 1

    return check


def expect_fresh(seconds: float | None):
    def check(polled: Polled) -> None:
        assert polled.result.max_age_s == seconds

    return check


def expect_never_again(polled: Polled) -> None:
    assert polled.state.next_poll_at.year == 9999
    assert polled.decision.notice == "gone"


def expect_chain(polled: Polled) -> None:
    assert polled.result.final_url.endswith("/ok")
    assert not polled.result.permanent


def expect_permanent(polled: Polled) -> None:
    assert polled.result.permanent
    assert polled.state.moved_count == 1


def expect_moved(polled: Polled) -> None:
    assert polled.decision.new_url.endswith("/ok")


def expect_not_moved(polled: Polled) -> None:
    assert not polled.decision.new_url
    assert not polled.state.moved_to


STATUS = (
    *(
        Case(
            name=f"status-{code}", respond=answer(b"<p>no</p>", f"{code} Whatever"), statuses=word, articles=0
        )
        for code, word in {
            **dict.fromkeys(
                (400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 418, 421, 451, 499), "client_error"
            ),
            **dict.fromkeys((500, 501, 502, 504, 505, 507, 520, 599), "server_error"),
            **dict.fromkeys((300, 305, 306), "redirect_error"),
            **dict.fromkeys((600, 999), "client_error"),
        }.items()
    ),
    Case(name="status-200", respond=answer(GOOD), statuses="ok", articles=3),
    Case(name="status-203", respond=answer(GOOD, "203 Non-Authoritative"), statuses="ok", articles=3),
    Case(name="status-206", respond=answer(GOOD, "206 Partial Content"), statuses="ok", articles=3),
    Case(name="status-204", respond=answer(b"", "204 No Content"), statuses="not_a_feed", articles=0),
    Case(name="status-202-page", respond=answer("<html>soon</html>", "202 Accepted"), statuses="not_a_feed"),
    Case(name="status-410", respond=answer(b"", "410 Gone"), statuses="gone", check=expect_never_again),
    Case(
        name="status-404-with-feed",
        respond=answer(GOOD, "404 Not Found"),
        statuses="client_error",
        articles=0,
    ),
    Case(
        name="status-429-seconds",
        respond=answer(b"", "429 Too Many Requests", Retry_After="120"),
        statuses="rate_limited",
        check=expect_paused(120),
    ),
    Case(
        name="status-429-nothing",
        respond=answer(b"", "429 Too Many Requests"),
        statuses="rate_limited",
        check=expect_paused(600),
    ),
    Case(
        name="status-429-nonsense",
        respond=answer(b"", "429 Too Many Requests", Retry_After="soon"),
        statuses="rate_limited",
        check=expect_paused(600),
    ),
    Case(
        name="status-429-past",
        respond=answer(b"", "429 Too Many Requests", Retry_After="Thu, 01 Jan 1970 00:00:10 GMT"),
        statuses="rate_limited",
        check=expect_paused(0),
    ),
    Case(
        name="status-503-year",
        respond=answer(b"", "503 Service Unavailable", Retry_After="31536000"),
        statuses="server_error",
        check=expect_paused(7 * 86400),
    ),
    Case(
        name="recovers",
        respond=in_turn(answer(b"", "500 Oops"), answer(GOOD)),
        statuses="recovered",
        articles=3,
        polls=2,
    ),
    Case(
        name="keeps-what-it-read",
        respond=in_turn(answer(GOOD), answer(b"", "503 Down"), answer(b"", "404 Not Found")),
        statuses="client_error",
        articles=3,
        polls=3,
        check=expect_words("404"),
    ),
)

REDIRECTS = (
    Case(name="ok", respond=answer(GOOD), statuses="ok", articles=3),
    *(
        Case(name=f"redirect-{code}", respond=redirect("/ok", f"{code} Moved"), statuses="ok", articles=3)
        for code in (302, 303, 307)
    ),
    *(
        Case(
            name=f"redirect-{code}",
            respond=redirect("/ok", f"{code} Moved"),
            statuses="ok",
            articles=3,
            check=expect_permanent,
        )
        for code in (301, 308)
    ),
    Case(
        name="redirect-believed",
        respond=redirect("/ok", "301 Moved"),
        statuses="moved",
        articles=3,
        polls=3,
        check=expect_moved,
    ),
    Case(
        name="redirect-mixed",
        respond=redirect("/redirect-302", "301 Moved"),
        statuses="ok not_modified",
        polls=3,
        articles=3,
        check=expect_chain,
    ),
    Case(
        name="redirect-permanently-to-a-page",
        respond=redirect("/page", "301 Moved"),
        statuses="not_a_feed",
        polls=3,
        check=expect_not_moved,
    ),
    Case(name="page", respond=answer("<!DOCTYPE html><html><title>x</title></html>"), statuses="not_a_feed"),
    Case(
        name="redirect-back-and-forth",
        respond=in_turn(redirect("/ok", "301 Moved"), answer(GOOD), redirect("/ok", "301 Moved")),
        statuses="ok not_modified",
        polls=3,
        articles=3,
    ),
    Case(name="redirect-absolute", respond=redirect("{base}/ok"), statuses="ok", articles=3),
    Case(name="redirect-fragment", respond=redirect("/ok#top"), statuses="ok", articles=3),
    Case(name="redirect-upper-case", respond=redirect("{base}/ok".replace("http", "HTTP")), statuses="ok"),
    Case(name="redirect-nowhere", respond=answer(b"", "302 Found"), statuses="redirect_error"),
    Case(name="redirect-empty", respond=answer(b"", "302 Found", Location=" "), statuses="redirect_error"),
    Case(name="redirect-self", respond=redirect("/redirect-self"), statuses="redirect_error"),
    Case(name="redirect-a", respond=redirect("/redirect-b"), statuses="redirect_error"),
    Case(name="redirect-b", respond=redirect("/redirect-a"), statuses="redirect_error"),
    Case(
        name="redirect-endless",
        respond=lambda r: r.answer(b"", "302 Found", Location=f"/redirect-endless?{r.number}"),
        statuses="redirect_error",
        check=expect_words("10 redirects"),
    ),
    Case(
        name="redirect-ten",
        respond=lambda r: r.answer(b"", "302 Found", Location="/ok" if r.number > 9 else f"?{r.number}"),
        statuses="ok",
        articles=3,
    ),
    Case(name="redirect-bad-port", respond=redirect("http://127.0.0.1:99999/"), statuses="redirect_error"),
    Case(name="redirect-bad-host", respond=redirect("http://[::1/"), statuses="redirect_error"),
    *(
        Case(name=f"redirect-to-{scheme}", respond=redirect(address), statuses="blocked")
        for scheme, address in {
            "file": "file:///etc/passwd",
            "ftp": "ftp://127.0.0.1/feed",
            "javascript": "javascript:alert(1)",
            "data": "data:text/xml,<rss/>",
            "gopher": "gopher://127.0.0.1:70/",
        }.items()
    ),
    Case(name="redirect-to-canary", respond=redirect("{canary}/feed"), statuses="blocked", articles=0),
    Case(
        name="redirect-to-canary-slowly",
        respond=in_turn(redirect("/ok"), redirect("{canary}/feed")),
        statuses="blocked",
        articles=3,
        polls=2,
    ),
    Case(
        name="redirect-then-canary", respond=redirect("/redirect-to-canary", "301 Moved"), statuses="blocked"
    ),
)

CONDITIONAL = (
    Case(name="etag", respond=conditional, statuses="not_modified", articles=3, polls=3),
    Case(name="last-modified", respond=dated, statuses="not_modified", articles=3, polls=3),
    Case(
        name="same-body-new-etag",
        respond=lambda r: r.answer(GOOD, ETag=f'"{r.number}"'),
        statuses="not_modified",
        articles=3,
        polls=3,
    ),
    Case(
        name="same-etag-new-body",
        respond=lambda r: r.answer(rss(*(item(n) for n in range(1, r.number + 3))), ETag='"same"'),
        statuses="ok",
        articles=5,
        polls=3,
    ),
    Case(name="304-at-once", respond=answer(b"", "304 Not Modified"), statuses="server_error", articles=0),
    Case(
        name="304-after-failure",
        respond=in_turn(answer("<p>", ETag='"a"'), answer(b"", "304 Not Modified")),
        statuses="server_error",
        polls=2,
    ),
    Case(
        name="304-with-body",
        respond=in_turn(
            answer(GOOD, ETag='"a"'), lambda r: r.send(b"HTTP/1.1 304 N\r\n\r\n" + GOOD.encode())
        ),
        statuses="not_modified network_error",
        articles=3,
        polls=2,
    ),
    Case(
        name="412",
        respond=in_turn(answer(GOOD, ETag='"a"'), answer(b"", "412 Precondition Failed")),
        statuses="client_error",
        articles=3,
        polls=2,
    ),
    Case(
        name="fresh-max-age",
        respond=answer(GOOD, Cache_Control="max-age=7200"),
        statuses="ok",
        check=expect_fresh(7200),
    ),
    Case(
        name="fresh-no-cache",
        respond=answer(GOOD, Cache_Control="no-cache, max-age=7200"),
        statuses="ok",
        check=expect_fresh(None),
    ),
    Case(
        name="fresh-expires",
        respond=answer(GOOD, Date="Tue, 17 Feb 2026 10:00:00 GMT", Expires="Tue, 17 Feb 2026 10:10:00 GMT"),
        statuses="ok",
        check=expect_fresh(600),
    ),
    Case(
        name="fresh-forever",
        respond=answer(GOOD, Cache_Control="max-age=999999999999"),
        statuses="ok",
        check=expect_fresh(7 * 86400),
    ),
    Case(
        name="fresh-nonsense",
        respond=answer(GOOD, Cache_Control="max-age=-1", Expires="0"),
        statuses="ok",
        check=expect_fresh(None),
    ),
)

CASES = (*STATUS, *REDIRECTS, *CONDITIONAL)
