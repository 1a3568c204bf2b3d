"""N-gram classifiers on disk: what each weighs as JSON, and its weights as tensors."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from safetensors.torch import load_file, save_file

from udfs.checkpoint.files import check_size, content, unreadable
from udfs.checkpoint.manifest import NGRAM_WEIGHTS, NGRAMS
from udfs.checkpoint.weights import check_finite, stored_shapes
from udfs.confidence.ngrams import NgramClassifier
from udfs.config import Strict


class _NgramFacts(Strict):
    """What ``ngrams.json`` says of one classifier, by the label text of its question."""

    values: tuple[str, ...]
    network: float
    ngrams: float


_ALL_NGRAM_FACTS = TypeAdapter(dict[str, _NgramFacts])


def save_ngrams(folder: Path, ngrams: Mapping[str, NgramClassifier]) -> None:
    """Write the facts as JSON and the weights as tensors, both by question."""
    facts = {
        question: _NgramFacts(values=own.values, network=own.network, ngrams=own.ngrams)
        for question, own in ngrams.items()
    }
    (folder / NGRAMS).write_bytes(_ALL_NGRAM_FACTS.dump_json(facts, indent=1))
    save_file({question: own.weights.contiguous() for question, own in ngrams.items()}, folder / NGRAM_WEIGHTS)


def load_ngrams(folder: Path, sizes: Mapping[str, int]) -> dict[str, NgramClassifier]:
    """Read what :func:`save_ngrams` wrote; ``sizes``: bytes of each file. Raises CheckpointError."""
    try:
        facts = _ALL_NGRAM_FACTS.validate_json(content(folder, NGRAMS, sizes[NGRAMS]))
    except ValidationError as cause:
        raise unreadable(folder, NGRAMS, cause) from cause
    check_size(folder, NGRAM_WEIGHTS, sizes[NGRAM_WEIGHTS])
    stored_shapes(folder, NGRAM_WEIGHTS)
    weights = load_file(folder / NGRAM_WEIGHTS, device="cpu")
    check_finite(folder, NGRAM_WEIGHTS, weights)
    if lacking := sorted(facts.keys() - weights.keys()):
        raise unreadable(folder, NGRAM_WEIGHTS, f"it has no weights of {lacking[0]!r}")
    try:
        return {
            question: NgramClassifier(own.values, weights[question], own.network, own.ngrams)
            for question, own in facts.items()
        }
    except ValueError as cause:
        raise unreadable(folder, NGRAM_WEIGHTS, cause) from cause
