"""The plan of a text: which facts, by sentence."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from udfs.records import Fact


@dataclass(frozen=True, slots=True)
class Plan:
    """Facts by sentence, in the order in which they are said; the most worth saying come first.

    Values of one attribute stand together, in the order of their ordinals.
    """

    sentences: tuple[tuple[Fact, ...], ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All of them, in order."""
        return tuple(chain.from_iterable(self.sentences))
