"""``policybot topics``: the topics, what gives them, and edits of them.

Called by `bot.cli.main`. Parses, calls `bot.services.topics` and prints; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import echo_json, json_option, now_option, opened

if TYPE_CHECKING:
    from bot.app import App
    from bot.nlp.topic_change import TopicChange

_SHOWN = 10  # headlines of each kind; more are counted
_REREAD = "What is stored gets its topics anew by: policybot reread"

EPILOG = """\b
Examples:
  policybot topics list
  policybot topics check my-topics.toml     what an edit would catch and lose
  policybot topics add bike-lanes.toml      the same, then asks and saves
  policybot topics remove agriculture-food
  policybot topics undo bike-lanes
"""

file_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
days_option = click.option(
    "--days", type=click.IntRange(1, 365), default=30, show_default=True, help="Stored articles to try it on."
)
yes_option = click.option("--yes", is_flag=True, help="Do not ask.")


@click.group(epilog=EPILOG)
def topics() -> None:
    """See and edit the topics."""


@topics.command("list", epilog="\b\nExample:\n  policybot topics list --json")
@json_option
def list_(*, as_json: bool) -> None:
    """List the topics in the order of a digest's sections."""
    with opened() as app:
        found = [topic for topic in app.topics if not topic.negative]
    for topic in found:
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
            click.echo(f"{topic.slug:18s} {topic.name}: {topic.description} ({len(topic.phrases)} phrases)")


@topics.command("check", epilog="\b\nExample:\n  policybot topics check my-topics.toml --days 30")
@file_argument
@days_option
@json_option
@now_option
def check(*, file: Path, days: int, as_json: bool, now: datetime | None) -> None:
    """Show what the topics in FILE would catch and lose among the stored articles; changes nothing."""
    with opened(now) as app:
        changes = app.check_topics(file, since=app.now() - timedelta(days=days))
    _tell(changes, as_json=as_json)


@topics.command("add", epilog="\b\nExample:\n  policybot topics add bike-lanes.toml --yes")
@file_argument
@days_option
@yes_option
@now_option
def add(*, file: Path, days: int, yes: bool, now: datetime | None) -> None:
    """Add the topics in FILE (one table each, as in config/topics.toml), after showing what they catch."""
    with opened(now) as app:
        _save(app, file, days, yes=yes, known=False)


@topics.command("edit", epilog="\b\nExample:\n  policybot topics edit housing.toml --yes")
@file_argument
@days_option
@yes_option
@now_option
def edit(*, file: Path, days: int, yes: bool, now: datetime | None) -> None:
    """Replace topics by those in FILE, after showing what that catches and loses."""
    with opened(now) as app:
        _save(app, file, days, yes=yes, known=True)


@topics.command("remove", epilog="\b\nExample:\n  policybot topics remove agriculture-food")
@click.argument("slug")
def remove(*, slug: str) -> None:
    """Take the topic SLUG out, a shipped one too."""
    with opened() as app:
        found = app.topic_book.remove(slug)
    click.echo(f"{found.name} is no topic any more. Undo: policybot topics undo {slug}")
    click.echo(_REREAD)


@topics.command("undo", epilog="\b\nExample:\n  policybot topics undo bike-lanes")
@click.argument("slug")
def undo(*, slug: str) -> None:
    """Take back the newest edit of the topic SLUG."""
    with opened() as app:
        app.topic_book.undo(slug)
    click.echo(f"The last edit of {slug} is taken back.")
    click.echo(_REREAD)


def _save(app: App, file: Path, days: int, *, yes: bool, known: bool) -> None:
    """Show what the topics of a file would do, ask, and save them.

    Raises:
        UserError: One of them is there already, or is not there yet.
    """
    from bot.catalog.topics import load_topics
    from bot.errors import UserError

    wanted = load_topics(file)
    there = {topic.slug for topic in app.topics}
    for topic in wanted:
        if (topic.slug in there) is not known:
            say = (
                "is a topic already; use: policybot topics edit" if not known else "is no topic yet; use: add"
            )
            raise UserError(f"{topic.slug!r} {say}")
    changes = app.check_topics(file, since=app.now() - timedelta(days=days))
    _tell(changes, as_json=False)
    if not changes:
        return
    if not yes:
        click.confirm("Save?", abort=True)
    app.topic_book.save(wanted)
    click.echo(f"Saved. Undo: policybot topics undo {wanted[0].slug}")
    click.echo(_REREAD)


def _tell(changes: Sequence[tuple[str, TopicChange]], *, as_json: bool) -> None:
    for slug, change in changes:
        if as_json:
            caught, lost = ([shift.article_id for shift in shifts] for shifts in (change.caught, change.lost))
            echo_json({"slug": slug, "read": change.read, "caught": caught, "lost": lost})
            continue
        counts = f"it catches {len(change.caught)} more, loses {len(change.lost)}"
        click.echo(f"{slug}: of {change.read} articles {counts}")
        for sign, shifts in (("+", change.caught), ("-", change.lost)):
            for shift in shifts[:_SHOWN]:
                click.echo(f"  {sign} {shift.title}")
    if not changes and not as_json:
        click.echo("The file's topics are those in force.")
