"""The table of commands as a page of the documentation.

Called by the script that writes docs/commands.md and by the test that keeps that page true. It adds
nothing to what the rows say.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from bot.commands.grammar import KINDS, SLASH, help_rows
from bot.model.command import CommandHelp


def commands_markdown() -> str:
    """All commands by group, as Markdown.

    >>> commands_markdown().splitlines()[0]
    '# Commands'
    """
    rows = help_rows()
    order = list(dict.fromkeys(row.group for row in rows))
    ordered = sorted(rows, key=lambda row: order.index(row.group))
    sections = (
        [f"## {group}", "", "| type | what it does | for example |", "| --- | --- | --- |", *_rows(members)]
        for group, members in groupby(ordered, key=lambda row: row.group)
    )
    shorts = " and ".join(f"`{slash} NAME`" for slash in KINDS)
    lead = [
        "# Commands",
        "",
        f"A verb first, else a name to look up; quotation marks make any word a name. {shorts} are short",
        f"forms of `{SLASH}`. Answers are only for whoever asks, unless `here` stands at the end.",
        "Commands marked * change something for others and need the role for it.",
    ]
    return "\n".join([*lead, *(line for section in sections for line in ("", *section))]) + "\n"


def _rows(members: Iterable[CommandHelp]) -> list[str]:
    return [
        f"| `{_cell(f'{SLASH} {row.usage}'.strip())}`{' *' if row.changes else ''} | {_cell(row.summary)} | "
        f"`{_cell(f'{SLASH} {row.example}'.strip())}` |"
        for row in members
    ]


def _cell(words: str) -> str:
    """Words for a cell of a table, whose columns a bar would end."""
    return words.replace("|", "\\|")
