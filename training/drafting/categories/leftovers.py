"""Goods that the word list does not know: clusters of listings that nothing could place, named by their words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from training.drafting.categories.clusters import clusters_of
from training.drafting.categories.goods import idea_list, read_goods, words_of
from training.drafting.categories.vectors import Vectors

_TIGHT = 0.5  # length of the mean of a cluster's vectors; those of unlike goods cancel out
_SHARE = 0.5  # of a cluster's titles that have the words which name it
_RARER = 3.0  # how much rarer those are among all titles
_HAN = re.compile(r"[一-鿿]+")
_GRAMS = (2, 3, 4)  # characters of Han that may be a name


def name_leftovers(titles: Sequence[str], vectors: Vectors, rows: Sequence[int], least: int) -> dict[int, str]:
    """By row, the words that name its cluster: of clusters of at least ``least`` of the ``rows`` that are alike."""
    if len(rows) < least:
        return {}
    clusters = clusters_of(vectors[list(rows)])
    everywhere = Counter(term for title in titles for term in set(_terms(title)))
    found: dict[int, str] = {}
    for cluster in np.unique(clusters):
        own = [rows[place] for place in np.flatnonzero(clusters == cluster).tolist()]
        if len(own) < least or float(np.linalg.norm(vectors[own].mean(axis=0))) < _TIGHT:
            continue
        if name := _name([titles[row] for row in own], everywhere, len(titles)):
            found |= dict.fromkeys(own, name)
    return found


def _name(titles: Sequence[str], everywhere: Counter[str], total: int) -> str | None:
    counts = Counter(term for title in titles for term in set(_terms(title)))
    good = {
        term: count
        for term, count in counts.items()
        if count >= _SHARE * len(titles)
        and count / len(titles) >= _RARER * everywhere[term] / total
        and not read_goods(term).ideas
    }
    # Of equally frequent ones the longest: 钢化膜 rather than 钢化.
    return max(good, key=lambda term: (round(good[term] / len(titles), 1), len(term), term)) if good else None


def _terms(title: str) -> Iterator[str]:
    """Words, pairs of them, and short runs of Han: what may be the name of goods."""
    words = [word for word in words_of(title) if word not in idea_list("beside")]
    plain_words = [word for word in words if not _HAN.fullmatch(word) and len(word) > 2]
    yield from plain_words
    yield from (f"{one} {other}" for one, other in pairwise(plain_words))
    for run in words:
        if _HAN.fullmatch(run):
            yield from (run[at : at + size] for size in _GRAMS for at in range(len(run) - size + 1))
