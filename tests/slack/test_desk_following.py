"""Follow and mute through the desk, on three days of the sample feeds."""

from dataclasses import replace

import pytest

from bot.errors import UserError
from bot.messages import actions, home, modals
from bot.model.workspace import LOCAL_WORKSPACE
from bot.services.desk.records import Asker, FormErrors
from tests.support.team import button, elements, words

ANA = Asker(workspace=LOCAL_WORKSPACE, user="U1", channel="C1", zone="America/New_York")
BEN = replace(ANA, user="U2")
DIRECT = replace(ANA, channel="D1")


@pytest.fixture
def desk(wired):
    return wired.desk


def said(reply):
    return " ".join(words(message) for message in reply.messages)


def held(wired, *owners):
    with wired.database.read() as tx:
        return tx.follows.of_owners(LOCAL_WORKSPACE, owners, now=wired.now())


def test_a_follow_is_the_persons_own_and_nobody_elses_to_see(wired, desk):
    desk.typed("follow Harlan Pryce", ANA)
    (follow,) = held(wired, "U1", "C1")
    assert (follow.owner, follow.where, follow.label) == ("U1", "digest", "Harlan Pryce")
    assert "Harlan Pryce" in said(desk.typed("following", ANA))
    assert "Harlan Pryce" not in said(desk.typed("following", BEN))
    assert "Nobody changed anything" in said(desk.typed("audit", BEN))


def test_the_undo_of_a_follow_ends_it(wired, desk):
    reply = desk.typed("follow Springfield, MA dm", ANA)
    undo = button(reply.messages[0], "Undo")
    desk.press(undo["action_id"], undo["value"], asker=ANA)
    assert held(wired, "U1") == ()


def test_the_undo_of_an_unfollow_follows_again_in_the_same_place(wired, desk):
    desk.typed("follow housing dm", ANA)
    reply = desk.typed("unfollow housing", ANA)
    undo = button(reply.messages[0], "Undo")
    desk.press(undo["action_id"], undo["value"], asker=ANA)
    assert [(f.target, f.where) for f in held(wired, "U1")] == [("housing", "dm")]


def test_two_cities_of_one_name_are_asked_with_buttons(wired, desk):
    reply = desk.typed("follow Springfield dm", ANA)
    assert held(wired, "U1") == ()
    choice = button(reply.messages[0], "Springfield, city in IL")
    desk.press(choice["action_id"], choice["value"], asker=ANA)
    (follow,) = held(wired, "U1")
    assert (follow.target, follow.where) == ("geonames:4250542", "dm")


@pytest.mark.parametrize("typed", ["follow Harlen Price", "mute Harlen Price", "unfollow Harlen Pryce"])
def test_a_typo_gets_the_nearest_name_as_a_button(wired, desk, typed):
    desk.typed("follow Harlan Pryce", ANA)
    reply = desk.typed(typed, ANA)
    assert "Did you mean" in said(reply)
    choice = button(reply.messages[0], "Harlan Pryce")
    before = held(wired, "U1")
    desk.press(choice["action_id"], choice["value"], asker=ANA)
    assert held(wired, "U1") != before or typed.startswith("follow")


def test_here_follows_for_the_channel_with_an_entry_in_the_audit(wired, desk):
    desk.typed("follow housing here", ANA)
    assert [(f.owner, f.where) for f in held(wired, "C1")] == [("C1", "C1")]
    assert "Housing" in said(desk.typed("following", BEN))
    assert "followed a name for the channel" in said(desk.typed("audit", BEN))
    assert "unfollow housing here" in said(desk.typed("unfollow housing", ANA))
    desk.typed("unfollow housing here", ANA)
    assert held(wired, "C1") == ()


def test_in_a_direct_message_here_means_there(wired, desk):
    desk.typed("follow housing here", DIRECT)
    assert [(f.owner, f.where) for f in held(wired, "U1", "D1")] == [("U1", "dm")]


def test_a_follow_of_the_channel_brings_its_stories_to_the_front(desk):
    desk.typed("digest on", ANA)
    desk.typed("digest max 1", ANA)

    def first():
        return said(desk.typed("digest preview", BEN)).split("Also:")[0]

    assert "Springfield" not in first()
    desk.typed("follow Springfield, MA here", ANA)
    assert "Springfield" in first()


def test_a_followed_name_comes_though_its_topic_was_not_chosen(wired, desk):
    desk.typed("digest on", ANA)
    wired.subscribe.change("C1", workspace=LOCAL_WORKSPACE, topics=("housing",))
    assert "rail crossing tax" not in said(desk.typed("digest preview", ANA))
    desk.typed("follow Springfield, IL here", ANA)
    assert "rail crossing tax" in said(desk.typed("digest preview", ANA))


def test_a_muted_name_is_left_out_of_digest_and_today_but_not_of_lookups(desk):
    desk.typed("digest on", ANA)
    assert "Boston police quietly help" in said(desk.typed("digest preview", ANA))
    desk.typed("mute Harlan Pryce 7d", ANA)
    assert "Boston police quietly help" not in said(desk.typed("digest preview", BEN))
    assert "Boston police quietly help" not in said(desk.typed("today", BEN))
    assert "Boston police quietly help" in said(desk.typed("about Harlan Pryce", ANA))
    desk.typed("unmute Harlan Pryce", BEN)
    assert "Boston police quietly help" in said(desk.typed("digest preview", ANA))


def test_without_a_digest_a_mute_is_for_oneself(wired, desk):
    desk.typed("mute Harlan Pryce", ANA)
    assert [(f.owner, f.muted) for f in held(wired, "U1", "C1")] == [("U1", True)]
    assert "Boston police quietly help" not in said(desk.typed("today", ANA))
    assert "Boston police quietly help" in said(desk.typed("today", BEN))


