"""The due rule over every zone, five times of day and four years."""

from datetime import date, time, timedelta
from itertools import pairwise
from zoneinfo import available_timezones

import pytest

from bot.digests.due import due_at

ZONES = sorted(
    z for z in available_timezones() if not z.startswith(("posix/", "right/")) and z != "localtime"
)


@pytest.mark.parametrize("at", [time(0, 0), time(0, 30), time(1, 30), time(2, 30), time(8, 0)])
def test_one_instant_per_date_strictly_increasing_in_every_zone(at):
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(4 * 365 + 1)]
    for zone in ZONES:
        instants = [due_at(day, at, zone) for day in days]
        assert all(a < b for a, b in pairwise(instants)), zone
