"""Blocks as plain text."""

from __future__ import annotations

from hypothesis import given, settings

from bot.messages import blocks
from bot.messages.digest import digest_messages
from bot.messages.text import blocks_text, columns, messages_text
from tests.unit.messages import adversarial, invented
from tests.unit.messages.slack_rules import links


def test_lines_are_wrapped_to_the_width_and_addresses_stay_whole() -> None:
    shown = messages_text(digest_messages(invented.digest()), width=40)
    long = [line for line in shown.splitlines() if columns(line) > 40]
    assert all(line.strip().startswith("https://") for line in long)


def test_every_link_is_there_below_its_line() -> None:
    messages = digest_messages(invented.digest())
    shown = messages_text(messages).splitlines()
    for url in {url for message in messages for url in links(message["blocks"])}:
        assert any(line.strip() == url for line in shown)
    assert shown.index("     https://bay-chronicle.example/0") == 1 + shown.index("   " + invented.HEADLINE)


def test_thread_stands_behind_its_parent() -> None:
    shown = messages_text(digest_messages(invented.digest()))
    assert shown.index("-- thread 1 --") < shown.index("Night buses")
    assert messages_text([]) == ""


def test_controls_are_named() -> None:
    menu = blocks.select("m", "Window", [blocks.option("7 days", "7")])
    chosen = blocks.select("m", "Window", [blocks.option("7 days", "7")], chosen="7")
    dots = blocks.overflow("o", [blocks.option("Why", "why")])
    row = blocks.actions(blocks.button("Follow", "f"), menu, chosen)
    assert blocks_text([row]) == "[Follow] [Window ▾] [7 days ▾]"
    assert blocks_text([blocks.section("1", dots), blocks.divider()], width=5) == "1\n-----"


def test_wide_letters_count_twice() -> None:
    shown = blocks_text([blocks.rich([blocks.text("東京 " * 10)])], width=20)
    assert max(columns(line) for line in shown.splitlines()) <= 20
    assert columns("👍") == 2


@settings(max_examples=20, deadline=None)
@given(adversarial.TEXT)
def test_no_text_breaks_a_line_of_its_own(words: str) -> None:
    block = blocks.rich([blocks.text("a", bold=True), blocks.text(words)])
    shown = blocks_text([block], width=30)
    assert "\x1b" not in shown
    assert all(columns(line) <= 30 or " " not in line.strip() for line in shown.splitlines())
