"""What an edited topic would catch and lose in the stored articles, before anyone saves it.

Called by ``bot.services.curate`` for ``policybot topics check`` and the topic modal. Pure: the lexicon in
force and the articles are handed in, nothing is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.model.article import Article, ArticleId
from bot.model.reading import Topic, TopicScore
from bot.nlp.topics import TopicMatcher


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicShift:
    """One article whose topics would change.

    Attributes:
        article_id: The article.
        title: Its headline.
        before: Its topics under the lexicon in force, best first.
        after: Its topics under the edited one.
    """

    article_id: ArticleId
    title: str
    before: tuple[TopicScore, ...]
    after: tuple[TopicScore, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicChange:
    """What a change of one topic does, articles in the order given.

    Attributes:
        caught: Articles that would gain the topic.
        lost: Articles that would no longer have it.
        moved: Articles that keep or lack it as before, but whose other topics would differ.
        read: How many articles were compared.
    """

    caught: tuple[TopicShift, ...]
    lost: tuple[TopicShift, ...]
    moved: tuple[TopicShift, ...]
    read: int


def check_change(topics: Sequence[Topic], new: Topic, articles: Iterable[Article]) -> TopicChange:
    """Compare the readings of `articles` before and after one topic is added or replaced.

    Args:
        topics: The lexicon in force.
        new: The edited topic; replaces the one of its slug, or is added at the end.
        articles: Stored articles, read twice each.

    Returns:
        The articles caught, lost and moved; scores alone do not count as a change.

    >>> bus = Topic(slug="bus", name="Bus", phrases=(("bus lane", 3.0),))
    >>> check_change((), bus, ()).read
    0
    """
    before = TopicMatcher(topics)
    after = TopicMatcher(_replaced(topics, new))
    caught: list[TopicShift] = []
    lost: list[TopicShift] = []
    moved: list[TopicShift] = []
    read = 0
    for article in articles:
        read += 1
        shift = TopicShift(
            article_id=article.id,
            title=article.title,
            before=before.score(article.title, article.summary, article.body),
            after=after.score(article.title, article.summary, article.body),
        )
        had, has = _slugs(shift.before), _slugs(shift.after)
        if had == has:
            continue
        if (new.slug in had) == (new.slug in has):
            moved.append(shift)
        else:
            (caught if new.slug in has else lost).append(shift)
    return TopicChange(caught=tuple(caught), lost=tuple(lost), moved=tuple(moved), read=read)


def _replaced(topics: Sequence[Topic], new: Topic) -> tuple[Topic, ...]:
    if all(t.slug != new.slug for t in topics):
        return (*topics, new)
    return tuple(new if t.slug == new.slug else t for t in topics)


def _slugs(scores: tuple[TopicScore, ...]) -> tuple[str, ...]:
    return tuple(s.slug for s in scores)
