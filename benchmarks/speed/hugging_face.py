"""The checkpoint's encoder in the folders that Hugging Face's pipeline and GLiNER load: same size, heads untrained."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import AutoConfig, AutoModelForTokenClassification, PreTrainedTokenizerFast
from transformers.utils.logging import disable_progress_bar

from udfs.checkpoint.folder import Checkpoint, load
from udfs.schema.schema import Schema

MEANT = 0.15  # share of the pieces that a trained head would say something of, and so the untrained one has to


def write_pipeline_model(checkpoint: str, schema: Schema, texts: Sequence[str], folder: Path) -> None:
    """A token classifier in fp32: the trained encoder, and a random head for the attributes of the schema.

    Its label O gets the bias with which it wins on all but a share of the pieces of ``texts``: a head that sees
    something everywhere would make the pipeline join spans for longer than any trained one.
    """
    found = load(checkpoint)
    attributes = sorted({key for category in schema.categories.values() for key in category.attributes})
    names = ["O", *(f"{prefix}-{key}" for key in attributes for prefix in "BI")]
    torch.manual_seed(0)
    config = AutoConfig.for_model(**found.model.encoder.config.to_dict())
    config.id2label, config.label2id = dict(enumerate(names)), {name: i for i, name in enumerate(names)}
    model = AutoModelForTokenClassification.from_config(config).eval()  # type: ignore[no-untyped-call]
    model.base_model.load_state_dict(found.model.encoder.state_dict())
    tokenizer = _write_tokenizer(found, folder)
    with torch.inference_mode():
        read = tokenizer(list(texts), padding=True, truncation=True, return_tensors="pt")
        logits = model(**read).logits[read["attention_mask"].bool()]
        lead = logits[:, 1:].amax(1) - logits[:, 0]
        model.classifier.bias[0] += lead.quantile(1.0 - MEANT)
    disable_progress_bar()  # type: ignore[no-untyped-call]
    model.save_pretrained(folder)


def write_gliner_config(checkpoint: str, folder: Path) -> None:
    """The config of a GLiNER of the encoder's size, and the encoder's tokenizer beside it; weights are random."""
    found = load(checkpoint)
    _write_tokenizer(found, folder)
    encoder = found.model.encoder.config.to_dict()
    config = {"model_name": str(folder), "encoder_config": encoder, "hidden_size": encoder["hidden_size"]}
    (folder / "gliner.json").write_text(json.dumps(config), encoding="utf-8")


def gliner_labels(schema: Schema) -> list[str]:
    """The attributes' names of the category that has a middling number of them: what GLiNER is asked for at once."""
    categories = sorted(schema.categories.values(), key=lambda category: len(category.attributes))
    return [attribute.name.first for attribute in categories[len(categories) // 2].attributes.values()]


def _write_tokenizer(found: Checkpoint, folder: Path) -> PreTrainedTokenizerFast:
    collator, pieces = found.collator, found.text_encoder.tokenizer
    special = {"cls_token": collator.cls_id, "sep_token": collator.sep_id, "pad_token": collator.pad_id}
    names = {name: pieces.id_to_token(number) for name, number in special.items()}
    tokenizer = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=pieces, model_max_length=collator.window, padding_side="right", **names
    )
    tokenizer.save_pretrained(folder)
    return tokenizer
