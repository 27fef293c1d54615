"""Many rows at once are stored like few: PostgreSQL gets them by column, which no caller sees."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.storage.database import Database
from bot.storage.sql import among, chunks, insert, insert_new, upsert
from tests.storage.make import NOW, article, feed, reading

HARD = ("{a,b}", 'quo"ted', "back\\slash", "NULL", "", "naïve\nline", "it's", "%s", ":x")


@pytest.mark.parametrize("count", [1, 9, 10, 40])
def test_articles_come_back_whole_however_many_there_are(db: Database, count: int) -> None:
    given = [
        article(
            f"a{n:02}", title=HARD[n % len(HARD)] or "empty", summary=HARD[(n + 3) % len(HARD)],
            body=HARD[n % 4], byline=HARD[n % len(HARD)], place="US-MA" if n % 3 else None,
            published_at=NOW + timedelta(seconds=n), updated_at=NOW if n % 2 else None, feeds=("f1",),
            seen_on_add=bool(n % 2),
        )
        for n in range(count)
    ]  # fmt: skip
    readings = {a.id: reading(a.id, *(f"person:{n}" for n in range(count % 7)), topics=("x",)) for a in given}
    with db.write() as tx:
        tx.feeds.add(feed("f1"), next_poll_at=NOW)
        tx.articles.add([(a, [f"key:{a.id}", HARD[n % len(HARD)]]) for n, a in enumerate(given)])
        tx.readings.save(readings.values())
        assert list(tx.articles.by_ids([a.id for a in given], bodies=True)) == given
        assert tx.readings.by_articles(readings) == readings
        assert tx.articles.known(["key:a00", HARD[0]]) == {"key:a00": "a00", HARD[0]: "a00"}
    assert db.check() == ()


@pytest.mark.parametrize("count", [2, 30])
def test_twins_and_taken_keys(db: Database, count: int) -> None:
    from bot.storage.team_schema import meta  # noqa: PLC0415 - behind the room's back, here alone

    rows = [{"key": f"k{n // 2}", "value": str(n)} for n in range(count)]
    with db.write() as tx:
        conn = tx._conn
        insert(conn, meta, [{"key": "k0", "value": "first"}])
        insert_new(conn, meta, rows)
        assert tx.meta.find("k0") == "first"
        upsert(conn, meta, rows, ["key"])
        assert [tx.meta.find(f"k{n}") for n in range(count // 2)] == [
            str(2 * n + 1) for n in range(count // 2)
        ]
        part = next(chunks([row["key"] for row in rows]))
        assert conn.execute(meta.delete().where(among(conn, meta.c.key, part))).rowcount == count // 2
