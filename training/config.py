"""What a training run is told: one frozen config, read from ``conf/training/*.yaml``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from training.backbones.loading import BackboneConfig
from udfs.config import Strict
from udfs.settings import Batching, FloatPrecision, Thresholds


class LabelledSource(Strict):
    """A labelled table. ``path`` may be a glob for files; ``version`` is a Delta version, null for the latest."""

    format: Literal["json", "parquet", "delta"]
    path: str
    version: int | None = None


class Optimization(Strict):
    """Steps, rates and regularization. One step reads ``batch_size`` x ``accumulate`` listings.

    ``epoch_share``: by category, the share of its listings that one epoch reads, for categories with many more labels
    than others; the next epoch reads on. Their share of the development split is as small.

    ``warmup`` is the share of all steps over which the rates rise; then they fall linearly to zero. Frozen layers count
    from the bottom; word embeddings are frozen with the first of them. ``patience``: epochs without a better score on
    the development split before training stops; null never stops early. ``minutes``: what the epochs may take together;
    where they would take longer at the pace of the first one, there are fewer, and the rates fall as much sooner.
    """

    epochs: int = Field(default=10, ge=1)
    batch_size: int = Field(default=16, ge=1)
    epoch_share: dict[str, Annotated[float, Field(gt=0, le=1)]] = Field(default_factory=dict)
    accumulate: int = Field(default=1, ge=1)
    encoder_rate: float = Field(default=5e-5, gt=0)
    head_rate: float = Field(default=1e-3, gt=0)
    weight_decay: float = Field(default=0.01, ge=0)
    warmup: float = Field(default=0.1, ge=0, lt=1)
    clip: float = Field(default=1.0, gt=0)
    dropout: float = Field(default=0.1, ge=0, lt=1)
    freeze_layers: int = Field(default=0, ge=0)
    patience: int | None = Field(default=None, ge=1)
    minutes: float | None = Field(default=None, gt=0)
    precision: FloatPrecision = "auto"
    save_every_steps: int = Field(default=200, ge=1)


class TextConfig(Strict):
    """Longest encoder input in pieces, overlap of the windows of longer text, and the span head's width.

    ``site``: read the name of the site that a listing comes from before its title.
    """

    window: int = Field(default=256, ge=16)
    overlap: int = Field(default=64, ge=0)
    span_width: int = Field(default=256, ge=8)
    site: bool = False

    @model_validator(mode="after")
    def _overlap_fits(self) -> TextConfig:
        if self.overlap >= (self.window - 2) // 2:
            raise ValueError(f"`overlap` must be below half of `window`, got {self.overlap} of {self.window}")
        return self


class TrainConfig(Strict):
    """One training run.

    ``group`` names a column that holds near-copies together; null groups by likeness of the texts.
    ``vocabulary_texts`` are globs of text files whose words a pruned vocabulary keeps, beside those of the labelled
    listings.
    """

    schema_folder: str = Field(alias="schema")
    labelled: tuple[LabelledSource, ...] = Field(min_length=1)
    output: str
    backbone: BackboneConfig
    vocabulary_texts: tuple[str, ...] = ()
    dev_share: float = Field(default=0.1, gt=0, lt=0.9)
    group: str | None = None
    seed: int = 13
    text: TextConfig = TextConfig()
    optimization: Optimization = Optimization()
    batching: Batching = Batching()
    thresholds: Thresholds = Thresholds()
