"""Where a text may say how many pieces an order holds: pack of 3 · 3-pack · 3 pcs · 2 x 500 ml · 三件装.

Only the wording is found here; whether it is said of the product is for its surroundings to tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from udfs.quantities.number_words import read

_WORDS = "two|three|four|five|six|seven|eight|nine|ten|twelve"
_ALONE = r"(?<![a-z0-9.,/×*-])"
_COUNT = rf"(?:\d{{1,3}}|{_WORDS})"
_AMOUNT = r"\d{1,4}(?:\.\d{1,2})?\s?(?:ml|cl|l|liters?|litres?|fl\.? ?oz|oz|kg|g|lbs?|毫升|升|千克|公斤|克|斤)(?![a-z])"
_DIGITS = {digit: number for number, digit in enumerate("一二三四五六七八九十", 1)} | {"两": 2, "俩": 2}
_MEASURE = "只个件条双支对副盏台把顶"
_MENTION = re.compile(
    rf"(?<![a-z])(?<!\d )(?<!\d-)(?:pack|multipack|set|lot|bundle|box|case) of (?P<of>{_COUNT})(?![a-z0-9%]|[.,-]\d)"
    r"(?: ?(?:pcs|pieces|pairs|units|items)(?![a-z]))?"
    rf"|{_ALONE}(?P<pack>{_COUNT})(?: ?- ?| ?)(?:packs?|pks?|pcs|pieces)(?![a-z])(?! of \d)"
    rf"|{_ALONE}(?P<times>\d{{1,3}}) ?[x×*] ?{_AMOUNT}"
    rf"|(?<![a-z0-9.,×*-]){_AMOUNT} ?[x×*] ?(?P<behind>\d{{1,3}})(?: ?[{_MEASURE}瓶])?(?![a-z0-9]|[.,]\d)"
    rf"|(?<![a-z0-9.,第零百千半几数多/-])(?:(?P<digits>\d{{1,3}})|(?<![一二两三四五六七八九十])(?P<han>[一二两俩三四五六七八九十]))"
    rf" ?[{_MEASURE}]装(?![修饰置备])"
)


class PackCount(NamedTuple):
    """A number of pieces and its half-open place."""

    start: int
    end: int
    number: int


def pack_counts(text: str) -> Iterator[PackCount]:
    """All wordings of a plain text (:func:`udfs.text.keys.plain`) that may count the pieces of an order, in order."""
    for found in _MENTION.finditer(text):
        yield PackCount(found.start(), found.end(), _number(next(filter(None, found.groups()))))


def _number(text: str) -> int:
    return _DIGITS.get(text) or (int(text) if text.isdigit() else int(read(text)))
