"""Which of several good wordings a product gets: by its id alone, so that a text made again is the same."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")


class Chooser:
    """Chooses by a digest of a seed, such as a product's id; a choice of one name does not sway those of others."""

    def __init__(self, seed: str) -> None:
        self._seed = seed.encode("utf-8", "surrogatepass")

    def number(self, name: str, below: int) -> int:
        """A number from 0, below ``below``."""
        if below < 2:
            return 0
        return int.from_bytes(blake2b(self._seed, digest_size=4, key=name.encode()[:64]).digest(), "big") % below

    def of(self, name: str, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.number(name, len(options))]
