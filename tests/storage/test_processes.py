"""Several processes on one SQLite file: nothing lost, nothing torn, whatever is killed when."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.locks import WriterLock
from tests.storage.writer import write
from tests.support.forked import Teller


def start(url: str, name: str, count: int) -> Teller:
    return Teller(write, url, name, count)


def stored(db: Database) -> set[str]:
    with db.read() as tx:
        return {a.id for a in tx.articles.window(None, None, limit=100_000)}


def test_two_writers_and_a_reader_at_once(sqlite_db: Database, sqlite_url: str) -> None:
    writers = [start(sqlite_url, name, 60) for name in ("a", "b")]
    while any(w.poll() is None for w in writers):
        with sqlite_db.read() as tx:
            seen = {a.id for a in tx.articles.window(None, None, limit=100_000)}
            assert set(tx.readings.by_articles(seen)) == seen, "a transaction was seen half done"
    reported = {line for w in writers for line in w.rest()}
    assert [w.wait() for w in writers] == [0, 0]
    assert stored(sqlite_db) == reported
    assert len(reported) == 120
    assert sqlite_db.check() == ()


def test_killed_writers_lose_nothing_that_was_committed(sqlite_db: Database, sqlite_url: str) -> None:
    rng = random.Random(11)
    reported: set[str] = set()
    for k in range(4):
        writers = [start(sqlite_url, f"{name}{k}", 150) for name in ("a", "b")]
        reported.update(writer.said() for writer in writers)
        time.sleep(rng.uniform(0.0, 0.15))
        for writer in writers:
            writer.kill()
        assert -signal.SIGKILL in [writer.wait() for writer in writers], "at least one was killed at work"
        for writer in writers:
            reported.update(writer.rest())
        assert sqlite_db.check() == ()
    assert len(reported) > 8
    assert reported <= stored(sqlite_db)
    with sqlite_db.write() as tx:
        tx.meta.put("goes", "on")


def test_a_killed_holder_frees_the_lock(tmp_path: Path) -> None:
    lock_file = tmp_path / "x-writer"
    script = (
        "import sys, time; from pathlib import Path; from bot.storage.locks import WriterLock\n"
        "with WriterLock(Path(sys.argv[1]), 5).held():\n"
        "    print('held', flush=True); time.sleep(60)\n"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script, str(lock_file)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(Exception, match="stayed locked"), WriterLock(lock_file, 0.05).held():
        pass
    holder.kill()
    holder.communicate()
    with WriterLock(lock_file, 1).held():
        assert lock_file.exists()


def test_a_forked_child_does_not_keep_the_lock(tmp_path: Path) -> None:
    lock_file = tmp_path / "x-writer"
    with WriterLock(lock_file, 1).held():
        child = os.fork()
        if child == 0:
            time.sleep(30)
            os._exit(0)
    try:
        with WriterLock(lock_file, 0.5).held():
            pass
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
