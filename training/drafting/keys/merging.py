"""Keys to attributes: near keys join, the nearest first, and what one listing tells apart never does.

Agglomerative clustering with average linkage over the pairs that are near enough, under cannot-link constraints
(Davidson and Ravi, 2005): a pair of keys that a listing states with different values forbids every group of both.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from training.drafting.keys.comparing import APART, MERGED, Comparison

_ALMOST = 0.15  # below the score of one attribute: a person should look
_FEW = 0.34  # share of rows that two groups can do without to become one, where sellers slipped
_HARDLY_ANY = 0.1  # the same where names are told apart for good
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
        places = range(len(comparison.uses))
        self._members: dict[int, list[int]] = {place: [place] for place in places}
        self._beside: dict[int, set[int]] = {place: set() for place in places}
        self._heap: list[tuple[float, int, int]] = []
        self._near: dict[tuple[int, int], str] = {}
        self._root = {place: place for place in places}  # by key, the group that it is in
        self._barred: set[tuple[int, int]] = set()

    def run(self, pairs: Sequence[tuple[int, int]]) -> Groups:
        """Keys of one name first, then all: what a shop calls weight is nearer to other shops' weight than to sizes."""
        compared = self._comparison
        compared.look_at(pairs)
        near = [(compared.score(*pair), *pair) for pair in pairs]
        near = [each for each in near if each[0] >= MERGED - _ALMOST]
        self._join_all([each for each in near if self._is_one_name(each[1], each[2])])
        self._join_all([(score, self._root[one], self._root[other]) for score, one, other in near])
        ordered = sorted(sorted(places) for places in self._members.values())
        return Groups(ordered, self._unjoined())

    def _is_one_name(self, one: int, other: int) -> bool:
        uses = self._comparison.uses
        return uses[one].name.folded == uses[other].name.folded

    def _join_all(self, near: Iterable[tuple[float, int, int]]) -> None:
        self._beside = {place: set() for place in self._members}
        self._heap = []
        for one, other in {(min(one, other), max(one, other)) for _, one, other in near if one != other}:
            self._beside[one].add(other)
            self._beside[other].add(one)
            self._push(self._linkage(one, other), one, other)
        while self._heap:
            score, one, other = heapq.heappop(self._heap)
            if one not in self._members or other not in self._members or (one, other) in self._barred:
                continue
            now = self._linkage(one, other)  # groups have grown since
            if now < -score - 1e-9:
                self._push(now, one, other)
            else:
                self._try(now, one, other)

    def _try(self, score: float, one: int, other: int) -> None:
        """Join two groups that are near enough and that nothing tells apart."""
        if score < MERGED:
            self._near[one, other] = "they are near, and not near enough"
            return
        odd = self._told_apart(one, other)
        if odd is None:
            self._barred.add((one, other))
            self._near[one, other] = "a listing states them with different values"
            return
        one, other = self._without(one, odd), self._without(other, odd)
        self._join(min(one, other), max(one, other))

    def _told_apart(self, one: int, other: int) -> set[int] | None:
        """Keys that may not stay where two groups join, of each pair that is told apart one; null where the groups
        cannot do without them."""
        compared, odd, share = self._comparison, set[int](), _FEW
        for a in self._members[one]:
            for b in self._members[other]:
                apart = compared.told_apart(a, b)
                share = _HARDLY_ANY if apart else share
                if (apart or compared.stated(a, b)[1]) and not odd & {a, b}:
                    odd.add(self._weaker((a, one), (b, other)))
        mine, theirs, out = (sum(map(self._rows, each)) for each in (self._members[one], self._members[other], odd))
        left = [set(self._members[group]) - odd for group in (one, other)]
        gained = min(sum(map(self._rows, each)) for each in left)
        return odd if (gained > out and out <= share * (mine + theirs)) or not odd else None

    def _weaker(self, one: tuple[int, int], other: tuple[int, int]) -> int:
        """Of two keys, each with its group, the one that goes: the less used one, unless its group is it alone."""
        alone = [len(self._members[group]) == 1 for _, group in (one, other)]
        if alone[0] != alone[1]:
            return other[0] if alone[0] else one[0]
        return max(one[0], other[0])

    def _rows(self, place: int) -> int:
        return self._comparison.uses[place].rows

    def _without(self, group: int, odd: set[int]) -> int:
        """The group without some of its keys, each of which becomes a group of its own that joins nothing any more."""
        kept = [place for place in self._members[group] if place not in odd]
        for place in set(self._members[group]) & odd:
            self._members[place], self._root[place] = [place], place
            if place != group:
                self._beside[place] = set()
        if kept[0] == group:
            self._members[group] = kept
            return group
        self._beside[kept[0]], self._beside[group] = self._beside[group], set()
        for each in self._beside[kept[0]]:
            self._beside[each] = self._beside[each] - {group} | {kept[0]}
        self._members[kept[0]] = kept
        self._root.update(dict.fromkeys(kept, kept[0]))
        return kept[0]

    def _join(self, kept: int, gone: int) -> None:
        self._root.update(dict.fromkeys(self._members[gone], kept))
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
        """The mean score of the most used keys of two groups, each by its rows; what is told apart is seen to later."""
        total = weight = 0.0
        for a in self._members[one][:_LOOKED_AT]:
            for b in self._members[other][:_LOOKED_AT]:
                score = self._comparison.score(a, b)
                if score > APART:
                    rows = (self._rows(a) * self._rows(b)) ** 0.5
                    total += rows * max(0.0, score)
                    weight += rows
        return total / weight if weight else APART

    def _unjoined(self) -> list[tuple[int, int, str]]:
        """Pairs of groups that stayed apart in the end, the most used first."""
        found = {}
        for (one, other), why in self._near.items():
            pair = sorted((self._root[one], self._root[other]))
            if pair[0] != pair[1]:
                found[pair[0], pair[1]] = why
        return [(one, other, why) for (one, other), why in sorted(found.items())]
