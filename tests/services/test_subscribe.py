"""Channels and what they want: saved, changed, switched off and on again, and never doubled."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.catalog.files import config_dir, find_file
from bot.catalog.gazetteer import Gazetteer
from bot.errors import NotFoundError, UserError
from bot.model.digest import DeliveryState
from bot.model.reading import Topic
from bot.model.workspace import LOCAL_WORKSPACE
from bot.services.planning import delivery_id
from bot.services.quotas import Quotas
from bot.services.subscribe import Subscribe, subscription_id
from tests.storage.make import BLUE, DAY, NOW, RED

TOPICS = (
    Topic(slug="housing", name="Housing"),
    Topic(slug="schools", name="Schools"),
    Topic(slug="sport", name="Sport", negative=True),
)
ZONE = "America/New_York"


@pytest.fixture(scope="module")
def gazetteer():
    found = Gazetteer(find_file(config_dir(None), "data/gazetteer.sqlite"))
    yield found
    found.close()


@pytest.fixture
def subscribe(database, gazetteer, clock):
    return Subscribe(
        database, gazetteer=gazetteer, topics=TOPICS, clock=clock, quotas=Quotas(subscriptions=2)
    )


def state_of(database, subscription):
    with database.read() as tx:
        row = tx.deliveries.find(delivery_id(subscription.id, NOW.date()))
    return row.state if row else None


def test_a_bare_channel_gets_everything_at_eight(subscribe):
    saved = subscribe.save("C1")
    assert (saved.places, saved.topics, saved.at, saved.zone) == ((), (), time(8, 0), "UTC")
    assert (saved.workspace_id, saved.created_at, saved.active) == (LOCAL_WORKSPACE, NOW, True)
    assert subscribe.find("C1", workspace=LOCAL_WORKSPACE) == saved
    assert subscribe.all() == (saved,)


def test_all_that_is_wanted_is_stored(subscribe):
    saved = subscribe.save(
        "C1", places=["Boston, MA"], topics=["schools", "housing"], at=time(7, 30), zone=ZONE,
        weekdays=[5, 1, 1], max_stories=3,
    )  # fmt: skip
    assert saved.places == ("geonames:4930956",)
    assert (saved.topics, saved.weekdays, saved.max_stories) == (("schools", "housing"), (1, 5), 3)
    assert subscribe.next_due_at(saved).isoformat() == "2025-08-29T11:30:00+00:00", "Friday, 7:30 there"


def test_saving_again_changes_the_one_there_is(subscribe):
    first = subscribe.save("C1")
    second = subscribe.save("C1", at=time(9, 0))
    assert (first.id, first.created_at) == (second.id, second.created_at)
    assert [one.at for one in subscribe.all()] == [time(9, 0)]


def test_workspaces_have_channels_of_their_own(subscribe):
    red, blue = (subscribe.save("C1", workspace=workspace) for workspace in (RED, BLUE))
    assert red.id != blue.id
    assert subscribe.find("C1", workspace=RED) == red
    assert subscribe.find("C1", workspace=LOCAL_WORKSPACE) is None


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"topics": ["sport"]}, "There are: housing, schools."),
        ({"topics": ["Housing"]}, "no topic 'Housing'"),
        ({"places": ["Nowhere-on-Sea"]}, "city with its state"),
        ({"places": ["Boston, Narnia"]}, "No place named"),
        ({"places": ["geonames:1"]}, "no place geonames:1"),
    ],
    ids=["what is no policy", "by its name", "no such place", "no such state", "no such id"],
)
def test_what_cannot_be_wanted_is_said_and_nothing_is_stored(subscribe, wanted, words):
    with pytest.raises(UserError, match=words):
        subscribe.save("C1", **wanted)
    assert subscribe.all() == ()


@pytest.mark.parametrize(
    "name", ["Boston", "boston", "Boston, MA", "Boston, Massachusetts", "geonames:4930956", " Boston , ma "]
)
def test_one_city_by_many_names(subscribe, name):
    assert subscribe.get_place(name).id == "geonames:4930956"


@pytest.mark.parametrize(
    ("name", "region"),
    [("Springfield, MA", "US-MA"), ("Springfield, IL", "US-IL"), ("Springfield, Ohio", "US-OH")],
)
def test_the_state_tells_cities_of_one_name_apart(subscribe, name, region):
    assert subscribe.get_place(name).place.region == region


def test_a_zone_that_does_not_exist_is_refused(subscribe):
    with pytest.raises(KeyError):
        subscribe.save("C1", zone="Mars/Olympus")
    assert subscribe.all() == ()


def test_switching_off_and_on_is_a_new_beginning(subscribe, clock):
    subscribe.save("C1")
    off = subscribe.change("C1", workspace=LOCAL_WORKSPACE, active=False)
    assert subscribe.next_due_at(off) is None
    clock.pass_(days=10)
    on = subscribe.change("C1", workspace=LOCAL_WORKSPACE, active=True)
    assert on.created_at == clock.at
    assert subscribe.next_due_at(on) == clock.at + DAY, "what was due meanwhile is not made up for"


def test_a_change_while_it_is_on_keeps_its_beginning(subscribe, clock):
    subscribe.save("C1")
    clock.pass_(days=1)
    assert subscribe.change("C1", workspace=LOCAL_WORKSPACE, max_stories=3).created_at == NOW


def test_what_was_not_posted_yet_is_withdrawn_when_it_is_switched_off(subscribe, database):
    saved = subscribe.save("C1")
    assert subscribe.post_now(saved).state is DeliveryState.PLANNED
    subscribe.change("C1", workspace=LOCAL_WORKSPACE, active=False)
    assert state_of(database, saved) is DeliveryState.SKIPPED


@pytest.mark.parametrize("state", [DeliveryState.INTENT, DeliveryState.UNKNOWN, DeliveryState.SENT])
def test_what_may_have_been_posted_is_not_withdrawn(subscribe, database, state):
    saved = subscribe.save("C1")
    row = subscribe.post_now(saved)
    with database.write() as tx:
        assert tx.deliveries.replace(row, replace(row, state=state))
    subscribe.change("C1", workspace=LOCAL_WORKSPACE, active=False)
    assert state_of(database, saved) is state


def test_a_digest_by_hand_is_one_at_a_time(subscribe):
    saved = subscribe.save("C1")
    assert subscribe.post_now(saved) is not None
    assert subscribe.post_now(saved) is None


def test_a_channel_is_removed_with_its_schedule(subscribe, database):
    saved = subscribe.save("C1")
    assert subscribe.remove("C1") == saved
    assert subscribe.all() == ()
    with database.read() as tx:
        assert tx.subscriptions.next_due_at() is None


def test_a_channel_without_a_digest_cannot_be_removed(subscribe):
    with pytest.raises(NotFoundError, match="C404"):
        subscribe.remove("C404")
    subscribe.save("C1", workspace=RED)
    with pytest.raises(NotFoundError):
        subscribe.remove("C1")


def test_a_full_workspace_changes_what_it_has_and_gets_no_more(subscribe):
    for channel in ("C1", "C2"):
        subscribe.save(channel, workspace=RED)
    subscribe.save("C1", workspace=RED, max_stories=5)
    with pytest.raises(UserError, match="2 channels"):
        subscribe.save("C3", workspace=RED)
    assert len(subscribe.all()) == 2
    subscribe.change("C2", workspace=RED, active=False)
    subscribe.save("C3", workspace=RED)
    with pytest.raises(UserError, match="2 channels"):
        subscribe.change("C2", workspace=RED, active=True)


def test_a_skipped_date_is_left_out_and_comes_back(subscribe):
    saved = subscribe.save("C1", at=time(9, 0))
    assert subscribe.next_due_at(saved).date() == NOW.date()
    skipped = subscribe.change("C1", workspace=LOCAL_WORKSPACE, skips=(NOW.date(),))
    assert subscribe.next_due_at(skipped).date() == date(2025, 8, 27)
    back = subscribe.change("C1", workspace=LOCAL_WORKSPACE, skips=())
    assert subscribe.next_due_at(back) == NOW + timedelta(hours=1)


def test_ids_do_not_meet():
    ids = {subscription_id(workspace, channel) for workspace in (RED, BLUE) for channel in ("C1", "C2")}
    assert len(ids) == 4
    assert all(one.startswith("sub-") and len(one) == 20 for one in ids)
