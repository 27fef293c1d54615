"""``policybot story`` and ``why``: one story taken apart.

Called by `bot.cli.main`. Parses, calls `bot.services.story` and prints; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import click

from bot.cli.common import Progress, echo_json, now_option, opened, print_messages

if TYPE_CHECKING:
    from bot.app import App
    from bot.messages.blocks import Message
    from bot.model.digest import DigestStory, SubscriptionId

STORY_EPILOG = """\b
Examples:
  policybot story s6vp7c33                     its origins, then its articles and who said what
  policybot story s6vp7c33 --view timeline
  policybot story 2 --channel C0123456789      story 2 of that channel's last digest
  policybot story s6vp7c33 --format json       for a program
"""

WHY_EPILOG = """\b
Examples:
  policybot why s6vp7c33
  policybot why 2 --channel C0123456789        story 2 of that channel's last digest
"""

channel_option = click.option(
    "--channel", default=None, metavar="ID", help="The channel whose last digest gave the number."
)
format_option = click.option(
    "--format", "form", type=click.Choice(["text", "blocks", "json"]), default="text", show_default=True
)


@click.command(epilog=STORY_EPILOG)
@click.argument("story", metavar="STORY")
@click.option(
    "--view",
    type=click.Choice(["all", "sources", "timeline", "why"]),
    default="all",
    show_default=True,
    help="Origins and outlets, articles in order of time, or each article's tie.",
)
@channel_option
@format_option
@now_option
def story(*, story: str, view: str, channel: str | None, form: str, now: datetime | None) -> None:
    """Show a STORY: its origins, the outlets behind each, its articles and statements in order of time.

    STORY is the id that digests and lookups print, or with --channel a number of its last digest.
    """
    _show(story, ("sources", "timeline") if view == "all" else (view,), channel, form, now)


@click.command(epilog=WHY_EPILOG)
@click.argument("story", metavar="STORY")
@channel_option
@format_option
@now_option
def why(*, story: str, channel: str | None, form: str, now: datetime | None) -> None:
    """Tell why a STORY has its status: each article, the origin it goes back to, the words that say so."""
    _show(story, ("why",), channel, form, now)


def _show(ref: str, views: tuple[str, ...], channel: str | None, form: str, now: datetime | None) -> None:
    from bot.messages import story as messages
    from bot.services.story import story_row

    shown: dict[str, Callable[..., tuple[Message, ...]]] = {
        "sources": messages.sources_messages,
        "timeline": messages.timeline_messages,
        "why": messages.why_messages,
    }
    with opened(now) as app:
        with Progress("Reading") as progress:
            app.ingest.catch_up(progress=progress)
        found = _get(app, ref, channel)
        if form == "json":
            echo_json(story_row(found))
            return
        today = app.now().date()
        pages = [shown[view](found, today=today, zone="UTC") for view in views]
        if form == "blocks":
            print_messages([message for page in pages for message in page], form)
            return
        for page in pages:
            print_messages(page, form)


def _get(app: App, ref: str, channel: str | None) -> DigestStory:
    from bot.services.story import get_story

    subscription = subscription_of(app, channel)
    with app.database.read() as tx:
        return get_story(tx, app.shelves, ref, now=app.now(), subscription=subscription)


def subscription_of(app: App, channel: str | None) -> SubscriptionId | None:
    """The subscription of the channel that an option names.

    Raises:
        UserError: The channel has none.
    """
    from bot.errors import UserError
    from bot.model.workspace import LOCAL_WORKSPACE

    if channel is None:
        return None
    found = app.subscribe.find(channel, workspace=LOCAL_WORKSPACE)
    if found is None:
        raise UserError(f"No channel {channel} is subscribed. policybot subscriptions list shows which are.")
    return found.id
