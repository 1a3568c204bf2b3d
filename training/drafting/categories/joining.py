"""Which wordings of paths mean the same goods: by what their words mean, then by vectors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from training.drafting.catalog import Embed
from training.drafting.categories.goods import read_goods
from training.drafting.categories.groups import Groups
from training.drafting.categories.vectors import Vectors, centred, unit
from training.drafting.categories.wordings import Wording
from udfs.schema.category_names import forms

_MOST = 2_000  # wordings, those of most rows, that are compared by vectors
_NAMES = 2.0  # how much the wording says beside the titles below it
_NEAR, _NEARER = 0.45, 0.12  # likeness of two wordings, and how much less the next ones must have
_PERHAPS, _NEARER_PERHAPS = 0.35, 0.05  # from which a person is asked


class Likeness(NamedTuple):
    """Two keys in different languages that may mean the same goods; ``joined`` where that was taken for granted."""

    one: str
    other: str
    joined: bool


def join_by_words(wordings: Mapping[str, Wording]) -> Groups:
    """Join singular and plural, and wordings of which every word is known and all mean the same.

    The wording of most rows takes the others in; of several it could join, the one nearest in depth.
    """
    groups = Groups(wordings)
    ordered = _by_rows(wordings)
    for key in ordered:
        for form in forms(key)[1:]:
            if form in wordings:
                groups.join(key, form, sure=True)
    alike: defaultdict[frozenset[str], list[str]] = defaultdict(list)
    for key in ordered:
        signature = read_goods(wordings[key].name).signature
        if signature and not _join_nearest(groups, wordings, key, alike[signature]):
            alike[signature].append(key)
    return groups


def join_by_vectors(wordings: Mapping[str, Wording], groups: Groups, embed: Embed) -> list[Likeness]:
    """Join wordings of two languages of which each is by far the nearest to the other; a person should look at them."""
    keys = _by_rows(wordings)[:_MOST]
    languages = [wordings[key].language for key in keys]
    vectors = _vectors([wordings[key] for key in keys], languages, embed)
    found = []
    for score, margin, one, other in sorted(_nearest(vectors, languages), reverse=True):
        first, second = wordings[keys[one]], wordings[keys[other]]
        if not _may_join(first, second) or groups.find(first.key) == groups.find(second.key):
            continue
        if score >= _NEAR and margin >= _NEARER:
            if groups.join(first.key, second.key):
                found.append(Likeness(first.key, second.key, joined=True))
        elif score >= _PERHAPS and margin >= _NEARER_PERHAPS and not groups.apart(first.key, second.key):
            found.append(Likeness(first.key, second.key, joined=False))
    return found


def _by_rows(wordings: Mapping[str, Wording]) -> list[str]:
    return sorted(wordings, key=lambda key: (-wordings[key].rows, key))


def _join_nearest(groups: Groups, wordings: Mapping[str, Wording], key: str, others: list[str]) -> bool:
    depth = wordings[key].depth
    nearest = sorted(others, key=lambda other: abs(wordings[other].depth - depth))
    return any(groups.join(other, key) for other in nearest)


def _may_join(one: Wording, other: Wording) -> bool:
    """Not where both are known wordings of different goods, or at very different depths."""
    first, second = read_goods(one.name), read_goods(other.name)
    if first.whole and second.whole and first.signature != second.signature:
        return False
    if first.goods and second.goods and first.goods.isdisjoint(second.goods):
        return False
    return abs(one.depth - other.depth) <= 1


def _vectors(wordings: Sequence[Wording], languages: Sequence[str], embed: Embed) -> Vectors:
    names = centred(embed([wording.name for wording in wordings]), languages)
    texts = [title for wording in wordings for title in wording.titles]
    of_titles = embed(texts)
    means = np.zeros_like(names)
    start = 0
    for place, wording in enumerate(wordings):
        if wording.titles:
            means[place] = of_titles[start : start + len(wording.titles)].mean(axis=0)
        start += len(wording.titles)
    return unit(np.hstack([_NAMES * names, centred(means, languages)]))


def _nearest(vectors: Vectors, languages: Sequence[str]) -> Iterator[tuple[float, float, int, int]]:
    """Pairs of which each is the nearest to the other in its language: likeness, lead over the next, two places."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, language in enumerate(languages):
        places[language].append(place)
    for one, other in combinations(sorted(places), 2):
        scores = vectors[places[one]] @ vectors[places[other]].T
        best = scores.argmax(axis=1)
        back = scores.argmax(axis=0)
        for row, column in enumerate(best):
            if back[column] == row:
                score = float(scores[row, column])
                next_one = max(_second(scores[row]), _second(scores[:, column]))
                yield score, score - next_one, places[one][row], places[other][int(column)]


def _second(scores: Vectors) -> float:
    return float(np.partition(scores, -2)[-2]) if len(scores) > 1 else 0.0
