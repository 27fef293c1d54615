"""Slack's rules for blocks and views, written from its reference, as a list of what breaks them.

Knows nothing of our builders: shapes, allowed places and limits only
(https://docs.slack.dev/reference/block-kit and /reference/views).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

MENTION = re.compile(r"<[!@#]")
BROADCAST = re.compile(r"@(here|channel|everyone|group)\b", re.IGNORECASE)
_RICH_RUNS = {"text": {"text"}, "link": {"url"}, "date": {"timestamp", "format"}, "user": {"user_id"}}
_ELEMENTS = {
    "section": {"button", "overflow", "static_select"},
    "actions": {"button", "overflow", "static_select"},
    "input": {
        "plain_text_input",
        "static_select",
        "multi_static_select",
        "multi_external_select",
        "multi_users_select",
        "conversations_select",
        "timepicker",
        "checkboxes",
    },
}
_KEYS = {
    "button": {"type", "text", "action_id", "value", "style", "accessibility_label", "confirm"},
    "overflow": {"type", "action_id", "options"},
    "static_select": {"type", "action_id", "placeholder", "options", "initial_option"},
    "multi_static_select": {"type", "action_id", "placeholder", "options", "initial_options"},
    "multi_external_select": {"type", "action_id", "placeholder", "min_query_length", "initial_options"},
    "multi_users_select": {"type", "action_id", "placeholder", "initial_users"},
    "conversations_select": {"type", "action_id", "filter", "initial_conversation"},
    "plain_text_input": {"type", "action_id", "multiline", "max_length", "initial_value", "placeholder"},
    "timepicker": {"type", "action_id", "initial_time"},
    "checkboxes": {"type", "action_id", "options", "initial_options"},
}
_BLOCKS = {
    "header": {"type", "text", "block_id"},
    "section": {"type", "text", "accessory", "block_id"},
    "context": {"type", "elements", "block_id"},
    "actions": {"type", "elements", "block_id"},
    "rich_text": {"type", "elements", "block_id"},
    "divider": {"type", "block_id"},
    "input": {"type", "block_id", "label", "element", "optional", "hint"},
}
_MODAL = {"type", "callback_id", "title", "submit", "close", "private_metadata", "blocks"}
_DIALOG = {"title": 100, "text": 300, "confirm": 30, "deny": 30}
_MOST_OPTIONS = {"overflow": 5, "checkboxes": 10}


def message_problems(message: dict[str, Any]) -> list[str]:
    """What Slack, or our own rules, would refuse in a message."""
    blocks, text = message["blocks"], message["text"]
    found = [*_surface(blocks, 50)]
    if not text.strip():
        found.append("no text")
    if len(text) > 4_000:
        found.append(f"text of {len(text)} characters")
    if re.search(r"[<>]", text) or re.search(r"&(?!amp;|lt;|gt;)", text):
        found.append("text is not escaped")
    if sum(len(words) for words in texts(blocks)) > 10_000:
        found.append("more than 10,000 characters")
    if any(block["type"] == "input" for block in blocks):
        found.append("input in a message")
    found += [f"mention in {words!r}" for words in (text, *texts(blocks)) if mentions(words)]
    return found


def view_problems(view: dict[str, Any]) -> list[str]:
    """What Slack would refuse in a modal or home tab."""
    found = [*_surface(view["blocks"], 100)]
    if view["type"] not in {"modal", "home"}:
        found.append(f"view {view['type']}")
    if view["type"] == "home" and set(view) != {"type", "blocks"}:
        found.append(f"home with {sorted(view)}")
    if view["type"] == "modal":
        if unknown := set(view) - _MODAL:
            found.append(f"modal with {unknown}")
        for name in ("title", "submit", "close"):
            found += _plain(view[name], 24, f"view {name}")
        if len(view["private_metadata"]) > 3_000 or not 1 <= len(view["callback_id"]) <= 255:
            found.append("metadata or callback id too long")
    return found


def mentions(words: str) -> bool:
    """Whether Slack could take anything in the words for a mention."""
    return bool(MENTION.search(words) or BROADCAST.search(words))


def texts(node: Any) -> Iterator[str]:
    """All strings that are shown or followed."""
    if isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, str) and key in {"text", "url", "fallback"}:
                yield value
            else:
                yield from texts(value)
    elif isinstance(node, list):
        for item in node:
            yield from texts(item)


def links(node: Any) -> list[str]:
    """All addresses of links, in order."""
    if isinstance(node, dict):
        own = [node["url"]] if node.get("type") == "link" else []
        return own + [url for value in node.values() for url in links(value)]
    return [url for item in node for url in links(item)] if isinstance(node, list) else []


def _surface(blocks: list[dict[str, Any]], most: int) -> Iterator[str]:
    if not 1 <= len(blocks) <= most:
        yield f"{len(blocks)} blocks"
    ids = [block["block_id"] for block in blocks if block.get("block_id")]
    if len(set(ids)) != len(ids):
        yield "a block id twice"
    pressed = [element["action_id"] for block in blocks for element in elements(block)]
    if twice := sorted({i for i in pressed if pressed.count(i) > 1}):
        yield f"action ids twice: {twice}"
    for block in blocks:
        yield from _block(block)


def elements(block: dict[str, Any]) -> list[dict[str, Any]]:
    """All that can be pressed, chosen or filled in, in one block."""
    inside = block["elements"] if block["type"] == "actions" else ()
    alone = (block[key] for key in ("accessory", "element") if key in block)
    return [*inside, *alone]


def _block(block: dict[str, Any]) -> Iterator[str]:
    kind = block.get("type")
    if kind not in _BLOCKS:
        yield f"unknown block {kind}"
        return
    if unknown := set(block) - _BLOCKS[kind]:
        yield f"{kind} with {unknown}"
    if len(block.get("block_id", "")) > 255:
        yield "block id too long"
    yield from _RULES[kind](block)


def _header(block: dict[str, Any]) -> Iterator[str]:
    yield from _plain(block["text"], 150, "header")


def _section(block: dict[str, Any]) -> Iterator[str]:
    yield from _plain(block["text"], 3_000, "section")
    yield from _element(block["accessory"], "section") if "accessory" in block else ()


def _context(block: dict[str, Any]) -> Iterator[str]:
    if not 1 <= len(block["elements"]) <= 10:
        yield "context elements"
    for element in block["elements"]:
        yield from _plain(element, 3_000, "context")


def _input(block: dict[str, Any]) -> Iterator[str]:
    if not block.get("block_id"):
        yield "input without an id"
    yield from _plain(block["label"], 2_000, "label")
    yield from _plain(block["hint"], 2_000, "hint") if "hint" in block else ()
    yield from _element(block["element"], "input")


def _actions(block: dict[str, Any]) -> Iterator[str]:
    if not 1 <= len(block["elements"]) <= 25:
        yield "actions elements"
    ids = [element["action_id"] for element in block["elements"]]
    if len(set(ids)) != len(ids):
        yield f"an action id twice: {ids}"
    for element in block["elements"]:
        yield from _element(element, "actions")


def _rich(block: dict[str, Any]) -> Iterator[str]:
    if not block["elements"]:
        yield "empty rich text"
    for part in block["elements"]:
        if part["type"] != "rich_text_section" or not part["elements"]:
            yield f"rich text with {part['type']}"
        for run in part["elements"]:
            yield from _run(run)


def _run(run: dict[str, Any]) -> Iterator[str]:
    needed = _RICH_RUNS.get(run["type"])
    if needed is None or not needed <= set(run):
        yield f"run {run}"
        return
    if run["type"] == "text" and not run["text"]:
        yield "empty run"
    if run["type"] == "link" and not re.fullmatch(r"https?://[^\s<>|\"]{1,2990}", run["url"]):
        yield f"link {run['url'][:80]!r}"
    if run["type"] == "date" and not isinstance(run["timestamp"], int):
        yield "date without a timestamp"
    if set(run.get("style", {})) - {"bold", "italic", "strike", "code"}:
        yield f"style {run['style']}"


_RULES = {
    "header": _header,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "rich_text": _rich,
    "input": _input,
    "divider": lambda _block: (),
}


def _plain(text: dict[str, Any], most: int, where: str) -> Iterator[str]:
    if text.get("type") != "plain_text":
        yield f"{where} is {text.get('type')}"
    elif not 1 <= len(text["text"].strip()) <= len(text["text"]) <= most:
        yield f"{where} of {len(text['text'])} characters"
    elif set(text) - {"type", "text", "emoji"}:
        yield f"{where} with {sorted(text)}"


def _element(element: dict[str, Any], place: str) -> Iterator[str]:
    kind = element["type"]
    if kind not in _ELEMENTS[place]:
        yield f"{kind} in {place}"
        return
    if unknown := set(element) - _KEYS[kind]:
        yield f"{kind} with {unknown}"
    if not 1 <= len(element["action_id"]) <= 255:
        yield f"action id of {kind}"
    yield from _OWN_RULES.get(kind, lambda _element: ())(element)
    yield from _dialog(element["confirm"]) if "confirm" in element else ()
    yield from _plain(element["placeholder"], 150, "placeholder") if "placeholder" in element else ()
    if "options" in element:
        yield from _options(element)
    elif "initial_options" in element:
        yield from _options({"type": kind, "options": element["initial_options"]})


def _button(element: dict[str, Any]) -> Iterator[str]:
    yield from _plain(element["text"], 75, "button")
    if len(element.get("value", "")) > 2_000:
        yield "value of button"
    if element.get("style") not in _STYLES:
        yield f"style {element['style']}"
    if not 1 <= len(element.get("accessibility_label", "-").strip()) <= 75:
        yield "accessibility label"


def _dialog(dialog: dict[str, Any]) -> Iterator[str]:
    if set(dialog) - {"style"} != set(_DIALOG) or dialog.get("style") not in _STYLES:
        yield f"dialog with {sorted(dialog)}"
    for key, most in _DIALOG.items():
        yield from _plain(dialog[key], most, f"dialog {key}")


def _time(element: dict[str, Any]) -> Iterator[str]:
    if not re.fullmatch(r"[0-2]\d:[0-5]\d", element.get("initial_time", "00:00")):
        yield f"time {element['initial_time']}"


def _people(element: dict[str, Any]) -> Iterator[str]:
    if not all(re.fullmatch(r"[UW][A-Z0-9]+", user) for user in element.get("initial_users", ())):
        yield f"people {element['initial_users']}"


def _text_input(element: dict[str, Any]) -> Iterator[str]:
    if not 1 <= element["max_length"] <= 3_000:
        yield "length of an input"
    if len(element.get("initial_value", "")) > element["max_length"]:
        yield "initial value longer than the input"


def _options(element: dict[str, Any]) -> Iterator[str]:
    options = element["options"]
    if not 1 <= len(options) <= _MOST_OPTIONS.get(element["type"], 100):
        yield f"{len(options)} options"
    values = [option["value"] for option in options]
    if len(set(values)) != len(values):
        yield f"a value twice: {values}"
    for option in options:
        if set(option) != {"text", "value"}:
            yield f"option with {sorted(option)}"
        yield from _plain(option["text"], 75, "option")
        if not 1 <= len(option["value"]) <= 150:
            yield "option value"
    chosen = element.get("initial_options") or [element.get("initial_option", options[0])]
    if any(choice not in options for choice in chosen):
        yield "a choice that is not offered"


_STYLES = {None, "primary", "danger"}
_OWN_RULES = {
    "button": _button,
    "timepicker": _time,
    "plain_text_input": _text_input,
    "multi_users_select": _people,
}
