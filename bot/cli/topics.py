"""``policybot topics``: the topics and what gives them.

Called by `bot.cli.main`. Parses, calls `bot.services.topics` and prints; it decides nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import click

from bot.cli.common import echo_json, json_option, now_option, opened, opened_without_database

EPILOG = """\b
Examples:
  policybot topics list
  policybot topics check my-topics.toml     what an edit would catch and lose
"""


@click.group(epilog=EPILOG)
def topics() -> None:
    """See the topics, and what an edit of them would change."""


@topics.command("list", epilog="\b\nExample:\n  policybot topics list --json")
@json_option
def list_(*, as_json: bool) -> None:
    """List the topics in the order of a digest's sections."""
    with opened_without_database() as app:
        for topic in app.topics:
            if topic.negative:
                continue
            if as_json:
                echo_json(
                    {
                        "slug": topic.slug,
                        "name": topic.name,
                        "cap": list(topic.cap),
                        "phrases": len(topic.phrases),
                    }
                )
            else:
                click.echo(
                    f"{topic.slug:18s} {topic.name}: {topic.description} ({len(topic.phrases)} phrases)"
                )


@topics.command("check", epilog="\b\nExample:\n  policybot topics check my-topics.toml --days 30")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--days", type=click.IntRange(1, 365), default=30, show_default=True, help="Stored articles to try it on."
)
@now_option
def check(*, file: Path, days: int, now: datetime | None) -> None:
    """Show what the topics in FILE would catch and lose among the stored articles; changes nothing."""
    with opened(now) as app:
        changes = app.check_topics(file, since=app.now() - timedelta(days=days))
    for slug, change in changes:
        caught, lost = len(change.caught), len(change.lost)
        click.echo(f"{slug}: of {change.read} articles it catches {caught} more, loses {lost}")
        for sign, shifts in (("+", change.caught), ("-", change.lost)):
            for shift in shifts[:10]:
                click.echo(f"  {sign} {shift.title}")
    if not changes:
        click.echo("The file's topics are those in force.")
