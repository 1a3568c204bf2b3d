"""Parameter blocks in descriptions, cut into keys and values: lines, tables, lists, brackets.

Pairs may follow each other without any separator, as Chinese shops copy them: ``品牌: 蓝海货号: LH2023季节: 夏季``.

Colons stand in prose too. A key is what stands alone before its colon, or a name that somebody knows; a value ends
where the next key begins. Where a word may belong to the key or to the value before it, the key is not ``sure``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from udfs.text.cleaning import CleanText, clean
from udfs.text.keys import DECORATION, plain
from udfs.text.rows import Cell, rows

_LONGEST_KEY = 40  # characters, as written
_MOST_WORDS = 5  # of a key that nobody knows
_LONGEST_NEXT = 60  # characters of a value that stands in the line below its key
_MAY_HOLD = re.compile(r"[:：︰﹕∶|\t【\[「『〔〖=–—]|<t[dr]\b|<dt\b| - ", re.IGNORECASE)
# A key's colon, or a key in brackets. No time, ratio or address: 10:30, 16:9, https://.
_MARK = re.compile(
    r"[【「『〔〖\[]\s*(?P<key>[^【】「」『』〔〕〖〗\[\]]{1,24}?)\s*:?\s*[】」』〕〗\]]\s*[:∶]?|(?<!\d)[:∶](?!//)|(?<=\d)[:∶](?!//|\d)"
)
_DASH = re.compile(r"\s*(?:[=→]|[-–—](?=\s)|(?<=\s)[-–—])\s*")
# What ends a statement, and what may stand within a value as well.
_STRONG = re.compile(rf"[;。!?|•●■◆★☆▪▶►※【】→»>]|\.(?=\s)|{DECORATION.pattern}")
_WEAK = re.compile(r"[,、]")
_SENTENCE = re.compile(
    rf"[。!?【]|</?[a-z]|(?<=[\w%)\"'][\w%)\"'])\.\s+(?=[A-Z一-鿿])|(?<=[^\W\d_]{{3}})(?<!max|min|rox|nom|typ)\.\s+(?=\d)|{DECORATION.pattern}"
)
_EDGES = " \t,;、，。.|/·•・*-–—:∶~>→#"
_GLUED = re.compile(r"[a-z]{2}[A-Z]\w*\Z")
_BULLET = re.compile(r"[\W_]*(?:(?:\d{1,2}|[a-zA-Z])[.)、]\s*)?[\W_]*")
_UNIT = re.compile(r"\s*[(\[][^()\[\]]{1,16}[)\]]\Z")
_DROPPED = frozenset(" -_‐‑‒–—―·•・‧'\"“”‘’`´\t\xa0")


class Parameter(NamedTuple):
    """A key and its value. ``start:end``: half-open characters of the value in the raw text.

    ``sure``: whether the key begins where it is cut. ``follows``: whether it stands right behind the value of the
    parameter before it. ``behind``: the key right behind the value that is not sure, so that the value's end is not
    either; null where the end is sure.
    """

    key: str
    value: str
    start: int
    end: int
    sure: bool = True
    follows: bool = False
    behind: str | None = None


class Vocabulary(NamedTuple):
    """Folded names that keys may have; words that may stand before them and belong to them (parts, fillers); the names
    before which an unknown word may be such a part; and titles, behind which a block may begin. ``allows`` tells
    whether a key may have a value: what names a key may be the value of another, ``Heating | Battery``."""

    names: frozenset[str]
    beside: frozenset[str]
    heads: frozenset[str]
    titles: frozenset[str]
    allows: Callable[[str, str], bool]


class _Key(NamedTuple):
    """Half-open characters of a key in the clean text, and whether its beginning is sure."""

    start: int
    end: int
    sure: bool


def parameters(raw: str | None, vocabulary: Vocabulary) -> list[Parameter]:
    """The parameters that a text holds, in order; those of a key that nobody knows among them."""
    if not raw or not _MAY_HOLD.search(raw):
        return []
    text = clean(raw)
    return [parameter for found in _Reader(text, vocabulary).read(rows(raw, text)) for parameter in found]


class _Reader:
    def __init__(self, text: CleanText, vocabulary: Vocabulary) -> None:
        self._clean = text
        self._text = text.text
        self._names, self._beside, self._heads, self._titles, self._allows = vocabulary

    def read(self, lines: Sequence[Sequence[Cell]]) -> Iterator[list[Parameter]]:
        grid = _is_grid(lines)
        for number, cells in enumerate(lines):
            if len(cells) > 1 and not any(map(self._has_inner_mark, cells)):
                if not grid:
                    yield list(self._row(cells))
                continue
            for cell in cells:
                yield list(self._cell(cell, self._below(lines, number) if len(cells) == 1 else None))

    def _has_inner_mark(self, cell: Cell) -> bool:
        mark = _MARK.search(self._text, *cell)
        return mark is not None and mark.end() < cell[1]

    def _row(self, cells: Sequence[Cell]) -> Iterator[Parameter]:
        """Cells in pairs, key and value; none where a value is a name of a key, as in the head of a table."""
        pairs = [(self._bare(*key), value) for key, value in zip(cells[::2], cells[1::2], strict=False)]
        known = [self._is_name(*key) for key, _ in pairs]
        heads = any(self._is_head(key, self._bare(*value)) for key, value in pairs)
        if len(cells) % 2 or heads or (len(pairs) > 1 and not all(known)):
            return
        for key, value in pairs:
            if key[0] < key[1] and key[1] - key[0] <= _LONGEST_KEY:
                yield from self._parameter(_Key(*key, True), *value)

    def _is_head(self, key: Cell, value: Cell) -> bool:
        """Whether a value is a name of a key itself, and none that the key before it may have."""
        return self._is_name(*value) and not self._allows(self._text[slice(*key)], self._text[slice(*value)])

    def _bare(self, start: int, end: int) -> Cell:
        """A key without bullet and colon."""
        bullet = _BULLET.match(self._text, start, end)
        start = bullet.end() if bullet else start
        while end > start and self._text[end - 1] in _EDGES + "】]":
            end -= 1
        return start, end

    def _cell(self, cell: Cell, below: Cell | None) -> Iterator[Parameter]:
        """The parameters of one cell; ``below`` is the line whose text is the value of a key that has none."""
        keys = list(self._keys(*cell))
        if not keys:
            yield from self._dashed(*cell)
            return
        nexts = [*(key for key, _ in keys[1:]), _Key(cell[1], cell[1], True)]
        before: _Key | None = None
        for (key, start), behind in zip(keys, nexts, strict=True):
            follows, before = before is not None, key
            end = behind.start if behind else None
            if key is None or end is None:
                before = None  # nobody knows where its value ends
            elif self._text[start:end].strip(_EDGES):
                unsure = self._text[behind.start : behind.end] if behind and not behind.sure else None
                found = self._parameter(key, start, end)
                yield from (each._replace(follows=follows, behind=unsure) for each in found)
            elif below is not None and end == cell[1] and self._is_name(key.start, key.end):
                yield from self._parameter(key, *below)

    def _keys(self, start: int, end: int) -> Iterator[tuple[_Key | None, int]]:
        """Each key of a cell with the place where its value begins; None for a colon whose key nobody can cut."""
        edge, first, broken = start, True, False
        for mark in _MARK.finditer(self._text, start, end):
            if mark["key"] is not None:
                if self._is_name(*mark.span("key")):
                    yield _Key(*mark.span("key"), True), mark.end()
                    edge, first, broken = mark.end(), False, False
                continue
            if mark.start() < edge:
                continue
            key = self._key(edge, mark.start(), first=first, broken=broken)
            yield key, mark.end()
            edge, first, broken = mark.end(), False, key is None  # prose with a colon vouches for no key behind it

    def _key(self, edge: int, colon: int, *, first: bool, broken: bool) -> _Key | None:
        """The key that ends at a colon and begins behind ``edge``, the beginning of the cell or of the value before.

        ``broken``: whether the colon before has no key, so that there is no value either.
        """
        strong = _after_last(_STRONG, self._text, max(edge, colon - 4 * _LONGEST_KEY), colon)
        start, end = self._bare(edge if strong is None else strong, colon)
        if start >= end:
            return None
        alone = first or strong is not None
        if broken and not alone:
            return None
        if alone and self._is_name(start, end):
            return _Key(start, end, True)
        weak = _after_last(_WEAK, self._text, max(start, end - _LONGEST_KEY), end)
        if weak is not None and not first and self._is_name(*(tail := self._bare(weak, end))):
            return _Key(*tail, True)
        if (not alone or first) and (known := self._known_suffix(start, end, first=first)):
            return known
        if alone:
            return _Key(start, end, True) if self._may_be_key(start, end) else None
        return self._last_word(start, end)

    def _known_suffix(self, start: int, end: int, *, first: bool) -> _Key | None:
        """The longest known name that ends at ``end``, with the words before it that belong to it."""
        begin = max(start, end - _LONGEST_KEY)
        unit = _UNIT.search(self._text, begin, end)
        letters = self._letters(begin, unit.start() if unit else end)
        written = "".join(letter for letter, _ in letters)
        starts = [place for place, (_, at) in enumerate(letters) if self._begins_word(at)]
        found = next((place for place in starts if written[place:] in self._names), None)
        if found is None:
            return None
        head = written[found:] in self._heads
        while (more := self._belonging(written, starts, found)) is not None:
            at = letters[more][1]
            spaced = _is_han(written[more]) and self._text[letters[found][1] - 1].isspace()
            if spaced or not (first or self._text[start:at].strip(_EDGES)):
                break  # it is the value of the key before
            found, head = more, False  # what belongs to it is found already
        place = letters[found][1]
        if first:
            title = "".join(letter for letter, at in self._letters(start, place))
            return _Key(place, end, True) if title in self._titles else None
        return _Key(place, end, self._is_sure(start, place, head))

    def _belonging(self, written: str, starts: Sequence[int], found: int) -> int | None:
        """Where the longest word begins that stands right before a name and belongs to it."""
        before = (place for place in starts if place < found - (1 if _is_han(written[found - 1]) else 2))
        return next((place for place in before if self._is_word(written[place:found])), None)

    def _is_word(self, folded: str) -> bool:
        """Two names make a third in Chinese, 上市年份季节; in English the first ends a value: No Brand Shape."""
        return folded in self._beside or (_is_han(folded[0]) and folded in self._names)

    def _is_sure(self, start: int, place: int, head: bool) -> bool:
        """Whether a name begins at ``place``, by what stands before it. Han is cut from letters and digits; a word
        before another one of its script may belong to it, where it is the name of what parts have too."""
        before = self._text[start:place]
        last = before.rstrip()[-1:]
        if not last.isalnum():
            return last not in tuple("/&-")
        if _GLUED.search(before[-_LONGEST_KEY:].rstrip()):
            return False  # BlackALTERNATE ITEM: a key begins within the word
        if _is_han(last) != _is_han(self._text[place]):
            return True
        spaced_han = _is_han(last) and before[-1].isspace()
        return spaced_han or last.isdigit() or not head

    def _last_word(self, start: int, end: int) -> _Key | None:
        """Of Chinese the word before the colon, where a space stands before it."""
        space = self._text.rfind(" ", start, end)
        if space < 0 or not all(map(_is_han, self._text[space + 1 : end])):
            return None
        return _Key(space + 1, end, False)

    def _letters(self, start: int, end: int) -> list[tuple[str, int]]:
        """The folded letters of a text with their places."""
        written = self._text[start:end]
        folded = plain(written)
        folded = folded if len(folded) == len(written) else written.lower()
        return [(letter, start + at) for at, letter in enumerate(folded) if letter not in _DROPPED]

    def _begins_word(self, place: int) -> bool:
        letter = self._text[place]
        before = self._text[place - 1] if place else " "
        if _is_han(letter) or not before.isalnum() or _is_han(before):
            return True
        return letter.isupper() and (before.islower() or before.isdigit())

    def _is_name(self, start: int, end: int) -> bool:
        if not 0 < end - start <= _LONGEST_KEY:
            return False
        unit = _UNIT.search(self._text, start, end)
        folded = "".join(letter for letter, _ in self._letters(start, unit.start() if unit else end))
        return folded in self._names

    def _may_be_key(self, start: int, end: int) -> bool:
        key = self._text[start:end]
        return len(key) <= _LONGEST_KEY and len(key.split()) <= _MOST_WORDS and any(map(str.isalpha, key))

    def _dashed(self, start: int, end: int) -> Iterator[Parameter]:
        """A line such as ``Material - Cotton``."""
        bare, _ = self._bare(start, end)
        dash = _DASH.search(self._text, bare, min(end, bare + _LONGEST_KEY))
        if dash and end - dash.end() <= _LONGEST_NEXT and self._is_name(bare, dash.start()):
            yield from self._parameter(_Key(bare, dash.start(), True), dash.end(), end)

    def _below(self, lines: Sequence[Sequence[Cell]], number: int) -> Cell | None:
        """The next line, where it is one value: short, no key in it, and no other such line below."""
        nexts = [self._plain_line(cells) for cells in lines[number + 1 : number + 3]]
        return nexts[0] if nexts and nexts[0] and not (len(nexts) > 1 and nexts[1]) else None

    def _plain_line(self, cells: Sequence[Cell]) -> Cell | None:
        if len(cells) != 1 or cells[0][1] - cells[0][0] > _LONGEST_NEXT or _MARK.search(self._text, *cells[0]):
            return None
        return cells[0]

    def _parameter(self, key: _Key, start: int, end: int) -> Iterator[Parameter]:
        sentence = _SENTENCE.search(self._text, start, end)
        while sentence and not self._text[start : sentence.start()].strip(_EDGES):
            start, sentence = sentence.end(), _SENTENCE.search(self._text, sentence.end(), end)
        end = sentence.start() if sentence else end
        while start < end and self._text[start] in _EDGES and not self._is_sign(start, end):
            start += 1
        while start < end and self._text[end - 1] in _EDGES:
            end -= 1
        if start < end:
            value = self._text[start:end]
            name = self._text[key.start : key.end]
            yield Parameter(name, value, *self._clean.to_raw(start, end), key.sure)

    def _is_sign(self, place: int, end: int) -> bool:
        """A minus or a decimal point before a number."""
        return self._text[place] in "-." and place + 1 < end and self._text[place + 1].isdigit()


def _is_grid(lines: Sequence[Sequence[Cell]]) -> bool:
    """Whether the cells are those of a table with several columns, such as one of sizes: no keys and values."""
    widths = [len(cells) for cells in lines if len(cells) > 1]
    return any(one == other and one > 2 and one % 2 for one, other in pairwise(widths))


def _after_last(pattern: re.Pattern[str], text: str, start: int, end: int) -> int | None:
    found = None
    for match in pattern.finditer(text, start, end):
        found = match.end()
    return found


def _is_han(character: str) -> bool:
    return "一" <= character <= "鿿"
