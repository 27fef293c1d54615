"""``policybot slack``: does the bot have what it needs in Slack?

Called by `bot.cli.main`. Parses, calls `bot.slack.check` and prints; it decides nothing.
"""

from __future__ import annotations

import click

from bot.cli.common import opened_without_database

EPILOG = """\b
Examples:
  policybot slack check
  policybot slack check --user U0123456789      with a test message to yourself
"""


@click.group(epilog=EPILOG)
def slack() -> None:
    """Check the connection to Slack."""


@slack.command("check", epilog=EPILOG)
@click.option("--user", default=None, metavar="ID", help="Member ID that gets a test message.")
@click.pass_context
def check(ctx: click.Context, *, user: str | None) -> None:
    """Try the tokens, compare scopes with the manifest, and say how to mend what is missing."""
    from bot.catalog.files import find_file
    from bot.model.workspace import LOCAL_WORKSPACE, UserId
    from bot.slack.check import check as look
    from bot.slack.check import manifest_scopes

    bad = 0
    with opened_without_database() as app:
        manifest = find_file(app.config, "slack-manifest.yaml").read_text(encoding="utf-8")
        findings = look(
            app.slack,
            workspace=LOCAL_WORKSPACE,
            app_token=app.settings.slack_app_token.get_secret_value(),
            scopes=manifest_scopes(manifest),
            user=UserId(user) if user else None,
        )
        for finding in findings:
            bad += not finding.good
            click.echo(f"{'ok ' if finding.good else 'NO '} {finding.what}")
            if finding.fix:
                click.echo(f"     → {finding.fix}")
    if bad:
        click.echo(f"{bad} to mend; docs/slack.md shows each step.", err=True)
        ctx.exit(1)
    click.echo("All well: policybot run")
