"""The shipped topic lexicon on invented articles: what they are about, and what is not policy.

178 articles written for this project in the manner of state, city and federal news of the 2020s. The first
topic listed is the main one, the others are right too; none means not policy. The floors never drop without
a line in the changelog.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.catalog.topics import load_topics
from bot.nlp.topics import TopicMatcher

ROOT = Path(__file__).parents[2]
ARTICLES = [
    json.loads(line)
    for line in (ROOT / "tests/quality/data/topics.jsonl").read_text(encoding="utf-8").splitlines()
]
POLICY = [a for a in ARTICLES if a["topics"]]
OTHER = [a for a in ARTICLES if not a["topics"]]


@pytest.fixture(scope="module")
def matcher():
    return TopicMatcher(load_topics(ROOT / "config/topics.toml"))


def first(matcher, article, *, summary=True):
    found = matcher.score(article["title"], article["summary"] if summary else "")
    return found[0].slug if found else None


def share(values):
    values = list(values)
    return sum(values) / len(values)


def test_the_set_is_large_enough_and_names_every_topic(matcher):
    assert len(POLICY) >= 120
    assert len(OTHER) >= 30
    assert len({a["topics"][0] for a in POLICY}) == 18


def test_main_topic(matcher):
    assert share(first(matcher, a) == a["topics"][0] for a in POLICY) >= MAIN
    assert share(first(matcher, a) in a["topics"] for a in POLICY) >= RIGHT


def test_main_topic_without_summary(matcher):
    assert share(first(matcher, a, summary=False) in a["topics"] for a in POLICY) >= RIGHT_BY_TITLE


def test_what_is_no_policy_is_rejected(matcher):
    assert share(first(matcher, a) is None for a in OTHER) >= REJECTED


def test_every_topic_is_found_in_most_of_its_articles(matcher):
    for slug in sorted({a["topics"][0] for a in POLICY}):
        own = [a for a in POLICY if a["topics"][0] == slug]
        found = share(any(t.slug == slug for t in matcher.score(a["title"], a["summary"])) for a in own)
        assert found >= FOUND, slug


MAIN, RIGHT, RIGHT_BY_TITLE, REJECTED, FOUND = 0.92, 0.96, 0.88, 0.96, 0.75  # measured November 2026
