"""What a key says by itself: its words, the unit it names, and how near it is to another key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from training.drafting.keys.vocabulary import abbreviations, contrasts, meanings, words
from udfs.quantities.registry import read_unit, same_kind
from udfs.text.keys import fold, plain

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[一-鿿]+|[^\W\d_一-鿿]+|\d+")
_BRACKETED = re.compile(r"[(\[（]\s*([^()\[\]（）]{1,16}?)\s*[)\]）]")
_BEHIND = re.compile(r"(?:/|,|_|\s+in)\s*([^\W\d_]{1,14})\s*:?\s*\Z")
_AXES = re.compile(r"(?i)(?<![^\W\d_])[lwhdbt](?:\s*[x×*/]\s*[lwhdbt]){1,2}(?![^\W\d_])|长宽高|長寬高")
_NEVER = ("count", "money")  # kinds of units that words of keys only seem to name: card, set, price
_TYPING = 0.84  # share of letters from which two long words are one, mistyped
_STEM = 0.6  # share of letters in front from which two words have one stem
_LONG = 5  # letters from which a word may be mistyped


@dataclass(frozen=True, slots=True)
class KeyName:
    """A key taken apart. ``words``: singular, spelled out, without idle ones and the unit; ``unit`` as pint calls it,
    null without one; ``folded``: the whole key as :func:`udfs.text.keys.fold` has it."""

    folded: str
    words: tuple[str, ...]
    unit: str | None


@lru_cache(1 << 14)
def key_name(key: str) -> KeyName:
    """Take a key apart: ``Item Wt. (lbs)`` has the word weight and the unit pound."""
    unit, rest = _unit(_AXES.sub(" dimensions ", key))
    found = [_spelled(word) for word in _WORD.findall(plain(_CAMEL.sub(" ", rest)))]
    spelled = [word for group in found for word in group.split()]
    telling = [word for word in spelled if word not in words("idle")]
    return KeyName(fold(key), tuple(dict.fromkeys(telling or spelled)), unit)


def _unit(key: str) -> tuple[str | None, str]:
    """The unit that a key names, and the key without it: in brackets, behind "in", or as its last word."""
    for match in _BRACKETED.finditer(key):
        if unit := _known(match[1]):
            return unit, key[: match.start()] + key[match.end() :]
    if (behind := _BEHIND.search(key)) and (unit := _known(behind[1])):
        return unit, key[: behind.start()]
    *before, last = key.split() or [""]
    if len(last) > 3 and (unit := _known(last)):
        return unit, " ".join(before) or last
    for place, word in enumerate(before[:-1]):
        if word.casefold() == "in" and len(before[place + 1]) > 3 and (unit := _known(before[place + 1])):
            return unit, " ".join([*before[:place], *before[place + 2 :], last])
    return None, key


@lru_cache(4096)
def _known(word: str) -> str | None:
    """The unit that a word spells; null for a word that is more often no unit than one."""
    unit = read_unit(word, "count") if not word.isdigit() else None
    return None if unit is None or any(same_kind(unit, kind) for kind in _NEVER) else unit


def _spelled(word: str) -> str:
    word = abbreviations().get(word, word)
    if not word.isascii() or len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    word = word.removesuffix("s")
    return abbreviations().get(word, word)


def contrast(one: KeyName, other: KeyName) -> bool:
    """Whether two keys name two sides of one thing: maximum and minimum, width and height, item and shipping weight.

    What is packed is told from what is not also where only one of the keys has a word for it.
    """
    sets = contrasts()
    mine, theirs = (_sides(name, sets) for name in (one, other))
    for number in mine.keys() | theirs.keys():
        a, b = mine.get(number, frozenset()), theirs.get(number, frozenset())
        if a and b and not a & b:
            return True
        if number == "5" and bool(a) != bool(b) and (a | b) - {"net", "净", "净重"}:
            return True
    return False


def is_vague(name: KeyName) -> bool:
    """Whether a key is a word that means one thing at one shop and another at the next: type, style."""
    return len(name.words) == 1 and name.words[0] in words("vague")


def one_sided(one: KeyName, other: KeyName) -> bool:
    """Whether one key names a side, such as the minimum, and the other none."""
    sets = contrasts()
    mine, theirs = (_sides(name, sets) for name in (one, other))
    return any(bool(mine.get(number)) != bool(theirs.get(number)) for number in ("1",))


def _sides(name: KeyName, sets: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for word in name.words:
        for number in sets.get(word, ()):
            found.setdefault(number, set()).add(word)
    return {number: frozenset(members) for number, members in found.items()}


def likeness(one: KeyName, other: KeyName, weight: Mapping[str, float]) -> float:
    """How near two keys are by their words, 0 to 1: the share of what they say that both say.

    ``weight``: what a word tells, by word; a rare one tells more than "type". Words may be mistyped or run together.
    """
    meaning = meanings().get(one.folded)
    if one.folded == other.folded or (meaning and meaning == meanings().get(other.folded)):
        return 1.0
    if "".join(one.words) == "".join(other.words):
        return 1.0
    if not one.words or not other.words:
        return 0.0
    pairs = _pairs(one.words, other.words)
    shared = sum((weight.get(a, 1.0) + weight.get(b, 1.0)) / 2 * share for a, b, share in pairs)
    alone = [word for word in one.words if word not in {a for a, _, _ in pairs}]
    alone += [word for word in other.words if word not in {b for _, b, _ in pairs}]
    whole = shared + sum(weight.get(word, 1.0) for word in alone)
    return shared / whole if whole else 0.0


def _pairs(one: tuple[str, ...], other: tuple[str, ...]) -> list[tuple[str, str, float]]:
    """Words of one key with the same words of the other, mistyped ones among them."""
    pairs, left = [], list(other)
    for word in one:
        same = word if word in left else next((each for each in left if _mistyped(word, each)), None)
        if same is not None:
            left.remove(same)
            pairs.append((word, same, 1.0 if same == word else 0.9))
    return pairs


@lru_cache(1 << 16)
def _mistyped(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _LONG or one[0] != other[0] or one in contrasts() or other in contrasts():
        return False
    stem = next((place for place, pair in enumerate(zip(one, other, strict=False)) if len(set(pair)) > 1), len(one))
    if stem > _LONG and stem >= _STEM * max(len(one), len(other)):
        return True  # stabilizer, stabilization
    return SequenceMatcher(None, one, other).ratio() >= _TYPING
