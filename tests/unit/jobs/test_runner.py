"""The runner: connects before it ticks, and stops both within one span."""

import time

import pytest

from bot.errors import ConfigError
from bot.jobs.clock import Job
from bot.jobs.runner import Runner


class Line:
    def __init__(self, *, refuses=False, slow_s=0.0):
        self.log = []
        self.refuses = refuses
        self.slow_s = slow_s

    def start(self):
        if self.refuses:
            raise ConfigError("the token is wrong")
        self.log.append("connected")

    def stop(self, *, within_s):
        time.sleep(min(self.slow_s, within_s))
        self.log.append("closed")
        return self.slow_s <= within_s

    def describe(self):
        return "Connected to nobody."


def test_it_connects_ticks_and_stops():
    line, ran = Line(), []
    runner = Runner(
        [Job(name="tick", every_s=0.02, work=lambda: ran.append(list(line.log)))], connection=line
    )
    runner.start()
    assert runner.describe() == "Connected to nobody."
    end = time.monotonic() + 5
    while not ran and time.monotonic() < end:
        time.sleep(0.005)
    assert runner.stop(within_s=5)
    assert ran[0] == ["connected"]
    assert line.log == ["connected", "closed"]


def test_a_refused_token_is_told_before_anything_is_polled():
    ran = []
    runner = Runner(
        [Job(name="tick", every_s=0.01, work=lambda: ran.append(1))], connection=Line(refuses=True)
    )
    with pytest.raises(ConfigError):
        runner.start()
    assert ran == []


def test_clock_and_line_share_one_span():
    line = Line(slow_s=60)
    runner = Runner([Job(name="slow", every_s=60, work=lambda: time.sleep(0.5))], connection=line)
    runner.start()
    began = time.monotonic()
    assert not runner.stop(within_s=0.3)
    assert time.monotonic() - began < 1
