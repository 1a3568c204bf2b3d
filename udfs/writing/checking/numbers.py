"""Whether each number of a text, with its unit, is stated, and of what it is said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from udfs.writing.checking.reading.amounts import Told, compare, same_unit
from udfs.writing.checking.reading.evidence import Statement, amounts_of
from udfs.writing.checking.reading.listing_words import Stated
from udfs.writing.checking.reading.pieces import Piece
from udfs.writing.checking.reading.reading import Fault, Reading
from udfs.writing.checking.reading.support import number_key
from udfs.writing.checking.subjects import aspects_of_word, is_of
from udfs.writing.checking.words.lexicon import lexicon

# One of something, and no count of it: this one, one of these, 一款.
_ONE_BEFORE = frozenset(("this", "each", "any", "which", "every", "the", "no", "than", "another", "that"))
_ONE_BEHIND = frozenset(("of", "another", "size", "that", "who", "charge"))
_ONE_HAN = re.compile("一(?:款|种|个|双|台|只|条|盏|把|本|顶|支|件(?!装)|套(?!装))")
_TELLS_ITSELF = ("mAh", "Wh", "W", "V", "L", "Hz", "lm", "degC", "byte", "pixel")


def number_faults(reading: Reading) -> tuple[list[Fault], set[int]]:
    """What is wrong with the numbers, and the places of the pieces that numbers with their units take."""
    faults: list[Fault] = []
    covered: set[int] = set()
    for told in reading.told:
        place = reading.inside(told.start, told.end)
        if not place or _is_word(reading, told, place):
            continue
        covered |= _covered(reading, told, place)
        if fault := _fault(reading, told, place):
            faults.append(fault)
    faults += _codes(reading, covered)
    return faults, covered


def _is_word(reading: Reading, told: Told, place: range) -> bool:
    """Whether the number is none: part of a longer Chinese word, or one as an article."""
    first = reading.pieces[place.start]
    text = reading.plain.folded
    if first.sort == "han":
        beyond = first.start < told.start or told.end < first.end
        longer = beyond or (len(first.text) > 1 and first.known and told.term.unit in (None, "count"))
        return longer or _ONE_HAN.match(text, told.start) is not None
    if first.sort == "number" and reading.is_in_name(place):
        return True
    if first.sort == "word" and all(reading.support.names.having(reading.pieces[at].key) for at in place):
        return True  # of the attribute's name: weight of one bag
    if first.text != "one":
        return False
    before = reading.pieces[place.start - 1].text if place.start else ""
    behind = reading.pieces[place.stop].text if place.stop < len(reading.pieces) else ""
    return before in _ONE_BEFORE or behind in _ONE_BEHIND


def _covered(reading: Reading, told: Told, place: range) -> set[int]:
    """The number's own pieces, and its unit's unless that is a noun of its own, such as 3 foil sachets."""
    counts = told.term.unit is not None and same_unit(told.term.unit, "count")
    return {
        at
        for at in place
        if not (counts and reading.pieces[at].sort == "word" and not _is_numeral(reading.pieces[at], told))
    }


def _is_numeral(piece: Piece, told: Told) -> bool:
    return piece.start == told.start or bool(re.fullmatch(r"(?:and|hundred|thousand|half|quarter|point)", piece.text))


def _fault(reading: Reading, told: Told, place: range) -> Fault | None:
    statements = reading.support.statements
    found = [(compare(told, amount), i) for i, each in enumerate(statements) for amount in each.amounts]
    same = [i for match, i in found if match == "same"] or _worded(reading, told, place)
    if same and is_of(reading, place, same, told.term.unit):
        return None
    listed = [(compare(told, stated.amount), stated) for stated in reading.listing.amounts]
    near = [stated for match, stated in listed if match == "same" and _both(stated, told)]
    if any(
        _shares_words(reading, place, stated, bool(same)) or (not same and _is_alone(reading, place, told))
        for stated in near
    ):
        return None
    if same or any(match == "same" for match, _ in listed):
        return Fault("subject", told.start, told.end)
    of_unit = any(match == "unit" for match, _ in (*found, *listed))
    return Fault("unit" if of_unit else "number", told.start, told.end)


def _worded(reading: Reading, told: Told, place: range) -> list[int]:
    """Statements whose wordings have the number's characters: 2 of "size 2-10"."""
    number, unit = reading.pieces[place.start], [reading.pieces[at] for at in place[1:]]
    if number.sort == "number" and number.key != number_key(f"{told.term.number:.12g}"):
        return []  # 500 K is no 500
    counts = told.term.unit is None or same_unit(told.term.unit, "count")
    adjoined = all(reading.support.values.adjoin(number.key, each.key) for each in unit if each.sort != "mark")
    if not counts:
        return sorted(number.values) if unit and adjoined else []
    statements = reading.support.statements
    return [i for i in sorted(number.values) if not _has_unit(statements[i], told.term.number)]


