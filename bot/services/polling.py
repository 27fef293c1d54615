"""The first step of ingest: ask feeds, parse what they give, store each article once.

Called by `bot.services.ingest`. Claims feeds in batches, stores a batch's articles and the feeds' new state
in one transaction, so that a crash loses and doubles nothing. Reading and grouping come after it.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from time import monotonic

from bot.errors import ParseError
from bot.feeds.draft import Draft, draft_article
from bot.feeds.exchange import FetchResult
from bot.feeds.fetch import Fetcher
from bot.feeds.identity import Outcome, Settled, all_keys, settle
from bot.feeds.parse import Parser
from bot.feeds.parsed import ParsedFeed
from bot.feeds.schedule import Decision, decide, host_of, request_for, rest_host
from bot.model.article import Article, ArticleId
from bot.model.feed import Feed, FeedId, FeedState, FeedStatus, OutletId
from bot.services.door import open_door
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from bot.telemetry import metrics
from bot.telemetry.logs import get_logger

_CLAIM = 5000  # feeds leased at a time; claims follow each other, so a slow feed holds up only its own
_COMMIT = 100  # feeds stored in one transaction: one each would cost a disk flush a feed (measured, 0005)
_LEASE_S = 900.0  # longer than a claim of slow feeds on one paced host takes

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedTrouble:
    """A feed that could not be read in this poll."""

    feed: FeedId
    status: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PollReport:
    """How a poll went; printed by ``poll --json`` field by field.

    Attributes:
        feeds: Feeds subscribed to.
        polled: Feeds that were asked now.
        not_modified: Those without news by their own word or by their unchanged body.
        new_articles: Articles stored for the first time.
        failed: Feeds that could not be read, with the reason.
        seconds: Wall clock.
    """

    feeds: int
    polled: int
    not_modified: int
    new_articles: int
    failed: tuple[FeedTrouble, ...]
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What one feed gave: its entries as drafts, or its failure."""

    feed: Feed
    state: FeedState
    result: FetchResult
    parsed: ParsedFeed | None = None
    drafts: tuple[Draft, ...] = ()


