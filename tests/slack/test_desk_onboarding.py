"""The first three minutes: welcome, set up, preview, and nothing in a channel before "Post it"."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.messages import home, modals, onboarding
from bot.model.workspace import LOCAL_WORKSPACE
from bot.services.desk.records import Asker, FormErrors
from tests.support.team import button, words

ANA = Asker(workspace=LOCAL_WORKSPACE, user="U1", channel="", zone="America/New_York")
GOOD = {
    "places": ("geonames:4930956",),
    "packs": (),
    "channel": "C7",
    "at": "07:30",
    "zone": "ET",
}


@pytest.fixture
def desk(wired):
    return wired.desk


def said(reply):
    return " ".join(words(message) for message in reply.messages)


def test_the_welcome_comes_once_a_person_and_not_where_a_digest_is_on(desk):
    welcome = desk.welcome(ANA)
    assert button(welcome.messages[0], "Set up a channel")
    assert desk.welcome(ANA).messages == ()
    desk.typed("digest on", replace(ANA, channel="C1"))
    assert desk.welcome(replace(ANA, user="U2")).messages == ()


def test_the_modal_has_packs_and_the_persons_zone(desk):
    view = desk.press(home.OPEN_SETUP, "", asker=ANA).view
    inputs = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert inputs["zone"]["initial_value"] == "America/New_York"
    assert "Immigration" in [option["value"] for option in inputs["packs"]["options"]]


def test_setting_up_shows_a_preview_posts_nothing_and_one_press_posts(wired, desk, server, clock):
    preview = desk.submit(modals.SETUP, GOOD, "", ANA)
    assert "Nothing is posted yet" in said(preview)
    assert "Boston police quietly help" in said(preview)
    found = wired.subscribe.find("C7", workspace=LOCAL_WORKSPACE)
    assert (found.active, found.owner, found.zone) == (False, "U1", "America/New_York")
    wired.planner.plan(clock())
    assert wired.deliverer.deliver() == 0
    post = next(button(m, "Post it") for m in preview.messages if "Post it" in words(m))
    assert post["action_id"] == onboarding.POST_IT
    assert "I post today's digest now" in said(desk.press(post["action_id"], post["value"], asker=ANA))
    assert wired.subscribe.find("C7", workspace=LOCAL_WORKSPACE).active
    while wired.deliverer.deliver():
        clock.at += timedelta(seconds=2)
    assert server.messages[0].channel == "C7"
    assert ": posted" in words(desk.home(ANA))


def test_packs_are_added_without_making_news_of_their_old_items(wired, desk):
    before = len(wired.feeds.rows())
    told = desk.submit(modals.SETUP, {**GOOD, "packs": ("Courts",)}, "", ANA)
    assert "new feeds" in said(told)
    assert len(wired.feeds.rows()) > before


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"channel": ""}, "channel"), ({"zone": "Mars"}, "zone"), ({"places": ("geonames:1",)}, "places")],
)
def test_what_is_wrong_is_told_below_its_input(desk, changed, field):
    taken = desk.submit(modals.SETUP, {**GOOD, **changed}, "", ANA)
    assert isinstance(taken, FormErrors)
    assert set(taken.by_field) == {field}


def test_a_digest_that_is_on_stays_on_and_its_owner_stays(wired, desk):
    desk.typed("digest on", replace(ANA, channel="C7", user="U5"))
    desk.submit(modals.SETUP, GOOD, "", ANA)
    found = wired.subscribe.find("C7", workspace=LOCAL_WORKSPACE)
    assert (found.active, found.owner, found.at.hour) == (True, "U5", 7)


def test_a_preview_of_a_digest_that_is_gone_says_so(desk):
    with pytest.raises(UserError, match="gone"):
        desk.press(onboarding.POST_IT, "sub-0", asker=ANA)


def test_it_says_where_the_bot_must_be_invited(desk, server):
    server.channel["is_member"] = False
    assert "/invite @Policy Digest" in said(desk.submit(modals.SETUP, GOOD, "", ANA))
