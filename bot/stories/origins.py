"""Where the articles of a story go back to: copies, families, relays, shared statements, documents.

Called by `bot.stories.view`. Precision goes before recall: articles are tied to one origin only by words that
stand in them, and the tie keeps these words. It reads records only and never asks the web.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.model.article import Article, ArticleId
from bot.model.reading import Reading
from bot.model.statement import Statement
from bot.model.story import Origin, OriginGraph, OriginKind, Tie, TieReason
from bot.stories.outlets import OutletBook


def trace(
    articles: Sequence[Article], readings: Mapping[ArticleId, Reading], outlets: OutletBook
) -> OriginGraph:
    """The origins of one story.

    Args:
        articles: Its articles.
        readings: What was found in them; those not read yet may be missing.
        outlets: Who publishes.

    Returns:
        Every article with exactly one tie; origins by their number of outlets, then by first article.
    """
    groups: dict[str, list[tuple[Article, Statement | None]]] = {}
    for article in sorted(articles, key=lambda a: (a.published_at, a.id)):
        reading = readings.get(article.id)
        lead = next((s for s in (reading.statements if reading else ()) if s.speaker and s.words), None)
        key = f"{lead.speaker}|{lead.venue.casefold()}" if lead else f"none|{article.id}"
        groups.setdefault(key, []).append((article, lead))
    origins, ties = [], []
    for members in groups.values():
        origin, its_ties = _origin([article for article, _ in members], members[0][1], outlets)
        origins.append(origin)
        ties += its_ties
    origins.sort(key=lambda origin: -len(origin.outlets))
    return OriginGraph(origins=tuple(origins), ties=tuple(ties))


def _origin(
    articles: Sequence[Article], lead: Statement | None, outlets: OutletBook
) -> tuple[Origin, list[Tie]]:
    origin = Origin(
        id=f"o-{articles[0].id}",
        kind=OriginKind.STATEMENT if lead else OriginKind.UNNAMED,
        label=(lead.venue or "one statement") if lead else "no source named",
        speaker=lead.speaker if lead else None,
        venue=lead.venue if lead else "",
        outlets=tuple(sorted({article.outlet for article in articles})),
        families=tuple(sorted({outlets.family(article) for article in articles})),
        article_ids=tuple(ArticleId(article.id) for article in articles),
    )
    reason = TieReason.SHARED_STATEMENT if lead else TieReason.NONE_NAMED
    words = lead.words if lead else ""
    return origin, [Tie(article_id=a.id, origin_id=origin.id, reason=reason, words=words) for a in articles]
