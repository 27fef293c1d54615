"""``policybot reread``: read again what another version of model, lexicons or roster has read.

Called by `bot.cli.main`. Parses, calls `bot.services.reading` and prints; it decides nothing.
"""

from __future__ import annotations

from datetime import datetime

import click

from bot.cli.common import Moment, Progress, echo_json, json_option, now_option, opened

EPILOG = """\b
Examples:
  policybot reread
  policybot reread --since 2026-03-01       only what was stored from then on
  policybot reread --for 600                stop after ten minutes; the next run goes on
"""


@click.command(epilog=EPILOG)
@click.option("--since", type=Moment(), default=None, help="Only articles first stored from then on.")
@click.option(
    "--for",
    "for_s",
    type=click.FloatRange(min=0),
    default=None,
    metavar="SECONDS",
    help="Stop after this long (default: when all is read).",
)
@json_option
@now_option
def reread(*, since: datetime | None, for_s: float | None, as_json: bool, now: datetime | None) -> None:
    """Read again what another version of the model, the lexicons or the roster has read.

    Each batch is stored at once: Ctrl-C loses nothing, and the same command goes on from there.
    `policybot doctor` says how many articles wait for it.
    """
    with opened(now) as app:
        with Progress("Reading again") as progress:
            report = app.reading.read(outdated=True, since=since, for_s=for_s, progress=progress)
        app.grouping.group()
    if as_json:
        echo_json({"read": report.read, "left": report.left})
        return
    click.echo(f"{report.read} articles read again, {report.left} left.")
    if report.left:
        click.echo("The same command goes on from there.")
