"""``policybot subscriptions``: which channel gets which digest.

Called by `bot.cli.main`. Parses, calls `bot.services.subscribe` and prints; it decides nothing.
"""

from __future__ import annotations

from datetime import time

import click

from bot.cli.common import echo_json, json_option, opened

EPILOG = """\b
Examples:
  policybot subscriptions add C0123456789 --place "Boston, MA" --topic housing --zone America/New_York
  policybot subscriptions list
"""


@click.group(epilog=EPILOG)
def subscriptions() -> None:
    """Say which channel gets which digest, and when."""


@subscriptions.command(
    "add",
    epilog='\b\nExample:\n  policybot subscriptions add C0123456789 --place "Boston, MA" --at 08:00',
)
@click.argument("channel", metavar="CHANNEL")
@click.option(
    "--place",
    "places",
    multiple=True,
    help="A place of interest, such as 'Boston, MA'; repeat for more (default: all).",
)
@click.option(
    "--topic",
    "topics",
    multiple=True,
    help="A topic's slug (policybot topics list); repeat for more (default: all).",
)
@click.option("--at", default="08:00", show_default=True, metavar="HH:MM", help="Local time of day.")
@click.option("--zone", default="UTC", show_default=True, help="IANA time zone.")
@click.option(
    "--max",
    "max_stories",
    type=click.IntRange(1, 20),
    default=8,
    show_default=True,
    help="Stories in the message; the rest goes to its thread.",
)
def add(
    *, channel: str, places: tuple[str, ...], topics: tuple[str, ...], at: str, zone: str, max_stories: int
) -> None:
    """Subscribe CHANNEL (the platform's id), or change what it gets."""
    with opened() as app:
        saved = app.subscribe.save(
            channel, places=places, topics=topics, at=_time(at), zone=_zone(zone), max_stories=max_stories
        )
    click.echo(f"{saved.channel_id} gets a digest at {saved.at:%H:%M} {saved.zone}.")


@subscriptions.command("list", epilog="\b\nExample:\n  policybot subscriptions list --json")
@json_option
def list_(*, as_json: bool) -> None:
    """List the subscribed channels."""
    with opened() as app:
        found = app.subscribe.all()
    for one in found:
        if as_json:
            echo_json(
                {
                    "id": one.id,
                    "channel": one.channel_id,
                    "places": list(one.places),
                    "topics": list(one.topics),
                    "at": f"{one.at:%H:%M}",
                    "zone": one.zone,
                    "active": one.active,
                }
            )
        else:
            interests = ", ".join((*one.places, *one.topics)) or "everything"
            click.echo(
                f"{one.channel_id}  {one.at:%H:%M} {one.zone}  {interests}{'' if one.active else '  (off)'}"
            )
    if not found and not as_json:
        click.echo("No channel is subscribed: policybot subscriptions add CHANNEL")


@subscriptions.command("remove", epilog="\b\nExample:\n  policybot subscriptions remove C0123456789")
@click.argument("channel", metavar="CHANNEL")
def remove(*, channel: str) -> None:
    """End the subscription of CHANNEL."""
    with opened() as app:
        app.subscribe.remove(channel)
    click.echo(f"{channel} gets no digest any more. policybot subscriptions add {channel} brings it back.")


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is no time of day; try 08:00") from error


def _zone(name: str) -> str:
    from bot.commands.times import zone_names

    if name not in zone_names():
        raise click.BadParameter(f"{name!r} is no time zone; try America/New_York")
    return name
