"""Where labels are many, n-grams are heard beside the network."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from training.data.examples import Example
from training.fitting.ngrams import fit_ngrams
from udfs.records import Listing
from udfs.schema.schema import Schema
from udfs.serving.predictor import Predictor
from udfs.settings import Batching


@pytest.fixture
def predictor(tiny_checkpoint: Path, tiny_schema: Schema) -> Predictor:
    return Predictor.load(tiny_checkpoint, tiny_schema, Batching())


def labelled(n: int, first: int = 0) -> list[Example]:
    """Mugs whose color the label knows by a word that an untrained model makes nothing of."""
    words = {"black": "zap", "white": "qux"}
    return [
        Example(Listing(str(i), f"mug {i} {words[color]}", None, "mug"), choices={"color": (color,)})
        for i in range(first, first + n)
        for color in words
    ]


@pytest.mark.usefixtures("one_thread")
def test_many_labels_teach_words_that_the_network_does_not_know(predictor: Predictor) -> None:
    unseen = [Listing("a", "mug 7 zap", None, "mug"), Listing("b", "mug 7 qux", None, "mug")]
    predictor.checkpoint.ngrams = fit_ngrams(predictor, labelled(1000), labelled(60, first=5000), seed=1)
    [classifier] = predictor.checkpoint.ngrams.values()
    assert classifier.ngrams > 0.5
    best = [next(c for c in found.choices if c.attribute == "color") for found in predictor.extract(unseen)]
    assert [choice.value for choice in best] == ["black", "white"]


def test_listings_that_state_nothing_are_no_labels(predictor: Predictor) -> None:
    silent = [Example(Listing(str(i), f"mug {i}", None, "mug")) for i in range(2000)]
    assert fit_ngrams(predictor, [*labelled(900), *silent], labelled(60, first=5000), seed=1) == {}
    assert fit_ngrams(predictor, labelled(1000), [*labelled(40, first=5000), *silent[:100]], seed=1) == {}


def test_what_unseen_labels_belie_is_not_kept(predictor: Predictor) -> None:
    swapped = [replace(e, choices={"color": ("white" if e.choices["color"] == ("black",) else "black",)})
               for e in labelled(60, first=5000)]  # fmt: skip
    assert fit_ngrams(predictor, labelled(1000), swapped, seed=1) == {}


def test_few_labels_leave_the_network_alone(predictor: Predictor) -> None:
    assert fit_ngrams(predictor, labelled(900), labelled(60, first=5000), seed=1) == {}
    assert fit_ngrams(predictor, labelled(1000), labelled(40, first=5000), seed=1) == {}
