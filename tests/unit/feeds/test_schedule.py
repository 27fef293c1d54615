"""When a feed is polled next, and what a poll makes of its state."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.exchange import FetchResult
from bot.feeds.parsed import ParsedFeed
from bot.feeds.schedule import (
    LONGEST,
    NEVER,
    SHORTEST,
    back_off,
    decide,
    host_of,
    interval,
    jitter,
    outside_skips,
    rate_per_week,
    request_for,
    rest_host,
)
from bot.model.feed import Entry, Feed, FeedId, FeedState, FeedStatus

NOW = datetime(2026, 2, 18, 12, tzinfo=UTC)
ID = FeedId("f1")
URL = "https://example.org/feed"
NEW = FeedState(feed_id=ID, next_poll_at=NOW)
HOUR = timedelta(hours=1)


def result(status: str = "ok", **more) -> FetchResult:
    return FetchResult(
        feed_id=ID, url=URL, final_url=more.pop("final_url", URL), status=FeedStatus(status), **more
    )


def parsed(*ages_h: float, **more) -> ParsedFeed:
    entries = tuple(Entry(guid=str(n), published_at=NOW - HOUR * age) for n, age in enumerate(ages_h))
    return ParsedFeed(entries=entries, **more)


HOURLY = parsed(*range(20))


def poll(state: FeedState, *results: FetchResult, every: timedelta = HOUR, feed: ParsedFeed | None = HOURLY):
    """The last decision after polls some time apart."""
    for number, one in enumerate(results):
        succeeded = one.status is FeedStatus.OK
        decision = decide(state, one, parsed=feed if succeeded else None, now=NOW + every * number)
        state = decision.state
    return decision


def gap(decision) -> timedelta:
    return (decision.state.next_poll_at - decision.state.last_polled_at) / jitter(ID)


def test_a_first_success_starts_everything():
    state = poll(NEW, result(etag='"a"', last_modified="m", body_sha256="h", final_url=URL)).state
    assert state.status is FeedStatus.OK
    assert state.first_read
    assert (state.etag, state.last_modified, state.body_sha256) == ('"a"', "m", "h")
    assert state.last_polled_at == state.last_success_at == NOW
    assert state.items_per_week > 100
    assert gap(poll(NEW, result())) == timedelta(minutes=30)


@given(st.lists(st.integers(0, 60 * 24 * 40), max_size=60))
def test_the_interval_keeps_its_bounds(ages):
    found = interval([NOW - timedelta(minutes=age) for age in ages], now=NOW)
    assert SHORTEST <= found <= LONGEST


@pytest.mark.parametrize(
    ("ages_h", "expected"),
    [
        ([], timedelta(hours=1)),
        ([0, 0.1, 0.2, 0.3], SHORTEST),
        ([0, 2, 4, 6], timedelta(hours=1)),
        ([0, 24, 48], timedelta(hours=4)),
        ([24 * 7, 24 * 8, 24 * 9], timedelta(hours=12)),
        ([24 * 100], timedelta(hours=24)),
        ([-5, -5], timedelta(hours=1)),
    ],
)
def test_half_the_median_gap_or_the_silence(ages_h, expected):
    assert interval([NOW - HOUR * age for age in ages_h], now=NOW) == expected


@pytest.mark.parametrize(
    ("more", "feed", "expected"),
    [
        ({}, {"ttl_s": 7200.0}, timedelta(hours=2)),
        ({}, {"ttl_s": 60.0}, timedelta(minutes=30)),
        ({}, {"ttl_s": 9e9}, LONGEST),
        ({"max_age_s": 5400.0}, {}, timedelta(minutes=90)),
        ({"max_age_s": 5400.0}, {"ttl_s": 7200.0}, timedelta(hours=2)),
    ],
)
def test_the_feed_may_ask_for_more_rest_but_not_for_ever(more, feed, expected):
    assert gap(poll(NEW, result(**more), feed=replace(HOURLY, **feed))) == expected


def test_skipped_hours_and_days_are_left_out():
    sunday = datetime(2026, 2, 22, 3, 20, tzinfo=UTC)
    assert (
        outside_skips(sunday, ParsedFeed(skip_days=frozenset({7}))).isoformat() == "2026-02-23T00:00:00+00:00"
    )
    assert (
        outside_skips(sunday, ParsedFeed(skip_hours=frozenset({3}))).isoformat()
        == "2026-02-22T04:00:00+00:00"
    )
    assert outside_skips(sunday, ParsedFeed()) == sunday
    assert outside_skips(sunday, ParsedFeed(skip_hours=frozenset(range(24)))) == sunday
    nightly = replace(HOURLY, skip_hours=frozenset({12, 13}))
    assert poll(NEW, result(), feed=nightly).state.next_poll_at.hour == 14


def test_jitter_stays_within_a_tenth_and_differs():
    found = {jitter(FeedId(f"f{n}")) for n in range(50)}
    assert len(found) == 50
    assert all(0.9 <= one <= 1.1 for one in found)


def test_failures_back_off_to_a_day_and_keep_what_was_known():
    good = poll(NEW, result(etag='"a"')).state
    first = poll(good, result("server_error", error="down"))
    assert gap(first) == SHORTEST
    assert first.state.error == "down"
    assert first.state.etag == '"a"'
    late = poll(good, *[result("timeout", error="slow")] * 12)
    assert gap(late) == LONGEST
    assert late.state.error_streak == 12
    assert late.state.failing_since_at == NOW
    assert back_off(1000) == LONGEST


def test_success_after_failure_is_a_recovery_once():
    broken = poll(NEW, result("timeout", error="x")).state
    again = poll(broken, result())
    assert again.state.status is FeedStatus.RECOVERED
    assert again.state.error_streak == 0
    assert again.state.error == ""
    assert poll(again.state, result("not_modified")).state.status is FeedStatus.NOT_MODIFIED
    assert poll(broken, result("not_modified")).state.status is FeedStatus.RECOVERED


def test_the_owner_is_told_once_after_a_day_and_once_on_recovery_but_never_for_a_blip():
    state, notices = NEW, []
    for number in range(40):
        decision = decide(state, result("server_error", error="x"), now=NOW + HOUR * number)
        state = decision.state
        notices.append(decision.notice)
    assert notices == [""] * 24 + ["failing"] + [""] * 15
    recovered = decide(state, result(), parsed=HOURLY, now=NOW + HOUR * 41)
    assert recovered.notice == "recovered"
    assert recovered.state.owner_told_at is None
    blip = poll(NEW, result("timeout", error="x"), result())
    assert blip.notice == ""


def test_gone_ends_polling_and_is_told_at_once():
    decision = poll(NEW, result("gone", error="removed"))
    assert decision.state.next_poll_at == NEVER
    assert decision.notice == "gone"


def test_a_host_that_asks_for_rest_gets_it():
    decision = poll(NEW, result("rate_limited", error="x", pause_s=7200.0))
    assert decision.host_rests_until == NOW + HOUR * 2
    assert decision.state.next_poll_at == NOW + HOUR * 2
    short = poll(NEW, result("rate_limited", error="x", pause_s=0.0))
    assert short.state.next_poll_at > NOW + timedelta(minutes=8)
    week = poll(NEW, result("server_error", error="x", pause_s=7 * 86400.0))
    assert week.host_rests_until == NOW + LONGEST


def test_feeds_on_private_hosts_rest_alone():
    decision = poll(NEW, result("rate_limited", error="x", pause_s=7200.0, private=True))
    assert decision.host_rests_until is None
    assert decision.state.next_poll_at == NOW + HOUR * 2


def test_a_feed_that_was_not_asked_stays_as_it_is():
    good = poll(NEW, result()).state
    decision = decide(good, result("rate_limited", error="x", asked=False, pause_s=86400.0), now=NOW)
    assert decision.state == good
    assert decision.host_rests_until is None


def test_after_a_rest_one_feed_comes_first_and_the_others_follow_by_the_minute():
    until = NOW + HOUR
    states = [FeedState(feed_id=FeedId(f"f{n}"), next_poll_at=NOW) for n in (3, 1, 2)]
    far = FeedState(feed_id=FeedId("f9"), next_poll_at=NOW + HOUR * 9)
    gone = FeedState(feed_id=FeedId("f0"), next_poll_at=NEVER, status=FeedStatus.GONE)
    rested = rest_host([*states, far, gone], until=until)
    assert list(rested) == ["f1", "f2", "f3"]
    assert [at - until for at in rested.values()] == [timedelta(minutes=n) for n in (1, 2, 3)]


MOVED = "https://new.example/feed"


def test_a_permanent_move_is_believed_after_three_times_over_a_day():
    here = result(final_url=MOVED, permanent=True)
    early = poll(NEW, here, here, here, here)
    assert early.new_url == ""
    assert early.state.status is FeedStatus.OK
    assert early.state.moved_count == 4
    late = poll(NEW, here, here, here, every=timedelta(hours=13))
    assert late.new_url == MOVED
    assert late.state.status is FeedStatus.MOVED
    assert (late.state.moved_to, late.state.moved_count) == ("", 0)


@pytest.mark.parametrize(
    "between",
    [result(), result(final_url=MOVED, permanent=False), result(final_url=MOVED + "2", permanent=True)],
)
def test_a_move_that_wavers_is_not_believed(between):
    here = result(final_url=MOVED, permanent=True)
    assert poll(NEW, here, here, between, here, here, every=timedelta(hours=13)).new_url == ""


def test_failures_neither_count_nor_reset_a_move():
    here = result(final_url=MOVED, permanent=True)
    down = result("timeout", error="x", final_url=MOVED, permanent=True)
    assert poll(NEW, here, down, here, every=timedelta(hours=13)).new_url == ""
    assert poll(NEW, here, here, down, here, every=timedelta(hours=13)).new_url == MOVED


def test_a_feed_that_breaks_off_is_malformed_but_read():
    decision = poll(NEW, result(etag='"a"'), feed=replace(HOURLY, problem="It breaks off"))
    assert decision.state.status is FeedStatus.MALFORMED
    assert decision.state.error == "It breaks off"
    assert decision.state.first_read
    assert decision.state.etag == "", "the whole document is asked for again"


def test_without_news_the_rate_fades_and_polls_grow_rare():
    state, waits = poll(NEW, result()).state, []
    now = NOW
    while now < NOW + timedelta(days=40):
        now = state.next_poll_at
        state = decide(state, result("not_modified"), now=now).state
        waits.append(state.next_poll_at - now)
    assert waits[0] < HOUR
    assert waits[-1] > 2 * HOUR
    assert waits == sorted(waits)


def test_rates():
    assert rate_per_week([], now=NOW) == 0
    assert rate_per_week([NOW - timedelta(days=300)], now=NOW) == 0
    assert rate_per_week([NOW - timedelta(days=n) for n in range(28)], now=NOW) == pytest.approx(7.26)


def test_validators_are_only_sent_for_what_was_read():
    feed = Feed(id=ID, url=URL, imported_url=URL, outlet="O", added_at=NOW)
    known = replace(NEW, etag='"a"', last_modified="m", body_sha256="h")
    assert request_for(feed, known).etag == ""
    asked = request_for(feed, replace(known, first_read=True))
    assert (asked.url, asked.etag, asked.last_modified, asked.body_sha256) == (URL, '"a"', "m", "h")


def test_hosts():
    assert host_of("https://WWW.Example.org:80/x") == "www.example.org"
    assert host_of("http://[bad") == ""
