"""Clusters of listing vectors, and what goods each of them holds by the heads of its titles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage

from training.drafting.categories.vectors import Vectors

_ROWS_EACH = 20  # listings for each small cluster
_FEWEST, _MOST = 8, 80  # small clusters
_NEIGHBOURS = 10  # nearest listings that are asked what they are
_OWN = 0.6  # how much a listing's own title counts beside its cluster, and beside its neighbours, which count 1 each
_SILENT = 0.8  # votes of 2 from which a listing that says nothing is what others say
_AT_ONCE = 500  # rows compared at one time
_ASKED, _NEAR = 3, 0.25  # so many of the nearest must be so like a listing, for it to be what others say
_OTHERWISE = 1.3  # the same where it says that it is something else
_LIKE = 0.15  # likeness from which a neighbour is asked


def clusters_of(vectors: Vectors) -> NDArray[np.int32]:
    """The small cluster of each row, numbered from 1: groups by mean distance between their members."""
    if len(vectors) <= _FEWEST:
        return np.ones(len(vectors), np.int32)
    count = min(_MOST, max(_FEWEST, len(vectors) // _ROWS_EACH))
    return np.asarray(fcluster(linkage(vectors, "average"), count, "maxclust"), np.int32)


def place(vectors: Vectors, heads: Sequence[Sequence[str]]) -> list[str | None]:
    """The idea of goods of each row: by its own title, by the titles of its cluster and of its nearest listings.

    Titles that say nothing are spoken for by the others; null where those do not agree. ``heads`` by row, see
    :mod:`training.drafting.categories.heads`.
    """
    ideas = sorted({head for each in heads for head in each})
    if not ideas:
        return [None] * len(vectors)
    said = _said(heads, ideas)
    neighbours, near = _of_neighbours(vectors, said)
    votes = _OWN * said + _of_clusters(said, clusters_of(vectors)) + neighbours
    best = votes.argmax(axis=1)
    itself = said[np.arange(len(said)), best] > 0
    least = np.where(said.any(axis=1), _OTHERWISE, _SILENT)
    sure = itself | ((votes.max(axis=1) >= least) & (near >= _NEAR))
    return [ideas[place] if ok else None for place, ok in zip(best, sure, strict=True)]


def _said(heads: Sequence[Sequence[str]], ideas: Sequence[str]) -> Vectors:
    """(rows, ideas): what share of what a listing says of itself names the idea; zeros where it says nothing."""
    place = {idea: n for n, idea in enumerate(ideas)}
    said = np.zeros((len(heads), len(ideas)), np.float32)
    for row, own in enumerate(heads):
        for head in own:
            said[row, place[head]] += 1 / len(own)
    return said


def _of_clusters(said: Vectors, clusters: NDArray[np.int32]) -> Vectors:
    """By row, the mean of what those of its cluster say that say anything."""
    found = np.zeros_like(said)
    for cluster in np.unique(clusters):
        rows = clusters == cluster
        speaking = rows & said.any(axis=1)
        if speaking.any():
            found[rows] = said[speaking].mean(axis=0)
    return found


def _of_neighbours(vectors: Vectors, said: Vectors) -> tuple[Vectors, Vectors]:
    """By row, the mean of what its nearest listings say, of far ones nothing; and how near the nearest are."""
    speaking = np.flatnonzero(said.any(axis=1))
    found, mean = np.zeros_like(said), np.zeros(len(said), np.float32)
    count = min(_NEIGHBOURS + 1, len(speaking))
    for start in range(0, len(vectors), _AT_ONCE):
        likeness = vectors[start : start + _AT_ONCE] @ vectors[speaking].T
        own = np.arange(start, min(start + _AT_ONCE, len(vectors)))
        likeness[speaking[None, :] == own[:, None]] = -1  # itself
        nearest = np.argpartition(-likeness, count - 1, axis=1)[:, :count]
        near = np.take_along_axis(likeness, nearest, axis=1)
        mean[own] = -np.sort(-near, axis=1)[:, :_ASKED].mean(axis=1)
        weights = np.where(near >= _LIKE, near, 0)
        for row, places, weight in zip(own, speaking[nearest], weights, strict=True):
            if weight.any():
                found[row] = weight @ said[places] / weight.sum()
    return found, mean
