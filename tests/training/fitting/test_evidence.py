"""How much evidence is asked: by what masking and labels say of choices."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from training.data.examples import Example
from training.fitting.evidence import Judged, Labelled, fit_evidence, judge, masking, unseen
from udfs.confidence.evidence import Evidence
from udfs.records import Choice, Listing
from udfs.schema.schema import Schema
from udfs.serving.predictor import Predictor
from udfs.settings import Batching

STAND = [Judged(0.02, stands=True)] * 20
FALL = [Judged(0.3, stands=False)] * 60


def labelled(evidence: float, value: str) -> Labelled:
    example = Example(Listing("1", category="mug"), choices={"color": ("red",)})
    return Labelled(example, (Choice("color", value, 0.9, evidence),))


def test_what_stands_without_its_words_is_withheld_as_far_as_labels_allow() -> None:
    right = [labelled(0.2, "red")] * 9
    assert fit_evidence([*STAND, *FALL], right, 0.5) == Evidence(least=0.2, choices=80)
    assert fit_evidence([*STAND, *FALL], [*right, labelled(0.1, "red")], 0.5).least == 0.1
    assert fit_evidence([*STAND, *FALL], [*right, labelled(0.1, "blue")], 0.5).least == 0.2  # a wrong one may go


def test_nothing_is_withheld_where_masking_does_not_tell_choices_apart() -> None:
    alike = [Judged(0.02, stands=True), Judged(0.3, stands=True)] * 40
    assert fit_evidence(alike, [], 0.5) == Evidence(least=0.0, choices=80)


def test_too_few_choices_tell_nothing() -> None:
    assert fit_evidence([*STAND, *FALL][:49], [], 0.5) == Evidence()


def test_one_line_tells_what_masking_found() -> None:
    line = "60 of 80 fall; 20 have an evidence below 0.1, 0 of them fall"
    assert masking([*STAND, *FALL], Evidence(least=0.1, choices=80)) == line


@pytest.fixture(scope="module")
def predictor(tiny_checkpoint: Path, tiny_schema: Schema) -> Predictor:
    return Predictor.load(tiny_checkpoint, tiny_schema, Batching())


def test_the_best_words_go_with_all_their_mentions(predictor: Predictor) -> None:
    [text] = predictor.checkpoint.text_encoder.encode([Listing("1", "a b a c")])
    left = unseen(text, np.array([0.3, 0.2, 0.3, 0.2], np.float32))
    assert left.pieces.tolist() == text.pieces[[1, 3]].tolist()
    assert (left.unit_token.tolist(), left.unit_start.tolist()) == ([0, 1], [2, 6])
    assert unseen(left, np.array([0.5, 0.5], np.float32)).pieces.tolist() == text.pieces[[3]].tolist()


def test_listings_are_asked_about_their_own_category_and_another(predictor: Predictor) -> None:
    """The tiny model prefers some colour to none whatever it reads; lamps have no closed list."""
    dev = [Example(Listing(str(i), f"white mug {i}", None, "mug"), choices={"color": ("white",)}) for i in range(3)]
    judged, own = judge(predictor, dev, 0.0)
    assert [each.example.listing.product_id for each in own] == ["0", "1", "2"]
    assert len(judged) >= 3
    assert all(0.0 <= each.evidence <= 1.0 and each.stands for each in judged)
    assert predictor.checkpoint.evidence == Evidence()  # as it was
