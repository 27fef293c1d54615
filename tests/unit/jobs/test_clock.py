"""The clock: each job at its interval, never twice at once, and an orderly end."""

import threading
import time

from bot.jobs.clock import Clock, Job, Leader


def until(condition, within_s=5.0):
    end = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.005)


def test_a_job_runs_at_once_and_again():
    ran = []
    clock = Clock([Job(name="count", every_s=0.02, work=lambda: ran.append(1))])
    clock.start()
    until(lambda: len(ran) >= 3)
    assert clock.stop(within_s=5)


def test_a_long_run_is_not_doubled():
    running, most = [0], [0]

    def work():
        running[0] += 1
        most[0] = max(most[0], running[0])
        time.sleep(0.05)
        running[0] -= 1

    clock = Clock([Job(name="long", every_s=0.01, work=work)])
    clock.start()
    time.sleep(0.3)
    assert clock.stop(within_s=5)
    assert most[0] == 1


def test_nothing_begins_once_it_has_stopped():
    for _ in range(100):  # it stops at any moment between two ticks
        began = []
        clock = Clock([Job(name="quick", every_s=0.001, work=lambda began=began: began.append(1))])
        clock.start()
        until(lambda began=began: len(began) >= 2)
        assert clock.stop(within_s=5)
        before = len(began)
        time.sleep(0.003)
        assert len(began) == before


def test_a_failing_run_ends_the_run_not_the_job():
    ran = []

    def work():
        ran.append(1)
        raise ZeroDivisionError

    clock = Clock([Job(name="broken", every_s=0.02, work=work)])
    clock.start()
    until(lambda: len(ran) >= 2)
    assert clock.stop(within_s=5)


def test_one_job_does_not_wait_for_another():
    release, ran = threading.Event(), []
    jobs = [
        Job(name="stuck", every_s=60, work=lambda: release.wait(5)),
        Job(name="quick", every_s=0.02, work=lambda: ran.append(1)),
    ]
    clock = Clock(jobs)
    clock.start()
    until(lambda: len(ran) >= 2)
    assert not clock.stop(within_s=0.1), "what still runs is told"
    release.set()


class Right:
    """The lead, as a test gives and takes it."""

    def __init__(self):
        self.free, self.asked, self.released = True, 0, 0

    def holds(self):
        self.asked += 1
        return self.free

    def release(self):
        self.released += 1


def test_only_the_leader_does_its_jobs_and_another_takes_over():
    seconds, right, ran = [0.0], Right(), []
    leader = Leader(right, elapsed=lambda: seconds[0])
    job = leader.led(Job(name="tick", every_s=1, work=lambda: ran.append(seconds[0])))
    right.free = False
    job.work()
    assert "stands by" in leader.describe()
    right.free = True
    job.work()
    assert ran == [], "one answer is good for a second"
    seconds[0] = 1.5
    job.work()
    job.work()
    assert (ran, right.asked) == ([1.5, 1.5], 2)
    assert leader.describe() == ""


def test_a_leader_that_ends_gives_the_lead_back_for_good():
    right = Right()
    leader = Leader(right, elapsed=lambda: 0.0)
    leader.start()
    assert leader.leads()
    assert leader.stop(within_s=1)
    assert (leader.leads(), right.released, right.asked) == (False, 1, 1)
