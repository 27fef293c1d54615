"""Records with the worst text a feed can carry, for the property tests of messages.

Builds on the invented records; every text field can hold anything.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from bot.model.article import Article, ArticleId
from bot.model.digest import DigestStory, FeedFailure
from bot.model.entity import Entity, EntityId, EntityKind, Level, Role
from bot.model.feed import FeedId
from bot.model.statement import Stance, Statement
from bot.model.story import Changes, NumberConflict, Reply, Status, StatusKind, StoryView
from tests.unit.messages import invented

PIECES = (
    "<!here>", "<!channel>", "<@U012AB3CD>", "<#C024BE91L>", "<!subteam^S1>", "@here", "@channel",
    "@everyone", "*bold*", "_it_", "~strike~", "`code`", "```", "&amp;", "&", "<b>", "<script>",
    "<https://evil.example|click>", "https://evil.example/", "\u202egnp.exe\u202c", "\u2066",
    "שלום עולם", "مرحبا بالعالم", "\U0001f469\u200d\U0001f469\u200d\U0001f467", "🇺🇸", "👍🏽",
    "e\u0301", "\u200b", "\x00", "\x1b[31m", "\n\n", "\t", ":smile:", "“", "”", '"', "'", "|", ">",
    "x" * 300, "東京都", "\ufffd", "\ufeff", "…", " ",
)  # fmt: skip
TEXT = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join),
    st.sampled_from(PIECES).map(lambda piece: (piece * 10_000)[:10_000]),
)
URL = st.sampled_from(
    (
        "https://bay-chronicle.example/a",
        "http://bay-chronicle.example/b?x=1&y=<2>|3",
        "https://bay-chronicle.example/" + "p" * 2_500,
        "https://bücher.example/straße?q=a b",
    )
)
DAY = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 1, 1))


@st.composite
def articles(draw: st.DrawFn, number: int) -> Article:
    """An article with any text."""
    text = draw(TEXT)
    return replace(
        invented.CLAIM_ARTICLES[0],
        id=ArticleId(f"a{number}"),
        url=draw(URL) + f"#{number}",
        title=draw(TEXT),
        summary=text,
        body=text,
        outlet=draw(TEXT),
        published_at=invented.SINCE + timedelta(minutes=number),
    )


@st.composite
def statements(draw: st.DrawFn, of: Article, speaker: EntityId | None) -> Statement:
    """A statement, verbatim or not."""
    words = draw(st.one_of(st.just(of.body), TEXT))
    return replace(
        invented.PIKE_SAID,
        article_id=of.id,
        words=words,
        quoted=draw(st.booleans()),
        stance=draw(st.sampled_from(Stance)),
        speaker=speaker,
        speaker_text=draw(TEXT),
        venue=draw(TEXT),
        said_on=draw(st.none() | DAY),
    )


@st.composite
def entities(draw: st.DrawFn) -> Entity:
    """A person with any name and office."""
    role = Role(title=draw(TEXT), level=Level.CITY, as_of=draw(DAY), ends_on=draw(st.none() | DAY))
    return Entity(id=EntityId("person:x"), kind=EntityKind.PERSON, name=draw(TEXT), roles=(role,))


@st.composite
def stories(draw: st.DrawFn, number: int = 1) -> DigestStory:
    """A story with any text in every field."""
    person = draw(entities())
    first, second = draw(articles(number * 2)), draw(articles(number * 2 + 1))
    said = draw(statements(first, draw(st.sampled_from((person.id, None)))))
    reply = draw(statements(second, person.id))
    status = Status(
        kind=draw(st.sampled_from(StatusKind)),
        origins=draw(st.integers(0, 400)),
        outlets=2,
        line=draw(TEXT),
        denial=draw(st.none() | st.just(reply)),
    )
    view: StoryView = replace(
        invented.CLAIM_VIEW,
        story=replace(invented.CLAIM_VIEW.story, article_ids=(first.id, second.id)),
        headline_article=first.id,
        status=status,
        statements=(said,),
        reply=Reply(concerned=(person.id,), statements=draw(st.sampled_from(((), (reply,)))), feeds=3),
        conflicts=(NumberConflict(what=draw(TEXT), values=((draw(TEXT), first.id), ("7", second.id))),),
    )
    return DigestStory(
        number=number,
        topic=draw(TEXT),
        topic_name=draw(TEXT),
        view=view,
        articles=(first, second),
        entities=(person,),
        changes=draw(changes(second)),
        excerpt=draw(TEXT)[:140],
    )


@st.composite
def changes(draw: st.DrawFn, corrected: Article) -> Changes:
    """Changes with any text."""
    return Changes(
        is_new=draw(st.booleans()),
        outlets=draw(st.lists(TEXT, max_size=5).map(tuple)),
        origins=draw(st.lists(TEXT, max_size=2).map(tuple)),
        status_from=draw(st.none() | st.sampled_from(StatusKind)),
        edits=draw(st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple)),
        corrections=draw(st.sampled_from(((), (corrected.id,)))),
        figures=draw(st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=2).map(tuple)),
    )


def many(story: DigestStory, count: int) -> tuple[DigestStory, ...]:
    """The story again and again under other numbers and links, in twelve topics."""
    return tuple(
        replace(
            story,
            number=n,
            topic=f"topic-{n % 12}",
            articles=tuple(replace(a, url=f"{a.url}-{n}") for a in story.articles),
        )
        for n in range(1, count + 1)
    )


FAILURE = st.builds(FeedFailure, feed_id=st.just(FeedId("f")), outlet=TEXT, error=TEXT, since_at=st.none())
