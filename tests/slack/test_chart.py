"""A lookup's chart: a picture in the asker's direct messages, with all it shows in words."""

import re

import pytest

from tests.support.team import button, words


@pytest.fixture
def direct(server):
    server.answers["conversations.open"] = lambda asked: {
        "ok": True,
        "channel": {"id": f"D-{asked['users']}"},
    }


def test_the_button_hands_over_a_picture_that_can_be_heard(team, server, direct):
    told = team.press(button(team.type("Boston"), "Chart"))
    (file,) = server.files.values()
    assert (file["filename"], file["channel"]) == ("coverage-boston.png", "D-U1")
    assert file["title"] == "Boston: articles per day"
    assert file["bytes"].startswith(b"\x89PNG")
    assert re.match(r"Bar chart\. Boston: articles per day, from .*\d articles?\.$", file["alt_txt"])
    assert "in our direct messages" in words(told)


def test_without_the_scope_the_counts_come_in_words(team, server, direct):
    server.answers["files.getUploadURLExternal"] = lambda _asked: {"ok": False, "error": "missing_scope"}
    team.press(button(team.type("Boston"), "Chart"))
    assert re.search(r"\d articles", words(team.wait(3)[-1]))  # the lookup, the refusal, the words


def test_a_chart_of_what_is_gone_says_so(team):
    shown = button(team.type("Boston"), "Chart")
    gone = {**shown, "value": '{"name":"Boston","since_on":"2026-03-05"}'}
    assert "There is nothing to draw" in words(team.press(gone))
