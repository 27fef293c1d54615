"""Messages that were posted, put right: lines taken out, a card drawn anew.

Called by `bot.services.amend` with what was posted, block for block. Works on any message of this room; what
is not concerned stays as it was, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bot.messages import actions
from bot.messages.blocks import Block, Element, Message, newline, plain, safe_url, text
from bot.messages.fallback import spoken, words_of, words_of_block

REMOVED = "Removed on request"

Line = Sequence[Element]


def without(message: Message, *, urls: Iterable[str] = (), names: Iterable[str] = ()) -> Message:
    """A message without the lines that link to an address or have a name in them.

    Where nothing of a paragraph would be left, and instead of a headline, stands that it was removed.

    Args:
        message: As posted.
        urls: Addresses.
        names: Names of a person, in every spelling that is known.
    """
    gone = {address for url in urls for address in (url, safe_url(url)) if address}
    said = [re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE) for name in names if name]

    def is_gone(line: Line) -> bool:
        words = "".join(words_of(run) for run in line)
        return any(run.get("url") in gone for run in line) or any(name.search(words) for name in said)

    return _rebuilt(message, [_block_without(block, is_gone) for block in message["blocks"]])


def redrawn(message: Message, story_id: str, body: Block) -> Message:
    """A message with the card of one story drawn anew; the same message where it has no such card.

    Args:
        message: As posted.
        story_id: By which the card's menu knows its story.
        body: What stands below the card's label from now on.
    """
    blocks = list(message["blocks"])
    for n, block in enumerate(blocks[:-1]):
        if _card_of(block) == story_id and blocks[n + 1]["type"] == "rich_text":
            blocks[n + 1] = body
    return _rebuilt(message, blocks)


def _card_of(block: Block) -> str:
    """The story whose card begins with this block; empty for none."""
    menu = block.get("accessory") or {}
    if menu.get("action_id") != actions.STORY_MENU or not menu.get("options"):
        return ""
    return str(actions.read_story_choice(menu["options"][0]["value"])[1])


def _rebuilt(message: Message, blocks: list[Block]) -> Message:
    """The message with other blocks, and a text that says what they say."""
    if blocks == message["blocks"]:
        return message
    said = [words_of_block(b) if b["type"] in {"rich_text", "section"} else _heading(b) for b in blocks]
    return Message(text=spoken(words for words in said if words), blocks=blocks)


def _heading(block: Block) -> str:
    return str(block["text"]["text"]) if block["type"] == "header" else ""


def _block_without(block: Block, is_gone: Callable[[Line], bool]) -> Block:
    if block["type"] == "rich_text":
        return {**block, "elements": [_part_without(part, is_gone) for part in block["elements"]]}
    if block["type"] in {"section", "header"} and is_gone([block["text"]]):
        return {**block, "text": plain(REMOVED)}
    if block["type"] == "context":
        kept = [e if not is_gone([e]) else plain(REMOVED) for e in block["elements"]]
        return {**block, "elements": kept}
    return block


def _part_without(part: dict[str, Any], is_gone: Callable[[Line], bool]) -> dict[str, Any]:
    lines = _lines(part.get("elements", []))
    kept = [line for line in lines if not is_gone(line)]
    if len(kept) == len(lines):
        return part
    if not kept or is_gone(lines[0]):
        kept.insert(0, [text(REMOVED, italic=True)])
    runs = [run for line in kept for run in (newline(), *line)][1:]
    return {**part, "elements": runs}


def _lines(runs: Iterable[Element]) -> list[list[Element]]:
    lines: list[list[Element]] = [[]]
    for run in runs:
        if run == newline():
            lines.append([])
        else:
            lines[-1].append(run)
    return lines
