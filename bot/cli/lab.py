"""``policybot read`` and ``policybot group``: one's own articles, annotated or grouped, nothing stored.

Called by `bot.cli.main`. Parses, calls `bot.services.lab` and prints; it decides nothing.
"""

from __future__ import annotations

from typing import TextIO

import click

from bot.cli.common import Progress, echo_json, opened_without_database

READ_EPILOG = """\b
Examples:
  policybot read articles.jsonl > readings.jsonl
  policybot read --given spans.jsonl       link the spans in each article's "mentions"
The format is in docs/formats.md.
"""
GROUP_EPILOG = """\b
Example:
  policybot group articles.jsonl > stories.jsonl
The format is in docs/formats.md.
"""


@click.command(epilog=READ_EPILOG)
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option(
    "--given", is_flag=True, help='Link the spans in each article\'s "mentions" instead of finding names.'
)
@click.option(
    "--words",
    type=click.IntRange(min=0),
    default=None,
    help="Stop after so many words of the text (default: read all).",
)
def read(*, file: TextIO, given: bool, words: int | None) -> None:
    """Annotate the articles of a JSON Lines FILE: names, places, topics, statements."""
    from bot.services import lab

    rows = lab.parse_rows(file, name=file.name)
    with opened_without_database() as app, Progress("Reading") as progress:
        reader = app.make_reader(words=words)
        for row in lab.read(rows, reader, app.gazetteer, given=given, progress=progress):
            echo_json(row)


@click.command(epilog=GROUP_EPILOG)
@click.argument("file", type=click.File(encoding="utf-8"))
def group(*, file: TextIO) -> None:
    """Group the articles of a JSON Lines FILE into stories and name the origin of each."""
    from bot.services import lab

    rows = lab.parse_rows(file, name=file.name)
    with opened_without_database() as app, Progress("Grouping") as progress:
        for row in lab.group(rows, trace=app.trace_origins, progress=progress):
            echo_json(row)
