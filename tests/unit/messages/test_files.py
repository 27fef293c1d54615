"""A file as messages: every line as it stands, in as many messages as it needs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages.files import file_messages
from bot.messages.limits import characters, fits
from tests.support.team import words

LINE = '<outline type="rss" text="Ledger &amp; Post" xmlUrl="https://ledger.example/feed.xml"/>'


def lines_of(messages):
    return "\n".join(words(message) for message in messages)


def test_a_small_file_is_one_message_with_its_name():
    (message,) = file_messages("feeds.opml", f"<opml>\n{LINE}\n</opml>")
    assert message["blocks"][0]["type"] == "header"
    assert words(message).startswith("feeds.opml")
    assert LINE in words(message), "not a character is changed"


@pytest.mark.parametrize("content", ["", "\n\n", "   \n\t"])
def test_an_empty_file_says_so(content):
    (message,) = file_messages("feeds.opml", content)
    assert "This file is empty." in words(message)


def test_a_long_file_goes_on_and_loses_no_line():
    names = [f"line-{n:05d} {LINE}" for n in range(600)]
    messages = file_messages("feeds.opml", "\n".join(names))
    assert len(messages) > 3
    told = lines_of(messages)
    places = [told.index(f"line-{n:05d}") for n in range(600)]
    assert places == sorted(places)
    assert all(fits(message["blocks"]) for message in messages)


@given(st.text(max_size=6000))
def test_any_content_makes_messages_that_slack_takes(content):
    for message in file_messages("export.json", content):
        assert fits(message["blocks"])
        assert characters(message["blocks"]) > 0
        assert message["text"]
