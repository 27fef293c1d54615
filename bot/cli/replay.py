"""``policybot replay``: past digests, composed again as of their cut-offs.

Called by `bot.cli.main`. Parses, calls `bot.services.replay` and prints; it decides nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from bot.cli.common import Progress, echo_json, json_option, now_option, opened, print_messages

if TYPE_CHECKING:
    from bot.services.replay import Replayed

EPILOG = """\b
Examples:
  policybot replay --days 7                            the digest of everything, day by day
  policybot replay --days 7 --channel C0123456789      what that channel got, composed again
  policybot replay --days 30 --json                    one line a day: date, cut-off, hash, stories
"""


@click.command(epilog=EPILOG)
@click.option(
    "--days", type=click.IntRange(1, 90), default=7, show_default=True, help="How many days, today included."
)
@click.option("--channel", default=None, metavar="ID", help="A subscribed channel (default: everything).")
@json_option
@now_option
def replay(*, days: int, channel: str | None, as_json: bool, now: datetime | None) -> None:
    """Compose the digests of the last days again, each as of its cut-off; the same bytes every time.

    For a delivered digest it says whether that is what was sent: an article that was read again by another
    model since may give another answer. Which feeds failed is known of delivered digests only.
    """
    with opened(now) as app, Progress("Replaying") as progress:
        found = app.replays.replay(days=days, channel=channel, progress=progress)
    for one in found:
        if as_json:
            echo_json(_row(one))
        else:
            click.echo(f"── {one.local_on} · {_origin(one)}\n")
            print_messages(one.messages, "text")
            click.echo()
    if not found and not as_json:
        click.echo("No cut-off has passed in these days; try more of them.")


def _origin(one: Replayed) -> str:
    cutoff = f"cut off at {one.digest.until_at:%Y-%m-%d %H:%M} UTC"
    if one.delivery is None:
        return f"{cutoff} · not delivered"
    words = {
        True: "as it was delivered",
        False: "differs from what was delivered",
        None: "delivered, forgotten",
    }
    return f"{cutoff} · {words[one.same]}"


def _row(one: Replayed) -> dict[str, object]:
    return {
        "date": one.local_on.isoformat(),
        "since": one.digest.since_at.isoformat(),
        "cutoff": one.digest.until_at.isoformat(),
        "stories": list(one.digest.story_ids),
        "articles": one.digest.articles,
        "sha256": one.sha256,
        "delivery": one.delivery.id if one.delivery else None,
        "same": one.same,
        "messages": list(one.messages),
    }
