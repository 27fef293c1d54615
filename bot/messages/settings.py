"""What is set for a workspace and a channel, and who may change it.

Called by services. Shows the present values with the command or button that changes each; decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from bot.messages import forms, home
from bot.messages.blocks import Block, Message, button, context, marked, option, rich
from bot.messages.blocks import actions as row
from bot.messages.fallback import spoken
from bot.messages.notices import sentences
from bot.model.digest import SubscriptionId

RIGHTS: Final = "modal_rights"

_WHO = (("Everyone", "everyone"), ("Channel managers", "managers"), ("The people named below", "listed"))


def settings_message(lines: Sequence[str], *, key: SubscriptionId | None, may_change: bool) -> Message:
    """The settings, a line each, with buttons for those who may change them.

    Args:
        lines: What is set; between backticks what to type.
        key: The channel's subscription; None where it has none.
        may_change: Whether the asker may change them.
    """
    lines = sentences(*lines)
    blocks: list[Block] = [rich(*(marked(line) for line in lines))]
    buttons = [button("Who may change things", home.OPEN_RIGHTS)]
    if key is not None:
        buttons = [
            button("Schedule", home.OPEN_SCHEDULE, key),
            button("Places", home.OPEN_PLACES, key),
            button("Topics", home.OPEN_TOPICS, key),
            *buttons,
        ]
    blocks.append(row(*buttons) if may_change else context("You may see this, but not change it"))
    return Message(text=spoken(line.replace("`", "") for line in lines), blocks=blocks)


def rights_modal(who: str, people: Sequence[str]) -> dict[str, Any]:
    """Who may change feeds, schedules, topics and stories. Fields: ``who``, ``people`` (user ids).

    Args:
        who: ``everyone``, ``managers`` or ``listed``.
        people: Those named now.
    """
    choices = [option(label, value) for label, value in _WHO]
    hint = "Channel managers are admins, whoever made the channel, and whoever set its digest up."
    return forms.modal(
        RIGHTS,
        "Who may change things",
        [
            forms.field("who", "Feeds, schedules, topics, stories", forms.one_of(choices, who), hint=hint),
            forms.field("people", "People", forms.people(people), optional=True),
            context(
                "Admins always may. What people follow and look up is theirs alone, whatever stands here."
            ),
        ],
    )
