"""One channel as the playground shows it: what was posted, typed, and told to one person alone.

The demo's place for digests: `bot.services.delivering` posts into it as it posts to Slack. Filled by
`bot.web.playground` too; kept in memory, gone with the process.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.messages.blocks import Message
from bot.model.workspace import ChannelId, UserId, WorkspaceId
from bot.services.desk.records import File
from bot.services.ports import Payload


class Kind(StrEnum):
    """Who sees an entry, and who wrote it."""

    POST = "post"
    TYPED = "typed"
    ONLY_YOU = "only-you"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the channel.

    Attributes:
        id: Unique; like a message's ``ts`` on Slack.
        kind: Who sees it.
        at: When it was written.
        message: What the app wrote; None for what a person typed.
        typed: What a person typed.
        thread: The entry it replies to; empty for none.
        version: Counts its edits.
        delivery: The delivery that it carries; empty for none.
        file: A file that came with it.
    """

    id: str
    kind: Kind
    at: datetime
    message: Message | None = None
    typed: str = ""
    thread: str = ""
    version: int = 0
    delivery: str = ""
    file: File | None = None


class Channel:
    """A channel in memory; a `bot.services.ports.Publisher`.

    Args:
        clock: The present instant.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._entries: dict[str, Entry] = {}

    def entries(self) -> tuple[Entry, ...]:
        """Everything, in the order in which it was written."""
        with self._lock:
            return tuple(self._entries.values())

    def find(self, entry_id: str) -> Entry | None:
        """An entry by its id."""
        with self._lock:
            return self._entries.get(entry_id)

    def add(
        self,
        kind: Kind,
        *,
        message: Message | None = None,
        typed: str = "",
        thread: str = "",
        delivery: str = "",
        file: File | None = None,
    ) -> str:
        """Write an entry; gives its id."""
        with self._lock:
            entry = Entry(
                id=f"m{len(self._entries) + 1}",
                kind=kind,
                at=self._clock(),
                message=message,
                typed=typed,
                thread=thread,
                delivery=delivery,
                file=file,
            )
            self._entries[entry.id] = entry
        return entry.id

    def replace(self, entry_id: str, message: Message) -> bool:
        """Put another message into an entry; False where there is no such entry."""
        with self._lock:
            entry = self._entries.get(entry_id)
            if entry is not None:
                self._entries[entry_id] = replace(entry, message=message, version=entry.version + 1)
        return entry is not None

    def post(
        self,
        payload: Payload,
        *,
        workspace: WorkspaceId,
        channel: ChannelId,
        delivery_id: str,
        thread_ts: str = "",
    ) -> str:
        """Write a delivery into the channel; gives the entry's id."""
        del workspace, channel  # there is but one
        message = Message(text=payload["text"], blocks=payload["blocks"])
        return self.add(Kind.POST, message=message, thread=thread_ts, delivery=delivery_id)

    def edit(self, payload: Payload, *, workspace: WorkspaceId, channel: ChannelId, message_ts: str) -> None:
        """Replace a posted message."""
        del workspace, channel
        self.replace(message_ts, Message(text=payload["text"], blocks=payload["blocks"]))

    def find_posted(
        self,
        delivery_id: str,
        *,
        workspace: WorkspaceId,
        channel: ChannelId,
        since: datetime,
        thread_ts: str = "",
    ) -> str | None:
        """The entry that carries the delivery."""
        del workspace, channel, since, thread_ts
        return next((entry.id for entry in self.entries() if entry.delivery == delivery_id), None)

    def tell(self, payload: Payload, *, workspace: WorkspaceId, user: UserId) -> None:
        """Write a direct message."""
        del workspace, user
        self.add(Kind.DIRECT, message=Message(text=payload["text"], blocks=payload["blocks"]))
