"""A simulated day of feeds on loopback: items appear as its clock moves, and answers go wrong at random.

The tests in tests/crash/test_polling.py hold it; workers (tests/crash/poller.py) ask it for feeds, for the
time, and to move the clock on. It knows every item that came out, so that a store can be compared with it.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Self

from tests.support.forked import Worker

START = datetime(2026, 2, 17, tzinfo=UTC)
DAY = timedelta(days=1)
TAIL = timedelta(hours=9)  # nothing new and no faults after the day: what a feed still owes is read then
STALL_S = 2.0  # longer than a worker waits
_SHOWN = 30  # a feed shows so many items, or those of eighteen hours where these are more
_SHOWN_FOR = timedelta(hours=18)
_A_HOST = 4  # feeds that rest together
_RATES = (1, 3, 8, 20, 40)  # items a day
_WORDS = (
    "council", "mayor", "budget", "vote", "housing", "school", "police", "transit", "court", "judge", "bill",
    "hearing", "tenant", "rent", "water", "street", "union", "audit", "permit", "zoning", "climate", "ballot",
)  # fmt: skip
_FAULTS = {
    "error": 20, "unavailable": 8, "too_many": 8, "reset": 20, "stall": 1, "cut": 12, "short": 12,
    "unmodified": 20, "unmodified_anew": 10, "page": 10, "empty": 10, "elsewhere": 10, "missing": 10,
}  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One item; its identity stands in its title."""

    feed: int
    number: int
    at: datetime
    words: str
    revised_at: datetime | None

    @property
    def identity(self) -> str:
        return f"f{self.feed}i{self.number}"

    def is_revised(self, now: datetime) -> bool:
        return self.revised_at is not None and self.revised_at <= now


@dataclass(frozen=True)
class Habits:
    """What a feed does to the identity of its items."""

    new_guids_at: datetime | None = None
    one_guid: bool = False
    guids_by_place: bool = False
    no_guid: bool = False
    no_link: bool = False
    dates_move: bool = False
    links_move: bool = False
    parameters_move: bool = False
    mirrors: bool = False
    validator: str = "etag"
    zipped: bool = False
    moved: bool = False


