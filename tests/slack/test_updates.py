"""Cards already posted: drawn anew, and their thread told of a new status and of corrections."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.model.digest import DeliveryKind
from bot.model.workspace import LOCAL_WORKSPACE
from bot.services.desk.records import Asker
from tests.support.samples import EVENINGS
from tests.support.team import words

ANA = Asker(workspace=LOCAL_WORKSPACE, user="U1", channel="C1", zone="America/New_York")
DAY_2, DAY_3 = (datetime.fromisoformat(evening) for evening in EVENINGS[1:])


@pytest.fixture
def deliver(wired, clock):
    def to_the_end():
        for _ in range(60):
            if not wired.deliverer.deliver():
                return
            clock.at += timedelta(seconds=2)

    return to_the_end


@pytest.fixture
def posted(wired, clock, deliver, server):
    """A digest posted at the third evening, after a first look; gives the posted message."""
    wired.desk.typed("digest on", ANA)
    wired.desk.typed("digest now", ANA)
    deliver()
    assert wired.updates.plan() == 0
    clock.at += timedelta(minutes=10)
    return server.messages[0]


def article_with(wired, words_of_title):
    with wired.database.read() as tx:
        found = tx.articles.window(DAY_2 - timedelta(days=3), DAY_3 + timedelta(days=1))
        wanted = next(a for a in found if words_of_title in a.title)
        return tx.articles.by_ids([wanted.id], bodies=True)[0]


def reword(wired, clock, article, title):
    with wired.database.write() as tx:
        tx.articles.update(replace(article, title=title, updated_at=clock()), at=clock())


def notices(wired):
    with wired.database.read() as tx:
        return [d for d in tx.deliveries.history() if d.kind is DeliveryKind.NOTICE]


def edits(server):
    return [arguments for method, arguments in server.calls if method == "chat.update"]


def test_a_headline_whose_figure_changed_edits_the_card_and_tells_the_thread_once(
    wired, clock, posted, deliver, server
):
    old = "Boston plans 402 homes on city parking lots"
    article = article_with(wired, old)
    assert old in words(posted.body)
    reword(wired, clock, article, old.replace("402", "204"))
    assert wired.updates.plan() == 1
    deliver()
    (edit,) = edits(server)
    assert edit["ts"] == posted.ts
    assert "204 homes" in words(edit)
    assert old not in words(edit)
    (notice,) = notices(wired)
    assert "corrected" in notice.payload
    assert "broadcast" not in notice.payload
    assert old in notice.payload
    reply = next(m for m in server.messages if m.delivery_id == notice.id)
    assert reply.body["thread_ts"] == posted.ts
    clock.at += timedelta(minutes=10)
    assert wired.updates.plan() == 0
    deliver()
    assert len(edits(server)) == 1


def test_a_headline_that_is_only_worded_anew_edits_the_card_and_tells_nobody(
    wired, clock, posted, deliver, server
):
    article = article_with(wired, "Boston plans 402 homes on city parking lots")
    reword(wired, clock, article, "Boston wants 402 homes on city parking lots")
    assert wired.updates.plan() == 0
    deliver()
    assert "Boston wants 402 homes" in words(edits(server)[0])
    assert notices(wired) == []


def test_nothing_changed_is_nothing_to_tell(wired, clock, posted, deliver, server):
    assert wired.updates.plan() == 0
    deliver()
    assert edits(server) == []


def test_it_looks_every_five_minutes_at_most(wired, clock, posted):
    wired.updates.plan()
    article = article_with(wired, "Boston plans 402 homes on city parking lots")
    clock.at += timedelta(minutes=1)
    reword(wired, clock, article, "Boston plans 204 homes on city parking lots")
    assert wired.updates.plan() == 0
    clock.at += timedelta(minutes=5)
    assert wired.updates.plan() == 1


def test_a_changed_status_is_told_in_the_thread_on_the_same_day_only(wired, clock, deliver, server):
    clock.at = DAY_2 + timedelta(minutes=5)
    wired.desk.typed("digest on", ANA)
    wired.desk.typed("digest now", ANA)
    deliver()
    assert wired.updates.plan() == 0
    clock.at = DAY_3 - timedelta(hours=1)  # a day's news, seen as if it came within the day
    with wired.database.write() as tx:
        stories = tx.stories.updated_between(DAY_2, DAY_3 + timedelta(minutes=1))
        tx.stories.save([replace(s, updated_at=DAY_3 - timedelta(hours=2)) for s in stories], at=clock())
    wired.updates.plan()
    deliver()
    told = [words(m.body) for m in server.messages if m.body.get("thread_ts")]
    assert any(said.startswith("Story") and "(was " in said for said in told)
    replies = [m.body for m in server.messages if m.body.get("thread_ts")]
    status = [body for body in replies if "(was " in words(body)]
    assert all(body.get("reply_broadcast") for body in status), "the channel sees a new status"
    assert not any(body.get("reply_broadcast") for body in replies if body not in status)
    later = len(notices(wired))
    clock.at = DAY_3 + timedelta(days=2)
    with wired.database.write() as tx:
        tx.stories.save([replace(s, updated_at=clock()) for s in stories], at=clock())
    wired.updates.plan()
    assert len(notices(wired)) == later
