"""A reading: all that `bot.nlp` found in one version of one article.

Separate from the article, because it can be made again when the model, a lexicon or the roster changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.model.article import ArticleId
from bot.model.entity import Entity, EntityId, Mention
from bot.model.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicScore:
    """A topic of an article and the phrases that gave it.

    Attributes:
        slug: The topic's id in ``config/topics.toml``.
        score: 0 to 1, best first in a reading.
        phrases: What was matched, as written in the article, for ``why``.
    """

    slug: str
    score: float
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSeen:
    """A title met before or behind a person's name ("Mayor Michelle Wu").

    Attributes:
        entity_id: Whose title.
        title: As written.
        place: Place of the office where the text tells.
        seen_on: Date of the article.
    """

    entity_id: EntityId
    title: str
    place: EntityId | None = None
    seen_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was found in one article.

    Attributes:
        article_id: The article.
        version: Hash over model, lexicons and roster that made it; another one means: read again.
        mentions: In order of field (title, summary, text) and start.
        entities: The entities mentioned that no curated list knows (full names met in text).
        roles: Titles met in the text.
        topics: At most three, best first; empty means not policy.
        statements: In order of field and cue.
    """

    article_id: ArticleId
    version: str
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    roles: tuple[RoleSeen, ...] = ()
    topics: tuple[TopicScore, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic as ``config/topics.toml`` or a team defines it.

    Attributes:
        slug: Unique.
        name: As shown.
        description: One sentence.
        cap: Codes of the Comparative Agendas Project that it covers; empty for a team's own.
        phrases: Weighted phrases, lower case; weight in (0, 10], negative weights speak against it.
        excludes: Phrases that end the match of any phrase they contain.
        threshold: Least score at which an article has the topic.
        negative: A class that is no policy (sport, entertainment, lifestyle) and only competes.
    """

    slug: str
    name: str
    description: str = ""
    cap: tuple[int, ...] = ()
    phrases: tuple[tuple[str, float], ...] = ()
    excludes: tuple[str, ...] = ()
    threshold: float = 0.0
    negative: bool = False
