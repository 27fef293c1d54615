"""The first three minutes: a welcome, and the preview that one press posts.

Called by the edges after an installation. Nothing is posted to a channel before somebody says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.messages import home, limits
from bot.messages.blocks import Block, Message, button, context, header, rich, text
from bot.messages.blocks import actions as row
from bot.messages.fallback import spoken

POST_IT: Final = "onboarding_post"

_STEPS = (
    "Say which city or state, what to read, and which channel.",
    "Look at a preview that only you see.",
    "Post it. From then on it comes every day at the time you chose.",
)


def welcome_message() -> Message:
    """To the one who installed the app: what it does, and the button that begins."""
    first = "One digest of policy news a day, with its sources counted. Three steps:"
    steps = [[text(f"{number}. {step}")] for number, step in enumerate(_STEPS, start=1)]
    begin = button("Set up a channel", home.OPEN_SETUP, style="primary")
    opml = button("I have an OPML file", home.OPEN_OPML)
    return Message(
        text=spoken(["Welcome to Policy Digest.", first, *_STEPS]),
        blocks=[header("Welcome to Policy Digest"), rich([text(first)], *steps), row(begin, opml)],
    )


def preview_messages(messages: Sequence[Message], *, key: str, channel: str) -> tuple[Message, ...]:
    """A digest as only one person sees it, with the buttons to post or change it.

    Args:
        messages: The digest: the parent, then its thread.
        key: The subscription, handed back by the buttons.
        channel: Name of its channel.
    """
    words = f"Preview for {limits.cut(channel, limits.BUTTON_CHARS)}, only for you"
    buttons = row(
        button("Post it", POST_IT, key, style="primary"),
        button("Change schedule", home.OPEN_SCHEDULE, key),
        button("Change places", home.OPEN_PLACES, key),
    )
    ask: list[Block] = [context(words), buttons]
    last = messages[-1]
    if limits.fits([*last["blocks"], *ask]):
        return (*messages[:-1], Message(text=last["text"], blocks=[*last["blocks"], *ask]))
    return (*messages, Message(text=spoken([f"{words}."]), blocks=ask))
