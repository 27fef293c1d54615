"""Reading again after the roster or a topic changed: what waits is told, it can be stopped, and it ends."""

import json

import pytest

from bot.services.reading import ReadingStep

EVENING = "2026-03-04T23:00:00Z"
TOPIC = '[bike-lanes]\nname = "Bike lanes"\n[bike-lanes.phrases]\n"bus lane" = 8\n'


@pytest.fixture
def outdated(cli, read, settings):
    """All articles were read with other topics than those in force."""
    (settings / "bikes.toml").write_text(TOPIC)
    assert cli("topics", "add", "bikes.toml", "--yes")[0] == 0


def reread(cli, *more):
    status, out, err = cli("reread", "--json", "--now", EVENING, *more)
    assert status == 0, err
    return json.loads(out)


def test_nothing_is_read_twice(cli, read):
    assert reread(cli) == {"read": 0, "left": 0}


def test_all_that_another_version_read_is_read_again(cli, outdated):
    assert "46 articles were read" in cli("doctor")[1]
    assert reread(cli) == {"read": 46, "left": 0}
    assert reread(cli) == {"read": 0, "left": 0}
    assert "were read with another" not in cli("doctor")[1]


def test_only_what_came_since_a_day(cli, outdated):
    assert reread(cli, "--since", "2026-03-04") == {"read": 11, "left": 0}


def test_it_says_how_many_are_left(cli, outdated):
    assert reread(cli, "--for", "0") == {"read": 0, "left": 46}
    _, out, _ = cli("reread", "--for", "0", "--now", EVENING)
    assert "46 left" in out
    assert "goes on from there" in out


def test_it_goes_on_where_it_was_stopped(cli, outdated, monkeypatch):
    monkeypatch.setattr("bot.services.reading._MOST", 20)
    taken = []

    def stop(self, *, for_s=None, outdated=False, since=None, progress=None):
        def once(done, total):
            taken.append((done, total))
            raise KeyboardInterrupt

        return whole(self, for_s=for_s, outdated=outdated, since=since, progress=once)

    whole = ReadingStep.read
    monkeypatch.setattr(ReadingStep, "read", stop)
    status, _, err = cli("reread", "--now", EVENING)
    assert (status, "goes on from there" in err) == (130, True)
    assert taken == [(20, 46)]
    monkeypatch.setattr(ReadingStep, "read", whole)
    assert reread(cli) == {"read": 26, "left": 0}
