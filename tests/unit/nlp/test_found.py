"""Stretches that are taken, and which of two overlapping names stays."""

from __future__ import annotations

from bot.model.entity import EntityKind
from bot.nlp.found import CURATED, MODEL, Found, Taken, longest_first


def found(start: int, end: int, rank: int = MODEL) -> Found:
    return Found(
        field="title", start=start, end=end, text="x" * (end - start), kind=EntityKind.ORG, rank=rank
    )


def test_gaps_between_taken_stretches() -> None:
    taken = Taken([found(2, 4), found(6, 8)])
    assert list(taken.gaps(0, 10)) == [(0, 2), (4, 6), (8, 10)]
    assert list(taken.gaps(2, 4)) == []
    assert list(taken.gaps(3, 7)) == [(4, 6)]
    assert taken.is_free(4, 6)
    assert not taken.is_free(5, 7)
    taken.add(4, 6)
    assert not taken.is_free(4, 6)


def test_the_longer_stays_then_the_higher_ranked() -> None:
    assert longest_first([found(0, 3), found(2, 7)]) == [found(2, 7)]
    assert longest_first([found(0, 3), found(0, 3, CURATED)]) == [found(0, 3, CURATED)]
    assert set(longest_first([found(0, 3), found(3, 5)])) == {found(0, 3), found(3, 5)}
