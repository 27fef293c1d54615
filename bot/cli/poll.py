"""``policybot poll``: fetch what is due, then read and group what is new.

Called by `bot.cli.main`. Parses, calls `bot.services.ingest` and prints; it decides nothing.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime

import click

from bot.cli.common import Progress, echo_json, json_option, now_option, opened

EPILOG = """\b
Examples:
  policybot poll                  feeds that are due
  policybot poll --all --json     every feed, for a program
  policybot poll --no-read        only fetch and store; digest and lookup read the rest
"""

_SAID = {
    "failing": "has not been read for a day.",
    "gone": "is gone and is not asked any more.",
    "recovered": "is read again.",
}


@click.command(epilog=EPILOG)
@click.option(
    "--all", "all_feeds", is_flag=True, help="Also feeds that are not due, but for those that are gone."
)
@click.option(
    "--read/--no-read", default=True, help="Read and group what is new (default), or only store it."
)
@click.option(
    "--read-for", type=click.FloatRange(min=0), default=120.0, show_default=True, metavar="SECONDS",
    help="Stop reading after this long; the next poll, digest or lookup goes on.",
)  # fmt: skip
@json_option
@now_option
def poll(*, all_feeds: bool, read: bool, read_for: float, as_json: bool, now: datetime | None) -> None:
    """Fetch the feeds that are due, store what is new, read it and group it into stories.

    Feeds that could not be read are listed with the reason; they cost the others nothing. A second poll
    stores nothing twice.
    """
    with opened(now) as app:
        with Progress("Polling") as progress:
            report = app.ingest.poll(all_feeds=all_feeds, progress=progress)
        left = 0
        if read:
            with Progress("Reading") as progress:
                left = app.ingest.catch_up(for_s=read_for, progress=progress)
    if as_json:
        told = asdict(replace(report, notices=()))
        echo_json({name: value for name, value in told.items() if name not in {"gone", "notices"}})
        return
    click.echo(
        f"{report.polled} of {report.feeds} feeds polled in {report.seconds:.1f} s: "
        f"{report.new_articles} new articles, {report.not_modified} feeds unchanged, "
        f"{len(report.failed)} failed."
    )
    for trouble in report.failed:
        click.echo(f"  {trouble.feed}  {trouble.status}: {trouble.error}")
    for notice in report.notices:
        click.echo(f"  {notice.feed.id}  {notice.feed.outlet} {_SAID[notice.kind]}")
    if report.gone:
        click.echo(
            f"Left out, because they said that they are gone (410): {', '.join(report.gone)}. "
            f"To ask one again: policybot feeds resume {report.gone[0]}"
        )
    if left:
        click.echo(f"{left} articles wait to be read; the next poll, digest or lookup goes on.")
    if not report.feeds:
        click.echo("No feeds yet: policybot feeds import FILE.opml, or policybot feeds add URL.")
