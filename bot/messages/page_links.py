"""Links from a message to the pages of what it shows: from a card to its story, from a lookup to all of it.

Called by the edges on the way out, when they know whom a message is for; frozen messages never hold such a
link, because it is signed, runs out and may be withdrawn. A message that is full goes out without.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from bot.messages import actions, cards, limits
from bot.messages.blocks import Block, Element, Message, link, newline, text
from bot.model.entity import EntityId
from bot.model.story import StoryId

STORY_PAGE = "Story page"
ENTITY_PAGE = "All coverage"
_VIEWS = frozenset(f"{actions.RUN}_{view}" for view in ("why", "timeline", "sources"))


class Addresses(Protocol):
    """Where pages are."""

    def story(self, story: StoryId) -> str:
        """The address of a story's page."""

    def entity(self, entity: EntityId) -> str:
        """The address of the page about somebody or something."""


def with_page_links(message: Message, pages: Addresses) -> Message:
    """The message with a link to the page of each story it shows, and of what a lookup is about.

    The link stands at the end of the line below a headline, or of a lookup's first line.
    """
    blocks = list(message["blocks"])
    head = next((n for n, block in enumerate(blocks) if block["type"] == "rich_text"), None)
    if head is not None and (about := _looked_up(blocks)):
        _put(blocks, head, 0, link(ENTITY_PAGE, pages.entity(about)))
    elif head is not None and (taken_apart := _taken_apart(blocks)):
        _put(blocks, head, 1, link(STORY_PAGE, pages.story(taken_apart)))
    before: Block = {}
    for n, block in enumerate(blocks):
        story = actions.story_of_card(before) or cards.story_of_brief(block)
        if story and block["type"] == "rich_text":
            _put(blocks, n, 1, link(STORY_PAGE, pages.story(story)))
        before = block
    return message if blocks == message["blocks"] else {**message, "blocks": blocks}


def _elements(blocks: Sequence[Block]) -> Iterator[Element]:
    return (e for block in blocks if block["type"] == "actions" for e in block["elements"])


def _looked_up(blocks: Sequence[Block]) -> EntityId | None:
    """Whom or what a lookup's answer is about: its button to follow says so."""
    found = (e for e in _elements(blocks) if e.get("action_id") == actions.FOLLOW)
    return next((actions.read_question(e["value"]).entity_id for e in found), None)


def _taken_apart(blocks: Sequence[Block]) -> StoryId | None:
    """The story that a message takes apart: the buttons to its other views say so."""
    found = (e for e in _elements(blocks) if str(e.get("action_id")) in _VIEWS)
    return next((StoryId(e["value"].partition(" ")[2]) for e in found), None)


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
