"""The clock: each job at its interval, never twice at once, and an orderly end."""

import threading
import time

from bot.jobs.clock import Clock, Job


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
