"""Inputs of modals, as small typed builders, and reading back what was filled in.

Called by `bot.messages.modals`; the edges hand `filled` what the platform reports when a modal is sent. No
input here knows what it is for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import time
from typing import Any

from bot.messages import limits
from bot.messages.blocks import Block, Element, option, plain


def modal(
    callback_id: str, title: str, blocks: Iterable[Block], *, submit: str = "Save", metadata: str = ""
) -> dict[str, Any]:
    """A modal view.

    Args:
        callback_id: What the platform reports back with it.
        title: At most 24 characters are shown.
        blocks: At most a hundred.
        submit: Label of the button that sends it.
        metadata: Handed back unchanged, at most 3,000 characters.
    """
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, limits.VIEW_TITLE_CHARS),
        "submit": plain(submit, limits.VIEW_TITLE_CHARS),
        "close": plain("Cancel", limits.VIEW_TITLE_CHARS),
        "private_metadata": metadata[: limits.VIEW_METADATA_CHARS],
        "blocks": list(blocks)[: limits.VIEW_BLOCKS],
    }


def field(name: str, label: str, element: Element, *, hint: str = "", optional: bool = False) -> Block:
    """An input with its label; `name` is what `filled` calls it."""
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain(label, limits.LABEL_CHARS),
        "element": {**element, "action_id": name},
        "optional": optional,
    }
    return {**block, "hint": plain(hint, limits.HINT_CHARS)} if hint else block


def line(value: str = "", *, placeholder: str = "", long: bool = False) -> Element:
    """A text of one line, or of several."""
    element: Element = {"type": "plain_text_input", "multiline": long, "max_length": limits.INPUT_CHARS}
    if value:
        element["initial_value"] = value[: limits.INPUT_CHARS]
    if placeholder:
        element["placeholder"] = plain(placeholder, limits.PLACEHOLDER_CHARS)
    return element


def clock(at: time) -> Element:
    """A time of day."""
    return {"type": "timepicker", "initial_time": at.strftime("%H:%M")}


def one_of(choices: Sequence[Element], chosen: str = "", *, placeholder: str = "Choose") -> Element:
    """One choice of a menu."""
    return _choosing("static_select", "initial_option", choices, (chosen,), placeholder)


def some_of(
    choices: Sequence[Element], chosen: Iterable[str] = (), *, placeholder: str = "Choose"
) -> Element:
    """Any number of choices of a menu."""
    return _choosing("multi_static_select", "initial_options", choices, tuple(chosen), placeholder)


def boxes(choices: Sequence[Element], chosen: Iterable[str] = ()) -> Element:
    """Boxes to tick; at most ten."""
    shown = list(choices[: limits.BOXES])
    wanted = set(chosen)
    element: Element = {"type": "checkboxes", "options": shown}
    initial = [choice for choice in shown if choice["value"] in wanted]
    return {**element, "initial_options": initial} if initial else element


def channel(chosen: str = "") -> Element:
    """One of the workspace's channels."""
    element: Element = {"type": "conversations_select", "filter": {"include": ["public", "private"]}}
    return {**element, "initial_conversation": chosen} if chosen else element


def people(chosen: Sequence[str] = ()) -> Element:
    """Any number of the workspace's people."""
    element: Element = {
        "type": "multi_users_select",
        "placeholder": plain("Choose people", limits.PLACEHOLDER_CHARS),
    }
    return {**element, "initial_users": list(chosen)} if chosen else element


def found_by_typing(placeholder: str, chosen: Sequence[Element] = ()) -> Element:
    """Choices that the platform asks us for while somebody types; for lists too long for a menu."""
    element: Element = {
        "type": "multi_external_select",
        "min_query_length": 2,
        "placeholder": plain(placeholder, limits.PLACEHOLDER_CHARS),
    }
    return {**element, "initial_options": list(chosen)} if chosen else element


def _choosing(
    kind: str, key: str, choices: Sequence[Element], chosen: tuple[str, ...], placeholder: str
) -> Element:
    shown = list(choices[: limits.SELECT_OPTIONS])
    element: Element = {
        "type": kind,
        "placeholder": plain(placeholder, limits.PLACEHOLDER_CHARS),
        "options": shown or [option("Nothing to choose", "none")],
    }
    initial = [choice for choice in shown if choice["value"] in set(chosen)]
    if initial:
        element[key] = initial if key.endswith("s") else initial[0]
    return element


def filled(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, str | tuple[str, ...]]:
    """What was filled in, by the names of the inputs; several choices as a tuple, nothing as "".

    Args:
        values: ``view.state.values`` as the platform reports it.

    >>> filled({"at": {"at": {"type": "timepicker", "selected_time": "08:00"}}})
    {'at': '08:00'}
    """
    return {name: _value(next(iter(inputs.values()))) for name, inputs in values.items() if inputs}


def _value(given: Mapping[str, Any]) -> str | tuple[str, ...]:
    several = given.get("selected_options")
    if several is not None:
        return tuple(str(choice["value"]) for choice in several)
    people = given.get("selected_users")
    if people is not None:
        return tuple(str(user) for user in people)
    one = given.get("selected_option")
    if one is not None:
        return str(one["value"])
    single = (given.get(key) for key in ("value", "selected_time", "selected_conversation", "selected_date"))
    return next((str(value) for value in single if value), "")
