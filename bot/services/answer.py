"""Lookups: a question in, a rendered answer out.

Called by the command line and the Slack edge. Resolves the name, gathers what is stored about whom it means,
and renders it. Nothing here notes who asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import BoundedSemaphore
from time import monotonic
from zoneinfo import ZoneInfo

from bot.commands.parse import nearest_verbs
from bot.errors import UserError
from bot.lookups.name_index import Known, NameIndex
from bot.lookups.names_in_text import names_in
from bot.lookups.resolve import resolve
from bot.lookups.summary import Found, summarise, window
from bot.messages.blocks import Message
from bot.messages.choice import ambiguous_message, unknown_message
from bot.messages.lookup import answer_message
from bot.model.article import Article, ArticleId
from bot.model.entity import Entity, EntityId, EntityKind
from bot.model.lookup import Answer, Candidate, Question, Resolution, ResolutionKind
from bot.model.reading import Reading, Topic
from bot.model.workspace import Correction, WorkspaceId
from bot.nlp.given_names import SHORT_FORMS
from bot.services.directory import Directory, titled
from bot.services.indexes import Indexes
from bot.services.overlay import Grouped, corrections_for, excluded_names, relinked
from bot.services.shelf import Shelves
from bot.services.team_topics import TeamTopics
from bot.storage.coverage import TitleSeen
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from bot.stories.rank import rank
from bot.telemetry import metrics

INDEXED = timedelta(days=90)
"""Names met in the last ninety days can be looked up; articles are kept as long (docs/policy.md)."""

_PUBLIC_OUTLETS = 2  # a title in two outlets makes a name public (docs/policy.md)
_MOST_ARTICLES = 2000
_AT_ONCE = 1  # in a process: docs/decisions/0136-one-lookup-at-a-time.md
_MOST_MATCHED = 5_000  # articles that are matched anew for a team's own topic; a quarter of a second, once


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer as it is shown.

    Attributes:
        message: Rendered.
        resolution: Whom the name means.
        answer: What is known; None where the name is not clear.
    """

    message: Message
    resolution: Resolution
    answer: Answer | None = None

    @property
    def is_known(self) -> bool:
        """Whether the name means anybody or anything."""
        return self.resolution.kind is not ResolutionKind.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A question and all that it is asked with."""

    question: Question
    now: datetime
    workspace: WorkspaceId | None
    zone: str
    place_hint: str | None


class Answerer:
    """Answers lookups.

    Args:
        database: Where everything is.
        shelves: Stories as of a moment.
        directory: Who is who.
        topics: That can be asked for, by team.
        clock: The present instant.
    """

    def __init__(
        self,
        database: Database,
        *,
        shelves: Shelves,
        directory: Directory,
        topics: TeamTopics,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._shelves = shelves
        self._directory = directory
        self._topics = topics
        self._clock = clock
        self._indexes = Indexes()
        self._turns = BoundedSemaphore(_AT_ONCE)

    def reply(
        self,
        question: Question,
        *,
        workspace: WorkspaceId | None = None,
        zone: str = "UTC",
        place_hint: str | None = None,
    ) -> Reply:
        """Answer a question.

        Args:
            question: As parsed.
            workspace: Whose private feeds may show.
            zone: The asker's, in which days are counted.
            place_hint: Home region of the asker (``US-MA``); whoever belongs there wins a tie.

        Returns:
            The answer, a question back where the name is not clear, or the nearest names.
        """
        asked = _Asked(
            question=question, now=self._clock(), workspace=workspace, zone=zone, place_hint=place_hint
        )
        began = monotonic()
        with self._turns, self._database.read() as tx:
            resolution = self._resolve(tx, asked)
            reply = self._reply(tx, asked, resolution)
        metrics.ANSWERS.labels(kind=resolution.kind).inc()
        metrics.ANSWER_SECONDS.observe(monotonic() - began)
        return reply

    def known_names(self, *, workspace: WorkspaceId | None = None) -> tuple[str, ...]:
        """Names that can be looked up and have articles, those with most first; for completion."""
        with self._database.read() as tx:
            known = self._index(tx, self._clock(), workspace).known
        met = sorted((one for one in known if one.articles), key=lambda one: (-one.articles, one.entity.name))
        return tuple(dict.fromkeys(one.entity.name for one in met))

    def names_in(self, text: str, *, workspace: WorkspaceId | None = None) -> tuple[str, ...]:
        """Names in a text that can be looked up and have articles, in its order, at most five."""
        with self._database.read() as tx:
            return names_in(text, self._index(tx, self._clock(), workspace))

    def resolve(
        self, question: Question, *, workspace: WorkspaceId | None = None, place_hint: str | None = None
    ) -> Resolution:
        """Whom a name means, for commands that do something with it; see `reply`."""
        asked = _Asked(
            question=question, now=self._clock(), workspace=workspace, zone="UTC", place_hint=place_hint
        )
        with self._database.read() as tx:
            return self._resolve(tx, asked)

    def reply_to(self, name: str) -> Reply:
        """Answer a bare name."""
        return self.reply(Question(name=name))

    def get_entity(self, name: str) -> Entity:
        """The one entity of a name or id, for commands that change something.

        Args:
            name: As typed, or an id such as ``person:jane-doe``.

        Raises:
            UserError: It names nobody, or several; the sentence lists their ids.
        """
        chosen = EntityId(name) if ":" in name else None
        question = Question(name=name, entity_id=chosen)
        asked = _Asked(question=question, now=self._clock(), workspace=None, zone="UTC", place_hint=None)
        with self._database.read() as tx:
            found = self._resolve(tx, asked)
        if found.kind is ResolutionKind.CLEAR:
            return found.candidates[0].entity
        near = ", ".join(f"{c.entity.name} ({c.entity.id})" for c in found.candidates)
        hint = f" Try one of: {near}" if near else ""
        raise UserError(f"{name!r} names nobody and nothing for certain.{hint}")

    def _readings(
        self,
        tx: Transaction,
        ids: Iterable[ArticleId],
        corrections: Sequence[Correction],
        entity: Entity | None,
    ) -> dict[ArticleId, Reading]:
        """Readings without the links that the team took out, nor articles that thereby say nothing."""
        found: dict[ArticleId, Reading] = {}
        for i, stored in tx.readings.by_articles(ids).items():
            reading = relinked(stored, corrections)
            if entity is None or reading is stored or any(m.entity_id == entity.id for m in reading.mentions):
                found[i] = reading
        return found

    def _reply(self, tx: Transaction, asked: _Asked, resolution: Resolution) -> Reply:
        question = asked.question
        today = asked.now.astimezone(ZoneInfo(asked.zone)).date()
        if resolution.kind is ResolutionKind.UNKNOWN:
            feeds = tx.feeds.count_visible(asked.workspace)
            verbs = nearest_verbs(question.name)
            message = unknown_message(question, resolution, feeds=feeds, today=today, verbs=verbs)
            return Reply(message=message, resolution=resolution)
        if resolution.kind is ResolutionKind.AMBIGUOUS:
            message = ambiguous_message(question, resolution, today=today)
            return Reply(message=message, resolution=resolution)
        answer = self._answer(tx, asked, resolution)
        return Reply(message=answer_message(answer), resolution=resolution, answer=answer)

    def _resolve(self, tx: Transaction, asked: _Asked) -> Resolution:
        question, gazetteer = asked.question, self._directory.gazetteer
        if question.entity_id is not None:
            chosen = self._chosen(tx, asked, question.entity_id)
            if chosen is not None:
                return _clear(chosen)
        places = gazetteer.candidates(question.name)
        if not places and (inside := gazetteer.search(question.name)):
            return _clear(inside[0])  # "Springfield, MA": the state leaves no choice
        found = resolve(
            question.name,
            index=self._index(tx, asked.now, asked.workspace),
            kind=question.kind,
            place_hint=asked.place_hint,
            place_candidates=places,
            excluded=excluded_names(corrections_for(tx, asked.workspace)),
        )
        return _without_the_silent(found)

    def _chosen(self, tx: Transaction, asked: _Asked, entity_id: EntityId) -> Entity | None:
        """The entity of a button, with the titles met in text as a typed name has them."""
        known = self._index(tx, asked.now, asked.workspace).find(entity_id)
        return known.entity if known else self._directory.find_all(tx, [entity_id]).get(entity_id)

    def _index(self, tx: Transaction, now: datetime, workspace: WorkspaceId | None) -> NameIndex:
        own = workspace and (tx.feeds.count(workspace=workspace) or self._topics.is_own(workspace))
        key = workspace if own else None  # whoever has nothing of his own knows the same names
        return self._indexes.get(key, now, lambda: self._build_index(tx, now, key))

    def _build_index(self, tx: Transaction, now: datetime, workspace: WorkspaceId | None) -> NameIndex:
        """Names with articles in the indexed time, private people left out, and everybody who is listed."""
        counts = tx.coverage.entity_counts(now - INDEXED, now, workspace=workspace)
        met = self._directory.find_all(tx, (i for i in counts if not i.startswith("local:")))
        titles: dict[EntityId, list[TitleSeen]] = defaultdict(list)
        for title in tx.coverage.titles(i for i in met if i not in self._directory.listed):
            titles[title.entity_id].append(title)
        public = [
            titled(entity, ((title.title, title.seen_on) for title in titles[i]))
            for i, entity in met.items()
            if _is_public(entity, titles[i])
        ]
        known = {e.id: e for e in (*self._directory.listed.values(), *public)}
        entries = [
            Known(entity=entity, articles=counts.get(i, 0), region=self._region(entity))
            for i, entity in sorted(known.items())
        ]
        return NameIndex(entries, topics=self._named_topics(workspace).values(), short_forms=SHORT_FORMS)

    def _named_topics(self, workspace: WorkspaceId | None) -> dict[str, Topic]:
        return {topic.slug: topic for topic in self._topics.of(workspace) if not topic.negative}

    def _about(
        self, tx: Transaction, asked: _Asked, entity: Entity | None, topic: Topic | None
    ) -> tuple[ArticleId, ...]:
        """The articles of the window about an entity or topic; a team's own topics are matched here."""
        workspace = asked.workspace
        since, until = window(asked.question, asked.now, asked.zone)
        if topic is not None and self._topics.is_own(workspace):
            met = tx.articles.window(since, until, workspace=workspace, limit=_MOST_MATCHED)
            read = tx.articles.by_ids((article.id for article in met), bodies=True)
            return self._topics.about(topic.slug, read, workspace)[-_MOST_ARTICLES:]
        subject = f"topic:{topic.slug}" if topic is not None else str(entity.id if entity else "")
        return tx.coverage.articles_about(subject, since, until, workspace=workspace, limit=_MOST_ARTICLES)

    def _region(self, entity: Entity) -> str:
        """The state an entity belongs to by its place, seat or office."""
        places = [entity.id] if entity.place else [entity.seat, *(role.place for role in entity.roles)]
        found = (self._directory.gazetteer.find_place(place) for place in places if place is not None)
        return next((p.place.region for p in found if p is not None and p.place is not None), "")

    def _answer(self, tx: Transaction, asked: _Asked, resolution: Resolution) -> Answer:
        question, now, zone, workspace = asked.question, asked.now, asked.zone, asked.workspace
        topics = self._named_topics(workspace)
        topic = topics.get(resolution.topic)
        entity = resolution.candidates[0].entity if resolution.candidates else None
        since, _ = window(question, now, zone)
        ids = self._about(tx, asked, entity, topic)
        grouped = Grouped(tx, workspace)
        readings = self._readings(tx, ids, grouped.corrections, entity if topic is None else None)
        ids = tuple(i for i in ids if i in readings)
        stories = grouped.of_articles(ids)
        shelf = self._shelves.load(tx, stories, until=now, since=since, workspace=workspace, known=readings)
        articles = _all_of(tx, ids, shelf.articles)
        labelled = self._topics.relabelled(readings, {a.id: a for a in articles}, workspace)
        others = tuple(c for c in resolution.candidates[1:])
        found = Found(
            articles=articles,
            readings=tuple(labelled[a.id] for a in articles if a.id in labelled),
            stories=tuple(view for view, _ in rank(shelf.views, now=now, entities=shelf.entities)),
            story_articles=shelf.articles,
            entities=shelf.entities,
            topics=topics,
            feeds=tx.feeds.count_visible(workspace),
            ambiguous=others,
        )
        title = topic.name if topic is not None else entity.name if entity is not None else question.name
        return summarise(question, title=title, entity=entity, found=found, now=now, zone=zone)


