"""A clock that jumps ahead deletes nothing; a machine that was off for weeks prunes a day later."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.services.checkup_state import check_state
from bot.services.keep import Keep, Terms, find_cut
from bot.storage.database import Database
from tests.storage.make import article

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TERMS = Terms(articles=90 * DAY, bodies=30 * DAY, audit=365 * DAY)


class World:
    """A database with an article, a clock, and what prunes by it."""

    def __init__(self, folder):
        self.now = START
        self.database = Database(f"sqlite:///{folder / 'gaps.db'}")
        self.database.upgrade()
        self.keep = Keep(self.database, terms=TERMS, clock=lambda: self.now)
        with self.database.write() as tx:
            tx.articles.add([(article("a1", first_seen_at=START, body="text"), ["k1"])])

    def prune(self, at, **more):
        self.now = at
        return self.keep.prune(**more)

    @property
    def count(self):
        with self.database.read() as tx:
            return tx.articles.count()

    @property
    def cut(self):
        with self.database.read() as tx:
            return find_cut(tx)


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    assert made.prune(START).finished
    yield made
    made.database.close()


def test_a_clock_that_jumps_ahead_deletes_nothing_and_refuses_nothing(world):
    before = world.cut
    report = world.prune(START + 400 * DAY, for_s=4)
    assert (report.finished, report.deleted, report.waits_until) == (False, {}, START + 401 * DAY)
    assert (world.count, world.cut) == (1, before)
    assert world.prune(START + 400 * DAY + HOUR).waits_until == START + 401 * DAY
    assert world.prune(START + HOUR).finished, "put right, it goes on at once"
    assert world.count == 1


def test_a_machine_that_was_off_prunes_a_day_later(world):
    back = START + 95 * DAY
    for hours in range(24):
        assert not world.prune(back + hours * HOUR).finished
    assert world.count == 1
    report = world.prune(back + DAY)
    assert (report.finished, report.deleted["articles"], world.count) == (True, 1, 0)
    assert world.prune(back + DAY + HOUR).finished


def test_a_clock_that_jumps_again_waits_anew(world):
    assert world.prune(START + 10 * DAY).waits_until == START + 11 * DAY
    assert world.prune(START + 400 * DAY).waits_until == START + 401 * DAY
    assert world.prune(START + 10 * DAY + HOUR).waits_until == START + 11 * DAY + HOUR
    assert world.count == 1


def test_somebody_may_say_that_the_time_is_right(world):
    assert not world.prune(START + 95 * DAY).finished
    assert world.prune(START + 95 * DAY, sure=True).deleted["articles"] == 1
    assert world.prune(START + 95 * DAY + HOUR).finished


def test_hours_without_pruning_are_no_gap(world):
    assert world.prune(START + 2 * DAY).finished
    assert world.prune(START + 2 * DAY - HOUR).finished, "nor is a clock that was put back"


def test_a_former_version_left_only_its_cut(world):
    with world.database.write() as tx:
        tx.meta.delete("keep.at")
    assert not world.prune(START + 95 * DAY).finished
    assert world.prune(START + DAY).finished


def test_a_cut_that_lies_ahead_heals(world):
    with world.database.write() as tx:
        tx.meta.put("keep.cut", (START + 300 * DAY).isoformat())
    world.prune(START + HOUR, sure=True)
    assert world.cut == START + HOUR - TERMS.articles


def test_the_doctor_tells_that_pruning_waits(world):
    def found():
        checked = check_state(world.database, now=world.now, version=lambda: "v1")
        return [one for one in checked if one.what == "pruning"]

    assert found() == []
    world.prune(START + 95 * DAY)
    (told,) = found()
    assert (told.grade, "prune --yes" in told.fix) == ("note", True)


def test_the_command_asks_to_be_sure(cli, database_url):
    assert cli("prune")[0] == 0
    database = Database(database_url)
    with database.write() as tx:
        tx.meta.put("keep.at", (datetime.now(UTC) - 3 * DAY).isoformat())
    database.close()
    status, out, err = cli("prune")
    assert (status, out, "policybot prune --yes" in err) == (1, "", True)
    assert cli("prune", "--yes")[0] == 0
    assert cli("prune")[0] == 0
