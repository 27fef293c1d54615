"""Doing work here: in order, each task once however often it is asked for, in the thread that asked."""

import threading

import pytest

from bot.jobs.dispatch import Here


def test_what_a_task_asks_for_is_done_after_it():
    log, here = [], Here()

    def poll():
        here.send("read")
        here.send("read")
        log.append("poll")

    here.tasks |= {"poll": poll, "read": lambda: log.append("read")}
    here.send("poll")
    assert log == ["poll", "read"]


def test_a_task_may_ask_for_itself():
    left, here = [3], Here()

    def read():
        left[0] -= 1
        if left[0]:
            here.send("read")

    here.tasks["read"] = read
    here.send("read")
    assert left == [0]


def test_there_is_no_help():
    here = Here({"read": lambda: pytest.fail("it was asked for help only")})
    here.call_help("read")


def test_an_error_ends_the_chain_not_the_dispatcher():
    log = []
    here = Here({"broken": lambda: 1 / 0, "read": lambda: log.append("read")})
    with pytest.raises(ZeroDivisionError):
        here.send("broken")
    here.send("read")
    assert log == ["read"]


def test_threads_do_not_wait_for_each_other():
    release, log = threading.Event(), []
    here = Here({"slow": lambda: release.wait(5), "quick": lambda: log.append("quick")})
    thread = threading.Thread(target=here.send, args=["slow"])
    thread.start()
    here.send("quick")
    assert log == ["quick"]
    release.set()
    thread.join()
