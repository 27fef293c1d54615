"""One story at the desk: why it has its status, its timeline, its sources; and the menu on its card.

Called by `bot.services.desk.desk`. A story is named by its number in the channel's last digest or by its id;
an id that was merged leads to the story that carries on.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.commands import records
from bot.digests.compose import OTHER, named_entities
from bot.errors import UserError
from bot.messages.blocks import Message
from bot.messages.story import sources_messages, timeline_messages, why_messages
from bot.model.digest import DigestStory
from bot.model.story import StoryId
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
    story = get_story(tools, ref, asker)
    return Reply(messages=show(story, today=today(tools, asker.zone), zone=asker.zone), open_to_all=True)


def get_story(tools: Tools, ref: records.StoryRef, asker: Asker) -> DigestStory:
    """The story that somebody names, as it stands now.

    Raises:
        UserError: There is no such story.
    """
    now = tools.clock()
    subscription = find_subscription(tools, asker) if ref.isdigit() else None
    with tools.database.read() as tx:
        numbers = tx.views.numbered(subscription.id) if subscription is not None else {}
        story_id = _story_id(ref, numbers)
        found = tx.stories.follow(story_id)
        shelf = tools.shelves.load(tx, (found,) if found is not None else (), until=now)
    if not shelf.views:
        raise UserError(f"There is no story {ref} any more. Its articles may be older than is kept.")
    view = shelf.views[0]
    return DigestStory(
        number=next((n for n, i in numbers.items() if i == story_id), 1),
        topic=view.topics[0] if view.topics else OTHER.slug,
        view=view,
        articles=shelf.of(view),
        entities=named_entities(view, shelf.entities),
    )


def _story_id(ref: records.StoryRef, numbers: dict[int, StoryId]) -> StoryId:
    if not ref.isdigit():
        return StoryId(ref)
    if not numbers:
        raise UserError(
            "This channel has had no digest, so no story has a number yet. A story's id stands on its card."
        )
    if int(ref) not in numbers:
        raise UserError(f"The last digest of this channel has stories 1 to {max(numbers)}, no story {ref}.")
    return numbers[int(ref)]
