"""How much a term tells: inverse document frequency over all articles ever grouped and over the open window.

Used by `bot.stories.likeness`. The weights in force stand still between two calls of `Rarity.freeze`, and the
state is exported with them, so that a restart between two articles changes nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.stories.clips import Clip

UNIT = 1000
"""Weights are whole thousandths, so that sums of them are exact in any order."""

WINDOW_SHARE = 0.5
"""Half a term's weight comes from the open window: the name that is in half of this week's stories tells
little this week. Worth .01 to .02 of pair F1 at every threshold; the whole weight is no better than half."""

WHOLE_STORY = 5040
"""What a story counts, shared by its articles: divisible by all numbers up to ten, so that sums are exact."""

WINDOW_PRIOR = 20
"""Stories that a window is taken to have on top, so that the first poll of all is not read as a flood."""

REFREEZE_GROWTH = 1.5
"""New weights are due when half as many articles again are known: re-weighing stays cheap."""

SMALL = 300
"""Below so many articles weights are made anew with each poll: each article still changes them."""

MAX_TERMS = 150_000
"""Above it, terms met once and not in the open window are forgotten (about 20 MB)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RarityState:
    """All that a restart needs, in plain values.

    Attributes:
        documents: Articles counted.
        counts: In how many of them each term occurred.
        frozen: Articles counted when the weights in force were made.
        unseen: Weight of a term without one.
        weights: The weights in force, in thousandths.
    """

    documents: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    frozen: int = 0
    unseen: int = UNIT
    weights: Mapping[str, int] = field(default_factory=dict)


class Rarity:
    """Counts terms and weighs them.

    >>> rarity = Rarity()
    >>> rarity.weight("mayor") == UNIT
    True
    """

    def __init__(self, state: RarityState | None = None) -> None:
        """Start anew, or where an exported state left off."""
        state = state or RarityState()
        self.documents = state.documents
        self.counts = Counter(state.counts)
        self.frozen = state.frozen
        self.unseen = state.unseen
        self.weights = dict(state.weights)

    def export(self) -> RarityState:
        """The state as plain values; terms sorted, so that equal states are equal bytes."""
        return RarityState(
            documents=self.documents,
            counts=dict(sorted(self.counts.items())),
            frozen=self.frozen,
            unseen=self.unseen,
            weights=dict(sorted(self.weights.items())),
        )

    def count(self, clips: Iterable[Clip]) -> None:
        """Count the terms of new articles; the weights in force stay as they are."""
        for clip in clips:
            self.documents += 1
            self.counts.update(clip.terms)

    @property
    def is_due(self) -> bool:
        """Whether enough articles came that the weights should be made anew."""
        return self.frozen < SMALL or self.documents >= self.frozen * REFREEZE_GROWTH

    def freeze(self, window: Iterable[Sequence[Clip]]) -> None:
        """Make the weights anew from all articles counted and from the open window.

        Args:
            window: The open articles, story by story. A story counts as one whatever its size, so that what
                everybody reports does not lose its own words.
        """
        size, seen = WINDOW_PRIOR * WHOLE_STORY, Counter[str]()
        for story in window:
            size += WHOLE_STORY
            for clip in story:
                seen.update(dict.fromkeys(clip.terms, WHOLE_STORY // len(story)))
        if len(self.counts) > MAX_TERMS:
            self.counts = Counter({t: n for t, n in self.counts.items() if n > 1 or t in seen})
        self.frozen = self.documents
        self.unseen = self._weigh(0, size, 0)
        self.weights = {term: self._weigh(n, size, seen[term]) for term, n in self.counts.items()}

    def weight(self, term: str) -> int:
        """The weight in force, in thousandths, at least 1."""
        return self.weights.get(term, self.unseen)

    def _weigh(self, ever: int, size: int, now: int) -> int:
        always = math.log((self.documents + 1) / (ever + 0.5))
        lately = max(0.1, math.log(size / (now + WHOLE_STORY / 2)))
        return max(1, round(UNIT * ((1 - WINDOW_SHARE) * always + WINDOW_SHARE * lately)))
