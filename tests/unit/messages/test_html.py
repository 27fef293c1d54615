"""Blocks as HTML: nothing from a feed becomes mark-up."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from hypothesis import given

from bot.messages import blocks, modals
from bot.messages.digest import digest_messages
from bot.messages.html import blocks_html, message_html
from bot.messages.lookup import answer_message
from tests.unit.messages import adversarial, invented
from tests.unit.messages.slack_rules import links

TAGS = {
    "article", "h2", "p", "div", "a", "br", "hr", "strong", "em", "s", "code", "time", "button", "select",
    "option", "label", "input", "textarea", "small", "details", "summary", "fieldset", "legend",
}  # fmt: skip


class _Reader(HTMLParser):
    """Collects tags, attributes and text, and checks that tags are balanced."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"br", "hr", "input"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    assert {tag for tag, _ in reader.tags} <= TAGS
    return reader


def test_digest_keeps_all_its_links() -> None:
    parent = digest_messages(invented.digest())[0]
    reader = _read(message_html(parent))
    assert [attrs["href"] for tag, attrs in reader.tags if tag == "a"] == links(parent["blocks"])
    assert all("noopener" in str(attrs["rel"]) for tag, attrs in reader.tags if tag == "a")


def test_buttons_and_menus_carry_their_ids() -> None:
    message = answer_message(invented.answer())
    reader = _read(message_html(message))
    pressed = [attrs for tag, attrs in reader.tags if tag in {"button", "select"}]
    elements = message["blocks"][-1]["elements"]
    assert [attrs["data-action-id"] for attrs in pressed][-len(elements) :] == [
        element["action_id"] for element in elements
    ]
    assert {attrs.get("data-block-id") for attrs in pressed[-len(elements) :]} == {
        message["blocks"][-1]["block_id"]
    }


@pytest.mark.parametrize(
    "view",
    [
        modals.schedule_modal(invented.subscription()),
        modals.topics_modal(invented.subscription(), invented.TOPICS),
        modals.places_modal(invented.subscription(), [invented.PORT_ELLIS]),
        modals.setup_modal(["City hall"], zone="ET", channel="C1"),
        modals.opml_modal(),
    ],
)
def test_inputs_have_labels_and_names(view: dict[str, object]) -> None:
    reader = _read(blocks_html(view["blocks"]))
    names = {str(attrs.get("name")) for tag, attrs in reader.tags if tag in {"input", "select", "textarea"}}
    wanted = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    assert names == wanted
    labelled = {attrs.get("for") for tag, attrs in reader.tags if tag == "label" and "for" in attrs}
    boxes = {
        block["block_id"]
        for block in view["blocks"]
        if block.get("element", {}).get("type") in {"checkboxes", "multi_static_select"}
    }
    assert labelled == wanted - boxes
    assert sum(tag == "legend" for tag, _ in reader.tags) == len(boxes)


def test_menu_of_a_story_opens_instead_of_acting_on_an_arrow_key() -> None:
    menu = blocks.overflow("story_menu", [blocks.option("Why", "why:s1"), blocks.option("Mute", "mute:s1")])
    reader = _read(blocks_html([blocks.section("1", menu, block_id="b1")]))
    choices = [attrs for tag, attrs in reader.tags if tag == "button"]
    assert [attrs["data-value"] for attrs in choices] == ["why:s1", "mute:s1"]
    assert {attrs["data-block-id"] for attrs in choices} == {"b1"}
    assert ("summary", {"aria-label": "More"}) in reader.tags


def test_button_that_asks_first_carries_its_question() -> None:
    asked = blocks.confirmed(blocks.button("Forget", "confirmed"), "Forget?", "For good.", "Forget")
    reader = _read(blocks_html([blocks.actions(asked)]))
    dialog = json.loads(str(reader.tags[-1][1]["data-confirm"]))
    assert dialog == {"title": "Forget?", "text": "For good.", "confirm": "Forget", "deny": "Cancel"}


def test_date_is_a_time_element() -> None:
    reader = _read(blocks_html([blocks.rich([blocks.moment(invented.NOW, "Wed")])]))
    assert ("time", {"datetime": "2026-08-26T12:00:00+00:00"}) in reader.tags


def test_link_that_was_tampered_with_is_no_link() -> None:
    block = blocks.rich([blocks.link("x", "https://a.example/")])
    block["elements"][0]["elements"][0]["url"] = "javascript:alert(1)"
    assert "<a" not in blocks_html([block])


@given(adversarial.TEXT, adversarial.URL)
def test_no_text_becomes_markup(words: str, url: str) -> None:
    made = [
        blocks.header(words),
        blocks.section(words, blocks.button(words, "b", words, about=words)),
        blocks.context(words),
        blocks.rich([blocks.text(words, bold=True, italic=True), blocks.link(words, url)]),
        blocks.actions(blocks.select("s", words, [blocks.option(words, words or "v")])),
    ]
    reader = _read(blocks_html(made))
    assert {tag for tag, _ in reader.tags}.isdisjoint({"script", "img", "iframe"})
    assert all(not name.startswith("on") for _, attrs in reader.tags for name in attrs)
