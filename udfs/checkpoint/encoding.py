"""How a checkpoint turns text into what its encoder reads, checked against that encoder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field
from tokenizers import Tokenizer

from udfs.checkpoint.files import content, unreadable
from udfs.checkpoint.manifest import CONFIG, TOKENIZER
from udfs.config import Strict
from udfs.encoder.batches import Collator
from udfs.encoder.tokens import TextEncoder


class ModelConfig(Strict):
    """What ``config.json`` says: how to rebuild the network and its text encoding around the weights.

    ``site``: whether the model reads the site that a listing comes from.
    """

    cls_id: int = Field(ge=0)
    sep_id: int = Field(ge=0)
    pad_id: int = Field(ge=0)
    window: int = Field(ge=3, le=1_000_000)
    overlap: int = Field(ge=0)
    span_width: int = Field(ge=1, le=1_000_000)
    site: bool


def text_encoding(folder: Path, size: int, config: ModelConfig, encoder: Any) -> tuple[TextEncoder, Collator]:
    """How a checkpoint's encoder is fed; ``size``: bytes of its tokenizer.

    Raises CheckpointError for pieces that the encoder has no vectors of, and a window longer than it reads.
    """
    try:
        tokenizer = Tokenizer.from_buffer(content(folder, TOKENIZER, size))  # from_file: bare Exceptions
    except ValueError as cause:
        raise unreadable(folder, TOKENIZER, cause) from cause
    n_pieces = encoder.get_input_embeddings().num_embeddings
    largest = max(tokenizer.get_vocab(with_added_tokens=True).values(), default=-1)
    if not 0 <= largest < n_pieces:
        raise unreadable(folder, TOKENIZER, f"its pieces go up to {largest}, the encoder knows {n_pieces}")
    named = {name: getattr(config, name) for name in ("cls_id", "sep_id", "pad_id")}
    if beyond := [f"{name} {number:,}" for name, number in named.items() if number >= n_pieces]:
        raise unreadable(folder, CONFIG, f"{', '.join(beyond)}, and the encoder knows {n_pieces} pieces")
    longest = getattr(encoder.config, "max_position_embeddings", config.window)
    if config.window > longest:
        raise unreadable(folder, CONFIG, f"a window of {config.window:,}, and the encoder reads {longest:,} pieces")
    try:
        collator = Collator(config.cls_id, config.sep_id, config.pad_id, config.window, config.overlap)
    except ValueError as cause:
        raise unreadable(folder, CONFIG, cause) from cause
    return TextEncoder(tokenizer, sep_id=config.sep_id, site=config.site), collator
