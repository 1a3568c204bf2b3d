"""Label vectors of a schema that is not quite the checkpoint's own."""

from __future__ import annotations

from pathlib import Path

import torch

from tests.conftest import TINY_SCHEMA, make_checkpoint
from udfs.checkpoint.folder import load
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema
from udfs.serving.labels import adopt_labels
from udfs.serving.memory import Batcher
from udfs.serving.predictor import Predictor
from udfs.settings import Batching


def test_a_new_label_is_embedded_and_known_ones_keep_vector_and_correction(tmp_path: Path, tiny_schema: Schema) -> None:
    checkpoint = load(make_checkpoint(tmp_path / "checkpoint", tiny_schema))
    texts, vectors = checkpoint.label_texts, checkpoint.model.label_vectors
    checkpoint.model.label_correction.weight.data[:] = torch.arange(len(texts)).unsqueeze(1)
    adopt_labels(checkpoint, ("a new one", *texts[::-1]), Batcher(checkpoint.model, checkpoint.collator, None))
    assert checkpoint.label_texts == ("a new one", *texts[::-1])
    assert checkpoint.model.label_correction.weight[:, 0].tolist() == [0, *range(len(texts))[::-1]]
    assert torch.allclose(checkpoint.model.label_vectors[1:], vectors.flip(0), atol=1e-5)
    assert checkpoint.model.label_vectors[0].abs().sum() > 0


def test_the_order_of_a_schema_changes_no_answer(tmp_path: Path, tiny_checkpoint: Path, tiny_schema: Schema) -> None:
    black, white = (line for line in TINY_SCHEMA.splitlines() if "黑色}" in line or "白色}" in line)
    other = TINY_SCHEMA.replace(black, "HERE").replace(white, black).replace("HERE", white)
    (tmp_path / "tiny.yaml").write_text(other, encoding="utf-8")
    one, reordered = (
        Predictor.load(tiny_checkpoint, schema, Batching()) for schema in (tiny_schema, load_schema(tmp_path))
    )
    assert one.questions.texts != reordered.questions.texts
    triple = [("mug", "color", "jet black")]
    scores = [{match.id: round(match.score, 4) for match in p.match(triple)[0]} for p in (one, reordered)]
    assert scores[0] == scores[1]
