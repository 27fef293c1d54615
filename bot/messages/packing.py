"""Blocks into as few messages as Slack's limits allow, none left out.

Called by the builders whose length nothing bounds: the thread of a digest, the sources of a story.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.messages.actions import distinct
from bot.messages.blocks import Block, Element, Message, rich
from bot.messages.fallback import spoken, words_of_block
from bot.messages.limits import characters, fits

Group = tuple[Block, Sequence[Block]]
"""A label and what stands under it; the label is repeated where its group goes on in the next message."""


def packed(
    groups: Iterable[Group], *, head: Sequence[Block] = (), foot: Sequence[Block] = ()
) -> list[list[Block]]:
    """Groups in order, in lists of blocks that each fit one message; `foot` closes the last, undivided."""
    pages: list[list[Block]] = [list(head)]
    for label, members in groups:
        labelled = False
        for member in members:
            added = [member] if labelled else [label, member]
            if pages[-1] and not fits([*pages[-1], *added]):
                pages.append([])
                added = [label, member]
            pages[-1] += added
            labelled = True
    if fits([*pages[-1], *foot]):
        pages[-1] += foot
    else:
        pages.append(list(foot))
    return [page for page in pages if page]


def paragraphs(lines: Iterable[Sequence[Element]], room: int) -> list[Block]:
    """Lines in order, as many to a paragraph as `room` characters allow, at least one."""
    made: list[list[Sequence[Element]]] = [[]]
    for line in lines:
        if made[-1] and characters([rich(*made[-1], line)]) > room:
            made.append([])
        made[-1].append(line)
    return [rich(*paragraph) for paragraph in made if paragraph]


def as_messages(pages: Sequence[Sequence[Block]], first: str) -> tuple[Message, ...]:
    """Messages of the pages; the text of the first, and of one without words, opens with `first`."""
    words = [_words(page) for page in pages]
    return tuple(
        Message(text=spoken([first, *said] if n == 0 or not said else said), blocks=distinct(page))
        for n, (page, said) in enumerate(zip(pages, words, strict=True))
    )


def _words(page: Sequence[Block]) -> list[str]:
    said = (words_of_block(block) for block in page if block["type"] in {"rich_text", "section"})
    return [words for words in said if words]
