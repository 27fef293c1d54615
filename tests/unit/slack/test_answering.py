"""How many messages a response address takes."""

from bot.messages.notices import plain_message
from bot.slack.answering import MOST_RESPONSES, _few


def test_five_messages_are_sent_as_they_are():
    messages = tuple(plain_message(str(n)) for n in range(MOST_RESPONSES))
    assert _few(messages) == messages


def test_of_more_the_last_says_how_many_are_missing():
    messages = tuple(plain_message(str(n)) for n in range(8))
    shown = _few(messages)
    assert len(shown) == MOST_RESPONSES
    assert shown[:4] == messages[:4]
    assert "4 more parts" in shown[-1]["text"]
