"""One story taken apart, by its id or its number in a channel's last digest."""

import json

import pytest

from tests.road.delivered import CHANNEL, at, deliver, subscribe

NOW = ("--now", "2026-03-04T23:30:00Z")
CLAIM = "ICE field director says Boston police quietly help agents"


def story_of(cli, name, title):
    """The id of the story with this headline."""
    _, out, _ = cli("lookup", name, "--format", "json", *NOW)
    return next(story["id"] for story in json.loads(out)["stories"] if story["title"] == title)


@pytest.fixture
def claim(cli, read):
    """The id of the story of the radio claim."""
    return story_of(cli, "Harlan Pryce", CLAIM)


def test_why_names_each_article_its_origin_and_the_words(cli, claim):
    status, out, _ = cli("why", claim, *NOW)
    assert status == 0
    assert out.count("https://") >= 7
    assert "The Dale Corrigan Show" in out
    assert "No source named" in out


def test_a_story_has_origins_articles_and_statements(cli, claim):
    _, out, _ = cli("story", claim, *NOW)
    assert out.index("Sources") < out.index("Timeline")
    assert "call us from their own phones" in " ".join(out.split()), "lines are folded"
    _, timeline, _ = cli("story", claim, "--view", "timeline", *NOW)
    assert "Sources" not in timeline.splitlines()[0]


def test_a_program_reads_it(cli, claim):
    _, out, _ = cli("story", claim, "--format", "json", *NOW)
    row = json.loads(out)
    assert (row["id"], row["status"], len(row["articles"])) == (claim, "disputed", 7)
    origins = {origin["id"]: origin["articles"] for origin in row["origins"]}
    assert all(article["id"] in origins[article["origin"]] for article in row["articles"])
    _, out, _ = cli("why", claim, "--format", "blocks", *NOW)
    assert json.loads(out)["blocks"]


def test_a_number_is_that_of_the_channels_last_digest(cli, read):
    channel = subscribe()
    deliver(at(3), channel)
    status, shown, _ = cli("story", "1", "--channel", CHANNEL, "--format", "json", *NOW)
    assert status == 0
    assert json.loads(shown)["articles"]
    status, _, err = cli("why", "99", "--channel", CHANNEL, *NOW)
    assert (status, "stories 1 to" in err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["why", "nothing"], "no story nothing"),
        (["why", "1"], "no digest"),
        (["why", "1", "--channel", "C404"], "C404"),
    ],
    ids=["id", "number without channel", "channel"],
)
def test_what_is_not_there_is_said(cli, read, arguments, words):
    status, _, err = cli(*arguments, *NOW)
    assert (status, words in err) == (2, True)
