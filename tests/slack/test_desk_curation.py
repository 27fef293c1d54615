"""Split, merge, forget and not-this-person through the desk, and how they reach cards already posted."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.messages import actions, modals
from bot.model.digest import DeliveryKind
from bot.model.workspace import LOCAL_WORKSPACE
from bot.services.desk.records import Asker, FormErrors
from tests.support.team import button, elements, words

ANA = Asker(workspace=LOCAL_WORKSPACE, user="U1", channel="C1", zone="America/New_York")


@pytest.fixture
def desk(wired):
    return wired.desk


def said(reply):
    return " ".join(words(message) for message in reply.messages)


@pytest.fixture
def deliver(wired, clock):
    """Step all deliveries to their end."""

    def to_the_end():
        for _ in range(60):
            if not wired.deliverer.deliver():
                return
            clock.at += timedelta(seconds=2)

    return to_the_end


@pytest.fixture
def posted(desk, deliver, server):
    """A digest in the channel; gives the posted message."""
    desk.typed("digest on", ANA)
    desk.typed("digest now", ANA)
    deliver()
    return server.messages[0]


def rows(wired, kind):
    with wired.database.read() as tx:
        return [d for d in tx.deliveries.history() if d.kind is kind]


def edits(server):
    return [arguments for method, arguments in server.calls if method == "chat.update"]


def test_a_forgotten_page_is_asked_for_first_and_then_gone_from_store_and_card(
    wired, desk, posted, deliver, server
):
    url = next(e["url"] for e in links(posted.body) if "boston-police" in e["url"] or "ice" in e["url"])
    asked = desk.typed(f"forget url {url}", ANA)
    agree = button(asked.messages[0], "Remove it")
    assert "confirm" in agree
    with wired.database.read() as tx:
        assert tx.forget.messages_with_url(url)
    told = desk.press(agree["action_id"], agree["value"], asker=ANA)
    assert "1 posted message with it is edited" in said(told)
    deliver()
    (edit,) = edits(server)
    assert edit["ts"] == posted.ts
    assert url not in json.dumps(edit["blocks"])
    assert url in json.dumps(posted.body["blocks"])
    assert "Removed on request" not in json.dumps(edit["blocks"]), "the story goes on under another headline"
    with pytest.raises(UserError, match="No stored article"):
        desk.press(agree["action_id"], agree["value"], asker=ANA)


def links(body):
    found = []

    def collect(value):
        if isinstance(value, dict):
            if value.get("type") == "link":
                found.append(value)
            for inner in value.values():
                collect(inner)
        elif isinstance(value, list):
            for inner in value:
                collect(inner)

    collect(body["blocks"])
    return found


def test_a_forgotten_person_is_gone_from_card_text_and_lookups(wired, desk, posted, deliver, server):
    assert "Harlan Pryce" in posted.body["text"]
    asked = desk.typed('forget person "Harlan Pryce"', ANA)
    agree = button(asked.messages[0], "Remove")
    told = desk.press(agree["action_id"], agree["value"], asker=ANA)
    deliver()
    (edit,) = edits(server)
    assert "Harlan Pryce" not in json.dumps(edit["blocks"])
    assert "Harlan Pryce" not in edit["text"]
    assert "Boston Police" in edit["text"]
    undo = button(told.messages[0], "Undo")
    assert "Taken back" in said(desk.press(undo["action_id"], undo["value"], asker=ANA))


def test_frozen_messages_lose_what_is_forgotten_before_they_are_posted(wired, desk, clock, server, deliver):
    desk.typed("digest on", ANA)
    desk.typed("digest now", ANA)
    server.fault_of = lambda method, _arguments: "rate_limited" if method == "chat.postMessage" else ""
    wired.deliverer.deliver()
    assert rows(wired, DeliveryKind.DIGEST)[0].payload
    agree = button(desk.typed('forget person "Harlan Pryce"', ANA).messages[0], "Remove")
    desk.press(agree["action_id"], agree["value"], asker=ANA)
    server.fault_of = lambda _method, _arguments: ""
    clock.at += timedelta(minutes=1)
    deliver()
    (message, *_) = server.messages
    assert "Harlan Pryce" not in json.dumps(message.body)
    assert edits(server) == []


def first_story(desk, channel=ANA):
    menu = next(e for m in desk.typed("today", channel).messages for e, _ in elements(m, "overflow"))
    return actions.read_story_choice(menu["options"][0]["value"])[1]


def test_a_split_makes_two_stories_edits_the_card_and_is_undone(wired, desk, posted, deliver, server):
    story = first_story(desk)
    view = desk.typed(f"split {story}", ANA).view
    choices = next(b for b in view["blocks"] if b.get("block_id") == "articles")["element"]["options"]
    one = choices[-1]["value"]
    told = desk.submit(view["callback_id"], {"articles": (one,)}, view["private_metadata"], ANA)
    assert "is a story of its own now" in said(told)
    with wired.database.read() as tx:
        assert tx.stories.of_articles([one])[one] != story
    deliver()
    assert len(edits(server)) == 1
    undo = button(told.messages[0], "Undo")
    desk.press(undo["action_id"], undo["value"], asker=ANA)
    with wired.database.read() as tx:
        assert tx.stories.of_articles([one])[one] == story
    assert "undid" in said(desk.typed("audit", ANA))


def test_stories_are_merged_by_their_numbers_and_parted_again(wired, desk, posted):
    told = desk.typed("merge 1 2", ANA)
    assert "is part of “ICE field director" in said(told)
    undo = button(told.messages[0], "Undo")
    desk.press(undo["action_id"], undo["value"], asker=ANA)
    with pytest.raises(UserError, match="undone before"):
        desk.press(undo["action_id"], undo["value"], asker=ANA)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("merge 1 99", "stories 1 to"),
        ("merge 1 1", "the same story"),
        ("split nosuchstory", "no story nosuchstory"),
        ("forget person Boston", "is no person"),
    ],
)
def test_what_cannot_be_corrected_is_told_with_the_reason(desk, posted, typed, told):
    with pytest.raises(UserError, match=told):
        desk.typed(typed, ANA)


def test_an_empty_choice_or_all_articles_is_told_below_the_input(desk):
    story = first_story(desk)
    view = desk.typed(f"split {story}", ANA).view
    choices = next(b for b in view["blocks"] if b.get("block_id") == "articles")["element"]["options"]
    everything = tuple(choice["value"] for choice in choices)
    for chosen in ((), everything):
        taken = desk.submit(modals.SPLIT, {"articles": chosen}, view["private_metadata"], ANA)
        assert isinstance(taken, FormErrors)


def test_not_this_person_is_respected_and_undone(desk):
    answer = desk.typed("about Harlan Pryce", ANA)
    wrong = button(answer.messages[0], "Not this person?")
    view = desk.press(wrong["action_id"], wrong["value"], asker=ANA).view
    told = desk.submit(view["callback_id"], {"entity": modals.NOBODY}, view["private_metadata"], ANA)
    assert "does not mean that person" in said(told)
    assert "18 articles" not in said(desk.typed("about Harlan Pryce", ANA))
    undo = button(told.messages[0], "Undo")
    desk.press(undo["action_id"], undo["value"], asker=ANA)
    assert "Harlan Pryce" in said(desk.typed("about Harlan Pryce", ANA))


def test_buttons_of_another_time_say_so(desk):
    for action, value in (
        (actions.STORY_UNDO, "c0"),
        (actions.CONFIRMED, "digest off"),
        (actions.CONFIRMED, "forget person person:nobody"),
        (actions.LOOKUP_WRONG, '{"name":"Zzyzx"}'),
    ):
        with pytest.raises(UserError):
            desk.press(action, value, asker=replace(ANA, channel="C2"))
