"""The runner: starts its parts in order, and stops them all within one span."""

import time

import pytest

from bot.errors import ConfigError
from bot.jobs.runner import Runner


class Part:
    def __init__(self, name="", log=None, *, refuses=False, slow_s=0.0):
        self.name = name
        self.log = [] if log is None else log
        self.refuses = refuses
        self.slow_s = slow_s

    def start(self):
        if self.refuses:
            raise ConfigError("the token is wrong")
        self.log.append(f"{self.name} started")

    def stop(self, *, within_s):
        time.sleep(min(self.slow_s, within_s))
        self.log.append(f"{self.name} stopped")
        return self.slow_s <= within_s

    def describe(self):
        return self.name and f"This is {self.name}."


def test_parts_start_in_order_and_all_stop():
    log = []
    runner = Runner([Part("line", log), Part("", log), Part("clock", log)])
    runner.start()
    assert log == ["line started", " started", "clock started"]
    assert runner.describe() == "This is line. This is clock."
    assert runner.stop(within_s=5)
    assert sorted(log[3:]) == [" stopped", "clock stopped", "line stopped"]


def test_a_refused_token_is_told_before_anything_is_polled():
    clock = Part("clock")
    with pytest.raises(ConfigError):
        Runner([Part(refuses=True), clock]).start()
    assert clock.log == []


def test_parts_share_one_span():
    runner = Runner([Part(slow_s=60), Part(slow_s=60)])
    began = time.monotonic()
    assert not runner.stop(within_s=0.2)
    assert time.monotonic() - began < 1
