"""Messages that were posted, put right: lines taken out, a card drawn anew.

Called by `bot.services.amend` with what was posted, block for block. Works on any message of this room; what
is not concerned stays as it was, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from bot.messages import actions, cards
from bot.messages.blocks import Block, Element, Message, newline, plain, safe_url, text
from bot.messages.cards import Setting
from bot.messages.fallback import spoken, words_of, words_of_block
from bot.model.digest import DigestStory

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


def redrawn(message: Message, story: DigestStory, setting: Setting) -> Message:
    """A message with one story drawn anew, as a card or in brief; the same message where it is in neither.

    Args:
        message: As posted.
        story: As it stands now; its number does not count, that of the message stays.
        setting: When and where it is read.
    """
    blocks = list(message["blocks"])
    story_id = story.view.story.id
    for n, block in enumerate(blocks):
        following = blocks[n + 1] if n + 1 < len(blocks) else {}
        if actions.story_of_card(block) == story_id and following.get("type") == "rich_text":
            blocks[n + 1] = cards.card(story, setting)[1]
        shown = _brief_of(block)
        if shown and shown[0] == story_id:
            now = cards.brief(replace(story, number=int(shown[1])), setting, drawn=int(shown[2]) + 1)
            blocks[n] = block if now["elements"] == block["elements"] else now
    return _rebuilt(message, blocks)


def _brief_of(block: Block) -> list[str]:
    """Story, number, and how often it was drawn, of a story in brief; empty for another block."""
    given = str(block.get("block_id") or "")
    return given.removeprefix(cards.BRIEF).split(":") if given.startswith(cards.BRIEF) else []


def _rebuilt(message: Message, blocks: list[Block]) -> Message:
    """The message with other blocks, and a text that says what they say."""
    if blocks == message["blocks"]:
        return message
    said = [words_of_block(b) if b["type"] in {"rich_text", "section"} else _heading(b) for b in blocks]
    again = Message(text=spoken(words for words in said if words), blocks=blocks)
    return {**message, **again}


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
