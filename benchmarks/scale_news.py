"""A month of news for `scale.py`: read from a file or invented, and served as feeds on a simulated clock.

Used by that script alone. Every person, place and event here is invented; each event is reported by one to
six outlets in words of their own, so that grouping has something to do.
"""

from __future__ import annotations

import json
import random
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SHOWN = 30
_START = datetime(2026, 3, 1, tzinfo=UTC)
_DAYS = 30
_FIRST = ("Ada", "Ben", "Cora", "Dev", "Edna", "Farid", "Greta", "Hugo", "Iris", "Jonas", "Kira", "Liam")
_LAST = ("Quist", "Marlow", "Tanner", "Okoye", "Brandt", "Salas", "Whitlock", "Nguyen", "Harlan", "Peake")
_PLACES = (
    "Harborview",
    "Millbrook",
    "Eastfield",
    "Grantsburg",
    "Lakemont",
    "Ridgeway",
    "Salem Falls",
    "Norwick",
)
_OFFICES = ("Mayor", "Governor", "Council President", "Superintendent", "Senator", "Attorney General")
_BODIES = (
    "city council",
    "school board",
    "transit agency",
    "housing authority",
    "state senate",
    "port commission",
)
_ACTS = ("approves", "delays", "rejects", "unveils", "defends", "reviews", "funds", "cancels")
_SAID = ("said", "told reporters", "said in a statement", "told the chamber on Tuesday", "argued")
_STEMS = (
    "bre",
    "cal",
    "dor",
    "fen",
    "gor",
    "hal",
    "jun",
    "kel",
    "lom",
    "mar",
    "nov",
    "pel",
    "ros",
    "sten",
    "tar",
    "ulv",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article of the month."""

    url: str
    title: str
    summary: str
    text: str
    outlet: str
    at: datetime


def load_articles(path: Path) -> tuple[Article, ...]:
    """The articles of a file, oldest first; of several under one address or headline the first counts."""
    found: dict[str, Article] = {}
    titles: set[str] = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        at = datetime.fromisoformat(row["published"])
        url = row.get("url") or f"https://{row['id']}.example/"
        if url in found or row["title"] in titles:
            continue
        titles.add(row["title"])
        found[url] = Article(
            url=url,
            title=row["title"],
            summary=row.get("summary") or "",
            text=row.get("text") or "",
            outlet=row["outlet"],
            at=at if at.tzinfo else at.replace(tzinfo=UTC),
        )
    return tuple(sorted(found.values(), key=lambda one: (one.at, one.url)))


def invented(count: int, outlets: int) -> tuple[Article, ...]:
    """So many articles by so many outlets, the same every time, oldest first."""
    rng = random.Random(3)
    made: list[Article] = []
    while len(made) < count:
        event, at = _Event(rng), _START + timedelta(days=_DAYS) * rng.random()
        for outlet in rng.sample(range(outlets), min(outlets, rng.choice((1, 1, 2, 3, 4, 6)))):
            made.append(event.told(rng, outlet, at + timedelta(hours=8) * rng.random(), len(made)))
    return tuple(sorted(made[:count], key=lambda one: (one.at, one.url)))


class _Event:
    """Something that happened, with words that only it has."""

    def __init__(self, rng: random.Random) -> None:
        self.place, self.body, self.act = rng.choice(_PLACES), rng.choice(_BODIES), rng.choice(_ACTS)
        self.person = f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"
        self.office = rng.choice(_OFFICES)
        self.words = ["".join(rng.sample(_STEMS, 3)) for _ in range(8)]

    def told(self, rng: random.Random, outlet: int, at: datetime, number: int) -> Article:
        """An article about it."""
        words = [*self.words]
        rng.shuffle(words)
        title = (
            f"{self.place} {self.body} {self.act} {self.words[0]} {self.words[1]} plan, {words[0]} at stake"
        )
        lead = f"The {self.place} {self.body} {self.act} the {self.words[0]} {self.words[1]} plan."
        who = f"{self.office} {self.person} {rng.choice(_SAID)}"
        said = f"“The {words[2]} of our {words[3]} cannot wait for {words[1]},” {who}."
        more = (
            f"Residents near the {words[i % 8]} {words[(i + 1) % 8]} asked for ${rng.randint(1, 90)} million "
            f"and a vote before the {words[(i + 3) % 8]} season, according to {self.person}."
            for i in range(5)
        )
        return Article(
            url=f"https://outlet{outlet}.example/{number}",
            title=title,
            summary=f"{lead} {said}",
            text=" ".join((lead, said, *more)),
            outlet=f"Outlet {outlet}",
            at=at.replace(microsecond=0),
        )


def now_of(clock: Path) -> datetime:
    """The simulated present: an instant, and where the clock runs on, the real time at which it was set."""
    instant, _, real = clock.read_text(encoding="utf-8").partition(" ")
    ahead = datetime.now(UTC).timestamp() - float(real) if real else 0.0
    return datetime.fromisoformat(instant) + timedelta(seconds=ahead)


def outlets_of(news: Sequence[Article]) -> tuple[str, ...]:
    """The outlets, sorted; a feed's address is the number of its outlet."""
    return tuple(sorted({one.outlet for one in news}))


def serve(news: Sequence[Article], clock: Path) -> None:
    """Serve the feeds for ever; the port is the first line of the output."""
    names = outlets_of(news)
    feeds = [_Feed(name, n, [one for one in news if one.outlet == name]) for n, name in enumerate(names)]

    class Feeds(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = feeds[int(self.path.strip("/"))].shown(now_of(clock))
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
            """Say nothing."""

    class Many(ThreadingHTTPServer):
        request_queue_size = 256

    server = Many(("127.0.0.1", 0), Feeds)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


class _Feed:
    """One outlet's feed, written once so that serving it costs little beside what is measured."""

    def __init__(self, name: str, number: int, items: Sequence[Article]) -> None:
        self._times = [one.at for one in items]
        self._items = ["".join(_item(one)) for one in items]
        self._head = (
            '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
            f"<title>{escape(name)}</title><link>https://outlet{number}.example/</link>"
        )

    def shown(self, now: datetime) -> bytes:
        """The document at an instant: its newest items, newest first."""
        end = bisect_right(self._times, now)
        items = reversed(self._items[max(0, end - SHOWN) : end])
        return f"{self._head}{''.join(items)}</channel></rss>".encode()


def _item(one: Article) -> Iterator[str]:
    yield f"<item><title>{escape(one.title)}</title><link>{escape(one.url)}</link>"
    yield f"<pubDate>{format_datetime(one.at)}</pubDate><description>{escape(one.summary)}</description>"
    if one.text:
        yield f"<content:encoded>{escape(one.text)}</content:encoded>"
    yield "</item>"
