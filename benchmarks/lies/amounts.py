"""Lies about numbers: another number, or the same one in another unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from benchmarks.lies.planting import Lie, Pool, like, places, put, words
from benchmarks.lies.rows import Row
from benchmarks.lies.support import NUMBER, number_of


def another_number(row: Row, pool: Pool) -> Iterator[Lie]:
    """A number of the text made a little or ten times larger or smaller, or with two digits exchanged."""
    for found in pool.mixed([*NUMBER.finditer(row.text)]):
        for new in pool.mixed([*_others(found[0])]):
            if number_of(new) not in row.support.numbers and number_of(new) != number_of(found[0]):
                yield put(row.text, *found.span(), new)
    yield from _another_word(row, pool)


def _others(digits: str) -> Iterator[str]:
    last = int(digits[-1])
    yield digits[:-1] + str((last + 1) % 10 if last != 9 else 7)
    yield digits[:-1] + str(last - 1 if last > 1 else 5)
    yield str(int(digits[0]) % 9 + 1) + digits[1:]
    if len(digits) > 1 and digits[:2].isdigit() and digits[0] != digits[1] != "0":
        yield digits[1] + digits[0] + digits[2:]
    if re.fullmatch(r"\d+", digits) and int(digits):
        yield digits + "0"
    if re.fullmatch(r"[1-9]\d*\.\d+", digits):
        yield digits.replace(".", "")


def _another_word(row: Row, pool: Pool) -> Iterator[Lie]:
    """Two for three: English alone, as Chinese words of numbers are parts of others."""
    if row.language != "en":
        return
    known = words()["numbers"]["en"]
    for word in known:
        for start, end in places(word, row.text):
            for new in pool.mixed([each for each in known if each != word]):
                if known.index(new) + 2 not in row.support.numbers and not row.support.says(new):
                    yield put(row.text, start, end, like(new, row.text[start:end]))


def another_unit(row: Row, pool: Pool) -> Iterator[Lie]:
    """A number of the text with another unit of the same kind, written the same way."""
    for line in pool.mixed(words()["units"]):
        for unit in line:
            for found in _with_unit(unit).finditer(row.text):
                for other in pool.mixed([each for each in line if each != unit]):
                    if not row.support.counts(number_of(found["number"]), other):
                        yield put(row.text, *found.span("unit"), other)


@cache
def _with_unit(unit: str) -> re.Pattern[str]:
    behind = r"(?![A-Za-z0-9²³/])" if unit[-1].isascii() else ""
    return re.compile(
        rf"(?<![A-Za-z0-9.,/_-])(?P<number>\d+(?:[.,]\d+)*)[\s-]{{0,2}}(?P<unit>{re.escape(unit)}){behind}"
    )
