"""Posted messages put right: lines taken out, cards drawn anew, the rest untouched."""

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.messages.actions import story_menu
from bot.messages.amend import REMOVED, redrawn, without
from bot.messages.blocks import Message, context, header, link, rich, section, text
from bot.messages.cards import Setting
from bot.messages.digest import digest_messages
from tests.unit.messages import invented

URL = "https://harbor.example/1"


SETTING = Setting(today=invented.TODAY, zone=invented.ZONE, since_at=invented.SINCE)


def message(*lines, label="1 · CITY", story="s1"):
    return Message(
        text="Harbor council meets. Ana Reyes said so.",
        blocks=[
            header("Policy digest"),
            section(label, story_menu(story)),
            rich(*lines),
            context("quotes are copied"),
        ],
    )


POSTED = message(
    [link("Harbor council meets", URL, bold=True)],
    [text("One origin")],
    [text("Ana Reyes, mayor", bold=True), text(" · "), link("“We build”", "https://harbor.example/2")],
)


def test_a_forgotten_headline_says_that_it_was_removed_and_the_rest_stays():
    after = without(POSTED, urls=[URL])
    shown = json.dumps(after, ensure_ascii=False)
    assert URL not in shown
    assert "Harbor council" not in shown
    assert REMOVED in shown
    assert "We build" in shown
    assert "One origin" in after["text"]


def test_a_forgotten_person_loses_every_line_with_the_name_in_text_and_blocks():
    after = without(POSTED, names=["Ana Reyes"])
    assert "Reyes" not in json.dumps(after)
    assert "We build" not in json.dumps(after, ensure_ascii=False)
    assert "Harbor council meets" in after["text"]


def test_a_name_inside_another_name_stays():
    assert without(POSTED, names=["Ana"]) != POSTED
    assert without(POSTED, names=["Reye"]) == POSTED


def test_labels_headings_and_footers_with_the_name_are_replaced():
    posted = message([text("One origin")], label="Ana Reyes")
    posted["blocks"] += [header("Ana Reyes"), context("by Ana Reyes", "kept")]
    after = without(posted, names=["ana reyes"])
    assert "Reyes" not in json.dumps(after["blocks"])
    assert "kept" in json.dumps(after["blocks"])


def test_what_is_not_concerned_stays_byte_for_byte():
    assert without(POSTED, urls=["https://other.example/"], names=["Ben Ode"]) is POSTED
    assert redrawn(POSTED, invented.CLAIM_STORY, SETTING) is POSTED


def test_a_card_is_drawn_anew_under_its_label():
    posted = message(*[[text("Old state")]], story="k7")
    after = redrawn(posted, invented.DISPUTED_STORY, SETTING)
    assert [b["type"] for b in after["blocks"]] == [b["type"] for b in posted["blocks"]]
    assert after["blocks"][1] == posted["blocks"][1]
    assert "DISPUTED" in after["text"]
    assert "Old state" not in json.dumps(after, ensure_ascii=False)


def test_a_story_of_the_thread_is_drawn_anew_under_its_number_and_another_id():
    thread = digest_messages(invented.digest(stories=(), more=(invented.RENT_STORY, invented.CLAIM_STORY)))[1]
    after = redrawn(thread, replace(invented.DISPUTED_STORY, number=9), SETTING)
    was, now = (next(b for b in m["blocks"] if "k7" in b.get("block_id", "")) for m in (thread, after))
    assert (was["block_id"], now["block_id"]) == ("story:k7:1:0", "story:k7:1:1")
    assert "1 · CITY × FEDERAL" in after["text"]
    assert "DISPUTED" in after["text"]
    others = [[b for b in m["blocks"] if b not in (was, now)] for m in (thread, after)]
    assert others[0] == others[1]
    assert redrawn(after, replace(invented.DISPUTED_STORY, number=9), SETTING) is after


def test_whether_the_channel_sees_a_reply_survives_a_correction():
    posted = {**POSTED, "broadcast": True}
    assert without(posted, names=["Ana Reyes"])["broadcast"] is True


@given(st.lists(st.text("ab é<>&*_", min_size=1, max_size=20), min_size=1, max_size=6))
def test_taking_out_twice_is_taking_out_once(lines):
    posted = message(*([text(line)] for line in lines))
    once = without(posted, names=["a"])
    assert without(once, names=["a"]) == once
