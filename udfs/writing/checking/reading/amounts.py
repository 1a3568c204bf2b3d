"""Numbers of a text against those that are stated: equal in the same unit, converted, or rounded."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from functools import lru_cache
from typing import Literal, NamedTuple

from udfs.quantities.joining import joined
from udfs.quantities.registry import convert, read_unit, same_kind
from udfs.quantities.terms import PRICE, Term, read_terms
from udfs.writing.checking.reading.evidence import Amount
from udfs.writing.checking.reading.plain import Plain

Match = Literal["same", "unit", "other"]
"""``unit``: the number is theirs and the unit is not."""

UNKNOWN_UNIT = "?"
"""Unit of an amount that names one which nobody knows: any agrees."""

_EXACT, _ROUNDED, _CONVERTED = 1e-6, 0.015, 0.002
_NO_NUMBER = re.compile(r"\.(?=\s|\Z)|(?<=\s),(?=\d)")  # marks of the sentence that would be read as a number's
_COMPOUND = re.compile("-[A-Za-z]")
_IN = re.compile("(?i)in")
_NO_INCH = re.compile(r"(?i) (?:an?|the|one|each|this|total|all|grams)\b")
_POWERS = {"²": "2", "³": "3"}
_POWER = re.compile(r"(?<=[a-zA-Z米])[²³]|(?i:(?<=[/ \d]m)|(?<=[cmkd]m)|(?<=/yd))[23](?![\d.])")
_DECIMALS = re.compile(r"\.(\d+)(?!.*\d\.)")


class Told(NamedTuple):
    """A number of a text: what was read, and the half-open characters of number and unit."""

    term: Term
    start: int
    end: int
    n_decimals: int

    @property
    def ends(self) -> tuple[float, ...]:
        """The number, and the end of the range where there is one."""
        return (self.term.number,) if self.term.upper is None else (self.term.number, self.term.upper)


def told_in(plain: Plain) -> list[Told]:
    """The numbers of a text in their order, prices too."""
    shown, places = _with_powers(_NO_NUMBER.sub(";", plain.shown))
    found = [_told(term, shown) for term in joined(shown, read_terms(shown, "count"))]
    return [told._replace(start=places[told.start], end=places[told.end - 1] + 1) for told in found]


def _with_powers(text: str) -> tuple[str, list[int]]:
    """The text with g/m² and g/m2 as g/m^2, and the place in the text of each of its characters."""
    text = text.replace("/M²", "/m²")  # in titles
    made: list[str] = []
    places: list[int] = []
    at = 0
    for match in _POWER.finditer(text):
        made += [*text[at : match.start()], "^", _POWERS.get(match.group(), match.group())]
        places += [*range(at, match.start()), match.start(), match.start()]
        at = match.end()
    return "".join((*made, text[at:])), [*places, *range(at, len(text))]


def _told(term: Term, shown: str) -> Told:
    """The term; without its unit where digits follow at once (three CR2 batteries) or a word goes on
    (465185 T-Shirt), or where "in" is no inch (four in a set)."""
    spelling, behind = term.spelling or "", shown[term.end : term.end + 2]
    spelled = not (_IN.fullmatch(spelling) and _NO_INCH.match(shown, term.end))
    if spelling.isascii() and spelling.isalpha() and (behind[:1].isdigit() or _COMPOUND.match(behind)):
        spelled = False
    if not spelled:
        end = len(shown[: term.end - len(spelling)].rstrip())
        term = replace(term, unit=None, spelling=None, end=end)
    elif spelling and shown.startswith(spelling, term.end) and not shown[term.end - 1].strip():
        term = replace(term, end=term.end + len(spelling))  # of 1,500 K the reader leaves the K
    return Told(term, term.start, term.end, _n_decimals(shown[term.start : term.end]))


def _n_decimals(text: str) -> int:
    found = _DECIMALS.search(text)
    return len(found.group(1)) if found else 0


def compare(told: Told, amount: Amount) -> Match:
    """How a number of a text stands to one that is stated; both ends of a range must be there."""
    found = [_compare_end(end, told, amount) for end in told.ends]
    if all(match == "same" for match in found):
        return "same"
    return "unit" if all(match in ("same", "unit") for match in found) else "other"


def _compare_end(number: float, told: Told, amount: Amount) -> Match:
    unit = told.term.unit
    plain = any(_equal(number, end, told.n_decimals) for end in amount.ends)
    if unit == PRICE:
        return "same" if plain and amount.unit == PRICE else "other"
    if unit is None or amount.unit == UNKNOWN_UNIT:
        return "same" if plain else "other"
    if amount.unit is None or same_unit(amount.unit, "count"):
        return ("same" if same_unit(unit, "count") else "unit") if plain else "other"
    asked = amount.unit
    if "/" in asked and "/" not in unit and same_unit(unit, asked.partition("/")[0]):
        return "same" if plain else "other"  # 300 megabits per second
    meant = unit if same_unit(unit, asked) else read_unit(told.term.spelling or "", asked)
    if meant is None or not same_unit(meant, asked):
        return "unit" if plain else "other"
    if any(_equal_in(number, meant, end, asked, told.n_decimals) for end in amount.ends):
        return "same"
    return "unit" if plain else "other"


def _equal_in(number: float, unit: str, stated: float, asked: str, n_decimals: int) -> bool:
    converted = _converted(number, unit, asked)
    if math.isclose(_converted(1.0, unit, asked), 1.0):
        return _equal(converted, stated, n_decimals)
    back = _converted(stated, asked, unit)
    rounded = abs(number - back) <= 0.5 * 10**-n_decimals + 1e-9 and math.isclose(number, back, rel_tol=_ROUNDED)
    return rounded or math.isclose(converted, stated, rel_tol=_CONVERTED, abs_tol=1e-9)


def _equal(number: float, stated: float, n_decimals: int) -> bool:
    if math.isclose(number, stated, rel_tol=_EXACT, abs_tol=1e-9):
        return True
    rounded = abs(number - stated) <= 0.5 * 10**-n_decimals + 1e-9 and stated % 1 != 0
    return rounded and math.isclose(number, stated, rel_tol=_ROUNDED)


@lru_cache(1 << 14)
def same_unit(unit: str, other: str) -> bool:
    """Whether two units convert into each other; false where one is none."""
    return UNKNOWN_UNIT not in (unit, other) and same_kind(unit, other)


@lru_cache(1 << 14)
def _converted(number: float, unit: str, asked: str) -> float:
    return convert(number, unit, asked)
