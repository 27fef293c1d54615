from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model.digest import DeliveryState
from bot.model.story import Origin, OriginGraph, OriginKind, Reply, Status, StatusKind, Tie, TieReason
from bot.storage.database import Database
from bot.storage.forget import Forgotten
from tests.storage.make import (
    DAY,
    MAYOR,
    NOW,
    article,
    delivery,
    follow,
    mention,
    person,
    reading,
    role,
    statement,
    story,
)
from tests.storage.make import view as plain_view

LEE = "person:lee-moor"
STORY = story("s1", "a1", "a2")


def full_view():
    said = statement("a1"), statement("a2", "s2", speaker=LEE)
    origins = (
        Origin(
            id="o1",
            kind=OriginKind.STATEMENT,
            label="Ada Quist in an interview",
            speaker=MAYOR,
            article_ids=("a1",),
        ),
        Origin(id="o2", kind=OriginKind.STATEMENT, label="one interview", speaker=LEE, article_ids=("a2",)),
    )
    ties = tuple(
        Tie(article_id=a, origin_id=o, reason=TieReason.SHARED_STATEMENT)
        for a, o in (("a1", "o1"), ("a2", "o2"))
    )
    return plain_view(
        STORY,
        graph=OriginGraph(origins=origins, ties=ties),
        status=Status(kind=StatusKind.DISPUTED, origins=2, outlets=2, line="Disputed", denial=said[0]),
        statements=said,
        reply=Reply(concerned=(MAYOR, LEE), statements=said[:1]),
        entities=(MAYOR, LEE),
    )


@pytest.fixture(autouse=True)
def a_posted_story(db: Database) -> None:
    with db.write() as tx:
        tx.articles.add(
            [(article("a1", body="text"), ["k1"]), (article("a2"), ["k2"]), (article("a3"), ["k3"])]
        )
        whole = {"roles": (role(), role(LEE)), "entities": (person(), person(LEE, "Lee Moor"))}
        tx.readings.save([
            reading("a1", MAYOR, LEE, statements=(statement("a1"),), **whole),
            reading("a2", LEE, statements=(statement("a2", speaker=LEE),)),
            reading("a3", LEE),
        ])  # fmt: skip
        tx.stories.save([STORY], at=NOW)
        sent = delivery("d1", state=DeliveryState.SENT, payload='{"text":"…"}', message_ts="1.1")
        tx.deliveries.plan([sent, delivery("d2", part=1, payload="other")])
        tx.views.show("sub1", "d1", [(1, full_view())], at=NOW)
        tx.follows.save(follow("fo1", target=MAYOR))
        tx.follows.save(follow("fo2", target=LEE))


def test_a_forgotten_page_is_gone_everywhere_and_for_good(db: Database) -> None:
    with db.write() as tx:
        found = tx.forget.url("https://harbor.example/a1")
        assert found == Forgotten(articles=("a1",), stories=("s1",), deliveries=("d1",))
        assert tx.articles.find("a1") is None
        assert tx.articles.gone(["k1", "k2"]) == {"k1"}
        assert tx.stories.get("s1").article_ids == ("a2",)
        assert tx.coverage.statements_by(MAYOR, None, None) == ()
        assert tx.deliveries.get("d1").payload == ""
        assert tx.deliveries.get("d2").payload == "other"
        assert tx.keep.gone_keys(before=NOW + 1000 * DAY) == 0
    assert db.check() == ()


def test_a_forgotten_page_leaves_the_stored_views(db: Database) -> None:
    with db.write() as tx:
        tx.forget.url("https://harbor.example/a1")
        seen = tx.views.last_seen("sub1", ["s1"])["s1"]
    assert seen.story.article_ids == ("a2",)
    assert seen.headline_article == "a2"
    assert [s.article_id for s in seen.statements] == ["a2"]
    assert [t.article_id for t in seen.graph.ties] == ["a2"]
    assert (seen.reply.statements, seen.status.denial) == ((), None)


def test_the_messages_that_a_forgetting_would_touch_are_known_before(db: Database) -> None:
    with db.write() as tx:
        url = tx.articles.get("a1").url
        before = tx.forget.messages_with_url(url), tx.forget.messages_with_person(LEE)
        assert tx.forget.messages_with_url("https://elsewhere.example/") == ()
        assert tx.forget.messages_with_person("person:nobody") == ()
        assert before[0]
        assert before == (tx.forget.url(url).deliveries, before[0])


def test_a_former_address_is_found_too(db: Database) -> None:
    with db.write() as tx:
        tx.articles.update(replace(article("a3"), url="https://harbor.example/moved"), at=NOW)
        assert tx.forget.url("https://harbor.example/a3").articles == ("a3",)
        assert tx.forget.url("https://harbor.example/nothing") == Forgotten()


def test_a_forgotten_person_is_found_by_nothing(db: Database) -> None:
    with db.write() as tx:
        found = tx.forget.person(MAYOR)
        assert found == Forgotten(articles=("a1",), stories=("s1",), deliveries=("d1",))
        assert tx.coverage.articles_about(MAYOR, None, None) == ()
        assert tx.coverage.statements_by(MAYOR, None, None) == ()
        assert tx.coverage.titles([MAYOR]) == ()
        assert tx.entities.find(MAYOR) is None
        assert tx.follows.find("fo1") is None
        left = tx.readings.by_articles(["a1"])["a1"]
        assert left.mentions == (mention(None), mention(LEE))
        assert left.statements == ()
        assert [e.id for e in left.entities] == [LEE]
    assert db.check() == ()


def test_a_forgotten_person_leaves_views_and_earlier_readings(db: Database) -> None:
    with db.write() as tx:
        tx.articles.update(article("a1", title="New title"), at=NOW + DAY)
        tx.readings.save([reading("a1", MAYOR)])
        tx.forget.person(MAYOR)
        before = tx.articles.readings_as_of(["a1"], NOW)["a1"]
        seen = tx.views.last_seen("sub1", ["s1"])["s1"]
    assert (before.statements, before.roles) == ((), (role(LEE),))
    assert [s.speaker for s in seen.statements] == [LEE]
    assert seen.reply.concerned == seen.entities == (LEE,)
    assert [(o.speaker, o.label) for o in seen.graph.origins] == [
        (None, "one person"),
        (LEE, "one interview"),
    ]


def test_others_stay_as_they_are(db: Database) -> None:
    with db.write() as tx:
        tx.forget.person(MAYOR)
        assert set(tx.coverage.articles_about(LEE, None, None)) == {"a1", "a2", "a3"}
        assert tx.entities.get(LEE).name == "Lee Moor"
        assert tx.follows.find("fo2") is not None
        assert tx.forget.person("person:nobody") == Forgotten()
