"""The questions asked at every tick and every lookup read an index, not a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.storage.make import DAY, MAYOR, NOW, RED

QUESTIONS: dict[str, Callable[[Transaction], Any]] = {
    "next feed": lambda tx: tx.feeds.next_due_at(),
    "due subscriptions": lambda tx: tx.subscriptions.due(NOW, limit=10),
    "next subscription": lambda tx: tx.subscriptions.next_due_at(),
    "next delivery": lambda tx: tx.deliveries.next_wake_at(),
    "waiting deliveries": lambda tx: tx.deliveries.claim(NOW, limit=10, lease_s=1),
    "known articles": lambda tx: tx.articles.known(["a", "b"]),
    "a day's articles": lambda tx: tx.articles.window(NOW - DAY, NOW),
    "a day's new articles": lambda tx: tx.articles.window(NOW - DAY, NOW, by="first_seen"),
    "articles about somebody": lambda tx: tx.coverage.articles_about(MAYOR, NOW - DAY, NOW),
    "counts": lambda tx: tx.coverage.counts_between(MAYOR, [NOW - DAY, NOW]),
    "company": lambda tx: tx.coverage.company(MAYOR, NOW - DAY, NOW),
    "statements": lambda tx: tx.coverage.statements_by(MAYOR, NOW - DAY, NOW),
    "stories of articles": lambda tx: tx.stories.of_articles(["a", "b"]),
    "open stories": lambda tx: tx.stories.open_since(NOW),
    "a channel's history": lambda tx: tx.deliveries.history(workspace=RED, channel="C1"),
    "what a channel saw": lambda tx: tx.views.last_seen("sub1", ["s1"]),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_table_is_read_whole(sqlite_db: Database, question: str) -> None:
    asked: list[tuple[str, Any]] = []
    with sqlite_db.write() as tx:
        event.listen(
            tx._conn, "before_cursor_execute", lambda _c, _u, sql, given, *_: asked.append((sql, given))
        )
        QUESTIONS[question](tx)
        selects = [(sql, given) for sql, given in asked if sql.startswith("SELECT")]
        plans = [tx._conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given).all() for sql, given in selects]
    steps = [row[3] for plan in plans for row in plan]
    whole = [s for s in steps if s.startswith("SCAN") and " USING " not in s and s != "SCAN CONSTANT ROW"]
    # A subquery is made of what its own steps, which are in the list too, found by an index.
    assert [s for s in whole if s.split()[1] != "anon_1" and not s.startswith("SCAN (subquery")] == []
    assert selects
