"""From an entity's articles and stories to what is known of it.

Called by `bot.services.answer` once a name is resolved. Pure: articles, readings and stories are handed
in; it counts and orders, and words nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.model.article import Article, ArticleId
from bot.model.digest import DigestStory
from bot.model.entity import Entity, EntityId, EntityKind, Role
from bot.model.lookup import Answer, Candidate, Question, Quote
from bot.model.reading import Reading, Topic
from bot.model.statement import Stance, Statement
from bot.model.story import OriginKind, StoryView

STORIES_PER_PAGE = 5
COMPANY_ENTITIES = 4
COMPANY_TOPICS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What storage found for one lookup.

    Attributes:
        articles: Articles of the window that mention the entity or have the topic, in order of publication.
        readings: What was read in them.
        stories: Their stories, best first.
        story_articles: Articles of those stories, also those that do not mention the entity.
        entities: All that may be named.
        topics: By slug.
        feeds: Number of feeds read.
        ambiguous: Others of the same name.
    """

    articles: Sequence[Article]
    readings: Sequence[Reading] = ()
    stories: Sequence[StoryView] = ()
    story_articles: Mapping[ArticleId, Article] | None = None
    entities: Mapping[EntityId, Entity] | None = None
    topics: Mapping[str, Topic] | None = None
    feeds: int = 0
    ambiguous: tuple[Candidate, ...] = ()


def window(question: Question, now: datetime, zone: str) -> tuple[datetime, datetime]:
    """Start and end of what a question asks for: whole local days, today included.

    >>> from datetime import UTC
    >>> start, _ = window(Question(name="Boston", days=1), datetime(2026, 8, 26, 9, tzinfo=UTC), "UTC")
    >>> start.isoformat()
    '2026-08-26T00:00:00+00:00'
    """
    tz = ZoneInfo(zone)
    today = now.astimezone(tz).date()
    first = question.since_on or today - timedelta(days=question.days - 1)
    start = datetime(first.year, first.month, first.day, tzinfo=tz).astimezone(now.tzinfo)
    return start, now


def summarise(
    question: Question, *, title: str, entity: Entity | None, found: Found, now: datetime, zone: str
) -> Answer:
    """The answer to a question.

    Stories of another level than the one asked for are left out of the list and of the counts of stories
    and origins; articles and outlets are counted over the articles that are left.

    Args:
        question: What was asked.
        title: Name as shown.
        entity: Whom it is about; None for a topic.
        found: What is stored.
        now: The present moment, end of the window.
        zone: The asker's zone, in which days are counted.
    """
    since_at, until_at = window(question, now, zone)
    stories = [view for view in found.stories if question.level is None or question.level in view.levels]
    articles = _of_level(found, stories) if question.level else list(found.articles)
    today = now.astimezone(ZoneInfo(zone)).date()
    role = _role(entity, today)
    said = _statements(entity, found, {article.id: article for article in articles})
    return Answer(
        question=question,
        title=title,
        entity=entity,
        role=role,
        role_is_stale=role is not None and role.is_stale_on(today),
        zone=zone,
        since_at=since_at,
        until_at=until_at,
        per_day=_per_day(articles, since_at, until_at, zone),
        articles=len(articles),
        outlets=len({article.outlet for article in articles}),
        origins=_origins(stories, {article.id for article in articles}),
        stories=_page(question, stories, entity, found),
        total_stories=len(stories),
        quotes=tuple(quote for quote in said if quote.statement.stance is not Stance.DECLINED),
        unanswered=tuple(quote for quote in said if quote.statement.stance is Stance.DECLINED),
        appears_with=_company(entity, title, found, {article.id for article in articles}),
        feeds=found.feeds,
        ambiguous=found.ambiguous,
    )


def _of_level(found: Found, stories: Iterable[StoryView]) -> list[Article]:
    kept = {article_id for view in stories for article_id in view.story.article_ids}
    return [article for article in found.articles if article.id in kept]


def _origins(stories: Iterable[StoryView], articles: set[ArticleId]) -> int:
    """Named origins that some of the articles go back to; each article goes back to one at most."""
    found = (origin for view in stories for origin in view.graph.origins)
    return sum(o.kind is not OriginKind.UNNAMED and not articles.isdisjoint(o.article_ids) for o in found)


def _role(entity: Entity | None, today: date) -> Role | None:
    """The office held today, else the last one known."""
    roles = entity.roles if entity else ()
    lasting = (role for role in roles if role.ends_on is None or role.ends_on >= today)
    return next(lasting, roles[0] if roles else None)


