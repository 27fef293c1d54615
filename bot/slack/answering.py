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
from bot.services.desk.records import File, Reply, View
from bot.slack.callers import Caller, Way
from bot.slack.calls import Slack, converted, tls
from bot.slack.files import hand_over, refusal_words
from bot.telemetry.logs import get_logger

MOST_RESPONSES = 5  # https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
_REFUSED = 400
_NO_FORM = "That opens a form, which only a slash command can: type it behind `/policy`."
_PLAIN: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}
_LOG = get_logger("slack")


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
        if reply.file is not None:
            reply = self._with_file(client, reply, reply.file, caller)
        if not reply.messages:
            return
        linked = tuple(self._slack.linked(message, workspace) for message in reply.messages)
        reply = replace(reply, messages=linked)
        if caller.response_url:
            self._respond(reply, caller)
        else:
            self._post(client, reply, caller)

    def publish_home(self, view: View, caller: Caller, workspace: WorkspaceId) -> None:
        """Show the home tab to its owner."""
        with converted(user=caller.user):
            self._slack.client(workspace).views_publish(user_id=caller.user, view=dict(view))

    def _with_file(self, client: WebClient, reply: Reply, file: File, caller: Caller) -> Reply:
        """Hand a file over; gives the reply that goes with it, or that says it all without."""
        try:
            said = hand_over(client, file, caller, to_all=_is_for_all(reply, caller))
        except PlatformError as error:
            _LOG.warning("file not handed over", code=error.code, reason=str(error))
            told = plain_message(refusal_words(error))
            return replace(reply, messages=(told, *reply.messages), replace=False)
        if not file.says_all:
            return reply
        return replace(reply, messages=(plain_message(said),) if said else (), in_channel=False)

    def _respond(self, reply: Reply, caller: Caller) -> None:
        timeout = max(1, round(self._slack.timeout_s))
        webhook = WebhookClient(caller.response_url, timeout=timeout, ssl=tls())
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
        shared = caller.way is Way.MENTION and _is_for_all(reply, caller)
        for message in reply.messages:
            body: dict[str, Any] = {**message, "thread_ts": caller.thread_ts or None}
            with converted(user=caller.user):
                if caller.way is Way.MENTION and not shared:
                    client.chat_postEphemeral(channel=caller.channel, user=caller.user, **body)
                else:
                    client.chat_postMessage(channel=caller.channel or caller.user, **body, **_PLAIN)


def _is_for_all(reply: Reply, caller: Caller) -> bool:
    """Whether everybody sees it: somebody said so, or it was asked in public and is not personal."""
    return reply.in_channel or (caller.way is Way.MENTION and reply.open_to_all)


def _few(messages: Sequence[Message]) -> Sequence[Message]:
    """As many messages as a response address takes; the last says how many are missing."""
    if len(messages) <= MOST_RESPONSES:
        return messages
    left = len(messages) - MOST_RESPONSES + 1
    rest = plain_message(f"{left} more parts do not fit here. Write it to me as a direct message to see all.")
    return (*messages[: MOST_RESPONSES - 1], rest)
