"""Known wordings of a closed list found inside a longer phrase: "jet black matte", 经典曜石黑色款."""

from __future__ import annotations

import re

from udfs.schema.definitions import Attribute
from udfs.text.keys import fold, plain, undecorated
from udfs.values.raw import RawValue

_GAPS = re.compile(r"[\s\-_‐‑–—]+")
# 不含棉, 仿羊毛, 人造棉 and 非纯棉, where one character stands between.
_NEGATED_BEFORE = re.compile(
    r"(?:(?<![a-z])(?:not|no|non|without|never|faux|fake|imitation) ?|[不无非未没][有含]?|非[一-鿿]|仿|人造)\Z"
)
_NEGATED_AFTER = re.compile(r" ?(?:free|less)(?![a-z])")
_HAN = re.compile("[一-鿿]")
_COLOR = re.compile("[一-鿿]色")
_BEHIND_HEAD = re.compile(r"[色款系]\Z| ?\d+(?:\.\d+)?%\Z")  # 灰色款, 棉95%


class Wordings:
    """All names and aliases of one attribute, as one regular expression with the longest wording first."""

    def __init__(self, attribute: Attribute) -> None:
        self._by_fold = attribute.value_by_wording
        wordings = {_spaced(plain(wording)) for value in attribute.values.values() for wording in value.wordings()}
        longest_first = sorted(wordings, key=lambda wording: (-len(wording), wording))
        self._pattern = re.compile("|".join(map(_expression, longest_first)))

    def within(self, text: RawValue) -> set[str]:
        """Ids of the values whose wording the text contains as whole words (Latin) or as a substring (Chinese).

        Neither one inside a longer wording counts, nor a negated one ("not waterproof"). One Chinese character counts
        beside no other, or at the end: Chinese puts the head last, so 雾粉 is a 粉. 灰粉 and 黑白色 are two colours.
        """
        spaced = _spaced(text.plain)
        found = [match for match in self._pattern.finditer(spaced) if not _is_negated(spaced, *match.span())]
        ids = {self._by_fold[fold(match.group())] for match in found}
        return ids | self._colors_before(spaced, found) if ids else self._head(spaced)

    def _colors_before(self, text: str, found: list[re.Match[str]]) -> set[str]:
        """Of 黑白色 the first colour: 白色 is found, 黑 stands before it."""
        before = {text[match.start() - 1 : match.start()] for match in found if _COLOR.fullmatch(match.group())}
        return {self._by_fold[character] for character in before if character in self._by_fold}

    def _head(self, text: str) -> set[str]:
        text = _BEHIND_HEAD.sub("", text)
        single = {self._by_fold[character] for character in _HAN.findall(text) if character in self._by_fold}
        head = _HAN.fullmatch(text[-1:]) and text[-1] in self._by_fold
        return single if head and len(single) == 1 and not _is_negated(text, len(text) - 1, len(text)) else set()


def _is_negated(text: str, start: int, end: int) -> bool:
    return bool(_NEGATED_BEFORE.search(text[:start]) or _NEGATED_AFTER.match(text, end))


def _spaced(text: str) -> str:
    return _GAPS.sub(" ", undecorated(text)).strip()


def _expression(wording: str) -> str:
    """Word borders where the wording has Latin letters or digits at its ends. Chinese has none, but a single character
    of it is a word only beside no other."""
    if _HAN.fullmatch(wording):
        return rf"(?<!{_HAN.pattern}){wording}(?!{_HAN.pattern})"
    body = " ?".join(re.escape(word) for word in wording.split())
    before = r"(?<![a-z0-9.'’])" if wording[0].isascii() and wording[0].isalnum() else ""
    after = r"(?![a-z0-9])" if wording[-1].isascii() and wording[-1].isalnum() else ""
    return before + body + after
