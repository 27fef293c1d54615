"""Stories: the articles about one event, where they go back to, and what changed.

Made by `bot.stories`, stored by `bot.storage`, shown by `bot.messages`. A story's status is never true
or false; it says how many origins were found and what kind they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.model.article import ArticleId
from bot.model.entity import EntityId, Level
from bot.model.statement import Statement

StoryId = NewType("StoryId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Articles about one event.

    Attributes:
        id: Stable and short; printed for people.
        article_ids: In order of publication, then id.
        first_at: Publication of its first article.
        last_at: Publication of its newest article.
        continues: The earlier story that this one carries on, beyond the window.
        region: State of the story's first article (``US-MA``), by which grouping is serialised.
        updated_at: When its articles last changed.
        merged_into: Set when a person or a re-clustering joined it to another; old links follow it.
    """

    id: StoryId
    article_ids: tuple[ArticleId, ...]
    first_at: datetime
    last_at: datetime
    continues: StoryId | None = None
    region: str = ""
    updated_at: datetime
    merged_into: StoryId | None = None


class OriginKind(StrEnum):
    """What a set of articles goes back to."""

    STATEMENT = "statement"
    DOCUMENT = "document"
    REPORTING = "reporting"
    UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The statement, document or report that articles go back to.

    Attributes:
        id: Unique inside its story, stable while its articles are.
        kind: Statement, document, an outlet's own reporting, or none named.
        label: In words for a person: "one interview", "a letter", "own reporting by WBUR".
        speaker: Who said it, for statements.
        venue: Where, as written.
        outlets: Display names of the outlets that go back to it, sorted.
        families: Publisher families among them, sorted; one family counts once.
        article_ids: The articles, in order of publication.
    """

    id: str
    kind: OriginKind
    label: str
    speaker: EntityId | None = None
    venue: str = ""
    outlets: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    article_ids: tuple[ArticleId, ...] = ()


class TieReason(StrEnum):
    """Why an article was tied to an origin."""

    COPY = "copy"
    FAMILY = "family"
    RELAY = "relay"
    SHARED_STATEMENT = "shared_statement"
    DOCUMENT = "document"
    OWN_REPORTING = "own_reporting"
    NONE_NAMED = "none_named"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One edge of the origin graph: article → (relay) → origin.

    Attributes:
        article_id: The article.
        origin_id: What it goes back to.
        reason: By which rule.
        relay: Outlet through which it came, as written; empty when straight.
        words: The words of the article that made the tie, verbatim, for ``why``.
    """

    article_id: ArticleId
    origin_id: str
    reason: TieReason
    relay: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginGraph:
    """The origins of one story and how each article is tied to one; every article has one tie."""

    origins: tuple[Origin, ...] = ()
    ties: tuple[Tie, ...] = ()


class StatusKind(StrEnum):
    """What can be said of a story, strongest first (docs/policy.md)."""

    DISPUTED = "disputed"
    ON_FILE = "on_file"
    ON_RECORD = "on_record"
    ORIGINS = "origins"
    ONE_ORIGIN = "one_origin"
    NO_SOURCE = "no_source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A story's status and the counts behind it.

    Attributes:
        kind: The rung of the ladder.
        origins: Independent origins, articles without a named one left out.
        outlets: Outlets that carry the story.
        traced: Outlets whose origin was traced.
        unsourced: Outlets that name no source.
        line: The count in words: "One origin traced (5 of 6 outlets, one interview) · 1 names no source".
        denial: The statement that disputes it, for DISPUTED.
    """

    kind: StatusKind
    origins: int
    outlets: int
    traced: int = 0
    unsourced: int = 0
    line: str
    denial: Statement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the other side said, or that nothing was found.

    Attributes:
        concerned: Whom the claim concerns and whose word was looked for.
        statements: What they said, oldest first.
        feeds: In how many feeds it was looked for.
        since_at: From when on.
    """

    concerned: tuple[EntityId, ...] = ()
    statements: tuple[Statement, ...] = ()
    feeds: int = 0
    since_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberConflict:
    """The same quantity with two values in one story.

    Attributes:
        what: The noun that is counted, as written ("arrests").
        values: Each value with the article that gives it, in order of publication.
    """

    what: str
    values: tuple[tuple[str, ArticleId], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """A story with all that is derived from its articles at one moment; what digests compare and show.

    Attributes:
        story: The story.
        headline_article: The article whose headline stands for it.
        levels: Levels of government involved, in the order city, state, federal, foreign.
        topics: Topic slugs, best first.
        entities: Entities mentioned, most often first.
        outlets: Display names, sorted.
        graph: Articles, relays and origins.
        status: The rung and its counts.
        statements: Deduplicated per speaker, most telling first.
        reply: The other side.
        conflicts: Numbers that differ.
    """

    story: Story
    headline_article: ArticleId
    levels: tuple[Level, ...] = ()
    topics: tuple[str, ...] = ()
    entities: tuple[EntityId, ...] = ()
    outlets: tuple[str, ...] = ()
    graph: OriginGraph = OriginGraph()
    status: Status
    statements: tuple[Statement, ...] = ()
    reply: Reply = Reply()
    conflicts: tuple[NumberConflict, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is new in a story since a channel last saw it, as a set difference.

    Attributes:
        is_new: The channel never saw the story.
        outlets: Outlets that joined.
        origins: Labels of origins that joined.
        statements: Statements that joined.
        status_from: Former status where it changed; None when not.
        edits: (old headline, new headline) of articles that were edited.
        corrections: Articles that were corrected or retracted.
        figures: (what, old, new) of figures that changed.
    """

    is_new: bool = False
    outlets: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    status_from: StatusKind | None = None
    edits: tuple[tuple[str, str], ...] = ()
    corrections: tuple[ArticleId, ...] = ()
    figures: tuple[tuple[str, str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all changed; "No change" is an answer too."""
        return self == Changes()
