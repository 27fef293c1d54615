"""The builders: what they make safe, and what they refuse."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given

from bot.messages import blocks
from tests.unit.messages.adversarial import TEXT
from tests.unit.messages.slack_rules import mentions, message_problems


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/x", "https://a.example/x"),
        (" https://a.example/x ", "https://a.example/x"),
        ("HTTP://a.example/", "http://a.example/"),
        ('https://a.example/"<>', "https://a.example/%22%3C%3E"),
        ("https://a.example/%20", "https://a.example/%20"),
        ("https://a.example/é", "https://a.example/%C3%A9"),
        ("javascript:alert(1)", None),
        ("javascript://a.example/%0aalert(1)", None),
        ("data:text/html,x", None),
        ("ftp://a.example/", None),
        ("//a.example/", None),
        ("https://", None),
        ("https://[bad/", None),
        ("", None),
        ("https://a.example/" + "x" * 3_000, None),
    ],
)
def test_safe_url(url: str, expected: str | None) -> None:
    assert blocks.safe_url(url) == expected


def test_link_with_a_bad_address_is_plain_text() -> None:
    assert blocks.link("read", "javascript:alert(1)") == {"type": "text", "text": "read"}


@pytest.mark.parametrize("words", ["https://bank.example", "see WWW.bank.example now"])
def test_link_that_looks_like_another_address_shows_its_host(words: str) -> None:
    assert blocks.link(words, "https://a.example/1")["text"] == f"{words} (a.example)"


def test_hidden_and_reordering_characters_are_dropped() -> None:
    assert blocks.safe("a\u202eb\x00c\ud800d\ufeff") == "abcd"


def test_other_scripts_stay_as_they_are() -> None:
    for words in ("שלום עולם", "مرحبا", "東京都", "👩‍👩‍👧"):
        assert blocks.safe(words) == words


@given(TEXT)
def test_safe_text_never_mentions_and_is_stable(words: str) -> None:
    made = blocks.safe(words)
    assert not mentions(made)
    assert "\n" not in made
    assert blocks.safe(made) == made


@given(TEXT)
def test_any_text_makes_blocks_that_slack_takes(words: str) -> None:
    made = [
        blocks.header(words),
        blocks.section(words, blocks.overflow("menu", [blocks.option(words, "v")])),
        blocks.context(words),
        blocks.rich([blocks.text(words, bold=True), blocks.link(words, "https://a.example/")]),
        blocks.actions(
            blocks.button(words, "b", about=words), blocks.select("s", words, [blocks.option(words, "v")])
        ),
        blocks.divider(),
    ]
    for block in made:
        assert message_problems({"text": "x", "blocks": [block]}) == []


def test_runs_keep_one_space_between_them() -> None:
    assert [blocks.text(words)["text"] for words in (" a ", "a  b", " ", "a")] == [" a ", "a b", " ", "a"]


def test_lines_are_joined_by_line_feeds_and_empty_ones_left_out() -> None:
    made = blocks.rich([blocks.text("a")], [], [blocks.text("")], [blocks.text("b")])
    assert [run["text"] for run in made["elements"][0]["elements"]] == ["a", "\n", "b"]


def test_moment_is_written_by_the_readers_client() -> None:
    made = blocks.moment(datetime(2026, 8, 26, 12, tzinfo=UTC), "Wed")
    assert (made["type"], made["timestamp"], made["fallback"]) == ("date", 1_787_745_600, "Wed")


def test_no_builder_makes_mrkdwn() -> None:
    made = [blocks.header("x"), blocks.section("x"), blocks.context("x")]
    assert "mrkdwn" not in repr(made)
