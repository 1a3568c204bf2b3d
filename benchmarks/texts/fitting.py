"""Weights of the frames of plain English, counted in attributes that people put into a sentence.

Each frame says each attribute that it fits; what that brings to the chrF of the whole file, against the first frame, is
explained by words of the name and looks of the values (ridge regression, a frame at a time). The weights are a table.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.texts.attribute_text import read_attribute
from benchmarks.texts.statements import statements
from udfs.writing.phrases.plain_english import candidates, features, sentence
from udfs.writing.phrases.topics import Part, topic

ORDERS = 6
_BETA2 = 4.0
Floats = NDArray[np.float64]
Weights = dict[str, dict[str, float]]


class Said(NamedTuple):
    """What frames say of an attribute: n-grams shared with the person's sentence and n-grams said, by order."""

    features: list[str]
    reference: Floats
    hits: dict[str, Floats]
    lengths: dict[str, Floats]


def grams(text: str) -> list[Counter[str]]:
    """Character n-grams without blanks by order, as chrF counts them."""
    plain = "".join(text.lower().split())
    return [Counter(plain[i : i + n] for i in range(len(plain) - n + 1)) for n in range(1, ORDERS + 1)]


def said_of(data: str, text: str) -> Said | None:
    """None for attributes of several parts, and for those whose sentence no frame makes."""
    found = statements(read_attribute(data))
    if len(found) != 1 or len(found[0].parts) != 1:
        return None
    words, values = next(iter(found[0].parts.items()))
    about = topic(found[0].name, Part(words, tuple(values)))
    if about.kind in ("yes", "no", "none"):
        return None
    meant = grams(text)
    hits, lengths = {}, {}
    for frame, pieces in candidates(about):
        made = grams(sentence(pieces).text)
        hits[frame.text] = np.array([(a & b).total() for a, b in zip(made, meant, strict=True)], float)
        lengths[frame.text] = np.array([a.total() for a in made], float)
    return Said(features(about), np.array([a.total() for a in meant], float), hits, lengths)


def chosen(weights: Weights, said: Said) -> str:
    """The frame that weighs most."""
    return max(said.hits, key=lambda frame: sum(weights.get(frame, {}).get(f, 0.0) for f in said.features))


@dataclass(frozen=True)
class Slope:
    """How chrF grows with an n-gram more that is right, and with one more that is said; by order."""

    hit: Floats
    length: Floats

    @classmethod
    def at(cls, rows: Sequence[Said], weights: Weights) -> Slope:
        """Where the choices of ``weights`` stand."""
        picks = [chosen(weights, row) for row in rows]
        hits = np.sum([row.hits[pick] for row, pick in zip(rows, picks, strict=True)], axis=0)
        lengths = np.sum([row.lengths[pick] for row, pick in zip(rows, picks, strict=True)], axis=0)
        reference = np.sum([row.reference for row in rows], axis=0)
        precision, recall = np.mean(hits / lengths), np.mean(hits / reference)
        down = (_BETA2 * precision + recall) ** 2 * ORDERS
        by_precision, by_recall = (1 + _BETA2) * recall**2 / down, (1 + _BETA2) * _BETA2 * precision**2 / down
        scale = 100 * len(rows)
        return cls(
            scale * (by_precision / lengths + by_recall / reference), -scale * by_precision * hits / lengths**2
        )

    def gain(self, said: Said, frame: str) -> float:
        """Points of chrF that a frame brings to a row, as if all were of its length."""
        return float(self.hit @ said.hits[frame] + self.length @ said.lengths[frame])


def fit(rows: Sequence[Said], ridge: float = 12.0, rounds: int = 2) -> Weights:
    """Weights by frame and feature."""
    weights: Weights = {}
    mean = np.mean([row.reference[0] for row in rows])
    for _ in range(rounds):
        slope = Slope.at(rows, weights)
        targets: dict[str, list[tuple[list[str], float]]] = defaultdict(list)
        for row in rows:
            base, *others = row.hits
            ground = slope.gain(row, base)
            for frame in others:
                gain = (slope.gain(row, frame) - ground) * mean / max(row.reference[0], 10)
                targets[frame].append((row.features, gain))
        weights = {frame: _regress(examples, ridge) for frame, examples in targets.items()}
    return weights


def _regress(examples: Sequence[tuple[list[str], float]], ridge: float) -> dict[str, float]:
    names = sorted({feature for known, _ in examples for feature in known})
    at = {name: n for n, name in enumerate(names)}
    x = np.zeros((len(examples), len(names)))
    for n, (known, _) in enumerate(examples):
        for feature in known:
            x[n, at[feature]] = 1.0
    y = np.array([gain for _, gain in examples])
    solved = x.T @ np.linalg.solve(x @ x.T + ridge * np.eye(len(examples)), y) if len(examples) < len(names) else (
        np.linalg.solve(x.T @ x + ridge * np.eye(len(names)), x.T @ y)
    )
    return dict(zip(names, solved.tolist(), strict=True))
