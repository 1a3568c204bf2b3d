"""What drafting knows of a foreign catalog: its listings as their sellers wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

_OPENING = 600  # characters


class Stated(NamedTuple):
    """A seller states a value under a key, both as written. ``from_text``: in a parameter block of the description."""

    key: str
    value: str
    from_text: bool = False


@dataclass(frozen=True, slots=True)
class CatalogListing:
    """One listing of a catalog that has no schema yet.

    ``site`` is the web shop, by :func:`udfs.text.sites.site_of`; null when it is not known. ``path`` holds the levels
    of the seller's category, the broadest first; empty without one.
    """

    product_id: str
    source: str
    title: str | None = None
    description: str | None = None
    site: str | None = None
    path: tuple[str, ...] = ()
    stated: tuple[Stated, ...] = ()

    @property
    def opening(self) -> str:
        """Title, and how the description begins: what tells the language."""
        return f"{self.title or ''} {(self.description or '')[:_OPENING]}"


class Embed(Protocol):
    """Sentence vectors of short texts: (n, size) of float32, each of length 1, in the order of the texts."""

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]: ...
