"""Edited topics: tried on what is stored, saved, used, and taken back."""

import json

import pytest

EVENING = "2026-03-04T23:00:00Z"
BIKES = """[bike-lanes]
name = "Bike lanes"
description = "Bicycles and bus lanes."
[bike-lanes.phrases]
"bus lane" = 8
"bus lanes" = 8
"""


@pytest.fixture
def bikes(settings):
    """A file with one new topic."""
    path = settings / "bikes.toml"
    path.write_text(BIKES)
    return path


def slugs(cli):
    return [json.loads(line)["slug"] for line in cli("topics", "list", "--json")[1].splitlines()]


def test_a_topic_is_tried_before_it_is_saved(cli, read, bikes):
    status, out, _ = cli("topics", "check", bikes, "--now", EVENING, "--json")
    change = json.loads(out)
    assert (status, change["slug"], change["read"]) == (0, "bike-lanes", 46)
    assert change["caught"]
    assert "bike-lanes" not in slugs(cli)


def test_an_added_topic_is_read_looked_up_and_undone(cli, read, bikes):
    status, out, _ = cli("topics", "add", bikes, "--yes", "--now", EVENING)
    assert (status, "bus lanes" in out) == (0, True)
    assert slugs(cli)[-1] == "bike-lanes"
    cli("reread", "--now", EVENING)
    _, out, _ = cli("lookup", "bike lanes", "--format", "json", "--now", EVENING)
    assert json.loads(out)["topic"] == "bike-lanes"
    assert json.loads(out)["articles"] >= 1
    assert cli("topics", "undo", "bike-lanes")[0] == 0
    assert "bike-lanes" not in slugs(cli)


def test_an_edit_replaces_a_shipped_topic_where_it_stands(cli, settings, bikes):
    (settings / "transit.toml").write_text(BIKES.replace("bike-lanes", "transit"))
    before = slugs(cli)
    status, _, _ = cli("topics", "edit", "transit.toml", "--yes")
    assert (status, slugs(cli)) == (0, before)
    row = next(line for line in cli("topics", "list")[1].splitlines() if line.startswith("transit "))
    assert "Bike lanes" in row


def test_a_removed_topic_comes_back_by_undo(cli):
    before = slugs(cli)
    cli("topics", "remove", "housing")
    assert slugs(cli) == [slug for slug in before if slug != "housing"]
    cli("topics", "undo", "housing")
    assert slugs(cli) == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["edit", "bikes.toml", "--yes"], "is no topic yet"),
        (["remove", "nothing"], "no topic 'nothing'"),
        (["undo", "housing"], "no edit"),
    ],
    ids=["edit", "remove", "undo"],
)
def test_what_cannot_be_done_is_said(cli, bikes, arguments, words):
    status, _, err = cli("topics", *arguments)
    assert (status, words in err) == (2, True)


def test_a_topic_is_not_added_twice(cli, bikes):
    cli("topics", "add", bikes, "--yes")
    status, _, err = cli("topics", "add", bikes, "--yes")
    assert (status, "topics edit" in err) == (2, True)


def test_a_malformed_topic_is_named(cli, settings):
    (settings / "wrong.toml").write_text(BIKES.replace("= 8", "= 80"))
    status, _, err = cli("topics", "add", "wrong.toml", "--yes")
    assert status == 1
    assert "bus lane" in err
