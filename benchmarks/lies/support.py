"""Whether facts and listing support a wording or a number: what they do, no lie may be made of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from udfs.text.keys import plain

NUMBER = re.compile(r"(?<![A-Za-z0-9.,/_-])\d+(?:[.,]\d+)*(?![A-Za-z]*-?\d)")
_ANY = re.compile(r"\d+(?:[.,]\d+)*")


def number_of(text: str) -> float:
    """What digits say: a comma before three digits parts thousands, any other is a decimal point."""
    bare = re.sub(r",(?=\d{3}(?:\D|\Z))", "", text)
    *whole, last = re.split(r"[.,]", bare)
    return float(f"{''.join(whole)}.{last}") if whole else float(last)


class Support:
    """All that facts and listing say, as text."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.text = plain("\n".join(text.replace("_", " ") for text in texts))

    @cached_property
    def numbers(self) -> frozenset[float]:
        """All numbers, those within codes included."""
        return frozenset(number_of(found) for found in _ANY.findall(self.text))

    def says(self, wording: str) -> bool:
        """Whether a wording stands in it, whole words where it is Latin, in any case, width and Chinese script."""
        asked = plain(wording).strip()
        return bool(asked) and re.search(whole(asked), self.text) is not None

    def counts(self, number: float, unit: str) -> bool:
        """Whether the number stands in it with that unit."""
        unit_text = whole(plain(unit))
        return any(
            number_of(found[1]) == number
            for found in re.finditer(rf"({_ANY.pattern})\s*-?\s*(?:{unit_text})", self.text)
        )


def whole(wording: str) -> str:
    """A pattern for a wording whose Latin letters and digits are no part of a longer word."""
    left = r"(?<![a-zA-Z0-9])" if wording[0].isascii() and wording[0].isalnum() else ""
    right = r"(?![a-zA-Z0-9])" if wording[-1].isascii() and wording[-1].isalnum() else ""
    return left + re.escape(wording) + right
