"""The table of commands as a page of the documentation."""

from __future__ import annotations

from bot.commands.document import commands_markdown
from bot.commands.grammar import help_rows


def test_every_command_is_on_the_page_with_its_example() -> None:
    page = commands_markdown().replace("\\|", "|")
    for row in help_rows():
        assert f"`/policy {row.usage}`".replace(" `", "`") in page
        assert f"`/policy {row.example}`".replace(" `", "`") in page


def test_bars_inside_a_cell_do_not_end_it() -> None:
    rows = [line for line in commands_markdown().splitlines() if line.startswith("| `")]
    assert len(rows) == len(help_rows())
    assert {line.replace("\\|", "").count("|") for line in rows} == {4}


def test_commands_that_change_things_are_marked() -> None:
    assert "`/policy digest now` *" in commands_markdown()
    assert "`/policy digest status` |" in commands_markdown()
