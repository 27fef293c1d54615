"""Average-link clustering of a sparse graph, with pairs that must and pairs that must never be together.

Called by `bot.stories.cluster`, for one poll and for the whole open window alike. Knows nothing of articles:
nodes are numbers, likenesses are integers, and equal input gives equal output whatever its order.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable

Edge = tuple[int, int]


class Linkage:
    """Clusters under construction: their sizes, the sum of likenesses between any two, and who may not meet.

    A cluster is named by its smallest node, so that names do not depend on the order of merging. All sums are
    integers and therefore exact; a pair without an edge counts as 0.
    """

    def __init__(self, sizes: Iterable[int], *, fixed: int = 0, apart: Iterable[Edge] = ()) -> None:
        """Start with one cluster a node.

        Args:
            sizes: Articles that each node stands for.
            fixed: So many nodes, the first ones, are never joined to each other, only to later ones.
            apart: Pairs that never come together.
        """
        self.sizes = list(sizes)
        self.fixed = fixed
        self.sums: list[dict[int, int]] = [{} for _ in self.sizes]
        self._into = list(range(len(self.sizes)))
        self.members = [[node] for node in range(len(self.sizes))]
        self.apart: list[set[int]] = [set() for _ in self.sizes]
        for one, two in apart:
            self.apart[one].add(two)
            self.apart[two].add(one)

    def add(self, one: int, two: int, likeness: int) -> None:
        """Put a sum of likenesses on the edge between two nodes; edges given twice add up."""
        self.sums[one][two] = self.sums[two][one] = self.sums[one].get(two, 0) + likeness

    def mean(self, one: int, two: int) -> float:
        """Mean likeness between the members of two clusters."""
        return self.sums[one].get(two, 0) / (self.sizes[one] * self.sizes[two])

    def may_merge(self, one: int, two: int) -> bool:
        """Whether nothing forbids that two clusters become one."""
        return max(one, two) >= self.fixed and two not in self.apart[one]

    def merge(self, one: int, two: int) -> int:
        """Join two clusters.

        Returns:
            The name of the joint cluster: the smaller of the two.
        """
        kept, gone = (one, two) if one < two else (two, one)
        self._into[gone] = kept
        self.members[kept] += self.members[gone]
        self.members[gone] = []
        self.sizes[kept] += self.sizes[gone]
        self.sums[kept].pop(gone, None)
        for other, total in self.sums[gone].items():
            if other != kept:
                del self.sums[other][gone]
                self.add(kept, other, total)
        self.sums[gone] = {}
        for other in self.apart[gone]:
            self.apart[other].discard(gone)
            self.apart[other].add(kept)
            self.apart[kept].add(other)
        self.apart[gone] = set()
        return kept

    def force(self, one: int, two: int) -> None:
        """Join the clusters that hold two nodes, however little alike, unless they are to stay apart."""
        one, two = self._holder(one), self._holder(two)
        if one != two and self.may_merge(one, two):
            self.merge(one, two)

    def _holder(self, node: int) -> int:
        while self._into[node] != node:
            node = self._into[node]
        return node

    def clusters(self) -> tuple[tuple[int, ...], ...]:
        """The clusters, each sorted, in order of their smallest node."""
        return tuple(tuple(sorted(nodes)) for nodes in self.members if nodes)


def agglomerate(linkage: Linkage, least: float) -> tuple[tuple[int, ...], ...]:
    """Merge the two most alike clusters again and again while their mean likeness is `least` or more.

    Ties go to the pair of the smallest nodes. Plain average link (UPGMA): one close pair never chains two
    groups together, as single link would.

    Args:
        linkage: The graph; it is used up.
        least: Least mean likeness of two clusters that are merged.

    Returns:
        The clusters, each sorted, in order of their smallest node.

    >>> graph = Linkage([1, 1, 1])
    >>> graph.add(0, 1, 60); graph.add(1, 2, 50); graph.add(0, 2, 10)
    >>> agglomerate(graph, 40)
    ((0, 1), (2,))
    """
    heap = [
        (-linkage.mean(one, two), one, two)
        for one, sums in enumerate(linkage.sums)
        for two in sums
        if one < two and linkage.mean(one, two) >= least
    ]
    heapq.heapify(heap)
    while heap:
        negated, one, two = heapq.heappop(heap)
        if two not in linkage.sums[one] or -negated != linkage.mean(one, two):
            continue  # an earlier merge changed this pair; its new mean is in the heap as well
        if not linkage.may_merge(one, two):
            continue
        kept = linkage.merge(one, two)
        for other in linkage.sums[kept]:
            mean = linkage.mean(kept, other)
            if mean >= least:
                heapq.heappush(heap, (-mean, min(kept, other), max(kept, other)))
    return linkage.clusters()
