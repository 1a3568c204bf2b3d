"""Fixtures shared by all tests: a tiny schema and a tiny random checkpoint, made here, without network or GPU."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import BertConfig, BertModel

from udfs.checkpoint.folder import Checkpoint, save
from udfs.confidence.ngrams import NgramClassifier
from udfs.confidence.outliers import Landmarks, Outliers
from udfs.encoder.batches import Collator
from udfs.encoder.int8 import Int8
from udfs.encoder.tokens import TextEncoder
from udfs.heads.network import ListingModel
from udfs.heads.questions import Questions
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema
from udfs.serving.labels import refresh_labels
from udfs.serving.memory import Batcher

TINY_SCHEMA = """
categories:
  mug:
    name: {en: Mug, zh: 马克杯}
    description: {en: Cups with a handle, zh: 带把的杯子}
    aliases: [cup, 杯子]
    attributes:
      brand:
        name: {en: Brand, zh: 品牌}
        description: {en: Maker, zh: 制造商}
        aliases: [maker, 牌子]
        kind: span
        required: true
        values:
          acme: {name: {en: Acme, zh: 艾克米}, aliases: [ACME Corp]}
      capacity:
        name: {en: Capacity, zh: 容量}
        description: {en: How much it holds, zh: 能装多少}
        kind: quantity
        unit: ml
        range: [10, 5000]
      color:
        name: {en: Color, zh: 颜色}
        description: {en: Main colour, zh: 主要颜色}
        aliases: [colour]
        kind: choice
        values:
          black: {name: {en: Black, zh: 黑色}, aliases: [jet black, 黑]}
          white: {name: {en: White, zh: 白色}, aliases: [白]}
  lamp:
    name: {en: Lamp, zh: 灯}
    description: {en: Gives light, zh: 照明用品}
    aliases: [desk lamp, 台灯]
    attributes:
      power:
        name: {en: Power, zh: 功率}
        description: {en: Power drawn, zh: 耗电功率}
        kind: quantity
        unit: W
tags:
  gift:
    name: {en: Gift, zh: 礼物}
    description: {en: Fit for giving, zh: 适合送人}
"""
ALPHABET = [chr(code) for code in range(33, 127)] + list(
    "品牌容量颜色黑白杯子灯台功率毫升瓦马克艾米能装多少主要制造商礼物适合送人照明用带把的"
)


@pytest.fixture(scope="module")
def one_thread() -> Iterator[None]:
    """Threads that wait for each other take longer than a tiny model's steps."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def tiny_schema_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("schema")
    (folder / "tiny.yaml").write_text(TINY_SCHEMA, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def tiny_schema(tiny_schema_folder: Path) -> Schema:
    return load_schema(tiny_schema_folder)


def tiny_tokenizer() -> Tokenizer:
    """WordPiece of single characters: every word falls into its letters."""
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *ALPHABET, *(f"##{c}" for c in ALPHABET)]
    tokenizer = Tokenizer(models.WordPiece({p: i for i, p in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def tiny_model(n_labels: int) -> ListingModel:
    """Two layers of 32 dimensions with weights from a fixed seed."""
    torch.manual_seed(7)
    size = tiny_tokenizer().get_vocab_size()
    config = BertConfig(
        vocab_size=size, hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64,
        max_position_embeddings=128,
    )  # fmt: skip
    model = ListingModel(BertModel(config), n_labels=n_labels, span_width=16, dropout=0.0)
    torch.nn.init.constant_(model.spans.bias.bias, 0.0)  # so that the untrained model finds many spans
    model.spans.question.weight.data *= 20.0  # and is sure of some of them
    torch.nn.init.constant_(model.choices.none.weight, 0.0)  # and prefers some value of a closed list to none
    model.choices.value.weight.data *= -1.5
    return model.eval()


def make_checkpoint(
    folder: Path,
    schema: Schema,
    ngrams: Mapping[str, NgramClassifier] | None = None,
    int8: Int8 | None = None,
    outliers: Outliers | None = None,
) -> Path:
    """A complete checkpoint of a tiny random model for a schema; with ``outliers`` it has landmarks, too."""
    texts = Questions(schema).texts
    checkpoint = Checkpoint(
        tiny_model(len(texts)),
        TextEncoder(tiny_tokenizer(), sep_id=3, site=False),
        Collator(cls_id=2, sep_id=3, pad_id=0, window=64, overlap=16),
        schema,
        texts,
        ngrams=ngrams or {},
        int8=int8 or Int8(),
        outliers=outliers or Outliers(),
        landmarks=_landmarks(schema) if outliers else None,
    )
    refresh_labels(checkpoint, Batcher(checkpoint.model, checkpoint.collator, None), whiten=True)
    save(
        folder,
        checkpoint,
        backbone="tiny random encoder of the tests",
        data_fingerprint="0" * 16,
        versions={},
        metrics={"span_f1": 0.0},
        documents={"metrics.json": {}},
    )
    return folder


def _landmarks(schema: Schema) -> Landmarks:
    """Two listings of each category, far from each other."""
    rows = {key: np.eye(2, 32, place, dtype=np.float32) for place, key in enumerate(schema.categories)}
    return Landmarks(rows, np.eye(32, dtype=np.float32))


@pytest.fixture(scope="session")
def tiny_checkpoint(tmp_path_factory: pytest.TempPathFactory, tiny_schema: Schema) -> Path:
    return make_checkpoint(tmp_path_factory.mktemp("checkpoints") / "tiny", tiny_schema)
