"""A reading or a story view without one article or one person.

Used by `bot.storage.forget`. Pure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.model.article import ArticleId
from bot.model.entity import EntityId
from bot.model.reading import Reading
from bot.model.statement import Statement
from bot.model.story import Origin, OriginGraph, StoryView


def without_person(reading: Reading, person: EntityId) -> Reading:
    """A reading in which nothing is linked to the person and nothing that the person said is kept.

    >>> from bot.model.reading import RoleSeen
    >>> from datetime import date
    >>> role = RoleSeen(entity_id=EntityId("person:a"), title="Mayor", seen_on=date(2025, 8, 26))
    >>> whole = Reading(article_id=ArticleId("x"), version="1", roles=(role,))
    >>> without_person(whole, EntityId("person:a")).roles
    ()
    """
    return replace(
        reading,
        mentions=tuple(replace(m, entity_id=None) if m.entity_id == person else m for m in reading.mentions),
        entities=tuple(e for e in reading.entities if e.id != person),
        roles=tuple(r for r in reading.roles if r.entity_id != person),
        statements=tuple(s for s in reading.statements if s.speaker != person),
    )


def view_without_person(view: StoryView, person: EntityId) -> StoryView:
    """A view without the person's statements, and in which no origin names the person as its speaker."""
    label = "one person"  # never a name; the card's template has the rest
    origins = tuple(
        replace(o, speaker=None, label=label) if o.speaker == person else o for o in view.graph.origins
    )
    cleaned = _with_statements(view, lambda said: said.speaker != person)
    concerned = tuple(i for i in view.reply.concerned if i != person)
    return replace(
        cleaned,
        graph=replace(view.graph, origins=origins),
        entities=tuple(i for i in view.entities if i != person),
        reply=replace(cleaned.reply, concerned=concerned),
    )


def view_without_article(
    view: StoryView, gone: frozenset[ArticleId], named: frozenset[EntityId] = frozenset()
) -> StoryView:
    """A view in which nothing comes from these articles; outlets and counts stay as they were reported.

    Args:
        view: As stored.
        gone: The articles.
        named: Who is named in no other article.
    """
    cleaned = _with_statements(view, lambda said: said.article_id not in gone)
    graph = OriginGraph(
        origins=tuple(o for found in view.graph.origins if (o := _origin_without(found, gone)) is not None),
        ties=tuple(t for t in view.graph.ties if t.article_id not in gone),
    )
    left = tuple(i for i in view.story.article_ids if i not in gone)
    conflicts = tuple(
        replace(c, values=tuple(v for v in c.values if v[1] not in gone)) for c in view.conflicts
    )
    return replace(
        cleaned,
        story=replace(view.story, article_ids=left),
        headline_article=view.headline_article if view.headline_article not in gone or not left else left[0],
        graph=graph,
        conflicts=tuple(c for c in conflicts if len(c.values) > 1),
        entities=tuple(i for i in view.entities if i not in named),
        reply=replace(cleaned.reply, concerned=tuple(i for i in view.reply.concerned if i not in named)),
    )


def _origin_without(origin: Origin, gone: frozenset[ArticleId]) -> Origin | None:
    """The origin as the other articles have it; one that only these told of goes, with its words."""
    left = tuple(i for i in origin.article_ids if i not in gone)
    if left == origin.article_ids:
        return origin
    return replace(origin, article_ids=left, venue="") if left else None


def _with_statements(view: StoryView, wanted: Callable[[Statement], bool]) -> StoryView:
    denial = view.status.denial
    return replace(
        view,
        statements=tuple(s for s in view.statements if wanted(s)),
        reply=replace(view.reply, statements=tuple(s for s in view.reply.statements if wanted(s))),
        status=replace(view.status, denial=denial if denial and wanted(denial) else None),
    )
