"""Blocks as plain text for a terminal.

Called by the command line. Lines are wrapped to the width; the address of what a line repeats stands
right below it, whole, so that no line loses its link and every link can be copied.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.messages.blocks import Block, Element, Message
from bot.messages.fallback import words_of

_INDENT = "   "


def messages_text(messages: Sequence[Message], *, width: int = 80) -> str:
    """Messages as text: the parent, then the replies of its thread.

    Args:
        messages: In order.
        width: Columns of the terminal; addresses may be longer.
    """
    parent = blocks_text(messages[0]["blocks"], width=width) if messages else ""
    replies = [blocks_text(reply["blocks"], width=width) for reply in messages[1:]]
    return "\n".join([parent, *(f"\n-- thread {n} --\n{reply}" for n, reply in enumerate(replies, start=1))])


def blocks_text(blocks: Sequence[Block], *, width: int = 80) -> str:
    r"""Blocks as text, a line feed at the end of each line but the last.

    >>> from bot.messages.blocks import header, link, rich
    >>> blocks_text([header("Digest"), rich([link("A headline", "https://example.com/a")])])
    'Digest\n======\n   A headline\n     https://example.com/a'
    """
    lines = [line for block in blocks for line in _lines(block, width)]
    return "\n".join(lines).strip("\n")


def _lines(block: Block, width: int) -> list[str]:
    match block["type"]:
        case "header":
            title = _wrapped(block["text"]["text"], width, "")
            lines = ["", *title, "=" * max(map(columns, title))]
        case "rich_text":
            lines = [line for part in block["elements"] for line in _rich(part, width)]
        case "section":
            lines = ["", *_wrapped(block["text"]["text"], width, "")]
        case "context":
            lines = ["", *(line for e in block["elements"] for line in _wrapped(e["text"], width, ""))]
        case "actions":
            lines = _controls(block["elements"], width)
        case _:
            lines = ["-" * width]
    return lines


def _controls(elements: Sequence[Element], width: int) -> list[str]:
    labels = [f"[{label}]" for element in elements if (label := _control(element))]
    return ["", *_wrapped(" ".join(labels), width, "")] if labels else []


def _control(element: Element) -> str:
    if element["type"] == "button":
        return str(element["text"]["text"])
    chosen: Mapping[str, Any] = element.get("initial_option", {})
    shown = chosen.get("text") or element.get("placeholder") or {"text": ""}
    return f"{shown['text']} ▾"


def _rich(part: Mapping[str, Any], width: int) -> Iterator[str]:
    """One paragraph: each of its lines, and below it the addresses that it links to."""
    is_label = _is_label(part)
    for runs in _split(part["elements"]):
        words = "".join(words_of(run) for run in runs)
        indent = "" if is_label else _INDENT
        yield from ["", *_wrapped(words, width, indent)] if is_label else _wrapped(words, width, indent)
        addresses = dict.fromkeys(run["url"] for run in runs if run["type"] == "link")
        yield from (f"{indent}  {address}" for address in addresses)


def _is_label(part: Mapping[str, Any]) -> bool:
    """Whether it is a heading of a section: one bold run."""
    runs = part["elements"]
    return len(runs) == 1 and runs[0]["type"] == "text" and bool(runs[0].get("style", {}).get("bold"))


def _split(runs: Iterable[Element]) -> list[list[Element]]:
    lines: list[list[Element]] = [[]]
    for run in runs:
        if run.get("text") == "\n":
            lines.append([])
        else:
            lines[-1].append(run)
    return [line for line in lines if line]


def _wrapped(words: str, width: int, indent: str) -> list[str]:
    """Lines of at most `width` columns; a word longer than that stays whole."""
    if all(_column(char) == 1 for char in words):
        own = words[: len(words) - len(words.lstrip())]
        start = indent + own
        wrapped = textwrap.wrap(
            words, width, initial_indent=start, subsequent_indent=start, break_long_words=False
        )
        return wrapped or [indent.rstrip()]
    lines = [indent]
    for word in words.split():
        candidate = f"{lines[-1]}{'' if lines[-1] == indent else ' '}{word}"
        if columns(candidate) > width and lines[-1] != indent:
            lines.append(indent + word)
        else:
            lines[-1] = candidate
    return lines


def columns(words: str) -> int:
    """Columns that the words take in a terminal: two for wide letters and emoji, none for accents.

    >>> columns("né"), columns("ne\u0301"), columns("東京")
    (2, 2, 4)
    """
    return sum(_column(char) for char in words)


def _column(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
