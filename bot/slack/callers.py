"""Who brought a request, from where, and how to answer: Slack's bodies as plain values.

Used by the listeners of `bot.slack.app`. Reads commands, presses, forms and events; decides nothing.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from bot.model.workspace import ChannelId, UserId

Body = Mapping[str, Any]

NOWHERE = ChannelId("")

_MENTION = re.compile(r"<@[A-Z0-9]+(?:\|[^>]*)?>")
FIND_COVERAGE = "find_coverage"
"""The callback id of the message shortcut, as the manifest has it."""

_MARKED = re.compile(r"<[^<>|]*(?:\|(?P<label>[^<>]*))?>")
_DIRECT = "D"  # the first letter of the id of a conversation with one person


class Way(StrEnum):
    """How a request came."""

    COMMAND = "command"
    PRESS = "press"
    SHORTCUT = "shortcut"
    FORM = "form"
    MENTION = "mention"
    DIRECT = "direct"
    HOME = "home"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Somebody who waits for an answer.

    Attributes:
        way: How the request came.
        once: The same for every repeat of one request, and for no other.
        enterprise: Id of the organisation; empty outside a grid.
        team: Id of the team.
        user: Who.
        channel: Where; empty on the home tab and for forms.
        response_url: Where answers can be sent five times in thirty minutes; empty for none.
        trigger_id: Opens a modal within three seconds; empty for none.
        thread_ts: Message below which to answer.
        own_message: Whether the pressed message was for this person alone and may be replaced.
    """

    way: Way
    once: str
    enterprise: str = ""
    team: str = ""
    user: UserId
    channel: ChannelId = NOWHERE
    response_url: str = ""
    trigger_id: str = ""
    thread_ts: str = ""
    own_message: bool = False


def of_command(body: Body) -> Caller:
    """Somebody who typed a slash command."""
    return Caller(
        way=Way.COMMAND,
        once=_once(body),
        enterprise=_text(body, "enterprise_id"),
        team=_text(body, "team_id"),
        user=UserId(_text(body, "user_id")),
        channel=ChannelId(_text(body, "channel_id")),
        response_url=_text(body, "response_url"),
        trigger_id=_text(body, "trigger_id"),
    )


def of_press(body: Body) -> Caller:
    """Somebody who pressed a button or chose from a menu, in a message or on the home tab."""
    container = body.get("container") or {}
    channel = _text(body.get("channel") or {}, "id") or _text(container, "channel_id")
    in_message = bool(channel)
    return Caller(
        way=Way.PRESS if in_message else Way.HOME,
        once=_once(body),
        enterprise=_text(body.get("enterprise") or {}, "id"),
        team=_team(body),
        user=UserId(_text(body["user"], "id")),
        channel=ChannelId(channel),
        response_url=_text(body, "response_url"),
        trigger_id=_text(body, "trigger_id"),
        thread_ts=_text(container, "thread_ts"),
        own_message=bool(container.get("is_ephemeral")) or channel.startswith(_DIRECT),
    )


def of_shortcut(body: Body) -> Caller:
    """Somebody who chose the shortcut in the menu of a message."""
    return replace(of_press(body), way=Way.SHORTCUT, own_message=False)


def of_form(body: Body) -> Caller:
    """Somebody who sent a modal."""
    return Caller(
        way=Way.FORM,
        once=_once(body),
        enterprise=_text(body.get("enterprise") or {}, "id"),
        team=_team(body),
        user=UserId(_text(body["user"], "id")),
        trigger_id=_text(body, "trigger_id"),
    )


def of_event(body: Body) -> Caller:
    """Somebody who mentioned the bot, wrote to it, or opened its home tab."""
    event = body["event"]
    kind, channel = _text(event, "type"), _text(event, "channel")
    way = Way.HOME if kind == "app_home_opened" else Way.MENTION if kind == "app_mention" else Way.DIRECT
    if channel.startswith(_DIRECT) and way is Way.MENTION:
        way = Way.DIRECT
    ts = _text(event, "ts")
    return Caller(
        way=way,
        # A mention in a direct message comes as two events: the message is what must be answered once.
        once=f"{_team(body)}:{channel}:{ts}" if ts else _once(body),
        enterprise=_text(body, "enterprise_id"),
        team=_team(body),
        user=UserId(_text(event, "user")),
        channel=ChannelId(channel),
        thread_ts=(_text(event, "thread_ts") or ts) if way is Way.MENTION else _text(event, "thread_ts"),
    )


def of_body(body: Body) -> Caller:
    """Whoever brought a body of any kind."""
    if "command" in body:
        return of_command(body)
    if "event" in body:
        return of_event(body)
    if body.get("type") == "message_action":
        return of_shortcut(body)
    return of_form(body) if body.get("type") == "view_submission" else of_press(body)


def message_words(body: Body) -> str:
    """The words of the message that a shortcut is about, links by what they show, mentions left out.

    >>> message_words({"message": {"text": "<@U1> read <https://a.example|Boston &amp; ICE>"}})
    'read Boston & ICE'
    """
    message = body.get("message") or {}
    told = [_text(message, "text")]
    for attached in message.get("attachments") or ():
        told += [_text(attached, "title"), _text(attached, "text")]
    words = _MARKED.sub(lambda match: match["label"] or "", "\n".join(part for part in told if part))
    return html.unescape(words).strip()


def typed_words(text: str) -> str:
    """What was typed, without the mention of the bot, and without Slack's escapes.

    >>> typed_words("<@U0BOT> AT&amp;T 14d")
    'AT&T 14d'
    """
    return html.unescape(_MENTION.sub("", text, count=1)).strip()


def pressed_value(action: Body) -> str:
    """The value of a button, or of the choice of a menu.

    >>> pressed_value({"type": "overflow", "selected_option": {"value": "why:s1"}})
    'why:s1'
    """
    chosen = action.get("selected_option")
    return _text(chosen, "value") if chosen else _text(action, "value")


def _team(body: Body) -> str:
    """The workspace in which the app was asked, which in a shared channel may not be the asker's own.

    The order is Bolt's, by which the request was let in (slack-bolt 1.30, ``request/internals.py``).
    """
    installed = _text(body.get("view") or {}, "app_installed_team_id")
    team = _text(body.get("team") or {}, "id")
    allowed: Body = next(iter(body.get("authorizations") or ()), {})
    return installed or team or _text(allowed, "team_id") or _text(body, "team_id")


def _once(body: Body) -> str:
    found = _text(body, "event_id") or _text(body, "trigger_id")
    return found or hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()


def _text(body: Body, name: str) -> str:
    return str(body.get(name) or "")
