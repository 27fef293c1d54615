"""``policybot deliveries``: what was posted, what was not, and why.

Called by `bot.cli.main`. Parses, calls `bot.services.deliveries` and prints; it decides nothing.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import echo_json, json_option, opened

if TYPE_CHECKING:
    from bot.model.digest import Delivery

STATES = ("planned", "frozen", "intent", "unknown", "retry", "sent", "failed", "skipped")

EPILOG = """\b
Examples:
  policybot deliveries list --state failed
  policybot deliveries explain d-75d86509e2586b7f
  policybot deliveries retry d-75d86509e2586b7f
"""


@click.group(epilog=EPILOG)
def deliveries() -> None:
    """See which digests were posted, and try a failed one again."""


@deliveries.command("list", epilog="\b\nExample:\n  policybot deliveries list --channel C0123456789")
@click.option("--channel", default=None, metavar="ID", help="Only this channel.")
@click.option("--state", type=click.Choice(STATES), default=None, help="Only this state.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="At most so many.")
@json_option
def list_(*, channel: str | None, state: str | None, limit: int, as_json: bool) -> None:
    """List deliveries, the newest due first."""
    from bot.model.digest import DeliveryState

    with opened() as app:
        wanted = DeliveryState(state) if state else None
        found = app.deliveries.find_all(channel=channel, state=wanted, limit=limit)
    for one in found:
        if as_json:
            echo_json(_row(one))
        else:
            click.echo(_line(one))
    if not found and not as_json:
        click.echo("No deliveries yet: a channel's first one comes with policybot subscriptions add.")


@deliveries.command("explain", epilog="\b\nExample:\n  policybot deliveries explain d-75d86509e2586b7f")
@click.argument("delivery_id", metavar="ID")
@json_option
def explain(*, delivery_id: str, as_json: bool) -> None:
    """Say what became of delivery ID, and what would help."""
    with opened() as app:
        found = app.deliveries.explain(delivery_id)
    if as_json:
        parts = [_row(part) for part in found.parts]
        echo_json({**_row(found.delivery), "meaning": found.meaning, "help": found.way_out, "parts": parts})
        return
    click.echo(_line(found.delivery))
    one = found.delivery
    click.echo(f"  {found.meaning}")
    for name, value in (
        ("tries", one.attempts),
        ("next step", one.next_attempt_at and one.next_attempt_at.isoformat(timespec="seconds")),
        ("content from", one.since_at and one.since_at.isoformat(timespec="seconds")),
        ("content to", one.cutoff_at and one.cutoff_at.isoformat(timespec="seconds")),
        ("message", one.message_ts),
        ("what helps", found.way_out),
    ):
        if value:
            click.echo(f"  {name}: {value}")
    for part in found.parts:
        click.echo(f"  └ {_line(part)}")


@deliveries.command("retry", epilog="\b\nExample:\n  policybot deliveries retry d-75d86509e2586b7f")
@click.argument("delivery_id", metavar="ID")
def retry(*, delivery_id: str) -> None:
    """Have the failed delivery ID posted again by the running bot."""
    with opened() as app:
        again = app.deliveries.retry(delivery_id)
    click.echo(f"{again.id} is posted at the next tick of policybot run.")


def _line(one: Delivery) -> str:
    due = one.due_at.isoformat(timespec="minutes")
    reason = f"  {one.reason}" if one.reason else ""
    kind = one.kind.value if not one.part else f"{one.kind.value} {one.part}"
    return f"{one.id}  {one.channel_id}  {one.local_on}  {kind}  due {due}  {one.state.value}{reason}"


def _row(one: Delivery) -> dict[str, Any]:
    shown = {name: value for name, value in asdict(one).items() if name != "payload"}
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in shown.items()
    }
