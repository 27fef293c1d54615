"""Statements: who said what, where, in which article.

Found by `bot.nlp`, stored per article, shown by `bot.messages`. A statement's words are always a
verbatim span of the stored article; nothing here is ever reworded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

from bot.model.article import ArticleId
from bot.model.entity import EntityId, Field

StatementId = NewType("StatementId", str)

Span = tuple[int, int]
"""Half-open, in code points of the statement's field."""


class Stance(StrEnum):
    """What the cue says of the words."""

    SAID = "said"
    DENIED = "denied"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One attribution in one article.

    Attributes:
        id: Derived from the article and the cue's position.
        article_id: The article that reports it.
        field: Part of the article in which all spans lie.
        source: Span of the speaker as written; None when no source is named.
        cue: Span of the word that attributes.
        content: Spans of what was said, in order; more than one where the cue splits it.
        words: Verbatim words inside quotation marks, or the reported clause; ready to show.
        quoted: Whether the words stood in quotation marks.
        stance: Said, denied, or declined to say.
        speaker: Who said it, where that is known.
        speaker_text: The speaker as written, resolved inside the article ("He" → "Todd Lyons").
        venue: Where it was said, as written ("The Howie Carr Show", "a letter"); empty when not told.
        venue_kind: ``broadcast``, ``letter``, ``press conference``, ``statement``, ``post``, ``filing``,
            ``hearing``, ``interview``; empty when not told.
        said_on: Day on which it was said, where the article tells.
        relay: The outlet that the article credits for it, as written; empty when none.
    """

    id: StatementId
    article_id: ArticleId
    field: Field
    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    words: str
    quoted: bool
    stance: Stance = Stance.SAID
    speaker: EntityId | None = None
    speaker_text: str = ""
    venue: str = ""
    venue_kind: str = ""
    said_on: date | None = None
    relay: str = ""
