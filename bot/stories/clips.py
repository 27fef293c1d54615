"""A clip: what grouping needs to know of one article, and nothing else.

Made by `make_clip` from an article and its reading, kept by `bot.stories.cluster` while its story is open.
Small on purpose: ten thousand open stories lie in memory as clips. It holds no text.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from bot.model.article import Article, ArticleId
from bot.model.reading import Reading
from bot.stories.vetoes import NO_FACTS, Facts, facts_of
from bot.stories.words import terms

TITLE_TIMES = 2
"""A headline is chosen, a summary is cut: each of its words counts twice. Word pairs added nothing (0004)."""

LEAD_CHARS = 600
"""Feeds give 50 to 90 words; where a summary is a whole article, its lead is compared with others' leads."""

MOST = 255
"""Counts are kept in one byte each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """One article as grouping sees it.

    Attributes:
        id: The article.
        at: When it was published.
        terms: Its distinct terms, sorted.
        counts: How often each occurs, headline words twice; parallel to `terms`.
        facts: What may speak against its being the same event as another.
        region: Home region of its feed; empty when not known.
    """

    id: ArticleId
    at: datetime
    terms: tuple[str, ...]
    counts: bytes
    facts: Facts = NO_FACTS
    region: str = ""


def make_clip(article: Article, reading: Reading | None = None) -> Clip:
    """What grouping needs of an article.

    Args:
        article: As stored. Where the feed gave no summary, the lead of the body stands in for it.
        reading: What was found in it; without one, people and places never speak against a pair.

    Returns:
        Its clip.

    >>> from datetime import UTC, datetime
    >>> noon = datetime(2026, 8, 26, 12, tzinfo=UTC)
    >>> article = Article(id=ArticleId("a1"), url="https://example.org/1", title="Council passes budget",
    ...     summary="The budget passed.", outlet="The Courier", published_at=noon, first_seen_at=noon)
    >>> clip = make_clip(article)
    >>> dict(zip(clip.terms, clip.counts))
    {'budget': 3, 'council': 2, 'pass': 3}
    """
    lead = (article.summary or article.body)[:LEAD_CHARS]
    counts = Counter(terms(lead))
    for term in terms(article.title):
        counts[term] += TITLE_TIMES
    ordered = sorted(counts.items())
    return Clip(
        id=article.id,
        at=article.published_at,
        terms=tuple(term for term, _ in ordered),
        counts=bytes(min(n, MOST) for _, n in ordered),
        facts=facts_of(article, reading),
        region=article.place or "",
    )
