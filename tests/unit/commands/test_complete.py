"""What can stand next in a command."""

from __future__ import annotations

from datetime import date

import pytest

from bot.commands.complete import MOST, complete
from bot.commands.grammar import VERBS
from bot.commands.parse import parse

NAMES = ("New York", "Boston", "Boston Police")


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("d", ("digest",)),
        ("digest s", ("digest status", "digest skip")),
        ("digest hold ", ("digest hold single-origin",)),
        ("follow New Y", ("follow New York",)),
        ("follow Boston ", ("follow Boston dm", "follow Boston here", "follow Boston Police")),
        ("Bost", ("Boston", "Boston Police")),
        ("new y", ("New York",)),
        ("Boston level:s", ("Boston level:state",)),
        ("mute w", ("mute word",)),
        ("why ", ()),
        ("xyz", ()),
    ],
)
def test_completion(typed: str, lines: tuple[str, ...]) -> None:
    assert complete(typed, names=NAMES) == lines


def test_every_verb_is_found_by_its_letters() -> None:
    for verb in VERBS:
        assert verb in complete(verb[:-1])


def test_no_more_than_a_screenful() -> None:
    assert len(complete("", names=NAMES)) == MOST


def test_completed_lookups_can_be_read() -> None:
    for line in complete("Boston ", names=NAMES):
        if not line.endswith("since"):
            assert parse(line, today=date(2026, 8, 26))
