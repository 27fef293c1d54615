"""The fetcher as a whole: order, politeness, stalled feeds, giving up, names that change."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from contextlib import contextmanager
from itertools import pairwise

import pytest

from bot.feeds.exchange import FetchLimits, FetchRequest
from bot.feeds.fetch import Fetcher
from bot.feeds.guard import PrivateFeeds
from bot.model.feed import FeedId
from tests.feeds.made import rss
from tests.feeds.server import HostileServer

GOOD = rss()


def good(request):
    request.answer(GOOD)


def silent(request):
    request.wait(30)


def requests(base: str, *paths: str) -> list[FetchRequest]:
    return [FetchRequest(feed_id=FeedId(path), url=f"{base}{path}") for path in paths]


@contextmanager
def served(**responders):
    with HostileServer({f"/{name}": respond for name, respond in responders.items()}) as server:
        yield server


def fetcher(server: HostileServer, **more) -> Fetcher:
    private = more.pop("private", f"127.0.0.1:{server.port}")
    limits = FetchLimits(**{"total_s": 3.0, **more.pop("limits", {})})
    return Fetcher(
        user_agent="Test/1 (+https://x.example)", private=PrivateFeeds.parse(private), limits=limits, **more
    )


class Loopback:
    """Names and sockets for hosts that are pretended to be public: every one is the local server."""

    def __init__(self, port: int, address: str = "93.184.215.14"):
        self.port = port
        self.address = address
        self.lookups: list[str] = []

    def lookup(self, host: str, port: int) -> list[str]:
        self.lookups.append(host)
        return [self.address]

    def open_socket(self, family: socket.AddressFamily) -> socket.socket:
        port = self.port

        class Redirected(socket.socket):
            def connect(self, address):
                return super().connect(("127.0.0.1", port))

        return Redirected(family, socket.SOCK_STREAM)


def public(server: HostileServer, world: Loopback, **limits) -> Fetcher:
    return fetcher(server, private="", lookup=world.lookup, open_socket=world.open_socket, limits=limits)


def test_the_request_says_who_asks_and_sends_validators_byte_for_byte():
    with served(feed=good) as server, fetcher(server) as client:
        request = FetchRequest(
            feed_id=FeedId("f"), url=f"{server.base}/feed?a=%2F&b", etag='W/"ü"', last_modified="x"
        )
        (result,) = client.fetch([request])
    _, target, headers = server.asked[0]
    assert target == "/feed?a=%2F&b"
    assert headers["user-agent"] == "Test/1 (+https://x.example)"
    assert headers["if-none-match"] == 'W/"ü"'
    assert headers["if-modified-since"] == "x"
    assert result.status == "ok"
    assert result.private


def test_results_come_as_they_end_and_a_stalled_feed_holds_up_nobody():
    quick = {f"f{n}": good for n in range(40)}
    with served(stalled=silent, **quick) as server, fetcher(server) as client:
        begun = time.monotonic()
        ends = {
            result.feed_id: time.monotonic() - begun
            for result in client.fetch(requests(server.base, "/stalled", *(f"/{name}" for name in quick)))
        }
    assert list(ends)[-1] == "/stalled"
    assert max(end for name, end in ends.items() if name != "/stalled") < 1.5


def test_a_public_host_is_asked_one_at_a_time_and_some_way_apart():
    busy, overlaps = threading.Semaphore(1), []

    def polite(request):
        if not busy.acquire(blocking=False):
            overlaps.append(request.path)
            return
        time.sleep(0.05)
        busy.release()
        request.answer(GOOD)

    with (
        served(**{f"f{n}": polite for n in range(4)}) as server,
        public(server, Loopback(server.port), host_gap_s=0.2) as client,
    ):
        statuses = [
            result.status for result in client.fetch(requests("http://a.example", "/f0", "/f1", "/f2", "/f3"))
        ]
    times = [at for at, *_ in server.asked]
    assert statuses == ["ok"] * 4
    assert overlaps == []
    assert all(later - earlier >= 0.19 for earlier, later in pairwise(times))


def test_other_hosts_do_not_wait_for_it():
    with served(feed=good) as server, public(server, Loopback(server.port), host_gap_s=30) as client:
        begun = time.monotonic()
        hosts = [f"http://h{n}.example" for n in range(8)]
        results = list(client.fetch(request for host in hosts for request in requests(host, "/feed")))
    assert len(results) == 8
    assert time.monotonic() - begun < 3


def test_a_host_that_says_too_many_requests_is_left_alone_with_all_its_feeds():
    def tired(request):
        request.answer(b"", "429 Too Many Requests", Retry_After="100")

    names = [f"f{n}" for n in range(5)]
    with (
        served(**dict.fromkeys(names, tired)) as server,
        public(server, Loopback(server.port), host_gap_s=0.0) as client,
    ):
        results = list(client.fetch(requests("http://a.example", *(f"/{name}" for name in names))))
        again = list(client.fetch(requests("http://a.example", "/f0")))
    assert len(server.asked) == 1
    assert [result.asked for result in results] == [True, False, False, False, False]
    assert all(result.status == "rate_limited" for result in (*results, *again))
    assert all(90 < result.pause_s <= 100 for result in (*results, *again))


def test_private_feeds_are_not_paced():
    with (
        served(**{f"f{n}": good for n in range(10)}) as server,
        fetcher(server, limits={"host_gap_s": 30}) as client,
    ):
        begun = time.monotonic()
        assert len(list(client.fetch(requests(server.base, *(f"/f{n}" for n in range(10)))))) == 10
    assert time.monotonic() - begun < 3


def test_a_name_that_turns_to_loopback_is_refused_even_after_it_was_good():
    with HostileServer() as canary, served(feed=good) as server:
        world = Loopback(server.port)
        with public(server, world, host_gap_s=0.0) as client:
            (first,) = client.fetch(requests("http://a.example", "/feed"))
            world.address = "127.0.0.1"
            results = list(client.fetch(requests(f"http://b.example:{canary.port}", "/feed")))
    assert first.status == "ok"
    assert [result.status for result in results] == ["blocked"]
    assert canary.asked == []


def test_the_address_that_was_checked_is_the_one_that_is_asked():
    connected = []

    class Noted(Loopback):
        def open_socket(self, family):
            made = super().open_socket(family)
            connected.append(made)
            return made

    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    with served(feed=good) as server:
        world = Noted(server.port)
        world.lookup = lambda host, port: next(answers)
        with public(server, world) as client:
            (result,) = client.fetch(requests("http://a.example", "/feed"))
    assert result.status == "ok"
    assert len(connected) == 1, "one look-up, one socket: nothing is resolved a second time"


def test_giving_up_ends_what_is_under_way():
    with served(stalled=silent, feed=good) as server, fetcher(server, limits={"total_s": 60.0}) as client:
        begun = time.monotonic()
        for result in client.fetch(requests(server.base, "/stalled", "/feed")):
            assert result.feed_id == "/feed"
            break
    assert time.monotonic() - begun < 5


def test_an_interrupt_passes_through_and_leaves_nothing_running():
    before = threading.active_count()
    with served(stalled=silent) as server:

        def interrupted():
            with fetcher(server, limits={"total_s": 60.0}) as client:
                results = client.fetch(requests(server.base, "/stalled"))
                threading.Timer(0.3, signal_main).start()
                next(results)

        with pytest.raises(KeyboardInterrupt):
            interrupted()
    deadline = time.monotonic() + 3
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [thread for thread in threading.enumerate() if thread.name == "fetcher"]


def signal_main() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_nothing_to_ask_and_asking_twice():
    with served(feed=good) as server, fetcher(server) as client:
        assert list(client.fetch([])) == []
        assert [r.status for r in client.fetch(requests(server.base, "/feed"))] == ["ok"]
        assert [r.status for r in client.fetch(requests(server.base, "/feed"))] == ["ok"]


def test_many_large_bodies_at_once_take_turns():
    large = rss(f"<!--{'x' * 5_000_000}-->").encode()
    names = [f"f{n}" for n in range(12)]
    with (
        served(**dict.fromkeys(names, lambda request: request.answer(large))) as server,
        fetcher(server, limits={"total_s": 20.0}) as client,
    ):
        sizes = []
        for result in client.fetch(requests(server.base, *(f"/{name}" for name in names))):
            time.sleep(0.02)
            sizes.append(len(result.body))
    assert sizes == [len(large)] * 12


def test_a_304_with_another_validator_leaves_the_one_that_was_read():
    """From an old copy, with the new one's ETag: who sent that back would never get the new one."""

    def lying(request):
        request.answer(b"", "304 Not Modified", ETag='"new"', Last_Modified="Tue, 17 Feb 2026 11:00:00 GMT")

    with served(feed=lying) as server, fetcher(server) as client:
        asked = FetchRequest(feed_id=FeedId("f"), url=f"{server.base}/feed", etag='"old"', last_modified="x")
        (result,) = client.fetch([asked])
    assert (result.status, result.etag, result.last_modified) == ("not_modified", '"old"', "x")