class Poller:
    """Polls feeds into the database.

    Args:
        database: Where feeds and articles are.
        open_fetcher: Makes the client for one poll.
        open_parser: Makes the parser for one poll.
        clock: The present instant.
        find_outlet: The outlet of a display name or host name, where it is known.
    """

    def __init__(
        self,
        database: Database,
        *,
        open_fetcher: Callable[[], Fetcher],
        open_parser: Callable[[], AbstractContextManager[Parser]],
        clock: Callable[[], datetime],
        find_outlet: Callable[[str], OutletId | None],
    ) -> None:
        self._database = database
        self._open_fetcher = open_fetcher
        self._open_parser = open_parser
        self._clock = clock
        self._find_outlet = find_outlet
        self._log = get_logger("polling")

    def poll(self, *, all_feeds: bool = False, progress: Progress = lambda _done, _total: None) -> PollReport:
        """Ask the feeds that are due, or all of them, and store what is new.

        Args:
            all_feeds: Also those that are not due.
            progress: Called with feeds done and in all.

        Returns:
            How it went.
        """
        started = monotonic()
        with self._database.read() as tx:
            subscribed = [feed.id for feed, _ in tx.feeds.with_states()]
        tally = _Tally()
        with _rare_collections(), self._open_fetcher() as fetcher, self._open_parser() as parser:
            for claimed in self._claims(subscribed if all_feeds else None):
                self._poll_claim(claimed, fetcher, parser, tally)
                progress(tally.polled, max(len(subscribed), tally.polled))
        return tally.report(feeds=len(subscribed), seconds=monotonic() - started)

    def _claims(self, ids: Sequence[FeedId] | None) -> Iterator[tuple[tuple[Feed, FeedState], ...]]:
        """Leases on feeds, a batch at a time, until all that are wanted were taken."""
        taken: set[FeedId] = set()
        while True:
            with self._database.write() as tx:
                wanted = None if ids is None else [i for i in ids if i not in taken][:_CLAIM]
                claimed = tx.feeds.claim(
                    self._clock(), limit=_CLAIM, lease_s=_LEASE_S, due_only=ids is None, ids=wanted
                )
            fresh = tuple(pair for pair in claimed if pair[0].id not in taken)
            taken.update(wanted if wanted is not None else [feed.id for feed, _ in fresh])
            if fresh:
                yield fresh
            if not fresh and not wanted:
                return

    def _poll_claim(
        self, claimed: Sequence[tuple[Feed, FeedState]], fetcher: Fetcher, parser: Parser, tally: _Tally
    ) -> None:
        pairs = {feed.id: (feed, state) for feed, state in claimed}
        waiting, open_ids = [], set(pairs)
        try:
            for result in fetcher.fetch(request_for(feed, state) for feed, state in claimed):
                feed, state = pairs[result.feed_id]
                waiting.append(self._read_answer(feed, state, result, parser))
                if len(waiting) >= _COMMIT:
                    self._store(waiting, tally)
                    open_ids -= {answer.feed.id for answer in waiting}
                    waiting = []
            self._store(waiting, tally)
            open_ids -= {answer.feed.id for answer in waiting}
        finally:
            if open_ids:
                with self._database.write() as tx:
                    tx.feeds.release(open_ids)

    def _read_answer(self, feed: Feed, state: FeedState, result: FetchResult, parser: Parser) -> _Answer:
        if result.body is None:
            return _Answer(feed=feed, state=state, result=result)
        try:
            parsed = parser.parse(result.body, content_type=result.content_type, url=result.final_url)
        except ParseError as error:
            failed = replace(result, status=FeedStatus(error.status), error=str(error), body=None)
            return _Answer(feed=feed, state=state, result=failed)
        now = self._clock()
        drafts = (
            draft_article(
                entry, feed=feed, now=now, html_url=parsed.html_url, seen_on_add=not state.first_read
            )
            for entry in parsed.entries
        )
        known = tuple(self._credited(draft) for draft in drafts if draft is not None)
        return _Answer(feed=feed, state=state, result=replace(result, body=None), parsed=parsed, drafts=known)

    def _credited(self, draft: Draft) -> Draft:
        """The draft with the slug of the outlet that an aggregator credits."""
        article = draft.article
        if article.outlet_id is not None or (slug := self._find_outlet(article.outlet)) is None:
            return draft
        return replace(draft, article=replace(article, outlet_id=slug))

    def _store(self, answers: Sequence[_Answer], tally: _Tally) -> None:
        """Articles and states of some feeds, in one transaction."""
        if not answers:
            return
        now = self._clock()
        with self._database.write() as tx:
            settled = _settle_all(tx, answers, now)
            new = _write(tx, tuple(chain.from_iterable(settled)), now)
            decisions = [_decided(answer, own, now) for answer, own in zip(answers, settled, strict=True)]
            tx.feeds.save_states(decision.state for decision in decisions)
            _follow_up(tx, answers, decisions, now)
        for answer, decision in zip(answers, decisions, strict=True):
            tally.add(answer, decision, new.get(answer.feed.id, 0))
            self._report(answer, decision, new.get(answer.feed.id, 0))

    def _report(self, answer: _Answer, decision: Decision, new: int) -> None:
        status = decision.state.status
        metrics.POLLS.labels(status=status).inc()
        metrics.NEW_ARTICLES.inc(new)
        metrics.FETCH_SECONDS.observe(answer.result.elapsed_s)
        log = self._log.warning if decision.notice in {"failing", "gone"} else self._log.info
        seconds = round(answer.result.elapsed_s, 3)
        log(
            "polled", feed=answer.feed.id, status=status, error=decision.state.error, new=new, seconds=seconds
        )


def _decided(answer: _Answer, settled: Sequence[Settled], now: datetime) -> Decision:
    """What a feed's poll makes of its state; a feed that dates nothing goes by when we met its items.

    Items met together count once, so that the first read of such a feed does not look like a busy day.
    """
    parsed, published = answer.parsed, None
    if parsed is not None and not any(entry.published_at or entry.updated_at for entry in parsed.entries):
        published = sorted({one.article.published_at for one in settled})
    return decide(answer.state, answer.result, parsed=parsed, published=published, now=now)


