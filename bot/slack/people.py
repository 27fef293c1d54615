"""What Slack knows of people and channels, asked once an hour: zones, names, whether the bot is in there.

Made by `bot.app`; used by the listeners and, as a port, by `bot.services.desk`. Never fails: what Slack does
not say has a plain substitute.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import Any, TypeVar

from bot.commands.times import zone_names
from bot.errors import PlatformError
from bot.model.workspace import ChannelId, UserId, WorkspaceId
from bot.services.desk.records import Channel, Person
from bot.slack.calls import Slack, converted
from bot.telemetry.logs import get_logger

T = TypeVar("T")

_AGE_S = 3600.0  # people move and channels are renamed, but not within the hour
_MOST = 20_000  # kept answers; a large workspace has that many people who ever ask


class People:
    """Zones of people and names of channels.

    Args:
        slack: Clients by workspace.
        clock: Seconds that only grow.
    """

    def __init__(self, slack: Slack, *, clock: Callable[[], float] = monotonic) -> None:
        self._slack = slack
        self._clock = clock
        self._kept: dict[tuple[str, ...], tuple[float, Any]] = {}
        self._lock = Lock()
        self._log = get_logger("slack")

    def zone(self, workspace: WorkspaceId, user: UserId) -> str:
        """A person's IANA zone; UTC where Slack does not say."""
        return self.person(workspace, user).zone

    def person(self, workspace: WorkspaceId, user: UserId) -> Person:
        """A person's zone, and whether it is an admin or a guest."""
        key = ("person", workspace, user)
        return self._cached(key, lambda: self._ask_person(workspace, user), Person())

    def describe(self, workspace: WorkspaceId, channel: ChannelId) -> Channel:
        """A channel's name and whether the bot is in it."""
        key = ("channel", workspace, channel)
        return self._cached(key, lambda: self._ask_channel(workspace, channel), Channel(name=f"#{channel}"))

    def _ask_person(self, workspace: WorkspaceId, user: UserId) -> Person:
        with converted(user=user):
            found = self._slack.client(workspace).users_info(user=user).get("user") or {}
        zone = str(found.get("tz") or "")
        return Person(
            admin=any(found.get(right) for right in ("is_admin", "is_owner", "is_primary_owner")),
            guest=any(found.get(limit) for limit in ("is_restricted", "is_ultra_restricted")),
            zone=zone if zone in zone_names() else "UTC",
        )

    def _ask_channel(self, workspace: WorkspaceId, channel: ChannelId) -> Channel:
        with converted(channel=channel):
            found = self._slack.client(workspace).conversations_info(channel=channel).get("channel") or {}
        if found.get("is_im"):
            return Channel(name="our direct messages", joined=True)
        return Channel(
            name=f"#{found.get('name') or channel}",
            joined=found.get("is_member"),
            creator=UserId(str(found.get("creator") or "")),
        )

    def _cached(self, key: tuple[str, ...], ask: Callable[[], T], otherwise: T) -> T:
        with self._lock:
            kept = self._kept.get(key)
        if kept is not None and self._clock() - kept[0] < _AGE_S:
            found: T = kept[1]
            return found
        try:
            found = ask()
        except PlatformError as error:
            self._log.warning("not told", what=key[0], code=error.code)
            return otherwise
        with self._lock:
            if len(self._kept) >= _MOST:
                self._kept.clear()
            self._kept[key] = (self._clock(), found)
        return found

    def forget(self, workspace: WorkspaceId, channel: ChannelId) -> None:
        """Ask anew about a channel, because the bot joined or left it."""
        with self._lock:
            self._kept.pop(("channel", workspace, channel), None)
