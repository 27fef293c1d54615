"""``policybot digest``: the digest of a channel, or of everything, printed.

Called by `bot.cli.main`. Parses, calls `bot.services.publish` and prints; it decides nothing.
"""

from __future__ import annotations

from datetime import datetime

import click

from bot.cli.common import Progress, now_option, opened, print_messages

EPILOG = """\b
Examples:
  policybot digest                                  everything published in the last 24 hours
  policybot digest --hours 72 --format blocks       as Block Kit JSON
  policybot digest --channel C0123456789 --dry-run  what that channel would get now
  policybot digest --explain                        with the score of each story
"""


@click.command(epilog=EPILOG)
@click.option(
    "--channel", default=None, metavar="ID", help="A subscribed channel (policybot subscriptions list)."
)
@click.option(
    "--hours",
    type=click.FloatRange(min=0, min_open=True, max=24 * 31),
    default=None,
    help="Window by publication (default 24; a channel's own window otherwise).",
)
@click.option(
    "--dry-run",
    is_flag=True,
    help="Change nothing in the database: nothing is read or regrouped.",
)
@click.option("--explain", is_flag=True, help="Print the score of each story and its factors.")
@click.option("--format", "form", type=click.Choice(["text", "blocks"]), default="text", show_default=True)
@now_option
def digest(
    *, channel: str | None, hours: float | None, dry_run: bool, explain: bool, form: str, now: datetime | None
) -> None:
    """Print a digest: without a channel, all places by time of publication.

    With --channel it prints what that channel would get now: its places and topics, what is new since its
    last digest. It posts nothing.
    """
    with opened(now) as app:
        if not dry_run:
            with Progress("Reading") as progress:
                app.ingest.catch_up(progress=progress)
        preview = app.publish.preview(channel=channel, hours=hours, regroup=not dry_run)
        print_messages(preview.messages, form)
        if explain:
            for line in preview.explanations:
                click.echo(line)