def _all_of(
    tx: Transaction, ids: Iterable[ArticleId], known: Mapping[ArticleId, Article]
) -> tuple[Article, ...]:
    """Articles by publication; those of no story are read, the others were for their stories."""
    wanted = set(ids)
    more = {article.id: article for article in tx.articles.by_ids(wanted - known.keys(), bodies=True)}
    found = (more.get(i) or known[i] for i in wanted if i in more or i in known)
    return tuple(sorted(found, key=lambda article: (article.published_at, article.id)))


def _clear(entity: Entity) -> Resolution:
    return Resolution(kind=ResolutionKind.CLEAR, candidates=(Candidate(entity=entity),))


def _without_the_silent(found: Resolution) -> Resolution:
    """Of several of one name only those with articles, if any has some; one that is left is clear."""
    told = tuple(candidate for candidate in found.candidates if candidate.articles)
    if found.kind is not ResolutionKind.AMBIGUOUS or not told:
        return found
    kind = ResolutionKind.AMBIGUOUS if len(told) > 1 else ResolutionKind.CLEAR
    return replace(found, kind=kind, candidates=told)


def _is_public(entity: Entity, titles: Sequence[TitleSeen]) -> bool:
    """Whether a lookup may find an entity: places, bodies, the listed, and people titled in two outlets."""
    if entity.kind is not EntityKind.PERSON or entity.listed:
        return True
    return len({title.outlet for title in titles}) >= _PUBLIC_OUTLETS
