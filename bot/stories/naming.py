"""Names for stories that stay: short ids from the founding article, handed on by largest overlap.

Called by `bot.stories.cluster`. Pure: the same articles give the same ids on every machine.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence

from bot.model.article import ArticleId
from bot.model.story import Story, StoryId

ID_CHARS = 7
"""35 bits: at 100,000 stories kept the odds that any two share an id are 1 in 7; a taken id is salted."""


def name_story(founder: ArticleId, taken: Container[StoryId] = ()) -> StoryId:
    """The id of the story that an article founds: ``s`` and seven characters a person can type.

    Args:
        founder: Its first article.
        taken: Ids that other stories have.

    Returns:
        An id that is not taken; without a clash it depends on the founder alone.

    >>> name_story(ArticleId("a1"))
    's6vp7c33'
    """
    salt = 0
    while True:
        text = f"{founder}#{salt}" if salt else founder
        digest = base64.b32encode(hashlib.sha256(text.encode()).digest()).decode().lower()
        story_id = StoryId("s" + digest[:ID_CHARS])
        if story_id not in taken:
            return story_id
        salt += 1


def pair_up(
    groups: Sequence[Iterable[ArticleId]],
    story_of: Mapping[ArticleId, StoryId],
    stories: Mapping[StoryId, Story],
) -> list[StoryId | None]:
    """Which story each group of articles carries on: the pair with most articles in common first.

    Ties go to the older story, then to the smaller id, then to the earlier group, so that ids move as little
    as they can and never by chance.

    Args:
        groups: New groups.
        story_of: Story of each article before.
        stories: The stories before.

    Returns:
        For each group its story, or None where it is a new one; no story twice.
    """
    pairs = []
    for number, group in enumerate(groups):
        for story_id, common in Counter(story_of[article_id] for article_id in group).items():
            pairs.append((-common, stories[story_id].first_at, story_id, number))
    heirs: list[StoryId | None] = [None] * len(groups)
    given: set[StoryId] = set()
    for _, _, story_id, number in sorted(pairs):
        if heirs[number] is None and story_id not in given:
            heirs[number] = story_id
            given.add(story_id)
    return heirs


def most_common(ids: Iterable[StoryId]) -> StoryId:
    """The id met most often; of several the smallest.

    >>> most_common([StoryId("b"), StoryId("a"), StoryId("b"), StoryId("a")])
    'a'
    """
    counts = Counter(ids)
    return min(counts, key=lambda story_id: (-counts[story_id], story_id))
