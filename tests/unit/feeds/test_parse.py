"""The one door to all parsers; the worker process behind it is tried in tests/feeds."""

from __future__ import annotations

import pytest

from bot.errors import ParseError
from bot.feeds.parse import Parser
from bot.feeds.parsed import ParsedFeed
from bot.feeds.sandbox import Sandbox

GOOD = b"<?xml version='1.0'?><rss><channel><item><title>A</title></item></channel></rss>"


class Recorded(Sandbox):
    """A sandbox that only notes what it is asked."""

    def __init__(self):
        super().__init__()
        self.asked: list[bytes] = []
        self.closed = False

    def parse(self, body: bytes, *, content_type: str = "", url: str) -> ParsedFeed:
        self.asked.append(body)
        return ParsedFeed(title=url)

    def close(self) -> None:
        self.closed = True


def test_sound_feeds_need_no_worker_and_others_go_there_as_they_came():
    sandbox = Recorded()
    with Parser(sandbox=sandbox) as parser:
        assert parser.parse(GOOD, content_type="", url="u").entries[0].title == "A"
        assert sandbox.asked == []
        latin = "<rss><channel><item><title>é<b></title></item></channel></rss>"
        assert parser.parse(latin.encode("latin-1"), content_type="", url="u").title == "u"
        assert sandbox.asked == [latin.encode("latin-1")]
    assert sandbox.closed


def test_large_documents_go_to_the_worker_at_once():
    sandbox = Recorded()
    Parser(sandbox=sandbox).parse(GOOD + b" " * 2_000_001, content_type="", url="u")
    assert len(sandbox.asked) == 1


@pytest.mark.parametrize("body", [b"", b" \n\t", b"\xef\xbb\xbf", b"\0\0\0"])
def test_nothing_is_no_feed(body):
    with pytest.raises(ParseError, match="empty") as caught:
        Parser(sandbox=Recorded()).parse(body, content_type="", url="")
    assert caught.value.status == "not_a_feed"
