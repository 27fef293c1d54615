"""The first step of ingest: ask feeds, parse what they give, store each article once.

Called by `bot.services.ingest`. Claims feeds in batches, stores a batch's articles and the feeds' new state
in one transaction, so that a crash loses and doubles nothing. Reading and grouping come after it.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from math import ceil
from time import monotonic

from bot.errors import ParseError
from bot.feeds.draft import Draft, draft_article
from bot.feeds.exchange import FetchRequest, FetchResult
from bot.feeds.fetch import Fetcher
from bot.feeds.parse import Parser
from bot.feeds.schedule import NEVER, Decision, request_for
from bot.model.feed import Feed, FeedId, FeedState, FeedStatus, OutletId
from bot.services.feed_notices import FeedNotice, plan_notices
from bot.services.storing import Answer, decided, follow_up, settle_all, write
from bot.storage.database import Database
from bot.telemetry import metrics
from bot.telemetry.logs import get_logger

_CLAIM = 5000  # feeds leased at a time; claims follow each other, so a slow feed holds up only its own
# Feeds and items stored in one transaction: one feed each would cost a disk flush a feed (0005), and
# more items than this take memory.
_COMMIT, _COMMIT_ITEMS = 1000, 4000
_LEAST = 100  # feeds that one of several pollers takes at a time, or more: fewer it has asked sooner alone
_LEASE = timedelta(seconds=25)  # the feeds of a poller that died are polled again after so long
_RENEWED = timedelta(seconds=6)  # a poller that lives prolongs its leases so often
_LOCK = "storing of articles"  # two pollers may meet the same new article in different feeds

Progress = Callable[[int, int], None]
Leased = Sequence[tuple[Feed, FeedState]]


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
        gone: Feeds left out although all were wanted, because they said before that they are gone (410).
        notices: What the owners of feeds are told of them after this poll.
    """

    feeds: int
    polled: int
    not_modified: int
    new_articles: int
    failed: tuple[FeedTrouble, ...]
    seconds: float
    gone: tuple[FeedId, ...] = ()
    notices: tuple[FeedNotice, ...] = ()


