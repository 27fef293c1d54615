"""`policybot run worker` and `clock`: what they refuse, and how they find each other on PostgreSQL."""

import gc
import threading
import time
from contextlib import nullcontext

import pytest
from sqlalchemy import text

from bot import processes
from bot.app import App
from bot.cli.run import QUEUES
from bot.jobs.work import TASKS
from bot.services.reading import ReadReport
from bot.settings import load
from tests.storage import make


def until(condition, within_s=10.0):
    end = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


@pytest.fixture
def server(postgres_url):
    """An application on PostgreSQL, its job queue's tables dropped after the test."""
    with App(load(None, database_url=postgres_url)) as app:
        assert processes.upgrade(app), "the queue's tables were missing"
        assert not processes.upgrade(app)
        yield app
        with app.database.engine.writer.begin() as conn:
            names = conn.execute(
                text(r"SELECT nspname FROM pg_namespace WHERE nspname LIKE 'policybot\_jobs\_%'")
            )
            for (name,) in names.all():
                conn.execute(text(f"DROP SCHEMA {name} CASCADE"))


def test_the_help_names_the_queues_that_there_are(cli):
    assert QUEUES == TASKS
    status, said, _ = cli("run", "worker", "--help")
    assert status == 0
    assert "--queues poll,read,group" in said


@pytest.mark.sqlite
def test_workers_need_a_server(cli):
    status, _, said = cli("run", "worker")
    assert status == 1
    assert "POLICYBOT_DATABASE_URL=postgresql://" in said


@pytest.mark.parametrize(("given", "told"), [("poll,dig", "dig is no queue"), (" ,", "no queue is named")])
def test_an_unknown_queue_is_named(cli, given, told):
    status, _, said = cli("run", "worker", "--queues", given)
    assert status == 2
    assert told in said
    assert "poll, read, group" in said


def test_a_worker_that_delivers_needs_a_token(cli, monkeypatch):
    monkeypatch.setenv("POLICYBOT_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    status, _, said = cli("run", "worker", "--queues", "deliver")
    assert status == 1
    assert "POLICYBOT_SLACK_BOT_TOKEN" in said


def test_a_clock_wakes_a_worker(server):
    worker = processes.make_worker(server, queues=("tidy", "group"), at_once=2)
    clock = processes.make_clock(server)
    tidied = []

    def prune(*, for_s):
        tidied.append(for_s)

    server.keep.prune = prune
    for process in (worker, clock):
        process.start()
    until(lambda: tidied)
    with server.database.read() as tx:
        assert list(tx.guards.holders("worker:", now=server.now()).values()) == ["tidy,group"]
    assert clock.stop(within_s=5)
    assert worker.stop(within_s=5)
    assert worker.describe() == "Working on group, tidy."


def test_a_worker_polls_once_at_a_time_and_reads_beside_it(server):
    with server.database.write() as tx:
        tx.feeds.add(make.feed(), next_poll_at=make.NOW)
    polls, reads, go_on = [], [], threading.Event()

    def poll(*, when_more):
        when_more()
        polls.append(threading.get_ident())
        go_on.wait(10)

    def read(**_options):
        reads.append(threading.get_ident())
        return ReadReport(read=0, left=0)

    server.ingest.poll, server.ingest.read = poll, read
    worker = processes.make_worker(server, queues=("poll", "read"), at_once=4)
    worker.start()
    server.job_queue.send("poll")
    until(lambda: polls)
    server.job_queue.send("read")
    until(lambda: reads)
    assert len(polls) == 1, "the call for help is for another worker"
    go_on.set()
    until(lambda: len(polls) > 1)
    assert worker.stop(within_s=5)


def test_a_second_clock_stands_by(server):
    first, second = processes.make_clock(server), processes.make_clock(server)
    first.start()
    assert first.describe() == ""
    second.start()
    assert "stands by" in second.describe()
    assert first.stop(within_s=5)
    until(lambda: not second.describe())
    assert second.stop(within_s=5)


@pytest.mark.sqlite
def test_the_clock_of_a_file_does_the_work_itself(settings):
    with App(load()) as app:
        with app.database.write() as tx:
            tx.feeds.add(make.feed(), next_poll_at=make.NOW)
        polled = []
        app.ingest.poll = lambda **_options: polled.append(1)
        clock = processes.make_clock(app)
        clock.start()
        until(lambda: polled)
        assert clock.stop(within_s=5)


def test_what_a_web_worker_has_loaded_is_out_of_the_collectors_sight(cli, settings, monkeypatch):
    class Server:
        def __init__(self, make, **_options):
            self.run = make  # one worker, in this process

    monkeypatch.setattr("bot.web.serving.WebServer", Server)
    monkeypatch.setattr("bot.web.serving.shared_counters", nullcontext)  # this process counts for itself
    monkeypatch.setattr(
        "bot.app.make_web", lambda: None
    )  # what it opens stays open as long as the worker lives
    gc.unfreeze()
    try:
        assert cli("run", "web")[0] == 0
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()
