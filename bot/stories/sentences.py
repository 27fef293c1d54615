"""An article cut into sentences, each with its place, and the quotations in a text.

Called by `bot.stories.trails` and `bot.stories.origins`. Plain rules for news English; it never parses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.model.article import Article
from bot.model.entity import Field

_QUOTED = re.compile(
    r"[\u201c\"]([^\u201c\u201d\"]{3,600})[\u201d\"]"
    r"|(?<!\w)[\u2018']([^'\u2018\u2019\"]{6,200})[\u2019'](?!\w)"
)
_BOUNDARY = re.compile(r"(?<=[.!?])[\u201d\"')]*\s+(?=[\u201c\"'(]?[A-Z0-9])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Sgt|Lt|Capt|Col|Gen|Adm|St|No|Jr|Sr|Inc|Corp|Co|vs|Mt|Rev|Prof|U\.S|D\.C"
    r"|a\.m|p\.m|Jan|Feb|Aug|Sept|Oct|Nov|Dec)|\b[A-Z])\.$"
)


READ_CHARS = 8_000
"""About 1,300 words: sources are named early, and what is behind them is seldom news."""

SENTENCE_CHARS = 500
"""No sentence of news is longer; what is, is no prose, and patterns must not run over it for seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of an article.

    Attributes:
        field: Part of the article.
        start: Where it begins there.
        text: As it stands.
    """

    field: Field
    start: int
    text: str

    @property
    def is_title(self) -> bool:
        """Whether it is the headline."""
        return self.field == "title"

    def holds(self, field: Field, at: int) -> bool:
        """Whether a code point of a field lies in it."""
        return field == self.field and self.start <= at < self.start + len(self.text)


def sentences(article: Article) -> Iterator[Sentence]:
    """The headline, then the sentences of summary and body; one that stood before is left out."""
    yield Sentence(field="title", start=0, text=article.title[:SENTENCE_CHARS])
    seen: set[str] = set()
    parts: tuple[tuple[Field, str], ...] = (("summary", article.summary), ("text", article.body))
    for field, part in parts:
        for start, whole in split(part[:READ_CHARS]):
            text = whole[:SENTENCE_CHARS]
            if text not in seen:
                seen.add(text)
                yield Sentence(field=field, start=start, text=text)


def split(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a text, each with its first code point.

    >>> list(split("Gov. Ann Lee said so. It passed."))
    [(0, 'Gov. Ann Lee said so.'), (22, 'It passed.')]
    """
    start = 0
    for match in _BOUNDARY.finditer(text):
        if not _ABBREVIATED.search(text[start : match.start()]):
            yield start, text[start : match.end()].rstrip()
            start = match.end()
    if text[start:].strip():
        yield start, text[start:]


def quotations(text: str) -> tuple[str, ...]:
    """The words inside quotation marks, in order.

    >>> quotations('He said "we will win" and left.')
    ('we will win',)
    """
    return tuple(double or single for double, single in _QUOTED.findall(text))
