"""What is set, and who may change it."""

import pytest

from bot.messages import home
from bot.messages.limits import fits
from bot.messages.settings import RIGHTS, rights_modal, settings_message
from bot.model.digest import SubscriptionId
from tests.support.team import elements, words

KEY = SubscriptionId("sub-1")
LINES = ("Digest at 8:00: `digest at HH:MM`", "Retention 90 days")


def opened(message):
    return [button["action_id"] for button, _ in elements(message, "button")]


def test_each_setting_is_a_line_and_what_to_type_is_code():
    message = settings_message(LINES, key=KEY, may_change=True)
    assert "Retention 90 days" in words(message)
    assert "`" not in words(message)
    assert message["text"].count("\n") == 1
    assert "`" not in message["text"]
    assert fits(message["blocks"])


def test_those_who_may_change_them_have_a_button_for_each():
    assert opened(settings_message(LINES, key=KEY, may_change=True)) == [
        home.OPEN_SCHEDULE,
        home.OPEN_PLACES,
        home.OPEN_TOPICS,
        home.OPEN_RIGHTS,
    ]


def test_a_channel_without_a_digest_has_only_the_workspaces_settings():
    assert opened(settings_message(LINES, key=None, may_change=True)) == [home.OPEN_RIGHTS]


@pytest.mark.parametrize("key", [KEY, None])
def test_who_may_not_is_told_so(key):
    message = settings_message(LINES, key=key, may_change=False)
    assert opened(message) == []
    assert "not change it" in words(message)


def test_buttons_lead_to_the_channel_they_stand_in():
    message = settings_message(LINES, key=KEY, may_change=True)
    assert {button["value"] for button, _ in elements(message, "button") if "value" in button} == {KEY}


@pytest.mark.parametrize("who", ["everyone", "managers", "listed"])
def test_the_present_choice_is_chosen(who):
    modal = rights_modal(who, ["U1", "U2"])
    assert modal["callback_id"] == RIGHTS
    inputs = {block["block_id"]: block for block in modal["blocks"] if block["type"] == "input"}
    chosen = inputs["who"]["element"]
    assert chosen["initial_option"]["value"] == who
    assert [option["value"] for option in chosen["options"]] == ["everyone", "managers", "listed"]
    assert inputs["people"]["element"]["initial_users"] == ["U1", "U2"]
    assert inputs["people"]["optional"] is True


def test_nobody_named_is_possible():
    modal = rights_modal("everyone", [])
    people = next(block for block in modal["blocks"] if block.get("block_id") == "people")
    assert not people["element"].get("initial_users")
