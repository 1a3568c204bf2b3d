"""What a title or description says of the product in so many words: how many pieces an order holds, how high it is.

Such a statement needs no model. It counts where nothing else of the seller's says anything of the attribute, where its
surroundings tell that it is said of the product, and where the listing says nothing else of the kind: "pack of 3 free
stickers" is no pack of 3, nor is one of "2 pack, 4 pack and 6 pack".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import islice
from typing import NamedTuple

from udfs.quantities.dimensions import axis_words
from udfs.quantities.registry import same_kind
from udfs.records import Axis, Field
from udfs.resolution.statements.entries import Entry
from udfs.resolution.statements.extents import Extents, Mention
from udfs.resolution.statements.pack_counts import PackCount, pack_counts
from udfs.resolution.statements.product_words import ProductWords
from udfs.schema.definitions import Attribute, Category
from udfs.text.keys import plain

CLOSENESS = 9  # of these statements: behind everything that a name of the seller's says
_LONGEST = 20_000  # characters of a text that are read
_MOST = 20  # mentions of one kind in a text; one that holds more lists what may be chosen
_REACH = 120  # characters before and behind a statement
_CLAUSE = re.compile(r"[,;!?|()\[\]<>\n\t•·/]|[，。；、【】（）]|\.(?!\d)|(?:^| )[-–—](?: |$)")
_PIECE = re.compile(rf"{_CLAUSE.pattern}|\s")  # Chinese titles put blanks between what belongs apart
_SENTENCE = re.compile(r"[;!?\n。；]|\.(?!\d)")
_ADDED = re.compile(
    r"(?<![a-z])(?:plus|inclu\w*|incl|free|bonus|gifts?|buy|get|extra|spare|add|replacement)(?![a-z])"
    r"|[+&:]|[送赠附]|买[\d一二两三四五]|加[送赠购]|搭配|另配|备用|替换|换购"
)
# Behind these stands something else than the product, or something that the buyer may choose.
_CUE = re.compile(
    rf"{_ADDED.pattern}|(?<![a-z])(?:with|w|fits?|holds?|for|carr\w+|and|each|per|or|available|also|choose|option\w*"
    r"|up to|comes?|no|not|compatible)(?![a-z])|[选或]|不[含带是]|适[合用]"
)
_BRACKET = re.compile(r"[(\[（【]\s*\Z")
_BEHIND = re.compile(r"\s*(?:/|[x×*] ?\d|of (?:\d|t[wh]|f[io]|s[ie])|or\b|to\b|[可任]选|free\b|[赠礼]品|gifts?\b)")
_FITS = re.compile(
    r"(?<![a-z])(?:fits?|for|up to|max\w*|min\w*|adjust\w*|from|under|over)(?![a-z])"
    r"|适合|适用|可放|容纳|放下|限高|最[高大小低]"
)
_WHOLE = re.compile(r"\s*(?:(?:the|product|item|overall|total|its)\s*|产品|商品|整体|整机|[全总])\Z")
_ARTICLE = re.compile(r"\s*(?:an?|the|this|our)?\s*")
_IN_SIZE = re.compile(r"(?:[x×*~–/+至到-]|\bby|\bto)\s*\Z")
_WITH_UNIT = re.compile(r"\d\s?[a-z米厘毫分]{1,4}[\s,，]*\Z")


class _Said(NamedTuple):
    """A statement that counts: what it says, and its half-open place."""

    number: str
    place: tuple[int, int]


class StatementReader:
    """Reads the texts of one category's products. ``key`` is the category's."""

    def __init__(self, key: str, category: Category) -> None:
        self._words = ProductWords(key, category)
        self._pieces = _counting(category)
        self._axes = {name: _Axis(self._words, a.axis, a) for name, a in category.attributes.items() if a.axis}

    def read(self, title: str | None, description: str | None, told: Collection[str]) -> list[Entry]:
        """What the texts say of attributes that are not among those ``told``; each entry with its place."""
        texts: list[tuple[Field, str]] = [("title", title or ""), ("description", description or "")]
        read: dict[str, list[tuple[Field, str, _Said]]] = {}
        for field, raw in texts:
            text = plain(raw[:_LONGEST])
            if len(text) != len(raw[:_LONGEST]):
                continue  # a character became several: places in it are not those of the raw text
            if self._pieces and self._pieces not in told:
                read.setdefault(self._pieces, []).extend((field, raw, each) for each in self._packs(field, text))
            for name, axis in self._axes.items():
                if name not in told:
                    read.setdefault(name, []).extend((field, raw, each) for each in axis.said(text))
        return [entry for name, said in read.items() if (entry := _entry(name, said))]

    def _packs(self, field: Field, text: str) -> list[_Said]:
        """The pack counts that are of the product; none where the text holds any other count."""
        found = list(islice(pack_counts(text), _MOST + 1))
        if len(found) > _MOST or len({count.number for count in found}) != 1:
            return []
        counts = (count for count in found if self._is_of_product(field, text, count))
        return [_Said(str(count.number), (count.start, count.end)) for count in counts]

    def _is_of_product(self, field: Field, text: str, count: PackCount) -> bool:
        border = _CLAUSE if text[count.start : count.end].isascii() else _PIECE
        earlier = text[max(0, count.start - _REACH) : count.start]
        before, behind = _last(border, earlier), text[count.end : count.end + _REACH]
        if _CUE.search(before) or _BEHIND.match(behind) or (field == "description" and not _begins(text, count.start)):
            return False
        if self._words.begin(behind.removeprefix(" of")):
            return True
        if not self._words.say_nothing(_first(border, behind)):
            return False
        if before.strip():
            return self._words.end(before)
        return not text[: count.start].strip() or (field == "title" and not _is_of_addition(earlier))


class _Axis:
    """What texts say of one axis of the product."""

    def __init__(self, words: ProductWords, axis: Axis, attribute: Attribute) -> None:
        own = {plain(name) for name in (*attribute.name.root.values(), *attribute.aliases)}
        self._words = words
        self._axis_words = axis_words(axis)
        self._own = own - set(self._axis_words)
        self._extents = Extents(axis, self._own)

    def said(self, text: str) -> list[_Said]:
        """The numbers under a name of the attribute's own; without any, the one number beside a word for the axis."""
        found = list(islice(self._extents.find(text), _MOST + 1))
        if len(found) > _MOST:
            return []
        named = [each for each in found if each.name in self._own and self._is_named(text, each)]
        if not named and len({_number(text, each) for each in found}) == 1:
            named = [each for each in found if each.name not in self._own and self._is_of_product(text, each)]
        return [_Said(_number(text, each), each.number) for each in named]

    def _is_named(self, text: str, mention: Mention) -> bool:
        before = _last(_CLAUSE, text[max(0, mention.start - _REACH) : mention.start])
        if _FITS.search(before):
            return False
        if not mention.name.isascii():
            return not before or before[-1].isspace() or self._words.end(before + self._without_axis(mention.name))
        return bool(_ARTICLE.fullmatch(before) or _WITH_UNIT.search(before)) or self._words.say_nothing(before)

    def _without_axis(self, name: str) -> str:
        """What an own name says besides the axis: 灯 of 灯高, which stands at the end of 台灯高 as well."""
        return next((name.removesuffix(word) for word in self._axis_words if name.endswith(word)), name)

    def _is_of_product(self, text: str, mention: Mention) -> bool:
        earlier = text[max(0, mention.start - _REACH) : mention.start]
        before = _last(_CLAUSE, earlier)
        if _FITS.search(before) or _IN_SIZE.search(earlier):
            return False
        if self._words.end(_last(_SENTENCE, earlier)):
            return True
        if mention.behind and _ARTICLE.fullmatch(before):
            return self._words.begin(text[mention.end : mention.end + _REACH], near=True)
        return not mention.behind and _WHOLE.fullmatch(before) is not None


