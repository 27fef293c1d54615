"""Edits that count while servers run: topics of the operator and of one team, imported office-holders."""

import json
import re
from datetime import timedelta

import pytest

from bot.model.entity import EntityId
from bot.model.reading import Topic
from bot.model.workspace import LOCAL_WORKSPACE, WorkspaceId
from bot.services.desk.records import Asker
from bot.services.live import LOOK_EVERY_S
from tests.support.team import words

TEAM = WorkspaceId("T1")
ANA = Asker(workspace=LOCAL_WORKSPACE, user="U1", channel="C1", zone="America/New_York")
OURS = Asker(workspace=TEAM, user="U1", channel="C1", zone="America/New_York")
TRAINS = Topic(slug="trains", name="Trains", phrases=(("battery train", 4.0), ("rail crossing", 9.0)))


@pytest.fixture
def later(wired, monkeypatch, clock):
    """Let the time pass after which edits count; names that can be looked up are gathered anew too."""
    now = [0.0]
    monkeypatch.setattr(wired.stamps, "_tick", lambda: now[0])

    def pass_by():
        now[0] += LOOK_EVERY_S
        clock.at += timedelta(minutes=1)

    return pass_by


def said(reply):
    return re.sub(r"\s+", " ", " ".join(words(message) for message in reply.messages))


def test_a_topic_added_elsewhere_counts_here_without_a_restart(wired, later):
    reader = wired.reading.load()
    assert "no topic" in said(wired.desk.typed("topics edit trains", ANA))
    wired.topic_book.save([TRAINS])
    assert wired.reading.load() is reader, "looked at every few seconds only"
    later()
    assert wired.desk.typed("topics edit trains", ANA).view
    assert "Trains" in [topic.name for topic in wired.topics]
    assert wired.reading.load() is not reader


def test_an_imported_roster_counts_here_without_a_restart(wired, later):
    assert "I know no" in said(wired.desk.typed("follow Ada Quillfeather", ANA))
    roles = [{"type": "lower", "jurisdiction": "ocd-jurisdiction/country:us/state:ma/government"}]
    wired.roster.take([("list.json", json.dumps([{"name": "Ada Quillfeather", "roles": roles}]))])
    later()
    assert "You follow Ada Quillfeather" in said(wired.desk.typed("follow Ada Quillfeather", ANA))
    wired.roster.undo()
    later()
    assert not any("quillfeather" in i for i in wired.directory.listed)


def test_a_teams_own_topic_reaches_its_lookups_and_digests_and_nobody_elses(wired, later):
    assert "I know no" in said(wired.desk.typed("follow Trains", OURS))
    wired.topic_book.save([TRAINS], workspace=TEAM)
    later()
    answer = said(wired.desk.typed("about Trains", OURS))
    assert answer.startswith("Trains last 14 days")
    assert "2 stories" in answer
    assert "battery trains" in answer
    assert "“Trains”" in said(wired.desk.typed("about Trains", ANA)), "unknown to the others"
    wired.desk.typed("digest on", OURS)
    wired.subscribe.change("C1", workspace=TEAM, topics=("trains",))
    shown = said(wired.desk.typed("digest preview", OURS))
    assert "TRAINS" in shown
    assert "rail crossing" in shown
    assert "IMMIGRATION" not in shown


def test_a_topic_that_a_team_switched_off_labels_none_of_its_stories(wired, later):
    wired.desk.typed("digest on", OURS)
    assert "IMMIGRATION" in said(wired.desk.typed("digest preview", OURS))
    wired.topic_book.remove("immigration", workspace=TEAM)
    later()
    assert "IMMIGRATION" not in said(wired.desk.typed("digest preview", OURS))
    assert "IMMIGRATION" in said(wired.desk.typed("digest preview", ANA))


def test_the_same_person_stays_the_same_while_nothing_is_edited(wired):
    assert wired.directory.listed is wired.directory.listed
    assert EntityId("person:nobody") not in wired.directory.listed
