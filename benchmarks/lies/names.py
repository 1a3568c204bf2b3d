"""Lies about names: another colour, another maker, the value of another product."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from benchmarks.lies.planting import Lie, Pool, like, places, put, spoken, words
from benchmarks.lies.rows import Row, Stated
from udfs.text.keys import fold, plain
from udfs.text.negation import negation

_WORD = re.compile(r"[a-z]{3,}|[一-鿿]{2}")
_CANONICAL = 2  # wordings of a value that come first: its own, and its Chinese label
_LIKE = 0.7  # of two wordings from which they may be spellings of one: aluminum, aluminium
_FEWEST = 2  # characters of a name


def another_colour(row: Row, pool: Pool) -> Iterator[Lie]:
    """A colour of the text changed to one that neither facts nor listing name in any language."""
    colours = words()["colours"]
    others = [each for each in colours if not any(row.support.says(word) for own in each.values() for word in own)]
    for colour in pool.mixed(colours):
        for word in sorted(colour.get(row.language, ()), key=len, reverse=True):
            for start, end in places(word, row.text):
                if _is_word(row.text, start, end) and not _is_of_name(row, start, end):
                    for other in pool.mixed([each for each in others if each is not colour and row.language in each]):
                        new = _as_long(other[row.language], word)
                        yield put(row.text, start, end, like(new, row.text[start:end]))


def _is_word(text: str, start: int, end: int) -> bool:
    """Whether a colour stands for itself, and said of the product: not 蓝 of 蓝牙, not "no blue light"."""
    beside = text[start - 1 : start] + text[end : end + 1]
    alone = end - start > 1 or text[start].isascii() or not any("一" <= letter <= "鿿" for letter in beside)
    return alone and not negation(text, start, end)


def _as_long(wordings: list[str], word: str) -> str:
    """黑 for 白, 黑色 for 白色; the first where there is none."""
    return next((each for each in wordings if len(each) == len(word) and not word.isascii()), wordings[0])


def _is_of_name(row: Row, start: int, end: int) -> bool:
    """Whether a place is part of a maker's name: Black+Decker."""
    return any(
        first <= start and end <= last
        for stated in row.stated
        if _is_maker(stated)
        for _, first, last in spoken(stated, row.text)
    )


def another_maker(row: Row, pool: Pool) -> Iterator[Lie]:
    """The maker that the text names, changed to one that another row has."""
    for stated in row.stated:
        if _is_maker(stated):
            yield from _replaced(row, stated, pool, [*_makers(row, pool)])


def _is_maker(stated: Stated) -> bool:
    return stated.attribute.rsplit(".", maxsplit=1)[-1] in words()["brands"]


def _makers(row: Row, pool: Pool) -> Iterator[Stated]:
    """Of rows of the same category first; the maker of other goods is as much a lie."""
    near = pool.relatives(row)
    for other in [*near, *pool.mixed([each for each in pool.rows if each not in near and each is not row])]:
        yield from filter(_is_maker, other.stated)


def of_another_product(row: Row, pool: Pool) -> Iterator[Lie]:
    """A value of the text changed to the one that another row has of the same attribute."""
    near = pool.relatives(row)
    for stated in pool.mixed([each for each in row.stated if not _is_maker(each)]):
        others = [each for other in near for each in other.stated if each.attribute == stated.attribute]
        yield from _replaced(row, stated, pool, others)


def _replaced(row: Row, stated: Stated, pool: Pool, others: list[Stated]) -> Iterator[Lie]:
    for wording, start, end in pool.mixed([*spoken(stated, row.text)]):
        if len(wording) < _FEWEST and not wording.isdigit():
            continue
        for other in others:
            for new in other.wordings[:_CANONICAL]:
                if _fits(new, wording) and not _is_same(stated, other) and not _is_said(row, other):
                    yield put(row.text, start, end, new)


def _fits(new: str, old: str) -> bool:
    """Whether a wording can stand for another: of the same script, about as long, and not the same."""
    same_script = new.isascii() == old.isascii() and any(map(str.isdigit, new)) == any(map(str.isdigit, old))
    return same_script and fold(new) != fold(old) and len(new) <= 3 * len(old) + 8 and plain(new) not in plain(old)


def _is_same(one: Stated, other: Stated) -> bool:
    """Whether two values may mean the same: equal ids or numbers, or a word in common, as Li-ion and lithium-ion."""
    if one.id or other.id or (one.number is not None and other.number is not None):
        return one.id == other.id and one.number == other.number
    mine, theirs = (set(_WORD.findall(plain(" ".join(each.wordings)))) for each in (one, other))
    if any(map(str.isdigit, one.wordings[0])):
        return False
    spelt = SequenceMatcher(a=plain(one.wordings[0]), b=plain(other.wordings[0]))
    return bool(mine & theirs) or spelt.ratio() >= _LIKE


def _is_said(row: Row, other: Stated) -> bool:
    return any(row.support.says(wording) for wording in other.wordings) or (
        other.number is not None and other.number in row.support.numbers
    )
