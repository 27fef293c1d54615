"""What grouping costs: milliseconds an article and megabytes, by the number of open stories.

Run by ``make bench`` and by hand: ``python benchmarks/stories.py [--most N]``. Prints one line a size and the
re-clustering of a four-day window of 20,000 articles; exits 1 when a bound of docs/policy.md is passed.
The articles are invented from a Zipf vocabulary: no text is needed to count words.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from bot.model.article import ArticleId
from bot.stories.clips import Clip
from bot.stories.cluster import Clusterer

START = datetime(2026, 1, 5, tzinfo=UTC)
VOCABULARY = 60_000
WORDS = 38
"""Distinct terms of a headline with 50 words of summary, stop words left out."""

CORE = 22
"""Words that the articles of one story draw from beside the general vocabulary."""

MOST_MS = 1.0
MOST_MB = 150.0
MOST_RECLUSTER_S = 20.0


class Press:
    """Invents articles: stories of one to twelve articles, some tens of them begun each hour."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._words = [f"w{n}" for n in range(VOCABULARY)]
        self._zipf = list(accumulate(1 / (n + 20) for n in range(VOCABULARY)))
        self._cores: list[tuple[list[str], int]] = []
        self._made = 0

    def articles(self, count: int, start: datetime, span: timedelta) -> Iterator[Clip]:
        """So many articles, evenly over a span of time."""
        for n in range(count):
            yield self._article(start + span * (n / count))

    def _article(self, at: datetime) -> Clip:
        if not self._cores or self._random.random() < 0.4:
            self._cores.append((self._draw(CORE), self._random.randint(1, 12)))
        place = self._random.randrange(max(0, len(self._cores) - 400), len(self._cores))
        core, left = self._cores[place]
        if left <= 0:
            core = self._draw(CORE)
        self._cores[place] = (core, left - 1)
        shared = self._random.sample(core, 12)
        terms = sorted({*shared, *self._draw(WORDS - len(shared))})
        self._made += 1
        return Clip(
            id=ArticleId(f"a{self._made:07}"),
            at=at,
            terms=tuple(terms),
            counts=bytes([1] * len(terms)),
            region="",
        )

    def _draw(self, count: int) -> list[str]:
        return self._random.choices(self._words, cum_weights=self._zipf, k=count)


def megabytes() -> float:
    """Peak memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fill(clusterer: Clusterer, press: Press, count: int, span: timedelta, start: datetime) -> float:
    """Processor seconds to group so many articles in polls of 50."""
    clips = list(press.articles(count, start, span))
    begun = time.process_time()
    for first in range(0, count, 50):
        poll = clips[first : first + 50]
        clusterer.add(poll, poll[-1].at)
    return time.process_time() - begun


def main() -> int:
    """Print the growth curve; 1 when a bound is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=100_000, help="articles in the largest run")
    most = parser.parse_args().most
    before = megabytes()
    failed = False
    window = timedelta(days=4)
    print("articles  open stories  open articles  ms/article  peak MB")
    clusterer, press, done, at = Clusterer(), Press(7), 0, START
    for size in (n for n in (1_000, 3_000, 10_000, 30_000, 100_000) if n <= most):
        step = size - done
        span = window * (step / 22_000)  # as many a day as leave about 10,000 stories open
        seconds = fill(clusterer, press, step, span, at)
        done, at = size, at + span
        ms = 1000 * seconds / step
        stories = len(clusterer.open_stories())
        print(
            f"{size:8}  {stories:12}  {clusterer.open_articles:13}  {ms:10.3f}  {megabytes() - before:7.0f}"
        )
        failed |= ms > MOST_MS or megabytes() - before > MOST_MB
    fresh, press = Clusterer(), Press(8)
    fill(fresh, press, min(most, 20_000), window * 0.99, START)
    begun = time.process_time()
    fresh.recluster(START + window)
    seconds = time.process_time() - begun
    peak = megabytes() - before
    print(f"re-clustering of {fresh.open_articles} open articles: {seconds:.1f} s, peak {peak:.0f} MB")
    return int(failed or seconds > MOST_RECLUSTER_S)


if __name__ == "__main__":
    sys.exit(main())
