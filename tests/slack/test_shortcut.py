"""The shortcut "Find policy coverage" in the menu of somebody's message, as signed requests."""

import re

import pytest

from tests.support.team import button, elements, words


def plain(message):
    return re.sub(r"\s+", " ", words(message))


def test_the_one_name_of_a_message_is_answered_to_the_asker_alone(team):
    answer = team.shortcut("Did anybody see what <@U9> sent about Harlan Pryce's interview?")
    assert (answer["response_type"], answer["replace_original"]) == ("ephemeral", False)
    assert plain(answer).startswith("Harlan Pryce")
    assert "last 14 days" in plain(answer)


def test_of_several_names_one_is_chosen(team):
    asked = team.shortcut("Marisol Reyes wrote to ICE; <https://x.example/1|Boston police> will not help.")
    assert "Coverage of whom" in plain(asked)
    labels = [e["text"]["text"] for e, _ in elements(asked, "button")]
    assert labels == ["Marisol Reyes", "ICE", "Boston"]
    assert plain(team.press(button(asked, "Marisol Reyes"))).startswith("Marisol Reyes")


def test_a_topic_is_found_where_no_name_is(team):
    assert plain(team.shortcut("what is new in housing these days")).startswith("Housing and development")


@pytest.mark.parametrize("text", ["lunch at noon?", "", "<!here> *_~`", "x" * 10_000])
def test_a_message_without_names_gets_what_to_type(team, text):
    assert "/policy NAME" in plain(team.shortcut(text))


def test_names_in_what_was_attached_count_too(team):
    attached = [{"title": "Letter to the council", "text": "By Imani Okafor", "fallback": "x"}]
    assert plain(team.shortcut("see below", attachments=attached)).startswith("Imani Okafor")
