"""When a feed is polled next, and what a poll makes of its state.

Called by `bot.services.ingest` after every poll. Pure: the old state, the result and the clock go in, the
new state comes out; each rule stands at its function. It never polls.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Literal
from urllib.parse import urlsplit

from bot.feeds.exchange import FetchRequest, FetchResult
from bot.feeds.parsed import ParsedFeed
from bot.model.feed import Feed, FeedId, FeedState, FeedStatus

SHORTEST = timedelta(minutes=10)
LONGEST_BUSY = timedelta(hours=4)
LONGEST = timedelta(hours=24)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Due time of a feed that is not polled any more (410)."""

_RATE_WINDOW = timedelta(days=28)
_UNKNOWN_RATE = timedelta(hours=1)
_QUIET_SHARE = 14  # silent for two weeks: once a day; for one week: twice
_JITTER = 0.1
_MOVED_TIMES = 3
_MOVED_OVER = timedelta(hours=24)
_TELL_AFTER = timedelta(hours=24)
_HOST_GAP = timedelta(seconds=60)  # after a host's rest one feed first, the others by the minute

Notice = Literal["", "failing", "recovered", "gone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a poll makes of a feed.

    Attributes:
        state: The row to be written.
        new_url: Where the feed is polled from now on, when a permanent move is believed; else empty.
        host_rests_until: Until when all feeds of the same host are left alone; None when they need not be.
        notice: What the feed's owner is to be told now.
    """

    state: FeedState
    new_url: str = ""
    host_rests_until: datetime | None = None
    notice: Notice = ""


def request_for(feed: Feed, state: FeedState) -> FetchRequest:
    """The request by which a feed is asked; validators only once a body of it was parsed.

    Args:
        feed: To be asked.
        state: Its state.
    """
    return FetchRequest(
        feed_id=feed.id,
        url=feed.url,
        etag=state.etag if state.first_read else "",
        last_modified=state.last_modified if state.first_read else "",
        body_sha256=state.body_sha256 if state.first_read else "",
    )


def decide(
    state: FeedState,
    result: FetchResult,
    *,
    parsed: ParsedFeed | None = None,
    published: Sequence[datetime] | None = None,
    now: datetime,
) -> Decision:
    """The state of a feed after a poll.

    Args:
        state: Before the poll.
        result: How the poll ended; where the document could not be parsed, with the parser's status.
        parsed: What was read; None when nothing was.
        published: When its items came out, in any order; by default the dates in `parsed`.
        now: When the poll ended.

    Returns:
        The new state and what follows from it.
    """
    if not result.asked:
        return Decision(state=state)
    rests_until = None
    if result.pause_s is not None:
        rests_until = now + min(timedelta(seconds=result.pause_s), LONGEST)
    if result.status in {FeedStatus.OK, FeedStatus.NOT_MODIFIED}:
        dates = published
        if dates is None and parsed is not None:
            dates = [at for e in parsed.entries if (at := e.published_at or e.updated_at) is not None]
        if parsed is not None and parsed.problem:
            known = replace(state, first_read=True)
            broken = replace(result, status=FeedStatus.MALFORMED, error=parsed.problem)
            return _failed(known, broken, rests_until, now)
        return _succeeded(state, result, parsed, dates, now)
    return _failed(state, result, rests_until, now)


def _succeeded(
    state: FeedState,
    result: FetchResult,
    parsed: ParsedFeed | None,
    dates: Sequence[datetime] | None,
    now: datetime,
) -> Decision:
    """After a poll that read the feed, or learned that nothing changed."""
    moved_to, count, since = _moved(state, result, now)
    believed = count >= _MOVED_TIMES and since is not None and now - since >= _MOVED_OVER
    elapsed = now - (state.last_polled_at or now)
    per_week = rate_per_week(dates, now=now) if dates is not None else _fade(state.items_per_week, elapsed)
    pause = interval(dates, now=now) if dates is not None else _interval_of_rate(per_week)
    pause = _raised(pause, parsed.ttl_s if parsed else None, result.max_age_s)
    status = result.status
    if state.error_streak:
        status = FeedStatus.RECOVERED
    if believed:
        status = FeedStatus.MOVED
    due = now + pause * jitter(state.feed_id)
    after = replace(
        state,
        status=status,
        error="",
        error_streak=0,
        failing_since_at=None,
        owner_told_at=None,
        last_polled_at=now,
        last_success_at=now,
        next_poll_at=outside_skips(due, parsed) if parsed else due,
        etag=result.etag,
        last_modified=result.last_modified,
        body_sha256=result.body_sha256,
        items_per_week=per_week,
        first_read=True,
        moved_to="" if believed else moved_to,
        moved_count=0 if believed else count,
        moved_since_at=None if believed else since,
    )
    return Decision(
        state=after,
        new_url=moved_to if believed else "",
        notice="recovered" if state.owner_told_at is not None else "",
    )


def _moved(state: FeedState, result: FetchResult, now: datetime) -> tuple[str, int, datetime | None]:
    """What is known of a permanent move after this poll: where to, how often seen, since when."""
    if not result.permanent or result.final_url == result.url:
        return "", 0, None
    if state.moved_to == result.final_url and state.moved_since_at is not None:
        return state.moved_to, state.moved_count + 1, state.moved_since_at
    return result.final_url, 1, now


def _failed(state: FeedState, result: FetchResult, rests_until: datetime | None, now: datetime) -> Decision:
    """After a poll that failed."""
    streak = state.error_streak + 1
    since = state.failing_since_at or now
    gone = result.status == FeedStatus.GONE
    due = now + back_off(streak) * jitter(state.feed_id)
    tell = state.owner_told_at is None and (gone or now - since >= _TELL_AFTER)
    notice: Notice = ("gone" if gone else "failing") if tell else ""
    after = replace(
        state,
        status=result.status,
        error=result.error,
        error_streak=streak,
        failing_since_at=since,
        owner_told_at=now if tell else state.owner_told_at,
        last_polled_at=now,
        next_poll_at=NEVER if gone else max(due, rests_until or due),
    )
    return Decision(state=after, host_rests_until=None if result.private else rests_until, notice=notice)


def back_off(streak: int) -> timedelta:
    """How long to wait after so many failures in a row: 10 minutes doubled each time, at most a day.

    Args:
        streak: At least 1.

    >>> [str(back_off(n)) for n in (1, 2, 3, 20)]
    ['0:10:00', '0:20:00', '0:40:00', '1 day, 0:00:00']
    """
    return min(SHORTEST * (1 << min(streak - 1, 10)), LONGEST)


def interval(published: Sequence[datetime], *, now: datetime) -> timedelta:
    """How long to wait by a feed's own rate: half the median gap, more once it has fallen silent.

    Args:
        published: When its items came out, in any order; dates in the future count as now.
        now: The present.

    Returns:
        10 minutes to 4 hours, up to 24 hours for a quiet feed.

    >>> at = datetime(2026, 2, 1, tzinfo=UTC)
    >>> str(interval([at, at - timedelta(hours=2), at - timedelta(hours=4)], now=at))
    '1:00:00'
    >>> str(interval([at - timedelta(days=7)], now=at))
    '12:00:00'
    """
    times = sorted(min(at, now) for at in published)
    if not times:
        return _UNKNOWN_RATE
    gaps_s = [(later - earlier).total_seconds() for earlier, later in pairwise(times[-50:])]
    gaps_s = [gap_s for gap_s in gaps_s if gap_s > 0]
    by_rate = timedelta(seconds=median(gaps_s) / 2) if gaps_s else _UNKNOWN_RATE
    by_silence = (now - times[-1]) / _QUIET_SHARE
    return min(max(SHORTEST, min(by_rate, LONGEST_BUSY), by_silence), LONGEST)


def rate_per_week(published: Sequence[datetime], *, now: datetime) -> float:
    """Items a week over the last four weeks, or over as long as the items given reach back.

    Args:
        published: When the items came out, in any order.
        now: The present.

    >>> now = datetime(2026, 2, 1, tzinfo=UTC)
    >>> rate_per_week([now - timedelta(days=n) for n in range(15)], now=now)
    7.5
    """
    recent = [at for at in published if now - _RATE_WINDOW <= at]
    if not recent:
        return 0.0
    span = max(now - min(recent), timedelta(days=1))
    return round(len(recent) / (span / timedelta(weeks=1)), 2)


def _fade(per_week: float, elapsed: timedelta) -> float:
    """The rate after a poll without news: it fades over four weeks of silence."""
    return round(per_week * max(0.0, 1.0 - elapsed / _RATE_WINDOW), 4)


def _interval_of_rate(per_week: float) -> timedelta:
    """The interval where only the rate is known."""
    if per_week <= 0:
        return LONGEST
    gap = timedelta(weeks=1) / max(per_week, 0.01)
    longest = LONGEST if per_week < 1 else LONGEST_BUSY
    return min(max(gap / 2, SHORTEST), longest)


def _raised(pause: timedelta, *wishes_s: float | None) -> timedelta:
    """The interval raised to what the feed asks for, at most to a day."""
    for wish_s in wishes_s:
        if wish_s is not None:
            pause = max(pause, min(timedelta(seconds=wish_s), LONGEST))
    return pause


def jitter(feed_id: FeedId) -> float:
    """A factor from 0.9 to 1.1 that is always the same for a feed, so that feeds added together drift apart.

    >>> 0.9 <= jitter(FeedId("a")) <= 1.1
    True
    """
    digest = hashlib.sha256(feed_id.encode()).digest()
    return 1 - _JITTER + 2 * _JITTER * int.from_bytes(digest[:4], "big") / 0xFFFFFFFF


def outside_skips(due: datetime, parsed: ParsedFeed) -> datetime:
    """The first moment from `due` on that skipHours and skipDays allow; `due` itself where they allow none.

    Args:
        due: Aware.
        parsed: The feed.

    >>> at = datetime(2026, 2, 1, 3, 20, tzinfo=UTC)  # a Sunday
    >>> outside_skips(at, ParsedFeed(skip_hours=frozenset({3, 4}))).isoformat()
    '2026-02-01T05:00:00+00:00'
    """
    at = due.astimezone(UTC)
    for _ in range(7 * 24):
        if at.hour not in parsed.skip_hours and at.isoweekday() not in parsed.skip_days:
            return at
        at = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return due


def host_of(url: str) -> str:
    """The host of a feed's address in lower case; feeds of one host rest together.

    >>> host_of("https://Example.org:8080/feed")
    'example.org'
    """
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def rest_host(states: Iterable[FeedState], *, until: datetime) -> dict[FeedId, datetime]:
    """When a host's other feeds are due after its rest: one feed first, then a minute apart.

    Args:
        states: Feeds of that host without the one that was told to wait.
        until: End of the rest, when that one is due.

    Returns:
        Those that must wait longer than they would have; each later than the one before, by feed id.
    """
    waiting = sorted(state.feed_id for state in states if state.next_poll_at < until + _HOST_GAP)
    return {feed_id: until + _HOST_GAP * place for place, feed_id in enumerate(waiting, start=1)}
