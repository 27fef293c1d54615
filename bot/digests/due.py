"""When a digest is due: one instant per subscription and local date.

Called by `bot.services.publish`, which stores the next date ahead. Pure: the clock is an argument; nothing
here posts, sleeps or reads a database. The rule and its measurements stand in docs/decisions/0006.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.model.digest import Subscription

# No pause, skip list or weekday set that a person can make hides every date for longer than this.
_HORIZON_DAYS = 800


def due_at(local_on: date, at: time, zone: str) -> datetime:
    """The one instant at which a local date's digest is due.

    In the repeated hour of autumn the first of the two is meant; in the missing hour of spring the clock
    reading is taken as if the change had not happened yet, so that no date is without an instant. Over all
    zones the instants of consecutive dates strictly increase.

    Args:
        local_on: Local date.
        at: Local time of day, naive.
        zone: IANA name.

    Returns:
        Aware UTC.

    >>> due_at(date(2026, 3, 29), time(2, 30), "Europe/Berlin").isoformat()  # 02:30 does not exist
    '2026-03-29T01:30:00+00:00'
    >>> due_at(date(2026, 11, 1), time(1, 30), "America/New_York").isoformat()  # 01:30 comes twice
    '2026-11-01T05:30:00+00:00'
    """
    return datetime.combine(local_on, at, tzinfo=ZoneInfo(zone)).replace(fold=0).astimezone(UTC)


def is_wanted(subscription: Subscription, local_on: date) -> bool:
    """Whether the subscription has a digest on a local date: weekday, skips and pause."""
    paused = subscription.paused_until_on is not None and local_on < subscription.paused_until_on
    return (
        subscription.active
        and local_on.isoweekday() in subscription.weekdays
        and local_on not in subscription.skips
        and not paused
    )


def find_next(subscription: Subscription, *, after_on: date) -> date | None:
    """The first local date after `after_on` that has a digest.

    Returns:
        The date, or None for a subscription that is off or has no weekday.
    """
    if not subscription.active:
        return None
    days = (after_on + timedelta(days=n) for n in range(1, _HORIZON_DAYS))
    return next((day for day in days if is_wanted(subscription, day)), None)


def first_date(subscription: Subscription, *, last_on: date | None) -> date | None:
    """The date to store ahead for a subscription that has none: at its start and after a change.

    A date that already has a row is never planned again, and a date whose hour has passed is left out only
    when the subscription was switched on after it: so a change of zone or time neither doubles nor drops a
    day.

    Args:
        subscription: With its present schedule.
        last_on: The newest local date that has a delivery which is no longer merely planned.

    Returns:
        The date, or None when the subscription is off.
    """
    zone = ZoneInfo(subscription.zone)
    started_on = subscription.created_at.astimezone(zone).date()
    eve = started_on - timedelta(days=1)
    found = find_next(subscription, after_on=eve if last_on is None else max(eve, last_on))
    while found is not None and due_at(found, subscription.at, subscription.zone) <= subscription.created_at:
        found = find_next(subscription, after_on=found)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to do with a date that has come.

    Attributes:
        post_on: The date to post for now; None when all that are due are too late.
        missed: Earlier dates that it stands for, or that are too late, in order.
        next_on: The date to store ahead; None when the subscription is off.
    """

    post_on: date | None
    missed: tuple[date, ...]
    next_on: date | None


def plan(subscription: Subscription, *, planned_on: date, now: datetime, catch_up: timedelta) -> Plan:
    """What to do when the stored date of a subscription is due.

    Missed dates collapse into the newest one that is due, since its content begins at the last digest that
    was sent; one that is later than the catch-up window is not posted at all.

    Args:
        subscription: With its present schedule.
        planned_on: The stored date.
        now: Aware; at or after the stored date's instant.
        catch_up: How late a digest may still be posted.

    Returns:
        The plan; `post_on` and `missed` together hold every wanted date from `planned_on` to now.
    """
    due = [planned_on] if is_wanted(subscription, planned_on) else []
    following = find_next(subscription, after_on=planned_on)
    while following is not None and due_at(following, subscription.at, subscription.zone) <= now:
        due.append(following)
        following = find_next(subscription, after_on=following)
    if not due:
        return Plan(post_on=None, missed=(planned_on,), next_on=following)
    newest = due[-1]
    if now - due_at(newest, subscription.at, subscription.zone) > catch_up:
        return Plan(post_on=None, missed=tuple(due), next_on=following)
    return Plan(post_on=newest, missed=tuple(due[:-1]), next_on=following)
