"""What is edited while servers run: seen within seconds, looked for seldom, loaded only when it changed."""

import pytest

from bot.services.live import LOOK_EVERY_S, ROSTER, TOPICS, Live, Stamps, touch
from tests.storage import make


class Ticks:
    def __init__(self):
        self.at = 1000.0

    def __call__(self):
        return self.at


class Watched:
    """Gives a database and counts how often it was asked for."""

    def __init__(self, database):
        self.database = database
        self.asked = 0

    def __call__(self):
        self.asked += 1
        return self.database


def edit(database, kind=TOPICS):
    with database.write() as tx:
        touch(tx, kind)


def test_before_the_first_edit_there_is_no_stamp(database):
    assert Stamps(lambda: database).of(TOPICS) == ""


def test_an_edit_is_seen_when_it_is_time_to_look(database):
    ticks = Ticks()
    stamps = Stamps(lambda: database, tick=ticks)
    before = stamps.of(TOPICS)
    edit(database)
    ticks.at += LOOK_EVERY_S - 0.01
    assert stamps.of(TOPICS) == before
    ticks.at += 0.01
    assert stamps.of(TOPICS) not in {before, ""}


def test_each_edit_has_its_own_stamp(database):
    ticks = Ticks()
    stamps, seen = Stamps(lambda: database, tick=ticks), set()
    for _ in range(5):
        edit(database)
        ticks.at += LOOK_EVERY_S
        seen.add(stamps.of(TOPICS))
    assert len(seen) == 5


def test_kinds_have_stamps_of_their_own(database):
    edit(database, ROSTER)
    stamps = Stamps(lambda: database)
    assert stamps.of(TOPICS) == ""
    assert stamps.of(ROSTER) != ""


def test_the_database_is_asked_once_in_a_while(database):
    ticks, watched = Ticks(), Watched(database)
    stamps = Stamps(watched, tick=ticks)
    assert watched.asked == 0, "nothing is opened before it is needed"
    for _ in range(100):
        stamps.of(TOPICS)
        ticks.at += LOOK_EVERY_S / 50
    assert watched.asked == 2


def test_an_edit_that_was_taken_back_leaves_no_stamp(database):
    with make.undone(database) as tx:
        touch(tx, TOPICS)
    assert Stamps(lambda: database).of(TOPICS) == ""


def test_a_value_is_loaded_once_until_its_stamp_changes():
    stamp, loaded = ["a"], []

    def load():
        loaded.append(stamp[0])
        return [stamp[0]]

    live = Live(load, lambda: stamp[0])
    assert loaded == []
    first = live.now()
    assert live.now() is first
    stamp[0] = "b"
    assert live.now() == ["b"]
    assert live.now() is not first
    assert loaded == ["a", "b"]


def test_a_value_of_nothing_is_kept_too():
    loaded = []
    live = Live(lambda: loaded.append(1), lambda: "")
    assert (live.now(), live.now()) == (None, None)
    assert loaded == [1]


def test_a_load_that_fails_is_tried_again():
    outcomes = [ValueError("a file with a mistake"), "well"]

    def load():
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    live = Live(load, lambda: "a")
    with pytest.raises(ValueError, match="a mistake"):
        live.now()
    assert live.now() == "well"