def _settle_all(
    tx: Transaction, answers: Sequence[_Answer], now: datetime
) -> tuple[tuple[Settled, ...], ...]:
    """Which articles the drafts of each feed are; a later feed sees what an earlier one brought."""
    keys = all_keys(draft for answer in answers for draft in answer.drafts)
    ids = tx.articles.known(keys)
    stored = {article.id: article for article in tx.articles.by_ids(ids.values(), bodies=True)}
    known: dict[str, Article] = {key: stored[i] for key, i in ids.items() if i in stored}
    door = open_door(tx, (key for key in keys if key not in known), now)
    settled: list[tuple[Settled, ...]] = []
    for answer in answers:
        own = tuple(
            one
            for one in settle(answer.drafts, known)
            if one.outcome is not Outcome.NEW or not door.refuses(one.article, one.keys)
        )
        for one in own:
            known |= dict.fromkeys(one.keys, one.article)
        settled.append(own)
    return tuple(settled)


def _write(tx: Transaction, settled: Sequence[Settled], now: datetime) -> dict[FeedId, int]:
    """Store what is new or changed; gives the number of new articles by the feed that brought them."""
    fresh: dict[ArticleId, tuple[Article, tuple[str, ...]]] = {}
    changed: list[Article] = []
    joined: list[tuple[ArticleId, FeedId]] = []
    keys: list[tuple[ArticleId, str]] = []
    for one in settled:
        article = one.article
        if one.outcome is Outcome.NEW:
            fresh[article.id] = (article, one.keys)
            continue
        if article.id in fresh:  # brought by another feed of the same batch
            known_keys = fresh[article.id][1]
            fresh[article.id] = (article, tuple(dict.fromkeys((*known_keys, *one.keys))))
            continue
        if one.outcome is Outcome.CHANGED:
            changed.append(article)
        elif one.outcome is Outcome.JOINED:
            joined.append((article.id, article.feeds[-1]))
        keys += [(article.id, key) for key in one.keys]
    tx.articles.add(list(fresh.values()))
    for article, _ in fresh.values():
        if not article.seen_on_add:
            age = article.first_seen_at - article.published_at
            metrics.ARRIVAL_SECONDS.observe(max(0.0, age.total_seconds()))
    for article in changed:
        tx.articles.update(article, at=now)
    tx.articles.attach(joined)
    tx.articles.add_keys(keys)
    return Counter(article.feeds[0] for article, _ in fresh.values())


def _follow_up(
    tx: Transaction, answers: Sequence[_Answer], decisions: Sequence[Decision], now: datetime
) -> None:
    """What a poll changes beyond its own feeds' state: believed moves, and hosts that must rest."""
    for answer, decision in zip(answers, decisions, strict=True):
        if decision.new_url:
            tx.feeds.add_alias(answer.feed.id, answer.feed.url, at=now)
            tx.feeds.update(replace(answer.feed, url=decision.new_url))
    resting = {
        host_of(answer.feed.url): decision.host_rests_until
        for answer, decision in zip(answers, decisions, strict=True)
        if decision.host_rests_until is not None
    }
    if not resting:
        return
    told = {answer.feed.id for answer in answers}
    pairs = [(feed, state) for feed, state in tx.feeds.with_states() if feed.id not in told]
    for host, until in sorted(resting.items()):
        others = [state for feed, state in pairs if host_of(feed.url) == host]
        tx.feeds.save_states(rest_host(others, until=until))


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Let the garbage collector look around seldom: a poll makes many records and hardly a cycle.

    Saves a sixth of a first poll's CPU (500 feeds of 30 items, measured November 2026).
    """
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _Tally:
    """Counts for the report."""

    def __init__(self) -> None:
        self.polled = 0
        self._not_modified = 0
        self._new = 0
        self._failed: list[FeedTrouble] = []

    def add(self, answer: _Answer, decision: Decision, new: int) -> None:
        """Count one feed."""
        result = answer.result
        self.polled += result.asked
        self._new += new
        self._not_modified += result.status is FeedStatus.NOT_MODIFIED
        if not result.asked or not decision.state.status.is_success:
            error = decision.state.error if result.asked else result.error
            status = decision.state.status if result.asked else result.status
            self._failed.append(FeedTrouble(feed=answer.feed.id, status=status, error=error))

    def report(self, *, feeds: int, seconds: float) -> PollReport:
        """The report."""
        return PollReport(
            feeds=feeds,
            polled=self.polled,
            not_modified=self._not_modified,
            new_articles=self._new,
            failed=tuple(sorted(self._failed, key=lambda trouble: trouble.feed)),
            seconds=round(seconds, 3),
        )
