"""What people said of grouping, and what it means for pairs of articles.

Made by services from stored corrections, obeyed by `bot.stories.cluster` and applied at once by `split` and
`merge`. A ruling names articles, not stories, so it survives any re-clustering as long as they are kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, product

from bot.model.article import ArticleId

Pair = tuple[ArticleId, ArticleId]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """Articles of one group belong together, articles of different groups do not.

    Attributes:
        groups: One group for a merge; two or more for a split.
    """

    groups: tuple[tuple[ArticleId, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All rulings in force, as pairs; each pair sorted."""

    together: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()


def rules_of(rulings: Iterable[Ruling]) -> Rules:
    """The rulings as pairs; of two that contradict each other the later one holds.

    Args:
        rulings: In the order in which they were made, undone ones left out.

    Returns:
        Pairs that must and pairs that must not be in one story.

    >>> a, b, c = (ArticleId(x) for x in "abc")
    >>> rules = rules_of([Ruling(groups=((a, b, c),)), Ruling(groups=((a, b), (c,)))])
    >>> sorted(rules.together), sorted(rules.apart)
    ([('a', 'b')], [('a', 'c'), ('b', 'c')])
    """
    verdicts: dict[Pair, bool] = {}
    for ruling in rulings:
        for group in ruling.groups:
            verdicts |= dict.fromkeys(combinations(sorted(group), 2), True)
        for one, two in combinations(ruling.groups, 2):
            verdicts |= {_pair(a, b): False for a, b in product(one, two)}
    return Rules(
        together=frozenset(pair for pair, joined in verdicts.items() if joined),
        apart=frozenset(pair for pair, joined in verdicts.items() if not joined),
    )


def _pair(one: ArticleId, two: ArticleId) -> Pair:
    return (one, two) if one < two else (two, one)
