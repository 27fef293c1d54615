"""Replies to where they belong: to the asker alone, into the thread, into the channel, or as a modal.

Used by `bot.slack.app`. An answer goes to the response address where there is one (five times in thirty
minutes, also where the bot is no member), else as a message. It decides nothing about words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from slack_sdk import WebClient, WebhookClient

from bot.errors import PlatformError
from bot.messages.blocks import Message
from bot.messages.notices import plain_message
from bot.model.workspace import WorkspaceId
from bot.services.desk.records import Reply, View
from bot.slack.callers import Caller, Way
from bot.slack.calls import Slack, converted

MOST_RESPONSES = 5  # https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
_REFUSED = 400
_NO_FORM = "That opens a form, which only a slash command can: type it behind `/policy`."
_PLAIN: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}


class Answering:
    """Sends replies.

    Args:
        slack: Clients by workspace.
    """

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    def send(self, reply: Reply, caller: Caller, workspace: WorkspaceId) -> None:
        """Send a reply to whoever waits for it; ends in `PlatformError` when Slack refuses it."""
        client = self._slack.client(workspace)
        if reply.view is not None and not caller.trigger_id:  # a mention or a direct message opens none
            reply = replace(reply, view=None, messages=(plain_message(_NO_FORM),))
        if reply.view is not None:
            with converted(user=caller.user):
                client.views_open(trigger_id=caller.trigger_id, view=dict(reply.view))
        if not reply.messages:
            return
        if caller.response_url:
            self._respond(reply, caller)
        else:
            self._post(client, reply, caller)

    def publish_home(self, view: View, caller: Caller, workspace: WorkspaceId) -> None:
        """Show the home tab to its owner."""
        with converted(user=caller.user):
            self._slack.client(workspace).views_publish(user_id=caller.user, view=dict(view))

    def _respond(self, reply: Reply, caller: Caller) -> None:
        webhook = WebhookClient(caller.response_url, timeout=max(1, round(self._slack.timeout_s)))
        webhook.retry_handlers = []
        for number, message in enumerate(_few(reply.messages)):
            body: dict[str, Any] = {
                **message,
                **_PLAIN,
                "response_type": "in_channel" if reply.in_channel else "ephemeral",
                "replace_original": reply.replace and caller.own_message and not number,
            }
            with converted(user=caller.user):
                response = webhook.send_dict(body)
            if response.status_code >= _REFUSED:
                raise PlatformError(f"Slack refused: {response.body}", code=response.body, user=caller.user)

    def _post(self, client: WebClient, reply: Reply, caller: Caller) -> None:
        """As messages: in the thread of a mention, or to the person alone."""
        shared = caller.way is Way.MENTION and (reply.open_to_all or reply.in_channel)
        for message in reply.messages:
            body: dict[str, Any] = {**message, "thread_ts": caller.thread_ts or None}
            with converted(user=caller.user):
                if caller.way is Way.MENTION and not shared:
                    client.chat_postEphemeral(channel=caller.channel, user=caller.user, **body)
                else:
                    client.chat_postMessage(channel=caller.channel or caller.user, **body, **_PLAIN)


def _few(messages: Sequence[Message]) -> Sequence[Message]:
    """As many messages as a response address takes; the last says how many are missing."""
    if len(messages) <= MOST_RESPONSES:
        return messages
    left = len(messages) - MOST_RESPONSES + 1
    rest = plain_message(f"{left} more parts do not fit here. Write it to me as a direct message to see all.")
    return (*messages[: MOST_RESPONSES - 1], rest)
