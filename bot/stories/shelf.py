"""The open stories as records: which article is in which, and how they change when groups change.

Owned by `bot.stories.cluster`. Knows ids and times only; it never compares texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.model.article import ArticleId
from bot.model.story import Story, StoryId
from bot.stories.clips import Clip
from bot.stories.naming import most_common, name_story, pair_up


@dataclass(frozen=True, slots=True, kw_only=True)
class Regrouping:
    """What one call changed.

    Attributes:
        stories: Stories that are new or whose articles changed, as they are now, sorted by id. One that lost
            all its articles is among them, without articles and with `merged_into`.
        moved: (article, story) for each article whose story is new to it, sorted.
    """

    stories: tuple[Story, ...] = ()
    moved: tuple[tuple[ArticleId, StoryId], ...] = ()


class Shelf:
    """The open stories."""

    def __init__(self) -> None:
        self.stories: dict[StoryId, Story] = {}
        self.story_of: dict[ArticleId, StoryId] = {}
        self.clips: dict[ArticleId, Clip] = {}

    def put(self, story: Story) -> None:
        """Add a story, or write over it."""
        self.stories[story.id] = story
        self.story_of |= dict.fromkeys(story.article_ids, story.id)

    def close_before(self, moment: datetime) -> tuple[Story, ...]:
        """Take away the stories whose newest article is older than a moment, and give them.

        Their clips stay until `drop`.
        """
        closed = tuple(story for story in self.stories.values() if story.last_at < moment)
        for story in closed:
            del self.stories[story.id]
            for article_id in story.article_ids:
                del self.story_of[article_id]
        return closed

    def drop(self, story: Story) -> tuple[Clip, ...]:
        """Forget the clips of a closed story, and give them."""
        return tuple(self.clips.pop(article_id) for article_id in story.article_ids)

    def grow(self, groups: Iterable[tuple[StoryId | None, Sequence[Clip]]], now: datetime) -> Regrouping:
        """Put new articles into stories.

        Args:
            groups: New articles with the story that they join; with None they found one.
            now: Moment of the change.

        Returns:
            What changed.
        """
        changed: list[Story] = []
        for story_id, clips in groups:
            self.clips |= {clip.id: clip for clip in clips}
            old = self.stories[story_id] if story_id else None
            ids = [*(old.article_ids if old else ()), *(clip.id for clip in clips)]
            story = self._story(story_id or name_story(clips[0].id, self.stories), ids, old, clips, now)
            self.put(story)
            changed.append(story)
        moved = [(clip.id, self.story_of[clip.id]) for _, clips in groups for clip in clips]
        return Regrouping(stories=tuple(sorted(changed, key=by_id)), moved=tuple(sorted(moved)))

    def regroup(self, groups: Sequence[Sequence[Clip]], now: datetime) -> Regrouping:
        """Give new groups the ids of the stories they overlap most, and write down what changed.

        Args:
            groups: All articles of the open window, each in one group, oldest first inside it. Articles of
                open stories that are in no group stay where they are.
            now: Moment of the change.

        Returns:
            What changed.
        """
        before, story_before = self.stories, dict(self.story_of)
        heirs = pair_up([[clip.id for clip in group] for group in groups], story_before, before)
        first: dict[StoryId, Sequence[Clip]] = {}
        for group, heir in zip(groups, heirs, strict=True):
            story_id = heir or name_story(group[0].id, {*before, *first})
            first[story_id] = group
            self.story_of |= dict.fromkeys((clip.id for clip in group), story_id)
        members: dict[StoryId, list[ArticleId]] = {}
        for article_id, story_id in self.story_of.items():
            members.setdefault(story_id, []).append(article_id)
        changed = [
            self._story(story_id, ids, before.get(story_id), first.get(story_id, ()), now)
            for story_id, ids in members.items()
            if story_id not in before or set(ids) != set(before[story_id].article_ids)
        ]
        gone = [self._merged(story, now) for story in before.values() if story.id not in members]
        self.stories = {story_id: story for story_id, story in before.items() if story_id in members}
        self.stories |= {story.id: story for story in changed}
        moved = [(a, s) for a, s in self.story_of.items() if story_before[a] != s]
        return Regrouping(stories=tuple(sorted([*changed, *gone], key=by_id)), moved=tuple(sorted(moved)))

    def _merged(self, story: Story, now: datetime) -> Story:
        into = most_common(self.story_of[article_id] for article_id in story.article_ids)
        return replace(story, article_ids=(), merged_into=into, updated_at=now)

    def _story(
        self,
        story_id: StoryId,
        article_ids: Iterable[ArticleId],
        old: Story | None,
        clips: Sequence[Clip],
        now: datetime,
    ) -> Story:
        ordered = sorted((self.clips[article_id].at, article_id) for article_id in article_ids)
        return Story(
            id=story_id,
            article_ids=tuple(article_id for _, article_id in ordered),
            first_at=ordered[0][0],
            last_at=ordered[-1][0],
            continues=old.continues if old else None,
            region=old.region if old else clips[0].region,
            updated_at=now,
        )


def by_id(story: Story) -> StoryId:
    """Sort key for stories."""
    return story.id
