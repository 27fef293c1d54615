"""After a forgetting every table is looked through: no word of what was forgotten is left, in any column."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import LargeBinary, select

from bot.model.article import ArticleId
from bot.model.digest import DeliveryId, DeliveryState
from bot.model.entity import EntityId
from bot.model.reading import RoleSeen
from bot.model.story import Origin, OriginGraph, OriginKind, StoryId, Tie, TieReason
from bot.model.workspace import AuditEntry, Correction, CorrectionKind, UserId
from bot.storage.database import Database
from bot.storage.schema import metadata
from tests.storage.make import (
    DAY,
    HOUR,
    NOW,
    RED,
    article,
    delivery,
    follow,
    mention,
    person,
    reading,
    statement,
    story,
    view,
)

URL = "https://harbor.example/2026/quizzical-zephyr"
WHO = EntityId("person:xanthe-brzycki")
NAMES = ("Xanthe Brzycki", "X. Brzycki")
WORDS = ("quizzical", "zephyr", "lachrymose", "flibbert", "ombudswoman", "wainscot")
STORY = story("s1", "a1", "a2")


def where(db: Database, *words: str) -> set[str]:
    """``table.column`` of everything that holds one of the words."""
    found = set()
    with db.engine.reader.begin() as conn:
        for table in metadata.sorted_tables:
            for row in conn.execute(select(table)).mappings():
                for column in table.c:
                    value = row[column.name]
                    told = (
                        bytes(value).decode(errors="ignore")
                        if isinstance(column.type, LargeBinary)
                        else value
                    )
                    if any(word.lower() in str(told).lower() for word in words):
                        found.add(f"{table.name}.{column.name}")
    return found


def shown():
    """The view of the story, with every text that comes from the page."""
    said = statement("a1", words="lachrymose flibbert", speaker=WHO, venue="the wainscot room")
    origin = Origin(
        id="o1", kind=OriginKind.STATEMENT, label="Xanthe Brzycki in the wainscot room", speaker=WHO,
        venue="the wainscot room", article_ids=(ArticleId("a1"),),
    )  # fmt: skip
    tie = Tie(
        article_id=ArticleId("a1"), origin_id="o1", reason=TieReason.SHARED_STATEMENT, words="lachrymose"
    )
    graph = OriginGraph(origins=(origin,), ties=(tie,))
    return view(STORY, statements=(said,), graph=graph, entities=(WHO,))


@pytest.fixture(autouse=True)
def a_page_about_somebody(db: Database) -> None:
    page = article(
        "a1", url=URL, title="Quizzical zephyr", summary="Lachrymose.", body="Flibbert wainscot.",
        byline="By Zephyr", links=(URL + "#more",), categories=("zephyr",),
    )  # fmt: skip
    with db.write() as tx:
        tx.articles.add([(page, [URL]), (article("a2"), ["k2"])])
        tx.articles.update(replace(page, title="Quizzical again", updated_at=NOW), at=NOW + HOUR)
        found = reading(
            "a1", WHO, entities=(person(WHO, NAMES[0], aliases=NAMES[1:]),),
            roles=(RoleSeen(entity_id=WHO, title="ombudswoman", seen_on=NOW.date()),),
            statements=(statement("a1", words="lachrymose flibbert", speaker=WHO),),
        )  # fmt: skip
        tx.readings.save([replace(found, mentions=(mention(WHO, "zephyr"),)), reading("a2")])
        tx.stories.save([STORY], at=NOW)
        sent = delivery("d1", state=DeliveryState.SENT, payload=f'{{"url":"{URL}"}}', message_ts="1.1")
        linking = delivery("d2", part=1, payload=f'{{"text":"see {URL} for more"}}', due_at=NOW + DAY)
        tx.deliveries.plan([sent, linking])
        tx.views.show("sub1", "d1", [(1, shown())], at=NOW)
        headline = {
            "target_kind": "story",
            "target": "s1",
            "label": "“Quizzical zephyr about Xanthe Brzycki”",
        }
        tx.follows.save(follow("f1", **headline))
        tx.follows.save(follow("f2", target=WHO, label=NAMES[0], muted=True))
        for name, subject, detail in (("e1", URL, "read"), ("e2", "C1", NAMES[0]), ("e3", "C1", "Ada Quist")):
            tx.audit.add(
                AuditEntry(
                    id=name, workspace_id=RED, by="U1", action="x", subject=subject, detail=detail, at=NOW
                )
            )
        tx.corrections.add(
            Correction(
                id="c1", workspace_id=RED, kind=CorrectionKind.NOT_THIS_PERSON, subject="Brzycki",
                objects=(WHO, "a2"), by=UserId("U1"), made_at=NOW,
            )
        )  # fmt: skip


def test_what_is_stored_of_it_is_seen(db: Database) -> None:
    """The net has no holes: every kind of place where words come to lie is in the fixture."""
    assert where(db, URL, *WORDS, *NAMES, WHO, "brzycki") == {
        "articles.url", "articles.title", "articles.summary", "articles.byline", "articles.links",
        "articles.categories", "article_versions.url", "article_versions.title", "article_versions.summary",
        "article_versions.body", "bodies.body", "readings.mentions", "readings.rest", "roles_seen.title",
        "statements.data", "subjects.id", "subjects.name", "subjects.data", "views.data",
        "deliveries.payload", "follows.target", "follows.label", "audit.subject", "audit.detail",
        "corrections.subject", "corrections.objects",
    }  # fmt: skip


def test_no_word_of_a_forgotten_page_is_left(db: Database) -> None:
    with db.write() as tx:
        found = tx.forget.url(URL)
        assert found.deliveries == (DeliveryId("d1"), DeliveryId("d2"))
        assert tx.follows.find("f1").target == StoryId("s1")
        assert [e.detail for e in tx.audit.of_workspace(RED, since=NOW)].count("Ada Quist") == 1
    assert where(db, URL, *WORDS) == set()
    # Whom it was about is another matter: of the person stays what people themselves had written down.
    assert where(db, "brzycki") == {
        "follows.target", "follows.label", "audit.detail", "corrections.subject", "corrections.objects",
    }  # fmt: skip
    assert db.check() == ()


def test_no_word_of_a_forgotten_person_is_left(db: Database) -> None:
    with db.write() as tx:
        assert tx.forget.person(WHO).articles == (ArticleId("a1"),)
        assert tx.forget.person(WHO).articles == ()
        assert [e.subject for e in tx.audit.of_workspace(RED, since=NOW)].count(URL) == 1
        assert tx.follows.find("f1").label == "(forgotten)"
    assert where(db, "brzycki") == set()
    # The page itself stays as it was published.
    assert "articles.title" in where(db, "quizzical")
    assert db.check() == ()


def test_pruning_leaves_no_word_either(db: Database) -> None:
    with db.write() as tx:
        tx.keep.deliveries(before=NOW + 2 * DAY)
        tx.forget.person(WHO)
        tx.keep.articles(before=NOW + DAY)
    assert where(db, *WORDS, "brzycki") - {"deliveries.payload", "follows.label", "audit.subject"} == set()
