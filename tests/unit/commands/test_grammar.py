"""The table itself: complete, consistent, and what help makes of it."""

from __future__ import annotations

from typing import get_args

from bot.commands.grammar import TABLE, VERBS, help_rows
from bot.commands.records import Command

PRODUCT = (
    "about", "audit", "city", "digest", "export", "feeds", "follow", "following", "forget", "help", "merge",
    "mute", "muted", "person", "settings", "sources", "split", "timeline", "today", "topics", "unfollow",
    "unmute", "why",
)  # fmt: skip


def test_every_command_of_the_product_is_there() -> None:
    assert VERBS == PRODUCT


def test_every_record_has_a_row_and_every_row_a_record() -> None:
    assert {form.makes for form in TABLE} == set(get_args(Command))


def test_words_are_unique_and_lower_case() -> None:
    words = [form.words for form in TABLE if form.words]
    assert len(set(words)) == len(words)
    assert all(word == word.lower() for form in words for word in form)


def test_arguments_fill_fields_that_the_record_has() -> None:
    for form in TABLE:
        fields = set(form.makes.__dataclass_fields__)
        assert {argument.field for argument in form.arguments} | set(form.fixed) <= fields


def test_only_one_argument_of_a_row_takes_all_that_is_left() -> None:
    greedy = ("NAME", '"…"', "[Zone]", "DATE", "[WORD]", "[NAME]")
    for form in TABLE:
        assert sum(argument.usage.startswith(greedy) for argument in form.arguments) <= 1


def test_help_lists_each_command_once_with_a_sentence() -> None:
    rows = help_rows()
    assert len({row.usage for row in rows}) == len(rows)
    assert all(row.summary and not row.summary.endswith(".") for row in rows)
    assert {row.verb for row in rows} == {"", *VERBS}


def test_help_on_a_word_has_only_its_rows() -> None:
    assert {row.verb for row in help_rows("Digest ")} == {"digest"}
    assert help_rows("nothing") == ()


def test_commands_that_change_things_for_others_are_marked() -> None:
    changing = {row.usage.split()[0] for row in help_rows() if row.changes}
    assert changing == {"digest", "feeds", "forget", "merge", "split", "topics"}
    assert not any(row.changes for row in help_rows("follow"))
