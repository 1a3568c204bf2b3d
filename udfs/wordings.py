"""Known wordings of a closed list found inside a longer phrase: "jet black matte", 经典曜石黑色款."""

from __future__ import annotations

import re
import unicodedata

from udfs.schema import Attribute
from udfs.text import fold

_GAPS = re.compile(r"[\s\-_‐‑–—]+")
_NEGATED_BEFORE = re.compile(r"(?:(?<![a-z])(?:not|no|non|without|never) ?|[不无非未没]有?)\Z")
_NEGATED_AFTER = re.compile(r" ?(?:free|less)(?![a-z])")
_HAN = re.compile("[一-鿿]")
_BEHIND_HEAD = re.compile(r"[色款系]\Z")


class Wordings:
    """All names and aliases of one attribute, as one regular expression with the longest wording first."""

    def __init__(self, attribute: Attribute) -> None:
        self._by_fold = attribute.value_by_wording
        wordings = {_spaced(wording) for value in attribute.values.values() for wording in value.wordings()}
        usable = sorted((w for w in wordings if not _HAN.fullmatch(w)), key=lambda w: (-len(w), w))
        self._pattern = re.compile("|".join(map(_expression, usable)))

    def within(self, text: str) -> set[str]:
        """Ids of the values whose wording the text contains as whole words (Latin) or as a substring (Chinese).

        Neither one inside a longer wording counts, nor a negated one ("not waterproof"). Of one Chinese character only
        the last counts, and only alone: Chinese puts the head last, so 雾粉 is a 粉, but 灰粉 may be two colours.
        """
        spaced = _spaced(text)
        found = [match for match in self._pattern.finditer(spaced) if not _is_negated(spaced, *match.span())]
        return {self._by_fold[fold(match.group())] for match in found} or self._head(spaced)

    def _head(self, text: str) -> set[str]:
        text = _BEHIND_HEAD.sub("", text)
        single = {self._by_fold[character] for character in text if character in self._by_fold}
        last = text[-1:] in self._by_fold and not _is_negated(text, len(text) - 1, len(text))
        return single if last and len(single) == 1 else set()


def _is_negated(text: str, start: int, end: int) -> bool:
    return bool(_NEGATED_BEFORE.search(text[:start]) or _NEGATED_AFTER.match(text, end))


def _spaced(text: str) -> str:
    return _GAPS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def _expression(wording: str) -> str:
    """Word borders only where the wording has Latin letters or digits at its ends; Chinese has none."""
    body = " ?".join(re.escape(word) for word in wording.split())
    before = r"(?<![a-z0-9.'’])" if wording[0].isascii() and wording[0].isalnum() else ""
    after = r"(?![a-z0-9])" if wording[-1].isascii() and wording[-1].isalnum() else ""
    return before + body + after
