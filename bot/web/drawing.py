"""Drawings for the story and entity pages: the origin graph, and coverage per day, as inline SVG.

Called by `bot.web.story_page` and `bot.web.entity_page`. Each drawing says in words what it shows; colours
come from the page's style sheet. Nothing here reads anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import escape
from itertools import count

from bot.messages.blocks import day
from bot.messages.limits import cut
from bot.messages.wording import counted
from bot.model.article import Article, ArticleId
from bot.model.story import OriginGraph

_WIDTH, _BOX, _ROW, _GAP = 760, 210, 40, 12  # three boxes and two gaps a row; a box holds two short lines
_BOX_CHARS = 30  # what fits into a box at 12 pixels in the widest common font
_CHART_HEIGHT, _CHART_FOOT = 120, 22
_MOST_BARS = 90  # as long as articles are kept
_LABELS = 6  # dates below a chart that do not touch each other on a phone

_Point = tuple[float, float]


def origin_graph(graph: OriginGraph, articles: Mapping[ArticleId, Article]) -> str:
    """Articles at the left, the outlets they credit in the middle, origins at the right.

    Args:
        graph: Of one story.
        articles: Those that may be shown; ties of others are left out.

    Returns:
        An ``<svg>`` with a title and a description; empty without any tie.
    """
    ties = [tie for tie in graph.ties if tie.article_id in articles]
    if not ties:
        return ""
    order = {origin.id: n for n, origin in enumerate(graph.origins)}
    ties.sort(key=lambda tie: (order.get(tie.origin_id, 0), tie.relay, articles[tie.article_id].published_at))
    rows = {tie.article_id: _middle(n) for n, tie in enumerate(ties)}
    relays = _centres((f"{tie.origin_id} {tie.relay}", rows[tie.article_id]) for tie in ties if tie.relay)
    origins = _centres((tie.origin_id, rows[tie.article_id]) for tie in ties)
    parts: list[str] = []
    for tie in ties:
        start, end = (_BOX, rows[tie.article_id]), (_WIDTH - _BOX, origins[tie.origin_id])
        through = relays.get(f"{tie.origin_id} {tie.relay}") if tie.relay else None
        parts += _path(start, end, through)
    for tie in ties:
        article = articles[tie.article_id]
        parts.append(_box(0, rows[tie.article_id], article.outlet, article.title, "article"))
    parts += [
        _box((_WIDTH - _BOX) / 2, y, key.split(" ", 1)[1], "credited", "relay") for key, y in relays.items()
    ]
    kinds = {origin.id: origin for origin in graph.origins}
    for origin_id, y in origins.items():
        origin = kinds.get(origin_id)
        label, kind = (origin.label, origin.kind.value) if origin else ("", "unnamed")
        venue = origin.venue if origin and origin.venue != label else ""
        parts.append(_box(_WIDTH - _BOX, y, label or "No source named", venue or kind, f"origin {kind}"))
    told = f"{counted(len(ties), 'article')} going back to {counted(len(origins), 'origin')}"
    lowest = max(*rows.values(), *relays.values(), *origins.values())
    return _svg(parts, _WIDTH, lowest + _ROW / 2 + 1, "Where each article goes back to", told)


def _middle(row: int) -> float:
    return row * (_ROW + _GAP) + _ROW / 2 + 1


def _centres(pairs: Iterable[tuple[str, float]]) -> dict[str, float]:
    """The middle of each key's rows, none nearer to the one before than a box is high."""
    rows: dict[str, list[float]] = {}
    for key, y in pairs:
        rows.setdefault(key, []).append(y)
    placed: dict[str, float] = {}
    least = 0.0
    for key, ys in rows.items():
        placed[key] = max(sum(ys) / len(ys), least)
        least = placed[key] + _ROW + _GAP
    return placed


def _path(start: _Point, end: _Point, through: float | None) -> list[str]:
    """A curve from an article to its origin, by way of the outlet it credits."""
    if through is None:
        return [_curve(start, end)]
    left, right = (_WIDTH - _BOX) / 2, (_WIDTH + _BOX) / 2
    return [_curve(start, (left, through)), _curve((right, through), end)]


def _curve(start: _Point, end: _Point) -> str:
    half = (start[0] + end[0]) / 2
    return (
        f'<path class="tie" d="M{start[0]:g} {start[1]:g} C{half:g} {start[1]:g} {half:g} {end[1]:g} '
        f'{end[0]:g} {end[1]:g}"/>'
    )


def _box(x: float, y: float, first: str, second: str, kind: str) -> str:
    top = y - _ROW / 2
    return (
        f'<g class="box {escape(kind)}"><title>{escape(f"{first}: {second}")}</title>'
        f'<rect x="{x + 1:g}" y="{top:g}" width="{_BOX - 2}" height="{_ROW}" rx="6"/>'
        f'<text x="{x + 10:g}" y="{top + 17:g}" class="strong">{escape(cut(first, _BOX_CHARS))}</text>'
        f'<text x="{x + 10:g}" y="{top + 32:g}">{escape(cut(second, _BOX_CHARS))}</text></g>'
    )


def coverage_chart(per_day: Sequence[tuple[date, int]]) -> str:
    """Articles per day as bars, oldest first; empty without any article.

    Args:
        per_day: Days in order with their counts; of more than ninety the last ninety are drawn.
    """
    shown = per_day[-_MOST_BARS:]
    top = max((n for _, n in shown), default=0)
    if not top:
        return ""
    step = _WIDTH / len(shown)
    room = _CHART_HEIGHT - _CHART_FOOT - 16  # above the bars stands the count of the highest
    every = max(1, -(-len(shown) // _LABELS))
    parts = []
    for n, (on, articles) in zip(count(), shown):
        height = room * articles / top
        x, y = n * step, _CHART_HEIGHT - _CHART_FOOT - height
        if articles:
            parts.append(
                f'<rect class="day" x="{x + step * 0.12:.1f}" y="{y:.1f}" width="{min(step * 0.76, 60):.1f}" '
                f'height="{height:.1f}"><title>{day(on)}: {counted(articles, "article")}</title></rect>'
            )
            if len(shown) <= 2 * _LABELS or articles == top:
                parts.append(
                    f'<text class="count" x="{x + step * 0.12:.1f}" y="{y - 4:.1f}">{articles}</text>'
                )
        if n % every == 0:
            parts.append(f'<text x="{x + step * 0.12:.1f}" y="{_CHART_HEIGHT - 5}">{day(on)[4:]}</text>')
    told = "; ".join(f"{day(on)}: {counted(n, 'article')}" for on, n in shown if n)
    return _svg(parts, _WIDTH, _CHART_HEIGHT, "Articles per day", told)


def _svg(parts: Iterable[str], width: float, height: float, title: str, told: str) -> str:
    """The drawing in a frame that scrolls on a narrow screen, read aloud as its title and what it tells."""
    label = escape(f"{title}: {told}", quote=True)
    return (
        f'<div class="drawing" role="group" aria-label="{escape(title, quote=True)}" tabindex="0">'
        f'<svg viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" role="img" '
        f'aria-label="{label}">{"".join(parts)}</svg></div>'
    )
