"""Coverage per day as a picture, for platforms that cannot draw one themselves.

Called by services that are asked for a chart. Pillow draws it, here alone. The picture holds digits and
English dates only, because the font that comes with Pillow lacks the letters of most names: the name stands
in the title and in the text for screen readers, which says what the bars say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from bot.messages.blocks import day, safe
from bot.messages.limits import ALT_TEXT_CHARS, cut
from bot.messages.wording import counted, local_day
from bot.model.lookup import Answer

MOST_DAYS = 90  # as long as articles are kept; narrower bars cannot be told apart
LEAST_DAYS = 14  # a lookup's own window: one day alone would be one bar as wide as the picture

# Slack shows a picture 360 pixels wide, and 1,200 when it is opened: letters of 30 pixels are read in both.
_WIDTH, _HEIGHT, _FONT = 1200, 480, 30
_LEFT, _RIGHT, _TOP, _BASE = 90, 30, 60, 410  # of the bars; counts stand at the left, dates below
_PAPER, _INK, _GRID, _BAR = "#ffffff", "#45444a", "#dcdce2", "#12685b"  # of the pages, in their light form
_DATES = 6  # below the bars, without touching each other
_TITLE_CHARS = 150  # as a heading

PerDay = Sequence[tuple[date, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture to hand over.

    Attributes:
        name: Of the file.
        title: As people read it.
        alt: What the picture shows, in words.
        png: The picture.
    """

    name: str
    title: str
    alt: str
    png: bytes


def coverage_days(answer: Answer) -> tuple[tuple[date, int], ...]:
    """The days of a lookup's window with their counts, oldest first; from the first with an article on.

    At least two weeks, where the window has them.
    """
    counts = answer.per_day
    first = next((n for n, count in enumerate(counts) if count), 0)
    last = local_day(answer.until_at, answer.zone)
    days = [last - timedelta(days=len(counts) - 1 - n) for n in range(len(counts))]
    return tuple(zip(days, counts, strict=True))[max(0, min(first, len(counts) - LEAST_DAYS)) :]


def coverage_words(per_day: PerDay) -> str:
    """What a chart shows, in words.

    >>> coverage_words([(date(2026, 3, 2), 2), (date(2026, 3, 3), 0), (date(2026, 3, 4), 1)])
    'Mon 2 Mar: 2 articles; Wed 4 Mar: 1 article'
    """
    return "; ".join(f"{day(on)}: {counted(n, 'article')}" for on, n in per_day if n)


def coverage_picture(name: str, per_day: PerDay) -> Picture | None:
    """Articles per day about a name, as a picture.

    Args:
        name: Whom or what it is about, as people read it.
        per_day: Days in order with their counts; of more than ninety the last ninety are drawn.

    Returns:
        The picture; for one set of counts always the same bytes. None without any article.
    """
    shown = per_day[-MOST_DAYS:]
    if not any(articles for _, articles in shown):
        return None
    title = cut(f"{safe(name)}: articles per day", _TITLE_CHARS)
    span = f"from {day(shown[0][0])} to {day(shown[-1][0])}"
    return Picture(
        name=f"coverage-{_file_words(name)}.png",
        title=title,
        alt=cut(f"Bar chart. {title}, {span}. {coverage_words(shown)}.", ALT_TEXT_CHARS),
        png=_drawn(shown),
    )


def _file_words(name: str) -> str:
    """A name as part of a file's: what any system takes, and never empty.

    >>> _file_words("José Núñez"), _file_words("市")
    ('jose-nunez', 'chart')
    """
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", bare))[:60] or "chart"


def _drawn(per_day: PerDay) -> bytes:
    image = Image.new("RGB", (_WIDTH, _HEIGHT), _PAPER)
    draw = ImageDraw.Draw(image)
    draw.font = ImageFont.load_default(_FONT)
    top = max(articles for _, articles in per_day)
    _grid(draw, top)
    _bars(draw, per_day, top)
    _dates(draw, per_day)
    written = BytesIO()
    image.quantize(16).save(written, "PNG", optimize=True)  # four colours and the edges of letters: 5 KB
    return written.getvalue()


def _grid(draw: ImageDraw.ImageDraw, top: int) -> None:
    """A line at the highest count, one half way down where that is a whole number, and the base."""
    for count in sorted({0, top, *([top // 2] if top % 2 == 0 else [])}):
        y = _BASE - (_BASE - _TOP) * count / top
        draw.line((_LEFT, y, _WIDTH - _RIGHT, y), fill=_GRID, width=2)
        draw.text((_LEFT - 14, y), str(count), fill=_INK, anchor="rm")


def _bars(draw: ImageDraw.ImageDraw, per_day: PerDay, top: int) -> None:
    for n, (_, articles) in enumerate(per_day):
        left, right = _slot(n, len(per_day))
        gap = (right - left) * 0.12
        if articles:
            height = (_BASE - _TOP) * articles / top
            draw.rectangle((round(left + gap), round(_BASE - height), round(right - gap), _BASE), fill=_BAR)


def _dates(draw: ImageDraw.ImageDraw, per_day: PerDay) -> None:
    """Some dates below their bars: the newest always, the others at even distances before it."""
    every = -(-len(per_day) // _DATES)
    for n in range(len(per_day) - 1, -1, -every):
        left, right = _slot(n, len(per_day))
        x = min(max((left + right) / 2, _LEFT), _WIDTH - _RIGHT - 45)  # half of the widest date
        draw.text((x, _BASE + 40), day(per_day[n][0])[4:], fill=_INK, anchor="mm")


def _slot(n: int, days: int) -> tuple[float, float]:
    """Left and right of a day's place."""
    width = (_WIDTH - _LEFT - _RIGHT) / days
    return _LEFT + n * width, _LEFT + (n + 1) * width
