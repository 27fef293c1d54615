"""``policybot roster``: office-holders, from the file, imported lists and public-domain lists.

Called by `bot.cli.main`. Parses, calls `bot.services.roster` and prints; it decides nothing.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import echo_json, json_option, now_option, opened

if TYPE_CHECKING:
    from bot.model.entity import Entity
    from bot.services.roster import Imported

EPILOG = """\b
Examples:
  policybot roster list --place "Boston, MA"
  policybot roster update --state MA            Congress and the legislators of Massachusetts
  policybot roster import legislators-current.json --dry-run
  policybot roster undo
"""

dry_option = click.option("--dry-run", is_flag=True, help="Only report; change nothing.")


@click.group(epilog=EPILOG)
def roster() -> None:
    """See and update who holds which office."""


@roster.command("list", epilog='\b\nExample:\n  policybot roster list --place "Boston, MA" --level city')
@click.option("--place", default=None, help="Offices of this place, such as 'Boston, MA'.")
@click.option(
    "--level",
    type=click.Choice(["city", "state", "federal", "foreign"]),
    default=None,
    help="Offices of this level of government.",
)
@json_option
@now_option
def list_(*, place: str | None, level: str | None, as_json: bool, now: datetime | None) -> None:
    """List the people who hold an office now, by name."""
    from bot.model.entity import Level
    from bot.services.roster import is_holder

    with opened(now) as app:
        found_place = app.subscribe.get_place(place).id if place else None
        wanted = Level(level) if level else None
        on = app.now().date()
        found = [p for p in app.listed if is_holder(p, on=on, place=found_place, level=wanted)]
    for person in sorted(found, key=lambda p: p.name):
        if as_json:
            echo_json(_row(person))
        else:
            titles = "; ".join(f"{role.title} (as of {role.as_of})" for role in person.roles[:2])
            click.echo(f"{person.name}: {titles}")
    if not found and not as_json:
        click.echo("Nobody is listed for that. policybot roster update fetches public lists.")


@roster.command("import", epilog="\b\nExample:\n  policybot roster import legislators-current.json --dry-run")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@dry_option
@json_option
@now_option
def import_(*, files: tuple[Path, ...], dry_run: bool, as_json: bool, now: datetime | None) -> None:
    """Import FILEs: legislators-current.json of congress-legislators, or files of openstates/people.

    Offices that a list does not have any more end; a file with less than half the known holders of an office
    ends none of them.
    """
    sources = [(file.name, _text(file)) for file in files]
    with opened(now) as app:
        done = app.roster.take(sources, dry_run=dry_run)
    _tell(done, dry_run=dry_run, as_json=as_json)


@roster.command("update", epilog="\b\nExample:\n  policybot roster update --state MA --state NH")
@click.option("--state", "states", multiple=True, metavar="CODE", help="Also this state's legislators (MA).")
@click.option("--congress-url", default=None, help="Where the members of Congress are.")
@click.option("--state-url", default=None, help="Where a state's legislators are, with {state} in it.")
@dry_option
@json_option
def update(
    *, states: tuple[str, ...], congress_url: str | None, state_url: str | None, dry_run: bool, as_json: bool
) -> None:
    """Fetch the public-domain lists of Congress, and of states, and import them."""
    from bot.services.roster import CONGRESS_URL, STATE_URL

    with opened() as app:
        done = app.roster.update(
            states=states,
            congress_url=congress_url or CONGRESS_URL,
            state_url=state_url or STATE_URL,
            dry_run=dry_run,
        )
    _tell(done, dry_run=dry_run, as_json=as_json)


@roster.command("undo", epilog="\b\nExample:\n  policybot roster undo")
def undo() -> None:
    """Take back the last import or update."""
    with opened() as app:
        app.roster.undo()
    click.echo("The last import is taken back. Articles read with it are read again by: policybot reread")


def _text(file: Path) -> str:
    from bot.errors import ConfigError

    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file} cannot be read: {error}", path=str(file)) from error


def _tell(done: Imported, *, dry_run: bool, as_json: bool) -> None:
    report = done.report
    if as_json:
        echo_json(
            {
                "people": done.people,
                "new": list(report.new),
                "changed": list(report.changed),
                "ended": [list(pair) for pair in report.ended],
                "dry_run": dry_run,
            }
        )
        return
    counts = f"{len(report.new)} new, {len(report.changed)} changed, {len(report.ended)} offices ended"
    click.echo(f"{done.people} office-holders in the list: {counts}.")
    for sign, names in (("+", report.new), ("~", report.changed)):
        for name in names:
            click.echo(f"  {sign} {name}")
    for name, title in report.ended:
        click.echo(f"  - {name}, {title}")
    if dry_run:
        click.echo("Nothing was changed (--dry-run).")
    elif any((report.new, report.changed, report.ended)):
        click.echo("Undo: policybot roster undo. What is stored is read with it by: policybot reread")


def _row(person: Entity) -> dict[str, object]:
    return {
        "id": person.id,
        "name": person.name,
        "roles": [
            {"title": r.title, "level": r.level, "place": r.place, "as_of": r.as_of.isoformat()}
            for r in person.roles
        ],
    }
