"""Numbers that differ: the same quantity with two values in one story.

Called by `bot.stories.view`. Compares a number together with the noun it counts and the words around it; it
never does sums and never says which number is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.model.article import Article, ArticleId
from bot.model.story import NumberConflict
from bot.stories.sentences import READ_CHARS
from bot.stories.words import STOP_WORDS, stem

_SMALL = "two three four five six seven eight nine ten eleven twelve"
NUMBER_WORDS = {word: n for n, word in enumerate(_SMALL.split(), 2)}
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}

COUNTED = re.compile(
    r"(?P<money>[$€£]\s?)?(?<![\w.,-])(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?|"
    + _SMALL.replace(" ", "|")
    + r")"
    r"(?P<percent>\s?%|\spercent\b)?(?:[\s-](?P<scale>thousand|million|billion|trillion)\b)?"
    r"(?P<noun>(?:\s(?!and\b|or\b|to\b|in\b|of\b|for\b|at\b|on\b|by\b|from\b|with\b)[a-z][a-z-]+){1,2})",
    re.IGNORECASE,
)
"""A number with what it counts: "1,200 arrests", "$3.5 million grant", "12 percent raise", "six officers"."""

NO_QUANTITY = frozenset(
    stem(word)
    for word in ("years", "months", "weeks", "days", "hours", "minutes", "p.m", "a.m", "pm", "am", "people's")
)
"""Times and ages differ between articles without being in conflict."""

YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A quantity in an article: its key, the noun and the value as written, and the value as a number."""

    key: str
    what: str
    written: str
    value: float


def conflicts(articles: Sequence[Article]) -> tuple[NumberConflict, ...]:
    """Quantities of a story that two articles give differently.

    Args:
        articles: In order of publication.

    Returns:
        By first use. An article that itself gives two values for a quantity is left out: it tells a change.
    """
    found: dict[str, dict[ArticleId, set[Figure]]] = {}
    for article in articles:
        for figure in figures(f"{article.title}. {article.summary}. {article.body}"[:READ_CHARS]):
            found.setdefault(figure.key, {}).setdefault(article.id, set()).add(figure)
    differing = []
    for by_article in found.values():
        single = [(a, next(iter(f))) for a, f in by_article.items() if len({x.value for x in f}) == 1]
        if len({figure.value for _, figure in single}) > 1:
            values = tuple((figure.written, article_id) for article_id, figure in single)
            differing.append(NumberConflict(what=single[0][1].what, values=values))
    return tuple(differing)


def figures(text: str) -> Iterator[Figure]:
    """The quantities of a text.

    Yields:
        Each number that counts a noun; years and times are passed over.

    >>> [(f.written, f.what) for f in figures("1,200 arrests were made in 2025 and six officers hurt.")]
    [('1,200', 'arrests'), ('six', 'officers')]
    """
    for match in COUNTED.finditer(text):
        noun = _head(match["noun"])
        value = _value(match)
        if noun is None or stem(noun) in NO_QUANTITY or (value in YEARS and match["number"].isdigit()):
            continue
        unit = "$" if match["money"] else "%" if match["percent"] else ""
        written = text[match.start() : match.start("noun")].strip()
        yield Figure(key=unit + stem(noun.lower()), what=noun, written=written, value=value)


def _head(words: str) -> str | None:
    """The noun counted: the plural behind the number, else the last word that is no stop word."""
    nouns = [word for word in words.split() if word.lower() not in STOP_WORDS]
    plural = next((word for word in nouns if word.endswith("s")), None)
    return plural or (nouns[-1] if nouns else None)


def _value(match: re.Match[str]) -> float:
    word = match["number"].lower().replace(",", "")
    base = float(NUMBER_WORDS.get(word, 0) or word)
    return base * SCALES.get((match["scale"] or "").lower(), 1)
