"""What services need from above: protocols that `bot.app` fills.

Implemented by the edges (`bot.slack`, `bot.jobs`) and by plain fakes in tests. Nothing here does anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from bot.model.workspace import ChannelId, UserId, WorkspaceId


class Dispatcher(Protocol):
    """Has work done in the background, by this process or another.

    A task carries nothing and finds its work in the database: it may be done twice, late or never.
    """

    def send(self, task: str) -> None:
        """Have it done; asking again before it begins changes nothing."""

    def call_help(self, task: str) -> None:
        """Have another process do the same at the same time, where there is one."""


Payload = Mapping[str, Any]
"""A message as it is frozen: ``{"text", "blocks"}``; ``broadcast`` in a reply shows it in the channel too."""


class Publisher(Protocol):
    """Posts to a chat platform.

    Every method ends in one of the `PlatformError` kinds when it does not succeed: `RateLimitedError` and
    any plain `PlatformError` mean that nothing was posted, `OutcomeUnknownError` that it may have been.
    """

    def post(
        self,
        payload: Payload,
        *,
        workspace: WorkspaceId,
        channel: ChannelId,
        delivery_id: str,
        thread_ts: str = "",
    ) -> str:
        """Post a message that carries the delivery's id, once, without retries; gives its id."""

    def edit(self, payload: Payload, *, workspace: WorkspaceId, channel: ChannelId, message_ts: str) -> None:
        """Replace a posted message; doing it twice does no harm."""

    def find_posted(
        self,
        delivery_id: str,
        *,
        workspace: WorkspaceId,
        channel: ChannelId,
        since: datetime,
        thread_ts: str = "",
    ) -> str | None:
        """The id of the message that carries the delivery's id; None when the history has none."""

    def tell(self, payload: Payload, *, workspace: WorkspaceId, user: UserId) -> None:
        """Send a direct message to one person."""
