"""The due rule over every zone, five times of day and four years."""

from datetime import date, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, available_timezones

import pytest

from bot.digests.due import due_at

ZONES = sorted(
    z for z in available_timezones() if not z.startswith(("posix/", "right/")) and z != "localtime"
)


def rules(zone: str) -> bytes:
    """The compiled rules of a zone: half of the names stand for the same clock as another one."""
    files = (Path(folder) / zone for folder in TZPATH)
    return next((path.read_bytes() for path in files if path.is_file()), zone.encode())


CLOCKS = tuple({rules(zone): zone for zone in ZONES}.values())


def test_every_zone_has_a_clock():
    assert len(CLOCKS) > 250
    assert len(ZONES) > 500
    assert all(ZoneInfo(zone) for zone in ZONES)


@pytest.mark.parametrize("at", [time(0, 0), time(0, 30), time(1, 30), time(2, 30), time(8, 0)])
def test_one_instant_per_date_strictly_increasing_in_every_zone(at):
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(4 * 365 + 1)]
    for zone in CLOCKS:
        instants = [due_at(day, at, zone) for day in days]
        assert all(a < b for a, b in pairwise(instants)), zone
