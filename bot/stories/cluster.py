"""Grouping: which open story a new article belongs to, and the open window grouped afresh.

Called by `bot.services.ingest` for each poll and before a digest, and by `policybot group`. Holds the open
stories in memory and gives them out as records; it never touches the database and never reads a clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.model.article import ArticleId
from bot.model.story import Story, StoryId
from bot.stories.archive import LEAST_ARTICLES, Archive
from bot.stories.clips import Clip
from bot.stories.likeness import ONE, Index
from bot.stories.linkage import Linkage, agglomerate
from bot.stories.options import GroupOptions
from bot.stories.rarity import Rarity, RarityState
from bot.stories.rulings import Pair, Rules, Ruling, rules_of
from bot.stories.shelf import Regrouping, Shelf, by_id

LOYALTY = 20_000
"""Likeness, in millionths, that a pair of one story has on top when the window is grouped afresh."""

Near = tuple[ArticleId, Mapping[ArticleId, int]]
"""An article and those like it that came before it, with their likeness in millionths."""


class Clusterer:
    """The open stories and the articles in them.

    Two clusterers that were given the same polls are equal, whatever the order inside a poll, and whether or
    not one of them was stored and restored in between.
    """

    def __init__(self, options: GroupOptions | None = None, state: RarityState | None = None) -> None:
        """With no story open.

        Args:
            options: The figures by which it decides.
            state: Term counts of an earlier run; None to start from nothing.
        """
        self.options = options or GroupOptions()
        self._rarity = Rarity(state)
        self._index = Index(self._rarity, self.options.window)
        self._shelf = Shelf()
        self._archive = Archive()
        self._rules = Rules()

    @classmethod
    def restore(
        cls,
        *,
        stories: Iterable[Story],
        clips: Iterable[Clip],
        state: RarityState,
        rulings: Iterable[Ruling] = (),
        options: GroupOptions | None = None,
        open_since: datetime | None = None,
    ) -> Clusterer:
        """The clusterer as it was when its open stories and its state were stored.

        Args:
            stories: The open ones, and those closed within `GroupOptions.recall` that may be carried on; the
                next call closes them again.
            clips: Of all their articles; those of other articles are passed over.
            state: What `state` gave.
            rulings: In order of making.
            options: The figures by which it decides.
            open_since: No later than the window of the next call begins: articles before it are compared with
                nothing any more.

        Returns:
            A clusterer that goes on as if it had never stopped.
        """
        clusterer = cls(options, state)
        clusterer.rule(rulings)
        for story in stories:
            clusterer._shelf.put(story)
        known = clusterer._shelf.story_of
        for clip in sorted((clip for clip in clips if clip.id in known), key=_by_time):
            clusterer._shelf.clips[clip.id] = clip
            if open_since is None or clip.at >= open_since:
                clusterer._index.add(clip)
        return clusterer

    @property
    def state(self) -> RarityState:
        """Term counts and the weights in force, to be stored with the stories."""
        return self._rarity.export()

    @property
    def open_articles(self) -> int:
        """How many articles new ones are compared with."""
        return len(self._index)

    def open_stories(self) -> tuple[Story, ...]:
        """The open stories by id."""
        return tuple(sorted(self._shelf.stories.values(), key=by_id))

    def rule(self, rulings: Iterable[Ruling]) -> None:
        """Obey these rulings, and no others, from the next re-clustering on."""
        self._rules = rules_of(rulings)

    def add(self, poll: Sequence[Clip], now: datetime) -> Regrouping:
        """Give each article of a poll its story.

        An article joins the open story whose articles are on average most alike to it, if they are alike
        enough, or founds one; those of one poll are weighed together, so their order plays no part. Open
        stories are not joined to each other here: that is `recluster`'s part.

        Args:
            poll: New articles. One whose id is open already is left out.
            now: Moment of the poll; stories without an article in the window before it are closed.

        Returns:
            What changed.
        """
        self._close(now)
        fresh = sorted((clip for clip in poll if clip.id not in self._shelf.story_of), key=_by_time)
        self._rarity.count(fresh)
        if self._rarity.is_due:
            self._reweigh(fresh)
        near = [(clip.id, self._index.enter(clip)) for clip in fresh]
        found = {other for _, others in near for other in others}
        touched = sorted({self._shelf.story_of[other] for other in found if other in self._shelf.story_of})
        groups = self._link(fresh, near, touched)
        first = len(touched)
        joining = [
            (
                touched[group[0]] if group[0] < first else None,
                [fresh[node - first] for node in group if node >= first],
            )
            for group in groups
            if group[-1] >= first
        ]
        return self._carry_on(self._shelf.grow(joining, now))

    def recluster(self, now: datetime) -> Regrouping:
        """Group the articles of the open window afresh, by average link, and keep ids by largest overlap.

        Articles of open stories that are older than the window stay where they are.

        Args:
            now: Moment from which the window reaches back.

        Returns:
            What changed; empty when the online pass had it right.
        """
        self._close(now)
        clips = self._index.clips()
        self._rarity.freeze(self._by_story(clips))
        self._index = Index(self._rarity, self.options.window)
        near = ((clip.id, self._index.enter(clip)) for clip in clips)
        groups = self._link(clips, near, [])
        return self._carry_on(self._shelf.regroup([[clips[node] for node in group] for group in groups], now))

    def _by_story(self, clips: Iterable[Clip]) -> list[list[Clip]]:
        stories: dict[StoryId, list[Clip]] = {}
        for clip in clips:
            stories.setdefault(self._shelf.story_of[clip.id], []).append(clip)
        return list(stories.values())

    def _loyalty(self, one: ArticleId, two: ArticleId) -> int:
        """What a pair gains by being in one story already, so that a draw moves nothing."""
        story = self._shelf.story_of.get(one)
        return LOYALTY if story is not None and story == self._shelf.story_of.get(two) else 0

    def _carry_on(self, regrouping: Regrouping) -> Regrouping:
        """The same, with a link back for each story that carries on a closed one."""
        return replace(regrouping, stories=tuple(map(self._linked_back, regrouping.stories)))

    def _linked_back(self, story: Story) -> Story:
        if story.continues or len(story.article_ids) < LEAST_ARTICLES:
            return story
        clips = [self._shelf.clips[article_id] for article_id in story.article_ids]
        earlier = self._archive.find(clips, self._rarity.weight, self.options.carry_on)
        if earlier is None:
            return story
        linked = replace(story, continues=earlier)
        self._shelf.put(linked)
        return linked

    def _close(self, now: datetime) -> None:
        since = now - self.options.window
        self._index.drop_before(since)
        for story in self._shelf.close_before(since):
            self._archive.add(story, self._shelf.drop(story))
        self._archive.forget_before(now - self.options.recall)

    def _reweigh(self, fresh: Sequence[Clip]) -> None:
        """Make the weights anew and the index with them; `fresh` is counted as part of the window."""
        clips = self._index.clips()
        self._rarity.freeze([*self._by_story(clips), *([clip] for clip in fresh)])
        self._index = Index(self._rarity, self.options.window)
        for clip in clips:
            self._index.add(clip)

    def _link(
        self, clips: Sequence[Clip], near: Iterable[Near], stories: Sequence[StoryId]
    ) -> tuple[tuple[int, ...], ...]:
        """Clusters over the stories (first nodes, never joined to each other) and the clips (the rest)."""
        node = {clip.id: len(stories) + n for n, clip in enumerate(clips)}
        sizes = []
        for n, story_id in enumerate(stories):
            members = [a for a in self._shelf.stories[story_id].article_ids if a in self._index]
            node |= dict.fromkeys(members, n)
            sizes.append(len(members))
        apart = _nodes_of(self._rules.apart, node)
        linkage = Linkage([*sizes, *[1] * len(clips)], fixed=len(stories), apart=apart)
        for article_id, others in near:
            for other, likeness in others.items():
                linkage.add(node[article_id], node[other], likeness + self._loyalty(article_id, other))
        for one, two in _nodes_of(self._rules.together, node):
            linkage.force(one, two)
        events = len(self._shelf.stories) + sum(clip.id not in self._shelf.story_of for clip in clips)
        return agglomerate(linkage, ONE * self.options.least(events))


def _joining(
    group: Sequence[int], stories: Sequence[StoryId], fresh: Sequence[Clip]
) -> tuple[StoryId | None, list[Clip]]:
    """The story (if one) and the new articles of a group; nodes are numbered through both lists."""
    story = stories[group[0]] if group[0] < len(stories) else None
    return story, [fresh[node - len(stories)] for node in group if node >= len(stories)]


def _nodes_of(pairs: Iterable[Pair], node: Mapping[ArticleId, int]) -> list[tuple[int, int]]:
    """The pairs as nodes, those left out of which one is not in the graph, each once."""
    found = ((node[a], node[b]) for a, b in pairs if a in node and b in node)
    return sorted({(min(pair), max(pair)) for pair in found if pair[0] != pair[1]})


def _by_time(clip: Clip) -> tuple[datetime, ArticleId]:
    return clip.at, clip.id
