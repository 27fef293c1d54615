"""Drawings for the story and entity pages: the origin graph, and coverage per day, as inline SVG.

Called by `bot.web.story_page` and `bot.web.entity_page`. Each drawing says in words what it shows; colours
come from the page's style sheet. Nothing here reads anything.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from html import escape
from typing import TypeVar

from bot.messages.blocks import day
from bot.messages.chart import MOST_DAYS, coverage_words
from bot.messages.limits import cut
from bot.messages.wording import counted
from bot.model.article import Article, ArticleId
from bot.model.entity import EntityId
from bot.model.story import Origin, OriginGraph, OriginKind

_WIDTH, _BOX, _ROW, _GAP = 760, 210, 40, 12  # three boxes and two gaps a row; a box holds two short lines
_BOX_CHARS = 30  # what fits into a box at 12 pixels in the widest common font
_CHART_HEIGHT, _BASE = 120, 98  # the dates stand below the base line
_BARS_HEIGHT = 80  # above the highest bar stands its count
_HALF_DATE = 20  # of the widest, "28 Feb"
_LABELS = 6  # dates below a chart that do not touch each other on a phone

_RELAY_X, _ORIGIN_X = (_WIDTH - _BOX) / 2, _WIDTH - _BOX
_Point = tuple[float, float]
K = TypeVar("K", bound=Hashable)


def origin_graph(
    graph: OriginGraph, articles: Mapping[ArticleId, Article], speakers: Mapping[EntityId, str]
) -> str:
    """Articles at the left, the outlets they credit in the middle, origins at the right.

    Args:
        graph: Of one story.
        articles: Those that may be shown; ties of others are left out.
        speakers: Names by id, for origins that somebody said.

    Returns:
        An ``<svg>`` with a title and a description; empty without any tie.
    """
    order = {origin.id: n for n, origin in enumerate(graph.origins)}
    ties = [tie for tie in graph.ties if tie.article_id in articles and tie.origin_id in order]
    if not ties:
        return ""
    ties.sort(key=lambda tie: (order[tie.origin_id], tie.relay, articles[tie.article_id].published_at))
    rows = {tie.article_id: _middle(n) for n, tie in enumerate(ties)}
    relays = _centres(((tie.origin_id, tie.relay), rows[tie.article_id]) for tie in ties if tie.relay)
    origins = _centres((tie.origin_id, rows[tie.article_id]) for tie in ties)
    paths = [
        path
        for tie in ties
        for path in _paths(
            rows[tie.article_id], relays.get((tie.origin_id, tie.relay)), origins[tie.origin_id]
        )
    ]
    boxes = [
        *(_box(0, rows[a.id], a.outlet, a.title, "article") for a in (articles[t.article_id] for t in ties)),
        *(_box(_RELAY_X, y, relay, "credited", "relay") for (_, relay), y in relays.items()),
        *(_origin_box(o, origins[o.id], speakers) for o in graph.origins if o.id in origins),
    ]
    told = f"{counted(len(ties), 'article')} going back to {counted(len(origins), 'origin')}"
    lowest = max(*rows.values(), *relays.values(), *origins.values())
    return _svg(
        [*paths, *boxes], lowest + _ROW / 2 + 1, "Where each article goes back to", told, "drawing graph"
    )


def _origin_box(origin: Origin, y: float, speakers: Mapping[EntityId, str]) -> str:
    """Who said it, before where; its kind where neither is known."""
    if origin.kind is OriginKind.UNNAMED:
        return _box(_ORIGIN_X, y, "No source named", "", f"origin {origin.kind}")
    said_by = speakers.get(origin.speaker, "") if origin.speaker else ""
    parts = dict.fromkeys(part for part in (said_by, origin.label, origin.venue) if part)
    first, second = [*parts, origin.kind.value, ""][:2]
    return _box(_ORIGIN_X, y, first, second, f"origin {origin.kind}")


def _middle(row: int) -> float:
    return row * (_ROW + _GAP) + _ROW / 2 + 1


def _centres(pairs: Iterable[tuple[K, float]]) -> dict[K, float]:
    """The middle of each key's rows, none nearer to the one before than a box is high."""
    rows: dict[K, list[float]] = {}
    for key, y in pairs:
        rows.setdefault(key, []).append(y)
    placed: dict[K, float] = {}
    least = 0.0
    for key, ys in rows.items():
        placed[key] = max(sum(ys) / len(ys), least)
        least = placed[key] + _ROW + _GAP
    return placed


