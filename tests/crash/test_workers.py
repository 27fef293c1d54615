"""A worker that is killed in mid-job loses and doubles nothing, and others take up its work at once."""

import time
from collections import Counter

import pytest
from sqlalchemy import text

from bot.errors import StorageError
from bot.jobs import dispatch
from bot.jobs.dispatch import Queue, connect_lane
from bot.jobs.worker import STALLED, Lane, Worker
from bot.storage.database import Database
from tests.crash import background
from tests.storage import make
from tests.support.forked import Worker as Process

ARTICLES = 40


def until(condition, within_s=10.0):
    end = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


@pytest.fixture
def database(postgres_url):
    found = Database(postgres_url, timeout_s=10)
    yield found
    found.close()


def ask(database, query):
    with database.engine.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        found = conn.execute(text(query))
        return [tuple(row) for row in found] if found.returns_rows else []


def schemas(database):
    rows = ask(database, r"SELECT nspname FROM pg_namespace WHERE nspname LIKE 'policybot\_jobs\_%'")
    return sorted(name for (name,) in rows)


@pytest.fixture
def queue(postgres_url, database):
    """A job queue of its own, dropped after the test."""
    made = Queue(postgres_url)
    assert made.create()
    yield made
    made.close()
    for name in schemas(database):
        ask(database, f"DROP SCHEMA {name} CASCADE")


def store_news(database):
    with database.write() as tx:
        tx.articles.add([(make.article(f"a{n}", title=f"Title {n}"), [f"k:{n}"]) for n in range(ARTICLES)])


def jobs(database):
    return ask(database, f"SELECT queue_name, status::text FROM {schemas(database)[0]}.procrastinate_jobs")


def waiting(database):
    with database.read() as tx:
        return tx.queues.waiting(background.now())


def test_a_killed_reader_and_its_job_are_taken_up_by_another(database, queue, postgres_url, tmp_path):
    store_news(database)
    queue.send("read")
    middle = tmp_path / "middle"
    victim = Process(background.main, postgres_url, str(middle))
    until(middle.exists, within_s=20)
    reader = background.Reader()
    ingest = background.made_ingest(database, reader)
    assert ingest.read().left == 10, "what one reads, no other does"
    victim.kill()
    assert victim.wait() == -9
    until(lambda: ("read", "doing") in jobs(database))
    ask(
        database,
        f"UPDATE {schemas(database)[0]}.procrastinate_workers SET last_heartbeat = now() - '1 h'::interval",
    )
    worker = background.made_worker(postgres_url, ingest, queue)
    worker.start()
    until(lambda: not waiting(database).unread and not waiting(database).ungrouped)
    until(lambda: not [job for job in jobs(database) if job[0] != STALLED])
    assert worker.stop(within_s=5)
    assert Counter(reader.given) == Counter({f"a{n}": 1 for n in range(ARTICLES)})
    with database.read() as tx:
        ids = [f"a{n}" for n in range(ARTICLES)]
        assert len(tx.readings.by_articles(ids)) == len(tx.stories.of_articles(ids)) == ARTICLES
    assert database.check() == ()


def test_a_lost_job_is_asked_for_again_by_the_clock(database, queue, postgres_url):
    store_news(database)
    reader = background.Reader()
    ingest = background.made_ingest(database, reader)
    worker = background.made_worker(postgres_url, ingest, queue)
    worker.start()
    background.made_looks(ingest, queue).resume()  # nobody had asked for reading
    until(lambda: not waiting(database).unread and not waiting(database).ungrouped)
    assert worker.stop(within_s=5)
    assert sorted(reader.given) == sorted(f"a{n}" for n in range(ARTICLES))


def test_a_doubled_job_does_nothing_twice(database, queue, postgres_url):
    store_news(database)
    readers = [background.Reader(), background.Reader()]
    workers = [
        background.made_worker(postgres_url, background.made_ingest(database, reader), queue)
        for reader in readers
    ]
    for worker in workers:
        worker.start()
        queue.send("read")
        queue.send("read")
    until(lambda: not waiting(database).unread and not waiting(database).ungrouped)
    assert all(worker.stop(within_s=5) for worker in workers)
    assert Counter(readers[0].given + readers[1].given).most_common(1)[0][1] == 1


def test_a_stop_does_not_wait_for_a_job_that_hangs(queue, postgres_url):
    begun = []
    worker = Worker(
        lambda: connect_lane(postgres_url),
        {"poll": lambda: begun.append(1) or time.sleep(0.8)},
        [Lane(queues=["poll"])],
    )
    worker.start()
    queue.send("poll")
    until(lambda: begun)
    began = time.monotonic()
    assert not worker.stop(within_s=0.2)
    assert time.monotonic() - began < 1
    assert worker.describe() == "Working on poll."
    assert worker.stop(within_s=5), "it has ended by itself"


def test_a_failing_job_fails_alone(queue, postgres_url, database, capsys):
    done = []
    tasks = {"poll": lambda: 1 / 0, "tell": lambda: done.append(1)}
    worker = Worker(
        lambda: connect_lane(postgres_url), tasks, [Lane(queues=["poll", "tell"]), Lane(queues=[])]
    )
    worker.start()
    queue.send("poll")
    queue.send("tell")
    until(lambda: done)
    assert worker.stop(within_s=5)
    assert [job for job in jobs(database) if job[0] != STALLED] == []
    assert "job failed" in "".join(capsys.readouterr())


def test_the_queue_needs_its_tables(postgres_url, database):
    queue = Queue(postgres_url)
    with pytest.raises(StorageError, match="policybot db upgrade"):
        queue.require()
    queue.close()


def test_tables_of_a_former_version_go_when_nobody_works_in_them(queue, postgres_url, database, monkeypatch):
    (former,) = schemas(database)
    ask(database, f"INSERT INTO {former}.procrastinate_workers DEFAULT VALUES")
    monkeypatch.setattr(dispatch, "_schema", lambda: "policybot_jobs_00000001")
    newer = Queue(postgres_url)
    assert newer.create()
    assert not newer.create()
    assert former in schemas(database), "a worker of the former version goes on"
    newer.close()
    ask(database, f"UPDATE {former}.procrastinate_workers SET last_heartbeat = now() - '1 h'::interval")
    monkeypatch.setattr(dispatch, "_schema", lambda: "policybot_jobs_00000002")
    newest = Queue(postgres_url)
    assert newest.create()
    newest.close()
    assert schemas(database) == ["policybot_jobs_00000002"]


def test_a_server_that_is_away_is_told_in_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(dispatch, "_CONNECT_S", 0.2)
    queue = Queue(f"postgresql://nobody@/nothing?host={tmp_path}")
    with pytest.raises(StorageError, match="job queue cannot be used"):
        queue.send("read")
