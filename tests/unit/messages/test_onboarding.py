"""The first three minutes."""

from __future__ import annotations

from bot.messages import home, onboarding
from bot.messages.blocks import rich, text
from bot.messages.digest import digest_messages
from tests.unit.messages import invented
from tests.unit.messages.slack_rules import message_problems


def _pressed(message: dict[str, object]) -> dict[str, str]:
    return {e["action_id"]: e.get("value", "") for e in message["blocks"][-1]["elements"]}


def test_welcome_begins_with_one_button() -> None:
    assert home.OPEN_SETUP in _pressed(onboarding.welcome_message())


def test_preview_can_be_posted_or_changed() -> None:
    messages = digest_messages(invented.digest())
    *_, last = onboarding.preview_messages(messages, key="sub1", channel="#port-ellis")
    assert _pressed(last)[onboarding.POST_IT] == "sub1"
    assert message_problems(last) == []


def test_full_message_gets_its_buttons_in_one_more() -> None:
    full = {"text": "x", "blocks": [rich([text("x")])] * 50}
    made = onboarding.preview_messages([full], key="sub1", channel="c" * 300)
    assert [len(message["blocks"]) for message in made] == [50, 2]
    assert message_problems(made[1]) == []
