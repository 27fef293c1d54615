"""The status of a story: the highest rung it stands on, and how that was counted, in words.

Called by `bot.stories.view`. A status is never true or false; the ladder and its counting rules are written
in docs/policy.md, and the line always carries the counts.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.article import Article
from bot.model.statement import Stance, Statement
from bot.model.story import Origin, OriginGraph, OriginKind, Status, StatusKind
from bot.stories.outlets import OutletBook


def rate(
    graph: OriginGraph, articles: Sequence[Article], outlets: OutletBook, denial: Statement | None = None
) -> Status:
    """The status of a story.

    Args:
        graph: Its origins.
        articles: Its articles.
        outlets: Who publishes.
        denial: A statement by the person or body concerned that denies the claim, where one was found.

    Returns:
        The rung and its counts, articles of one outlet counted once.
    """
    named = [origin for origin in graph.origins if origin.kind is not OriginKind.UNNAMED]
    outlet_of = {article.id: article.outlet for article in articles}
    traced = {outlet_of[a] for origin in named for a in origin.article_ids}
    everyone = set(outlet_of.values())
    kind = _rung(named, articles, outlets, denial)
    unsourced = len(everyone - traced)
    return Status(
        kind=kind,
        origins=len(named),
        outlets=len(everyone),
        traced=len(traced),
        unsourced=unsourced,
        line=_line(named, len(everyone), len(traced), unsourced),
        denial=denial,
    )


def find_denial(statements: Sequence[Statement], concerned: Sequence[str]) -> Statement | None:
    """The first statement in which somebody concerned denies; None where there is none.

    Only a linked speaker counts: "officials denied" disputes nothing.
    """
    return next((s for s in statements if s.stance is Stance.DENIED and s.speaker in concerned), None)


def _rung(
    named: Sequence[Origin],
    articles: Sequence[Article],
    outlets: OutletBook,
    denial: Statement | None,
) -> StatusKind:
    if denial is not None:
        return StatusKind.DISPUTED
    if any(outlets.is_official(article) for article in articles):
        return StatusKind.ON_FILE
    speakers = [origin for origin in named if origin.kind is OriginKind.STATEMENT and origin.speaker]
    if speakers and len(named) > 1:
        return StatusKind.ON_RECORD
    if not named:
        return StatusKind.NO_SOURCE
    return StatusKind.ORIGINS if len(named) > 1 else StatusKind.ONE_ORIGIN


def _line(named: Sequence[Origin], outlets: int, traced: int, unsourced: int) -> str:
    """The count in words: "One origin traced (5 of 6 outlets, one interview) · 1 names no source"."""
    noun = "outlet" if outlets == 1 else "outlets"
    silent = f"{unsourced} {'names' if unsourced == 1 else 'name'} no source" if unsourced else ""
    if not named:
        return f"{outlets} {noun}, none names a source"
    if len(named) == 1:
        share = f"{traced} of {outlets} {noun}" if unsourced else f"{outlets} {noun}"
        counted = f"One origin traced ({share}, {named[0].label})"
    else:
        counted = f"{len(named)} origins · {outlets} {noun}"
    return " · ".join(part for part in (counted, silent) if part)
