"""``policybot preview``: messages as a page to look at.

Called by `bot.cli.main`. Shows the digest and lookups of one's own database, or files of blocks.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import now_option, opened

if TYPE_CHECKING:
    from bot.web.preview_page import Sheet

EPILOG = """\b
Examples:
  policybot preview
  policybot preview --hours 48 --lookup "Michelle Wu"
  policybot preview blocks.json --output blocks.html
"""


@click.command(epilog=EPILOG)
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    default=Path("preview.html"),
    show_default=True,
    help="The page.",
)
@click.option("--hours", type=click.FloatRange(0, 8760, min_open=True), default=24.0, show_default=True)
@click.option("--lookup", "names", multiple=True, metavar="NAME", help="A lookup to show; may be repeated.")
@now_option
def preview(
    *, files: tuple[Path, ...], output: Path, hours: float, names: tuple[str, ...], now: datetime | None
) -> None:
    """Write a page that shows messages as Slack would: the digest and lookups, or FILES of blocks.

    A file holds {"blocks": […]}, as Block Kit Builder takes it, or what `policybot digest --format blocks`
    prints. The page is one file without scripts.
    """
    from bot.web.preview_page import preview_page

    sheets = [_of_file(file) for file in files] if files else _own(hours, names, now)
    output.write_text(preview_page(sheets), encoding="utf-8")
    click.echo(f"Wrote {output}. Open it in a browser.")


def _own(hours: float, names: tuple[str, ...], now: datetime | None) -> list[Sheet]:
    with opened(now) as app:
        sheets: list[Sheet] = [(f"Digest of {hours:g} hours", app.publish.preview(hours=hours).messages)]
        sheets += [(f"Lookup of {name}", [app.answer.reply_to(name).message]) for name in names]
    return sheets


def _of_file(file: Path) -> Sheet:
    try:
        value: Any = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise click.UsageError(f"{file} is no JSON: {error}") from error
    if not isinstance(value, dict) or not isinstance(value.get("blocks"), list):
        raise click.UsageError(f'{file} holds no {{"blocks": […]}}.')
    thread = value.get("thread", [])
    return file.name, [value, *thread] if isinstance(thread, list) else [value]
