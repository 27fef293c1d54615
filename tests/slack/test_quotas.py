"""Limits of a workspace and of a person in it: each says what it is, and what makes room."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.errors import UserError
from bot.model.digest import DeliveryKind
from bot.model.workspace import UserId, WorkspaceId
from bot.services.desk.records import Asker
from bot.services.quotas import Quotas
from tests.support.samples import EVENINGS
from tests.support.team import words

T1 = WorkspaceId("T1")
ANA = Asker(workspace=T1, user=UserId("U1"), channel="C1")


@pytest.fixture
def desk(wired):
    """The desk of a server with low limits."""
    wired.__dict__["quotas"] = Quotas(feeds=3, subscriptions=2, follows=2, asked=3, alerts=1)
    return wired.desk


def test_a_person_who_asks_too_often_is_told_once_more_and_waits(desk, team, clock):
    for n in range(5):
        team.send_command("help digest", user="U7", trigger_id=f"n{n}")
    team.send_command("help digest", user="U8")
    told = [words(answer) or answer["text"] for answer in team.wait(6)]
    refused = [text for text in told if "more than 3 requests within a minute" in text]
    assert (len(refused), sum("Help on digest" in text for text in told)) == (2, 4)
    clock.at += timedelta(minutes=1)
    assert "Help on digest" in words(team.type("help digest", user="U7"))


def test_a_form_sent_too_often_is_refused_below_its_input(desk):
    for n in range(3):
        assert desk.first_time(f"n{n}", T1, UserId("U1"))
    assert not desk.first_time("n0", T1, UserId("U1"))  # a repeat counts as none
    with pytest.raises(UserError, match="wait a minute"):
        desk.first_time("n4", T1, UserId("U1"))
    assert desk.first_time("n5", WorkspaceId("T2"), UserId("U1"))


def test_a_workspace_has_so_many_digests_and_another_as_many(desk):
    for channel in ("C1", "C2"):
        desk.typed("digest on", replace(ANA, channel=channel))
    with pytest.raises(UserError, match="2 channels of this workspace have a digest"):
        desk.typed("digest on", replace(ANA, channel="C3"))
    desk.typed("digest on", replace(ANA, workspace="T2", channel="C3"))
    desk.typed("digest off", ANA)
    desk.typed("digest on", replace(ANA, channel="C3"))


def test_a_person_follows_so_many_and_a_colleague_as_many(desk):
    for word in ("parking", "buses"):
        desk.typed(f'mute word "{word}"', ANA)
    with pytest.raises(UserError, match="2 names are enough"):
        desk.typed('mute word "bikes"', ANA)
    desk.typed('mute word "bikes"', replace(ANA, user="U2"))


def test_a_workspace_has_so_many_feeds_of_its_own(desk):
    with pytest.raises(UserError, match="It is 3 feeds; 0 are there"):
        desk.typed("feeds pack immigration", ANA)


def test_a_reader_gets_so_many_alerts_a_day_and_one_word_about_the_rest(desk, wired, clock):
    second, third = (datetime.fromisoformat(evening) for evening in EVENINGS[1:])
    clock.at = second + timedelta(hours=1)
    wired.alerts.plan()
    desk.typed("follow Boston dm", ANA)
    desk.typed("follow Harlan Pryce dm", ANA)
    for minutes in (5, 6):
        clock.at = third + timedelta(minutes=minutes)
        assert wired.alerts.plan() == (minutes == 5)
    with wired.database.read() as tx:
        rows = [row for row in tx.deliveries.history(limit=1000) if row.kind is DeliveryKind.ALERT]
    assert sorted("These were 1 alerts today" in row.payload for row in rows) == [False, True]
    assert {row.channel_id for row in rows} == {"U1"}