def habits_of(feed: int, dice: random.Random) -> Habits:
    """One bad habit for each feed, so that something by which an item is known always stays."""
    kind = feed % 10
    return Habits(
        new_guids_at=START + DAY * dice.random() if kind == 1 else None,
        dates_move=kind == 2,
        links_move=kind == 3,
        parameters_move=kind == 4,
        one_guid=kind == 5,
        no_guid=kind == 6,
        no_link=kind == 7,
        guids_by_place=kind == 8,
        mirrors=kind == 9,
        validator=("etag", "etag", "last-modified", "")[feed // 10 % 4],
        zipped=feed % 2 == 0,
        moved=feed % 25 == 7,
    )


class Day:
    """What comes out on one day.

    Args:
        feeds: How many.
        faults: Share of the requests that go wrong, in [0, 1].
        seed: The same day for the same seed.
    """

    def __init__(self, feeds: int, *, faults: float, seed: int) -> None:
        dice = random.Random(seed)
        self.faults = faults
        self.habits = [habits_of(feed, dice) for feed in range(feeds)]
        self.items = [self._made(feed, dice) for feed in range(feeds)]

    def _made(self, feed: int, dice: random.Random) -> tuple[Item, ...]:
        rate, habits = dice.choice(_RATES), self.habits[feed]
        earlier = [START - DAY * dice.random() * 5 for _ in range(dice.randint(5, 15))]
        times = sorted([*earlier, *(START + DAY * dice.random() for _ in range(rate))])
        series = " ".join(dice.choices(_WORDS, k=4)) if feed % 3 == 0 else ""
        still = habits.no_link or habits.parameters_move  # there the words are what stays
        return tuple(
            Item(
                feed=feed,
                number=number,
                at=at.replace(microsecond=0),
                words=series or " ".join(dice.choices(_WORDS, k=6)),
                revised_at=None if still or dice.random() > 0.1 else at + DAY / 4 * dice.random(),
            )
            for number, at in enumerate(times)
        )

    def urls(self) -> list[str]:
        """The addresses of the feeds."""
        return [f"http://host{feed // _A_HOST}.example/{feed}.xml" for feed in range(len(self.habits))]

    def identities(self) -> set[str]:
        """Every item of the day and those that were there before it."""
        return {item.identity for items in self.items for item in items}

    def visible(self, feed: int, now: datetime) -> list[Item]:
        """What a feed shows, newest first."""
        sources = (feed - 1, feed) if self.habits[feed].mirrors else (feed,)
        out = [item for source in sources for item in self.items[source] if item.at <= now]
        out.sort(key=lambda item: (item.at, item.identity), reverse=True)
        recent = sum(1 for item in out if item.at > now - _SHOWN_FOR)
        return out[: max(_SHOWN, recent)]


def document(feed: int, habits: Habits, items: list[Item], now: datetime, dice: random.Random) -> bytes:
    """A feed as RSS, with its habits."""
    head = f"<title>Outlet {feed}</title><link>https://outlet{feed}.example/</link>"
    shift = timedelta(minutes=dice.randint(-90, 0)) if habits.dates_move else timedelta(0)
    link = _link_form(habits, dice)
    parts = []
    for place, item in enumerate(items):
        more = " and the vote was counted again" if item.is_revised(now) else ""
        text = f"What {item.words} means for the people of the city, said at meeting {item.identity}{more}."
        shown = {
            "title": f"{item.words.capitalize()} {item.identity}{more}",
            "link": "" if habits.no_link else link.format(feed=item.feed, number=item.number),
            "guid": _guid(habits, item, place, now),
            "pubDate": "" if habits.no_guid else format_datetime(item.at + shift),
            "description": f"{text} {' '.join(item.words.split()[::-1])} in the long hearing of this week.",
        }
        fields = (f"<{name}>{value}</{name}>" for name, value in shown.items() if value)
        parts.append(f"<item>{''.join(fields)}</item>")
    xml = f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>{head}{"".join(parts)}'
    return f"{xml}</channel></rss>".encode()


def _link_form(habits: Habits, dice: random.Random) -> str:
    plain = "//outlet{feed}.example/news/{number}"
    if habits.links_move:
        forms = ("http:{}", "https:{}/", "https:{}?utm_source=rss&amp;utm_medium={n}", "https:{}#top")
        return dice.choice(forms).replace("{}", plain).replace("{n}", str(dice.randint(1, 99)))
    if habits.parameters_move:
        return f"https:{plain}?edition={dice.randint(1, 99)}"
    return f"https:{plain}"


def _guid(habits: Habits, item: Item, place: int, now: datetime) -> str:
    if habits.no_guid:
        return ""
    if habits.one_guid:
        return f"outlet-{item.feed}"
    if habits.guids_by_place:
        return f"place-{place}"
    is_new = habits.new_guids_at is not None and habits.new_guids_at <= now
    return f"{'new' if is_new else 'tag'}:{item.identity}"


@dataclass
class Asked:
    """One request on the way to its answer."""

    path: str
    headers: dict[str, str]
    writer: asyncio.StreamWriter

    async def answer(self, body: bytes, status: str = "200 OK", **headers: str) -> None:
        """Send an answer."""
        await self.cut_off(body, len(body), status, **headers)

    async def cut_off(self, body: bytes, sent: int, status: str = "200 OK", **headers: str) -> None:
        """Announce a body and close the connection after so many bytes of it, where that is not all."""
        told = {"Content-Length": str(len(body)), "Content-Type": "application/rss+xml"}
        told |= {name.replace("_", "-"): value for name, value in headers.items() if value}
        lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        self.writer.write(f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body[:sent])
        await self.writer.drain()
        if sent < len(body):
            self.writer.close()


@dataclass
class DayServer:
    """Serves a day; the clock stands still until a worker says that it has done what was due.

    Attributes:
        day: What comes out.
        step: How far the clock moves at a time.
        until: End of the run.
        now: The clock.
        steps: How often it was moved.
        begun: Steps in which a feed was asked.
        step_s: Seconds that the last whole step took.
        faults: How often each fault was met.
        asked: Requests for feeds.
    """

    day: Day
    step: timedelta
    until: datetime = START + DAY + TAIL
    seed: int = 0
    now: datetime = START
    steps: int = 0
    begun: int = -1
    step_s: float = 0.2
    faults: Counter[str] = field(default_factory=Counter)
    asked: int = 0

    def __enter__(self) -> Self:
        self.changed = threading.Condition()
        self._dice = random.Random(self.seed)
        self._begun_s = 0.0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        self.port: int = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def wait_until_busy(self, step: int, worker: Worker) -> None:
        """Wait until a feed is asked in this step or a later one, while the worker lives."""
        with self.changed:
            while self.begun < step and worker.poll() is None:
                self.changed.wait(0.2)

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=512)

    async def _end(self) -> None:
        self._server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while not writer.is_closing():
                head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
                pairs = (line.partition(": ") for line in head[1:])
                headers = {name.lower(): value for name, _, value in pairs}
                await self._route(Asked(head[0].split(" ")[1], headers, writer))
        except (asyncio.CancelledError, asyncio.IncompleteReadError, OSError):
            pass  # the worker went away, or the test ended
        finally:
            writer.close()

    async def _route(self, asked: Asked) -> None:
        if asked.path.startswith("/clock"):
            self._move_on(asked.path.partition("?")[2])
            told = "" if self.now >= self.until else self.now.isoformat()
            return await asked.answer(told.encode())
        feed = int(asked.path.rpartition("/")[2].partition(".")[0])
        with self.changed:
            self.asked += 1
            if self.begun < self.steps:
                self.begun, self._begun_s = self.steps, time.monotonic()
            self.changed.notify_all()
        return await self._feed(asked, feed)

    def _move_on(self, done: str) -> None:
        """Move the clock if what a worker has done is what is due now, not an earlier step."""
        with self.changed:
            if done == self.now.isoformat():
                self.now += self.step
                if self.begun == self.steps:
                    self.step_s = time.monotonic() - self._begun_s
                self.steps += 1
                self.changed.notify_all()

    async def _feed(self, asked: Asked, feed: int) -> None:
        fault = ""
        if self.now <= START + DAY and self._dice.random() < self.day.faults:
            fault = self._dice.choices(list(_FAULTS), list(_FAULTS.values()))[0]
            self.faults[fault] += 1
        habits, items = self.day.habits[feed], self.day.visible(feed, self.now)
        if habits.moved and not asked.path.startswith("/moved"):
            return await asked.answer(b"", "301 Moved Permanently", Location=f"/moved{asked.path}")
        validators = self._validators(habits, items)
        if fault and not await self._failed(asked, fault, validators):
            return None
        if self._is_known(asked, validators):
            return await asked.answer(b"", "304 Not Modified", **validators)
        body = document(feed, habits, items, self.now, self._dice)
        if fault == "cut":
            body = body[: self._dice.randrange(1, len(body) - len("</channel></rss>"))]
        if habits.zipped:
            validators["Content_Encoding"] = "gzip"
            body = gzip.compress(body, 1)
        sent = self._dice.randrange(1, len(body)) if fault == "short" else len(body)
        return await asked.cut_off(body, sent, **validators)

    def _validators(self, habits: Habits, items: list[Item]) -> dict[str, str]:
        """Those of what a feed shows now."""
        revised = [item for item in items if item.is_revised(self.now)]
        shown = ",".join(item.identity for item in (*items, *revised))
        if habits.validator == "etag":
            return {"ETag": f'"{hashlib.sha256(shown.encode()).hexdigest()[:16]}"'}
        if habits.validator == "last-modified":
            times = [item.at for item in items] + [item.revised_at for item in revised if item.revised_at]
            newest = max(times) + timedelta(seconds=1)  # revisions fall between whole seconds
            return {"Last_Modified": format_datetime(newest.replace(microsecond=0), usegmt=True)}
        return {}

    def _is_known(self, asked: Asked, validators: dict[str, str]) -> bool:
        names = {"ETag": "if-none-match", "Last_Modified": "if-modified-since"}
        return any(asked.headers.get(names[name]) == value for name, value in validators.items())

    async def _failed(self, asked: Asked, fault: str, validators: dict[str, str]) -> bool:
        """Answer with a fault; True when the answer is still to be given."""
        plain = {
            "error": (b"sorry", "500 Internal Server Error"),
            "missing": (b"sorry", "404 Not Found"),
            "page": (b"<!DOCTYPE html><html><body>Just a moment</body></html>", "200 OK"),
            "empty": (b"", "200 OK"),
            "unmodified": (b"", "304 Not Modified"),
        }
        if fault in plain:
            await asked.answer(*plain[fault])
        elif fault == "unmodified_anew":  # the validators of what it keeps back
            await asked.answer(b"", "304 Not Modified", **validators)
        elif fault == "unavailable":
            until = self.now + timedelta(minutes=self._dice.randint(5, 60))
            await asked.answer(
                b"", "503 Service Unavailable", Retry_After=format_datetime(until, usegmt=True)
            )
        elif fault == "too_many":
            await asked.answer(b"", "429 Too Many Requests", Retry_After=str(self._dice.randint(30, 3600)))
        elif fault == "elsewhere":
            await asked.answer(b"", "302 Found", Location=f"/other{asked.path}")
        elif fault == "reset":
            asked.writer.transport.abort()
        elif fault == "stall":
            await asyncio.sleep(STALL_S)
            asked.writer.transport.abort()
        else:
            return True
        return False
