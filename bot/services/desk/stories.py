"""One story at the desk: why it has its status, its timeline, its sources; and the menu on its card.

Called by `bot.services.desk.desk`. A story is named by its number in the channel's last digest or by its id;
an id that was merged leads to the story that carries on.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.commands import records
from bot.messages.blocks import Message
from bot.messages.story import sources_messages, timeline_messages, why_messages
from bot.model.digest import DigestStory
from bot.services import story
from bot.services.desk.common import find_subscription, today
from bot.services.desk.records import Asker, Reply, Tools

Shown = Callable[..., tuple[Message, ...]]


def why(tools: Tools, command: records.Why, asker: Asker) -> Reply:
    """Each article, its origin, and the words that tied it there."""
    return _shown(tools, command.story, asker, why_messages)


def timeline(tools: Tools, command: records.Timeline, asker: Asker) -> Reply:
    """Articles and statements in order of time."""
    return _shown(tools, command.story, asker, timeline_messages)


def sources(tools: Tools, command: records.Sources, asker: Asker) -> Reply:
    """Origins and the outlets behind each."""
    return _shown(tools, command.story, asker, sources_messages)


def _shown(tools: Tools, ref: records.StoryRef, asker: Asker, show: Shown) -> Reply:
    found = get_story(tools, ref, asker)
    return Reply(messages=show(found, today=today(tools, asker.zone), zone=asker.zone), open_to_all=True)


def get_story(tools: Tools, ref: records.StoryRef, asker: Asker) -> DigestStory:
    """The story that somebody names, as it stands now for the team; a `UserError` when there is none."""
    subscription = find_subscription(tools, asker)
    with tools.database.read() as tx:
        return story.get_story(
            tx,
            tools.shelves,
            ref,
            now=tools.clock(),
            workspace=asker.workspace,
            subscription=subscription.id if subscription is not None else None,
        )
