"""Blocks as an HTML fragment, for a page to look at and for the playground.

Called by ``preview`` and by the web edge. Everything is escaped; links are http(s) only and tell nothing
to the page they lead to. Buttons and menus carry their ids as data attributes; it contains no script.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any

from bot.messages.blocks import Block, Element, Message, safe_url

_TAGS = {"bold": "strong", "italic": "em", "strike": "s", "code": "code"}
_BOXES = {"checkboxes", "multi_static_select"}  # a list of which several are chosen needs no key held down
_INPUT_TYPES = {"timepicker": "time", "datepicker": "date"}


def message_html(message: Message) -> str:
    """A message as an ``<article>``, labelled with its text for screen readers."""
    label = _attribute(message["text"].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    return f'<article class="message" aria-label="{label}">\n{blocks_html(message["blocks"])}\n</article>'


def blocks_html(blocks: Sequence[Block]) -> str:
    """Blocks as HTML, one element each.

    >>> from bot.messages.blocks import link, rich, text
    >>> blocks_html([rich([text("A & "), link("B", "https://example.com/?a=1&b=2")])])
    ... # doctest: +ELLIPSIS
    '<p class="rich">A &amp; <a href="https://example.com/?a=1&amp;b=2" ...>B</a></p>'
    """
    return "\n".join(_block(block) for block in blocks)


def _attribute(value: str) -> str:
    return escape(value, quote=True)


def _block(block: Block) -> str:
    match block["type"]:
        case "header":
            html = f'<h2 class="header">{_text(block["text"])}</h2>'
        case "rich_text":
            html = "\n".join(map(_paragraph, block["elements"]))
        case "section":
            accessory = (
                _element(block["accessory"], block.get("block_id", "")) if "accessory" in block else ""
            )
            html = f'<div class="section"><p>{_text(block["text"])}</p>{accessory}</div>'
        case "context":
            html = f'<p class="context">{" ".join(_text(element) for element in block["elements"])}</p>'
        case "actions":
            shown = "".join(_element(element, block.get("block_id", "")) for element in block["elements"])
            html = f'<div class="actions">{shown}</div>'
        case "input":
            html = _input(block)
        case _:
            html = "<hr>"
    return html


def _paragraph(part: Mapping[str, Any]) -> str:
    """Lines of rich text; one bold run alone is the label of what follows."""
    runs = part["elements"]
    is_label = len(runs) == 1 and runs[0]["type"] == "text" and bool(runs[0].get("style", {}).get("bold"))
    return f'<p class="rich{" label" if is_label else ""}">{_runs(runs)}</p>'


def _text(text: Mapping[str, Any]) -> str:
    return escape(str(text["text"]))


def _runs(runs: Sequence[Element]) -> str:
    return "".join("<br>" if run.get("text") == "\n" else _run(run) for run in runs)


def _run(run: Element) -> str:
    if run["type"] == "date":
        at = datetime.fromtimestamp(run["timestamp"], UTC).isoformat()
        return f'<time datetime="{at}">{escape(run["fallback"])}</time>'
    if run["type"] == "user":
        return f'<span class="user">@{escape(run["user_id"])}</span>'
    html = escape(run["text"])
    for style in run.get("style", {}):
        html = f"<{_TAGS[style]}>{html}</{_TAGS[style]}>"
    address = safe_url(run["url"]) if run["type"] == "link" else None
    if address is None:
        return html
    return f'<a href="{_attribute(address)}" rel="noopener noreferrer nofollow" target="_blank">{html}</a>'


def _data(element: Element, block_id: str) -> str:
    """The attributes by which a page knows what was pressed."""
    parts = {
        "action-id": element.get("action_id", ""),
        "block-id": block_id,
        "value": element.get("value", ""),
    }
    if "confirm" in element:
        asked = {key: part["text"] for key, part in element["confirm"].items() if isinstance(part, dict)}
        parts["confirm"] = json.dumps(asked, ensure_ascii=False)
    return "".join(f' data-{name}="{_attribute(value)}"' for name, value in parts.items() if value)


def _element(element: Element, block_id: str) -> str:
    data = _data(element, block_id)
    if element["type"] == "button":
        style = f" {element['style']}" if "style" in element else ""
        label = element.get("accessibility_label")
        aria = f' aria-label="{_attribute(label)}"' if label else ""
        return f'<button type="button" class="button{style}"{data}{aria}>{_text(element["text"])}</button>'
    if element["type"] == "overflow":
        return _overflow(element, block_id)
    return _menu(element, data)


def _overflow(element: Element, block_id: str) -> str:
    """A menu that opens; a ``<select>`` would act on the first arrow key."""
    choices = "".join(
        f'<button type="button" class="choice"{_data({**element, "value": choice["value"]}, block_id)}>'
        f"{_text(choice['text'])}</button>"
        for choice in element["options"]
    )
    more = '<summary aria-label="More">⋯</summary>'
    return f'<details class="overflow">{more}<div class="choices">{choices}</div></details>'


def _menu(element: Element, data: str, name: str = "") -> str:
    chosen = _chosen(element)
    several = " multiple" if element["type"].startswith("multi_") else ""
    placeholder = element["placeholder"]["text"] if "placeholder" in element else ""
    empty = "" if chosen or several else f'<option value="" selected>{escape(placeholder)}</option>'
    key = f' name="{_attribute(name)}" id="{_attribute(name)}"' if name else ""
    label = "" if name else f' aria-label="{_attribute(placeholder)}"'
    return f"<select{key}{label}{several}{data}>{empty}{_options(element, chosen)}</select>"


def _chosen(element: Element) -> tuple[str, ...]:
    one = element.get("initial_option")
    several = element.get("initial_options", ())
    users = tuple(element.get("initial_users", ()))
    return users or tuple(choice["value"] for choice in ([one] if one else several))


def _options(element: Element, chosen: Sequence[str]) -> str:
    users = ({"text": {"text": f"@{user}"}, "value": user} for user in element.get("initial_users", ()))
    choices = element.get("options") or element.get("initial_options", users)
    return "".join(
        f'<option value="{_attribute(choice["value"])}"{" selected" if choice["value"] in chosen else ""}>'
        f"{_text(choice['text'])}</option>"
        for choice in choices
    )


def _input(block: Block) -> str:
    name = _attribute(block["block_id"])
    hint = f'<small class="hint">{_text(block["hint"])}</small>' if "hint" in block else ""
    if block["element"]["type"] in _BOXES:
        boxes = _boxes(block["element"], block["block_id"])
        return f'<fieldset class="input"><legend>{_text(block["label"])}</legend>{boxes}{hint}</fieldset>'
    label = f'<label for="{name}">{_text(block["label"])}</label>'
    required = "" if block.get("optional") else " required"
    return f'<div class="input">{label}{_field(block["element"], block["block_id"], required)}{hint}</div>'


def _field(element: Element, name: str, required: str) -> str:
    key = f'name="{_attribute(name)}" id="{_attribute(name)}"{required}'
    kind = element["type"]
    if kind == "plain_text_input":
        value = escape(element.get("initial_value", ""), quote=True)
        most = f' maxlength="{element["max_length"]}"'
        if element["multiline"]:
            return f"<textarea {key}{most}>{value}</textarea>"
        return f'<input type="text" {key}{most} value="{value}">'
    if kind in _INPUT_TYPES:
        return (
            f'<input type="{_INPUT_TYPES[kind]}" {key} value="{_attribute(element.get("initial_time", ""))}">'
        )
    if kind == "conversations_select":
        first = _attribute(element.get("initial_conversation", ""))
        return f'<input type="text" {key} value="{first}" data-kind="{kind}">'
    about = _attribute(element.get("placeholder", {}).get("text", ""))
    found = "" if "options" in element else f' data-kind="{_attribute(kind)}" data-placeholder="{about}"'
    return _menu(element, f"{required}{found}", name)


def _boxes(element: Element, name: str) -> str:
    chosen = _chosen(element)
    return "".join(
        f'<label class="box"><input type="checkbox" name="{_attribute(name)}" '
        f'value="{_attribute(choice["value"])}"{" checked" if choice["value"] in chosen else ""}>'
        f"{_text(choice['text'])}</label>"
        for choice in element["options"]
    )
