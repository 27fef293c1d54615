"""Work that processes share: claims, what waits, who leads, who is at work."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bot.errors import StorageError
from bot.model.article import Article
from bot.model.reading import Reading
from bot.services.reading import ReadingStep
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.storage.make import HOUR, MAYOR, NOW, article, feed, person, reading, story


def add(db: Database, *names: str) -> None:
    with db.write() as tx:
        tx.articles.add([(article(name, title=f"Title of {name}"), [f"k:{name}"]) for name in names])


def unread(tx: Transaction, limit: int = 10) -> tuple[str, ...]:
    return tx.articles.unread(limit=limit, claim=True)


class Reader:
    """Finds nothing; tells a test when it has articles in hand."""

    version = "v1"

    def __init__(self, while_reading: Any = lambda: None) -> None:
        self.while_reading = while_reading
        self.given: list[str] = []

    def iter_readings(self, articles: Iterable[Article]) -> Iterator[Reading]:
        for one in articles:
            self.given.append(one.id)
            yield reading(one.id, version=self.version)
        self.while_reading()


def step(db: Database, reader: Reader, shares: int = 1) -> ReadingStep:
    return ReadingStep(db, make_reader=lambda: reader, shares=shares)  # type: ignore[arg-type,return-value]


def test_two_readers_never_claim_the_same(postgres_db: Database) -> None:
    add(postgres_db, "a1", "a2", "a3")
    with postgres_db.write() as one, postgres_db.write() as two:
        assert unread(one, 2) == ("a1", "a2")
        assert unread(two) == ("a3",)
        assert two.articles.count_unread(most=10) == 3
    with postgres_db.write() as tx:
        assert unread(tx) == ("a1", "a2", "a3"), "a claim ends with its transaction"


def test_readings_of_another_version_are_claimed_too(postgres_db: Database) -> None:
    add(postgres_db, "a1", "a2")
    with postgres_db.write() as tx:
        tx.readings.save([reading("a1", version="old"), reading("a2", version="old")])
    with postgres_db.write() as one, postgres_db.write() as two:
        assert one.articles.unread("new", limit=1, claim=True) == ("a1",)
        assert two.articles.unread("new", limit=5, claim=True) == ("a2",)


def test_what_one_reads_is_left_to_it(postgres_db: Database) -> None:
    add(postgres_db, "a1", "a2")
    other = Reader()
    reader = Reader(lambda: step(postgres_db, other).read())
    assert step(postgres_db, reader).read().left == 0
    assert (reader.given, other.given) == (["a1", "a2"], [])


def test_what_is_reworded_while_it_is_read_is_read_again(db: Database) -> None:
    add(db, "a1", "a2")

    def reword() -> None:
        if reader.given == ["a1", "a2"]:
            with db.write() as tx:
                new = replace(article("a1"), title="Council votes again", content_sha256="ab" * 32)
                tx.articles.update(new, at=NOW + HOUR)

    reader = Reader(reword)
    assert step(db, reader).read().left == 1
    with db.read() as tx:
        assert list(tx.readings.by_articles(["a1", "a2"])) == ["a2"], (
            "the former wording's reading is dropped"
        )
    assert step(db, reader).read().left == 0
    assert reader.given == ["a1", "a2", "a1"]


def test_several_readers_take_small_shares(db: Database) -> None:
    add(db, *(f"a{n:02}" for n in range(40)))
    sizes: list[int] = []
    reader = Reader(lambda: sizes.append(len(reader.given) - sum(sizes)))
    assert step(db, reader, shares=4).read().left == 0
    assert sizes == [10, 8, 8, 8, 6]


def test_help_is_called_with_a_batch_in_hand_when_more_waits(postgres_db: Database) -> None:
    add(postgres_db, *(f"a{n}" for n in range(9)))
    calls: list[str] = []
    alone = Reader(lambda: step(postgres_db, Reader(), shares=4).read(when_more=lambda: calls.append("idle")))
    reading_step = step(postgres_db, alone, shares=4)
    reading_step.read(when_more=lambda: calls.append(f"after {len(alone.given)}"))
    assert calls == ["after 0"]


def test_a_batch_that_fails_leaves_nothing_claimed(db: Database) -> None:
    add(db, "a1")

    def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        step(db, Reader(fail)).read()
    assert step(db, Reader()).read().left == 0


def waits(db: Database, seconds: float = 0.0) -> set[str]:
    with db.read() as tx:
        found = tx.queues.waiting(NOW + timedelta(seconds=seconds))
    names = ("due", "polled", "lapsed", "unread", "ungrouped", "is_all_read")
    return {name for name in names if getattr(found, name)}


def test_what_waits_to_be_polled(db: Database) -> None:
    assert waits(db) == {"is_all_read"}
    with db.write() as tx:
        tx.feeds.add(feed("f1"), next_poll_at=NOW)
        tx.feeds.add(feed("f2"), next_poll_at=NOW + HOUR)
    assert waits(db, -1) == {"is_all_read"}
    assert waits(db) == {"due"}
    with db.write() as tx:
        tx.feeds.claim(NOW, limit=5, lease_s=40)
    assert waits(db) == {"polled"}
    assert waits(db, 41) == {"due", "lapsed"}
    with db.write() as tx:
        tx.feeds.update(replace(tx.feeds.get("f1"), paused=True))
    assert waits(db, 41) == {"is_all_read"}


def test_what_waits_to_be_read_and_grouped(db: Database) -> None:
    add(db, "a1")
    assert waits(db) == {"unread"}
    with db.write() as tx:
        tx.readings.save([reading("a1")])
    assert waits(db) == {"ungrouped", "is_all_read"}
    with db.write() as tx:
        tx.stories.save([story("s1", "a1")], at=NOW)
    assert waits(db) == {"is_all_read"}


def test_one_leads_and_another_takes_over(db: Database) -> None:
    one, two, clock = db.lead("clock"), db.lead("clock"), db.lead("something else")
    assert one.holds()
    assert one.holds()
    assert not two.holds()
    assert clock.holds()
    one.release()
    assert two.holds()
    assert not one.holds()
    for lead in (one, two, clock):
        lead.release()


def test_a_leader_whose_connection_is_lost_leads_no_more(postgres_db: Database) -> None:
    one, two = postgres_db.lead("clock"), postgres_db.lead("clock")
    assert one.holds()
    with postgres_db.engine.writer.connect() as conn:
        holder = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted"
        conn.execute(text(f"SELECT pg_terminate_backend(pid, 5000) FROM ({holder}) AS held"))
    assert two.holds()
    assert not one.holds()
    two.release()
    assert one.holds()
    one.release()


def test_a_server_that_is_away_gives_no_lead() -> None:
    away = Database("postgresql://nobody@127.0.0.1:1/nothing")
    assert not away.lead("clock").holds()
    away.close()


def test_work_of_one_name_is_done_by_one_transaction_at_a_time(db: Database) -> None:
    order: list[str] = []

    def second() -> None:
        with db.write() as tx:
            tx.keep_others_out("grouping")
            order.append("second")

    with db.write() as tx:
        tx.keep_others_out("grouping")
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.1)
        order.append("first")
    thread.join(5)
    assert order == ["first", "second"]


def test_who_waits_too_long_is_told(postgres_url: str) -> None:
    hasty = Database(postgres_url, timeout_s=0.1)

    def group() -> None:
        with hasty.write() as tx:
            tx.keep_others_out("grouping")

    with hasty.write() as tx:
        tx.keep_others_out("grouping")
        with pytest.raises(StorageError, match="stayed locked"):
            group()
    hasty.close()


def test_two_readers_that_meet_a_person_at_once_lose_no_alias(postgres_db: Database) -> None:
    with postgres_db.write() as tx:
        tx.entities.meet([person(aliases=("Ada J. Quist",))])
    done = threading.Event()

    def other() -> None:
        with postgres_db.write() as tx:
            tx.entities.meet([person(aliases=("Quist, Ada",))])
        done.set()

    with postgres_db.write() as tx:
        tx.entities.meet([person(aliases=("A. Quist",))])
        thread = threading.Thread(target=other)
        thread.start()
        assert not done.wait(0.1), "it waits for the first"
    thread.join(5)
    with postgres_db.read() as tx:
        assert tx.entities.get(MAYOR).aliases == ("A. Quist", "Ada J. Quist", "Quist, Ada")


def test_aliases_of_one_batch_come_together(db: Database) -> None:
    with db.write() as tx:
        tx.entities.meet([person(aliases=("B",)), person(aliases=("A",))])
        assert tx.entities.get(MAYOR).aliases == ("A", "B")


def test_processes_that_work_are_known_by_their_leases(db: Database) -> None:
    with db.write() as tx:
        tx.guards.acquire("worker:one", "poll,read", now=NOW, lease_s=40)
        tx.guards.acquire("worker:two", "deliver", now=NOW - HOUR, lease_s=40)
        tx.guards.acquire("workshop", "x", now=NOW, lease_s=40)
        assert tx.guards.holders("worker:", now=NOW) == {"worker:one": "poll,read"}
