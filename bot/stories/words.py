"""From text to the terms that grouping compares: lower case, no stop words, light stemming.

Called by `bot.stories.clips`, `bot.stories.copies` and `bot.stories.figures`. Knows English only, as all of
this room does; it never looks at an outlet or a date.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*(?:[.,][0-9]+)*")
"""A word with inner apostrophes, or a number with its decimals and thousands."""

_STOPPED = """
a about above after again against ago all also am amid among an and any are aren't around as at be because
been before being below between both but by can can't cannot could couldn't did didn't do does doesn't
doing don't down during each few first for friday from further get going had has have having he he'd he'll
he's her here hers herself him himself his how how's however i i'd i'll i'm i've if in into is isn't it
it's its itself just last let's like made make many may me might monday more most mr mrs ms much must my
myself new no nor not now of off on once one only or other our ours out over own per put re said same
saturday say saying says she she'd she'll she's should so some still such sunday take than that that's the
their them themselves then there there's these they they'd they'll they're they've this those through
thursday to told too tuesday two under until up upon us very via was wasn't way we we'd we'll we're we've
wednesday week weeks well were weren't what what's when where which while who who's whom whose why will
with within without won't would year years yes yesterday yet you you'd you'll you're you've your yours
"""
STOP_WORDS = frozenset(_STOPPED.split())
"""Function words, days and the verbs of reporting: in every article, so they tell no two events apart."""

SUFFIXES = (("ing", 7), ("ed", 6))
"""What is cut, and from how many letters on: "king" and "need" stay whole."""

WHOLE = 3
"""Words this short are never cut."""


def terms(text: str) -> Iterator[str]:
    """The terms of a text in order, stop words and single characters left out.

    Args:
        text: Clean text.

    Yields:
        Interned stems, so that ten thousand open stories share one string per word.

    >>> list(terms("The Senate's committees were voting on a $1.5 billion bill"))
    ['senat', 'committe', 'voting', '1.5', 'billion', 'bill']
    """
    for match in TOKEN.finditer(text.lower().replace("\u2019", "'")):
        word = match.group()
        if len(word) > 1 and word not in STOP_WORDS:
            yield sys.intern(stem(word))


def stem(word: str) -> str:
    """The word without possessive, plural, -ing, -ed and final e; short words stay whole.

    A full Porter stemmer was no better on feed-length news and joins more strangers.

    >>> [stem(w) for w in ("officer's", "policies", "planned", "voting", "boss", "news")]
    ['officer', 'policy', 'plan', 'voting', 'boss', 'new']
    """
    word = word.removesuffix("'s")
    if len(word) <= WHOLE or word[0].isdigit():
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for suffix, least in SUFFIXES:
        if word.endswith(suffix) and len(word) >= least:
            return _undouble(word[: -len(suffix)])
    return word.removesuffix("e") if len(word) > WHOLE + 1 else word


def _undouble(base: str) -> str:
    """``plann`` → ``plan``; ``pass`` and ``call`` keep their double letter, a final e goes."""
    if len(base) > WHOLE and base[-1] == base[-2] and base[-1] not in "lsz":
        return base[:-1]
    return base.removesuffix("e")
