"""Alerts over a real store of each kind: who is told, how often, when it is night, what is held back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.model.digest import DeliveryKind
from bot.model.workspace import ChannelId
from bot.services.alerts import Alerts
from bot.services.directory import Directory
from bot.services.shelf import Shelves
from bot.services.team_topics import TeamTopics
from bot.stories.outlets import OutletBook
from tests.storage import make

NOON = datetime(2025, 8, 26, 16, tzinfo=UTC)  # in New York


class NoPlaces:
    """A gazetteer of nothing."""

    def find_place(self, _place_id):
        return None

    def candidates(self, _name):
        return ()

    search = candidates


class Town:
    """A store in which a mayor is followed, with alerts planned at moments of the test."""

    def __init__(self, db, zone):
        self.db, self.at = db, NOON
        shelves = Shelves(
            directory=Directory(dict, NoPlaces()),
            outlets=OutletBook(),
            topics=TeamTopics(lambda _team: (), lambda: ""),
        )
        self.alerts = Alerts(db, shelves=shelves, zone_of=lambda _team, _user: zone, clock=lambda: self.at)
        with db.write() as tx:
            tx.entities.save([make.person()])

    def follow(self, name="fo1", **more):
        with self.db.write() as tx:
            tx.follows.save(make.follow(name, **{"where": "dm", "created_at": NOON - make.HOUR, **more}))

    def comes(self, name, story="s1", **more):
        """An article about the mayor comes into a story."""
        found = make.article(name, published_at=self.at, first_seen_at=self.at, **more)
        with self.db.write() as tx:
            tx.articles.add([(found, (name,))])
            tx.readings.save([make.reading(name, make.MAYOR, topics=("housing",))])
            former = tx.stories.find(story)
            ids = (*(former.article_ids if former else ()), name)
            grown = make.story(story, *ids, first_at=self.at, updated_at=self.at - timedelta(seconds=1))
            tx.stories.save([grown], at=self.at)

    def told(self):
        with self.db.read() as tx:
            found = [d for d in tx.deliveries.history(limit=99) if d.kind is DeliveryKind.ALERT]
        return sorted(found, key=lambda row: (row.due_at, row.channel_id, row.id))


@pytest.fixture
def town(db):
    made = Town(db, "America/New_York")
    made.alerts.plan()
    made.at += timedelta(minutes=1)
    return made


def test_a_follower_is_told_once_and_nobody_else(town):
    town.follow()
    town.follow("fo2", owner="U2", where="digest")
    town.comes("a1")
    assert town.alerts.plan() == 1
    assert town.alerts.plan() == 0
    (row,) = town.told()
    assert (row.channel_id, row.due_at) == ("U1", town.at)
    assert "You follow Ada Quist: a new story" in row.payload


def test_a_story_is_told_once_an_hour_and_what_waited_is_told_then(town):
    town.follow(target_kind="story", target="s1", label="the vote")
    town.comes("a1")
    assert town.alerts.plan() == 1
    for minute in range(1, 6):
        town.at += timedelta(minutes=10)
        town.comes(f"b{minute}", outlet=f"Post {minute}", url=f"https://post-{minute}.example/1")
        assert town.alerts.plan() == 0, "within the hour"
    town.at += timedelta(minutes=10, seconds=1)
    assert town.alerts.plan() == 1
    assert len(town.told()) == 2
    assert "something new in a story" in town.told()[1].payload


def test_a_channel_and_a_person_are_told_each(town):
    town.follow()
    town.follow("fo2", owner="C9", where="C9")
    town.comes("a1")
    assert town.alerts.plan() == 2
    assert [row.channel_id for row in town.told()] == ["C9", "U1"]


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (datetime(2025, 8, 27, 1, 59, tzinfo=UTC), datetime(2025, 8, 27, 1, 59, tzinfo=UTC)),  # 21:59
        (datetime(2025, 8, 27, 2, tzinfo=UTC), datetime(2025, 8, 27, 11, tzinfo=UTC)),  # 22:00
        (datetime(2025, 8, 27, 10, 59, tzinfo=UTC), datetime(2025, 8, 27, 11, tzinfo=UTC)),  # 6:59
        (datetime(2025, 8, 27, 11, tzinfo=UTC), datetime(2025, 8, 27, 11, tzinfo=UTC)),  # 7:00
    ],
)
def test_quiet_hours_are_those_of_the_persons_zone(town, at, due):
    town.follow()
    town.at = at
    town.comes("a1")
    town.alerts.plan()
    assert [row.due_at for row in town.told()] == [due]


def test_two_changes_in_one_night_are_one_message_that_says_the_newest(town):
    town.follow(target_kind="story", target="s1", label="the vote")
    town.at = datetime(2025, 8, 27, 3, tzinfo=UTC)
    town.comes("a1")
    town.alerts.plan()
    town.at += timedelta(hours=2)
    town.comes("a2", outlet="Night Wire", url="https://night-wire.example/1")
    town.alerts.plan()
    (row,) = town.told()
    assert "2 outlets" in row.payload


def test_what_a_channel_holds_waits_so_many_hours(town):
    channel = ChannelId("C-sub1")
    with town.db.write() as tx:
        tx.subscriptions.save(make.subscription(hold_single_origin_h=6))
    town.follow(owner=channel, where=channel)
    town.comes("a1")
    assert town.alerts.plan() == 0
    town.at += timedelta(hours=5, minutes=59)
    assert town.alerts.plan() == 0
    town.at += timedelta(minutes=2)
    assert town.alerts.plan() == 1


def test_an_ended_follow_and_another_workspaces_private_feed_tell_nothing(town):
    town.follow(until_at=NOON - timedelta(minutes=1))
    town.comes("a1")
    assert town.alerts.plan() == 0


def test_two_processes_that_look_at_once_tell_it_once(town):
    town.follow()
    other = Town.__new__(Town)
    other.__dict__ = {**town.__dict__}
    town.comes("a1")
    assert town.alerts.plan() + other.alerts.plan() == 1
    (row,) = town.told()
    with town.db.write() as tx:
        assert tx.deliveries.replace(row, replace(row, payload=row.payload))
