"""Coverage as a picture: the bars are as high as the counts, and words say the same."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.messages.chart import coverage_days, coverage_picture, coverage_words
from bot.messages.limits import ALT_TEXT_CHARS
from tests.unit.messages import invented

LAST = date(2026, 8, 26)
BAR = (0x12, 0x68, 0x5B)


def days(*counts: int) -> list[tuple[date, int]]:
    return [(LAST - timedelta(days=len(counts) - 1 - n), count) for n, count in enumerate(counts)]


def heights(png: bytes) -> list[int]:
    """Pixels of the bars' colour in each column that has any, runs of equal columns taken together."""
    image = Image.open(BytesIO(png)).convert("RGB")
    columns = [
        sum(image.getpixel((x, y)) == BAR for y in range(0, image.height, 2)) for x in range(image.width)
    ]
    return [now for before, now in zip([0, *columns], columns, strict=False) if now and now != before]


def test_bars_are_as_high_as_their_counts() -> None:
    shown = coverage_picture("Rowan Pike", days(4, 0, 2, 0, 1))
    assert shown is not None
    first, second, third = heights(shown.png)
    assert first == pytest.approx(2 * second, abs=2)
    assert second == pytest.approx(2 * third, abs=2)


def test_the_words_say_what_the_bars_say() -> None:
    shown = coverage_picture("Ana Núñez", days(2, 0, 1))
    assert shown is not None
    assert shown.name == "coverage-ana-nunez.png"
    assert shown.title == "Ana Núñez: articles per day"
    assert shown.alt == (
        "Bar chart. Ana Núñez: articles per day, from Mon 24 Aug to Wed 26 Aug. "
        "Mon 24 Aug: 2 articles; Wed 26 Aug: 1 article."
    )


@pytest.mark.parametrize("counts", [(), (0,), (0, 0, 0)])
def test_nothing_to_draw_is_no_picture(counts: tuple[int, ...]) -> None:
    assert coverage_picture("Rowan Pike", days(*counts)) is None


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=400), st.text(max_size=300))
def test_any_counts_and_any_name_are_a_picture(counts: list[int], name: str) -> None:
    shown = coverage_picture(name, days(*counts))
    assert (shown is None) == (not any(counts[-90:]))
    if shown is not None:
        assert Image.open(BytesIO(shown.png)).size == (1200, 480)
        assert len(shown.alt) <= ALT_TEXT_CHARS
        assert shown.name.isascii()
        assert len(shown.png) < 20_000


def test_the_same_counts_are_the_same_bytes() -> None:
    assert coverage_picture("A", days(1, 2)) == coverage_picture("A", days(1, 2))


def test_days_begin_with_the_first_article_but_are_two_weeks_at_least() -> None:
    late = coverage_days(invented.answer(per_day=(0,) * 28 + (3, 0)))
    assert len(late) == 14
    assert late[-2][1] == 3
    early = coverage_days(invented.answer(per_day=(0, 5) + (0,) * 28))
    assert early[0][1] == 5
    assert len(early) == 29
    assert coverage_days(invented.answer(per_day=())) == ()
    assert coverage_words(late).endswith("3 articles")
