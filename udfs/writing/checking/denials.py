"""Whether text and statements deny the same: not foldable, without a microphone, 不可折叠, 不含电池."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from udfs.writing.checking.reading.evidence import Statement, stems_of, words_of
from udfs.writing.checking.reading.pieces import Piece
from udfs.writing.checking.reading.reading import Fault, Reading
from udfs.writing.checking.words.lexicon import DENYING, holds_han_denial, lexicon

_REACH = 4  # pieces behind a negation that it may be about
_FREE = frozenset(("free", "less"))
_LACKS = re.compile(r"(?!stain|wire|seam|end|step|cord|brush|time|tire|effort)[a-z]{3,}less|un(?![itdk])[a-z]{3,}")


def denial_faults(reading: Reading) -> Iterator[Fault]:
    """Negations that nothing licenses, and statements that deny, said without a negation."""
    negated = [at for at, piece in enumerate(reading.pieces) if is_negation(piece) and not _is_of_name(reading, at)]
    for at in negated:
        if not _is_licensed(reading, at):
            yield Fault("negation", reading.pieces[at].start, reading.pieces[at].end)
    yield from _affirmed(reading, negated)
    yield from _affirmed_of_listing(reading, negated)


def is_negation(piece: Piece) -> bool:
    """Whether the piece denies; 不锈钢 and 无线 do not, nor does what goes on as a number: No. 10."""
    if piece.sort == "word":
        return lexicon().is_negator(piece.text)
    return piece.sort == "han" and piece.text.startswith(DENYING) and not piece.text.startswith(lexicon().affirmative)


def _is_of_name(reading: Reading, at: int) -> bool:
    """Whether it numbers something, as in No. 10, or belongs to a name, as in "model no"."""
    names = reading.support.names
    beside = [reading.pieces[i].key for i in (at - 1, at + 1) if 0 <= i < len(reading.pieces)]
    if any(names.adjoin(reading.pieces[at].key, key) or names.adjoin(key, reading.pieces[at].key) for key in beside):
        return True
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
        if not any(i in each.values or i in each.about for each in around):
            continue
        own = _negations(statement)
        if (statement.denied or own) and not _is_said_already(around, own):
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


def _negations(statement: Statement) -> frozenset[str]:
    """The words of the value's wordings that deny, such as free in gluten free, and sleeveless."""
    known = lexicon()
    return frozenset(
        token.text
        for tokens in words_of(statement.values)
        for token in tokens
        if (token.sort == "word" and (known.is_negator(token.text) or _LACKS.fullmatch(token.text)))
        or (token.sort == "han" and holds_han_denial(token.text))
    )


def _is_said_already(around: Sequence[Piece], own: frozenset[str]) -> bool:
    """Whether the denial stands there without the negation in question: not gluten free, not 0."""
    return any(piece.key == "0" or (piece.sort == "word" and piece.text in own) for piece in around)


def _affirmed(reading: Reading, negated: list[int]) -> Iterator[Fault]:
    """Words of values or attributes that are denied, in a clause without any negation."""
    statements = reading.support.statements
    for i, statement in enumerate(statements):
        if not (statement.denied or _denies_itself(statement)):
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
        piece.key == "0"
        or piece.text in ("na", "none", "n", "zero", "unavailable", "unknown", "false", "否")
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
