"""What a spreadsheet leaves of a text that it took for a number, a date or a formula, and what of it can be mended.

``1234567890123`` became ``1.23457E+12``, ``3-23`` became ``Mar-23``: what stood there is lost, nobody can tell it.
``="0017"`` and ``'0017`` still hold all of it.
"""

from __future__ import annotations

import re

_FORMULA = re.compile(r"=\s*\"([^\"]*)\"\Z")
_MARKED = re.compile(r"\A['’`](?=[-+=]?\d)")
_TRAILING = re.compile(r"(\d{3,})\.0+\Z")

_SCIENTIFIC = re.compile(r"[-+]?\d(?:[.,]\d+[Ee][-+]?|[Ee]\+)\d{1,3}")
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
_MONTH_DATE = re.compile(
    rf"{_MONTH}-\d{{1,4}}|\d{{1,2}}-{_MONTH}(?:-\d{{2,4}})?|(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}[日号]|\d{{4}}年\d{{1,2}}月"
)
_ISO = r"(?:19|20)\d\d([-/.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])"
_TIME = r"[ T]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"
_DATE = re.compile(rf"{_ISO}(?:{_TIME})?|(?:0?[1-9]|[12]\d|3[01])([/.])(?:0?[1-9]|[12]\d|3[01])\2(?:19|20)\d\d")
_TIMESTAMP = re.compile(rf"{_ISO}{_TIME}")


def mended(text: str) -> str:
    """The text without the formula that keeps a spreadsheet from reading it: ``="0017"`` gives ``0017``."""
    formula = _FORMULA.match(text.strip())
    return formula[1] if formula else text


def unmarked(text: str) -> str:
    """The same, and without the apostrophe that marks a number as text: ``'0017`` gives ``0017``.

    Not for names: '47 Brand.
    """
    return _MARKED.sub("", mended(text), count=1)


def without_decimals(digits: str) -> str:
    """``4006381333931.0``, a number that was read as a float, gives ``4006381333931``; other text stays."""
    found = _TRAILING.fullmatch(digits)
    return found[1] if found else digits


def damage(text: str) -> str | None:
    """What a spreadsheet made of a text that cannot be told any more, in words; None where it did not."""
    bare = text.strip()
    if _SCIENTIFIC.fullmatch(bare):
        return "a number in scientific notation, whose digits a spreadsheet cut off"
    if _MONTH_DATE.fullmatch(bare) or _TIMESTAMP.fullmatch(bare):
        return "a date that a spreadsheet made of it"
    return None


def is_date(text: str) -> bool:
    """Whether a text is a date, or a date and a time: 2024-05-01, 01.05.2024, Mar-23."""
    bare = text.strip()
    return bool(_DATE.fullmatch(bare) or _MONTH_DATE.fullmatch(bare) or _TIMESTAMP.fullmatch(bare))
