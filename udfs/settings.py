"""What a job may tell the product: batch sizes and thresholds. Plain values, shared by config files and workers."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from udfs.config import Strict

FloatPrecision = Literal["auto", "fp32", "bf16", "fp16"]
"""What matrices are multiplied in while training; auto takes what the device is fastest in."""

Precision = Literal[FloatPrecision, "int8"]
"""The same for serving; auto takes int8, on CPUs without bf16, of checkpoints that lose no more by it than they may."""


class Batching(Strict):
    """How texts are grouped for the encoder, where it runs, and in which precision.

    ``token_budget`` bounds rows times the longest row of one batch, padding included; null takes what suits the device
    (:func:`udfs.encoder.device.choose_token_budget`). ``look_ahead`` is how many texts are gathered before they are
    sorted by length, so that a batch holds texts of nearly one length. ``device`` auto takes the GPU of the Spark task,
    or the first one, and else the CPU; cuda fails where there is none.
    """

    token_budget: int | None = Field(default=None, ge=64)
    look_ahead: int = Field(default=2048, ge=1)
    device: Literal["auto", "cpu", "cuda"] = "auto"
    precision: Precision = "auto"


class Thresholds(Strict):
    """Smallest confidences, each in 0..1, at which a claim of the model counts.

    ``value``: spans and choices (an attribute of the schema may set its own); ``category``: below it a listing without
    a category is rejected; ``tag``; ``match``: nearest allowed value for a raw value that no rule knows.
    """

    value: float = Field(default=0.5, ge=0, le=1)
    category: float = Field(default=0.5, ge=0, le=1)
    tag: float = Field(default=0.5, ge=0, le=1)
    match: float = Field(default=0.6, ge=0, le=1)
