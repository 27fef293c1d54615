"""Whether the program lives: jobs that are late, a clock that fell silent, work that nobody does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.services.pulse import BEAT_EVERY_S, TASKS, WORKER_BEAT_S, Pulse, Vitals
from tests.storage.make import HOUR, NOW, article, feed

WELL = Vitals(beat_at=NOW, is_ticking=True)


class Elapsed:
    def __init__(self):
        self.s = 0.0

    def __call__(self):
        return self.s


@pytest.fixture
def elapsed():
    return Elapsed()


@pytest.fixture
def called():
    return []


@pytest.fixture
def pulse(database, clock, elapsed, called):
    def call():
        called.append(1)
        return True

    return Pulse(database, clock=clock, call=call, elapsed=elapsed)


def fail():
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("vitals", "can_answer", "is_whole"),
    [
        (WELL, True, True),
        (replace(WELL, is_ticking=False), True, False),
        (replace(WELL, idle=("poll",)), True, False),
        (replace(WELL, late=("poll",)), False, False),
        (replace(WELL, database="is locked"), False, False),
    ],
    ids=["well", "silent", "idle", "late", "no database"],
)
def test_what_a_process_does_and_what_the_whole_does(vitals, can_answer, is_whole):
    assert (vitals.can_answer, vitals.is_whole) == (can_answer, is_whole)


def test_a_job_is_late_after_five_of_its_intervals(pulse, elapsed):
    run = pulse.watched("poll", lambda: None, every_s=600)
    elapsed.s = 3000
    assert pulse.late() == ()
    elapsed.s = 3000.1
    assert pulse.late() == ("poll",)
    run()
    assert pulse.late() == ()


def test_a_quick_job_has_a_quarter_of_an_hour(pulse, elapsed):
    pulse.watched("deliver", lambda: None, every_s=1)
    elapsed.s = 900
    assert pulse.late() == ()
    elapsed.s = 901
    assert pulse.late() == ("deliver",)


def test_a_job_that_fails_becomes_late_and_its_error_is_seen(pulse, elapsed):
    run = pulse.watched("poll", fail, every_s=60)
    elapsed.s = 901
    with pytest.raises(ZeroDivisionError):
        run()
    assert pulse.late() == ("poll",)


def test_what_is_only_measured_is_never_late(pulse, elapsed):
    done = []
    pulse.measured("read", lambda: done.append(1))()
    elapsed.s = 10**6
    assert (done, pulse.late()) == ([1], ())


def test_late_jobs_are_named_in_order(pulse, elapsed):
    for name in ("read", "group", "deliver"):
        pulse.watched(name, lambda: None, every_s=1)
    elapsed.s = 10_000
    assert pulse.late() == ("deliver", "group", "read")


def test_a_beat_is_stored_and_told(pulse, called):
    pulse.beat()
    vitals = pulse.vitals()
    assert (vitals.beat_at, vitals.is_ticking, called) == (NOW, True, [1])


def test_with_a_late_job_there_is_no_beat(pulse, elapsed, called):
    pulse.watched("poll", lambda: None, every_s=1)
    elapsed.s = 1000
    pulse.beat()
    assert (pulse.vitals().beat_at, called) == (None, [])


def test_three_beats_may_be_lost(pulse, clock):
    pulse.beat()
    clock.pass_(seconds=4 * BEAT_EVERY_S)
    assert pulse.vitals().is_ticking
    clock.pass_(seconds=1)
    assert not pulse.vitals().is_ticking
    assert pulse.vitals().beat_at == NOW


def test_another_process_knows_of_the_clock(pulse, database, clock):
    pulse.beat()
    assert Pulse(database, clock=clock).vitals().is_ticking


def test_work_is_idle_until_somebody_does_it(pulse, clock):
    assert pulse.vitals().idle == TASKS
    pulse.beat_worker("w1", ",".join(TASKS[:2]))
    assert pulse.vitals().idle == TASKS[2:]
    pulse.beat_worker("w2", ",".join(TASKS[2:]))
    assert pulse.vitals().idle == ()
    clock.pass_(seconds=4 * WORKER_BEAT_S + 1)
    assert pulse.vitals().idle == TASKS


def test_a_database_that_cannot_be_used_is_told_and_nothing_raised(pulse, database):
    database.close()
    with database.engine.writer.begin() as conn:
        conn.exec_driver_sql("DROP TABLE meta")
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    vitals = pulse.vitals()
    assert vitals.database
    assert not vitals.can_answer
    assert pulse.samples() == ()


def test_gauges_tell_what_waits_and_how_long(pulse, database, clock):
    pulse.beat()
    with database.write() as tx:
        tx.feeds.add(feed(), next_poll_at=NOW)
        tx.articles.add([(article("a1"), ["k1"])])
    clock.at = NOW + HOUR
    values = {sample.name: sample.value for sample in pulse.samples()}
    assert values["policybot_feeds"] == 1
    assert values["policybot_feeds_overdue_seconds"] == 3600
    assert values["policybot_unread_articles"] == 1
    assert values["policybot_tick_age_seconds"] == timedelta(hours=1).total_seconds()


def test_a_clock_that_never_ticked_is_not_taken_for_a_young_one(pulse):
    values = {sample.name: sample.value for sample in pulse.samples()}
    assert values["policybot_tick_age_seconds"] == -1
