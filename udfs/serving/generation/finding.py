"""A generative model as a config names it to its files, which are looked at without being loaded."""

from __future__ import annotations

import hashlib
import json
import os
import socket
from pathlib import Path
from typing import Any, NamedTuple

from safetensors import SafetensorError, safe_open

from udfs.errors import ConfigError
from udfs.schema.fingerprints import digest
from udfs.settings import GenerativeModel

_FORMS = (
    "`texts.generator.model` takes a hub id such as HuggingFaceTB/SmolLM2-135M-Instruct, or a folder with config.json, "
    "a tokenizer, and weights as safetensors"
)
_READ = ("*.json", "*.safetensors", "*.model", "*.txt", "*.jinja")
_WEIGHTS, _INDEX = "model.safetensors", "model.safetensors.index.json"


class FoundModel(NamedTuple):
    """A model on this machine. ``revision``: the commit of a hub id, null for a folder. ``fingerprint`` names the
    content: that commit, or 16 hex digits over the files of the folder."""

    folder: str
    revision: str | None
    fingerprint: str


def find_model(settings: GenerativeModel, *, fetch: bool = True) -> FoundModel:
    """The files of a model, of a hub id fetched unless they are here. Raises ConfigError.

    ``fetch``: false where the model is known to be a folder: what is missing then is no hub id.
    """
    folder = Path(settings.model).expanduser()
    if folder.is_dir():
        if settings.revision is not None:
            raise refused(settings, "`revision` belongs to hub ids, and this is a folder; leave it out")
        return FoundModel(str(folder), None, _fingerprint(settings, folder))
    if not fetch or settings.model.startswith((".", "/", "~")) or settings.model.count("/") > 1:
        raise refused(settings, f"there is no such folder on {socket.gethostname()}, in {os.getcwd()}")
    from huggingface_hub import snapshot_download

    try:
        fetched = snapshot_download(settings.model, revision=settings.revision, allow_patterns=list(_READ))
    except (OSError, ValueError, RuntimeError) as cause:
        why = f"there is no such folder, and as a hub id it cannot be fetched: {said(cause)}"
        raise refused(settings, why) from cause
    commit = Path(fetched).name
    return FoundModel(fetched, commit, commit)


def check_model(settings: GenerativeModel, found: FoundModel) -> None:
    """Raises ConfigError where the files are no model of its class with a tokenizer that can ask it.

    Weights are not loaded: their headers tell whether the files are whole.
    """
    from transformers import AutoConfig, AutoTokenizer

    try:
        config = AutoConfig.from_pretrained(found.folder, trust_remote_code=False)
        _check_class(settings, config)
        tokenizer = AutoTokenizer.from_pretrained(found.folder, trust_remote_code=False)
        for file in _weights(Path(found.folder)):
            with safe_open(file, framework="np"):
                pass
    except LOAD_ERRORS as cause:
        raise refused(settings, said(cause)) from cause
    _check_tokenizer(settings, tokenizer)


# What transformers and safetensors raise for absent, damaged and foreign files; there is no common base class.
LOAD_ERRORS = (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError, ImportError, SafetensorError)


def _check_class(settings: GenerativeModel, config: Any) -> None:
    from transformers.models.auto import modeling_auto as auto

    of_class = {
        "causal": auto.MODEL_FOR_CAUSAL_LM_MAPPING_NAMES,
        "seq2seq": auto.MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING_NAMES,
    }
    fit = [name for name, known in of_class.items() if config.model_type in known]
    if settings.kind not in fit:
        allowed = f"set `class: {fit[0]}`" if fit else "it writes no text; choose a model that does"
        raise refused(settings, f"a model of type {config.model_type} is not of class {settings.kind}: {allowed}")


def _check_tokenizer(settings: GenerativeModel, tokenizer: Any) -> None:
    if tokenizer.pad_token_id is None and tokenizer.eos_token_id is None:
        raise refused(settings, "its tokenizer has neither a padding nor an end token, so texts cannot be batched")
    if settings.kind == "causal" and settings.chat and not tokenizer.chat_template:
        raise refused(settings, "its tokenizer has no chat template; set `chat: false` to give it the bare prompt")


def _weights(folder: Path) -> list[Path]:
    """The files of weights. Raises OSError where one is missing."""
    index = folder / _INDEX
    names = {_WEIGHTS}
    if index.is_file():
        names = set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values())
    return [folder / name for name in sorted(names)]


def _fingerprint(settings: GenerativeModel, folder: Path) -> str:
    """16 hex digits over the files that a model is read from, by their names."""
    files = sorted({file for pattern in _READ for file in folder.glob(pattern)})
    try:
        return digest({file.name: _sha256(file) for file in files})
    except OSError as cause:
        raise refused(settings, said(cause)) from cause


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def said(cause: BaseException) -> str:
    """What an error says, in one line."""
    return " ".join(f"{cause}".split()).rstrip(".")[:300] or type(cause).__name__


def refused(settings: GenerativeModel, why: str) -> ConfigError:
    """The error of a model that cannot be used."""
    return ConfigError(f"cannot load the generator {settings.model!r} (class {settings.kind}): {why}. {_FORMS}")
