"""What the playground's clock steps through: the three sample days, or one's own feeds read again.

Made by ``policybot demo``, used by `bot.web.playground`. Steps call the same services as production; the
digest is planned, frozen and posted into the channel as it would be on Slack.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.services.delivering import Deliverer
from bot.services.ingest import Ingest
from bot.services.planning import Planner
from bot.web.sample_server import SampleServer

_EVENING_TO_MORNING = timedelta(hours=14, minutes=1)
_TICK = timedelta(seconds=2)  # a thread reply waits a second behind its message
_MOST_TICKS = 50  # replies of the longest digest


@dataclass(slots=True)
class Moment:
    """The demo's present: a fixed instant that is moved, or the real clock.

    Attributes:
        at: None for the real clock.
        real: The real clock.
    """

    at: datetime | None
    real: Callable[[], datetime]

    def now(self) -> datetime:
        """The present instant."""
        return self.at or self.real()


class Post:
    """Posts what is due.

    Args:
        planner: Finds what is due.
        deliverer: Posts it.
        moment: The present; moved on while replies wait for their message.
    """

    def __init__(self, planner: Planner, deliverer: Deliverer, moment: Moment) -> None:
        self._planner = planner
        self._deliverer = deliverer
        self._moment = moment

    def due(self) -> None:
        """Post every digest that is due, with its thread."""
        self._planner.plan(self._moment.now())
        for _ in range(_MOST_TICKS):
            stepped = self._deliverer.deliver()
            if self._moment.at is not None and stepped:
                self._moment.at += _TICK
            if not stepped:
                return


class Stage(Protocol):
    """What the clock steps through."""

    @property
    def about(self) -> str:
        """What the channel shows, in a sentence."""

    def label(self) -> str:
        """Where it stands, in words."""

    def next_label(self) -> str:
        """What the next step does; empty when there is none."""

    def step(self) -> None:
        """Take it."""


class SampleDays:
    """The three days of the sample feeds: each evening is read, each next morning a digest comes.

    Args:
        server: Serves the feeds.
        ingest: Reads them.
        post: Posts what is due.
        moment: The present, moved at each step.
        first_evening: Of the first day.
        days: How many there are.
    """

    def __init__(
        self,
        server: SampleServer,
        *,
        ingest: Ingest,
        post: Post,
        moment: Moment,
        first_evening: datetime,
        days: int,
    ) -> None:
        self._server = server
        self._ingest = ingest
        self._post = post
        self._moment = moment
        self._first_evening = first_evening
        self._days = days
        self._day = 0

    @property
    def about(self) -> str:
        """That nobody in it is real."""
        return "A Slack channel in small. All articles and people are invented; nothing leaves this computer."

    def label(self) -> str:
        """The day of how many."""
        return f"Sample day {self._day} of {self._days}"

    def next_label(self) -> str:
        """The next day, as long as there is one."""
        return "Next day" if self._day < self._days else ""

    def step(self) -> None:
        """Read the next day's feeds in the evening, and post the digest in the morning."""
        if self._day >= self._days:
            return
        self._day += 1
        evening = self._first_evening + timedelta(days=self._day - 1)
        self._moment.at = evening
        self._server.show(self._day)
        self._ingest.poll(all_feeds=True)
        self._ingest.catch_up()
        self._moment.at = evening + _EVENING_TO_MORNING
        self._post.due()


class OwnFeeds:
    """One's own feeds: a step reads them again.

    Args:
        ingest: Reads them.
        post: Posts what is due.
    """

    def __init__(self, *, ingest: Ingest, post: Post) -> None:
        self._ingest = ingest
        self._post = post

    @property
    def about(self) -> str:
        """That nothing of it is sent anywhere."""
        return "Your feeds, as a Slack channel shows them. Only the feeds themselves are asked for anything."

    def label(self) -> str:
        """Whose feeds they are."""
        return "Your own feeds"

    def next_label(self) -> str:
        """What a step does."""
        return "Read the feeds again"

    def step(self) -> None:
        """Read the feeds, and post what is due."""
        self._ingest.poll(all_feeds=True)
        self._ingest.catch_up()
        self._post.due()
