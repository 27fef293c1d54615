"""What a channel is told day after day: news, changes, what was held back, and nothing twice."""

import re

import pytest

from bot.cli.main import run
from bot.web.sample_server import SampleServer
from tests.road.delivered import at, deliver, subscribe, words
from tests.support.samples import EVENINGS, SAMPLE, environment
from tests.support.stores import EMPTY

TRAINS = "MBTA to test battery trains on Fairmount Line"
WIND = "Massachusetts joins suit over wind farm permits"
BOARD = "Senate confirms Meridith Vance to lead labor board"
CLAIM = "ICE field director says Boston police quietly help agents"


@pytest.fixture(scope="module")
def told(stores, tmp_path_factory):
    """What two channels were told on each of the three evenings, the second one holding single origins."""
    url = stores.copy(EMPTY, tmp_path_factory.mktemp("told") / "policy.sqlite3")
    with environment(url), SampleServer(SAMPLE) as server:
        run(["feeds", "import", server.opml_url, "--now", "2026-03-01T00:00:00Z"])
        run(["poll", "--all", "--now", "2026-03-02T01:00:00Z"])
        channels = [subscribe("C1"), subscribe("C2", hold_single_origin_h=20)]
        found = {"C1": [], "C2": []}
        for day, evening in enumerate(EVENINGS, 1):
            server.show(day)
            run(["poll", "--all", "--now", evening])
            for channel in channels:
                found[channel.channel_id].append(words(deliver(at(day + 1), channel)))
    return found


def test_the_first_reading_of_a_feed_is_no_news(told):
    assert all("No new stories" in told[channel][0] for channel in told)


def test_an_edit_a_correction_and_new_outlets_are_told(told):
    _, second, third = told["C1"]
    assert "Boston plans 420 homes on city parking lots" in second
    line = re.search(r"New since [^\\]*?1 correction", third)
    assert line
    assert "+2 outlets" in line[0]
    assert "headline was “Boston plans 420 homes on city parking lots”" in line[0]


def test_a_denial_of_the_next_day_changes_the_status(told):
    _, second, third = told["C1"]
    assert CLAIM in second
    assert "DISPUTED" not in second
    assert "DISPUTED" in third
    assert "status was One origin" in third


def test_a_story_without_news_is_not_told_twice(told):
    _, second, third = told["C1"]
    for title in (WIND, BOARD):
        assert title in second
        assert title not in third


def test_a_story_that_was_held_is_told_later(told):
    _, second, third = told["C2"]
    assert BOARD not in second
    assert "of one origin held back" in second
    assert BOARD in third


def test_what_was_not_read_at_the_cut_off_is_told_next_time(cli, samples):
    cli("feeds", "import", samples.opml_url, "--now", "2026-03-01T00:00:00Z")
    cli("poll", "--all", "--now", "2026-03-02T01:00:00Z")
    channel = subscribe()
    deliver(at(2), channel)
    samples.show(2)
    cli("poll", "--all", "--no-read", "--now", EVENINGS[1])
    assert TRAINS not in words(deliver(at(3), channel))
    samples.show(3)
    cli("poll", "--all", "--now", EVENINGS[2])
    assert TRAINS in words(deliver(at(4), channel))


def test_what_was_on_its_way_into_the_database_at_the_cut_off_is_told_next_time(cli, samples):
    """A batch is dated when its feeds answer, and stored some seconds later."""
    cli("feeds", "import", samples.opml_url, "--now", "2026-03-01T00:00:00Z")
    cli("poll", "--all", "--now", "2026-03-02T01:00:00Z")
    channel = subscribe()
    assert TRAINS not in words(deliver(at(3, 23, 0), channel))
    samples.show(2)
    cli("poll", "--all", "--now", "2026-03-03T22:59:40Z")
    assert TRAINS in words(deliver(at(4, 23, 0), channel))
    assert TRAINS not in words(deliver(at(5, 23, 0), channel))
