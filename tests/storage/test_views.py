from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model.digest import DeliveryState
from bot.model.story import Origin, OriginGraph, OriginKind, Reply, Tie, TieReason
from bot.storage.database import Database
from tests.storage.make import DAY, HOUR, MAYOR, NOW, article, delivery, statement, story, view

S1, S2 = story("s1", "a0"), story("s2", "a1")


@pytest.fixture(autouse=True)
def two_stories(db: Database) -> None:
    with db.write() as tx:
        tx.articles.add([(article(f"a{n}"), []) for n in range(2)])
        tx.stories.save([S1, S2], at=NOW)


def sent(db: Database, name: str, **more) -> None:
    with db.write() as tx:
        planned = delivery(name, **more)
        tx.deliveries.plan([planned])
        assert tx.deliveries.replace(planned, replace(planned, state=DeliveryState.SENT, message_ts="1.2"))


def test_a_view_comes_back_as_it_was_stored(db: Database) -> None:
    origin = Origin(
        id="o1", kind=OriginKind.STATEMENT, label="one interview", speaker=MAYOR, article_ids=("a0",)
    )
    tie = Tie(article_id="a0", origin_id="o1", reason=TieReason.SHARED_STATEMENT, words="told the Post")
    whole = view(
        S1,
        graph=OriginGraph(origins=(origin,), ties=(tie,)),
        statements=(statement("a0"),),
        reply=Reply(concerned=(MAYOR,), feeds=41, since_at=NOW),
        topics=("housing",),
    )
    with db.write() as tx:
        tx.views.put([whole], at=NOW)
        assert tx.views.latest(["s1", "s2"]) == {"s1": whole}


def test_the_newest_view_by_an_instant(db: Database) -> None:
    old, new = view(S1, "1 origin"), view(S1, "2 origins")
    with db.write() as tx:
        tx.views.put([old], at=NOW)
        tx.views.put([new, view(story("nobody", "a0"))], at=NOW + HOUR)
        assert tx.views.latest(["s1", "nobody"]) == {"s1": new}
        assert tx.views.latest(["s1"], at=NOW) == {"s1": old}
        assert tx.views.latest(["s1"], at=NOW - HOUR) == {}
        tx.views.put([old], at=NOW + DAY)
        assert tx.views.latest(["s1"]) == {"s1": old}


def test_the_same_view_is_stored_once(db: Database, rows_of) -> None:
    with db.write() as tx:
        for channel in range(3):
            tx.views.show(f"sub{channel}", f"d{channel}", [(1, view(S1)), (2, view(S2))], at=NOW)
    assert (rows_of("views"), rows_of("seen_views")) == (2, 6)


def test_only_what_was_sent_counts_as_seen(db: Database) -> None:
    with db.write() as tx:
        tx.deliveries.plan([delivery("d1")])
        tx.views.show("sub1", "d1", [(1, view(S1))], at=NOW)
        assert tx.views.last_seen("sub1", ["s1"]) == {}
        assert tx.views.numbered("sub1") == {}
    sent(db, "d2", part=1)
    with db.write() as tx:
        tx.views.show("sub1", "d2", [(1, view(S1))], at=NOW)
        assert tx.views.last_seen("sub1", ["s1", "s2"]) == {"s1": view(S1)}
        assert tx.views.last_seen("sub2", ["s1"]) == {}


def test_what_a_channel_last_saw_of_each_story(db: Database) -> None:
    sent(db, "d1")
    sent(db, "d2", local_on=(NOW + DAY).date())
    with db.write() as tx:
        tx.views.show("sub1", "d1", [(1, view(S1, "old")), (2, view(S2))], at=NOW)
        tx.views.show("sub1", "d2", [(1, view(S1, "new"))], at=NOW + DAY)
        assert tx.views.last_seen("sub1", ["s1", "s2"]) == {"s1": view(S1, "new"), "s2": view(S2)}
        assert tx.views.last_seen("sub1", ["s1"], before=NOW + DAY) == {"s1": view(S1, "old")}
        assert tx.views.numbered("sub1") == {1: "s1"}
        assert tx.views.numbered("sub1", before=NOW + DAY) == {1: "s1", 2: "s2"}
        assert tx.views.showing(["s1"]) == ("d1", "d2")
        assert tx.views.showing(["s2"]) == ("d1",)


def test_the_newest_card_of_each_story_lately(db: Database) -> None:
    sent(db, "d1")
    sent(db, "d2", local_on=(NOW + DAY).date())
    with db.write() as tx:
        tx.views.show("sub1", "d1", [(1, view(S1, "old")), (2, view(S2))], at=NOW)
        tx.views.show("sub1", "d2", [(3, view(S1, "new"))], at=NOW + DAY)
        cards = [(c.delivery_id, c.number, c.at, c.view) for c in tx.views.cards_since("sub1", NOW)]
        assert cards == [("d1", 2, NOW, view(S2)), ("d2", 3, NOW + DAY, view(S1, "new"))]
        assert [c.number for c in tx.views.cards_since("sub1", NOW + DAY)] == [3]
        assert tx.views.cards_since("other", NOW) == ()


def test_the_stories_that_a_channel_saw_lately(db: Database) -> None:
    sent(db, "d1")
    sent(db, "d2", local_on=(NOW + DAY).date())
    with db.write() as tx:
        tx.views.show("sub1", "d1", [(1, view(S1)), (2, view(S2))], at=NOW)
        tx.views.show("sub1", "d2", [(1, view(S1, "new"))], at=NOW + DAY)
        assert tx.views.shown_since("sub1", NOW) == ("s1", "s2")
        assert tx.views.shown_since("sub1", NOW + HOUR) == ("s1",)
        assert tx.views.shown_since("sub1", NOW, before=NOW + DAY) == ("s1", "s2")
        assert tx.views.shown_since("sub1", NOW + HOUR, before=NOW + DAY) == ()
        assert tx.views.shown_since("sub2", NOW) == ()
