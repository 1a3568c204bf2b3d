"""The clauses of a description that may be said of the goods, each whole and with its place.

Lines and cells are cut to sentences; Chinese sentences, which join many statements by commas, to runs of those that may
be said. Parameters, headings, tables of sizes, search words and what :mod:`udfs.writing.extracts.refusals` knows are no
such clauses.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from udfs.text.cleaning import CleanText, clean
from udfs.text.keys import fold, plain
from udfs.text.languages import language_code
from udfs.text.rows import Cell, rows
from udfs.writing.extracts.injections import is_injection
from udfs.writing.extracts.layout import heading, is_bracketed, is_tabled, of_the_deal, sentences, title_of
from udfs.writing.extracts.refusals import OF_THE_DEAL, has_condition, is_praise, is_title, leans_back, refusal
from udfs.writing.extracts.shape import (
    fragment,
    has_grammar,
    is_broken,
    is_search_words,
    is_sentence,
    is_shouted,
    n_han,
    size,
)

_READ = 20_000  # raw characters of a description that are read; nobody writes more that matters
_LONGEST_HAN = 60  # characters of a run of Chinese statements
_LONGEST = 320  # characters of another sentence
_LONG = 300  # characters of a text that an export may have cut
_COLON = re.compile(r"[:：](?!\d)|(?<!\d)[:：]")
_PIECE = re.compile(r"[，,]|(?<=[一-鿿])\s+(?=[一-鿿])")
_EDGE_LEFT = re.compile(r"[^\w\"'“‘(（《「『【<#$.]*(?:\(?\d{1,2}\s?[.)、](?!\d)\s*)?[^\w\"'“‘(（《「『#$]*")
_EDGE_RIGHT = " \t,;:、，。；：.!！|/-–—~*·•_=+…>→&"
_LIST_NUMBER = re.compile(r"[,;，；]\s*\(?\d{1,2}\Z")  # of the item behind
_ENOUGH = 40  # characters of a clause from which its language can be told


@dataclass(frozen=True, slots=True)
class Clause:
    """Half-open characters of a clean text, what they say, and how well that reads by itself."""

    start: int
    end: int
    text: str
    praise: bool = False  # says rather that goods are good than what they are
    fragment: bool = False  # a row of words without a verb


@dataclass(slots=True)
class Read:
    """What a description holds: clauses in their order, and how many others there are, by the reason against them."""

    clean: CleanText
    raw: str
    clauses: list[Clause] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)


class _Piece(NamedTuple):
    start: int
    end: int
    reason: str | None


def read_clauses(raw: str | None, language: str) -> Read:
    """The clauses of a raw description that are in ``language`` (an IETF tag) and may be said; null has none.

    Reads the first 20,000 characters. After words that tell a machine what to write the rest of their line is left out.
    """
    raw = (raw or "")[:_READ]
    found = Read(clean(raw), raw)
    reader = _Reader(found, language)
    for cells in rows(raw, found.clean):
        tabled = is_tabled(cells)
        for cell in cells:
            if not reader.cell(cell, tabled=tabled):
                break
    return found


class _Reader:
    def __init__(self, found: Read, language: str) -> None:
        self._found = found
        self._text = found.clean.text
        self._language = language
        self._seen: set[str] = set()
        self._chapter: str | None = None  # the reason against all of it

    def cell(self, cell: Cell, *, tabled: bool) -> bool:
        """Read one cell; False where what follows in its line is not to be believed either."""
        line = self._text[slice(*cell)]
        if title := title_of(line):
            self._chapter = of_the_deal(title)
        if self._chapter or is_bracketed(line):
            self._found.refused[self._chapter or "title"] += 1
            return True
        part: str | None = None  # the reason against what follows a question: "How to use it?"
        named = False  # whether a name and its colon stand before
        for start, end in sentences(self._text, *cell):
            said = self._text[start:end].strip()
            if not said:
                continue
            if is_injection(plain(said)):
                self._found.refused["injection"] += 1
                return False
            if said.endswith(("?", "？")) and (title := title_of(said)):
                part = of_the_deal(title)
            named = (named and not is_sentence(said, self._language)) or said.endswith((":", "："))
            if part or named or self._is_cut_off(cell, start, end):
                self._found.refused[part or ("parameter" if named else "cut off")] += 1
            else:
                self._sentence(start, end, tabled=tabled)
        return True

    def _is_cut_off(self, cell: Cell, start: int, end: int) -> bool:
        """Whether an export has cut a long text in its last sentence."""
        last = end == len(self._text) and end >= _LONG and start - cell[0] > _LONG // 2
        return last and self._text[end - 1].isalnum()

    def _sentence(self, start: int, end: int, *, tabled: bool) -> None:
        start, end = self._trimmed(start, end)
        if start >= end:
            return
        headless = self._without_head(start, end)
        if headless is None or len(_COLON.findall(self._text[headless:end])):
            self._found.refused["parameter"] += 1
            return
        start, end = self._trimmed(headless, end)
        if start >= end:
            return
        if _is_chinese(self._text[start:end]):
            self._chinese(start, end)
        elif end - start > _LONGEST:
            self._found.refused["too long"] += 1
        else:
            self._add(start, end, refusal(self._text[start:end]), tabled=tabled)

    def _without_head(self, start: int, end: int) -> int | None:
        """Where a sentence begins behind its heading, "Easy care: …"; null for a parameter, whose value is none."""
        behind = heading(self._text, start, end)
        if behind is None:
            return start
        return behind if is_sentence(self._text[behind:end], self._language) else None

    def _chinese(self, start: int, end: int) -> None:
        """Runs of statements between commas; what leans on another one stands with it or not at all."""
        pieces = [_Piece(*place, refusal(self._text[slice(*place)])) for place in self._pieces(start, end)]
        reasons = [piece.reason for piece in pieces if piece.reason]
        if reasons and has_condition(self._text[start:end]):
            self._found.refused[reasons[0]] += 1
            return
        self._found.refused.update(reasons)
        about = next((at for at, piece in enumerate(pieces) if piece.reason in OF_THE_DEAL), len(pieces))
        for run in _runs(pieces[:about], self._text):
            self._add(run[0].start, run[-1].end, None)

    def _pieces(self, start: int, end: int) -> Iterator[Cell]:
        for border in _PIECE.finditer(self._text, start, end):
            if self._text[start : border.start()].strip():
                yield start, border.start()
            start = border.end()
        if self._text[start:end].strip():
            yield start, end

    def _add(self, start: int, end: int, reason: str | None, *, tabled: bool = False) -> None:
        start, end = self._trimmed(start, end)
        if number := _LIST_NUMBER.search(self._text, start, end):
            end = number.start()
        text = self._text[start:end]
        reason = reason or self._fault(text, tabled)
        if reason:
            self._found.refused[reason] += 1
            return
        self._seen.add(fold(text))
        self._found.clauses.append(Clause(start, end, text, is_praise(text), fragment(text, self._language)))

    def _fault(self, text: str, tabled: bool) -> str | None:
        """Why a clause cannot stand by itself."""
        if not text or size(text) < 1:
            return "too short"
        if is_title(text):
            return "title"
        if n_han(text) > 2 * _LONGEST_HAN or len(text) > _LONGEST:
            return "too long"
        if is_broken(text) or is_shouted(text) or leans_back(text) or is_search_words(text, self._language):
            return "no sentence"
        if tabled and not is_sentence(text, self._language):
            return "table"
        if fold(text) in self._seen:
            return "said before"
        return None if self._is_own(text) else "other language"

    def _is_own(self, text: str) -> bool:
        if _is_chinese(text) != (self._language == "zh"):
            return False
        if self._language == "zh" or len(text) < _ENOUGH or has_grammar(text, self._language):
            return True
        return language_code(text) in (None, self._language)

    def _trimmed(self, start: int, end: int) -> Cell:
        """Without bullets, numbers of a list and marks around it."""
        if left := _EDGE_LEFT.match(self._text, start, end):
            start = left.end()
        while end > start and self._text[end - 1] in _EDGE_RIGHT:
            end -= 1
        return start, end


def _runs(pieces: Sequence[_Piece], text: str) -> Iterator[list[_Piece]]:
    """Neighbours that may be said, none longer than a sentence, none beginning with what leans back."""
    run: list[_Piece] = []
    for piece in pieces:
        leans = leans_back(text[piece.start : piece.end])
        full = run and n_han(text[run[0].start : piece.end]) > _LONGEST_HAN
        if run and (piece.reason or (full and not leans)):
            yield run
            run = []
        if piece.reason is None and (run or not leans):
            run.append(piece)
    if run:
        yield run


def _is_chinese(text: str) -> bool:
    han = n_han(text)
    letters = sum(map(str.isalpha, text))
    return han >= 2 and han >= 0.3 * letters