def _per_day(
    articles: Iterable[Article], since_at: datetime, until_at: datetime, zone: str
) -> tuple[int, ...]:
    tz = ZoneInfo(zone)
    counts = Counter(article.published_at.astimezone(tz).date() for article in articles)
    first, last = since_at.astimezone(tz).date(), until_at.astimezone(tz).date()
    return tuple(counts[first + timedelta(days=n)] for n in range((last - first).days + 1))


def _statements(
    entity: Entity | None, found: Found, articles: Mapping[ArticleId, Article]
) -> tuple[Quote, ...]:
    """What the entity said, newest first; the same words once, from the article that had them first."""
    if entity is None:
        return ()
    quotes = [
        Quote(statement=statement, article=articles[reading.article_id])
        for reading in found.readings
        if reading.article_id in articles
        for statement in reading.statements
        if statement.speaker == entity.id
    ]
    quotes.sort(key=lambda quote: (quote.article.published_at, quote.article.id, quote.statement.id))
    first: dict[tuple[str, str], Quote] = {}
    for quote in quotes:
        first.setdefault((quote.statement.stance, " ".join(quote.statement.words.lower().split())), quote)
    return tuple(sorted(first.values(), key=_said, reverse=True))


def _said(quote: Quote) -> tuple[date, datetime, str]:
    published = quote.article.published_at
    return quote.statement.said_on or published.date(), published, quote.statement.id


def _page(
    question: Question, stories: Sequence[StoryView], entity: Entity | None, found: Found
) -> tuple[DigestStory, ...]:
    start = question.page * STORIES_PER_PAGE
    page = stories[start : start + STORIES_PER_PAGE]
    return tuple(_story(view, number, entity, found) for number, view in enumerate(page, start=start + 1))


def _story(view: StoryView, number: int, entity: Entity | None, found: Found) -> DigestStory:
    known = found.story_articles or {article.id: article for article in found.articles}
    articles = tuple(known[article_id] for article_id in view.story.article_ids if article_id in known)
    own = entity.id if entity else None
    led = tuple(sorted(view.statements, key=lambda statement: statement.speaker != own or own is None))
    speakers = (*(statement.speaker for statement in led), *view.reply.concerned)
    names = found.entities or {}
    named = (names.get(speaker) for speaker in dict.fromkeys(speakers) if speaker is not None)
    topic = view.topics[0] if view.topics else "other"
    topics = found.topics or {}
    return DigestStory(
        number=number,
        topic=topic,
        topic_name=topics[topic].name if topic in topics else "",
        view=replace(view, statements=_two_sides(led)),
        articles=articles,
        entities=tuple(entity for entity in named if entity is not None),
    )


def _two_sides(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """The first statement, then the first of somebody else, then the rest in order."""
    if not statements:
        return ()
    other = next((s for s in statements[1:] if s.speaker != statements[0].speaker), None)
    rest = (s for s in statements[1:] if s is not other)
    return (statements[0], *([other] if other else []), *rest)


def _company(entity: Entity | None, title: str, found: Found, articles: set[ArticleId]) -> tuple[str, ...]:
    """Names of entities and topics that share most articles, most often first; what was asked for left out.

    So are people of whom no office is known: who is no public person is not listed beside others.
    """
    names, topics = found.entities or {}, found.topics or {}
    own = entity.id if entity else None
    met: Counter[EntityId] = Counter()
    about: Counter[str] = Counter()
    for reading in found.readings:
        if reading.article_id not in articles:
            continue
        met.update(
            {m.entity_id for m in reading.mentions if m.entity_id and not m.weak and m.entity_id != own}
        )
        about.update({topic.slug for topic in reading.topics})
    known = ((count, names[found_id]) for found_id, count in met.items() if found_id in names)
    people = _most((count, one.name) for count, one in known if _is_public(one))
    subjects = _most((count, topics[slug].name) for slug, count in about.items() if slug in topics)
    others = (name for name in subjects if entity is not None or name != title)
    return (*people[:COMPANY_ENTITIES], *tuple(others)[:COMPANY_TOPICS])


def _is_public(entity: Entity) -> bool:
    return entity.kind is not EntityKind.PERSON or entity.listed or bool(entity.roles)


def _most(counted: Iterable[tuple[int, str]]) -> list[str]:
    return [name for _, name in sorted(counted, key=lambda pair: (-pair[0], pair[1]))]
