"""Weights of the frames of plain English, counted in attributes that people put into a sentence.

Each frame says each attribute that it fits. What that brings to the chrF of the whole file, beyond the first frame, is
explained by kind of values, last word of the name and roles: a ridge regression for each pattern and each subject.
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
from udfs.writing.phrases.plain.english_words import lower_case
from udfs.writing.phrases.plain.rendering import fill
from udfs.writing.phrases.plain.topics import Part, topic
from udfs.writing.phrases.plain.word_table import Frame
from udfs.writing.phrases.plain_english import LOWER_CASE, features, fitting_frames, sentence

ORDERS = 6
_BETA2 = 4.0
Floats = NDArray[np.float64]
Weights = dict[str, dict[str, float]]
Example = tuple[list[str], float]
RIDGE = 30.0
SUPPORT = 5
"""Attributes that a frame has to have been tried on before a feature of theirs is weighed."""
LEAST = 0.6
"""A weight below it is none."""
CASE = 10.0
"""What the right case is worth, in points of a frame."""
HEADER = "# Made by `python -m benchmarks.texts fit`: how well frames fit kinds of values and words of names."


class Said(NamedTuple):
    """What frames say of an attribute: n-grams shared with the person's sentence and n-grams said, by order.

    ``case``: 1 where the person wrote a value's capitalized words in lower case, -1 where as they stand, else 0.
    """

    features: list[str]
    case: int
    reference: Floats
    frames: list[Frame]
    hits: list[Floats]
    lengths: list[Floats]


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
    frames, hits, lengths = [], [], []
    for frame in fitting_frames(about):
        pieces = fill(frame.text, about)
        if pieces is None:
            continue
        made = grams(sentence(pieces).text)
        frames.append(frame)
        hits.append(np.array([(a & b).total() for a, b in zip(made, meant, strict=True)], float))
        lengths.append(np.array([a.total() for a in made], float))
    case = _case([value.text for value in values], text) if about.kind == "text" else 0
    return Said(features(about), case, np.array([a.total() for a in meant], float), frames, hits, lengths)


def _case(values: Sequence[str], text: str) -> int:
    changed = [value for value in values if lower_case(value) != value]
    lowered = sum(lower_case(value) in text for value in changed)
    kept = sum(value in text for value in changed)
    return (lowered > kept) - (lowered < kept)


def chosen(weights: Weights, said: Said) -> int:
    """The frame that weighs most."""
    heavy = {part: sum(w.get(feature, 0.0) for feature in said.features) for part, w in weights.items()}
    sums = [heavy.get(frame.pattern, 0.0) + heavy.get(frame.subject, 0.0) for frame in said.frames]
    return sums.index(max(sums))


@dataclass(frozen=True)
class Slope:
    """How chrF grows with an n-gram more that is right, and with one more that is said; by order."""

    hit: Floats
    length: Floats

    @classmethod
    def at(cls, rows: Sequence[Said], weights: Weights) -> Slope:
        """Where the choices of ``weights`` stand, in points of chrF times rows."""
        picks = [chosen(weights, row) for row in rows]
        hits = np.sum([row.hits[pick] for row, pick in zip(rows, picks, strict=True)], axis=0)
        lengths = np.sum([row.lengths[pick] for row, pick in zip(rows, picks, strict=True)], axis=0)
        reference = np.sum([row.reference for row in rows], axis=0)
        precision, recall = np.mean(hits / lengths), np.mean(hits / reference)
        down = (_BETA2 * precision + recall) ** 2 * ORDERS / (100 * len(rows))
        by_precision, by_recall = (1 + _BETA2) * recall**2 / down, (1 + _BETA2) * _BETA2 * precision**2 / down
        return cls(by_precision / lengths + by_recall / reference, -by_precision * hits / lengths**2)

    def gains(self, said: Said, length: float) -> Floats:
        """What each frame brings to a row beyond the first one, if the row were of this length."""
        gains = np.array(said.hits) @ self.hit + np.array(said.lengths) @ self.length
        return np.asarray((gains - gains[0]) * length / max(said.reference[0], 10.0))


def fit(rows: Sequence[Said], rounds: int = 2) -> Weights:
    """Weights by pattern or subject, and feature."""
    length = float(np.mean([row.reference[0] for row in rows]))
    weights: Weights = {}
    for _ in range(rounds):
        slope = Slope.at(rows, weights)
        examples: dict[str, list[Example]] = defaultdict(list)
        for row in rows:
            for part, gain in _by_part(row.frames, slope.gains(row, length)).items():
                examples[part].append((row.features, gain))
        examples[LOWER_CASE] = [(row.features, CASE * row.case) for row in rows if row.case]
        weights = {part: _regress(_frequent(each)) for part, each in examples.items()}
    return weights


def _by_part(frames: Sequence[Frame], gains: Floats) -> dict[str, float]:
    """The mean gain of each pattern over its subjects, and what each subject brings beyond that."""
    patterns: dict[str, list[float]] = defaultdict(list)
    for frame, gain in zip(frames, gains, strict=True):
        patterns[frame.pattern].append(float(gain))
    means = {pattern: float(np.mean(each)) for pattern, each in patterns.items()}
    subjects: dict[str, list[float]] = defaultdict(list)
    for frame, gain in zip(frames, gains, strict=True):
        if frame.subject:
            subjects[frame.subject].append(float(gain) - means[frame.pattern])
    return means | {subject: float(np.mean(each)) for subject, each in subjects.items()}


def _frequent(examples: Sequence[Example]) -> list[Example]:
    counts = Counter(feature for known, _ in examples for feature in known)
    return [([feature for feature in known if counts[feature] >= SUPPORT], gain) for known, gain in examples]


def _regress(examples: Sequence[Example]) -> dict[str, float]:
    names = sorted({feature for known, _ in examples for feature in known})
    at = {name: n for n, name in enumerate(names)}
    x = np.zeros((len(examples), len(names)))
    for n, (known, _) in enumerate(examples):
        x[n, [at[feature] for feature in known]] = 1.0
    gains = np.array([gain for _, gain in examples])
    solved = np.linalg.solve(x.T @ x + RIDGE * np.eye(len(names)), x.T @ gains)
    return {name: round(float(w), 1) for name, w in zip(names, solved, strict=True) if abs(w) >= LEAST}


def table(weights: Weights) -> str:
    """As weights.tsv has them: a pattern or subject a line, then its features with their weights."""
    lines = [
        "\t".join([part, *(f"{feature}={each[feature]:g}" for feature in sorted(each))])
        for part, each in sorted(weights.items())
        if each
    ]
    return "\n".join([HEADER, *lines]) + "\n"
