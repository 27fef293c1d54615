"""A story with all that is derived from its articles at one moment.

Called by `bot.services` when a story is shown, compared or ranked. Joins the other modules of this room;
everything it needs is handed in, so the same input gives the same view on any day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.model.article import Article, ArticleId
from bot.model.entity import Entity, EntityId, Level
from bot.model.feed import FeedId, OutletType
from bot.model.reading import Reading
from bot.model.statement import Stance, Statement
from bot.model.story import OriginGraph, OriginKind, Story, StoryView
from bot.stories.figures import conflicts
from bot.stories.level import levels
from bot.stories.origins import trace
from bot.stories.outlets import OutletBook
from bot.stories.replies import concerned_by, reply_of
from bot.stories.status import find_denial, rate

Trace = Callable[[Sequence[Article], Mapping[ArticleId, Reading], OutletBook], OriginGraph]

MOST_TOPICS = 3
"""As many as an article has at most."""

REPEATED = frozenset({OutletType.SATIRE, OutletType.FORUM, OutletType.AGGREGATOR})
"""Outlets whose headline never stands for a story while another outlet carries it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What all stories of one moment share.

    Attributes:
        entities: Everybody mentioned.
        outlets: Who publishes.
        feed_levels: What each feed covers, where that is one level.
        feeds_read: Feeds in which a reply was looked for.
        since_at: From when on.
        trace: Finds the origins of a story: `bot.stories.origins.trace`, or what remembers its answers.
    """

    entities: Mapping[EntityId, Entity] = field(default_factory=dict)
    outlets: OutletBook = field(default_factory=OutletBook)
    feed_levels: Mapping[FeedId, Level] = field(default_factory=dict)
    feeds_read: int = 0
    since_at: datetime | None = None
    trace: Trace = trace


def view(
    story: Story,
    articles: Iterable[Article],
    readings: Mapping[ArticleId, Reading],
    context: Context,
    *,
    elsewhere: Sequence[tuple[datetime, Statement]] = (),
) -> StoryView:
    """A story as of one moment.

    Args:
        story: Its ids and times.
        articles: Its articles, any order; at least one.
        readings: What was found in them; those not read yet may be missing.
        context: What all stories share.
        elsewhere: Statements on the same matter from other stories, with their times, for the other side.

    Returns:
        The view; a function of its arguments alone.
    """
    ordered = sorted(articles, key=lambda a: (a.published_at, a.id))
    graph = context.trace(ordered, readings, context.outlets)
    concerned = concerned_by(ordered, readings, context.entities)
    said = [(a.published_at, s) for a in ordered for s in _statements(a, readings)]
    reply = reply_of(
        concerned, [*said, *elsewhere], feeds=context.feeds_read, since_at=context.since_at or story.first_at
    )
    return StoryView(
        story=story,
        headline_article=headline(ordered, graph, context.outlets),
        levels=levels(ordered, readings, context.entities, context.feed_levels),
        topics=_topics(ordered, readings),
        entities=_entities(ordered, readings),
        outlets=tuple(sorted({article.outlet for article in ordered})),
        graph=graph,
        status=rate(graph, ordered, context.outlets, find_denial(reply.statements, concerned)),
        statements=telling([s for _, s in said], graph),
        reply=reply,
        conflicts=conflicts(ordered),
    )


def headline(articles: Sequence[Article], graph: OriginGraph, outlets: OutletBook) -> ArticleId:
    """The article whose headline stands for a story: the earliest of the origin that most outlets go back to.

    Never satire, a forum or an aggregator while anybody else carries the story. Whoever brought it first is
    named, whatever it said; no headline is chosen for its wording.

    Args:
        articles: In order of publication; at least one.
        graph: Their origins.
        outlets: Who publishes.

    Returns:
        The article's id.
    """
    weight = {
        article_id: (origin.kind is not OriginKind.UNNAMED, len(origin.outlets))
        for origin in graph.origins
        for article_id in origin.article_ids
    }
    best = max(
        enumerate(articles),
        key=lambda pair: (not _is_repeated(pair[1], outlets), weight.get(pair[1].id, (False, 0)), -pair[0]),
    )
    return best[1].id


def _is_repeated(article: Article, outlets: OutletBook) -> bool:
    publisher = outlets.publisher(article)
    return publisher is not None and publisher.type in REPEATED


def telling(statements: Sequence[Statement], graph: OriginGraph) -> tuple[Statement, ...]:
    """Statements with words to show, one per speaker, the most telling first.

    Most telling is whom most articles quote, then who is known by name; of one speaker's statements a
    quotation goes before a reported clause, one with a venue before one without, a whole sentence before the
    rest of one, a longer one before a shorter, the first before later ones.

    Args:
        statements: In order of publication.
        graph: Its first origin's speaker goes before others of equal weight.
    """
    by_speaker: dict[str, list[Statement]] = {}
    for statement in statements:
        if statement.words and (statement.speaker or statement.speaker_text):
            by_speaker.setdefault(statement.speaker or statement.speaker_text.casefold(), []).append(
                statement
            )
    lead = next((origin.speaker for origin in graph.origins if origin.speaker), None)
    order = sorted(
        by_speaker.items(),
        key=lambda item: (-_articles(item[1]), item[0] != lead, item[1][0].speaker is None),
    )
    return tuple(max(said, key=_worth) for _, said in order)


def _articles(statements: Iterable[Statement]) -> int:
    return len({statement.article_id for statement in statements})


def _worth(statement: Statement) -> tuple[bool, bool, bool, bool, int]:
    is_answer = statement.stance is Stance.SAID
    is_whole = statement.words[:1].isupper()
    return is_answer, statement.quoted, bool(statement.venue), is_whole, len(statement.words)


def _statements(article: Article, readings: Mapping[ArticleId, Reading]) -> tuple[Statement, ...]:
    reading = readings.get(article.id)
    return reading.statements if reading else ()


def _topics(articles: Sequence[Article], readings: Mapping[ArticleId, Reading]) -> tuple[str, ...]:
    """Topics by the sum of their scores over the articles, at most three."""
    sums: Counter[str] = Counter()
    for article in articles:
        reading = readings.get(article.id)
        for topic in reading.topics if reading else ():
            sums[topic.slug] += round(1000 * topic.score)
    return tuple(sorted(sums, key=lambda slug: (-sums[slug], slug))[:MOST_TOPICS])


def _entities(articles: Sequence[Article], readings: Mapping[ArticleId, Reading]) -> tuple[EntityId, ...]:
    """Entities by the number of articles that name them, weak links left out."""
    counts: Counter[EntityId] = Counter()
    for article in articles:
        reading = readings.get(article.id)
        mentions = reading.mentions if reading else ()
        counts.update({m.entity_id for m in mentions if m.entity_id and not m.weak})
    return tuple(sorted(counts, key=lambda entity_id: (-counts[entity_id], entity_id)))
