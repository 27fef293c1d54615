"""The jobs: each does all that there is to do at one tick."""

from datetime import UTC, datetime

from bot.jobs.work import Work

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Recorder:
    """Stands for every service; says what was asked of it."""

    def __init__(self, steps=0):
        self.log = []
        self.steps = steps

    def poll(self):
        self.log.append("poll")

    def catch_up(self, *, for_s):
        self.log.append("catch up")
        assert for_s > 0

    def plan(self, now):
        self.log.append(("plan", now))

    def deliver(self):
        self.log.append("deliver")
        self.steps -= 1
        return self.steps > 0

    def prune(self, *, for_s):
        self.log.append("prune")
        assert for_s < 10, "a stop would wait for it"


def work(recorder):
    return Work(ingest=recorder, planner=recorder, deliverer=recorder, keep=recorder, clock=lambda: NOW)


def test_take_in_polls_then_reads():
    recorder = Recorder()
    work(recorder).take_in()
    assert recorder.log == ["poll", "catch up"]


def test_deliver_goes_on_until_nothing_wants_a_step():
    recorder = Recorder(steps=3)
    work(recorder).deliver()
    assert recorder.log == [("plan", NOW), "deliver", "deliver", "deliver"]


def test_the_jobs_run_at_their_intervals():
    jobs = work(Recorder()).jobs(poll_every_s=60, deliver_every_s=1)
    assert {job.name: job.every_s for job in jobs} == {
        "ingest": 60,
        "deliver": 1,
        "tell": 30,
        "tidy": 600,
    }
    for job in jobs:
        job.work()
