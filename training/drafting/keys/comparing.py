"""How likely two keys of a catalog name one attribute: by their names, and by what is stated under them."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from training.drafting.catalog import Embed
from training.drafting.keys.names import contrast, is_vague, likeness, one_sided
from training.drafting.keys.profiles import Profile, rarity
from training.drafting.keys.statements import agreement, statement
from training.drafting.keys.uses import Use

MERGED = 0.75
"""Score from which two keys are one attribute."""
APART = -1.0
"""Score of two keys that a listing tells apart."""
_TELLING = 2.0  # rarity of shared values together from which they are all the evidence that values can be
_FEW = 8  # statements below which values cannot speak against a name
_CATALOGUED = 0.4  # different values by statement up to which two keys of one thing share values
_FOREIGN = 0.05  # likeness of values up to which they speak against a name
_ALL_DIFFERENT = 0.6  # different values by statement from which values hardly come again
_SIDE = 0.3  # what a name is farther away that says maximum or minimum where the other says neither
_RANGE = 0.15  # what ranges of numbers tell at most
_MOSTLY = 0.6
_TWO_QUESTIONS = 0.3  # what yes and no under two keys of one listing say against one attribute
_ENOUGH = 2000  # listings that state both keys after which no more are read where they differ
_SURELY = 5  # listings that tell two names apart from which they are, at sites too that state one of them alone
_SLIPS = 0.33  # listings that state two keys differently, by those that state them equally, up to which these are slips
_CODED = 0.6  # share of valid bar codes from which a key holds bar codes, whatever it is called
_MEASURED = ("number", "size", "code", "gtin")
_GOODS = 0.15  # what a word tells that most titles have: camera, in a catalog of them
_STATED = 3  # listings that state one value under both keys from which that is evidence in full


class Comparison:
    """The keys of a catalog, ready to be compared two by two.

    ``uses``: the keys. ``goods``: words of most titles, which tell little in a key.
    ``vectors``: (keys, size), each of length 1, or null without an encoder.
    """

    def __init__(
        self, uses: Sequence[Use], profiles: Sequence[Profile], embed: Embed | None, goods: Collection[str] = ()
    ) -> None:
        self.uses = uses
        self.profiles = profiles
        self.rarity = rarity(self.profiles)
        self.word_weight = _word_weights(uses) | dict.fromkeys(goods, _GOODS)
        self.vectors = _vectors(uses, embed)
        self._usual = _usual_likeness(self.vectors)
        self._norms = [self._norm(each) for each in self.profiles]
        self._pairs: dict[tuple[int, int], float] = {}
        self._stated: dict[tuple[int, int], tuple[int, int]] = {}
        self._apart: set[tuple[str, str]] = set()

    def score(self, one: int, other: int) -> float:
        """From -1 to 2; 1 is as much as equal names say alone."""
        pair = (one, other) if one < other else (other, one)
        if pair not in self._pairs:
            self._pairs[pair] = self._score(*pair)
        return self._pairs[pair]

    def _score(self, one: int, other: int) -> float:
        name, value = self.name(one, other), self.value(one, other)
        equal, differ = self.stated(one, other)
        if self._are_truths(one, other):
            return name - (_TWO_QUESTIONS if equal and name < 1 else 0.0) if not differ else APART
        if differ or self.told_apart(one, other):
            return APART
        together = 0.5 * min(1.0, equal / _STATED) * min(1.0, 2 * value)
        return name + value + together - self._against(one, other, value)

    def _are_truths(self, one: int, other: int) -> bool:
        """Whether both are yes or no: many keys are yes, and what one listing asks twice are two questions."""
        return min(self.profiles[place].shapes.get("truth", 0.0) for place in (one, other)) >= _MOSTLY

    def name(self, one: int, other: int) -> float:
        """Likeness of the names, 0 to 1; that of the encoder counts for a little less than that of the words."""
        a, b = self.uses[one].name, self.uses[other].name
        if a.folded == b.folded:
            return 1.0
        if contrast(a, b):
            return -0.5
        words = likeness(a, b, self.word_weight)
        near = max(words, 0.75 * self.meaning(one, other) + 0.25 * words)
        return near - _SIDE if one_sided(a, b) else near

    def meaning(self, one: int, other: int) -> float:
        """Likeness by the encoder, 0 for what keys have in common anyway; 0 without an encoder."""
        if self.vectors is None:
            return 0.0
        cosine = float(self.vectors[one] @ self.vectors[other])
        return max(0.0, (cosine - self._usual) / (1 - self._usual))

    def value(self, one: int, other: int) -> float:
        """Likeness of what is stated, 0 to 1: cosine by rarity; values that all keys have, such as yes, say little."""
        a, b = self.profiles[one], self.profiles[other]
        if min(a.shapes.get("gtin", 0.0), b.shapes.get("gtin", 0.0)) >= _CODED:
            return 1.0
        if len(a.tokens) > len(b.tokens):
            a, b = b, a
        dot = told = 0.0
        for token, share in a.tokens.items():
            if (theirs := b.tokens.get(token)) is not None:
                rare = self.rarity[token]
                dot += share * theirs * rare * rare
                told += rare
        if not dot:
            return self._ranges(a, b)
        cosine = dot / (self._norms[one] * self._norms[other])
        if min(a.distinct, b.distinct) > _ALL_DIFFERENT:
            cosine = min(1.0, 4 * cosine)  # of codes and names two keys of one thing share a few
        return max(math.sqrt(cosine) * min(1.0, told / _TELLING), self._ranges(a, b))

    def _ranges(self, a: Profile, b: Profile) -> float:
        """Overlap of the ranges of numbers with one kind of unit: little at most, for many things weigh 1 kg."""
        kinds = (kind for kind in a.numbers.keys() & b.numbers.keys() if kind and kind != "count")
        best = 0.0
        for kind in kinds:
            (low, high), (least, most) = a.numbers[kind], b.numbers[kind]
            if min(low, least) > 0:
                shared = math.log1p(min(high, most) / max(low, least)) if min(high, most) >= max(low, least) else 0.0
                whole = math.log1p(max(high, most) / min(low, least))
                best = max(best, shared / whole)
        return _RANGE * best

    def _norm(self, own: Profile) -> float:
        return math.sqrt(sum((share * self.rarity[token]) ** 2 for token, share in own.tokens.items())) or 1.0

    def _against(self, one: int, other: int, value: float) -> float:
        """What the values say against one attribute: other shapes, or few values of which none is shared."""
        a, b = self.profiles[one], self.profiles[other]
        if min(a.rows, b.rows) < _FEW:
            return 0.0
        shapes = max(_in_common(_coarse(a), _coarse(b)), _numeric(a, b))
        foreign = 0.5 * max(0.0, 1 - 2 * shapes)
        apart = value <= _FOREIGN and max(a.distinct, b.distinct) <= _CATALOGUED
        names = self.uses[one].name, self.uses[other].name
        sure = likeness(*names, self.word_weight) == 1 and not any(map(is_vague, names))
        return foreign + (0.0 if not apart else 0.15 if sure else 0.3)

    def told_apart(self, one: int, other: int) -> bool:
        """Whether a site's listings state two keys of these names with values that differ, by more than slips."""
        names = self.uses[one].name.folded, self.uses[other].name.folded
        return names[0] != names[1] and (min(names), max(names)) in self._apart

    def look_at(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Learn of all pairs which names tell things apart, before any is scored."""
        told: dict[tuple[str, str], list[float]] = {}
        for one, other in pairs:
            equal, differ = self.stated(one, other)
            if equal or differ:
                names = self.uses[one].name.folded, self.uses[other].name.folded
                counts = told.setdefault((min(names), max(names)), [0, 0])
                counts[0] += differ
                counts[1] += equal * (_SLIPS if self._is_measured(one, other) else 1)
        self._apart = {names for names, (differ, slips) in told.items() if differ >= _SURELY and differ > slips}

    def _is_measured(self, one: int, other: int) -> bool:
        """Whether both hold numbers or codes, which differ where they differ; two wordings may mean one thing."""
        return all(
            sum(share for shape, share in self.profiles[place].shapes.items() if shape.startswith(_MEASURED)) > 0.5
            for place in (one, other)
        )

    def stated(self, one: int, other: int) -> tuple[int, int]:
        """Listings that state one value under both keys, and those that state values that differ."""
        pair = (one, other) if one < other else (other, one)
        if pair not in self._stated:
            self._stated[pair] = _stated(self.uses[one], self.uses[other])
        return self._stated[pair]


def _stated(one: Use, other: Use) -> tuple[int, int]:
    if one.key[:2] != other.key[:2]:
        return 0, 0
    few, many = (one, other) if len(one.said) <= len(other.said) else (other, one)
    equal = differ = 0
    for place, values in few.said.items():
        if differ > _SLIPS * equal and equal + differ > _ENOUGH:
            break  # told apart for good
        if (theirs := many.said.get(place)) is not None:
            verdict = _agree(values, few.name.unit, theirs, many.name.unit)
            equal += verdict > 0
            differ += verdict < 0
    return equal, differ


def _agree(values: Sequence[str], unit: str | None, others: Sequence[str], their: str | None) -> int:
    """The best that any two statements of a listing say of each other."""
    best = -1
    for value in values[:20]:
        for other in others[:20]:
            a, b = statement(value, unit), statement(other, their)
            if a and b:
                best = max(best, agreement(a, b))
    return best


def _coarse(own: Profile) -> dict[str, float]:
    """Shapes as far as they speak against a name: yes, a word and a sentence may say one thing."""
    found: dict[str, float] = {}
    for shape, share in own.shapes.items():
        name = "words" if shape in ("truth", "text", "prose") else shape
        found[name] = found.get(name, 0.0) + share
    return found


def _in_common(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum(min(share, other.get(shape, 0.0)) for shape, share in one.items())


def _numeric(a: Profile, b: Profile) -> float:
    """Shapes in common where one hand writes units and the other leaves them out."""
    bare, others = a.shapes.get("number", 0.0), b.shapes.get("number", 0.0)
    typed = sum(share for shape, share in b.shapes.items() if shape.startswith("number "))
    theirs = sum(share for shape, share in a.shapes.items() if shape.startswith("number "))
    return max(min(bare, typed), min(others, theirs))


def _word_weights(uses: Sequence[Use]) -> dict[str, float]:
    """What a word of a key tells, 0.3 to 1: less the more keys have it."""
    seen: dict[str, set[str]] = {}
    for use in uses:
        for word in use.name.words:
            seen.setdefault(word, set()).add(use.name.folded)
    n_keys = 1 + len({use.name.folded for use in uses})
    return {word: max(0.3, 1 - math.log(len(keys)) / math.log(n_keys)) for word, keys in seen.items()}


def _vectors(uses: Sequence[Use], embed: Embed | None) -> NDArray[np.float32] | None:
    if embed is None or not uses:
        return None
    texts = list(dict.fromkeys(use.key.key for use in uses))
    vectors = embed(texts)
    row: Mapping[str, int] = {text: place for place, text in enumerate(texts)}
    return np.asarray(vectors[[row[use.key.key] for use in uses]], dtype=np.float32)


def _usual_likeness(vectors: NDArray[np.float32] | None) -> float:
    """The upper quartile of the likeness of two keys drawn at random: what encoders see in any two of them."""
    if vectors is None or len(vectors) < 2:
        return 0.0
    chance = np.random.default_rng(0)
    one, other = chance.integers(0, len(vectors), (2, 4000))
    likenesses = np.einsum("ij,ij->i", vectors[one], vectors[other])[one != other]
    return min(0.95, float(np.quantile(likenesses, 0.75))) if len(likenesses) else 0.0