def _paths(article: float, relay: float | None, origin: float) -> list[str]:
    """A curve from an article to its origin, by way of the outlet it credits."""
    if relay is None:
        return [_curve((_BOX, article), (_ORIGIN_X, origin))]
    return [_curve((_BOX, article), (_RELAY_X, relay)), _curve((_RELAY_X + _BOX, relay), (_ORIGIN_X, origin))]


def _curve(start: _Point, end: _Point) -> str:
    half = (start[0] + end[0]) / 2
    return (
        f'<path class="tie" d="M{start[0]:g} {start[1]:g} C{half:g} {start[1]:g} {half:g} {end[1]:g} '
        f'{end[0]:g} {end[1]:g}"/>'
    )


def _box(x: float, y: float, first: str, second: str, kind: str) -> str:
    top = y - _ROW / 2
    whole = ": ".join(part for part in (first, second) if part)
    return (
        f'<g class="box {escape(kind)}"><title>{escape(whole)}</title>'
        f'<rect x="{x + 1:g}" y="{top:g}" width="{_BOX - 2}" height="{_ROW}" rx="6"/>'
        f'<text x="{x + 10:g}" y="{top + 17:g}" class="strong">{escape(cut(first, _BOX_CHARS))}</text>'
        f'<text x="{x + 10:g}" y="{top + 32:g}">{escape(cut(second, _BOX_CHARS))}</text></g>'
    )


def coverage_chart(per_day: Sequence[tuple[date, int]]) -> str:
    """Articles per day as bars, oldest first; empty without any article.

    Args:
        per_day: Days in order with their counts; of more than ninety the last ninety are drawn.
    """
    shown = per_day[-MOST_DAYS:]
    top = max((articles for _, articles in shown), default=0)
    if not top:
        return ""
    step = _WIDTH / len(shown)
    every = max(1, -(-len(shown) // _LABELS))
    few = len(shown) <= 2 * _LABELS
    parts = [f'<path class="base" d="M0 {_BASE:g} H{_WIDTH:g}"/>']
    for n, (on, articles) in enumerate(shown):
        x = (n + 0.12) * step
        if articles:
            parts += _bar(x, step, on, articles, top, labelled=few or articles == top)
        if n % every == 0:
            parts.append(_caption(x + _bar_width(step) / 2, _CHART_HEIGHT - 5, day(on)[4:]))
    told = coverage_words(shown)
    return _svg(parts, _CHART_HEIGHT, "Articles per day", told, kind="drawing latest")


def _bar(x: float, step: float, on: date, articles: int, top: int, *, labelled: bool) -> list[str]:
    """One day's bar, its count above it where there is room."""
    height = _BARS_HEIGHT * articles / top
    y, width = _BASE - height, _bar_width(step)
    title = f"<title>{day(on)}: {counted(articles, 'article')}</title>"
    bar = (
        f'<rect class="day" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}">{title}</rect>'
    )
    return [bar, _caption(x + width / 2, y - 4, f"{articles:,}")] if labelled else [bar]


def _bar_width(step: float) -> float:
    return min(step * 0.76, 60)


def _caption(middle: float, y: float, words: str) -> str:
    """A word centred on its bar, inside the drawing."""
    x = min(max(middle, _HALF_DATE), _WIDTH - _HALF_DATE)
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle">{words}</text>'


def _svg(parts: Iterable[str], height: float, title: str, told: str, kind: str = "drawing") -> str:
    """The drawing in a frame that scrolls on a narrow screen, read aloud as its title and what it tells."""
    label = escape(f"{title}: {told}", quote=True)
    return (
        f'<div class="{kind}" role="group" aria-label="{escape(title, quote=True)}" tabindex="0">'
        f'<svg viewBox="0 0 {_WIDTH:g} {height:g}" width="{_WIDTH:g}" height="{height:g}" role="img" '
        f'aria-label="{label}">{"".join(parts)}</svg></div>'
    )
