"""How alike two articles are, and an index that finds the open articles alike to a new one.

Used by `bot.stories.cluster`. Likeness is the cosine of tf-idf vectors, faded by the days between the two, in
whole millionths: sums of it are exact, so no order of adding can change a result. Pure arithmetic, no clock.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.model.article import ArticleId
from bot.stories.clips import Clip
from bot.stories.rarity import Rarity
from bot.stories.vetoes import conflict

ONE = 1_000_000
"""Likeness 1.0."""

LENGTH = 1000
"""Length of a vector; its square is `ONE`."""

TOP_TERMS = 40
"""Terms kept of an article: feed-length texts have about as many that tell something, measured 2026."""

FADE_DAYS = 7.0
"""Likeness falls to 1/e in a week: reports of one event come within two days of each other."""

FLOOR = 30_000
"""Pairs less alike than .03 count as strangers, likeness 0; keeps the graph sparse."""

PARTIAL_FLOOR = 60_000
"""The same where only the rare terms were walked: what rests on common terms alone is not worth computing."""

VETO = -300_000
"""Likeness of two articles whose facts exclude each other: outweighs a likely pair in a group of four."""

BUDGET = 1_500
"""Postings walked for one article, rarest terms first; what common terms add is computed for the finds."""

MIN_WALKED = 8
"""Terms walked whatever they cost: in a flood on one event all its terms are common."""

SPARE = 1_000
"""Removed articles beyond those still open for which it is worth laying the index anew."""

SECONDS_A_DAY = 86_400.0


class _Posting:
    """The open articles that have one term, and how many of them are still open."""

    __slots__ = ("live", "slots", "weights")

    def __init__(self) -> None:
        self.slots = array("I")
        self.weights = array("H")
        self.live = 0


class Index:
    """The open articles as weighted vectors in an inverted index."""

    def __init__(self, rarity: Rarity, window: timedelta) -> None:
        """An empty index.

        Args:
            rarity: Weighs the terms; it must not be frozen anew while this index lives.
            window: Articles further apart than this are strangers.
        """
        self._rarity = rarity
        self._window_s = window.total_seconds()
        self._clips: list[Clip | None] = []
        self._vectors: list[tuple[tuple[str, ...], array[int]] | None] = []
        self._slots: dict[ArticleId, int] = {}
        self._postings: dict[str, _Posting] = {}

    def __len__(self) -> int:
        return len(self._slots)

    def __contains__(self, article_id: ArticleId) -> bool:
        return article_id in self._slots

    def clips(self) -> list[Clip]:
        """The open articles, oldest first, equal times by id."""
        return sorted((clip for clip in self._clips if clip), key=lambda clip: (clip.at, clip.id))

    def add(self, clip: Clip) -> None:
        """Add an article without asking what it is like."""
        self._put(clip, self._vector(clip))

    def enter(self, clip: Clip) -> dict[ArticleId, int]:
        """Add an article.

        Returns:
            Likeness, in millionths, to each article that was there before and is no stranger: `FLOOR` or
            more, or `VETO` where the facts exclude each other.
        """
        vector = self._vector(clip)
        found = dict(self._alike(clip, vector))
        self._put(clip, vector)
        return found

    def _put(self, clip: Clip, vector: dict[str, int]) -> None:
        slot = self._slots[clip.id] = len(self._clips)
        self._clips.append(clip)
        self._vectors.append((tuple(vector), array("H", vector.values())))
        for term, weight in vector.items():
            posting = self._postings.get(term)
            if posting is None:
                posting = self._postings[term] = _Posting()
            posting.slots.append(slot)
            posting.weights.append(weight)
            posting.live += 1

    def drop_before(self, moment: datetime) -> None:
        """Remove the articles published before a moment."""
        for slot, clip in enumerate(self._clips):
            if clip is not None and clip.at < moment:
                self._remove(slot, clip)
        if len(self._clips) > SPARE + 2 * len(self._slots):
            self._compact()

    def _compact(self) -> None:
        """Lay the open articles anew, so that removed ones take no room; finds stay what they were."""
        clips = [clip for clip in self._clips if clip is not None]
        self._clips, self._vectors, self._slots, self._postings = [], [], {}, {}
        for clip in clips:
            self.add(clip)

    def _remove(self, slot: int, clip: Clip) -> None:
        vector = self._vectors[slot]
        assert vector is not None
        for term in vector[0]:
            self._postings[term].live -= 1
            if not self._postings[term].live:
                del self._postings[term]
        self._clips[slot] = self._vectors[slot] = None
        del self._slots[clip.id]

    def _alike(self, clip: Clip, vector: dict[str, int]) -> Iterator[tuple[ArticleId, int]]:
        shares, is_whole = self._walk(vector)
        least = FLOOR if is_whole else PARTIAL_FLOOR
        for slot, share in [pair for pair in shares.items() if pair[1] >= least]:
            other = self._clips[slot]
            if other is None:
                continue
            apart_s = abs((clip.at - other.at).total_seconds())
            if apart_s > self._window_s:
                continue
            dot = share if is_whole else self._dot(vector, slot)
            likeness = int(dot * math.exp(-apart_s / SECONDS_A_DAY / FADE_DAYS))
            if likeness >= FLOOR:
                yield other.id, VETO if conflict(clip.facts, other.facts) else likeness

    def _walk(self, vector: dict[str, int]) -> tuple[dict[int, int], bool]:
        """Sum of products by slot over the rarest terms, and whether these were all terms."""
        found = [(posting.live, term) for term in vector if (posting := self._postings.get(term))]
        shares: dict[int, int] = {}
        known, spent = shares.get, 0
        for rank, (live, term) in enumerate(sorted(found)):
            spent += live
            if spent > BUDGET and rank >= MIN_WALKED:
                return shares, False
            posting, weight = self._postings[term], vector[term]
            for slot, other in zip(posting.slots, posting.weights, strict=True):
                shares[slot] = known(slot, 0) + weight * other
        return shares, True

    def _dot(self, vector: dict[str, int], slot: int) -> int:
        other = self._vectors[slot]
        assert other is not None
        return sum(vector.get(term, 0) * weight for term, weight in zip(*other, strict=True))

    def _vector(self, clip: Clip) -> dict[str, int]:
        """The clip's heaviest terms with whole weights, scaled to `LENGTH`."""
        weigh = self._rarity.weight
        weighed = [
            (-(1 + math.log(count)) * weigh(term), term)
            for term, count in zip(clip.terms, clip.counts, strict=True)
        ]
        heaviest = sorted(weighed)[:TOP_TERMS]
        norm = math.sqrt(math.fsum(weight * weight for weight, _ in heaviest)) or 1.0
        return {term: round(-LENGTH * weight / norm) for weight, term in heaviest}
