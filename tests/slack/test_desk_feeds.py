"""Feeds and topics through the desk: added, paused, imported, and told in sentences when it cannot be."""

from dataclasses import replace

import pytest

from bot.errors import UserError
from bot.messages import home, modals
from bot.model.workspace import LOCAL_WORKSPACE
from bot.services.desk.records import Asker, FormErrors
from bot.services.quotas import Quotas
from tests.support.team import button, words

ANA = Asker(workspace=LOCAL_WORKSPACE, user="U1", channel="C1", zone="America/New_York")
LIST = '<opml version="2.0"><body><outline type="rss" text="Quarry News" xmlUrl="{url}"/></body></opml>'


@pytest.fixture
def desk(wired):
    return wired.desk


@pytest.fixture
def harbor(wired):
    """The id of the feed of Harbor Ledger."""
    return next(feed.id for feed, _ in wired.feeds.rows() if feed.title == "Harbor Ledger")


def said(reply):
    return " ".join(words(message) for message in reply.messages)


def feed(wired, feed_id):
    with wired.database.read() as tx:
        return tx.feeds.get(feed_id)


def test_the_list_and_health_name_every_feed_with_its_id(desk, harbor):
    assert harbor in said(desk.typed("feeds list", ANA))
    assert "10 feeds read" in said(desk.typed("feeds health", ANA))


@pytest.mark.parametrize(
    ("verb", "changed"), [("pause", lambda f: f.paused), ("remove", lambda f: f.removed_at is not None)]
)
def test_a_feed_is_paused_or_removed_and_brought_back_by_undo(wired, desk, harbor, verb, changed):
    reply = desk.typed(f"feeds {verb} {harbor}", ANA)
    assert changed(feed(wired, harbor))
    undo = button(reply.messages[0], "Undo")
    desk.press(undo["action_id"], undo["value"], asker=ANA)
    assert not changed(feed(wired, harbor))


def test_a_feed_can_be_named_by_its_outlet_and_a_typo_gets_the_nearest(wired, desk, harbor):
    reply = desk.typed("feeds pause harbor-legder", ANA)
    assert "Did you mean" in said(reply)
    choice = button(reply.messages[0], "Harbor Ledger")
    desk.press(choice["action_id"], choice["value"], asker=ANA)
    assert feed(wired, harbor).paused
    assert "paused already" in said(desk.typed("feeds pause harbor-ledger", ANA))


def test_a_pack_is_added_once_and_an_unknown_one_lists_what_there_is(wired, desk):
    before = len(wired.feeds.rows())
    assert "more feeds" in said(desk.typed("feeds pack immigration", ANA))
    added = len(wired.feeds.rows()) - before
    assert added > 1
    assert "were there already" in said(desk.typed("feeds pack Immigration", ANA)).replace("was", "were")
    assert len(wired.feeds.rows()) == before + added
    unknown = desk.typed("feeds pack zebras", ANA)
    assert "There is no pack" in said(unknown)
    assert "Immigration" in said(unknown)
    assert button(unknown.messages[0], "Boston")


def test_an_address_that_is_no_feed_says_why(desk):
    with pytest.raises(UserError, match="not added"):
        desk.typed("feeds add http://127.0.0.1:9/feed.xml", ANA)


def test_export_and_pasted_import_are_inverse(wired, desk):
    reply = desk.typed("feeds export", ANA)
    assert reply.file.name == "feeds.opml"
    assert "harbor-ledger" in said(reply)
    view = desk.typed("feeds import", ANA).view
    taken = desk.submit(
        view["callback_id"], {"opml": LIST.format(url="https://q.example/f"), "url": ""}, "", ANA
    )
    assert "Quarry News" in said(taken)
    assert "was there already" in said(
        desk.submit(modals.OPML, {"opml": LIST.format(url="https://q.example/f"), "url": ""}, "", ANA)
    )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"url": "", "opml": ""}, "url"),
        ({"url": "/etc/passwd", "opml": ""}, "url"),
        ({"url": "", "opml": "no opml"}, "opml"),
    ],
)
def test_a_wrong_list_is_told_below_its_input(desk, values, field):
    taken = desk.submit(modals.OPML, values, "", ANA)
    assert isinstance(taken, FormErrors)
    assert field in taken.by_field


def test_a_list_by_address_is_fetched_after_the_form_is_closed(desk):
    taken = desk.submit(modals.OPML, {"url": "http://127.0.0.1:9/list.opml", "opml": ""}, "", ANA)
    assert taken.messages == ()
    with pytest.raises(UserError, match="could not be read"):
        taken.finished()


