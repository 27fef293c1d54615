"""Questions back and offers, within Slack's limits."""

from bot.messages import actions
from bot.messages.asking import MOST_CHOICES, offer_message
from bot.messages.files import file_messages
from bot.messages.limits import fits


def buttons(message):
    return [e for block in message["blocks"] if block["type"] == "actions" for e in block["elements"]]


def test_each_choice_is_a_button_that_holds_its_command():
    made = offer_message("Which one?", choices=[("Springfield", "follow x"), ("Other", "follow y")])
    assert [(b["action_id"], b["value"]) for b in buttons(made)] == [
        ("run_0", "follow x"),
        ("run_1", "follow y"),
    ]
    assert "Springfield or Other" in made["text"]


def test_undo_is_a_command_or_a_correction():
    assert [b["action_id"] for b in buttons(offer_message("Done.", undo="unmute x"))] == ["run_undo"]
    (undo,) = buttons(offer_message("Done.", correction="c1"))
    assert (undo["action_id"], undo["value"]) == (actions.STORY_UNDO, "c1")


def test_more_choices_than_anybody_reads_are_left_out():
    made = offer_message("Which?", "", choices=[(f"Name {n}", f"follow {n}") for n in range(9)])
    assert len(buttons(made)) == MOST_CHOICES


def test_words_between_backticks_are_code_and_nothing_is_a_mention():
    made = offer_message("Try `/policy help` <!here>.")
    runs = made["blocks"][0]["elements"][0]["elements"]
    assert [run["text"] for run in runs if run.get("style")] == ["/policy help"]
    assert "<!here>" not in made["text"]


def test_a_long_file_takes_as_many_messages_as_it_needs_and_loses_no_line():
    lines = [f"<outline text='Feed {n}' xmlUrl='https://example.com/{n}'/>" for n in range(400)]
    made = file_messages("feeds.opml", "\n".join(lines))
    assert all(fits(message["blocks"]) for message in made)
    shown = str([message["blocks"] for message in made])
    assert all(f"https://example.com/{n}'" in shown for n in range(400))