def _entry(attribute: str, said: Sequence[tuple[Field, str, _Said]]) -> Entry | None:
    """The first of all statements, if they agree."""
    if len({each.number for _, _, each in said}) != 1:
        return None
    field, raw, first = said[0]
    return Entry(attribute, raw[slice(*first.place)], None, CLOSENESS, first.place, field)


def _counting(category: Category) -> str | None:
    """The attribute that counts the pieces of an order. A category that counts something else too has none: nobody
    knows which of them "pack of 50" is."""
    counts = [key for key, a in category.attributes.items() if a.unit and same_kind(a.unit, "count")]
    return counts[0] if len(counts) == 1 and category.attributes[counts[0]].pack == "pieces" else None


def _number(text: str, mention: Mention) -> str:
    return "".join(text[slice(*mention.number)].split())


def _last(border: re.Pattern[str], text: str) -> str:
    """What stands behind the last border of a text."""
    *_, last = (None, *border.finditer(text))
    return text[last.end() :] if last else text


def _first(border: re.Pattern[str], text: str) -> str:
    """What stands before the first border of a text."""
    found = border.search(text)
    return text[: found.start()] if found else text


def _begins(text: str, start: int) -> bool:
    """Whether a line of a description begins here."""
    line = text[max(text.rfind("\n", 0, start), text.rfind(">", 0, start)) + 1 : start]
    return not line.strip(" \t•·*-–【[")


def _is_of_addition(earlier: str) -> bool:
    """Whether what stands before a count, and a border, is something that comes with the product."""
    inside = _BRACKET.search(earlier) is not None
    return (_CUE if inside else _ADDED).search(earlier) is not None
