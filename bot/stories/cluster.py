"""Grouping: which open story a new article belongs to, and the open window grouped afresh.

Called by `bot.services.ingest` for each poll and before a digest, and by `policybot group`. Holds the open
stories in memory and gives them out as records; it never touches the database and never reads a clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model.article import ArticleId
from bot.model.story import Story, StoryId
from bot.stories.clips import Clip
from bot.stories.likeness import ONE, Index
from bot.stories.linkage import Linkage, agglomerate
from bot.stories.naming import most_common, name_story, pair_up
from bot.stories.options import GroupOptions
from bot.stories.rarity import Rarity, RarityState
from bot.stories.rulings import Rules, Ruling, rules_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Regrouping:
    """What one call changed.

    Attributes:
        stories: Stories that are new or whose articles changed, as they are now, sorted by id.
        moved: (article, story) for each article whose story is new to it, sorted.
        merged: (story that is no more, story that took it in), sorted.
    """

    stories: tuple[Story, ...] = ()
    moved: tuple[tuple[ArticleId, StoryId], ...] = ()
    merged: tuple[tuple[StoryId, StoryId], ...] = ()


class Clusterer:
    """The open stories and the articles in them.

    Two clusterers that were given the same polls are equal, whatever the order inside a poll, and whether or
    not one of them was exported and restored in between.
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
        self._stories: dict[StoryId, Story] = {}
        self._story_of: dict[ArticleId, StoryId] = {}
        self._published: dict[ArticleId, datetime] = {}
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
    ) -> Clusterer:
        """The clusterer as it was when its open stories and its state were stored.

        Args:
            stories: The open ones; a closed one among them is closed again by the next call.
            clips: Of all their articles.
            state: What `state` gave.
            rulings: In order of making.
            options: The figures by which it decides.

        Returns:
            A clusterer that goes on as if it had never stopped.
        """
        clusterer = cls(options, state)
        clusterer.rule(rulings)
        for story in stories:
            clusterer._keep(story)
        for clip in sorted(clips, key=_by_time):
            clusterer._published[clip.id] = clip.at
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
        return tuple(sorted(self._stories.values(), key=_by_id))

    def rule(self, rulings: Iterable[Ruling]) -> None:
        """Obey these rulings, and no others, from the next call on."""
        self._rules = rules_of(rulings)

    def add(self, poll: Sequence[Clip], now: datetime) -> Regrouping:
        """Give each article of a poll its story.

        An article joins the open story whose articles are on average most alike to it, if they are alike
        enough, or starts one; those of one poll are weighed together, so their order plays no part. Open
        stories are not joined to each other here: that is `recluster`'s part.

        Args:
            poll: New articles. One whose id is open already is left out.
            now: Moment of the poll; stories without an article in the window before it are closed.

        Returns:
            What changed.
        """
        self._close(now)
        fresh = sorted((clip for clip in poll if clip.id not in self._story_of), key=_by_time)
        self._rarity.count(fresh)
        if self._rarity.is_due:
            self._reweigh(fresh)
        near = {clip.id: self._enter(clip) for clip in fresh}
        touched = {
            self._story_of[other] for found in near.values() for other in found if other in self._story_of
        }
        nodes = sorted(touched)
        groups = self._link(fresh, near, nodes)
        return self._assign(nodes, fresh, groups, now)

    def recluster(self, now: datetime) -> Regrouping:
        """Group the articles of the open window afresh, by average link, and keep ids by largest overlap.

        Articles of open stories that are older than the window stay where they are.

        Args:
            now: Moment up to which the window reaches back.

        Returns:
            What changed; empty when the online pass had it right.
        """
        self._close(now)
        clips = self._index.clips()
        self._rarity.freeze(clips)
        self._index = Index(self._rarity, self.options.window)
        near = {clip.id: self._enter(clip) for clip in clips}
        groups = self._link(clips, near, [])
        return self._rename([[clips[node] for node in group] for group in groups], now)

    def _enter(self, clip: Clip) -> dict[ArticleId, int]:
        """Put an article into the index; gives the likenesses to those that were in it before."""
        near = dict(self._index.alike(clip))
        self._index.add(clip)
        return near

    def _reweigh(self, fresh: Sequence[Clip]) -> None:
        clips = self._index.clips()
        self._rarity.freeze([*clips, *fresh])
        self._index = Index(self._rarity, self.options.window)
        for clip in clips:
            self._index.add(clip)

    def _close(self, now: datetime) -> None:
        since = now - self.options.window
        self._index.drop_before(since)
        for story in [story for story in self._stories.values() if story.last_at < since]:
            del self._stories[story.id]
            for article_id in story.article_ids:
                del self._story_of[article_id]
                del self._published[article_id]

    def _link(
        self,
        clips: Sequence[Clip],
        near: Mapping[ArticleId, Mapping[ArticleId, int]],
        stories: Sequence[StoryId],
    ) -> tuple[tuple[int, ...], ...]:
        """Clusters over the stories (first nodes, never joined to each other) and the clips (the rest)."""
        node = {clip.id: len(stories) + n for n, clip in enumerate(clips)}
        for n, story_id in enumerate(stories):
            node |= dict.fromkeys(self._stories[story_id].article_ids, n)
        sizes = [sum(a in self._index for a in self._stories[s].article_ids) for s in stories]
        apart = self._rules_on(node, self._rules.apart)
        linkage = Linkage([*sizes, *[1] * len(clips)], fixed=len(stories), apart=apart)
        for article_id, found in near.items():
            for other, likeness in found.items():
                linkage.add(node[article_id], node[other], likeness)
        for one, two in self._rules_on(node, self._rules.together):
            linkage.force(one, two)
        return agglomerate(linkage, ONE * self.options.least(len(self._index)))

    @staticmethod
    def _rules_on(
        node: Mapping[ArticleId, int], pairs: Iterable[tuple[ArticleId, ArticleId]]
    ) -> list[tuple[int, int]]:
        found = ((node[a], node[b]) for a, b in pairs if a in node and b in node)
        return sorted({(min(pair), max(pair)) for pair in found if pair[0] != pair[1]})

    def _assign(
        self,
        nodes: Sequence[StoryId],
        fresh: Sequence[Clip],
        groups: Iterable[tuple[int, ...]],
        now: datetime,
    ) -> Regrouping:
        """Write the groups of a poll into the stories; a group without a fresh article changes nothing."""
        changed: list[Story] = []
        moved: list[tuple[ArticleId, StoryId]] = []
        for group in groups:
            joined = [fresh[node - len(nodes)] for node in group if node >= len(nodes)]
            if not joined:
                continue
            self._published |= {clip.id: clip.at for clip in joined}
            old = self._stories[nodes[group[0]]] if group[0] < len(nodes) else None
            story_id = old.id if old else name_story(joined[0].id, self._stories)
            ids = [*(old.article_ids if old else ()), *(clip.id for clip in joined)]
            story = self._story(story_id, ids, old, joined[0].region, now)
            self._keep(story)
            changed.append(story)
            moved += [(clip.id, story_id) for clip in joined]
        return Regrouping(stories=tuple(sorted(changed, key=_by_id)), moved=tuple(sorted(moved)))

    def _rename(self, groups: Sequence[Sequence[Clip]], now: datetime) -> Regrouping:
        """Give the new groups the ids of the old stories they overlap most, and write down what changed."""
        before, story_before = dict(self._stories), dict(self._story_of)
        heirs = pair_up([[clip.id for clip in group] for group in groups], story_before, before)
        for group, heir in zip(groups, heirs, strict=True):
            story_id = heir or name_story(group[0].id, {*before, *self._stories})
            self._story_of |= dict.fromkeys((clip.id for clip in group), story_id)
            if heir is None:
                self._stories[story_id] = self._story(
                    story_id, [c.id for c in group], None, group[0].region, now
                )
        members: dict[StoryId, list[ArticleId]] = {story_id: [] for story_id in self._stories}
        for article_id, story_id in self._story_of.items():
            members[story_id].append(article_id)
        changed, merged = [], []
        for story_id, ids in members.items():
            old = before.get(story_id)
            if not ids:
                assert old is not None
                merged.append((story_id, most_common(self._story_of[a] for a in old.article_ids)))
                del self._stories[story_id]
            elif old is None or set(ids) != set(old.article_ids):
                self._stories[story_id] = self._story(story_id, ids, old, self._stories[story_id].region, now)
                changed.append(self._stories[story_id])
        moved = [(a, s) for a, s in self._story_of.items() if story_before[a] != s]
        return Regrouping(
            stories=tuple(sorted(changed, key=_by_id)),
            moved=tuple(sorted(moved)),
            merged=tuple(sorted(merged)),
        )

    def _keep(self, story: Story) -> None:
        self._stories[story.id] = story
        self._story_of |= dict.fromkeys(story.article_ids, story.id)

    def _story(
        self,
        story_id: StoryId,
        article_ids: Iterable[ArticleId],
        old: Story | None,
        region: str,
        now: datetime,
    ) -> Story:
        ordered = sorted((self._published[article_id], article_id) for article_id in article_ids)
        return Story(
            id=story_id,
            article_ids=tuple(article_id for _, article_id in ordered),
            first_at=ordered[0][0],
            last_at=ordered[-1][0],
            continues=old.continues if old else None,
            region=old.region if old else region,
            updated_at=now,
        )


def _by_time(clip: Clip) -> tuple[datetime, ArticleId]:
    return clip.at, clip.id


def _by_id(story: Story) -> StoryId:
    return story.id
