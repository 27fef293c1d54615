"""The due rule over all zones, and what a late or changed schedule does."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given
from hypothesis import strategies as st

from bot.digests.due import due_at, find_next, first_date, is_wanted, plan
from bot.model.digest import Subscription, SubscriptionId
from bot.model.workspace import ChannelId, WorkspaceId

CATCH_UP = timedelta(hours=12)
MONDAY = date(2026, 3, 2)


def subscription(**changes) -> Subscription:
    fields = {
        "id": SubscriptionId("s"),
        "workspace_id": WorkspaceId("w"),
        "channel_id": ChannelId("C1"),
        "zone": "America/New_York",
        "created_at": datetime(2026, 3, 1, 15, tzinfo=UTC),
    }
    return Subscription(**(fields | changes))


ZONES = sorted(
    z for z in available_timezones() if not z.startswith(("posix/", "right/")) and z != "localtime"
)


def test_weekdays_skips_and_pauses_are_left_out():
    s = subscription(weekdays=(1, 2, 3), skips=(date(2026, 3, 3),), paused_until_on=date(2026, 3, 10))
    assert not is_wanted(s, date(2026, 3, 9))
    assert is_wanted(s, date(2026, 3, 10))
    assert find_next(s, after_on=date(2026, 3, 11)) == date(2026, 3, 16)
    assert find_next(replace(s, active=False), after_on=MONDAY) is None
    assert find_next(replace(s, weekdays=()), after_on=MONDAY) is None


def test_first_date_is_the_first_hour_after_it_was_switched_on():
    assert first_date(subscription(), last_on=None) == MONDAY  # made on Sunday 10:00, hour is 8:00
    assert first_date(subscription(at=time(11, 0)), last_on=None) == date(2026, 3, 1)
    again = subscription(created_at=datetime(2026, 6, 1, 15, tzinfo=UTC))
    assert first_date(again, last_on=MONDAY) == date(2026, 6, 2)


def test_a_change_of_time_neither_doubles_nor_drops_a_day():
    s = subscription()
    assert first_date(replace(s, at=time(7, 0)), last_on=MONDAY) == date(2026, 3, 3)
    assert first_date(replace(s, at=time(23, 0)), last_on=MONDAY) == date(2026, 3, 3)
    assert first_date(replace(s, zone="Pacific/Auckland"), last_on=MONDAY) == date(2026, 3, 3)


def test_missed_dates_collapse_into_the_newest():
    s = subscription()
    now = datetime(2026, 3, 5, 14, tzinfo=UTC)  # Thursday, one hour late
    p = plan(s, planned_on=MONDAY, now=now, catch_up=CATCH_UP)
    assert p.post_on == date(2026, 3, 5)
    assert p.missed == (MONDAY, date(2026, 3, 3), date(2026, 3, 4))
    assert p.next_on == date(2026, 3, 6)


def test_too_late_is_not_posted():
    p = plan(subscription(), planned_on=MONDAY, now=datetime(2026, 3, 3, 2, tzinfo=UTC), catch_up=CATCH_UP)
    assert (p.post_on, p.missed, p.next_on) == (None, (MONDAY,), date(2026, 3, 3))


def test_a_date_that_is_no_longer_wanted_is_left_out():
    s = subscription(skips=(MONDAY,))
    p = plan(s, planned_on=MONDAY, now=due_at(MONDAY, s.at, s.zone), catch_up=CATCH_UP)
    assert (p.post_on, p.missed, p.next_on) == (None, (MONDAY,), date(2026, 3, 3))


@given(
    zone=st.sampled_from(ZONES),
    at=st.times(max_value=time(23, 59)).map(lambda t: t.replace(second=0, microsecond=0)),
    weekdays=st.sets(st.integers(1, 7), min_size=1),
    hops=st.lists(st.integers(1, 60 * 24 * 4), min_size=5, max_size=40),
)
def test_every_wanted_date_is_posted_or_missed_exactly_once(zone, at, weekdays, hops):
    s = subscription(zone=zone, at=at, weekdays=tuple(sorted(weekdays)))
    stored = first_date(s, last_on=None)
    start, now, seen = stored, s.created_at, []
    for minutes in hops:
        now += timedelta(minutes=minutes)
        if due_at(stored, s.at, s.zone) <= now:
            p = plan(s, planned_on=stored, now=now, catch_up=CATCH_UP)
            seen += [*p.missed, *([p.post_on] if p.post_on else [])]
            stored = p.next_on
    days = (start + timedelta(days=n) for n in range(500))
    due = [d for d in days if is_wanted(s, d) and due_at(d, s.at, s.zone) <= now]
    assert [d for d in seen if d < stored] == [d for d in due if d < stored]
    assert now.astimezone(ZoneInfo(zone)).date() <= stored + timedelta(days=8)
