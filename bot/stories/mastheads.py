"""Outlets by the names that articles give them: "the Post", "The Ledger", "WKLD", "Liberty Signal".

Used by `bot.stories.cues` to tell an outlet from any other name. Knows the curated outlets, those of the
story itself, and how outlets are named; it never guesses which of two a short name means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.model.article import Article
from bot.stories.outlets import OutletBook, outlet_key

_PRESS = """
advertiser advocate argus banner beacon bugle bulletin caller chronicle courier daily dispatch echo
enquirer examiner gazette globe guardian herald inquirer insider journal lantern ledger magazine mail
mercury messenger mirror monitor news newspaper newswire observer outlook podcast post press radio record
recorder reporter review sentinel signal standard star statesman sun telegram telegraph times transcript
tribune tv weekly wire
"""
PRESS_WORDS = frozenset(_PRESS.split())
"""A name that ends in one of these, or in a call sign, is taken for an outlet's even if no list has it."""

WIRES = frozenset(
    {"ap", "associated press", "reuters", "afp", "upi", "bloomberg", "npr", "axios", "politico"}
)


class Masthead:
    """The outlets that one article may mean."""

    def __init__(
        self, own: Article, articles: Iterable[Article], book: OutletBook, credited: Iterable[str] = ()
    ) -> None:
        """Names as they are understood in one article.

        Args:
            own: The article; a short name means its own outlet first.
            articles: Of the same story.
            book: The curated outlets.
            credited: Names that some article of the story credits in words that fit outlets alone.
        """
        self._book = book
        self.own = book.key(own.outlet)
        self._near = sorted({book.key(name) for name in (*(a.outlet for a in articles), *credited)})

    def find(self, name: str) -> str | None:
        """The key of the outlet that a name stands for; None where the name is no outlet's.

        A short form ("the Post") is the article's own outlet if its words are part of that name, or it is its
        initials ("RW" in a dateline of Riverton Wire), else the only outlet of the story that it is part of.
        """
        key = outlet_key(name)
        if not key:
            return None
        if self._book.named(name) is not None:
            return self._book.key(name)
        words = set(key.split())
        if words <= set(self.own.split()) or key == "".join(word[0] for word in self.own.split()):
            return self.own
        near = [other for other in self._near if words <= set(other.split()) or set(other.split()) <= words]
        if len(near) == 1:
            return near[0]
        return key if self._looks_like_one(name, key) else None

    @staticmethod
    def _looks_like_one(name: str, key: str) -> bool:
        last = key.rpartition(" ")[2]
        is_press = last in PRESS_WORDS and name.rpartition(" ")[2][:1].isupper()
        return is_press or key in WIRES or bool(re.fullmatch(r"[WK][A-Z]{2,3}(?:-\w+)?", name))
