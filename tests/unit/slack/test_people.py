"""What Slack knows of people is asked once an hour, and its silence has a plain substitute."""

import pytest

from bot.errors import PlatformError
from bot.services.desk.records import Channel
from bot.slack.people import People


class Client:
    def __init__(self):
        self.asked = 0
        self.zone = "America/New_York"
        self.fails = False

    def users_info(self, *, user):
        self.asked += 1
        if self.fails:
            raise PlatformError("refused", code="missing_scope")
        return {"user": {"id": user, "tz": self.zone}}

    def conversations_info(self, *, channel):
        self.asked += 1
        return {"channel": {"id": channel, "name": "city-desk", "is_member": False}}


class FakeSlack:
    def __init__(self):
        self.one = Client()

    def client(self, _workspace):
        return self.one


@pytest.fixture
def slack():
    return FakeSlack()


@pytest.fixture
def hours():
    return [0.0]


@pytest.fixture
def people(slack, hours):
    return People(slack, clock=lambda: hours[0] * 3600)


def test_a_zone_is_asked_once_an_hour(people, slack, hours):
    assert [people.zone("T1", "U1") for _ in range(3)] == ["America/New_York"] * 3
    assert slack.one.asked == 1
    hours[0] = 1.1
    people.zone("T1", "U1")
    assert slack.one.asked == 2


def test_zones_are_kept_for_each_person(people, slack):
    people.zone("T1", "U1")
    people.zone("T1", "U2")
    people.zone("T2", "U1")
    assert slack.one.asked == 3


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", None])
def test_a_zone_that_nobody_knows_is_utc(people, slack, zone):
    slack.one.zone = zone
    assert people.zone("T1", "U1") == "UTC"


def test_a_refusal_is_not_kept(people, slack):
    slack.one.fails = True
    assert people.zone("T1", "U1") == "UTC"
    slack.one.fails = False
    assert people.zone("T1", "U1") == "America/New_York"


def test_a_channel_is_asked_anew_once_the_bot_joined(people, slack):
    assert people.describe("T1", "C1") == Channel(name="#city-desk", joined=False)
    people.forget("T1", "C1")
    people.describe("T1", "C1")
    assert slack.one.asked == 2
