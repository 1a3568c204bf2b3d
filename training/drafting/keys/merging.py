"""Keys to attributes: near keys join, the nearest first, and what one listing tells apart never does.

Agglomerative clustering with average linkage over the pairs that are near enough, under cannot-link constraints
(Davidson and Ravi, 2005): a pair of keys that a listing states with different values forbids every group of both.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field

from training.drafting.keys.comparing import MERGED, Comparison

_ALMOST = 0.15  # below the score of one attribute: a person should look
_LOOKED_AT = 12  # keys of a group, the most used, that speak for it


@dataclass(slots=True)
class Groups:
    """``members``: places of keys that are one attribute, the most used key first. ``near``: pairs of keys that were
    nearly joined, with the reason why they were not."""

    members: list[list[int]] = field(default_factory=list)
    near: list[tuple[int, int, str]] = field(default_factory=list)


def merged(comparison: Comparison, pairs: Sequence[tuple[int, int]]) -> Groups:
    """Groups of keys. Takes time in proportion to the pairs, but for the logarithm."""
    return _Merging(comparison).run(pairs)


class _Merging:
    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._group = list(range(len(comparison.uses)))  # by place, the group that a key is in
        self._members: dict[int, list[int]] = {place: [place] for place in self._group}
        self._beside: dict[int, set[int]] = {place: set() for place in self._group}
        self._heap: list[tuple[float, int, int]] = []
        self._near: list[tuple[int, int, str]] = []
        self._barred: set[tuple[int, int]] = set()

    def run(self, pairs: Sequence[tuple[int, int]]) -> Groups:
        for one, other in pairs:
            score = self._comparison.score(one, other)
            if score >= MERGED - _ALMOST:
                self._beside[one].add(other)
                self._beside[other].add(one)
                self._heap.append((-score, one, other))
        heapq.heapify(self._heap)
        while self._heap:
            score, one, other = heapq.heappop(self._heap)
            if one in self._members and other in self._members and (one, other) not in self._barred:
                now = self._linkage(one, other)  # groups have grown since
                if now < -score - 1e-9:
                    self._push(now, one, other)
                else:
                    self._try(now, one, other)
        ordered = sorted(sorted(places) for places in self._members.values())
        return Groups(ordered, self._near)

    def _try(self, score: float, one: int, other: int) -> None:
        """Join two groups that are near enough and that nothing tells apart."""
        if score < MERGED:
            self._near.append((one, other, "they are near, and not near enough"))
        elif self._forbidden(one, other):
            self._barred.add((one, other))
            self._near.append((one, other, "a listing states them with different values"))
        else:
            self._join(one, other)

    def _forbidden(self, one: int, other: int) -> bool:
        mine, theirs = self._members[one], self._members[other]
        return any(self._comparison.stated(a, b)[1] for a in mine for b in theirs)

    def _join(self, one: int, other: int) -> None:
        kept, gone = min(one, other), max(one, other)
        self._members[kept] = sorted([*self._members[kept], *self._members.pop(gone)])
        beside = (self._beside[kept] | self._beside.pop(gone)) - {kept, gone}
        self._beside[kept] = beside
        for each in sorted(beside):
            self._beside[each] -= {gone}
            self._beside[each].add(kept)
            self._push(self._linkage(kept, each), min(kept, each), max(kept, each))

    def _push(self, score: float, one: int, other: int) -> None:
        if score >= MERGED - _ALMOST:
            heapq.heappush(self._heap, (-score, one, other))

    def _linkage(self, one: int, other: int) -> float:
        """The mean score of the most used keys of two groups, each by its rows."""
        total = weight = 0.0
        for a in self._members[one][:_LOOKED_AT]:
            for b in self._members[other][:_LOOKED_AT]:
                rows = (self._comparison.uses[a].rows * self._comparison.uses[b].rows) ** 0.5
                total += rows * max(0.0, self._comparison.score(a, b))
                weight += rows
        return total / weight
