"""``policybot db``: the database itself.

Called by `bot.cli.main`. Parses, calls `bot.storage` and prints; it decides nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import opened, unopened_database

if TYPE_CHECKING:
    from bot.storage.database import Database
    from bot.storage.upgrade import Step

EPILOG = """\b
Examples:
  policybot db upgrade
  policybot db backup /backups/policybot.sqlite3     safe while the bot runs
"""


@click.group(epilog=EPILOG)
def db() -> None:
    """Create, upgrade, back up, check and restore the database; change the keys of its tokens."""


@db.command("upgrade", epilog="\b\nExample:\n  policybot db upgrade")
def upgrade() -> None:
    """Create the database or bring it to this program's schema; the former version may go on running.

    Each step is committed by itself: stopped, the next upgrade goes on where this one was.
    """

    def tell(step: Step) -> None:
        click.echo(f"{step.number} of {step.total}: {step.revision} {step.title.splitlines()[0]}", err=True)

    from bot.app import App
    from bot.processes import upgrade as upgrade_all
    from bot.settings import load

    with App(load()) as app:
        done = upgrade_all(app, progress=tell)
        click.echo(f"{app.bare_database.where} {'was upgraded' if done else 'is up to date'}.")


@db.command("backup", epilog="\b\nExample:\n  policybot db backup /backups/policybot.sqlite3")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(*, file: Path) -> None:
    """Write a consistent copy to FILE; safe while the bot runs."""
    with unopened_database() as database:
        database.backup(file)
    click.echo(f"Backed up to {file}. policybot db restore {file} brings it back.")


@db.command("check", epilog="\b\nExample:\n  policybot db check")
@click.pass_context
def check(ctx: click.Context) -> None:
    """Check the database for damage; exit status 1 when there is any."""
    with unopened_database() as database:
        problems = database.check()
    for problem in problems:
        click.echo(problem)
    if problems:
        ctx.exit(1)
    click.echo("The database is sound.")


@db.command("restore", epilog="\b\nExample:\n  policybot db restore /backups/policybot.sqlite3")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(*, file: Path, yes: bool) -> None:
    """Put the backup FILE in place of the database; the present one is backed up beside it."""
    with unopened_database() as database:
        if not yes:
            click.confirm(f"Replace {database.where} by {file}?", abort=True)
        kept = Path(f"{database.where}.before-restore-{datetime.now(UTC):%Y%m%d%H%M%S}")
        database.backup(kept)
        database.restore(file)
        _note_restored(database)
    click.echo(f"Restored from {file}. Undo: policybot db restore {kept}")


@db.command("restored", epilog="\b\nExample:\n  pg_restore … && policybot db restored")
def restored() -> None:
    """Say that a backup was put back by other means than `restore`; do it before anything runs.

    What was due until now is then looked up in the channels' history before it is posted.
    """
    with unopened_database() as database:
        _note_restored(database)
    click.echo("What was due until now is looked up before it is posted.")


def _note_restored(database: Database) -> None:
    from bot.services.turns import note_restored

    with database.write() as tx:
        note_restored(tx, now=datetime.now(UTC))


@db.command("new-key", epilog="\b\nExample:\n  policybot db new-key")
def new_key() -> None:
    """Print a new key for POLICYBOT_TOKEN_KEYS or POLICYBOT_PAGE_KEYS; put it before those that are there."""
    from cryptography.fernet import Fernet

    click.echo(Fernet.generate_key().decode())


@db.command("rotate-keys", epilog="\b\nExample:\n  policybot db rotate-keys")
def rotate_keys() -> None:
    """Encrypt every stored token with the first key of POLICYBOT_TOKEN_KEYS.

    Afterwards the other keys of the list may be taken out.
    """
    with opened() as app, app.database.write() as tx:
        count = tx.workspaces.rotate_tokens()
    click.echo(
        f"{count} installations are encrypted with the newest key; older keys are not needed any more."
    )
