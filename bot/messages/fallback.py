"""The text that goes with a message's blocks: for notifications, screen readers, and where blocks fail.

Called by every builder of this room. Whole sentences without links, escaped, within Slack's limit; the
only field of a message that Slack reads as mrkdwn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.messages.blocks import Block, Element, escaped
from bot.messages.limits import FALLBACK_CHARS, cut


def spoken(sentences: Iterable[str], closing: str = "") -> str:
    r"""Sentences as lines, as many as there is room for; the first always, `closing` if given too.

    >>> spoken(["Two stories.", "1. R&D cut."], "All feeds read.")
    'Two stories.\n1. R&amp;D cut.\nAll feeds read.'
    """
    end = _line(closing, FALLBACK_CHARS // 4)
    room = FALLBACK_CHARS - len(end) - 1
    said = ""
    for sentence in sentences:
        line = _line(sentence, FALLBACK_CHARS // 4)
        if said and len(said) + 1 + len(line) > room:
            break
        said = f"{said}\n{line}" if said else line
    return (f"{said}\n{end}" if end else said) or "\u2013"


def _line(sentence: str, most: int) -> str:
    """One line, escaped; cut before escaping, so that no escape is cut in two."""
    line = escaped(sentence)
    while len(line) > most:
        sentence = cut(sentence, len(sentence) * 3 // 4)
        line = escaped(sentence)
    return line


def words_of(run: Element) -> str:
    """The words of a run of rich text."""
    if run["type"] == "user":
        return f"@{run['user_id']}"
    return str(run.get("text") or run.get("fallback") or "")


def words_of_block(block: Block) -> str:
    """The words of a section or of a block of rich text, without its links; its lines as clauses."""
    if block["type"] == "section":
        return str(block["text"]["text"])
    runs: Sequence[Element] = [run for part in block["elements"] for run in part["elements"]]
    lines = "".join(words_of(run) for run in runs).split("\n")
    return "; ".join(" ".join(line.split()) for line in lines)
