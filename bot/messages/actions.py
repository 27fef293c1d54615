"""What buttons and menus report back: their action ids, and the values that go with them.

Written by the builders of this room and read by the edges when somebody presses one. A value holds
everything needed to act; nothing about who pressed it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from bot.messages import limits
from bot.messages.blocks import Block, Element, option, overflow
from bot.model.entity import EntityId, EntityKind, Level
from bot.model.lookup import Question, View
from bot.model.story import StoryId

STORY_MENU: Final = "story_menu"
STORY_UNDO: Final = "story_undo"
LOOKUP_CHOOSE: Final = "lookup_choose"
LOOKUP_WINDOW: Final = "lookup_window"
LOOKUP_LEVEL: Final = "lookup_level"
LOOKUP_VIEW: Final = "lookup_view"
LOOKUP_OLDER: Final = "lookup_older"
LOOKUP_NEWER: Final = "lookup_newer"
LOOKUP_SHARE: Final = "lookup_share"
LOOKUP_CHART: Final = "lookup_chart"
LOOKUP_WRONG: Final = "lookup_wrong"
FOLLOW: Final = "follow"
UNFOLLOW: Final = "unfollow"
RUN: Final = "run"
"""A button that does what its value, a typed command, says."""
CONFIRMED: Final = "confirmed"
"""The same for a command that cannot be undone, once somebody has confirmed it."""

_NUMBER = re.compile(r"_\d+$")
_LONG_NAME = 200  # what the commands take; with the rest of a question far below a value's limit
_SHORT_NAME = 40  # enough for people to know whom it is about

MUTE_DAYS: Final = 7
STORY_CHOICES: Final = (
    ("Sources", "sources"),
    ("Timeline", "timeline"),
    ("Follow", "follow"),
    (f"Mute {MUTE_DAYS} days", "mute"),
    ("Why", "why"),
)


def story_menu(story: StoryId) -> Element:
    """The menu of one story: Sources, Timeline, Follow, Mute 7 days, Why."""
    return overflow(STORY_MENU, [option(label, f"{verb}:{story}") for label, verb in STORY_CHOICES])


def read_story_choice(value: str) -> tuple[str, StoryId]:
    """Verb and story of a choice in a story's menu.

    >>> read_story_choice("why:s1k9")
    ('why', 's1k9')
    """
    verb, _, story = value.partition(":")
    return verb, StoryId(story)


def bare(action_id: str) -> str:
    """An action id without the number that tells equal ones apart.

    >>> bare("story_menu_2"), bare("story_menu")
    ('story_menu', 'story_menu')
    """
    return _NUMBER.sub("", action_id)


def distinct(blocks: Iterable[Block]) -> list[Block]:
    """The blocks, with a number behind each action id that stands in one of them before.

    Slack asks for different ids inside one block only; with different ones in the whole message no reader of
    it, and no validator, has to know which block a press came from.
    """
    met: Counter[str] = Counter()

    def numbered(element: Element) -> Element:
        action_id = element.get("action_id")
        if action_id is None:
            return element
        met[action_id] += 1
        return element if met[action_id] == 1 else {**element, "action_id": f"{action_id}_{met[action_id]}"}

    found: list[Block] = []
    for block in blocks:
        if block["type"] == "actions":
            found.append({**block, "elements": [numbered(element) for element in block["elements"]]})
        elif "accessory" in block:
            found.append({**block, "accessory": numbered(block["accessory"])})
        else:
            found.append(block)
    return found


def story_of_card(block: Block) -> StoryId:
    """The story whose card begins with this block, by its menu; empty for none."""
    menu = block.get("accessory") or {}
    if bare(str(menu.get("action_id"))) != STORY_MENU or not menu.get("options"):
        return StoryId("")
    return read_story_choice(menu["options"][0]["value"])[1]


def question_value(question: Question) -> str:
    """A question as the value of a button; only what differs from a plain one.

    >>> question_value(Question(name="Boston", days=30))
    '{"name":"Boston","days":30}'
    """
    question = replace(question, name=question.name[:_LONG_NAME])
    plain = asdict(Question(name=""))
    changed = {key: value for key, value in asdict(question).items() if value != plain[key]}
    return json.dumps(changed, default=str, ensure_ascii=False, separators=(",", ":"))


def question_block_id(question: Question) -> str:
    """A question as the id of a block, for menus whose choices have no room for it.

    The name is shortened where the entity is known; empty where it does not fit even then.
    """
    for name in (question.name, question.name[:_SHORT_NAME] if question.entity_id else question.name):
        value = question_value(replace(question, name=name, page=0))
        if len(value) <= limits.BLOCK_ID_CHARS:
            return value
    return ""


def read_question(value: str) -> Question:
    """The question of a button's value.

    >>> read_question('{"name":"Boston","days":30}').days
    30
    """
    given = {"name": "", **json.loads(value)}
    return Question(**{key: _READERS.get(key, _as_given)(raw) for key, raw in given.items()})


def _as_given(raw: Any) -> Any:
    return raw


_READERS: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "kind": EntityKind,
        "level": Level,
        "view": View,
        "since_on": date.fromisoformat,
        "entity_id": EntityId,
    }
)
