"""The third step of ingest: give each article its story, and group the open window afresh before a digest.

Called by `bot.services.ingest` and `bot.services.publish`. The open stories are read from the database for
each run and written back in the same transaction, in which nobody else groups (docs/decisions/0116).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from itertools import groupby
from time import monotonic

from bot.model.article import ArticleId
from bot.model.story import Story
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
                ids = tx.articles.ungrouped(limit=_BATCH)
                now = self._clock()
                self._group(tx, ids, now)
                if first_grouped_at(tx) is None and not tx.articles.ungrouped(limit=1):
                    tx.meta.put(_FIRST, now.isoformat())
            done += len(ids)
            metrics.GROUPED_ARTICLES.inc(len(ids))
            metrics.GROUP_SECONDS.observe(monotonic() - began)
            self._log.info("grouped", articles=len(ids), seconds=round(monotonic() - began, 3))

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

    def _group(self, tx: Transaction, ids: Sequence[ArticleId], now: datetime) -> None:
        fresh = self._clips_of(tx, ids)
        if not fresh:
            return
        clusterer = self._restore(tx, fresh[0].at)
        _save(tx, [clusterer.add(poll, moment) for moment, poll in _polls(fresh)], now)
        tx.articles.leave_ungrouped(ids)
        _save_rarity(tx, clusterer)

    def _restore(self, tx: Transaction, moment: datetime) -> Clusterer:
        """The clusterer as it stood: stories that are open at `moment` or began after it, and closed ones.

        Closed stories of several articles are what a new one may carry on; for that their summaries suffice.
        """
        since = moment - self._options.window
        recalled = tx.stories.open_since(since - self._options.recall)
        open_stories = [story for story in recalled if story.last_at >= since]
        closed = [story for story in recalled if story.last_at < since and len(story.article_ids) > 1]
        stored = tx.meta.find(_RARITY)
        clips = self._clips_of(tx, _members(open_stories), _members(closed))
        known = {clip.id for clip in clips}
        self._clips = {i: kept for i, kept in self._clips.items() if i in known or kept[1].at >= since}
        return Clusterer.restore(
            stories=[*open_stories, *closed],
            clips=clips,
            state=RarityState(**json.loads(stored)) if stored else RarityState(),
            rulings=rulings_of(tx.corrections.active(workspace=LOCAL_WORKSPACE)),
            options=self._options,
            open_since=since,
        )

    def _clips_of(
        self, tx: Transaction, ids: Iterable[ArticleId], closed: Iterable[ArticleId] = ()
    ) -> list[Clip]:
        """The clips of articles, by publication, then id; of `closed` stories without what was read in them.

        One that was made before is made anew only when something in it may have changed; loading them all and
        indexing closed ones took two fifths of a run's CPU (measured November 2026).
        """
        read = set(ids)
        wanted = {i: (i in read, *mark) for i, mark in tx.readings.marks([*read, *closed]).items()}
        missing = {i for i, mark in wanted.items() if i not in self._clips or self._clips[i][0] != mark}
        readings = tx.readings.by_articles(missing & read)
        for article in tx.articles.by_ids(missing, bodies=True):
            self._clips[article.id] = wanted[article.id], make_clip(article, readings.get(article.id))
        found = (self._clips[i][1] for i in wanted if i in self._clips)
        return sorted(found, key=lambda clip: (clip.at, clip.id))


def first_grouped_at(tx: Transaction) -> datetime | None:
    """When the first articles that came were all grouped; None before that."""
    stored = tx.meta.find(_FIRST)
    return datetime.fromisoformat(stored) if stored else None


def _members(stories: Iterable[Story]) -> list[ArticleId]:
    return [article_id for story in stories for article_id in story.article_ids]


def _polls(clips: Sequence[Clip]) -> Iterator[tuple[datetime, list[Clip]]]:
    """The clips (by publication) in polls of an hour: what came out together is weighed together."""

    def hour(clip: Clip) -> datetime:
        return clip.at.replace(minute=0, second=0, microsecond=0)

    for start, batch in groupby(clips, key=hour):
        yield start + timedelta(hours=1), list(batch)


def _save_rarity(tx: Transaction, clusterer: Clusterer) -> None:
    state = clusterer.state
    tx.meta.put(_RARITY, json.dumps({one.name: getattr(state, one.name) for one in fields(state)}))


def _save(tx: Transaction, changes: Iterable[Regrouping], at: datetime) -> None:
    """Write what grouping changed; the last word on a story counts."""
    latest = {story.id: replace(story, updated_at=at) for change in changes for story in change.stories}
    tx.stories.save(latest.values(), at=at)
