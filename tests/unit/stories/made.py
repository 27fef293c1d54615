"""Invented articles, clips, readings and statements for the tests of this room."""

from datetime import UTC, datetime, timedelta

from bot.model.article import Article
from bot.model.entity import Entity, EntityKind, Level, Mention, Role
from bot.model.reading import Reading, TopicScore
from bot.model.statement import Stance, Statement
from bot.stories.clips import make_clip

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def article(name="a1", title="Council passes budget", body="", *, hours=0.0, outlet="The Courier", **more):
    at = NOON + timedelta(hours=hours)
    fields = {"summary": "", "url": f"https://example.org/{name}", **more}
    return Article(
        id=name, title=title, body=body, outlet=outlet, published_at=at, first_seen_at=at, **fields
    )


def clip(name, title, summary="", *, hours=0.0, place=None, reading=None):
    return make_clip(article(name, title, summary=summary, hours=hours, place=place), reading)


def statement(name="s1", article_id="a1", words="We will act.", *, speaker="person:ann-lee", **more):
    fields = {
        "field": "text", "source": (0, 1), "cue": (0, 1), "content": ((0, 10),), "quoted": True,
        "speaker_text": "Ann Lee", "stance": Stance.SAID, **more,
    }  # fmt: skip
    return Statement(id=name, article_id=article_id, words=words, speaker=speaker, **fields)


def mention(text, entity_id, kind=EntityKind.PERSON, *, field="text", start=0, **more):
    return Mention(
        field=field, start=start, end=start + len(text), text=text, kind=kind, entity_id=entity_id, **more
    )


def reading(article_id="a1", *, mentions=(), statements=(), topics=()):
    scores = tuple(TopicScore(slug=slug, score=score) for slug, score in topics)
    return Reading(
        article_id=article_id,
        version="1",
        mentions=tuple(mentions),
        statements=tuple(statements),
        topics=scores,
    )


def person(ident, name, title="Mayor", *, level=Level.CITY, org=None, place=None, **more):
    role = Role(title=title, level=level, org=org, place=place, as_of=NOON.date())
    return Entity(id=ident, kind=EntityKind.PERSON, name=name, roles=(role,), **more)


def body(ident, name, level=Level.FEDERAL, **more):
    return Entity(id=ident, kind=EntityKind.ORG, name=name, level=level, **more)
