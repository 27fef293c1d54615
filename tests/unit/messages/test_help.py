"""Help, and what the bare command answers."""

from __future__ import annotations

from dataclasses import replace

from bot.commands.grammar import help_rows
from bot.messages.help import help_message, start_message
from bot.messages.text import blocks_text
from tests.unit.messages import adversarial, invented
from tests.unit.messages.slack_rules import links, message_problems


def test_help_fits_one_message_and_lists_every_usage() -> None:
    message = help_message(help_rows())
    assert message_problems(message) == []
    shown = " ".join(blocks_text(message["blocks"], width=1_000).split())
    assert all(f"/policy {row.usage}".strip() in shown for row in help_rows())


def test_groups_stand_together_in_the_order_of_their_first_row() -> None:
    shown = blocks_text(help_message(help_rows())["blocks"], width=1_000)
    groups = list(dict.fromkeys(row.group.upper() for row in help_rows()))
    assert [line for line in shown.splitlines() if line in groups] == groups


def test_help_on_a_word_gives_examples() -> None:
    message = help_message(help_rows("digest"), word="digest")
    shown = blocks_text(message["blocks"], width=1_000)
    assert "for example /policy digest at 08:00 New York weekdays" in shown
    assert "for example /policy digest now" not in shown  # the usage is its own example


def test_unknown_word_gets_the_nearest_or_all() -> None:
    assert "Try /policy help digest" in help_message((), word="digets", near=("digest",))["text"]
    assert "Try /policy help; any" in help_message((), word="xyz")["text"]


def test_bare_command_shows_three_stories_with_links_and_the_usual_commands() -> None:
    digest = invented.digest(stories=adversarial.many(invented.CLAIM_STORY, 5), more=())
    message = start_message(help_rows(), digest)
    assert len(links(message["blocks"])) == 3
    shown = blocks_text(message["blocks"], width=1_000)
    assert "/policy digest preview" in shown
    assert "/policy audit" not in shown
    assert message_problems(message) == []


def test_bare_command_on_a_quiet_day_says_so() -> None:
    message = start_message(help_rows(), invented.digest(stories=(), more=()))
    assert "No stories yet for Port Ellis & Massachusetts today." in blocks_text(message["blocks"])


def test_rows_of_others_are_shown_as_they_are() -> None:
    row = replace(help_rows("audit")[0], summary="<!here> & *bold*")
    assert message_problems(help_message([row])) == []
