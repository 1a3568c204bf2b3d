"""Which keys are compared at all: those that share a telling word, near vectors or rare values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from training.drafting.keys.comparing import Comparison

_CROWD = 120  # keys that share a word or value beyond which it pairs none: it tells too little, and pairs are many
_NEIGHBOURS = 10  # keys nearest by the encoder
_CHUNK = 1024  # keys whose vectors are compared at once
_SHARED = 2  # rare values that two keys share before they are compared


def pairs(comparison: Comparison) -> list[tuple[int, int]]:
    """Pairs of places of keys, each once, the lower place first, in order."""
    found = set(_by_name(comparison)) | set(_by_value(comparison))
    if comparison.vectors is not None:
        found |= set(_by_vector(comparison))
    return sorted(found)


def _by_name(comparison: Comparison) -> Iterator[tuple[int, int]]:
    groups: dict[str, list[int]] = {}
    for place, use in enumerate(comparison.uses):
        groups.setdefault(f"={use.name.folded}", []).append(place)
        groups.setdefault("=" + "".join(use.name.words), []).append(place)
        for word in use.name.words:
            groups.setdefault(word, []).append(place)
    for name, places in groups.items():
        if name.startswith("="):
            yield from _all(places[:_CROWD])
        elif len(places) <= _CROWD:
            yield from _all(places)
        else:
            yield from _within(comparison, name, places)


def _within(comparison: Comparison, crowded: str, places: list[int]) -> Iterator[tuple[int, int]]:
    """Of keys that share a usual word, those that share the beginning of another, mistyped or not."""
    groups: dict[str, list[int]] = {}
    for place in places:
        for word in comparison.uses[place].name.words:
            if word != crowded:
                groups.setdefault(word[:4], []).append(place)
    for group in groups.values():
        if len(group) <= _CROWD:
            yield from _all(group)


def _by_value(comparison: Comparison) -> Iterator[tuple[int, int]]:
    groups: dict[str, list[int]] = {}
    for place, profile in enumerate(comparison.profiles):
        for token in profile.tokens:
            groups.setdefault(token, []).append(place)
    shared: Counter[tuple[int, int]] = Counter()
    for places in groups.values():
        if 1 < len(places) <= _CROWD // 2:
            shared.update(_all(places))
    yield from (pair for pair, count in shared.items() if count >= _SHARED)


def _by_vector(comparison: Comparison) -> Iterator[tuple[int, int]]:
    vectors = comparison.vectors
    assert vectors is not None
    for start in range(0, len(vectors), _CHUNK):
        near = vectors[start : start + _CHUNK] @ vectors.T
        for row, others in enumerate(_nearest(near)):
            place = start + row
            yield from ((min(place, int(other)), max(place, int(other))) for other in others if other != place)


def _nearest(near: NDArray[np.float32]) -> NDArray[np.intp]:
    count = min(_NEIGHBOURS, near.shape[1])
    return np.argpartition(-near, count - 1, axis=1)[:, :count]


def _all(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    yield from combinations(sorted(set(places)), 2)
