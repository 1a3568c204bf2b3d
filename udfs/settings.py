"""What a job may tell the product: batch sizes and thresholds. Plain values, shared by config files and workers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from udfs.config import Strict

FloatPrecision = Literal["auto", "fp32", "bf16", "fp16"]
"""What matrices are multiplied in while training; auto takes what the device is fastest in."""

Precision = Literal[FloatPrecision, "int8"]
"""The same for serving; auto takes int8, on CPUs without bf16, of checkpoints that lose no more by it than they may."""

UnknownCategory = Literal["model", "reject", "none"]
"""What becomes of a listing whose seller names a category that the schema does not know: the model decides, it is
rejected, or its product is kept without category and attributes."""

NO_CHECKPOINT = "none"
"""Stands for a checkpoint where there is none: rules alone work, and nothing is inferred."""

NOTHING_INFERRED = "nothing is inferred, as `checkpoint` is none: sellers' words and rules alone"
"""What is told there."""

UntrainedParts = Literal["refuse", "rules", "ask"]
"""What becomes of parts of a schema that a checkpoint has not learnt: it is refused, rules alone read them, or the
model is asked about them by name and description."""


class Batching(Strict):
    """How texts are grouped for the encoder, where it runs, and in which precision.

    ``token_budget`` bounds rows times the longest row of one batch, padding included; null takes what suits the device
    (:func:`udfs.encoder.device.choose_token_budget`). ``look_ahead`` is how many texts are gathered before they are
    sorted by length, so that a batch holds texts of nearly one length. ``device`` auto takes the GPU of the Spark task,
    or the first one, and else the CPU; cuda fails where there is none.
    """

    token_budget: int | None = Field(default=None, ge=64, lt=2**31)
    look_ahead: int = Field(default=2048, ge=1, lt=2**31)
    device: Literal["auto", "cpu", "cuda"] = "auto"
    precision: Precision = "auto"


class Thresholds(Strict):
    """Smallest confidences, each in 0..1, at which a claim of the model counts.

    ``value``: spans and choices (an attribute of the schema may set its own); ``category``: below it a listing without
    a category is rejected; ``tag``. ``nearest_precision``: chance of being right at which the nearest allowed value is
    taken for a raw value that no rule knows; below it is a suggestion. ``match``: least score of that value instead,
    whatever it is worth, where ``nearest_precision`` is null. ``category_precision``: share of the categories found by
    the model that shall be right where most goods are of none; null takes all from ``category`` on. ``overrule``: what
    the model finds in a listing counts from here on where the seller states a value that nobody knows. ``untrained``:
    what the model says of attributes, categories and tags that it has not learnt counts from here on, or from the
    threshold of the learnt ones where that is higher.
    """

    value: float = Field(default=0.5, ge=0, le=1)
    category: float = Field(default=0.5, ge=0, le=1)
    tag: float = Field(default=0.5, ge=0, le=1)
    match: float = Field(default=0.6, ge=0, le=1)
    nearest_precision: float | None = Field(default=0.95, ge=0, le=1)
    category_precision: float | None = Field(default=0.95, ge=0, le=1)
    overrule: float = Field(default=0.9, ge=0, le=1)
    untrained: float = Field(default=0.9, ge=0, le=1)

    def least_match(self, *, calibrated: bool) -> float | None:
        """The least score at which a nearest value is taken; null for never.

        ``calibrated``: whether the checkpoint's scores of nearest values are chances of being right.
        """
        if self.nearest_precision is None:
            return self.match
        return max(self.nearest_precision, self.value) if calibrated else None


class GenerativeModel(Strict):
    """A pretrained model that writes text, and how it is run. It writes greedily, so runs repeat.

    ``model`` is a folder as transformers saves it, or a hub id, of which ``revision`` names a commit, tag or branch.
    ``class`` causal goes on where a prompt ends, seq2seq answers it. ``chat`` asks a causal model in the chat template
    of its tokenizer; without, it gets the bare prompt. A text ends before the first of ``stop`` in it, and after
    ``max_new_tokens``, whole or not. ``token_budget`` bounds rows times pieces of one batch, of prompts and texts
    together; null takes what suits the device. ``device`` and ``precision`` are those of :class:`Batching`.
    """

    model: str = Field(min_length=1)
    kind: Literal["causal", "seq2seq"] = Field(alias="class")
    revision: str | None = None
    chat: bool = True
    stop: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    max_new_tokens: int = Field(default=160, ge=8, le=2048)
    token_budget: int | None = Field(default=None, ge=64, lt=2**31)
    device: Literal["auto", "cpu", "cuda"] = "auto"
    precision: FloatPrecision = "auto"

    @property
    def goes_on(self) -> bool:
        """Whether it goes on where the bare prompt ends."""
        return self.kind == "causal" and not self.chat

    @property
    def name(self) -> str:
        """What the model is called in tables: the last part of its folder or hub id."""
        return self.model.rstrip("/").rpartition("/")[2]