def test_a_muted_word_leaves_out_headlines_with_it(desk):
    assert "rail crossing tax" in said(desk.typed("today", DIRECT))
    desk.typed('mute word "Rail Crossing"', DIRECT)
    assert "rail crossing tax" not in said(desk.typed("today", DIRECT))


def test_a_muted_outlet_leaves_out_what_it_alone_carries(wired, desk):
    assert "rail crossing tax" in said(desk.typed("today", DIRECT))
    with wired.database.read() as tx:
        found = tx.articles.window(wired.now().replace(day=1), wired.now())
    url = next(a.url for a in found if "rail crossing tax" in a.title)
    desk.typed(f"mute source {url.split('/')[2]}", DIRECT)
    assert "rail crossing tax" not in said(desk.typed("today", DIRECT))


def test_a_misspelt_domain_gets_the_nearest(desk):
    reply = desk.typed("mute source crstudent.exampel", DIRECT)
    assert "Did you mean" in said(reply)
    assert button(reply.messages[0], "crstudent.example")


def test_a_mute_ends_by_itself(wired, clock, desk):
    desk.typed("mute Harlan Pryce 7d", DIRECT)
    clock.at = clock.at.replace(day=12)
    assert "Nothing is muted" in said(desk.typed("muted", DIRECT))


def test_the_undo_of_a_mute_that_has_ended_says_so(wired, clock, desk):
    undo = button(desk.typed("mute Harlan Pryce 7d", DIRECT).messages[0], "Undo")
    (mute,) = held(wired, "U1")
    clock.at = clock.at.replace(day=12)
    said_late = said(desk.press(undo["action_id"], undo["value"], asker=DIRECT))
    assert "The mute of Harlan Pryce ended by itself on Wed 11 Mar 7:30 PM" in said_late
    assert "ended by itself" in said(desk.press(home.UNMUTE, mute.id, asker=DIRECT))
    with wired.database.write() as tx:
        tx.follows.purge(clock.at)
    assert "That is not muted (any more)" in said(desk.press(undo["action_id"], undo["value"], asker=DIRECT))


def test_the_undo_of_an_unmute_brings_back_the_days_that_were_left(wired, clock, desk):
    desk.typed("mute Harlan Pryce 7d", DIRECT)
    clock.at = clock.at.replace(day=6)
    undo = button(desk.typed("unmute Harlan Pryce", DIRECT).messages[0], "Undo")
    desk.press(undo["action_id"], undo["value"], asker=DIRECT)
    (mute,) = held(wired, "U1")
    assert mute.until_at == clock.at.replace(day=11)


def test_the_menu_of_a_story_follows_and_mutes_it(wired, desk):
    today = desk.typed("today", DIRECT)
    menu = next(e for m in today.messages for e, _ in elements(m, "overflow"))
    follow, mute = menu["options"][2]["value"], menu["options"][3]["value"]
    assert "You follow" in said(desk.press(actions.STORY_MENU, follow, asker=DIRECT))
    assert [f.target_kind for f in held(wired, "U1")] == ["story"]
    assert "left out" in said(desk.press(actions.STORY_MENU, mute, asker=DIRECT))
    (kept,) = held(wired, "U1")
    assert kept.muted
    assert "Boston police quietly help" not in said(desk.typed("today", DIRECT))


def test_the_follow_button_of_an_answer_follows_whom_it_is_about(wired, desk):
    answer = desk.typed("about Springfield, MA", ANA)
    follow = button(answer.messages[0], "Follow")
    desk.press(follow["action_id"], follow["value"], asker=ANA)
    assert [f.target for f in held(wired, "U1")] == ["geonames:4951788"]


def test_the_home_tab_lists_follows_and_mutes_and_ends_them(wired, desk):
    desk.typed("follow Harlan Pryce dm", ANA)
    desk.typed("mute Springfield, MA", DIRECT)
    view = desk.home(replace(ANA, channel=""))
    assert "Harlan Pryce · as a direct message" in words(view)
    assert "Muted: Springfield, city in MA" in words(view)
    for label in ("Unfollow", "Unmute"):
        pressed = button(view, label)
        desk.press(pressed["action_id"], pressed["value"], asker=replace(ANA, channel=""))
    assert held(wired, "U1") == ()


def test_nobody_ends_what_is_somebody_elses(wired, desk):
    desk.typed("follow Harlan Pryce dm", ANA)
    (follow,) = held(wired, "U1")
    with pytest.raises(UserError, match="somebody else"):
        desk.press(actions.UNFOLLOW, follow.id, asker=BEN)


def test_the_modal_takes_a_clear_name_and_explains_an_unclear_one(wired, desk):
    assert desk.press(home.OPEN_FOLLOW, "", asker=ANA).view["callback_id"] == modals.FOLLOW
    at_home = replace(ANA, channel="")
    unclear = desk.submit(modals.FOLLOW, {"name": "Springfield", "where": "dm"}, "", at_home)
    assert isinstance(unclear, FormErrors)
    assert "city in IL" in unclear.by_field["name"]
    assert isinstance(desk.submit(modals.FOLLOW, {"name": "", "where": "dm"}, "", at_home), FormErrors)
    desk.submit(modals.FOLLOW, {"name": "Harlan Pryce", "where": "dm"}, "", at_home)
    assert [f.where for f in held(wired, "U1")] == ["dm"]


def test_following_twice_says_so(desk):
    desk.typed("follow Harlan Pryce", ANA)
    assert "already" in said(desk.typed("follow Harlan Pryce", ANA))
