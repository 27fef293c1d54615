"""Links from a message to the pages of what it shows: from a card to its story, from a lookup to all of it.

Called by the edges on the way out, when they know whom a message is for; frozen messages never hold such a
link, because it is signed, runs out and may be withdrawn. A message that is full goes out without.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.messages import actions, limits
from bot.messages.blocks import Block, Element, Message, link, newline, text
from bot.model.entity import EntityId
from bot.model.story import StoryId

STORY_PAGE = "Story page"
ENTITY_PAGE = "All coverage"


class Addresses(Protocol):
    """Where pages are."""

    def story(self, story: StoryId) -> str:
        """The address of a story's page."""

    def entity(self, entity: EntityId) -> str:
        """The address of the page about somebody or something."""


def with_page_links(message: Message, pages: Addresses) -> Message:
    """The message with a link to the page of each story whose card it has, and of what a lookup is about.

    The link stands at the end of the line below the headline, or of a lookup's first line.
    """
    blocks = list(message["blocks"])
    about = _looked_up(blocks)
    head = next((n for n, block in enumerate(blocks) if block["type"] == "rich_text"), None)
    if about is not None and head is not None:
        _put(blocks, head, 0, link(ENTITY_PAGE, pages.entity(about)))
    for n, block in enumerate(blocks[:-1]):
        story = actions.story_of_card(block)
        if story and blocks[n + 1]["type"] == "rich_text":
            _put(blocks, n + 1, 1, link(STORY_PAGE, pages.story(story)))
    return message if blocks == message["blocks"] else {**message, "blocks": blocks}


def _looked_up(blocks: Sequence[Block]) -> EntityId | None:
    """Whom or what a lookup's answer is about: its button to follow says so."""
    for block in blocks:
        for element in block.get("elements", ()) if block["type"] == "actions" else ():
            if element.get("action_id") == actions.FOLLOW:
                return actions.read_question(element["value"]).entity_id
    return None


def _put(blocks: list[Block], n: int, line: int, run: Element) -> None:
    """Put a link at the end of a line of a block, where the message has room for it."""
    part = blocks[n]["elements"][0]
    runs = list(part["elements"])
    ends = [place for place, element in enumerate(runs) if element == newline()]
    end = ends[line] if line < len(ends) else len(runs)
    lead = text(" · ") if line <= len(ends) else newline()
    block = {**blocks[n], "elements": [{**part, "elements": [*runs[:end], lead, run, *runs[end:]]}]}
    if limits.fits([*blocks[:n], block, *blocks[n + 1 :]]):
        blocks[n] = block