def test_the_feeds_modal_takes_packs_and_addresses(wired, desk):
    assert desk.press(home.OPEN_FEEDS, "", asker=ANA).view["callback_id"] == modals.FEED
    assert desk.press(home.OPEN_OPML, "", asker=ANA).view["callback_id"] == modals.OPML
    before = len(wired.feeds.rows())
    taken = desk.submit(modals.FEED, {"url": "", "packs": ("Courts",)}, "", ANA).finished()
    assert "now" in said(taken)
    assert len(wired.feeds.rows()) > before
    for values in ({"url": "", "packs": ()}, {"url": "ftp://x", "packs": ()}):
        assert isinstance(desk.submit(modals.FEED, values, "", ANA), FormErrors)


def test_a_workspaces_own_feeds_have_a_limit_and_shared_ones_are_not_its_to_change(
    wired, desk, harbor, monkeypatch
):
    other = replace(ANA, workspace="T9")
    with pytest.raises(UserError, match="all workspaces"):
        desk.typed(f"feeds pause {harbor}", other)
    monkeypatch.setattr(desk, "_tools", replace(desk._tools, quotas=Quotas(feeds=3)))
    with pytest.raises(UserError, match="limit of this workspace"):
        desk.typed("feeds pack immigration", other)


def test_topics_are_listed_added_and_edited(wired, desk):
    assert "Immigration" in said(desk.typed("topics", ANA))
    view = desk.typed("topics add bike lanes", ANA).view
    values = {"name": "Bike lanes", "phrases": "bike lane\nbike  lanes, cycle track"}
    assert "added" in said(desk.submit(view["callback_id"], values, view["private_metadata"], ANA))
    (topic,) = [t for t in wired.topic_book.topics() if t.slug == "bike-lanes"]
    assert [phrase for phrase, _ in topic.phrases] == ["bike lane", "bike lanes", "cycle track"]
    view = desk.typed("topics edit bike lanes", ANA).view
    assert view["private_metadata"] == "bike-lanes"
    values["phrases"] = "bike lane\nrail"
    assert "changed" in said(desk.submit(modals.TOPIC, values, "bike-lanes", ANA))
    (topic,) = [t for t in wired.topic_book.topics() if t.slug == "bike-lanes"]
    assert [phrase for phrase, _ in topic.phrases] == ["bike lane", "rail"]


def test_an_edited_topic_keeps_weights_and_the_phrases_that_the_modal_had_no_room_for(wired, desk):
    housing = next(t for t in wired.topic_book.topics() if t.slug == "housing")
    view = desk.typed("topics edit housing", ANA).view
    shown = next(b for b in view["blocks"] if b["block_id"] == "phrases")["element"]["initial_value"]
    assert len(shown.splitlines()) < len(housing.phrases)
    kept = shown.splitlines()[1:]
    values = {"name": housing.name, "phrases": "\n".join([*kept, "quonset huts"])}
    desk.submit(modals.TOPIC, values, "housing", ANA)
    edited = next(t for t in wired.topic_book.topics() if t.slug == "housing")
    before, after = dict(housing.phrases), dict(edited.phrases)
    assert set(before) - set(after) == {shown.splitlines()[0]}
    assert set(after) - set(before) == {"quonset huts"}
    assert all(after[phrase] == before[phrase] for phrase in set(after) & set(before))
    assert edited.threshold == housing.threshold


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "", "phrases": "bus"}, "name"),
        ({"name": "Buses", "phrases": " "}, "phrases"),
        ({"name": "Immigration", "phrases": "visa"}, "name"),
        ({"name": "???", "phrases": "bus"}, "name"),
        ({"name": "Marks", "phrases": "!!"}, "phrases"),
    ],
)
def test_a_topic_that_cannot_be_used_is_told_below_its_input(desk, values, field):
    taken = desk.submit(modals.TOPIC, values, "", ANA)
    assert isinstance(taken, FormErrors)
    assert field in taken.by_field


def test_a_topic_nobody_knows_is_asked_back(desk):
    reply = desk.typed("topics edit houzing", ANA)
    choice = button(reply.messages[0], "Housing")
    assert desk.press(choice["action_id"], choice["value"], asker=ANA).view["callback_id"] == modals.TOPIC


def test_export_of_a_name_is_a_file_and_of_two_is_asked(desk):
    reply = desk.typed("export Harlan Pryce", ANA)
    assert reply.file.name == "harlan-pryce.md"
    assert b"https://" in reply.file.content
    assert "Which" in said(desk.typed("export Springfield", ANA))
