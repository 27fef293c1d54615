"""The third step of ingest: give each article its story, and group the open window afresh before a digest.

Called by `bot.services.ingest` and `bot.services.publish`. The open stories are read from the database for
each run and written back in the same transaction, in which nobody else groups (docs/decisions/0116).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from itertools import groupby
from time import monotonic

from bot.model.article import Article, ArticleId
from bot.model.reading import Reading
from bot.model.workspace import LOCAL_WORKSPACE
from bot.services.overlay import rulings_of
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from bot.stories.clips import Clip, make_clip
from bot.stories.cluster import Clusterer
from bot.stories.options import GroupOptions
from bot.stories.rarity import RarityState
from bot.stories.shelf import Regrouping
from bot.telemetry import metrics
from bot.telemetry.logs import get_logger

_BATCH = 2000  # articles grouped in one transaction: about two seconds
_RARITY = "stories.rarity"
_FIRST = "stories.first_grouped"

GROUPING = "grouping"
"""Name of the work that one transaction at a time may do: whatever changes which story has which article."""

_NEXT = timedelta(microseconds=1)

_Kept = tuple[tuple[object, ...], Clip]
"""A clip and all of its article and reading that it was made from."""


class GroupingStep:
    """Groups stored articles.

    Args:
        database: Where articles and stories are.
        options: The figures by which grouping decides.
        clock: The present instant, at which articles join stories; a past day is replayed by it.
    """

    def __init__(self, database: Database, *, options: GroupOptions, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._options = options
        self._clock = clock
        self._clips: dict[ArticleId, _Kept] = {}
        self._log = get_logger("grouping")

    def group(self) -> int:
        """Group every article that was read and belongs to no story yet.

        Returns:
            How many articles were grouped.
        """
        done = 0
        while True:
            began = monotonic()
            with self._database.read() as tx:
                if not tx.articles.ungrouped(limit=1):
                    return done
            with self._database.write() as tx:
                tx.keep_others_out(GROUPING)
                articles = tx.articles.by_ids(tx.articles.ungrouped(limit=_BATCH), bodies=True)
                now = self._clock()
                self._group(tx, articles, now)
                if first_grouped_at(tx) is None and not tx.articles.ungrouped(limit=1):
                    tx.meta.put(_FIRST, now.isoformat())
            done += len(articles)
            metrics.GROUPED_ARTICLES.inc(len(articles))
            metrics.GROUP_SECONDS.observe(monotonic() - began)
            self._log.info("grouped", articles=len(articles), seconds=round(monotonic() - began, 3))

    def regroup(self, now: datetime) -> None:
        """Group the open window before `now` afresh; ids stay by largest overlap.

        Changes are dated after what they change, also where `now` is a past day.
        """
        with self._database.write() as tx:
            tx.keep_others_out(GROUPING)
            clusterer = self._restore(tx, now)
            found = clusterer.recluster(now)
            before = tx.stories.by_ids(story.id for story in found.stories)
            _save(tx, [found], max([now, *(story.updated_at + _NEXT for story in before.values())]))
            _save_rarity(tx, clusterer)

    def _group(self, tx: Transaction, articles: Sequence[Article], now: datetime) -> None:
        if not articles:
            return
        clusterer = self._restore(tx, articles[0].published_at)
        readings = tx.readings.by_articles(a.id for a in articles)
        changes = []
        for moment, poll in _polls(articles):
            changes.append(clusterer.add([make_clip(a, readings.get(a.id)) for a in poll], moment))
        _save(tx, changes, now)
        tx.articles.leave_ungrouped(a.id for a in articles)
        _save_rarity(tx, clusterer)

    def _restore(self, tx: Transaction, moment: datetime) -> Clusterer:
        """The clusterer as it stood: stories that are open at `moment` or began after it, and closed ones.

        Closed stories of several articles are what a new one may carry on; for that their summaries suffice.
        """
        since = moment - self._options.window
        recalled = tx.stories.open_since(since - self._options.recall)
        open_stories = [story for story in recalled if story.last_at >= since]
        closed = [story for story in recalled if story.last_at < since and len(story.article_ids) > 1]
        ids = [i for story in open_stories for i in story.article_ids]
        articles = tx.articles.by_ids(ids, bodies=True)
        former = tx.articles.by_ids(i for story in closed for i in story.article_ids)
        readings = tx.readings.by_articles(ids)
        stored = tx.meta.find(_RARITY)
        return Clusterer.restore(
            stories=[*open_stories, *closed],
            clips=self._clips_of([*articles, *former], readings),
            state=RarityState(**json.loads(stored)) if stored else RarityState(),
            rulings=rulings_of(tx.corrections.active(workspace=LOCAL_WORKSPACE)),
            options=self._options,
        )

    def _clips_of(
        self, articles: Sequence[Article], readings: Mapping[ArticleId, Reading]
    ) -> tuple[Clip, ...]:
        """The clips of open and recalled stories.

        One that was made for the last run is made anew only when something in it may have changed: they took
        a third of a run's time (measured November 2026).
        """
        kept: dict[ArticleId, _Kept] = {}
        for article in articles:
            reading = readings.get(article.id)
            what = (
                article.content_sha256,
                bool(article.body),
                article.published_at,
                article.place,
                reading.mentions if reading else None,
            )
            former = self._clips.get(article.id)
            same = former is not None and former[0] == what
            kept[article.id] = former if same and former else (what, make_clip(article, reading))
        self._clips = kept
        return tuple(clip for _, clip in kept.values())


def first_grouped_at(tx: Transaction) -> datetime | None:
    """When the first articles that came were all grouped; None before that."""
    stored = tx.meta.find(_FIRST)
    return datetime.fromisoformat(stored) if stored else None


def _polls(articles: Sequence[Article]) -> Iterator[tuple[datetime, list[Article]]]:
    """The articles (by publication) in polls of an hour: what came out together is weighed together."""

    def hour(article: Article) -> datetime:
        return article.published_at.replace(minute=0, second=0, microsecond=0)

    for start, batch in groupby(articles, key=hour):
        yield start + timedelta(hours=1), list(batch)


def _save_rarity(tx: Transaction, clusterer: Clusterer) -> None:
    state = clusterer.state
    tx.meta.put(_RARITY, json.dumps({one.name: getattr(state, one.name) for one in fields(state)}))


def _save(tx: Transaction, changes: Iterable[Regrouping], at: datetime) -> None:
    """Write what grouping changed; the last word on a story counts."""
    latest = {story.id: replace(story, updated_at=at) for change in changes for story in change.stories}
    tx.stories.save(latest.values(), at=at)
