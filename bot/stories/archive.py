"""Closed stories, remembered for some weeks by their terms, so that a new story can carry one on.

Owned by `bot.stories.cluster`. A story that rested longer than the window is carried on by a new one that
links back to it; the articles of the two are never joined.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime

from bot.model.story import Story, StoryId
from bot.stories.clips import Clip

KEPT_TERMS = 20
"""Terms remembered of a story, those in most of its articles; more tell of single articles."""

SHARED_TERMS = 3
"""A story that shares fewer of them is not looked at."""

LEAST_ARTICLES = 2
"""A single article is no running story."""

Terms = tuple[tuple[str, int], ...]


def terms_of(clips: Iterable[Clip]) -> Terms:
    """The terms of a story with the number of articles that have each, most first, equal ones by spelling.

    >>> from datetime import UTC, datetime
    >>> from bot.model.article import ArticleId
    >>> noon = datetime(2026, 3, 4, 12, tzinfo=UTC)
    >>> one = Clip(id=ArticleId("a"), at=noon, terms=("budget", "city"), counts=bytes([1, 1]))
    >>> two = Clip(id=ArticleId("b"), at=noon, terms=("budget", "veto"), counts=bytes([1, 1]))
    >>> terms_of([one, two])
    (('budget', 2), ('city', 1), ('veto', 1))
    """
    counts = Counter(term for clip in clips for term in clip.terms)
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:KEPT_TERMS])


class Archive:
    """The closed stories of two articles or more."""

    def __init__(self) -> None:
        self._closed: dict[StoryId, tuple[datetime, Terms]] = {}
        self._with: dict[str, set[StoryId]] = {}

    def add(self, story: Story, clips: Iterable[Clip]) -> None:
        """Remember a story that was closed; single articles are passed over."""
        if len(story.article_ids) < LEAST_ARTICLES:
            return
        terms = terms_of(clips)
        self._closed[story.id] = (story.last_at, terms)
        for term, _ in terms:
            self._with.setdefault(term, set()).add(story.id)

    def forget_before(self, moment: datetime) -> None:
        """Forget the stories whose newest article is older than a moment."""
        for story_id in [s for s, (last_at, _) in self._closed.items() if last_at < moment]:
            for term, _ in self._closed.pop(story_id)[1]:
                self._with[term].discard(story_id)
                if not self._with[term]:
                    del self._with[term]

    def find(self, clips: Iterable[Clip], weigh: Callable[[str], int], least: float) -> StoryId | None:
        """The closed story that articles carry on: the most alike one, if it is alike enough.

        Args:
            clips: Articles of the new story.
            weigh: Weight of a term.
            least: Least cosine of the two stories' terms, 0 to 1.
        """
        terms = terms_of(clips)
        shared = Counter(story_id for term, _ in terms for story_id in self._with.get(term, ()))
        scores = [
            (-_cosine(terms, self._closed[story_id][1], weigh), story_id)
            for story_id, common in shared.items()
            if common >= SHARED_TERMS
        ]
        best = min(scores, default=(0.0, None))
        return best[1] if -best[0] >= least else None


def _cosine(ones: Terms, twos: Terms, weigh: Callable[[str], int]) -> float:
    one = {term: count * weigh(term) for term, count in ones}
    two = {term: count * weigh(term) for term, count in twos}
    dot = sum(weight * two.get(term, 0) for term, weight in one.items())
    return dot / math.sqrt(sum(w * w for w in one.values()) * sum(w * w for w in two.values()))
