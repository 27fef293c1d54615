"""``policybot prune``: delete what is older than the settings say.

Called by `bot.cli.main`. Parses, calls `bot.services.keep` and prints; it decides nothing.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

import click

from bot.cli.common import echo_json, json_option, now_option, opened

EPILOG = """\b
Examples:
  policybot prune --dry-run     what would go
  policybot prune               safe while the bot runs; can be stopped at any point
"""


@click.command(epilog=EPILOG)
@click.option("--dry-run", is_flag=True, help="Only count what would go.")
@json_option
@now_option
def prune(*, dry_run: bool, as_json: bool, now: datetime | None) -> None:
    """Delete articles, full texts, deliveries and audit entries past their time.

    POLICYBOT_RETENTION_DAYS, POLICYBOT_BODY_DAYS and POLICYBOT_AUDIT_DAYS say how long each is kept. What was
    deleted does not come back, though a feed still lists it.
    """
    with opened(now) as app:
        report = app.keep.preview() if dry_run else app.keep.prune()
    if as_json:
        echo_json({**asdict(report), "cut_at": report.cut_at.isoformat()})
        return
    rows = ", ".join(f"{count} {kind}" for kind, count in report.deleted.items() if count) or "nothing"
    if dry_run:
        click.echo(f"Would delete {rows}; articles first seen before {report.cut_at:%Y-%m-%d %H:%M} UTC.")
        return
    click.echo(
        f"Deleted {rows}; nothing from before {report.cut_at:%Y-%m-%d %H:%M} UTC is taken in any more. "
        f"{report.transactions} transactions, the longest {report.longest_s * 1000:.0f} ms."
    )
