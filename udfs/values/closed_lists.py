"""Known wordings of a closed list found inside a longer phrase: "jet black matte", 经典曜石黑色款, "Black / White".

English and Chinese put the head of a phrase last: whatever stands before "red" in "cherry red" and before 粉 in 雾粉 is
a shade of it, but "black cherry" is no black. So of a text with one value every word behind a wording has to be known
to change nothing, and so has every word of a part without a wording: "Sunset / Black" is not black.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from udfs.schema.definitions import Attribute
from udfs.text.keys import plain, undecorated
from udfs.text.negation import imitation_around, negation_around
from udfs.values.fillers import Fillers
from udfs.values.raw import RawValue

_DASHES = str.maketrans(dict.fromkeys("-_‐‑–—", " "))
_HAN = re.compile("[一-鿿]")
_COLOR = re.compile("[一-鿿]色")
_BEHIND_HEAD = re.compile(r"[色款系]\Z| ?\d+(?:\.\d+)?%\Z")  # 灰色款, 棉95%
_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_WITH = re.compile(r"(?<![a-z])with(?![a-z])|(?<![a-z])w/|(?<![适高匹搭标])配(?![色置件备套])")
# A list may name what is offered, where / and & name what one product has: "black, white, green" against "black/white".
_JOINERS = re.compile(
    r"[/+&×]|(?<![a-z])(?:and|x)(?![a-z])|[和与及]|(?P<list>[,;|、])|(?P<either>(?<![a-z])or(?![a-z])|或)"
)
_MOST_JOINED, _MOST_LISTED = 3, 2
_NEAR = 48  # characters beside a wording in which a negation is looked for


@dataclass(slots=True)
class Reading:
    """What a text says of a closed list.

    ``ids`` of the values that it names, ``last`` the last of them; ``unknown`` words that may change what is meant;
    ``denied``, ids of values that are named under a negation, and ``imitated``, under a word such as faux, with that
    word. ``together``: whether several values are those of one product, such as black/white, not a shade (blue grey)
    nor a choice (black or white).
    """

    ids: set[str] = field(default_factory=set)
    last: str | None = None
    unknown: list[str] = field(default_factory=list)
    denied: dict[str, str] = field(default_factory=dict)
    imitated: dict[str, str] = field(default_factory=dict)
    together: bool = False


@dataclass(slots=True)
class _Part:
    """What stands between two separators: the ids it names, and the words behind a wording or beside none."""

    ids: set[str] = field(default_factory=set)
    open: list[str] = field(default_factory=list)


class Wordings:
    """All names and aliases of one attribute, as one regular expression with the longest wording first."""

    def __init__(self, attribute: Attribute, fillers: Fillers) -> None:
        self._by_fold = attribute.value_by_wording
        self._fillers = fillers
        self._one = not attribute.has_many
        # By the text that is matched: folding that may end otherwise, "(+2 ev -)" without its dash loses its bracket.
        self._by_match: dict[str, str] = {}
        wordings: set[str] = set()
        for key, value in attribute.values.items():
            for wording in filter(None, (_spaced(plain(wording)) for wording in value.wordings())):
                wordings.add(wording)
                self._by_match.setdefault(wording.replace(" ", ""), key)
        longest_first = sorted(wordings, key=lambda wording: (-len(wording), wording))
        self._pattern = re.compile("|".join(map(_expression, longest_first)))

    def read(self, text: RawValue) -> Reading:
        """What a text says: wordings that it contains as whole words (Latin) or as a substring (Chinese).

        Neither one inside a longer wording counts, nor a negated one ("not waterproof"). One Chinese character counts
        beside no other, or at the end of a part: Chinese puts the head last, so 雾粉 is a 粉. 灰粉 and 黑白色 are two
        colours. Of an attribute with one value, "black with white sole" says what stands before "with".
        """
        written = " ".join(undecorated(text.plain).split())
        spaced = written.translate(_DASHES)
        found = list(self._pattern.finditer(spaced))
        if self._one and found and (main := self._main(written, spaced, found)):
            return main
        return self._read(written, spaced, found)

    def mentions(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Half-open places of the wordings in a plain text, and the ids of their values; the longest of each place."""
        for found in self._pattern.finditer(text.translate(_DASHES)):
            yield found.start(), found.end(), self._id(found)

    def _id(self, found: re.Match[str]) -> str:
        return self._by_match[found[0].replace(" ", "")]

    def _main(self, written: str, spaced: str, found: list[re.Match[str]]) -> Reading | None:
        """What stands before "with", if it is a value; with its unknown words if it is none: turquoise with white."""
        edges = [0, *(match.end() for match in found)], [*(match.start() for match in found), len(written)]
        borders = (_WITH.search(written, start, end) for start, end in zip(*edges, strict=True))
        border = next(filter(None, borders), None)
        if border is None:
            return None
        kept = [match for match in found if match.end() <= border.start()]
        reading = self._read(written[: border.start()], spaced[: border.start()], kept)
        if len(reading.ids) == 1 or (reading.ids and reading.together):
            return reading
        if reading.ids or not reading.unknown:
            return None
        whole = self._read(written, spaced, found)
        whole.unknown = [*dict.fromkeys([*reading.unknown, *whole.unknown])]
        return whole

    def _read(self, written: str, spaced: str, found: list[re.Match[str]]) -> Reading:
        reading, parts, joins = Reading(), [_Part()], set[str | None]()
        edge = 0
        for match in found:
            start, end = match.span()
            self._between(written[edge:start], parts, joins)
            value_id = self._id(match)
            if self._put(
                reading, parts[-1], value_id, written[max(0, start - _NEAR) : start], written[end : end + _NEAR]
            ):
                parts[-1].ids.update(self._color_before(spaced, match))
                parts[-1].open.clear()
            edge = end
        self._between(written[edge:], parts, joins)
        self._settle(reading, parts, joins)
        return reading

    @staticmethod
    def _put(reading: Reading, part: _Part, value_id: str, before: str, behind: str) -> bool:
        """Count a value by what stands around its wording; false where that denies it."""
        if word := negation_around(before, behind):
            reading.denied[value_id] = word
        elif word := imitation_around(before, behind):
            reading.imitated[value_id] = word
        else:
            part.ids.add(value_id)
            reading.last = value_id
            return True
        return False

    def _between(self, gap: str, parts: list[_Part], joins: set[str | None]) -> None:
        """The words of a text between two wordings, with the parts that its separators make."""
        if not gap.strip():
            return
        edge = 0
        gap = _REMARK.sub(" ", gap)
        for join in _JOINERS.finditer(gap):
            parts[-1].open.append(gap[edge : join.start()])
            parts.append(_Part())
            joins.add(join.lastgroup)
            edge = join.end()
        parts[-1].open.append(gap[edge:])

    def _settle(self, reading: Reading, parts: list[_Part], joins: set[str | None]) -> None:
        for part in parts:
            rest = " ".join(part.open).strip()
            if rest and (head := self._head(rest)):
                self._put(reading, part, head, rest[:-1][-_NEAR:], "")
            elif rest:
                reading.unknown += self._fillers.unknown(rest)
            reading.ids |= part.ids
        named = [part for part in parts if part.ids]
        most = _MOST_LISTED if "list" in joins else _MOST_JOINED
        is_shade = any(len(part.ids) > 1 for part in named)
        reading.together = 1 < len(named) <= most and not is_shade and "either" not in joins

    def _color_before(self, text: str, match: re.Match[str]) -> Iterator[str]:
        """Of 黑白色 the first colour: 白色 is found, 黑 stands before it."""
        before = text[match.start() - 1 : match.start()] if match.start() else ""
        if _COLOR.fullmatch(match[0]) and before in self._by_fold:
            yield self._by_fold[before]

    def _head(self, text: str) -> str | None:
        """The value of the character that ends a text: 粉 of 雾粉. None where another value's stands before it."""
        if behind := _BEHIND_HEAD.search(text, max(0, len(text) - _NEAR)):
            text = text[: behind.start()]
        single = {self._by_fold[character] for character in _HAN.findall(text) if character in self._by_fold}
        is_head = _HAN.fullmatch(text[-1:]) and text[-1] in self._by_fold
        return single.pop() if is_head and len(single) == 1 else None


def _spaced(text: str) -> str:
    return " ".join(undecorated(text).translate(_DASHES).split())


def _expression(wording: str) -> str:
    """Word borders where the wording has Latin letters or digits at its ends. Chinese has none, but a single character
    of it is a word only beside no other."""
    if _HAN.fullmatch(wording):
        return rf"(?<!{_HAN.pattern}){wording}(?!{_HAN.pattern})"
    body = " {0,3}".join(re.escape(word) for word in wording.split())
    before = r"(?<![a-z0-9.'’])" if wording[0].isascii() and wording[0].isalnum() else ""
    after = r"(?![a-z0-9])" if wording[-1].isascii() and wording[-1].isalnum() else ""
    return before + body + after
