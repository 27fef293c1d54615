"""From an entity's articles and stories to what is known of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.lookups.summary import STORIES_PER_PAGE, Found, summarise, window
from bot.model.article import Article
from bot.model.entity import Level, Mention
from bot.model.lookup import Answer, Question
from bot.model.reading import Reading, TopicScore
from bot.model.statement import Stance, Statement
from bot.model.story import StoryId
from tests.unit.messages import invented
from tests.unit.messages.invented import NOW, PIKE, POLICE, PORT_ELLIS, REYES, ZONE

ALL = (*invented.CLAIM_ARTICLES, *invented.RENT_ARTICLES, *invented.LETTER_ARTICLES)


def _mention(entity: object, *, weak: bool = False) -> Mention:
    return Mention(field="title", start=0, end=1, text="x", kind=entity.kind, entity_id=entity.id, weak=weak)


def _reading(
    article: Article, *entities: object, said: tuple[Statement, ...] = (), topics: tuple[str, ...] = ()
) -> Reading:
    return Reading(
        article_id=article.id,
        version="1",
        mentions=tuple(_mention(entity) for entity in entities),
        topics=tuple(TopicScore(slug=slug, score=1.0) for slug in topics),
        statements=said,
    )


READINGS = (
    *(_reading(a, PIKE, REYES, PORT_ELLIS, topics=("immigration",)) for a in invented.CLAIM_ARTICLES),
    _reading(invented.RENT_ARTICLES[0], REYES, said=invented.RENT_VIEW.statements, topics=("housing",)),
    _reading(
        invented.LETTER_ARTICLES[0], REYES, POLICE, PIKE, said=(invented.DENIAL,), topics=("immigration",)
    ),
)
FOUND = Found(
    articles=ALL,
    readings=READINGS,
    stories=(invented.DISPUTED_VIEW, invented.RENT_VIEW),
    entities=invented.ENTITIES,
    topics={topic.slug: topic for topic in invented.TOPICS},
    feeds=41,
)


def _answer(question: Question | None = None, found: Found = FOUND, **more: object) -> Answer:
    asked = question or Question(name="Ana Reyes")
    values = {"title": "Ana Reyes", "entity": REYES, "now": NOW, "zone": ZONE, **more}
    return summarise(asked, found=found, **values)


def test_window_is_whole_local_days_with_today() -> None:
    start, end = window(Question(name="x", days=14), NOW, ZONE)
    assert (start, end) == (datetime(2026, 8, 13, 4, tzinfo=UTC), NOW)
    start, _ = window(Question(name="x", since_on=date(2026, 8, 1)), NOW, ZONE)
    assert start == datetime(2026, 8, 1, 4, tzinfo=UTC)


def test_articles_outlets_and_origins_are_counted() -> None:
    answer = _answer()
    assert (answer.articles, answer.outlets, answer.total_stories) == (10, 7, 2)
    assert answer.feeds == 41


def test_origins_are_those_that_the_articles_go_back_to() -> None:
    assert _answer().origins == 1  # the interview; an article that names no source goes back to none
    elsewhere = replace(FOUND, articles=invented.RENT_ARTICLES)
    assert _answer(found=elsewhere).origins == 0


def test_days_are_local_and_all_of_the_window() -> None:
    answer = _answer(Question(name="x", days=3))
    assert answer.per_day == (0, 9, 1)
    late = replace(ALL[0], published_at=datetime(2026, 8, 26, 3, 0, tzinfo=UTC))  # 11 in the evening before
    assert _answer(Question(name="x", days=2), replace(FOUND, articles=(late,))).per_day == (1, 0)


def test_role_is_stale_when_it_was_not_checked_for_a_year() -> None:
    assert not _answer().role_is_stale
    assert _answer(entity=PIKE).role_is_stale
    assert _answer(entity=POLICE).role is None


def test_quotes_are_the_entitys_own_newest_first() -> None:
    assert [quote.statement.id for quote in _answer().quotes] == ["s3", "s2"]
    assert _answer(entity=PIKE).quotes == ()
    assert _answer(entity=None, title="Housing").quotes == ()


def test_same_words_are_quoted_once_from_the_first_that_had_them() -> None:
    again = replace(
        invented.DENIAL, id="s9", article_id=ALL[0].id, words="That is FALSE  and it endangers people"
    )
    readings = (*READINGS[1:], _reading(ALL[0], REYES, said=(again,)))
    quotes = _answer(found=replace(FOUND, readings=readings)).quotes
    assert [quote.article.id for quote in quotes if quote.statement.stance is Stance.DENIED] == ["a0"]


def test_what_was_declined_is_no_quote() -> None:
    declined = replace(invented.DENIAL, stance=Stance.DECLINED)
    readings = (_reading(invented.LETTER_ARTICLES[0], REYES, said=(declined,)),)
    answer = _answer(found=replace(FOUND, readings=readings))
    assert (len(answer.quotes), len(answer.unanswered)) == (0, 1)


def test_company_is_who_shares_most_articles_then_topics() -> None:
    assert _answer().appears_with == (
        "Rowan Pike",
        "Port Ellis",
        "the Port Ellis Police",
        "Immigration",
        "Housing",
    )


def test_a_topic_is_not_its_own_company() -> None:
    answer = summarise(
        Question(name="housing"), title="Housing", entity=None, found=FOUND, now=invented.NOW, zone=ZONE
    )
    assert "Immigration" in answer.appears_with
    assert "Housing" not in answer.appears_with


def test_people_without_an_office_are_no_company() -> None:
    private = replace(PIKE, roles=(), listed=False)
    assert (
        "Rowan Pike"
        not in _answer(found=replace(FOUND, entities={**FOUND.entities, PIKE.id: private})).appears_with
    )


def test_weak_links_are_no_company() -> None:
    reading = replace(READINGS[0], mentions=(_mention(PORT_ELLIS, weak=True),), topics=())
    assert _answer(found=replace(FOUND, readings=(reading,))).appears_with == ()


def test_own_statement_leads_and_the_other_side_follows() -> None:
    story = _answer().stories[0]
    assert [statement.speaker for statement in story.view.statements] == [REYES.id, PIKE.id]
    assert story.entities[:2] == (REYES, PIKE)


def test_level_narrows_stories_articles_and_counts() -> None:
    answer = _answer(Question(name="x", level=Level.FEDERAL))
    assert (answer.total_stories, answer.articles, answer.origins) == (1, 7, 1)
    assert _answer(Question(name="x", level=Level.FOREIGN)).articles == 0


def test_story_shows_articles_that_do_not_mention_the_entity() -> None:
    known = {article.id: article for article in ALL}
    narrow = replace(FOUND, articles=ALL[:1], story_articles=known)
    assert len(_answer(found=narrow).stories[0].articles) == 7
    assert _answer(found=narrow).articles == 1


def test_nothing_found_is_an_answer_too() -> None:
    answer = _answer(found=Found(articles=(), feeds=41))
    assert (answer.articles, answer.stories, answer.quotes) == (0, (), ())
    assert answer.per_day == (0,) * 14


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 23))
def test_pages_show_every_story_once(count: int) -> None:
    views = tuple(
        replace(invented.RENT_VIEW, story=replace(invented.RENT_VIEW.story, id=StoryId(f"x{n}")))
        for n in range(count)
    )
    found = replace(FOUND, stories=views)
    pages = [_answer(Question(name="x", page=page), found) for page in range(count // STORIES_PER_PAGE + 1)]
    shown = [story for page in pages for story in page.stories]
    assert [story.view.story.id for story in shown] == [f"x{n}" for n in range(count)]
    assert [story.number for story in shown] == list(range(1, count + 1))
    assert {page.total_stories for page in pages} == {count}


def test_window_ends_now_not_at_midnight() -> None:
    assert _answer().until_at == NOW
    assert _answer().since_at == NOW - timedelta(days=13, hours=8)
