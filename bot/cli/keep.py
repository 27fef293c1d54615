"""``policybot prune``: delete what is older than the settings say.

Called by `bot.cli.main`. Parses, calls `bot.services.keep` and prints; it decides nothing.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

import click

from bot.cli.common import echo_json, json_option, now_option, opened

if TYPE_CHECKING:
    from bot.services.keep import PruneReport

EPILOG = """\b
Examples:
  policybot prune --dry-run     what would go
  policybot prune               safe while the bot runs; can be stopped at any point
"""


@click.command(epilog=EPILOG)
@click.option("--dry-run", is_flag=True, help="Only count what would go.")
@click.option("--yes", is_flag=True, help="Also after a pause of days: the clock of this machine is right.")
@json_option
@now_option
@click.pass_context
def prune(ctx: click.Context, /, *, dry_run: bool, yes: bool, as_json: bool, now: datetime | None) -> None:
    """Delete articles, full texts, deliveries and audit entries past their time.

    POLICYBOT_RETENTION_DAYS, POLICYBOT_BODY_DAYS and POLICYBOT_AUDIT_DAYS say how long each is kept. What was
    deleted does not come back, though a feed still lists it. After a pause of more than two days nothing goes
    for a day, because a clock that jumped would delete everything; exit status 1 then, and --yes says that it
    is right.
    """
    with opened(now) as app:
        sure = yes or now is not None
        report = app.keep.preview() if dry_run else app.keep.prune(sure=sure)
    waits = report.waits_until
    if as_json:
        echo_json(
            {
                **asdict(report),
                "cut_at": report.cut_at.isoformat(),
                "waits_until": waits.isoformat() if waits else None,
            }
        )
    elif waits is None:
        _tell(report, dry_run=dry_run)
    else:
        click.echo(
            "Nothing was deleted: the last time was more than two days ago, and a clock that jumped would "
            "delete everything. If this machine's time is right: policybot prune --yes, or wait until "
            f"{waits:%Y-%m-%d %H:%M} UTC.",
            err=True,
        )
    ctx.exit(1 if waits else 0)


def _tell(report: PruneReport, *, dry_run: bool) -> None:
    rows = ", ".join(f"{count} {kind}" for kind, count in report.deleted.items() if count) or "nothing"
    if dry_run:
        click.echo(f"Would delete {rows}; articles first seen before {report.cut_at:%Y-%m-%d %H:%M} UTC.")
        return
    click.echo(
        f"Deleted {rows}; nothing from before {report.cut_at:%Y-%m-%d %H:%M} UTC is taken in any more. "
        f"{report.transactions} transactions, the longest {report.longest_s * 1000:.0f} ms."
    )