class Poller:
    """Polls feeds into the database.

    Args:
        database: Where feeds and articles are.
        open_fetcher: Makes the client for one poll.
        open_parser: Makes the parser for one poll.
        clock: The present instant.
        find_outlet: The outlet of a display name or host name, where it is known.
        shares: Into how many claims to divide what is due, so that several pollers end together.
    """

    def __init__(
        self,
        database: Database,
        *,
        open_fetcher: Callable[[], Fetcher],
        open_parser: Callable[[], AbstractContextManager[Parser]],
        clock: Callable[[], datetime],
        find_outlet: Callable[[str], OutletId | None],
        shares: int = 1,
    ) -> None:
        self._database = database
        self._open_fetcher = open_fetcher
        self._open_parser = open_parser
        self._clock = clock
        self._find_outlet = find_outlet
        self._shares = shares
        self._log = get_logger("polling")

    def poll(
        self,
        *,
        all_feeds: bool = False,
        progress: Progress = lambda _done, _total: None,
        when_more: Callable[[], None] = lambda: None,
    ) -> PollReport:
        """Ask the feeds that are due, or all of them, and store what is new.

        Args:
            all_feeds: Also those that are not due.
            progress: Called with feeds done and in all.
            when_more: Called once when some that are due are in hand and others wait besides.

        Returns:
            How it went.
        """
        started, tally = monotonic(), _Tally()
        with self._database.read() as tx:
            dues = tx.feeds.dues()
        with _rare_collections(), self._open_fetcher() as fetcher, self._open_parser() as parser:
            for claimed in self._all(dues) if all_feeds else self._due(dues, when_more):
                self._poll_claim(_Claim(claimed, self._clock()), fetcher, parser, tally)
                progress(tally.polled, max(len(dues), tally.polled))
        gone = tuple(feed_id for feed_id, due_at in dues.items() if all_feeds and due_at >= NEVER)
        return tally.report(feeds=len(dues), seconds=monotonic() - started, gone=gone)

    def _due(self, dues: Mapping[FeedId, datetime], when_more: Callable[[], None]) -> Iterator[Leased]:
        """Leases on feeds that are due, a batch at a time; each once, even if it is due again at once."""
        now, taken = self._clock(), set[FeedId]()
        due = sum(at <= now for at in dues.values())
        share = ceil(due / self._shares)
        limit = _CLAIM if self._shares == 1 else min(_CLAIM, max(_LEAST, share))
        while claimed := self._lease(limit=limit, due_only=True):
            if not taken and due > limit:
                when_more()
            fresh = tuple(pair for pair in claimed if pair[0].id not in taken)
            taken.update(feed.id for feed, _ in fresh)
            if fresh:
                yield fresh
            if len(claimed) < limit or not fresh:
                return

    def _all(self, dues: Mapping[FeedId, datetime]) -> Iterator[Leased]:
        """Leases on all feeds that nobody holds, a batch at a time, but for those that are gone."""
        wanted = [feed_id for feed_id, due_at in dues.items() if due_at < NEVER]
        for start in range(0, len(wanted), _CLAIM):
            if claimed := self._lease(limit=_CLAIM, due_only=False, ids=wanted[start : start + _CLAIM]):
                yield claimed

    def _lease(self, *, limit: int, due_only: bool, ids: Sequence[FeedId] | None = None) -> Leased:
        now, lease_s = self._clock(), _LEASE.total_seconds()
        with self._database.write() as tx:
            return tx.feeds.claim(now, limit=limit, lease_s=lease_s, due_only=due_only, ids=ids)

    def _poll_claim(self, claim: _Claim, fetcher: Fetcher, parser: Parser, tally: _Tally) -> None:
        """Ask the feeds of a claim, storing what came whenever enough did or no more comes for a moment."""

        def store() -> None:
            self._store(claim.arrived(), tally)
            self._hold(claim)

        try:
            for result in fetcher.fetch(claim.requests(), when_idle=store):
                feed, state = claim.pairs[result.feed_id]
                claim.add(self._read_answer(feed, state, result, parser))
                if claim.is_full:
                    store()
                self._hold(claim)
            store()
        finally:
            if claim.open_ids:
                with self._database.write() as tx:
                    tx.feeds.release(claim.open_ids)

    def _hold(self, claim: _Claim) -> None:
        """Prolong the leases of what is still to be stored, if it is time."""
        now = self._clock()
        if claim.open_ids and now - claim.leased_at >= _RENEWED:
            claim.leased_at = now
            with self._database.write() as tx:
                tx.feeds.hold(claim.open_ids, until=now + _LEASE)

    def _read_answer(self, feed: Feed, state: FeedState, result: FetchResult, parser: Parser) -> Answer:
        if result.body is None:
            return Answer(feed=feed, state=state, result=result)
        try:
            parsed = parser.parse(result.body, content_type=result.content_type, url=result.final_url)
        except ParseError as error:
            failed = replace(result, status=FeedStatus(error.status), error=str(error), body=None)
            return Answer(feed=feed, state=state, result=failed)
        now = self._clock()
        drafts = (
            draft_article(
                entry, feed=feed, now=now, html_url=parsed.html_url, seen_on_add=not state.first_read
            )
            for entry in parsed.entries
        )
        return Answer(
            feed=feed,
            state=state,
            result=replace(result, body=None),
            parsed=replace(parsed, entries=()),
            dates=tuple(at for e in parsed.entries if (at := e.published_at or e.updated_at) is not None),
            drafts=tuple(self._credited(draft) for draft in drafts if draft is not None),
        )

    def _credited(self, draft: Draft) -> Draft:
        """The draft with the slug of the outlet that an aggregator credits."""
        article = draft.article
        if article.outlet_id is not None or (slug := self._find_outlet(article.outlet)) is None:
            return draft
        return replace(draft, article=replace(article, outlet_id=slug))

    def _store(self, answers: Sequence[Answer], tally: _Tally) -> None:
        """Articles and states of some feeds, in one transaction."""
        if not answers:
            return
        now = self._clock()
        with self._database.write() as tx:
            tx.keep_others_out(_LOCK)
            settled = settle_all(tx, answers, now)
            new = write(tx, tuple(chain.from_iterable(settled)), now)
            decisions = [decided(answer, own, now) for answer, own in zip(answers, settled, strict=True)]
            follow_up(tx, answers, decisions, now)
            notices = [
                FeedNotice(feed=answer.feed, state=decision.state, kind=decision.notice)
                for answer, decision in zip(answers, decisions, strict=True)
                if decision.notice
            ]
            plan_notices(tx, notices, now)
        tally.notices += notices
        for answer, decision in zip(answers, decisions, strict=True):
            tally.add(answer, decision, new.get(answer.feed.id, 0))
            self._report(answer, decision, new.get(answer.feed.id, 0))

    def _report(self, answer: Answer, decision: Decision, new: int) -> None:
        status = decision.state.status
        metrics.POLLS.labels(status=status).inc()
        metrics.NEW_ARTICLES.inc(new)
        metrics.FETCH_SECONDS.observe(answer.result.elapsed_s)
        log = self._log.warning if decision.notice in {"failing", "gone"} else self._log.info
        seconds = round(answer.result.elapsed_s, 3)
        log(
            "polled", feed=answer.feed.id, status=status, error=decision.state.error, new=new, seconds=seconds
        )