def _has_unit(statement: Statement, number: float) -> bool:
    """Whether the number has a unit in the wordings of the value: the 10.5 of 10.5 oz is no size."""
    amounts = [amount for amount in amounts_of(statement.values) if number in amount.ends]
    return bool(amounts) and all(amount.unit not in (None, "count") for amount in amounts)


def _said_of(reading: Reading, place: range) -> list[Piece]:
    """The words of the clause that say something."""
    first, last = reading.segments.clause(place.start)
    pieces = [reading.pieces[at] for at in range(first, last) if at not in place and not reading.pieces[at].general]
    return [piece for piece in pieces if piece.sort in ("word", "han") and piece.key not in lexicon().vague]


def _shares_words(reading: Reading, place: range, stated: Stated, moved: bool) -> bool:
    """Whether a word of the clause stands beside the number in the listing too; of a number that is a fact's and said
    of something else, a word that names what it is."""
    words = _said_of(reading, place)
    if moved:
        measured = [piece for piece in words if aspects_of_word(piece.key)]
        words = measured or [p for p in words if not p.values and not reading.support.is_noun(p.key)]
    return any(piece.key in stated.stems or (piece.sort == "han" and piece.key in stated.han) for piece in words)


def _is_alone(reading: Reading, place: range, told: Told) -> bool:
    """Whether the listing has no other number of the kind, and the clause says no more than that there is one."""
    if not _is_only(reading, told):
        return False
    support = reading.support
    own = [piece for piece in _said_of(reading, place) if not support.categories.having(piece.key)]
    if not own:
        return any(same_unit(told.term.unit or "?", unit) for unit in _TELLS_ITSELF)
    return any(piece.key in support.said for piece in own)


def _both(stated: Stated, told: Told) -> bool:
    """Whether both name a unit, or neither does: the 10.5 of 10.5 oz is no size."""
    return (told.term.unit in (None, "count")) == (stated.amount.unit in (None, "count"))


def _is_only(reading: Reading, told: Told) -> bool:
    """Whether the listing has no other number in a unit of the kind."""
    unit = told.term.unit
    kind = [s.amount for s in reading.listing.amounts if unit and s.amount.unit and same_unit(s.amount.unit, unit)]
    return bool(kind) and all(compare(told, amount) == "same" for amount in kind)


def _codes(reading: Reading, covered: set[int]) -> Iterator[Fault]:
    """Digits that are no quantity, such as those of a model: with the letters beside them they must be stated."""
    for at, piece in enumerate(reading.pieces):
        if piece.sort != "number" or at in covered:
            continue
        glued = [
            (before.key, behind.key)
            for before, behind in zip(reading.pieces[at - 1 : at + 1], reading.pieces[at : at + 2], strict=False)
            if at and before.end == behind.start and before.sort == "word"
        ]
        words = (reading.support.values, reading.support.listing, reading.support.names)
        if not any(each.having(piece.key) and all(each.adjoin(*pair) for pair in glued) for each in words):
            yield Fault("number", piece.start, piece.end)
