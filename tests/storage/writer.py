"""A process that writes to a SQLite file which others write to; tests/storage/test_processes.py kills it."""

from __future__ import annotations

from multiprocessing.connection import Connection

from bot.storage.database import Database
from tests.storage.make import MAYOR, NOW, article, reading, story


def write(url: str, name: str, count: int, said: Connection) -> None:
    """Numbered articles with keys and a reading, one transaction each; says each after its commit."""
    db = Database(url, timeout_s=60)
    for n in range(count):
        i = f"{name}-{n}"
        with db.write() as tx:
            tx.articles.add([(article(i, body="x" * 500), [f"k:{i}", f"u:{i}"])])
            tx.readings.save([reading(i, MAYOR, topics=("housing",))])
            tx.stories.save([story(f"s-{i}", i)], at=NOW)
        said.send(i)
    db.close()
