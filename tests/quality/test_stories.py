"""Grouping and copies on invented texts; floors that never drop without a reason in the changelog."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import combinations, groupby, product
from pathlib import Path

import pytest

from bot.model.article import Article
from bot.stories.clips import make_clip
from bot.stories.cluster import Clusterer
from bot.stories.copies import is_copy, print_of
from tests.quality.labelled_origins import labelled

DATA = Path(__file__).parent / "data"
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def events() -> Iterator[tuple[list[str], list[str]]]:
    """Sentences of the wire's text and of another report, event by event."""
    wire: list[str] = []
    other: list[str] = []
    for line in (DATA / "copies.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# ") and wire:
            yield wire, other
            wire, other = [], []
        elif line[:1] in "=~" and line:
            (wire if line[0] == "=" else other).append(line[2:])
    yield wire, other


def variants(text: list[str]) -> list[str]:
    """What outlets make of a wire's text: trimmed, corrected, re-ordered, added to, with a dateline."""
    first, *rest = text
    return [
        " ".join(text),
        "PORT ALDER (AW) - " + " ".join(text),
        " ".join(text[:-1]),
        " ".join([first, *rest[1:]]),
        " ".join([first, *rest[::-1]]),
        "\n\n".join(text),
        " ".join(text).replace(" on ", " late on ", 1).replace("0", "1", 1),
        " ".join([*text, "Officials here said on Friday that the region will feel it as well."]),
    ]


def written(name: str, text: str) -> Article:
    return Article(id=name, url="", title=name, body=text, outlet=name, published_at=NOON, first_seen_at=NOON)


def copy_pairs() -> Iterator[tuple[str, str, bool]]:
    for wire, other in events():
        yield from ((one, two, True) for one, two in combinations(variants(wire), 2))
        yield from ((one, two, False) for one, two in product(variants(wire), variants(other)[:3]))


def test_copies_are_told_from_other_reports_of_the_event() -> None:
    counts: Counter[tuple[bool, bool]] = Counter()
    for one, two, same in copy_pairs():
        counts[same, is_copy(print_of(written("a", one)), print_of(written("b", two)))] += 1
    assert sum(counts.values()) >= 600
    hits = counts[True, True]
    f1 = 2 * hits / (2 * hits + counts[True, False] + counts[False, True])
    assert f1 >= 0.99, counts


def grouped(articles: list[Article]) -> dict[str, str]:
    """Story of each article, equal hours one poll, the window grouped afresh after each."""
    clusterer, story_of = Clusterer(), {}
    ordered = sorted(articles, key=lambda a: a.published_at)
    for moment, poll in groupby(ordered, key=lambda a: a.published_at):
        for changed in (clusterer.add([make_clip(a) for a in poll], moment), clusterer.recluster(moment)):
            story_of |= dict(changed.moved)
    return story_of


def b_cubed(gold: dict[str, str], found: dict[str, str]) -> float:
    """B-cubed F1 (Bagga and Baldwin 1998)."""
    by_gold, by_found = defaultdict(set), defaultdict(set)
    for name in gold:
        by_gold[gold[name]].add(name)
        by_found[found[name]].add(name)
    both = [(by_gold[gold[n]], by_found[found[n]]) for n in gold]
    precision = sum(len(g & f) / len(f) for g, f in both) / len(both)
    recall = sum(len(g & f) / len(g) for g, f in both) / len(both)
    return 2 * precision * recall / (precision + recall)


@pytest.mark.parametrize("days", [1, 10])
def test_stories_of_many_outlets_are_found_in_a_crowd(days: int) -> None:
    """All stories of the origins' sets at once, or ten days' worth: three to six outlets each."""
    articles, gold = [], {}
    for number, story in enumerate(labelled()):
        start = NOON + timedelta(days=number % days)
        first = min(article.published_at for _, article in story.articles)
        for _, article in story.articles:
            moved = start + (article.published_at - first)
            articles.append(
                Article(
                    id=article.id, url="", title=article.title, body=article.body, outlet=article.outlet,
                    published_at=moved, first_seen_at=moved,
                )
            )  # fmt: skip
            gold[article.id] = story.name
    assert b_cubed(gold, grouped(articles)) >= 0.88
