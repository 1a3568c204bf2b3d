"""Bar codes (GTIN) and book numbers (ISBN) as sellers spell them, by the digits that check them.

GS1 General Specifications, section 7.9; ISO 2108 for the ISBN of ten digits.
"""

from __future__ import annotations

import re

from udfs.text.spreadsheets import damage, unmarked, without_decimals

_APPLICATION = re.compile(r"\(01\)\s*(?=\d)")  # of a GS1-128 symbol: (01)04006381333931
_LABELLED = re.compile(r"(?i)\s*\((?:ean|upc|gtin|isbn|jan|条码|条形码)[- ]?\d{0,2}\)\Z")  # 8714574572871 (EAN)
_BETWEEN = re.compile(r"[\s\-.]")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_ZERO_LOST = re.compile(r"(?!(\d)\1*\Z)[1-9]\d{10}", re.ASCII)
_ISBN_10 = re.compile(r"\d{9}[\dXx]")


def read_gtin(text: str) -> str:
    """The digits of a GTIN; an ISBN of ten digits as the GTIN-13 that it has. A UPC that lost its zero in front has it.

    Raises ValueError where they are damaged, where the check digit is wrong, or where all are the same. Text that is no
    number of a GTIN's length comes back without blanks and hyphens, for the pattern to refuse.
    """
    whole = without_decimals(unmarked(_LABELLED.sub("", text.strip(" \"'")).strip()))
    if what := damage(whole):
        raise ValueError(f"{text!r} is {what}; give the digits as text")
    if _THOUSANDS.fullmatch(whole):
        whole = whole.replace(",", "")
    digits = _BETWEEN.sub("", _APPLICATION.sub("", whole, count=1))
    if _ISBN_10.fullmatch(digits):
        return _isbn_13(digits.upper())
    if _ZERO_LOST.fullmatch(digits) and int(digits[-1]) == _check_digit(digits[:-1]):
        return f"0{digits}"  # of a spreadsheet; no GTIN has eleven digits
    if digits.isascii() and digits.isdigit() and len(digits) in (8, 12, 13, 14):
        _check(digits)
    return digits


def _check(digits: str) -> None:
    if len(set(digits)) == 1:
        raise ValueError(f"{digits} holds one digit again and again: a filler, no GTIN")
    expected = _check_digit(digits[:-1])
    if int(digits[-1]) != expected:
        raise ValueError(f"the check digit of {digits} should be {expected}, got {digits[-1]}")


def _check_digit(digits: str) -> int:
    """Weights 3 and 1 from the right, up to the next multiple of ten."""
    return -sum(int(digit) * weight for digit, weight in zip(digits.zfill(13), [3, 1] * 7, strict=False)) % 10


def _isbn_13(isbn: str) -> str:
    """``0306406152`` gives ``9780306406157``."""
    if len(set(isbn)) == 1:
        raise ValueError(f"{isbn} holds one digit again and again: a filler, no ISBN")
    remainder = -sum(int(digit) * weight for digit, weight in zip(isbn[:9], range(10, 1, -1), strict=True)) % 11
    expected = "X" if remainder == 10 else str(remainder)
    if isbn[9] != expected:
        raise ValueError(f"the check digit of ISBN {isbn} should be {expected}, got {isbn[9]}")
    digits = f"978{isbn[:9]}"
    return f"{digits}{_check_digit(digits)}"
