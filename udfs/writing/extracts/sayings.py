"""Which facts a clause says, and where: by the place that a fact was read at, or by its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from udfs.records import Fact
from udfs.text.cleaning import CleanText
from udfs.text.keys import plain
from udfs.text.negation import negation

_LEAST = 2  # characters of a wording that is looked for
_SURE = 0.5  # confidence from which a claim that lost contradicts


def places_of(fact: Fact, text: str, clean: CleanText, start: int, end: int) -> tuple[int, int] | None:
    """Half-open characters of the clean description within ``start:end`` that say a fact; null where none do.

    ``text``: the clean text's characters ``start:end``.
    """
    if fact.field == "description" and fact.start_offset is not None and fact.end_offset is not None:
        own = clean.from_raw(fact.start_offset, fact.end_offset)
        if own and start <= own[0] and own[1] <= end:
            return own
    found = next(_stated(text, wordings(fact)), None)
    return (start + found[0], start + found[1]) if found else None


def wordings(fact: Fact) -> list[str]:
    """What a fact may be called in a text: as it was written, and its value in all languages; longest first."""
    asked = {fact.raw_value, fact.value, fact.value_zh, *(fact.labels or {}).values()}
    found = {plain(wording).strip() for wording in asked if wording}
    return sorted((wording for wording in found if len(wording) >= _LEAST), key=lambda each: (-len(each), each))


def contradicts(fact: Fact, text: str) -> bool:
    """Whether a clause states what lost against a fact, and not the fact itself."""
    lost = [
        plain(each.raw).strip()
        for each in fact.alternatives
        if each.raw and _is_other(fact, each.value, each.confidence)
    ]
    if not lost or next(_stated(text, wordings(fact)), None):
        return False
    return next(_stated(text, [wording for wording in lost if len(wording) >= _LEAST]), None) is not None


def _is_other(fact: Fact, value: str | None, confidence: float) -> bool:
    return value is not None and value != fact.value and confidence >= _SURE


def _stated(text: str, asked: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where wordings stand in a text, as whole words and not denied."""
    said = plain(text)
    if len(said) != len(text):
        return
    for wording in asked:
        at = said.find(wording)
        while at >= 0:
            end = at + len(wording)
            inside = _joined(said[at - 1 : at], wording[0]) or _joined(wording[-1], said[end : end + 1])
            if not inside and not negation(text, at, end):
                yield at, end
            at = said.find(wording, end)


def _joined(one: str, other: str) -> bool:
    """Whether two neighbours belong to one word or number."""
    pair = one + other
    return len(pair) == 2 and ((pair.isascii() and pair.isalnum()) or (pair[0] in ".," and pair[1].isdigit()))
