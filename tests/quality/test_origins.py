"""Origins on invented stories; floors that never drop without a reason in the changelog."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from bot.catalog.agencies import load_agencies
from bot.catalog.gazetteer import Gazetteer
from bot.catalog.outlets import load_outlets
from bot.catalog.people import load_people
from bot.model.article import ArticleId
from bot.model.reading import Reading
from bot.model.story import OriginKind
from bot.nlp.annotate import Annotator
from bot.nlp.reader import Reader
from bot.stories.origins import trace
from bot.stories.outlets import OutletBook
from tests.quality.labelled_origins import UNSOURCED, LabelledStory, labelled

CONFIG = Path(__file__).parents[2] / "config"


@pytest.fixture(scope="module")
def stories() -> list[LabelledStory]:
    found = list(labelled())
    assert len(found) >= 60
    return found


@pytest.fixture(scope="module")
def readings(stories: list[LabelledStory]) -> dict[ArticleId, Reading]:
    reader = Reader(
        Annotator(),
        entities=(*load_agencies(CONFIG / "agencies.toml"), *load_people(CONFIG / "people.toml")),
        outlets=load_outlets(CONFIG / "outlets.toml"),
        places=Gazetteer(CONFIG / "data" / "gazetteer.sqlite"),
    )
    every = [article for story in stories for _, article in story.articles]
    return {reading.article_id: reading for reading in reader.iter_readings(every)}


def pair_scores(
    stories: list[LabelledStory], readings: dict[ArticleId, Reading], book: OutletBook
) -> tuple[float, float, list[str]]:
    """Precision and recall over pairs of articles of one story, and every miss in words."""
    hit = found = wanted = 0
    misses = []
    for story in stories:
        graph = trace([article for _, article in story.articles], readings, book)
        origin = {a: o.id for o in graph.origins for a in o.article_ids}
        for (one, first), (two, second) in combinations(story.articles, 2):
            same = one == two != UNSOURCED
            tied = origin[first.id] == origin[second.id]
            hit, found, wanted = hit + (same and tied), found + tied, wanted + same
            if same != tied:
                misses.append(f"{'missed' if same else 'wrong'}: {first.id} {second.id}")
    return hit / found, hit / wanted, misses


def test_origins_from_the_text_alone(stories: list[LabelledStory]) -> None:
    precision, recall, misses = pair_scores(stories, {}, OutletBook())
    assert precision >= 0.98, misses
    assert recall >= 0.95, misses


def test_origins_with_what_was_read(stories: list[LabelledStory], readings: dict[ArticleId, Reading]) -> None:
    book = OutletBook(load_outlets(CONFIG / "outlets.toml"))
    precision, recall, misses = pair_scores(stories, readings, book)
    assert precision >= 0.98, misses
    assert recall >= 0.95, misses


@pytest.mark.parametrize("read", [False, True])
def test_the_founding_story_is_one_interview_and_one_without_source(
    stories: list[LabelledStory], readings: dict[ArticleId, Reading], read: bool
) -> None:
    story = next(s for s in stories if s.name == "radio-interview-six-outlets")
    graph = trace([article for _, article in story.articles], readings if read else {}, OutletBook())
    assert [(o.kind, o.label, len(o.outlets)) for o in graph.origins] == [
        (OriginKind.STATEMENT, "one interview", 5),
        (OriginKind.UNNAMED, "no source named", 1),
    ]


def test_articles_that_name_no_source_are_told_from_the_others(stories: list[LabelledStory]) -> None:
    right = wrong = 0
    for story in stories:
        graph = trace([article for _, article in story.articles], {}, OutletBook())
        unnamed = {a for o in graph.origins if o.kind is OriginKind.UNNAMED for a in o.article_ids}
        for label, article in story.articles:
            agrees = (label == UNSOURCED) == (article.id in unnamed)
            right, wrong = right + agrees, wrong + (not agrees)
    assert right / (right + wrong) >= 0.97


def test_every_tie_keeps_words_that_stand_in_its_article(stories: list[LabelledStory]) -> None:
    for story in stories:
        texts = {article.id: f"{article.title}\n{article.body}" for _, article in story.articles}
        for tie in trace([article for _, article in story.articles], {}, OutletBook()).ties:
            assert tie.words in texts[tie.article_id]
