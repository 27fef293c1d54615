"""Alerts to those who follow: at once, once, not at night, not what is held back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.messages import actions
from bot.model.digest import DeliveryKind, DeliveryState
from bot.model.workspace import LOCAL_WORKSPACE
from bot.services.desk.records import Asker
from tests.support.samples import EVENINGS
from tests.support.stores import change
from tests.support.team import button, words

ANA = Asker(workspace=LOCAL_WORKSPACE, user="U1", channel="D1", zone="America/New_York")
BEN = replace(ANA, user="U2", channel="C1")
DAY_1, DAY_2, DAY_3 = (datetime.fromisoformat(evening) for evening in EVENINGS)


@pytest.fixture
def desk(wired):
    return wired.desk


@pytest.fixture
def looked(wired, clock):
    """The clock an hour after the second evening, after a first look; what the third brings is news."""
    clock.at = DAY_2 + timedelta(hours=1)
    wired.alerts.plan()


@pytest.fixture
def look(wired, clock):
    """Look some time after the third evening's poll; gives how many alerts were planned."""

    def after(**time):
        clock.at = DAY_3 + timedelta(**time)
        return wired.alerts.plan()

    return after


def alerts(wired):
    with wired.database.read() as tx:
        found = tx.deliveries.history(limit=1000)
    return sorted((d for d in found if d.kind is DeliveryKind.ALERT), key=lambda d: d.id)


def test_the_first_look_tells_nothing_of_what_was_there(wired, desk):
    desk.typed("follow Boston dm", ANA)
    assert wired.alerts.plan() == 0
    assert wired.alerts.plan() == 0


def test_an_alert_is_posted_once_to_the_one_who_follows(wired, desk, clock, server, looked, look):
    desk.typed("follow Harlan Pryce dm", ANA)
    desk.typed("follow Imani Okafor", BEN)
    assert look(minutes=5) > 0
    assert look(minutes=6) == 0
    assert {row.channel_id for row in alerts(wired)} == {"U1"}
    while wired.deliverer.deliver():
        clock.at += timedelta(seconds=2)
    sent = [m for m in server.messages if m.channel == "U1"]
    assert len(sent) == len(alerts(wired))
    assert "You follow Harlan Pryce: a new story" in words(sent[0].body)
    assert sent[0].delivery_id == alerts(wired)[0].id or len(sent) > 1
    end = button(sent[0].body, "Unfollow")
    desk.press(actions.UNFOLLOW, end["value"], asker=ANA)
    assert "nothing yet" in words(desk.typed("following", ANA).messages[0])


def test_here_alerts_the_channel(wired, desk, looked, look):
    desk.typed("follow Harlan Pryce here", BEN)
    look(minutes=5)
    assert {row.channel_id for row in alerts(wired)} == {"C1"}
    assert all("This channel follows" in row.payload for row in alerts(wired))


def test_a_story_is_told_again_only_when_its_state_changed(wired, desk, looked, look):
    desk.typed("follow Harlan Pryce dm", ANA)
    assert look(minutes=5) > 0
    with wired.database.write() as tx:
        stories = tx.stories.updated_between(DAY_3, DAY_3 + timedelta(minutes=1))
        tx.stories.save([replace(s, updated_at=DAY_3 + timedelta(hours=2)) for s in stories], at=DAY_3)
    assert look(hours=2, minutes=1) == 0, "nothing changed but the time"


def test_a_follower_of_a_story_hears_of_each_new_outlet_at_most_once_an_hour(
    wired, desk, clock, looked, look
):
    with wired.database.read() as tx:
        pryce = [a for a in tx.articles.window(DAY_1, DAY_3) if "Pryce" in a.title + a.summary]
        article = pryce[0]
        story = tx.stories.of_articles([article.id])[article.id]
    desk.typed(f"follow story:{story} dm", ANA)
    assert look(minutes=5) == 1
    clock.at = DAY_3 + timedelta(minutes=9)
    wired.curate.split(story, [article.id])
    assert look(minutes=10) == 0, "within the hour"
    assert look(hours=1, minutes=10) == 1, "what waited is told when the hour is over"
    assert "something new in a story" in " ".join(row.payload for row in alerts(wired))


def test_at_night_an_alert_waits_for_seven_in_the_persons_zone(wired, desk, clock, server, looked, look):
    server.zone = "Europe/Madrid"  # midnight there at the third evening's poll
    desk.typed("follow Harlan Pryce dm", ANA)
    assert look(minutes=5) > 0
    assert {row.due_at for row in alerts(wired)} == {datetime(2026, 3, 5, 6, tzinfo=UTC)}
    assert wired.deliverer.deliver() == 0
    clock.at = datetime(2026, 3, 5, 6, 0, 1, tzinfo=UTC)
    wired.deliverer.deliver()
    assert any(m.channel == "U1" for m in server.messages)


def test_what_the_channel_holds_back_is_not_told_before_its_time(wired, desk, clock, looked, look):
    desk.typed("digest on", BEN)
    desk.typed("digest hold single-origin 72h", BEN)
    desk.typed("follow Springfield, IL here", BEN)
    look(minutes=5)
    before = {row.id for row in alerts(wired)}
    assert not any("rail crossing" in row.payload for row in alerts(wired))
    desk.typed("digest hold single-origin off", BEN)
    look(minutes=10)
    told = [row for row in alerts(wired) if row.id not in before]
    assert any("rail crossing" in row.payload for row in told)


def test_what_is_muted_or_followed_for_the_digest_only_is_not_told(wired, desk, looked, look):
    desk.typed("follow Harlan Pryce", ANA)
    desk.typed("follow Boston dm", ANA)
    desk.typed("mute Harlan Pryce", ANA)
    desk.typed("mute immigration", ANA)
    look(minutes=5)
    assert not any("Pryce" in row.payload for row in alerts(wired))


def test_items_of_a_feeds_first_reading_are_no_news(wired, desk, clock, looked, look):
    desk.typed("follow Harlan Pryce dm", ANA)
    change(wired.settings.database_url, "UPDATE articles SET seen_on_add = true")
    assert look(minutes=5) == 0


def test_an_alert_of_a_forgotten_person_is_edited_or_never_sent(wired, desk, clock, server, looked, look):
    desk.typed("follow Harlan Pryce dm", ANA)
    look(minutes=5)
    agree = button(desk.typed('forget person "Harlan Pryce"', BEN).messages[0], "Remove")
    desk.press(agree["action_id"], agree["value"], asker=BEN)
    assert all("Pryce" not in row.payload for row in alerts(wired))
    assert all(row.state is DeliveryState.FROZEN for row in alerts(wired))


def test_an_alert_that_was_sent_directly_is_edited_in_the_conversation_with_that_person(
    wired, desk, clock, server, looked, look
):
    server.answers["conversations.open"] = lambda _asked: {"ok": True, "channel": {"id": "D77"}}
    desk.typed("follow Harlan Pryce dm", ANA)
    look(minutes=5)
    while wired.deliverer.deliver():
        clock.at += timedelta(seconds=2)
    agree = button(desk.typed('forget person "Harlan Pryce"', BEN).messages[0], "Remove")
    desk.press(agree["action_id"], agree["value"], asker=BEN)
    while wired.deliverer.deliver():
        clock.at += timedelta(seconds=2)
    edits = server.sent("chat.update")
    assert {edit["channel"] for edit in edits} == {"D77"}
    assert all("Pryce" not in words(edit) for edit in edits)
