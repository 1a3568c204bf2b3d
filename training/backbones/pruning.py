"""Prune a pretrained vocabulary to what English and Chinese product texts need, keeping segmentation and meaning.

A multilingual vocabulary spends most of an encoder's parameters on languages a catalog never holds. Pieces are dropped
and ids renumbered; the kept pieces keep their scores and vectors, so a text whose pieces are all kept is cut and
embedded exactly as before. Other texts are cut into smaller kept pieces; none becomes unknown by pruning, because every
single character stays.
"""

from __future__ import annotations

import glob
import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from transformers import PreTrainedModel

from udfs.errors import CheckpointError, LabelError
from udfs.text.cleaning import clean

# Vocabularies are sorted by frequency over all their languages: beyond, most ASCII pieces are not English.
FREQUENT = 45_000
# Sizes, quantities and model numbers are built of short ASCII pieces, of which a sample of texts never shows all.
SHORT = 3
_HAN = re.compile(
    "[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_MARKS = {"Unigram": "▁", "WordPiece": "##"}


def read_texts(patterns: Iterable[str]) -> Iterator[str]:
    """The clean lines of all text files that the globs match. Raises LabelError for a glob or file without text."""
    for pattern in patterns:
        files = [file for file in sorted(glob.glob(pattern, recursive=True)) if Path(file).is_file()]
        if not files:
            raise LabelError(f"cannot read vocabulary_texts: no file matches {pattern}; of a folder, give FOLDER/*")
        for file in files:
            try:
                lines = Path(file).read_text(encoding="utf-8").splitlines()
            except (OSError, UnicodeDecodeError) as cause:
                raise LabelError(
                    f"cannot read vocabulary_texts: {file} is no UTF-8 text ({cause}); leave it out of {pattern}"
                ) from cause
            yield from (clean(line).text for line in lines)


def prune_tokenizer(tokenizer: Tokenizer, corpus: Iterable[str]) -> tuple[Tokenizer, list[int]]:
    """A tokenizer with fewer pieces, and for each new id the old one, ascending: ``(new vocabulary,)``.

    Kept are special tokens, pieces that ``corpus`` uses (in any case, at the start of a word or inside), single
    characters, pieces of Han characters, and ASCII pieces that are short, without letters or frequent; never what the
    tokenizer cannot come upon, such as capitals where it reads lower case. Raises CheckpointError for a tokenizer that
    is neither Unigram nor WordPiece.
    """
    state: dict[str, Any] = json.loads(tokenizer.to_str())
    kind = state["model"]["type"]
    if kind not in _MARKS:
        raise CheckpointError(
            f"cannot prune a vocabulary of type {kind}: dropping its pieces would break its merges; "
            f"prunable are {', '.join(_MARKS)}. Set `vocabulary: full`"
        )
    pieces = tokenizer.get_vocab(with_added_tokens=False)
    added = {token["id"] for token in state["added_tokens"]}
    reachable = _reachable(tokenizer, pieces, _MARKS[kind])
    kept = sorted(added | _wanted(reachable, _used(tokenizer, corpus)))
    _renumber(state, {old: new for new, old in enumerate(kept)})
    return Tokenizer.from_str(json.dumps(state)), kept


def prune_embeddings(encoder: PreTrainedModel, kept: list[int], pad_id: int) -> None:
    """Keep the ``kept`` rows of the word embeddings, in this order, in place; ``pad_id`` is the new one."""
    rows: torch.Tensor = encoder.get_input_embeddings().get_parameter("weight").detach()[kept]
    table = torch.nn.Embedding(len(kept), rows.shape[1], padding_idx=pad_id, _weight=rows)
    encoder.set_input_embeddings(table)
    encoder.config.vocab_size = len(kept)


def _used(tokenizer: Tokenizer, corpus: Iterable[str]) -> set[int]:
    """Collect the ids of all pieces of a corpus, a thousand texts at a time."""
    texts, used = iter(corpus), set[int]()
    while batch := list(islice(texts, 1000)):
        for encoding in tokenizer.encode_batch(batch, add_special_tokens=False):
            used.update(encoding.ids)
    return used


def _reachable(tokenizer: Tokenizer, pieces: dict[str, int], mark: str) -> dict[int, str]:
    """By id, the pieces without their word mark; not those of letters that normalization would change: no text has
    them.
    """
    bare = {number: piece.removeprefix(mark) for piece, number in pieces.items()}
    if tokenizer.normalizer is None or tokenizer.normalizer.normalize_str("a") != "a":  # it may add marks to all
        return bare
    normalize = tokenizer.normalizer.normalize_str
    return {n: text for n, text in bare.items() if not text.isalpha() or normalize(text).strip() == text}


def _wanted(bare: dict[int, str], used: set[int]) -> set[int]:
    # A word of the corpus will come capitalized, in capitals and inside compounds too.
    words = {bare[number].casefold() for number in used if number in bare}
    return {number for number, text in bare.items() if text.casefold() in words or _general(text, number)}


def _general(text: str, number: int) -> bool:
    """Whether a piece, without its word mark, is kept whatever the corpus."""
    if len(text) <= 1 or _HAN.fullmatch(text):
        return True
    if not (text.isascii() and text.isprintable()):
        return False
    return number < FREQUENT or len(text) <= SHORT or not any(character.isalpha() for character in text)


def _renumber(state: dict[str, Any], new: dict[int, int]) -> None:
    """Rewrite the tokenizer's JSON form to new ids, in place. There must be no post-processor, which holds ids too."""
    model = state["model"]
    if model["type"] == "Unigram":
        model["vocab"] = [scored for old, scored in enumerate(model["vocab"]) if old in new]
        model["unk_id"] = None if model["unk_id"] is None else new[model["unk_id"]]
    else:
        model["vocab"] = {piece: new[old] for piece, old in model["vocab"].items() if old in new}
    for token in state["added_tokens"]:
        token["id"] = new[token["id"]]
