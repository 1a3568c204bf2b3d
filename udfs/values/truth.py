"""Yes and no in English and Chinese, for attributes that are one or the other."""

from __future__ import annotations

import re
from typing import Literal

from udfs.schema.definitions import Attribute
from udfs.text.keys import fold
from udfs.values.raw import RawValue

_YES = """
yes, y, true, t, 1, on, with, included, includes, available, supported, supports, has, equipped, present, ✓, ✔, √,
是, 有, 对, 支持, 含, 带, 包含, 具备, 可, 可以, 能, 已
"""
_NO = """
no, n, false, f, 0, off, without, not included, excluded, not available, unavailable, not supported, unsupported,
absent, does not, doesn't, has no, not, ✗, ✘, ×, 否, 无, 没有, 不是, 不支持, 不含, 不带, 未, 不,
不包含, 不可, 不能, 非, 没
"""
_WORDS: dict[str, Literal["yes", "no"]] = {
    **{word.strip(): "yes" for word in _YES.split(",")},
    **{word.strip(): "no" for word in _NO.split(",")},
}
_FOLDED = {fold(word) or word: truth for word, truth in _WORDS.items()}
_PREFIX = re.compile(
    r"(?i)\A(?P<no>(?:non|un)[ -]?|no[ -]|not\s+|without\s+|(?:is|are|does|do|has)(?:\s+not|n't)\s+(?:a\s+)?"
    r"|不支持|不含|不带|没有|不|无|非|未)|\A(?P<yes>with\s+|has\s+|is\s+|supports\s+|支持|带|含|有|可)"
)
_SUFFIX = re.compile(r"(?i)(?P<no>[ -](?:free|less)|less)\Z")
_JOINT = re.compile(r"\s*[:：=]\s*")


def truth_of(definition: Attribute, raw: RawValue) -> Literal["yes", "no"] | None:
    """What a text says of an attribute: ``Y``, 否, ``waterproof``, ``not waterproof``, 防水：是; None where neither."""
    text = raw.tidy
    *label, said = _JOINT.split(text)
    if label and not _names(definition, label[0]):
        return None
    word = _FOLDED.get(fold(said) or said.strip().casefold())
    if word:
        return word
    if label:
        return None
    return _named(definition, text)


def _named(definition: Attribute, text: str) -> Literal["yes", "no"] | None:
    """The attribute's own name says yes, and no behind a negation."""
    if _names(definition, text):
        return "yes"
    prefix = _PREFIX.match(text)
    if prefix and _names(definition, text[prefix.end() :]):
        return "no" if prefix["no"] else "yes"
    suffix = _SUFFIX.search(text)
    return "no" if suffix and _names(definition, text[: suffix.start()]) else None


def _names(definition: Attribute, text: str) -> bool:
    return fold(text) in {fold(word) for word in (*definition.name.root.values(), *definition.aliases)}
