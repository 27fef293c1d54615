"""Lookups: a name that somebody typed, whom it may mean, and what is known.

`bot.commands` parses a `Question`, `bot.lookups` resolves and summarises it, `bot.messages` renders the
answer. Lookups are personal: nothing here carries who asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.model.article import Article
from bot.model.digest import DigestStory
from bot.model.entity import Entity, EntityId, EntityKind, Level, Role
from bot.model.statement import Statement


class View(StrEnum):
    """What a lookup shows."""

    STORIES = "stories"
    QUOTES = "quotes"
    TIMELINE = "timeline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody asked.

    Attributes:
        name: As typed, without the options.
        kind: Fixed by ``/person`` or ``/city``; None for any.
        days: Window in days, 1 to 365; ignored when `since_on` is set.
        since_on: First day of the window.
        level: Only stories that involve this level.
        view: Stories, quotes or timeline.
        here: Answer in the channel instead of to the asker alone.
        page: From 0.
        entity_id: Whom a button already chose among several of that name; None when only typed.
    """

    name: str
    kind: EntityKind | None = None
    days: int = 14
    since_on: date | None = None
    level: Level | None = None
    view: View = View.STORIES
    here: bool = False
    page: int = 0
    entity_id: EntityId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entity that a typed name may mean.

    Attributes:
        entity: The entity.
        articles: Articles in the window that mention it.
        score: How well the typed name fits, 0 to 1.
        how: ``exact``, ``alias``, ``titled``, ``surname``, ``prefix`` or ``fuzzy``.
    """

    entity: Entity
    articles: int = 0
    score: float = 1.0
    how: str = "exact"


class ResolutionKind(StrEnum):
    """How a name was resolved."""

    CLEAR = "clear"
    AMBIGUOUS = "ambiguous"
    TOPIC = "topic"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """Whom a typed name means.

    Attributes:
        kind: One clear winner, several to choose from, a topic, or nothing.
        candidates: Best first: one when clear, two or more when ambiguous, did-you-mean when unknown.
        topic: Slug, when the name is a topic's.
    """

    kind: ResolutionKind
    candidates: tuple[Candidate, ...] = ()
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A statement with the article to link to."""

    statement: Statement
    article: Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is known about one entity or topic in a window.

    Attributes:
        question: What was asked.
        title: Name as shown.
        entity: Whom it is about; None for a topic.
        role: Present role, where there is one.
        role_is_stale: Whether the role must be shown with its date.
        zone: Zone in which dates are written.
        since_at: Start of the window.
        until_at: End of the window.
        per_day: Articles per local day, oldest first.
        articles: Articles in the window.
        outlets: Outlets among them.
        origins: Independent origins over the stories.
        stories: One page of stories, best first; statements of the entity lead in each view.
        total_stories: Over all pages.
        quotes: Statements of the entity, newest first.
        unanswered: Statements marked declined: what the person was asked and did not answer.
        appears_with: Entities and topics that share articles with it, most often first.
        feeds: Number of feeds read.
        ambiguous: Others of the same name, for "Not this person?".
    """

    question: Question
    title: str
    entity: Entity | None = None
    role: Role | None = None
    role_is_stale: bool = False
    zone: str = "UTC"
    since_at: datetime
    until_at: datetime
    per_day: tuple[int, ...] = ()
    articles: int = 0
    outlets: int = 0
    origins: int = 0
    stories: tuple[DigestStory, ...] = ()
    total_stories: int = 0
    quotes: tuple[Quote, ...] = ()
    unanswered: tuple[Quote, ...] = ()
    appears_with: tuple[str, ...] = ()
    feeds: int = 0
    ambiguous: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """Somebody's wish to hear of an entity or topic, or not to.

    Attributes:
        id: Unique.
        workspace_id: Whose.
        owner: User id for a personal follow, channel id for a channel's.
        target_kind: ``entity``, ``topic``, ``story``, ``word`` or ``source``.
        target: Entity id, topic slug, story id, word or domain.
        label: As shown.
        muted: True for a mute, False for a follow.
        where: ``digest``, ``dm`` or a channel id.
        until_at: When it ends by itself; None for never.
        created_at: Since when.
    """

    id: str
    workspace_id: str
    owner: str
    target_kind: str
    target: str
    label: str
    muted: bool = False
    where: str = "digest"
    until_at: datetime | None = None
    created_at: datetime
