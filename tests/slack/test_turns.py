"""Lookups of one process take turns; those who wait get their own answers."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Thread, get_ident
from time import sleep

from bot.model.lookup import Question

NAMES = ("Boston", "Cambridge", "Marisol Reyes", "Housing and development")


def test_lookups_of_a_process_take_turns(wired, monkeypatch):
    inside, seen, read = [], set(), wired.bare_database.read

    @contextmanager
    def watched():
        inside.append(get_ident())
        sleep(0.01)  # long enough for the others to come in
        seen.add(len(set(inside)))
        with read() as tx:
            yield tx
        inside.remove(get_ident())

    alone = {name: wired.answer.reply(Question(name=name)) for name in NAMES}
    monkeypatch.setattr(wired.bare_database, "read", watched)
    found = {}

    def ask(name):
        found[name] = wired.answer.reply(Question(name=name))

    asking = [Thread(target=ask, args=[name]) for name in NAMES]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert seen == {1}
    assert found == alone
