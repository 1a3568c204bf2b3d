"""Lies about what is said of what: moved, denied, praised above all others, added."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, product

from benchmarks.lies.planting import Lie, Pool, like, places, put, spoken, words
from benchmarks.lies.rows import Row, Stated
from udfs.text.keys import fold, plain
from udfs.text.negation import denies

_SENTENCE = re.compile(r"[^.!?。！？]+(?:\.(?=\d)[^.!?。！？]*)*[.!?。！？]?")
_CLAUSE_STARTS = re.compile(r"\A|(?<=[。！？，；,;])|(?<=[.!?]\s)")
_PUT_BETWEEN = "，。！？；、,.!?;/+ "
_JOINING = re.compile(r"[^\w]|\b(?:and|or|with)\b|[和与及或]")
_BEFORE_IS, _BEHIND_IS = tuple("因作认成行但还于就可要都不若"), tuple("了否何")  # 因为, 但是, 是否
_NAMED = 3  # letters or Han characters that tell of what a value is said


def moved(row: Row, pool: Pool) -> Iterator[Lie]:
    """Two values of the text exchanged, or a value said of the packaging and not of the product."""
    pairs = [pair for pair in combinations(row.stated, 2) if pair[0].attribute != pair[1].attribute and _alike(*pair)]
    for one, other in pool.mixed(pairs):
        for (_, *here), (_, *there) in product(spoken(one, row.text), spoken(other, row.text)):
            first, second = sorted([tuple(here), tuple(there)])
            if first[1] <= second[0] and _is_named(row.text, first, second):
                yield _exchanged(row.text, first, second)
    yield from _of_packaging(row, pool)


def _alike(one: Stated, other: Stated) -> bool:
    """Whether a value may stand in another one's place and means something else: two numbers of one unit, two names."""
    if one.number is not None and other.number is not None:
        return one.unit == other.unit and one.number != other.number
    words = [wording for stated in (one, other) for wording in stated.wordings]
    plain_ones = one.number is None is other.number and not any(any(map(str.isdigit, word)) for word in words)
    return plain_ones and not {*map(fold, one.wordings)} & {*map(fold, other.wordings)}


def _is_named(text: str, first: tuple[int, ...], second: tuple[int, ...]) -> bool:
    """Whether words tell of which attribute each value is said, so that it matters where it stands.

    Of "cotton, crew neck" they do not.
    """
    between = text[first[1] : second[0]]
    rests = [_clause(text, start).replace(text[start:end], "") for start, end in (first, second)]
    if not any(mark in between for mark in _PUT_BETWEEN.strip()):
        return len(_JOINING.sub("", between)) >= _NAMED
    return rests[0] != rests[1] and all(len(_JOINING.sub("", rest)) >= _NAMED for rest in rests)


def _exchanged(text: str, first: tuple[int, ...], second: tuple[int, ...]) -> Lie:
    (start, end), (begin, stop) = first, second
    new = text[begin:stop] + text[end:begin] + text[start:end]
    return Lie(text[:start] + new + text[stop:], start, start + len(new))


def _of_packaging(row: Row, pool: Pool) -> Iterator[Lie]:
    subjects = words()["subjects"].get(row.language)
    if not subjects or any(row.support.says(other.split()[-1]) for other in subjects["others"]):
        return
    for said in sorted(subjects["said"], key=len, reverse=True):
        for start, end in places(said, row.text):
            if any(at.end() == start for at in _CLAUSE_STARTS.finditer(row.text)) and _goes_on(row, end):
                for other in pool.mixed(subjects["others"]):
                    new = other + (row.text[start:end] if said[-1] in "重量" else "")
                    yield put(row.text, start, end, like(new, row.text[start:end]))


def _goes_on(row: Row, end: int) -> bool:
    """Whether something is said of what ends here."""
    behind = row.text[end:].lstrip()
    return (
        row.language != "en"
        or re.match(r"(?:is|has|weighs|measures|comes|holds|contains|uses|features)\b", behind) is not None
    )


def denied(row: Row, pool: Pool) -> Iterator[Lie]:
    """A statement of the text denied, or a denied one stated. A clause that denies anything is only stated."""
    pairs = words()["negations"].get(row.language, ())
    for said, denying in pairs:
        yield from (put(row.text, *place, like(said, row.text[place[0]])) for place in places(denying, row.text))
    made: list[Lie] = []
    taken: set[int] = set()
    for said, denying in sorted(pairs, key=lambda pair: -len(pair[0])):
        for start, end in places(said, row.text):
            if (
                start in taken
                or _is_bound(row.text, start, said)
                or denies(plain(_clause(row.text, start)))
                or not _is_free(row.text, start, end)
            ):
                continue
            taken |= {*range(start, end)}
            if not row.support.says(denying):
                made.append(put(row.text, start, end, like(denying, row.text[start])))
    yield from pool.mixed(made)


def _clause(text: str, at: int) -> str:
    before = max((text.rfind(mark, 0, at) for mark in _PUT_BETWEEN.strip()), default=-1)
    behind = min((place for mark in _PUT_BETWEEN.strip() if (place := text.find(mark, at)) >= 0), default=len(text))
    return text[before + 1 : behind]


def _is_bound(text: str, start: int, said: str) -> bool:
    """Whether "with" belongs to the word before it."""
    before = text[:start].split()
    return said == "with" and bool(before) and before[-1].lower() in words()["with_behind"]


def _is_free(text: str, start: int, end: int) -> bool:
    """Whether a Chinese word is none inside another: 可 of 可爱, 有 of 有机, 能 of 功能, 为 of 因为."""
    if text[start:end].isascii() or end - start > 1:
        return True
    before, behind = text[start - 1 : start], text[end : end + 1]
    if text[start] in "是为":
        return before not in _BEFORE_IS and behind not in _BEHIND_IS
    return (not before or before in _PUT_BETWEEN) and bool(behind) and behind not in _PUT_BETWEEN + "机爱效关限色线"


def praised(row: Row, pool: Pool) -> Iterator[Lie]:
    """The product made the best of all."""
    own = words()["superlatives"].get(row.language)
    if not own or any(row.support.says(word) or word in plain(row.text) for word in own["known"]):
        return
    made = [
        put(row.text, *place, like(new, row.text[place[0]]))
        for old, new in own["for"].items()
        for place in places(old, row.text)
    ]
    yield from pool.mixed(made)
    for ending in pool.mixed(own["behind"]):
        at = len(row.text.rstrip(_PUT_BETWEEN))
        yield put(row.text, at, at, ending)


def added(row: Row, pool: Pool) -> Iterator[Lie]:
    """A sentence of another product of the category, of an attribute that this one does not state.

    None that names a maker, and none with a value that this one has.
    """
    own = {stated.attribute for stated in row.stated}
    for other in pool.relatives(row):
        foreign = [stated for stated in other.stated if stated.attribute not in own]
        for sentence in pool.mixed(_SENTENCE.findall(other.text)):
            said = [stated for stated in foreign if any(True for _ in spoken(stated, sentence))]
            if said and not _is_known(row, other, sentence, said):
                gap = "" if row.language == "zh" else " "
                yield put(row.text, len(row.text), len(row.text), gap + sentence.strip())


def _is_known(row: Row, other: Row, sentence: str, said: Sequence[Stated]) -> bool:
    if any(row.support.says(wording) for stated in said for wording in stated.wordings):
        return True
    makers = [stated for stated in other.stated if stated.attribute in words()["brands"]]
    return any(True for stated in makers for _ in spoken(stated, sentence)) or fold(sentence) in fold(row.text)
