"""Whether text and statements deny the same: not foldable, without a microphone, 不可折叠, 不含电池."""

from __future__ import annotations

from collections.abc import Iterator

from udfs.writing.checking.evidence import Statement, stems_of, words_of
from udfs.writing.checking.lexicon import lexicon
from udfs.writing.checking.pieces import Piece
from udfs.writing.checking.reading import Fault, Reading

_HAN = ("不", "没", "无", "非", "未", "免", "勿")
_REACH = 4  # pieces behind a negation that it may be about
_FREE = frozenset(("free", "less"))


def denial_faults(reading: Reading) -> Iterator[Fault]:
    """Negations that nothing licenses, and statements that deny, said without a negation."""
    negated = [at for at, piece in enumerate(reading.pieces) if is_negation(piece) and not _is_number(reading, at)]
    for at in negated:
        if not _is_licensed(reading, at):
            yield Fault("negation", reading.pieces[at].start, reading.pieces[at].end)
    yield from _affirmed(reading, negated)
    yield from _affirmed_of_listing(reading, negated)


def is_negation(piece: Piece) -> bool:
    """Whether the piece denies; 不锈钢 and 无线 do not, nor does what goes on as a number: No. 10."""
    if piece.sort == "word":
        return lexicon().is_negator(piece.text)
    return piece.sort == "han" and (
        piece.text in lexicon().negators or (piece.text.startswith(_HAN) and len(piece.text) > 1)
    )


def _is_number(reading: Reading, at: int) -> bool:
    behind = reading.pieces[at + 1 : at + 3]
    return reading.pieces[at].text == "no" and [each.sort for each in behind] == ["mark", "number"]


def _is_licensed(reading: Reading, at: int) -> bool:
    """Whether a statement or the listing denies so: in the same words, or as a value that is no, none or zero."""
    piece = reading.pieces[at]
    first, last = reading.segments.clause(at)
    if piece.sort == "han" and len(piece.text) > 1 and piece.known:
        return True
    if piece.text in _FREE:
        first, last = max(first, at - _REACH), at + 1
    around = [reading.pieces[i] for i in range(first, last) if i != at]
    for i, statement in enumerate(reading.support.statements):
        if statement.denied and any(i in each.values or i in each.about for each in around):
            return True
        if _has_negation(statement) and any(i in each.values or i in each.about for each in around):
            return True
    return any(_listed(reading, piece, reading.pieces[i]) for i in range(at + 1, min(last, at + 1 + _REACH))) or (
        piece.text in _FREE and at > 0 and _listed(reading, reading.pieces[at - 1], piece)
    )


def _listed(reading: Reading, negation: Piece, word: Piece) -> bool:
    """Whether the listing denies the word too."""
    if word.general or word.sort == "mark":
        return False
    if reading.support.listing.adjoin(negation.key, word.key):
        return True
    return bool(reading.support.listing.having(word.key)) and reading.listing.denies([word.text])


def _has_negation(statement: Statement) -> bool:
    """Whether the value's wording holds a negation of its own, such as gluten free."""
    known = lexicon()
    return any(
        (
            token.sort == "word"
            and (known.is_negator(token.text) or token.text.endswith("less") or token.text.startswith("un"))
        )
        or (token.sort == "han" and any(no in token.text for no in _HAN))
        for tokens in words_of(statement.values)
        for token in tokens
    )


def _affirmed(reading: Reading, negated: list[int]) -> Iterator[Fault]:
    """Words of values or attributes that are denied, in a clause without any negation."""
    statements = reading.support.statements
    for i, statement in enumerate(statements):
        if not (statement.denied or _denies_itself(statement)) or 0 in [a.number for a in statement.amounts]:
            continue
        own = [at for at, piece in enumerate(reading.pieces) if _tells(piece, i, statement)]
        for at in own:
            first, last = _scope(reading, at)
            if not any(first <= no < last for no in negated) and not _says_no(reading, first, last):
                yield Fault("negation", reading.pieces[at].start, reading.pieces[at].end)
                break


def _scope(reading: Reading, at: int) -> tuple[int, int]:
    """The clause; of a list without a verb, such as "or soy", the sentence up to there."""
    first, last = reading.segments.clause(at)
    if any(piece.text in lexicon().verbs for piece in reading.pieces[first:last]):
        return first, last
    return reading.segments.sentence(at)[0], last


def _denies_itself(statement: Statement) -> bool:
    """Whether English wordings all hold a word such as free: gluten_free."""
    words = [stems_of(text) for text in statement.values if text.isascii()]
    return bool(words) and all("free" in each and len(each) > 1 for each in words)


def _tells(piece: Piece, own: int, statement: Statement) -> bool:
    """Whether the piece tells this statement and no other one."""
    if piece.sort == "mark" or piece.sort == "number" or piece.general or is_negation(piece):
        return False
    if piece.values:
        return piece.values == {own}
    return statement.denied and piece.about == {own} and piece.key not in lexicon().vague


def _says_no(reading: Reading, first: int, last: int) -> bool:
    """Whether the clause has the denial in other form: n/a, 0, None."""
    return any(
        piece.text in ("na", "none", "0", "n", "zero", "unavailable", "unknown", "false", "否")
        or piece.text.endswith("less")
        for piece in reading.pieces[first:last]
    )


def _affirmed_of_listing(reading: Reading, negated: list[int]) -> Iterator[Fault]:
    """Words that only the listing has, and denies wherever it has them."""
    for at, piece in enumerate(reading.pieces):
        if piece.general or piece.values or piece.about or piece.sort not in ("word", "han") or at in negated:
            continue
        if not reading.support.listing.having(piece.key) or not reading.listing.denies([piece.text]):
            continue
        first, last = reading.segments.clause(at)
        if not any(first <= no < last for no in negated):
            yield Fault("negation", piece.start, piece.end)
