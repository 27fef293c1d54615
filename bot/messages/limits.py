"""Slack's limits, each with its page, and how text is counted and cut to them.

Called by every builder of this room. Nothing here knows what a message says.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

# Paths without a host are pages under https://docs.slack.dev/reference/block-kit

MESSAGE_BLOCKS: Final = 50  # /blocks
VIEW_BLOCKS: Final = 100  # https://docs.slack.dev/reference/views
MESSAGE_CHARS: Final = 10_000  # ours: Slack answers msg_blocks_too_long from about 11,000 to 13,000
FALLBACK_CHARS: Final = 4_000  # https://docs.slack.dev/reference/methods/chat.postMessage (cut from 40,000)
HEADER_CHARS: Final = 150  # /blocks/header-block
SECTION_CHARS: Final = 3_000  # /blocks/section-block
SECTION_FIELDS: Final = 10  # /blocks/section-block
CONTEXT_ELEMENTS: Final = 10  # /blocks/context-block
ACTIONS_ELEMENTS: Final = 25  # /blocks/actions-block
BLOCK_ID_CHARS: Final = 255  # every block
ACTION_ID_CHARS: Final = 255  # every element
BUTTON_CHARS: Final = 75  # /block-elements/button-element
VALUE_CHARS: Final = 2_000  # /block-elements/button-element
URL_CHARS: Final = 3_000  # /block-elements/button-element; the same held for links in text
OVERFLOW_OPTIONS: Final = 5  # /block-elements/overflow-menu-element
BOXES: Final = 10  # /block-elements/checkboxes-element
SELECT_OPTIONS: Final = 100  # /block-elements/select-menu-element
OPTION_CHARS: Final = 75  # /composition-objects/option-object
OPTION_VALUE_CHARS: Final = 150  # /composition-objects/option-object
PLACEHOLDER_CHARS: Final = 150  # /block-elements/select-menu-element
LABEL_CHARS: Final = 2_000  # /blocks/input-block
HINT_CHARS: Final = 2_000  # /blocks/input-block
CONFIRM_TITLE_CHARS: Final = 100  # /composition-objects/confirmation-dialog-object
CONFIRM_TEXT_CHARS: Final = 300  # /composition-objects/confirmation-dialog-object
CONFIRM_BUTTON_CHARS: Final = 30  # /composition-objects/confirmation-dialog-object
VIEW_TITLE_CHARS: Final = 24  # https://docs.slack.dev/reference/views
VIEW_METADATA_CHARS: Final = 3_000  # https://docs.slack.dev/reference/views
INPUT_CHARS: Final = 3_000  # /block-elements/plain-text-input-element
ALT_TEXT_CHARS: Final = 2_000  # /block-elements/image-element

ELLIPSIS: Final = "…"
_JOINER = "\u200d"
_EXTENDERS = {"Mn", "Me", "Mc"}
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAGS = range(0x1F1E6, 0x1F200)


def cut(text: str, limit: int) -> str:
    r"""The text, at most `limit` code points long, an ellipsis included where something is left out.

    Never cut between a letter and its accents or inside an emoji made of several code points; at a
    word's end where one is near.

    >>> cut("City Hall opens late", 12), cut("e\u0301te\u0301", 4), cut("short", 12)
    ('City Hall…', 'e\u0301t…', 'short')
    """
    if len(text) <= limit:
        return text
    end = limit - len(ELLIPSIS)
    while end > 0 and _continues(text, end):
        end -= 1
    space = text.rfind(" ", max(0, end - end // 3), end + 1)
    if space > 0:
        end = space
    return text[:end].rstrip(" ,;:") + ELLIPSIS


def _continues(text: str, at: int) -> bool:
    """Whether the code point at `at` belongs to the one before it."""
    char, before = text[at], text[at - 1]
    if _JOINER in {char, before} or unicodedata.category(char) in _EXTENDERS:
        return True
    if ord(char) in _SKIN_TONES:
        return True
    return ord(char) in _FLAGS and _flags_before(text, at) % 2 == 1


def _flags_before(text: str, at: int) -> int:
    """Regional indicators right before `at`; two of them make one flag."""
    start = at
    while start > 0 and ord(text[start - 1]) in _FLAGS:
        start -= 1
    return at - start


def cut_words(text: str, most: int) -> str:
    """The first `most` words, an ellipsis behind them where more follow.

    >>> cut_words("one two three", 2)
    'one two…'
    """
    words = text.split()
    return text if len(words) <= most else " ".join(words[:most]).rstrip(",;:-\u2013\u2014") + ELLIPSIS


def characters(blocks: Sequence[Mapping[str, Any]]) -> int:
    """Characters of all text and links in the blocks, as they count against `MESSAGE_CHARS`."""
    return sum(len(text) for block in blocks for text in _iter_texts(block))


def _iter_texts(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            if isinstance(value, str):
                if key in {"text", "url", "fallback", "alt_text"}:
                    yield value
            else:
                yield from _iter_texts(value)
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for item in node:
            yield from _iter_texts(item)


def fits(blocks: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the blocks are one message that Slack takes."""
    return len(blocks) <= MESSAGE_BLOCKS and characters(blocks) <= MESSAGE_CHARS
