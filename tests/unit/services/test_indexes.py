from datetime import UTC, datetime, timedelta
from threading import Event, Thread

from bot.services.indexes import AGE, Indexes

NOW = datetime(2026, 3, 4, tzinfo=UTC)


class Built:
    """Counts what is built; each index is a word."""

    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return f"index {self.count}"


def test_an_index_is_built_once_while_it_is_fresh():
    kept, build = Indexes(), Built()
    asked = [kept.get(None, NOW + age, build) for age in (AGE * 0, AGE, AGE * 1.1, AGE * 2)]
    assert asked == ["index 1", "index 1", "index 2", "index 2"]


def test_a_clock_that_went_back_makes_no_index_last_for_ever():
    kept, build = Indexes(), Built()
    kept.get(None, NOW, build)
    assert kept.get(None, NOW - timedelta(days=1), build) == "index 2"


def test_each_key_has_its_own_and_the_one_not_asked_for_longest_goes():
    kept, build = Indexes(most=2), Built()
    assert [kept.get(key, NOW, build) for key in (None, "T1", None, "T2", None, "T1")] == [
        "index 1",
        "index 2",
        "index 1",
        "index 3",
        "index 1",
        "index 4",
    ]


def test_others_go_on_with_the_old_index_while_one_builds():
    kept, begun, go_on = Indexes(), Event(), Event()
    kept.get(None, NOW, lambda: "old")

    def slow():
        begun.set()
        go_on.wait(5)
        return "new"

    builder = Thread(target=kept.get, args=(None, NOW + 2 * AGE, slow))
    builder.start()
    begun.wait(5)
    assert kept.get(None, NOW + 2 * AGE, Built()) == "old"
    go_on.set()
    builder.join()
    assert kept.get(None, NOW + 2 * AGE, Built()) == "new"
