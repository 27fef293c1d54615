"""How alike two short texts are, by the words that they share.

Called by `bot.feeds.identity` and `bot.feeds.draft`. Pure.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile('(?<=[.!?…])["”\u2019)]*\\s+(?=["“\u2018(]?[A-ZÀ-Þ0-9])')


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in small letters, in order.

    >>> words_of("Mayor Wu's plan")
    ('mayor', 'wu', 's', 'plan')
    """
    return tuple(_WORD.findall(text.casefold()))


def likeness(one: str, other: str) -> float:
    """Share of the words of both texts that both have (Jaccard), in [0, 1]; 1 for two empty texts.

    Args:
        one: A text.
        other: A text.

    >>> likeness("Council passes budget", "Budget passes the council")
    0.75
    """
    a, b = set(words_of(one)), set(words_of(other))
    return len(a & b) / len(a | b) if a or b else 1.0


def first_sentence(text: str, chars: int) -> str:
    """The first sentence of a text, cut at a word with "…" where it is too long.

    Args:
        text: Clean text.
        chars: Most characters, at least 2.

    >>> first_sentence("The council met. It voted.", 30)
    'The council met.'
    """
    end = _SENTENCE_END.search(text)
    return lead(text[: end.start()] + end[0].rstrip() if end is not None else text, chars)


def lead(text: str, chars: int) -> str:
    """The first sentences of a text that fit, or the beginning of the first one cut at a word with "…".

    Args:
        text: Clean text.
        chars: Most characters, at least 2.

    >>> lead("The council met. It voted 7 to 6 after midnight.", 30)
    'The council met.'
    >>> lead("The council met in the old hall", 20)
    'The council met in …'
    """
    if len(text) <= chars:
        return text
    end = 0
    for match in _SENTENCE_END.finditer(text, 0, chars + 2):
        if match.start() > chars:
            break
        end = match.end()
    whole = text[:end].rstrip()
    if whole and len(whole) <= chars:
        return whole
    return f"{text[: chars - 1].rpartition(' ')[0].rstrip() or text[: chars - 2]} …"
