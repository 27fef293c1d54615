"""The third step of ingest: give each article its story, and group the open window afresh before a digest.

Called by `bot.services.ingest` and `bot.services.publish`. The open stories are read from the database for
each run and written back in the same transaction, so that two processes never group at once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from itertools import groupby
from time import monotonic

from bot.model.article import Article
from bot.model.workspace import LOCAL_WORKSPACE
from bot.services.overlay import rulings_of
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from bot.stories.clips import make_clip
from bot.stories.cluster import Clusterer
from bot.stories.options import GroupOptions
from bot.stories.rarity import RarityState
from bot.stories.shelf import Regrouping
from bot.telemetry import metrics
from bot.telemetry.logs import get_logger

_BATCH = 2000  # articles grouped in one transaction: about two seconds
_RARITY = "stories.rarity"
_FIRST = "stories.first_grouped"
_NEXT = timedelta(microseconds=1)


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
            clips=[make_clip(article, readings.get(article.id)) for article in (*articles, *former)],
            state=RarityState(**json.loads(stored)) if stored else RarityState(),
            rulings=rulings_of(tx.corrections.active(workspace=LOCAL_WORKSPACE)),
            options=self._options,
        )


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
    tx.meta.put(_RARITY, json.dumps(asdict(clusterer.state)))


def _save(tx: Transaction, changes: Iterable[Regrouping], at: datetime) -> None:
    """Write what grouping changed; the last word on a story counts."""
    latest = {story.id: replace(story, updated_at=at) for change in changes for story in change.stories}
    tx.stories.save(latest.values(), at=at)
