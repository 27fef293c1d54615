"""Posts, edits and finds messages: the publisher port on Slack.

Made by `bot.app` and handed to `bot.services.delivering`. A post carries its delivery's id as metadata, by
which it is found again when no answer came. It decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from slack_sdk import WebClient

from bot.messages.blocks import Block, Message
from bot.model.workspace import ChannelId, UserId, WorkspaceId
from bot.services.ports import Payload
from bot.slack.calls import Slack, converted

EVENT_TYPE = "policy_digest_delivery"
_PAGE = 200


class SlackPublisher:
    """The publisher port.

    Args:
        slack: Clients by workspace.
    """

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    def post(
        self,
        payload: Payload,
        *,
        workspace: WorkspaceId,
        channel: ChannelId,
        delivery_id: str,
        thread_ts: str = "",
    ) -> str:
        """Post once; see `bot.services.ports.Publisher`."""
        client = self._slack.client(workspace)
        with converted(channel=channel, delivery=delivery_id):
            response = client.chat_postMessage(
                channel=channel,
                text=payload["text"],
                blocks=self._blocks(payload, workspace),
                metadata={"event_type": EVENT_TYPE, "event_payload": {"delivery_id": delivery_id}},
                thread_ts=thread_ts or None,
                reply_broadcast=True if thread_ts and payload.get("broadcast") else None,
                unfurl_links=False,
                unfurl_media=False,
            )
        return str(response["ts"])

    def edit(self, payload: Payload, *, workspace: WorkspaceId, channel: ChannelId, message_ts: str) -> None:
        """Replace a posted message."""
        client = self._slack.client(workspace)
        with converted(channel=channel):
            client.chat_update(
                channel=_room(client, channel),
                ts=message_ts,
                text=payload["text"],
                blocks=self._blocks(payload, workspace),
            )

    def find_posted(
        self,
        delivery_id: str,
        *,
        workspace: WorkspaceId,
        channel: ChannelId,
        since: datetime,
        thread_ts: str = "",
    ) -> str | None:
        """Search the channel's history, or a thread's replies, to its end."""
        client = self._slack.client(workspace)
        with converted(channel=channel, delivery=delivery_id):
            for message in _history(client, _room(client, channel), since, thread_ts):
                payload = (message.get("metadata") or {}).get("event_payload") or {}
                if payload.get("delivery_id") == delivery_id:
                    return str(message["ts"])
        return None

    def tell(self, payload: Payload, *, workspace: WorkspaceId, user: UserId) -> None:
        """Send a direct message."""
        client = self._slack.client(workspace)
        with converted(user=user):
            client.chat_postMessage(
                channel=user,
                text=payload["text"],
                blocks=self._blocks(payload, workspace),
                unfurl_links=False,
                unfurl_media=False,
            )

    def _blocks(self, payload: Payload, workspace: WorkspaceId) -> list[Block]:
        """What is posted: as it was frozen, with the links that only hold in the workspace."""
        return self._slack.linked(Message(text=payload["text"], blocks=payload["blocks"]), workspace)[
            "blocks"
        ]


def _room(client: WebClient, channel: ChannelId) -> str:
    """The conversation to look into; that with a person, where a person was written to by his own id."""
    if not channel.startswith(("U", "W")):
        return channel
    opened: dict[str, Any] = client.conversations_open(users=channel).get("channel") or {}
    return str(opened.get("id") or channel)


def _history(client: WebClient, channel: str, since: datetime, thread_ts: str) -> Iterator[dict[str, Any]]:
    """Messages since a moment, page after page; replies are not in a channel's history."""
    cursor: str | None = None
    oldest = f"{since.timestamp():.6f}"
    while True:
        common: dict[str, Any] = {
            "channel": channel,
            "oldest": oldest,
            "limit": _PAGE,
            "include_all_metadata": True,
            "cursor": cursor,
        }
        page = (
            client.conversations_replies(ts=thread_ts, **common)
            if thread_ts
            else client.conversations_history(**common)
        )
        yield from page.get("messages") or []
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
        if cursor is None:
            return
