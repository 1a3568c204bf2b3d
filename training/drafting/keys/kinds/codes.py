"""Identifiers among values: bar codes by their check digit, makers' numbers by what they are made of."""

from __future__ import annotations

import re
from typing import NamedTuple

from training.drafting.keys.kinds.evidence import Evidence
from training.drafting.keys.profiles import is_date, is_gtin
from training.drafting.keys.statements import statement

GTIN = r"\d{8}|\d{12,14}"
"""Pattern of a bar code."""
_CODED = 0.6  # share of bar codes, some of them damaged, from which a key holds them
_CODE = re.compile(r"[A-Za-z\d](?:[A-Za-z\d]|[-./_#+](?=[A-Za-z\d])){2,39}")
_LETTERED = re.compile(r"(?=.*\d)\S+")
_MOST = 0.8  # share of codes from which a key holds codes
_SOME = 0.6  # the same of a key that says so
_DISTINCT = 0.3  # different values by statement from which codes name single products
_MEASURED = ("kilogram", "meter ** 3", "meter", "kilogram * meter ** 2 / second ** 3")  # 7D is no debye
_TAIL = 0.02  # share of the lengths at each end that a pattern leaves out


class Code(NamedTuple):
    """``pattern`` of the whole text, and ``checksum``: gtin or null."""

    pattern: str
    checksum: str | None
    why: str


def code_of(evidence: Evidence, *, named: bool) -> Code | None:
    """What sort of identifier the values are; None where they are none. ``named``: the keys say that they are."""
    gtins = evidence.share(lambda value: is_gtin(value.text))
    if gtins >= _CODED:
        return Code(GTIN, "gtin", f"{gtins:.0%} have the check digit of a bar code")
    codes = evidence.share(lambda value: _is_code(value.text))
    if codes < (_SOME if named else _MOST) or (evidence.distinct < _DISTINCT and not named):
        return None
    return Code(_pattern(evidence), None, f"{codes:.0%} are codes without blanks, {evidence.distinct:.0%} different")


def _is_code(text: str) -> bool:
    """Letters and digits, or digits; no word, no measure such as 500ml, no date."""
    if not (_CODE.fullmatch(text) and _LETTERED.fullmatch(text)) or is_date(text):
        return False
    said = statement(text)
    return said is not None and not (said.pure and said.numbers[0][0] in _MEASURED)


def _pattern(evidence: Evidence) -> str:
    """Letters, digits and marks that the codes have, in the lengths that they have, with room to spare."""
    codes = [value for value in evidence.values if _CODE.fullmatch(value.text)]
    total = sum(value.times for value in codes)
    lengths = sorted(len(value.text) for value in codes for _ in range(value.times))
    shortest, longest = lengths[int(_TAIL * total)], lengths[int((1 - _TAIL) * (total - 1))]
    shortest, longest = max(2, shortest - 2), longest + 4
    if all(value.text.isdigit() for value in codes):
        return rf"\d{{{shortest},{longest}}}"
    lower = sum(value.times for value in codes if any(map(str.islower, value.text)))
    letters = "A-Za-z" if lower > _TAIL * total else "A-Z"
    return rf"[{letters}\d][{letters}\d./_#+ -]{{{shortest - 1},{longest - 1}}}"
