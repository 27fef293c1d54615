"""The poller on a real database: leases, hosts that rest, moves, feeds that are gone, two pollers at once."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.feeds.exchange import FetchLimits
from bot.feeds.fetch import Fetcher
from bot.feeds.parse import Parser
from bot.model.digest import Subscription, SubscriptionId
from bot.model.feed import Feed, FeedId, FeedStatus
from bot.model.workspace import ChannelId, UserId, WorkspaceId
from bot.services.polling import _LEASE, _LEAST, Poller
from bot.storage.database import Database
from bot.telemetry import logs
from tests.feeds.made import SITE, item, rss
from tests.feeds.server import HostileServer, Request
from tests.feeds.test_fetch import Loopback

NOW = datetime(2026, 2, 18, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    logs.configure(level="CRITICAL", form="json")
    database = Database(database_url)
    yield database
    database.close()


def add(database: Database, *urls: str, workspace: str | None = None, **more) -> None:
    """Feeds that are due, each by the last part of its address."""
    with database.write() as tx:
        for url in urls:
            feed = Feed(
                id=FeedId(url.rpartition("/")[2]), url=url, imported_url=url, outlet="Outlet", added_at=NOW,
                workspace_id=WorkspaceId(workspace) if workspace else None, **more,
            )  # fmt: skip
            tx.feeds.add(feed, next_poll_at=NOW)


def states(database: Database) -> dict:
    with database.read() as tx:
        return tx.feeds.states(tx.feeds.dues())


def articles(database: Database) -> list:
    with database.read() as tx:
        return list(tx.articles.window(None, None))


@contextmanager
def polling(database: Database, server: HostileServer, *, clock=None, shares=1, **limits) -> Iterator[Poller]:
    """A poller for which every host name is the local server, and public."""
    world = Loopback(server.port)
    yield Poller(
        database,
        open_fetcher=lambda: Fetcher(
            user_agent="Test/1",
            limits=FetchLimits(**{"total_s": 3.0, "host_gap_s": 0.0, **limits}),
            lookup=world.lookup,
            open_socket=world.open_socket,
            clock=NOW.timestamp,
        ),
        open_parser=Parser,
        clock=clock or (lambda: NOW),
        find_outlet=lambda name: None,
        shares=shares,
    )


def good(request: Request) -> None:
    request.answer(rss(item(1)))


def tired(request: Request) -> None:
    request.answer(b"", "429 Too Many Requests", Retry_After="3600")


def test_a_429_rests_the_whole_host_and_then_one_feed_comes_first(database):
    urls = [f"http://tired.example/f{n}" for n in range(4)]
    add(database, *urls[:2])
    add(database, *urls[2:], workspace="T1")
    add(database, "http://other.example/other", "http://not-tired.example/near")
    with HostileServer({f"/f{n}": tired for n in range(4)} | {"/other": good, "/near": good}) as server:
        with polling(database, server) as poller:
            report = poller.poll()
            again = poller.poll(all_feeds=False)
        asked = [path for _, path, _ in server.asked]
    after = states(database)
    assert sorted(path[:2] for path in asked) == ["/f", "/n", "/o"], "of the tired host one feed alone"
    assert report.feeds == 6
    assert {trouble.status for trouble in report.failed} == {"rate_limited"}
    dues = sorted(after[FeedId(f"f{n}")].next_poll_at - NOW for n in range(4))
    assert dues == [60 * MINUTE, 61 * MINUTE, 62 * MINUTE, 63 * MINUTE]
    assert sum(after[FeedId(f"f{n}")].status is FeedStatus.RATE_LIMITED for n in range(4)) == 1
    assert {after[FeedId(name)].status for name in ("other", "near")} == {"ok"}
    assert again.polled == 0, "nobody is due before the rest is over"


def test_a_redirect_to_a_tired_host_rests_that_host_and_not_the_one_that_sent_us(database):
    add(database, "http://tired.example/far", "http://sender.example/sender", "http://sender.example/fine")

    def onward(request: Request) -> None:
        request.answer(b"", "302 Found", Location="http://tired.example/deep")

    responders = {"/sender": onward, "/deep": tired, "/fine": good, "/far": tired}
    with HostileServer(responders) as server, polling(database, server) as poller:
        poller.poll()
        poller.poll()
        tired_ones = sum(path in {"/deep", "/far"} for _, path, _ in server.asked)
    after = states(database)
    assert tired_ones == 1
    assert after[FeedId("fine")].status is FeedStatus.OK
    assert after[FeedId("far")].next_poll_at >= NOW + 60 * MINUTE
    assert after[FeedId("sender")].next_poll_at > NOW + 59 * MINUTE


def test_what_came_is_stored_while_another_feed_is_silent(database):
    add(database, "http://a.example/good", "http://b.example/silent")
    responders = {"/good": good, "/silent": lambda request: request.wait(20)}
    with HostileServer(responders) as server, polling(database, server, total_s=3.5) as poller:
        polled = threading.Thread(target=poller.poll)
        begun = time.monotonic()
        polled.start()
        while not articles(database) and time.monotonic() - begun < 5:
            time.sleep(0.05)
        waited = time.monotonic() - begun
        assert polled.is_alive(), "the silent one is still waited for"
        polled.join()
    assert waited < 2.5
    assert states(database)[FeedId("silent")].status is FeedStatus.TIMEOUT


def test_a_poller_that_lives_prolongs_its_leases_and_one_that_died_does_not(database):
    add(database, "http://a.example/silent")
    now = [NOW]
    with (
        HostileServer({"/silent": lambda request: request.wait(20)}) as server,
        polling(database, server, clock=lambda: now[0], total_s=3.0) as poller,
    ):
        polled = threading.Thread(target=poller.poll)
        polled.start()
        while not server.asked:
            time.sleep(0.02)
        now[0] = NOW + 100 * MINUTE  # longer than any lease
        time.sleep(1.2)
        with database.write() as tx:
            assert tx.feeds.claim(now[0] + _LEASE / 2, limit=9, lease_s=0) == ()
            assert len(tx.feeds.claim(now[0] + _LEASE * 2, limit=9, lease_s=0)) == 1
        polled.join()


def test_feeds_that_are_gone_are_left_out_of_all_until_resumed(database):
    add(database, "http://a.example/gone", "http://b.example/good", "http://c.example/paused", paused=False)
    with database.write() as tx:
        tx.feeds.update(replace(tx.feeds.get(FeedId("paused")), paused=True))
    responders = {"/gone": lambda request: request.answer(b"", "410 Gone"), "/good": good}
    with HostileServer(responders) as server, polling(database, server) as poller:
        first, second = poller.poll(all_feeds=True), poller.poll(all_feeds=True)
        with database.write() as tx:
            state = tx.feeds.states([FeedId("gone")])[FeedId("gone")]
            tx.feeds.save_states([replace(state, next_poll_at=NOW)])
        third = poller.poll(all_feeds=True)
    assert (first.polled, first.gone) == (2, ())
    assert (second.polled, second.gone, second.failed) == (1, ("gone",), ())
    assert (third.polled, third.gone) == (2, ())


def moving(target: str):
    return lambda request: request.answer(b"", "301 Moved Permanently", Location=target)


def test_a_move_to_where_another_feed_is_polled_is_not_followed(database):
    add(database, "http://a.example/old", "http://a.example/new")
    responders = {"/old": moving("http://a.example/new"), "/new": good}
    with HostileServer(responders) as server:
        for hours in (0, 13, 26):
            at = NOW + timedelta(hours=hours)
            with polling(database, server, clock=lambda at=at: at) as poller:
                assert poller.poll(all_feeds=True).failed == ()
    with database.read() as tx:
        assert tx.feeds.get(FeedId("old")).url == "http://a.example/old"
    assert len(articles(database)) == 1


def test_a_feed_paused_while_it_is_polled_moves_and_stays_paused(database):
    add(database, "http://a.example/old")
    responders = {"/old": moving("http://a.example/new"), "/new": good}

    def pause_and_answer(request: Request) -> None:
        with database.write() as tx:
            tx.feeds.update(replace(tx.feeds.get(FeedId("old")), paused=True))
        good(request)

    with HostileServer(responders) as server:
        for hours in (0, 13, 26):
            at = NOW + timedelta(hours=hours)
            if hours == 26:
                server.responders["/new"] = pause_and_answer
            with polling(database, server, clock=lambda at=at: at) as poller:
                poller.poll(all_feeds=True)
    with database.read() as tx:
        moved = tx.feeds.get(FeedId("old"))
        assert (moved.url, moved.paused) == ("http://a.example/new", True)
        assert tx.feeds.aliases(moved.id) == ("http://a.example/old",)


def test_thousands_of_items_are_stored_a_few_at_a_time(database):
    add(database, *(f"http://h{n}.example/f{n}" for n in range(3)))
    responders = {
        f"/f{n}": lambda request, n=n: request.answer(
            rss(*(item(k, link=f"{SITE}/{n}/{k}", guid=f"{n}-{k}") for k in range(1500)))
        )
        for n in range(3)
    }
    with HostileServer(responders) as server, polling(database, server) as poller:
        assert poller.poll().new_articles == 4500
        assert poller.poll(all_feeds=True).new_articles == 0


def subscribe(database: Database, *teams: str) -> None:
    """A digest for each team, set up by somebody in London."""
    with database.write() as tx:
        for team in teams:
            tx.subscriptions.save(
                Subscription(
                    id=SubscriptionId(f"s-{team}"),
                    workspace_id=WorkspaceId(team),
                    channel_id=ChannelId("C1"),
                    owner=UserId(f"U-{team}"),
                    zone="Europe/London",
                    created_at=NOW,
                )
            )


def told(database: Database) -> list[tuple[str, str]]:
    """Whom the planned notices are for, and their words."""
    with database.read() as tx:
        rows = [row for team in ("T1", "T2") for row in tx.deliveries.history(workspace=WorkspaceId(team))]
    return sorted((row.channel_id, json.loads(row.payload)["parent"]["text"]) for row in rows)


def poll_by_hour(database: Database, server: HostileServer, *hours: int) -> list[tuple[str, ...]]:
    """What each poll says to owners."""
    said = []
    for hour in hours:
        at = NOW + timedelta(hours=hour)
        with polling(database, server, clock=lambda at=at: at) as poller:
            said.append(tuple(notice.kind for notice in poller.poll(all_feeds=True).notices))
    return said


def down(request: Request) -> None:
    request.answer(b"", "500 Oops")


def test_the_owner_is_told_once_after_a_day_and_once_when_it_is_over_and_never_of_a_blip(database):
    subscribe(database, "T1", "T2")
    add(database, "http://a.example/down", "http://b.example/blip", workspace="T1")
    add(database, "http://c.example/shared")
    with HostileServer({"/down": down, "/blip": down, "/shared": down}) as server:
        first = poll_by_hour(database, server, 0)
        server.responders["/blip"] = good
        more = poll_by_hour(database, server, 13, 25, 38, 62)
        assert (first, more) == ([()], [(), ("failing", "failing"), (), ()])
        ((reader, words),) = told(database)
        assert (reader, words[:30]) == ("U-T1", "Outlet has not been read since")
        server.responders |= {"/down": good, "/shared": good}
        assert poll_by_hour(database, server, 86, 99) == [("recovered", "recovered"), ()]
    assert [words for _, words in told(database)][1:] == ["Outlet is read again."]


def test_one_team_alone_is_told_of_shared_feeds_and_many_at_once_in_one_message(database):
    subscribe(database, "T1")
    names = [f"f{n}" for n in range(12)]
    add(database, *(f"http://{name}.example/{name}" for name in names))
    with HostileServer({f"/{name}": down for name in names}) as server:
        poll_by_hour(database, server, 0, 25)
    ((reader, words),) = told(database)
    assert reader == "U-T1"
    assert words.startswith("12 feeds cannot be read: Outlet, ")
    assert "and 2 more" in words


def test_by_night_the_owner_is_left_in_peace(database):
    subscribe(database, "T1")
    add(database, "http://a.example/down", workspace="T1")
    with HostileServer({"/down": down}) as server:
        poll_by_hour(database, server, 0, 35)  # eleven at night
    with database.read() as tx:
        (row,) = tx.deliveries.history(workspace=WorkspaceId("T1"))
    assert row.due_at == datetime(2026, 2, 20, 7, tzinfo=UTC)


def test_two_pollers_at_once_poll_no_feed_twice_and_store_no_article_twice(postgres_url, monkeypatch):
    """Each article stands in two feeds, so that both pollers meet it as new at the same moment."""
    monkeypatch.setattr("bot.services.polling._CLAIM", 5)  # so that both get their share
    logs.configure(level="CRITICAL", form="json")
    first, second = Database(postgres_url), Database(postgres_url)
    count = 24
    add(first, *(f"http://h{n}.example/f{n}" for n in range(count)))
    responders = {
        f"/f{n}": lambda request, n=n: request.answer(
            rss(*(item(k, link=f"{SITE}/{n // 2}/{k}", guid=f"{n}-{k}", description="") for k in range(30)))
        )
        for n in range(count)
    }
    reports, start = [], threading.Barrier(2)

    def run(database: Database, server: HostileServer) -> None:
        with polling(database, server) as poller:
            start.wait()
            reports.append(poller.poll())

    with HostileServer(responders) as server:
        pollers = [threading.Thread(target=run, args=(one, server)) for one in (first, second)]
        for poller in pollers:
            poller.start()
        for poller in pollers:
            poller.join()
        asked = sorted(path for _, path, _ in server.asked)
    assert asked == sorted(responders), "each feed once"
    assert sum(report.polled for report in reports) == count
    assert [report.failed for report in reports] == [(), ()]
    assert len(articles(first)) == count // 2 * 30
    assert sum(report.new_articles for report in reports) == count // 2 * 30
    first.close()
    second.close()


@pytest.mark.parametrize(("feeds", "helped"), [(2 * _LEAST + 2, [_LEAST + 1]), (_LEAST, [])])
def test_help_is_called_with_a_share_in_hand_when_more_is_due(database, feeds, helped):
    add(database, *(f"http://feeds.example/f{n}" for n in range(feeds)))
    found: list[int] = []
    with (
        HostileServer({f"/f{n}": good for n in range(feeds)}) as server,
        polling(database, server, shares=2) as poller,
        polling(database, server, shares=2) as helper,
    ):
        report = poller.poll(when_more=lambda: found.append(helper.poll().polled))
    assert found == helped, "the other takes its half; nobody is called for few"
    assert report.polled + sum(found) == feeds
