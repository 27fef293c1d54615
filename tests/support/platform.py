"""A chat platform in memory with a clock of its own, for deliveries without sockets and without waiting.

It answers every call as the test scripts it, and keeps what was posted where and when.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.errors import OutcomeUnknownError


class Present:
    """A present that a test moves on."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, **forward: float) -> None:
        self.at += timedelta(**forward)


@dataclass(frozen=True)
class Posted:
    """A message, or an edit of one (`edits` is its id then)."""

    ts: str
    at: datetime
    channel: str
    delivery_id: str
    thread_ts: str
    text: str
    edits: str = ""


@dataclass
class Platform:
    """The publisher port.

    Attributes:
        clock: The present.
        answers: What the next calls of a method end in, an error each; without one they succeed. An
            `OutcomeUnknownError` with the code "landed" posts first.
        posted: All messages, in order.
        told: Texts sent to people, in order.
        looked: How often the history was asked.
    """

    clock: Present
    answers: dict[str, deque[Exception]] = field(default_factory=dict)
    posted: list[Posted] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    looked: int = 0
    tried: int = 0

    def __post_init__(self) -> None:
        self._lock = threading.Lock()

    def script(self, method: str, *errors: Exception) -> None:
        """What the next calls of a method end in."""
        self.answers.setdefault(method, deque()).extend(errors)

    def ids(self) -> list[str]:
        """The deliveries that were posted, in order."""
        return [one.delivery_id for one in self.posted]

    def post(
        self, payload: Mapping[str, Any], *, channel: str, delivery_id: str, thread_ts="", **_: Any
    ) -> str:
        self.tried += 1
        error = self._next("post")
        if error is not None and getattr(error, "code", "") != "landed":
            raise error
        ts = self._keep(channel, delivery_id, thread_ts, payload["text"])
        if error is not None:
            raise error
        return ts

    def edit(self, payload: Mapping[str, Any], *, channel: str, message_ts: str, **_: Any) -> None:
        error = self._next("edit")
        if error is not None:
            raise error
        self._keep(channel, "", "", payload["text"], edits=message_ts)

    def find_posted(
        self, delivery_id: str, *, channel: str, since: datetime, thread_ts="", **_: Any
    ) -> str | None:
        self.looked += 1
        error = self._next("find")
        if error is not None:
            raise error
        found = (
            one.ts
            for one in self.posted
            if one.delivery_id == delivery_id and (one.channel, one.thread_ts) == (channel, thread_ts)
            if one.at >= since
        )
        return next(found, None)

    def tell(self, payload: Mapping[str, Any], **_: Any) -> None:
        self.told.append(payload["text"])

    def _next(self, method: str) -> Exception | None:
        with self._lock:
            waiting = self.answers.get(method)
            return waiting.popleft() if waiting else None

    def _keep(self, channel: str, delivery_id: str, thread_ts: str, text: str, edits: str = "") -> str:
        with self._lock:
            ts = f"{len(self.posted) + 1}.0"
            self.posted.append(Posted(ts, self.clock(), channel, delivery_id, thread_ts, text, edits))
            return ts


def landed() -> OutcomeUnknownError:
    """Posted, and no answer came."""
    return OutcomeUnknownError("no answer", code="landed")


def lost() -> OutcomeUnknownError:
    """Not posted, and no answer came."""
    return OutcomeUnknownError("no answer")
