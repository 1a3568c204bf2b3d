"""Wordings that two things of a draft would have: each stays with the one that more rows use it for.

A schema refuses a wording that stands for two things, as every look-up of it would be a guess.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from training.drafting.ascii_ids import ascii_id
from udfs.text.keys import fold


@dataclass(frozen=True, slots=True)
class Called:
    """What a thing of a draft is called: its id, its names by language, its aliases."""

    id: str
    names: dict[str, str]
    aliases: tuple[str, ...]


class Wordings:
    """Hands out wordings, first come first served: ask for the thing of most rows first."""

    def __init__(self, owned: Iterable[tuple[str, str]] = ()) -> None:
        """``owned``: pairs of a wording and the id that has it already."""
        self._owner: dict[str, str] = {}
        for wording, key in owned:
            self._owner.setdefault(fold(wording), key)
        self._ids = set(self._owner.values())

    def take(self, wanted: Called, prefix: str) -> Called:
        """The same, without what others have; the id and the first name change where they have to."""
        key = wanted.id
        if key in self._ids or self._is_taken(key, key):
            key = self._free_id(wanted, prefix)
        self._ids.add(key)
        self._owner[fold(key)] = key
        names = {language: name for language, name in wanted.names.items() if self._own(name, key)}
        aliases = {fold(alias): alias for alias in reversed(wanted.aliases) if self._own(alias, key)}
        known = {fold(name) for name in names.values()}
        if not names:
            language, name = next(iter(wanted.names.items()))
            names = {language: self._free_name(name, key)}
        return Called(key, names, tuple(alias for folded, alias in reversed(aliases.items()) if folded not in known))

    def more(self, key: str, aliases: Iterable[str]) -> tuple[str, ...]:
        """Those of the aliases that nothing has; ``key`` has them from now on."""
        free = []
        for alias in aliases:
            folded = fold(alias)
            if folded and folded not in self._owner:
                self._owner[folded] = key
                free.append(alias)
        return tuple(free)

    def owner(self, wording: str) -> str | None:
        """Whose a wording is; null where it is nobody's."""
        return self._owner.get(fold(wording))

    def _own(self, wording: str, key: str) -> bool:
        folded = fold(wording)
        return bool(folded) and self._owner.setdefault(folded, key) == key

    def _is_taken(self, wording: str, key: str) -> bool:
        return self._owner.get(fold(wording), key) != key

    def _free_id(self, wanted: Called, prefix: str) -> str:
        taken = set(self._ids)
        while True:
            key = ascii_id(wanted.id, taken, prefix)
            if not self._is_taken(key, key):
                return key
            taken.add(key)

    def _free_name(self, name: str, key: str) -> str:
        number = 2
        while not self._own(f"{name} {number}", key):
            number += 1
        return f"{name} {number}"
