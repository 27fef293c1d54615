"""``policybot workspaces``: who installed the app, what each has, and deleting all of one.

Called by `bot.cli.main`. Parses, calls `bot.services.installations` and prints; it decides nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.common import echo_json, json_option, opened
from bot.model.workspace import WorkspaceId

if TYPE_CHECKING:
    from bot.services.installations import Overview

EPILOG = """\b
Examples:
  policybot workspaces list
  policybot workspaces remove T0123456789     what would go; with --yes it goes
"""


@click.group(epilog=EPILOG)
def workspaces() -> None:
    """See who installed the app; delete all of a workspace that asks for it."""


@workspaces.command("list", epilog="\b\nExample:\n  policybot workspaces list --json")
@json_option
def list_(*, as_json: bool) -> None:
    """List the workspaces, with how many digests, feeds of their own and follows each has.

    Whose tokens were revoked is purged after thirty days, unless the app is installed again.
    """
    with opened() as app:
        found = app.installations.overview()
    for one in found:
        if as_json:
            echo_json(_row(one))
        else:
            click.echo(_line(one))
    if not found and not as_json:
        click.echo(
            "No workspace has installed the app; the one of POLICYBOT_SLACK_BOT_TOKEN is not listed here.",
            err=True,
        )


@workspaces.command("remove", epilog="\b\nExample:\n  policybot workspaces remove T0123456789 --yes")
@click.argument("workspace", metavar="WORKSPACE")
@click.option("--yes", is_flag=True, help="Delete; without it only what would go is told.")
@click.pass_context
def remove(ctx: click.Context, /, *, workspace: str, yes: bool) -> None:
    """Delete everything that WORKSPACE (its id) owns, tokens first; this cannot be undone.

    Without --yes it tells what would go, and ends with status 1. The same happens by itself when a workspace
    removes the app. What all workspaces share stays; so does the app in that workspace's list, until somebody
    removes it there.
    """
    with opened() as app:
        found = app.installations.describe(WorkspaceId(workspace))
        if yes:
            app.installations.removed(found.workspace.id)
            app.installations.purge(found.workspace.id)
    click.echo(f"{'Deleted' if yes else 'Would delete'} {_line(found)}.")
    if not yes:
        click.echo("This cannot be undone. To do it: the same with --yes.", err=True)
    ctx.exit(0 if yes else 1)


def _line(one: Overview) -> str:
    from bot.messages.wording import counted

    had = one.holdings
    what = ", ".join(
        (counted(had.digests, "digest"), counted(had.feeds, "feed"), counted(had.follows, "follow"))
    )
    when = f"installed {one.workspace.installed_at:%Y-%m-%d}"
    if one.purge_at is not None and one.workspace.revoked_at is not None:
        when += f", tokens revoked {one.workspace.revoked_at:%Y-%m-%d}, goes {one.purge_at:%Y-%m-%d}"
    return f"{one.workspace.id} “{one.workspace.name}”: {what}; {when}"


def _row(one: Overview) -> dict[str, object]:
    revoked_at = one.workspace.revoked_at
    return {
        "id": one.workspace.id,
        "name": one.workspace.name,
        "installed_at": one.workspace.installed_at.isoformat(),
        "revoked_at": revoked_at.isoformat() if revoked_at else None,
        "purge_at": one.purge_at.isoformat() if one.purge_at else None,
        "digests": one.holdings.digests,
        "feeds": one.holdings.feeds,
        "follows": one.holdings.follows,
    }
