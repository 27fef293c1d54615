"""Stories as of one moment, with everything that is derived from their articles.

Called by publish and answer: both show stories, so both take them from here. Reads the database; the
deriving itself is `bot.stories.view`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from bot.model.article import Article, ArticleId
from bot.model.entity import Entity, EntityId
from bot.model.feed import Feed
from bot.model.reading import Reading
from bot.model.story import Story, StoryView
from bot.model.workspace import WorkspaceId
from bot.services.directory import Directory, titled
from bot.services.overlay import corrections_for, dated, relinked
from bot.services.team_topics import TeamTopics
from bot.storage.transaction import Transaction
from bot.stories.outlets import OutletBook
from bot.stories.tracing import Tracer
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
        topics: By team.
    """

    def __init__(self, *, directory: Directory, outlets: OutletBook, topics: TeamTopics) -> None:
        self._directory = directory
        self._outlets = outlets
        self._topics = topics
        self._trace = Tracer()

    def load(
        self,
        tx: Transaction,
        stories: Iterable[Story],
        *,
        until: datetime,
        since: datetime | None = None,
        workspace: WorkspaceId | None = None,
        as_of: datetime | None = None,
        feeds_read: int | None = None,
        known: Mapping[ArticleId, Reading] = MappingProxyType({}),
    ) -> Shelf:
        """Stories as they stood at a moment.

        Args:
            tx: One snapshot.
            stories: Any, merged ones left out.
            until: Articles published later are left out.
            since: From when on a reply was looked for; by default since each story's first article.
            workspace: Whose private feeds and corrections count.
            as_of: Take wordings and readings as of this instant, for replays; None for now.
            feeds_read: Feeds in which a reply was looked for; by default those of now.
            known: Readings of now that were read before, without the links that the team took out.

        Returns:
            The shelf.
        """
        wanted = [story for story in stories if story.merged_into is None]
        there = self._articles(tx, wanted, workspace, as_of)
        feeds = tx.feeds.by_ids({i for a in there.values() for i in a.feeds}, workspace=workspace)
        articles = _each_once(there, feeds.values())
        articles = {i: a for i, a in articles.items() if a.published_at <= until}
        met = {i: known[i] for i in articles if i in known}
        met |= self._readings(tx, articles.keys() - met, workspace, as_of)
        readings = self._topics.relabelled(met, articles, workspace)
        entities = _titled(self._directory.find_all(tx, _named(readings.values())), readings.values())
        context = Context(
            entities=entities,
            outlets=self._outlets,
            feed_levels={feed.id: feed.level for feed in feeds.values() if feed.level is not None},
            feeds_read=tx.feeds.count_visible(workspace) if feeds_read is None else feeds_read,
            since_at=since,
            trace=self._trace,
        )
        views = tuple(
            view(story, [articles[i] for i in story.article_ids], readings, context)
            for story in (dated(story, articles) for story in wanted)
            if story.article_ids
        )
        return Shelf(views=views, articles=articles, readings=readings, entities=entities)

    def _articles(
        self,
        tx: Transaction,
        stories: Iterable[Story],
        workspace: WorkspaceId | None,
        as_of: datetime | None,
    ) -> dict[ArticleId, Article]:
        ids = tx.articles.visible((i for story in stories for i in story.article_ids), workspace)
        found = tx.articles.by_ids(ids, bodies=True) if as_of is None else tx.articles.as_of(ids, as_of)
        return {article.id: article for article in found}

    def _readings(
        self,
        tx: Transaction,
        ids: Collection[ArticleId],
        workspace: WorkspaceId | None,
        as_of: datetime | None,
    ) -> dict[ArticleId, Reading]:
        """The readings, without the links that the team took out."""
        if not ids:
            return {}
        found = tx.readings.by_articles(ids) if as_of is None else tx.articles.readings_as_of(ids, as_of)
        corrections = corrections_for(tx, workspace, at=as_of)
        return {i: relinked(reading, corrections) for i, reading in found.items()}


def _titled(entities: Mapping[EntityId, Entity], readings: Iterable[Reading]) -> dict[EntityId, Entity]:
    """Everybody, with the offices that these articles tell."""
    met: dict[EntityId, list[tuple[str, date]]] = defaultdict(list)
    for reading in readings:
        for role in reading.roles:
            met[role.entity_id].append((role.title, role.seen_on))
    return {i: titled(entity, met[i]) if i in met else entity for i, entity in entities.items()}


def _each_once(articles: Mapping[ArticleId, Article], feeds: Iterable[Feed]) -> Mapping[ArticleId, Article]:
    """The articles without those of a team's own feeds that a shared feed brought too."""
    own = {feed.id for feed in feeds if feed.workspace_id is not None}
    if not own:
        return articles
    shared = {a.url for a in articles.values() if not own.issuperset(a.feeds)}
    return {i: a for i, a in articles.items() if not own.issuperset(a.feeds) or a.url not in shared}


def _named(readings: Iterable[Reading]) -> set[EntityId]:
    found: set[EntityId] = set()
    for reading in readings:
        found |= {m.entity_id for m in reading.mentions if m.entity_id}
        found |= {s.speaker for s in reading.statements if s.speaker}
    return found
