"""The tasks: each does all that there is to do and asks for the next; a clock asks where there is work."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.jobs.work import TASKS, Looks, Work
from bot.services.reading import ReadReport
from bot.storage.queues import Waiting

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
IDLE = Waiting(due=False, polled=False, lapsed=False, unread=False, ungrouped=False)


class Recorder:
    """Stands for every service and the dispatcher; says what was asked of it."""

    def __init__(self, *states, read=0, left=0, steps=0):
        self.log = []
        self.states = list(states) or [IDLE]
        self.report = ReadReport(read=read, left=left)
        self.steps = steps
        self.seconds = 0.0

    def waiting(self):
        return self.states.pop(0) if len(self.states) > 1 else self.states[0]

    def send(self, task):
        self.log.append(f"send {task}")

    def call_help(self, task):
        self.log.append(f"help {task}")

    def poll(self, *, when_more):
        when_more()
        self.log.append("poll")

    def read(self, *, for_s, when_more):
        assert for_s < 10, "a stop would wait for it"
        if self.report.read:
            when_more()
        self.log.append("read")
        return self.report

    def group(self):
        self.log.append("group")

    def plan(self, now):
        self.log.append(("plan", now))

    def deliver(self):
        self.log.append("deliver")
        self.steps -= 1
        return self.steps > 0

    def prune(self, *, for_s):
        assert for_s < 10, "a stop would wait for it"
        self.log.append("prune")


def made(recorder, **more):
    return Work(
        ingest=recorder,
        planner=recorder,
        deliverer=recorder,
        keep=recorder,
        dispatcher=recorder,
        clock=lambda: NOW,
        elapsed=lambda: recorder.seconds,
        **more,
    )


def test_what_is_due_is_polled_with_help_then_read():
    recorder = Recorder(replace(IDLE, due=True))
    made(recorder).poll()
    assert recorder.log == ["help poll", "poll", "send read"]


def test_a_poll_without_anything_due_goes_on_to_reading():
    recorder = Recorder()
    made(recorder).poll()
    assert recorder.log == ["send read"]


def test_reading_goes_on_while_something_is_left():
    recorder = Recorder(replace(IDLE, unread=True), read=40, left=7)
    made(recorder).read()
    assert recorder.log == ["help read", "read", "send read"]


def test_what_others_read_is_left_to_them():
    recorder = Recorder(replace(IDLE, unread=True), read=0, left=7)
    made(recorder).read()
    assert recorder.log == ["read"], "and nobody is called to help with nothing"


@pytest.mark.parametrize("busy", ["due", "polled"])
def test_grouping_waits_for_all_that_a_poll_brings(busy):
    recorder = Recorder(replace(IDLE, **{busy: True}))
    made(recorder).read()
    assert recorder.log == ["read"]


def test_the_last_reader_asks_for_grouping():
    recorder = Recorder(replace(IDLE, ungrouped=True), read=3)
    made(recorder).read()
    assert recorder.log == ["help read", "read", "send group"]


def test_a_large_import_is_grouped_while_it_is_read():
    recorder = Recorder(replace(IDLE, unread=True), read=40, left=9000)
    work = made(recorder)
    work.read()
    recorder.seconds = 31
    work.read()
    assert recorder.log[3:] == ["help read", "read", "send read", "send group"]
    recorder.log.clear()
    work.group()
    work.read()
    assert recorder.log == ["group", "help read", "read", "send read"]


def test_polls_that_take_long_hold_up_grouping_for_two_minutes():
    recorder = Recorder(replace(IDLE, polled=True), read=3)
    work = made(recorder)
    for recorder.seconds in (60, 121):
        work.read()
    assert recorder.log == ["help read", "read"] * 2 + ["send group"]


def test_deliver_goes_on_until_nothing_wants_a_step():
    recorder = Recorder(steps=3)
    made(recorder).deliver()
    assert recorder.log == [("plan", NOW), "deliver", "deliver", "deliver"]


def test_a_process_that_works_itself_sends_at_its_intervals():
    told = []
    recorder = Recorder()
    work = made(recorder, tell=[lambda: told.append(1)])
    jobs = work.ticks(poll_every_s=60, deliver_every_s=1)
    assert {job.name: job.every_s for job in jobs} == {"ingest": 60, "deliver": 1, "tell": 30, "tidy": 600}
    for job in jobs:
        job.work()
    assert recorder.log == ["send poll", "send deliver", "send tell", "send tidy"]
    for name in ("tell", "tidy"):
        work.tasks()[name]()
    assert (told, recorder.log[-1]) == ([1], "prune")
    assert tuple(work.tasks()) == TASKS


def looks(recorder, wake_at=None):
    return Looks(ingest=recorder, wake_at=lambda: wake_at, dispatcher=recorder, clock=lambda: NOW)


def test_an_idle_clock_wakes_nobody_for_feeds_and_digests():
    recorder = Recorder()
    for job in looks(recorder, NOW + timedelta(seconds=1)).ticks(poll_every_s=60, deliver_every_s=1):
        job.work()
    assert recorder.log == ["send tell", "send tidy"]


def test_a_clock_wakes_workers_for_what_is_due():
    recorder = Recorder(replace(IDLE, due=True))
    clock = looks(recorder, NOW)
    clock.poll()
    clock.deliver()
    assert recorder.log == ["send poll", "send deliver"]


@pytest.mark.parametrize(
    ("left", "asked"),
    [
        ({"due": True, "lapsed": True}, ["send poll"]),
        ({"unread": True}, ["send read"]),
        ({"ungrouped": True}, ["send group"]),
        ({"ungrouped": True, "polled": True}, []),
        ({"due": True}, []),
    ],
)
def test_what_a_lost_worker_left_is_taken_up(left, asked):
    recorder = Recorder(replace(IDLE, **left))
    looks(recorder).resume()
    assert recorder.log == asked
