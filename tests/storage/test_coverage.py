from __future__ import annotations

import pytest

from bot.storage.coverage import TitleSeen
from bot.storage.database import Database
from tests.storage.make import BLUE, DAY, HOUR, MAYOR, NOW, RED, article, feed, reading, role, statement

LEE = "person:lee-moor"
CLERK = "org:city-clerk"


@pytest.fixture(autouse=True)
def four_hours_of_news(db: Database) -> None:
    """a0 … a3, an hour apart, all about the mayor; a0 and a1 about Lee Moor, a0 about the clerk."""
    with db.write() as tx:
        tx.feeds.add(feed("red", workspace_id=RED), next_poll_at=NOW)
        tx.articles.add(
            [(article(f"a{n}", published_at=NOW + n * HOUR, outlet=f"Post {n % 2}"), []) for n in range(4)]
        )
        tx.readings.save([
            reading("a0", MAYOR, LEE, CLERK, topics=("housing",), roles=(role(),)),
            reading("a1", MAYOR, LEE, statements=(statement("a1"), statement("a1", "s2", words="again"))),
            reading("a2", MAYOR, MAYOR, topics=("housing", "schools"), roles=(role(), role(LEE, "Clerk"))),
            reading("a3", MAYOR, statements=(statement("a3", "s3"), statement("a3", "s4", speaker=None))),
        ])  # fmt: skip


def test_articles_about_a_subject_are_newest_first_in_a_half_open_window(db: Database) -> None:
    with db.read() as tx:
        assert tx.coverage.articles_about(MAYOR, None, None) == ("a3", "a2", "a1", "a0")
        assert tx.coverage.articles_about(MAYOR, NOW + HOUR, NOW + 3 * HOUR) == ("a2", "a1")
        assert tx.coverage.articles_about(MAYOR, None, None, limit=1) == ("a3",)
        assert tx.coverage.articles_about("topic:housing", None, None) == ("a2", "a0")
        assert tx.coverage.articles_about("person:nobody", None, None) == ()


def test_counts_between_edges(db: Database) -> None:
    edges = [NOW - DAY, NOW, NOW + 2 * HOUR, NOW + 3 * HOUR]
    with db.read() as tx:
        assert tx.coverage.counts_between(MAYOR, edges) == (0, 2, 1)
        assert tx.coverage.counts_between(MAYOR, edges[:1]) == ()


def test_company_counts_shared_articles(db: Database) -> None:
    with db.read() as tx:
        everything = tx.coverage.company(MAYOR, NOW, NOW + DAY)
        assert everything == ((LEE, 2), ("topic:housing", 2), (CLERK, 1), ("topic:schools", 1))
        assert tx.coverage.company(MAYOR, NOW + HOUR, NOW + DAY, limit=1) == ((LEE, 1),)


def test_names_and_topics_of_a_window(db: Database) -> None:
    with db.read() as tx:
        assert tx.coverage.entity_counts(NOW, NOW + 2 * HOUR) == {MAYOR: 2, LEE: 2, CLERK: 1}
        assert tx.coverage.topic_counts(NOW, NOW + DAY) == {"housing": 2, "schools": 1}


def test_titles_are_given_once_for_each_outlet(db: Database) -> None:
    mayor = TitleSeen(entity_id=MAYOR, title="Mayor", outlet="Post 0", seen_on=NOW.date())
    clerk = TitleSeen(entity_id=LEE, title="Clerk", outlet="Post 0", seen_on=NOW.date())
    with db.read() as tx:
        assert tx.coverage.titles() == (mayor, clerk)
        assert tx.coverage.titles([LEE]) == (clerk,)
        assert tx.coverage.titles(["person:nobody"]) == ()


def test_statements_of_a_speaker_newest_article_first(db: Database) -> None:
    with db.read() as tx:
        assert [s.id for s in tx.coverage.statements_by(MAYOR, None, None)] == ["s3", "s1", "s2"]
        assert [s.id for s in tx.coverage.statements_by(MAYOR, NOW, NOW + 2 * HOUR, limit=1)] == ["s1"]
        assert tx.coverage.statements_by(LEE, None, None) == ()


def test_nothing_private_shows_to_others(db: Database) -> None:
    secret = "person:only-red"
    with db.write() as tx:
        tx.articles.add([(article("p", feeds=("red",), published_at=NOW), [])])
        said = (statement("p", speaker=secret),)
        tx.readings.save(
            [reading("p", secret, MAYOR, topics=("transit",), statements=said, roles=(role(secret),))]
        )
    with db.read() as tx:
        for other in (None, BLUE):
            assert tx.coverage.articles_about(secret, None, None, workspace=other) == ()
            assert tx.coverage.counts_between(secret, [NOW, NOW + DAY], workspace=other) == (0,)
            assert secret not in dict(tx.coverage.company(MAYOR, NOW, NOW + DAY, workspace=other))
            assert secret not in tx.coverage.entity_counts(NOW, NOW + DAY, workspace=other)
            assert "transit" not in tx.coverage.topic_counts(NOW, NOW + DAY, workspace=other)
            assert tx.coverage.statements_by(secret, None, None, workspace=other) == ()
        assert tx.coverage.titles([secret]) == ()
        assert tx.coverage.articles_about(secret, None, None, workspace=RED) == ("p",)
        assert tx.coverage.counts_between(secret, [NOW, NOW + DAY], workspace=RED) == (1,)
        assert dict(tx.coverage.company(MAYOR, NOW, NOW + DAY, workspace=RED))[secret] == 1
        assert len(tx.coverage.statements_by(secret, None, None, workspace=RED)) == 1
