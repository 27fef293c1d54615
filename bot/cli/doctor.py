"""``policybot doctor``: settings, database, model, feeds: what is in force, what is wrong, what helps.

Called by `bot.cli.main`. Parses, calls `bot.services.checkup` and prints; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from bot.cli.common import echo_json, json_option

if TYPE_CHECKING:
    from bot.app import App
    from bot.services.checkup import Finding

MARKS = {"ok": "✓", "note": "!", "wrong": "✗"}

EPILOG = """\b
Examples:
  policybot doctor
  policybot doctor --config-only      only the files under config/
  policybot doctor --offline          ask nobody on the network
"""


@click.command(epilog=EPILOG)
@click.option("--config-only", is_flag=True, help="Only check the files under config/.")
@click.option("--offline", is_flag=True, help="Do not ask Slack.")
@json_option
@click.pass_context
def doctor(ctx: click.Context, /, *, config_only: bool, offline: bool, as_json: bool) -> None:
    """Check everything and say what would help; exit status 1 when something is wrong."""
    from bot.app import App
    from bot.settings import load

    with App(load()) as app:
        found = list(_config(app) if config_only else _all(app, offline=offline))
    for finding in found:
        if as_json:
            echo_json(asdict(finding))
            continue
        click.echo(f"{MARKS[finding.grade]} {finding.what}: {finding.detail}")
        if finding.fix:
            click.echo(f"    → {finding.fix}")
    if any(finding.grade == "wrong" for finding in found):
        ctx.exit(1)


def _config(app: App) -> Iterator[Finding]:
    from bot.services.checkup import check_config

    yield from check_config(app.config)


def _all(app: App, *, offline: bool) -> Iterator[Finding]:
    from bot.services import checkup
    from bot.services.checkup_state import check_state
    from bot.settings import unknown_variables

    yield from checkup.check_settings(app.shown_settings(), unknown_variables())
    yield from checkup.check_database(app.bare_database)
    if app.bare_database.exists:
        yield from check_state(app.bare_database, now=app.now(), version=lambda: app.make_reader().version)
    yield from _web(app)
    yield checkup.check_model(app.describe_model)
    yield from checkup.check_config(app.config)
    if not offline:
        yield from _slack(app)


def _web(app: App) -> Iterator[Finding]:
    """Whether the settings by which Slack is answered over HTTP belong together, where any is set."""
    from bot.errors import ConfigError
    from bot.services.checkup import Finding, Grade

    if not app.has_slack_web:
        return
    try:
        app.require_slack_web()
    except ConfigError as error:
        fix = "Set them, or none of them: Socket Mode needs no more than two tokens."
        yield Finding(grade=Grade.WRONG, what="http", detail=str(error), fix=fix)
        return
    ways = "for workspaces that install the app" if app.many_workspaces else "for one workspace"
    yield Finding(grade=Grade.OK, what="http", detail=f"complete, {ways}")


def _slack(app: App) -> Iterator[Finding]:
    """What Slack says of the tokens; a note where there are none."""
    from bot.services.checkup import Finding, Grade
    from bot.slack.doctor import look

    workspaces = app.connected_workspaces()
    if not workspaces:
        fix = "docs/slack.md shows where the tokens come from; the command line needs none."
        yield Finding(grade=Grade.NOTE, what="slack", detail="no workspace is connected", fix=fix)
    for found in look(app.slack, workspaces, scopes=app.needed_scopes(), clock=app.now):
        grade = Grade.OK if found.good else Grade.WRONG
        yield Finding(grade=grade, what="slack", detail=found.what, fix=found.fix)
