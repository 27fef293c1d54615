"""Stories as of one moment, with everything that is derived from their articles.

Called by publish and answer: both show stories, so both take them from here. Reads the database; the
deriving itself is `bot.stories.view`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.model.article import Article, ArticleId
from bot.model.entity import Entity, EntityId
from bot.model.reading import Reading
from bot.model.story import Story, StoryView
from bot.services.directory import Directory
from bot.storage.transaction import Transaction
from bot.stories.outlets import OutletBook
from bot.stories.view import Context, view


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Some stories, and what is needed to show them.

    Attributes:
        views: One for each story that has an article, in the order asked for.
        articles: Their articles by id.
        readings: What was found in them.
        entities: Everybody named in them.
    """

    views: tuple[StoryView, ...]
    articles: Mapping[ArticleId, Article]
    readings: Mapping[ArticleId, Reading]
    entities: Mapping[EntityId, Entity]

    def of(self, one: StoryView) -> tuple[Article, ...]:
        """The articles of a story, in order of publication."""
        return tuple(self.articles[i] for i in one.story.article_ids)


class Shelves:
    """Makes shelves.

    Args:
        directory: Who is who.
        outlets: Who publishes.
    """

    def __init__(self, *, directory: Directory, outlets: OutletBook) -> None:
        self._directory = directory
        self._outlets = outlets

    def load(
        self, tx: Transaction, stories: Iterable[Story], *, until: datetime, since: datetime | None = None
    ) -> Shelf:
        """Stories as they stood at a moment.

        Args:
            tx: One snapshot.
            stories: Any, merged ones left out.
            until: Articles published later are left out.
            since: From when on a reply was looked for; by default since each story's first article.

        Returns:
            The shelf.
        """
        wanted = [story for story in stories if story.merged_into is None]
        ids = [i for story in wanted for i in story.article_ids]
        articles = {a.id: a for a in tx.articles.by_ids(ids, bodies=True) if a.published_at <= until}
        readings = tx.readings.by_articles(articles)
        entities = self._directory.find_all(tx, _named(readings.values()))
        feeds = tx.feeds.all()
        context = Context(
            entities=entities,
            outlets=self._outlets,
            feed_levels={feed.id: feed.level for feed in feeds if feed.level is not None},
            feeds_read=len(feeds),
            since_at=since,
        )
        trimmed = [_trimmed(story, articles) for story in wanted]
        views = tuple(
            view(story, [articles[i] for i in story.article_ids], readings, context)
            for story in trimmed
            if story.article_ids
        )
        return Shelf(views=views, articles=articles, readings=readings, entities=entities)


def _trimmed(story: Story, articles: Mapping[ArticleId, Article]) -> Story:
    """The story with those of its articles that are there."""
    ids = tuple(i for i in story.article_ids if i in articles)
    if not ids or len(ids) == len(story.article_ids):
        return replace(story, article_ids=ids)
    times = [articles[i].published_at for i in ids]
    return replace(story, article_ids=ids, first_at=min(times), last_at=max(times))


def _named(readings: Iterable[Reading]) -> set[EntityId]:
    found: set[EntityId] = set()
    for reading in readings:
        found |= {m.entity_id for m in reading.mentions if m.entity_id}
        found |= {s.speaker for s in reading.statements if s.speaker}
    return found
