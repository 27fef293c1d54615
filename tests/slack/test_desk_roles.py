"""Who may change things: asked in one place before every command, button and form that does."""

from dataclasses import replace

import pytest

from bot.commands.grammar import TABLE
from bot.commands.parse import parse
from bot.errors import UserError
from bot.messages import home, modals
from bot.messages.settings import RIGHTS
from bot.model.workspace import LOCAL_WORKSPACE
from bot.services.desk.desk import CHANGING, COMMANDS, FORMS
from bot.services.desk.records import Asker, FormErrors
from tests.support.team import words

ANA = Asker(workspace=LOCAL_WORKSPACE, user="U1", channel="C1", zone="America/New_York")
BEN = replace(ANA, user="U2")


@pytest.fixture
def desk(wired):
    return wired.desk


def said(reply):
    return " ".join(words(message) for message in reply.messages)


def lock(desk, who, *people, by=ANA):
    return desk.submit(RIGHTS, {"who": who, "people": people}, "", by)


def test_every_command_of_the_table_has_a_handler():
    assert {form.makes for form in TABLE} == set(COMMANDS)


@pytest.mark.parametrize("form", [f for f in TABLE if f.changes], ids=lambda f: f.usage)
def test_those_not_named_are_refused_every_change_with_the_way_out(desk, wired, form):
    lock(desk, "listed", "U1")
    with pytest.raises(UserError, match="Only the people named"):
        desk.run(parse(form.example, today=wired.now().date()), BEN)


@pytest.mark.parametrize("form", [f for f in TABLE if not f.changes], ids=lambda f: f.usage)
def test_what_changes_nothing_for_others_stays_open_to_all(desk, wired, form):
    lock(desk, "listed", "U1")
    told = ""
    try:
        desk.run(parse(form.example, today=wired.now().date()), BEN)
    except UserError as error:
        told = str(error)
    assert "Only the people named" not in told


def test_buttons_and_forms_that_change_something_are_refused_too(desk):
    desk.typed("digest on", ANA)
    lock(desk, "listed", "U1")
    for action in sorted(CHANGING & set(FORMS)):
        with pytest.raises(UserError, match="Only the people named"):
            desk.submit(action, {}, "", BEN)
    for action in sorted(CHANGING - set(FORMS)):
        with pytest.raises(UserError, match="Only the people named"):
            desk.press(action, "", asker=BEN)


def test_a_channels_follows_and_mutes_need_the_role_and_ones_own_do_not(desk):
    desk.typed("digest on", ANA)
    lock(desk, "listed", "U1")
    for typed in ("follow housing here", "mute housing"):
        with pytest.raises(UserError, match="Only the people named"):
            desk.typed(typed, BEN)
    assert "You follow" in said(desk.typed("follow housing dm", BEN))
    assert "left out" in said(desk.typed("mute housing", replace(BEN, channel="D2")))


def test_channel_managers_are_whoever_set_the_digest_up_or_made_the_channel(desk, server, wired):
    desk.typed("digest on", ANA)
    lock(desk, "managers")
    desk.typed("digest max 5", ANA)
    with pytest.raises(UserError, match="Only channel managers"):
        desk.typed("digest max 6", BEN)
    wired.people.forget(LOCAL_WORKSPACE, "C1")
    server.channel["creator"] = "U2"
    desk.typed("digest max 6", BEN)


def test_admins_always_may_and_guests_never(desk, server):
    lock(desk, "listed", "U1")
    server.answers["users.info"] = lambda asked: {
        "ok": True,
        "user": {"tz": "UTC", "is_admin": asked["user"] == "U3", "is_restricted": asked["user"] == "U4"},
    }
    desk.typed("digest on", replace(ANA, user="U3"))
    lock(desk, "everyone")
    with pytest.raises(UserError, match="Guests cannot"):
        desk.typed("digest off", replace(ANA, user="U4"))


def test_nobody_locks_himself_out_and_a_list_is_not_empty(desk):
    assert isinstance(lock(desk, "listed"), FormErrors)
    assert isinstance(lock(desk, "listed", "U2"), FormErrors)
    desk.typed("digest on", ANA)


def test_settings_show_who_may_and_buttons_only_to_them(desk):
    desk.typed("digest on", ANA)
    lock(desk, "listed", "U1")
    shown = desk.typed("settings", ANA)
    assert "people named one by one" in said(shown)
    assert "every day at 08:00 America/New_York" in said(shown)
    assert "Schedule" in said(shown)
    assert "Schedule" not in said(desk.typed("settings", BEN))
    assert "Add feeds" in words(desk.home(ANA))
    assert "Add feeds" not in words(desk.home(BEN))


def test_every_change_stands_in_the_audit(desk):
    for typed in ("digest on", "digest max 5", "feeds pack immigration", "digest off"):
        desk.typed(typed, ANA)
    lock(desk, "managers")
    listed = said(desk.typed("audit 30d", BEN))
    for action in (
        "switched the digest on",
        "set the stories",
        "added feeds",
        "switched the digest off",
        "set who may change things",
    ):
        assert action in listed


def test_the_modal_shows_what_is_set(desk):
    lock(desk, "listed", "U1", "U5")
    view = desk.press(home.OPEN_RIGHTS, "", asker=ANA).view
    assert view["callback_id"] == RIGHTS
    inputs = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert inputs["people"]["initial_users"] == ["U1", "U5"]
    assert inputs["who"]["initial_option"]["value"] == "listed"
    assert modals.SCHEDULE != RIGHTS
