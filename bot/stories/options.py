"""The figures by which grouping decides, and what each was fitted on.

Handed to `bot.stories.cluster` by the composition root; nothing is read from the environment here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupOptions:
    """How grouping decides.

    The least likeness grows with the logarithm of the number of open stories: among more strangers the most
    alike pair is more alike. Sizes of stories and outlets play no part (docs/decisions/0004-clustering.md).

    Attributes:
        window: A story is open this long after its newest article; articles further apart are strangers.
        base: Least likeness in a window of one story.
        slope: What each e-fold of the number of open stories adds to it.
        lowest: Bound of the result for tiny windows.
        highest: Bound of the result for huge windows.
        recall: How long after its close a story can still be carried on by a new one.
        carry_on: Least likeness of a new story to the closed one that it continues.
    """

    window: timedelta = timedelta(days=4)
    base: float = 0.07
    slope: float = 0.027
    lowest: float = 0.10
    highest: float = 0.30
    recall: timedelta = timedelta(days=21)
    carry_on: float = 0.42

    def least(self, open_stories: int) -> float:
        """Least mean likeness at which two groups are one story, 0 to 1.

        >>> [round(GroupOptions().least(n), 3) for n in (1, 20, 500, 10**6)]
        [0.1, 0.151, 0.238, 0.3]
        """
        fitted = self.base + self.slope * math.log(max(1, open_stories))
        return min(self.highest, max(self.lowest, fitted))
