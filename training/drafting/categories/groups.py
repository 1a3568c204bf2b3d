"""Groups of wordings that mean the same goods, grown pair by pair; what a seller keeps apart stays apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from training.drafting.categories.wordings import Wording


class Groups:
    """A forest of joined keys (union-find). Each group knows where its members are used."""

    def __init__(self, wordings: Mapping[str, Wording]) -> None:
        self._up = {key: key for key in wordings}
        self._places = {key: set(wording.places) for key, wording in wordings.items()}

    def find(self, key: str) -> str:
        """The key that stands for the group."""
        while self._up[key] != key:
            self._up[key] = self._up[self._up[key]]
            key = self._up[key]
        return key

    def join(self, one: str, other: str, sure: bool = False) -> bool:
        """Join two groups; false where a shop has both in one language, so that they differ, unless ``sure``."""
        first, second = self.find(one), self.find(other)
        if first == second:
            return True
        if not sure and self.apart(first, second):
            return False
        self._up[second] = first
        self._places[first] |= self._places.pop(second)
        return True

    def apart(self, one: str, other: str) -> bool:
        """Whether one shop uses members of both groups in one language."""
        return not self._places[self.find(one)].isdisjoint(self._places[self.find(other)])

    def members(self, keys: Iterable[str]) -> dict[str, list[str]]:
        """Keys by the one that stands for their group, in the order given."""
        groups: dict[str, list[str]] = {}
        for key in keys:
            groups.setdefault(self.find(key), []).append(key)
        return groups
