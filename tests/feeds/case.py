"""What a hostile case is, and the small reader that all of them are polled with.

`Reader` joins the rooms of bot/feeds the way the ingest service does, with a file a feed for storage.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.errors import ParseError
from bot.feeds.draft import draft_article
from bot.feeds.exchange import FetchResult
from bot.feeds.fetch import Fetcher
from bot.feeds.identity import Outcome, all_keys, settle
from bot.feeds.parse import Parser
from bot.feeds.parsed import ParsedFeed
from bot.feeds.schedule import Decision, decide, request_for
from bot.model.article import Article
from bot.model.feed import Feed, FeedId, FeedState, FeedStatus
from tests.feeds.server import Request, Respond

NOW = datetime(2026, 2, 18, 12, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Case:
    """One way to misbehave, and how it must end.

    `statuses` are those of the last poll; `articles` how many are stored then; `check` looks closer.
    """

    name: str
    respond: Respond
    statuses: str
    articles: int | None = None
    polls: int = 1
    url: str = ""
    check: Callable[[Polled], None] | None = None

    @property
    def path(self) -> str:
        return f"/{self.name}"


@dataclass
class Polled:
    """What became of a case: the last poll, and all that is stored."""

    state: FeedState
    result: FetchResult
    decision: Decision
    articles: dict[str, Article] = field(default_factory=dict)
    versions: int = 0

    @property
    def titles(self) -> list[str]:
        return [article.title for article in self.articles.values()]

    @property
    def first(self) -> Article:
        return next(iter(self.articles.values()))


def answer(body: bytes | str = b"", status: str = "200 OK", **headers: str) -> Respond:
    """A responder that always gives the same."""

    def respond(request: Request) -> None:
        request.answer(body, status, **headers)

    return respond


def in_turn(*responders: Respond) -> Respond:
    """A responder for each request in turn; the last one stays."""

    def respond(request: Request) -> None:
        responders[min(request.number, len(responders)) - 1](request)

    return respond


@dataclass
class Stored:
    """What is kept of one feed; on the disk between polls, as a database would."""

    feed: Feed
    state: FeedState
    articles: dict[str, Article] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    versions: int = 0
    last: tuple[FetchResult, Decision] | None = None


class Reader:
    """Feeds, their states and their articles in files; each feed has a store of its own."""

    def __init__(self, fetcher: Fetcher, parser: Parser, folder: Path) -> None:
        self._fetcher = fetcher
        self._parser = parser
        self._folder = folder

    def add(self, name: str, url: str) -> None:
        feed_id = FeedId(name)
        feed = Feed(id=feed_id, url=url, imported_url=url, outlet=f"Outlet {name}", added_at=NOW)
        self._save(Stored(feed, FeedState(feed_id=feed_id, next_poll_at=NOW)))

    def poll(self, names: Iterable[str], now: datetime = NOW) -> None:
        """Ask feeds, and store what they give."""
        requests = [request_for(stored.feed, stored.state) for stored in map(self._load, names)]
        for result in self._fetcher.fetch(requests):
            stored = self._load(result.feed_id)
            self._take(stored, result, now)
            self._save(stored)

    def polled(self, name: str) -> Polled:
        """What became of a feed."""
        stored = self._load(name)
        assert stored.last is not None
        result, decision = stored.last
        return Polled(decision.state, result, decision, stored.articles, stored.versions)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.pickle"

    def _load(self, name: str) -> Stored:
        with self._path(name).open("rb") as file:
            stored: Stored = pickle.load(file)
        return stored

    def _save(self, stored: Stored) -> None:
        with self._path(stored.feed.id).open("wb") as file:
            pickle.dump(stored, file)

    def _take(self, stored: Stored, result: FetchResult, now: datetime) -> None:
        parsed = None
        if result.body is not None:
            try:
                parsed = self._parser.parse(
                    result.body, content_type=result.content_type, url=result.final_url
                )
            except ParseError as error:
                result = replace(result, status=FeedStatus(error.status), error=error.message)
        if parsed is not None:
            self._store(stored, parsed, now)
        result = replace(result, body=None)  # as a service would not keep it either
        decision = decide(stored.state, result, parsed=parsed, now=now)
        stored.state, stored.last = decision.state, (result, decision)

    def _store(self, stored: Stored, parsed: ParsedFeed, now: datetime) -> None:
        made = (
            draft_article(entry, feed=stored.feed, now=now, html_url=parsed.html_url)
            for entry in parsed.entries
        )
        drafts = [draft for draft in made if draft is not None]
        articles, keys = stored.articles, stored.keys
        for one in settle(drafts, {key: articles[keys[key]] for key in all_keys(drafts) if key in keys}):
            articles[one.article.id] = one.article
            keys.update(dict.fromkeys(one.keys, one.article.id))
            stored.versions += one.outcome is Outcome.CHANGED


def later(polls: int) -> datetime:
    """When the n-th poll of a case happens, n from 0."""
    return NOW + timedelta(hours=13) * polls
