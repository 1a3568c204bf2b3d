"""What a thing consists of: 95% Cotton, 5% Elastane · 棉96% 氨纶4% · Polyester 65 % / Cotton 35 %."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from udfs.quantities.messages import QuantityError, shown
from udfs.quantities.numerals import read_number
from udfs.text.chinese import simplified
from udfs.text.cleaning import nfkc
from udfs.text.keys import tidy

_SHARE = re.compile(r"(?<!\d)(?<!\d[.,])(\d{1,3}(?:[.,]\d{1,2})?)\s?[%％]")
_JOINTS = r"[\s,，;；/|+&、.]|\band\b|\bof\b|[和及与]"
_SEPARATORS = re.compile(rf"(?i)^(?:{_JOINTS})+|(?:{_JOINTS}|[:：])+$")
_LABEL = re.compile(
    r"(?i)^(?:composition|material(?: composition)?|fabric(?: content)?|shell|outer|body|面料|材质"
    r"|成分|材质成分|面料成分|主面料|主要成分)\s*[:：]?\s*"
)
_NAME = re.compile(r"[^\W\d_]")
_SLACK = 1.0  # percent that rounding may add or take


class Ingredient(NamedTuple):
    """A part and its share in percent; ``name`` as the seller writes it."""

    name: str
    share: float


def read_composition(text: str) -> list[Ingredient]:
    """All parts that a text states with their shares, in its order.

    The shares must not exceed 100 together. Raises QuantityError for a text without shares, for a share without a name,
    and for shares of several layers, which add up to more.
    """
    plain = simplified(nfkc(text))
    found = list(_ingredients(_LABEL.sub("", plain.strip())))
    if not found:
        raise QuantityError(f"expected parts with their shares, found no percentage in {shown(text)}")
    if unnamed := [part for part in found if not _NAME.search(part.name)]:
        raise QuantityError(f"expected a name for each share, got {unnamed[0].share:g}% without one in {shown(text)}")
    total = sum(part.share for part in found)
    if total > 100 + _SLACK:
        raise QuantityError(f"expected shares of one whole, got {total:g}% together in {shown(text)}")
    return found


def is_complete(parts: list[Ingredient]) -> bool:
    """Whether the shares make a whole."""
    return abs(sum(part.share for part in parts) - 100) <= _SLACK


def _ingredients(text: str) -> Iterator[Ingredient]:
    """Names stand all behind their shares, or all before them: what the text begins with tells which."""
    shares = list(_SHARE.finditer(text))
    first = text[: shares[0].start()] if shares else ""
    behind = not _NAME.search(first)
    for number, share in enumerate(shares):
        before = shares[number - 1].end() if number else 0
        after = shares[number + 1].start() if number + 1 < len(shares) else len(text)
        name = text[share.end() : after] if behind else text[before : share.start()]
        yield Ingredient(tidy(_SEPARATORS.sub("", name)), read_number(share.group(1)))
