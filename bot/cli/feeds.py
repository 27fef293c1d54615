"""``policybot feeds``: subscribe, list, check, remove and restore.

Called by `bot.cli.main`. Parses, calls `bot.services.feeds` and prints; it decides nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import Progress, echo_json, json_option, now_option, opened

if TYPE_CHECKING:
    from bot.model.feed import Feed, FeedState
    from bot.services.feeds import Probe

EPILOG = """\b
Examples:
  policybot feeds import feeds.opml
  policybot feeds add https://example.org/feed.xml --place US-MA
  policybot feeds list --json
  policybot feeds health
"""


@click.group(epilog=EPILOG)
def feeds() -> None:
    """Subscribe to feeds and see how they are."""


@feeds.command(
    "import",
    epilog="\b\nExamples:\n  policybot feeds import feeds.opml\n  policybot feeds import https://example.org/list.opml",
)
@click.argument("source", metavar="FILE_OR_URL")
@json_option
@now_option
def import_(*, source: str, as_json: bool, now: datetime | None) -> None:
    """Subscribe to every feed of an OPML list; folders become packs. Feeds that are there stay."""
    with opened(now) as app:
        report = app.feeds.import_list(source)
    if as_json:
        echo_json(
            {
                "added": [feed.id for feed in report.added],
                "known": [feed.id for feed in report.known],
                "restored": [feed.id for feed in report.restored],
                "problems": list(report.problems),
            }
        )
        return
    restored = f", {len(report.restored)} restored" if report.restored else ""
    click.echo(f"{len(report.added)} feeds added, {len(report.known)} were there already{restored}.")
    for problem in report.problems:
        click.echo(f"  left out: {problem}")
    if report.added:
        click.echo("policybot poll reads them.")


@feeds.command("export", epilog="\b\nExample:\n  policybot feeds export > feeds.opml")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
def export(*, file: Path | None) -> None:
    """Write all feeds as OPML to FILE, or to standard output."""
    with opened() as app:
        data = app.feeds.export()
    if file is None:
        sys.stdout.buffer.write(data)
    else:
        file.write_bytes(data)


@feeds.command(
    "add",
    epilog="\b\nExample:\n  policybot feeds add https://example.org/feed.xml --place US-MA --level city",
)
@click.argument("url")
@click.option(
    "--place", default=None, help="Home region, such as US-MA or GB; helps to tell places of one name apart."
)
@click.option(
    "--level",
    type=click.Choice(["city", "state", "federal", "foreign"]),
    default=None,
    help="Level of government it covers.",
)
@click.option("--outlet", default="", help="Who publishes it (default: what the feed says).")
@click.option("--check/--no-check", default=True, help="Try the address first (default).")
@now_option
def add(
    *, url: str, place: str | None, level: str | None, outlet: str, check: bool, now: datetime | None
) -> None:
    """Subscribe to the feed at URL. For a web page it names the feeds that the page links to."""
    from bot.model.entity import Level

    with opened(now) as app:
        feed = app.feeds.add(
            url, place=place, level=Level(level) if level else None, outlet=outlet, check=check
        )
    click.echo(f"{feed.id}  {feed.outlet}  {feed.url}")


@feeds.command("list", epilog="\b\nExample:\n  policybot feeds list --json")
@json_option
def list_(*, as_json: bool) -> None:
    """List the feeds with how their last poll ended."""
    with opened() as app:
        rows = app.feeds.rows()
    if as_json:
        echo_json([_row(feed, state) for feed, state in rows])
        return
    for feed, state in rows:
        rate = f"{state.items_per_week:6.1f}/week"
        click.echo(f"{feed.id}  {_status(feed, state):13s} {rate}  {feed.outlet}  {feed.url}")
    if not rows:
        click.echo("No feeds yet: policybot feeds import FILE.opml, or policybot feeds add URL.")


@feeds.command("health", epilog="\b\nExample:\n  policybot feeds health")
@json_option
def health(*, as_json: bool) -> None:
    """Show the feeds that fail: since when, how often, and why."""
    with opened() as app:
        rows = app.feeds.rows()
    failing = [(feed, state) for feed, state in rows if state.error]
    if as_json:
        echo_json([_row(feed, state) | {"error_streak": state.error_streak} for feed, state in failing])
        return
    click.echo(f"{len(rows) - len(failing)} of {len(rows)} feeds are well.")
    for feed, state in failing:
        since = f"{state.failing_since_at:%Y-%m-%d %H:%M}" if state.failing_since_at else "?"
        click.echo(f"{feed.id}  {feed.outlet}: {state.error} ({state.error_streak} times since {since} UTC)")


@feeds.command("remove", epilog="\b\nExample:\n  policybot feeds remove f1a2b3c4d")
@click.argument("feed_id", metavar="ID")
def remove(*, feed_id: str) -> None:
    """Remove a feed; its articles stay. It can be restored for seven days."""
    with opened() as app:
        feed = app.feeds.remove(feed_id)
    click.echo(f"{feed.outlet} removed. Undo within seven days: policybot feeds restore {feed.id}")


@feeds.command("restore", epilog="\b\nExample:\n  policybot feeds restore f1a2b3c4d")
@click.argument("feed_id", metavar="ID")
def restore(*, feed_id: str) -> None:
    """Bring a removed feed back."""
    with opened() as app:
        click.echo(f"{app.feeds.restore(feed_id).outlet} is back.")


@feeds.command("pause", epilog="\b\nExample:\n  policybot feeds pause f1a2b3c4d")
@click.argument("feed_id", metavar="ID")
def pause(*, feed_id: str) -> None:
    """Stop polling a feed until it is resumed."""
    with opened() as app:
        click.echo(f"{app.feeds.pause(feed_id, paused=True).outlet} is paused.")


@feeds.command("resume", epilog="\b\nExample:\n  policybot feeds resume f1a2b3c4d")
@click.argument("feed_id", metavar="ID")
def resume(*, feed_id: str) -> None:
    """Poll a paused feed again; also asks one again that said it was gone."""
    with opened() as app:
        click.echo(f"{app.feeds.pause(feed_id, paused=False).outlet} is polled again.")


@feeds.command("discover", epilog="\b\nExample:\n  policybot feeds discover https://example.org")
@click.argument("url")
def discover(*, url: str) -> None:
    """Find the feeds that a web page links to."""
    with opened() as app:
        found = app.feeds.discover(url)
    for one in found:
        click.echo(f"{one.url}  {one.title}")
    if not found:
        click.echo(f"No feed found at {url}.")


@feeds.command(
    "check",
    epilog="\b\nExamples:\n  policybot feeds check\n  policybot feeds check my.opml",
)
@click.argument("source", metavar="[FILE]", required=False)
@json_option
def check(*, source: str | None, as_json: bool) -> None:
    """Try every feed of an OPML list once and store nothing."""
    with opened() as app, Progress("Checking") as progress:
        probes = app.feeds.check(source or str(app.config / "feeds.opml"), progress=progress)
    _print_probes(probes, as_json=as_json)


def _print_probes(probes: Sequence[Probe], *, as_json: bool) -> None:
    if as_json:
        echo_json([{"url": p.url, "status": p.status, "error": p.error, "items": p.items} for p in probes])
        return
    for probe in probes:
        click.echo(f"{probe.status:13s} {probe.items:4d} items  {probe.url}  {probe.error}")
    click.echo(f"{sum(p.status.is_success for p in probes)} of {len(probes)} answer.")


def _status(feed: Feed, state: FeedState) -> str:
    return "paused" if feed.paused else state.status.value


def _row(feed: Feed, state: FeedState) -> dict[str, object]:
    return {
        "id": feed.id,
        "url": feed.url,
        "imported_url": feed.imported_url,
        "outlet": feed.outlet,
        "place": feed.place,
        "status": _status(feed, state),
        "last_error": state.error,
        "next_poll": f"{state.next_poll_at:%Y-%m-%dT%H:%M:%SZ}",
        "items_per_week": state.items_per_week,
    }
