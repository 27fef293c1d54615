"""``policybot export``: all that is known of a person, place, body or topic, as a file.

Called by `bot.cli.main`. Parses, calls `bot.services.export` and writes the file; it decides nothing.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from bot.cli.common import Progress, now_option, opened

EPILOG = """\b
Examples:
  policybot export "Michelle Wu" --days 90 -o wu.md
  policybot export housing --format csv -o housing.csv
  policybot export Springfield --entity geonames:4951788 --format json
"""


@click.command(epilog=EPILOG)
@click.argument("name", nargs=-1, required=True)
@click.option(
    "--format", "form", type=click.Choice(["md", "csv", "json"]), default="md", show_default=True,
    help="Markdown, one line a row, or everything for programs.",
)  # fmt: skip
@click.option("--days", type=click.IntRange(1, 365), default=30, show_default=True, help="How far back.")
@click.option("--entity", default=None, metavar="ID", help="Which one, where several have the name.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), default=None,
    help="File to write; by default it is printed.",
)  # fmt: skip
@now_option
def export(
    *, name: tuple[str, ...], form: str, days: int, entity: str | None, output: Path | None,
    now: datetime | None,
) -> None:  # fmt: skip
    """Write what is known of NAME: stories with their status, articles, who said what; each with its link.

    Exit status 2 when nobody and nothing of that name is known, or when several are.
    """
    from bot.model.entity import EntityId
    from bot.model.lookup import Question
    from bot.services.export import Form

    question = Question(name=" ".join(name), days=days, entity_id=EntityId(entity) if entity else None)
    with opened(now) as app:
        with Progress("Reading") as progress:
            app.ingest.catch_up(progress=progress)
        text = app.exporter.export(question, form=Form(form))
    if output is None:
        click.echo(text, nl=False)
        return
    output.write_text(text, encoding="utf-8", newline="\n")
    click.echo(f"Wrote {output}.")