class _Claim:
    """Feeds under lease, and how far they came."""

    def __init__(self, leased: Leased, leased_at: datetime) -> None:
        self.pairs = {feed.id: (feed, state) for feed, state in leased}
        self.open_ids = set(self.pairs)
        self.leased_at = leased_at
        self._waiting: list[Answer] = []
        self._items = 0

    @property
    def is_full(self) -> bool:
        """Whether enough waits to be stored."""
        return self._items >= _COMMIT_ITEMS or len(self._waiting) >= _COMMIT

    def add(self, answer: Answer) -> None:
        """Let an answer wait to be stored."""
        self._waiting.append(answer)
        self._items += len(answer.drafts)

    def requests(self) -> Iterator[FetchRequest]:
        """What is asked for."""
        return (request_for(feed, state) for feed, state in self.pairs.values())

    def arrived(self) -> Sequence[Answer]:
        """What waits to be stored, handed over; its leases end with that."""
        answers, self._waiting, self._items = self._waiting, [], 0
        self.open_ids -= {answer.feed.id for answer in answers}
        return answers


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
        self.notices: list[FeedNotice] = []
        self._not_modified = 0
        self._new = 0
        self._failed: list[FeedTrouble] = []

    def add(self, answer: Answer, decision: Decision, new: int) -> None:
        """Count one feed."""
        result = answer.result
        self.polled += result.asked
        self._new += new
        self._not_modified += result.status is FeedStatus.NOT_MODIFIED
        if not result.asked or not decision.state.status.is_success:
            error = decision.state.error if result.asked else result.error
            status = decision.state.status if result.asked else result.status
            self._failed.append(FeedTrouble(feed=answer.feed.id, status=status, error=error))

    def report(self, *, feeds: int, seconds: float, gone: tuple[FeedId, ...]) -> PollReport:
        """The report."""
        return PollReport(
            feeds=feeds,
            polled=self.polled,
            not_modified=self._not_modified,
            new_articles=self._new,
            failed=tuple(sorted(self._failed, key=lambda trouble: trouble.feed)),
            seconds=round(seconds, 3),
            gone=gone,
            notices=tuple(self.notices),
        )
