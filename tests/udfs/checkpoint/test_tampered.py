"""Checkpoints that somebody altered, made of a sound one: each is one sentence at once, or serves as if it were whole.

Unless a case is about the manifest, it names the altered files with their new hashes, as a careful forger would.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import struct
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from tests.conftest import make_checkpoint
from udfs.checkpoint.manifest import check_schema, read_manifest, verify, write_manifest
from udfs.confidence.ngrams import N_BUCKETS, NgramClassifier
from udfs.confidence.outliers import Level, Outliers
from udfs.errors import CheckpointError, InputError
from udfs.records import Listing
from udfs.schema.schema import Schema
from udfs.serving.predictor import Predictor
from udfs.settings import Batching

pytestmark = pytest.mark.usefixtures("one_thread")

Damage = Callable[[Path], None]
HUGE = 10**12
DEEP = b"[" * 200_000
ENCODER, CONFIG, WEIGHTS = "encoder/config.json", "config.json", "model.safetensors"
LANDMARKS = "outliers.safetensors"


def put(name: str, *keys: str | int, value: Any) -> Damage:
    """Set one key of a JSON file; a value that is a function makes the new one of the old."""

    def damage(folder: Path) -> None:
        document = json.loads((folder / name).read_text(encoding="utf-8"))
        target = document
        for key in keys[:-1]:
            target = target[key]
        target[keys[-1]] = value(target[keys[-1]]) if callable(value) else value
        (folder / name).write_text(json.dumps(document), encoding="utf-8")

    return damage


def drop(name: str, key: str) -> Damage:
    def damage(folder: Path) -> None:
        document = json.loads((folder / name).read_text(encoding="utf-8"))
        del document[key]
        (folder / name).write_text(json.dumps(document), encoding="utf-8")

    return damage


def write(name: str, content: bytes) -> Damage:
    return lambda folder: (folder / name).write_bytes(content) and None


def tensors(change: Callable[[dict[str, torch.Tensor]], None], name: str = WEIGHTS) -> Damage:
    def damage(folder: Path) -> None:
        held = load_file(folder / name)
        change(held)
        save_file({key: tensor.contiguous() for key, tensor in held.items()}, folder / name)

    return damage


def header(change: Callable[[dict[str, Any]], None]) -> Damage:
    """Change what the header of the weights says, and not the bytes behind it."""

    def damage(folder: Path) -> None:
        content = (folder / WEIGHTS).read_bytes()
        (size,) = struct.unpack("<Q", content[:8])
        facts = json.loads(content[8 : 8 + size])
        change(facts)
        said = json.dumps(facts).encode()
        (folder / WEIGHTS).write_bytes(struct.pack("<Q", len(said)) + said + content[8 + size :])

    return damage


def replace(name: str, make: Callable[[Path], object]) -> Damage:
    def damage(folder: Path) -> None:
        (folder / name).unlink()
        make(folder / name)

    return damage


def sparse(path: Path, size: int = 3 * 2**30) -> None:
    with path.open("wb") as file:
        file.truncate(size)


def piece(content: str, number: int) -> Damage:
    return put("tokenizer.json", "model", "vocab", value=lambda vocab: {**vocab, content: number})


def first(held: dict[str, Any]) -> str:
    return min(name for name in held if name != "__metadata__")


def fill(tensor: torch.Tensor, value: str) -> None:
    tensor.fill_(float(value))


# Altered and listed as such: what is checked is what they say.
FORGED: dict[str, tuple[Damage, str]] = {
    "no layers": (put(ENCODER, "num_hidden_layers", value=0), "do not fit its config: encoder.* the config asks for"),
    "one layer": (put(ENCODER, "num_hidden_layers", value=1), "do not fit its config"),
    "a million layers": (put(ENCODER, "num_hidden_layers", value=1_000_000), "is 1,000,000, and the weights"),
    "negative layers": (put(ENCODER, "num_hidden_layers", value=-3), "do not fit its config"),
    "layers of text": (put(ENCODER, "num_hidden_layers", value="many"), "its config makes no network"),
    "a huge width": (put(ENCODER, "hidden_size", value=HUGE), "cannot load the checkpoint"),
    "a negative width": (put(ENCODER, "hidden_size", value=-32), "its config makes no network"),
    "no width": (drop(ENCODER, "hidden_size"), "do not fit its config"),
    "a broken width": (put(ENCODER, "hidden_size", value=31), "its config makes no network"),
    "a huge vocabulary": (put(ENCODER, "vocab_size", value=HUGE), "do not fit its config"),
    "a huge middle": (put(ENCODER, "intermediate_size", value=HUGE), "do not fit its config"),
    "many positions": (put(ENCODER, "max_position_embeddings", value=HUGE), "do not fit its config"),
    "no heads": (put(ENCODER, "num_attention_heads", value=0), "its config makes no network"),
    "uneven heads": (put(ENCODER, "num_attention_heads", value=5), "its config makes no network"),
    "heads of NaN": (write(ENCODER, b'{"model_type": "bert", "num_attention_heads": NaN}'), "NaN is no number"),
    "another network": (put(ENCODER, "model_type", value="gpt2"), "its config makes no network|do not fit its config"),
    "no network": (put(ENCODER, "model_type", value="no such"), "its config makes no network"),
    "an unknown activation": (put(ENCODER, "hidden_act", value="exec"), "its config makes no network"),
    "foreign code": (put(ENCODER, "auto_map", value={"AutoModel": "evil/repo--m.Model"}), "`auto_map` has code from"),
    "foreign kernels": (put(ENCODER, "attn_implementation", value="evil/kernel"), "has code from elsewhere run"),
    "a quantizer": (put(ENCODER, "quantization_config", value={"quant_method": "gptq"}), "has code from elsewhere run"),
    "an encoder of lists": (write(ENCODER, b"[1]"), "encoder/config.json is unreadable: expected an object, got list"),
    "an encoder config deep down": (write(ENCODER, DEEP), "encoder/config.json is unreadable"),
    "a deep encoder": (write(ENCODER, b'{"a":' * 100_000), "nested too deeply"),
    "no window": (put(CONFIG, "window", value=0), "config.json is unreadable: .*window"),
    "a negative window": (put(CONFIG, "window", value=-64), "config.json is unreadable: .*window"),
    "a window of two": (put(CONFIG, "window", value=2), "config.json is unreadable: .*window"),
    "a huge window": (put(CONFIG, "window", value=HUGE), "config.json is unreadable: .*window"),
    "a wide window": (put(CONFIG, "window", value=129), "a window of 129, and the encoder reads 128 pieces"),
    "a window of text": (put(CONFIG, "window", value="wide"), "config.json is unreadable: .*window"),
    "a window of NaN": (write(CONFIG, b'{"window": NaN}'), "config.json is unreadable"),
    "overlap": (put(CONFIG, "overlap", value=64), "overlap must be below half of the window, got 64 of 64"),
    "a negative overlap": (put(CONFIG, "overlap", value=-1), "config.json is unreadable: .*overlap"),
    "a huge span": (put(CONFIG, "span_width", value=HUGE), "config.json is unreadable: .*span_width"),
    "a longer span": (put(CONFIG, "span_width", value=100_000), "do not fit its config: spans"),
    "no span": (put(CONFIG, "span_width", value=0), "config.json is unreadable: .*span_width"),
    "a piece beyond": (put(CONFIG, "cls_id", value=10**6), "cls_id 1,000,000, and the encoder knows"),
    "a negative piece": (put(CONFIG, "pad_id", value=-1), "config.json is unreadable: .*pad_id"),
    "a missing key": (drop(CONFIG, "window"), "config.json is unreadable: .*window"),
    "an unknown key": (put(CONFIG, "hooks", value="os.system"), "config.json is unreadable: .*hooks"),
    "a config of text": (write(CONFIG, b'"yes"'), "config.json is unreadable"),
    "a config of nothing": (write(CONFIG, b""), "config.json is unreadable"),
    "a deep config": (write(CONFIG, DEEP), "config.json is unreadable"),
    "labels of text": (write("labels.json", b'"abc"'), "labels.json is unreadable"),
    "labels of numbers": (write("labels.json", b"[1, 2]"), "labels.json is unreadable"),
    "labels of null": (write("labels.json", b"null"), "labels.json is unreadable"),
    "no labels": (write("labels.json", b"[]"), "do not fit its config"),
    "one more label": (put("labels.json", 0, value="again"), ""),
    "labels as an object": (write("labels.json", b'{"a": 1}'), "labels.json is unreadable"),
    "labels in Latin-1": (write("labels.json", b'["caf\xe9"]'), "labels.json is unreadable"),
    "a temperature of 0": (put("calibration.json", "category", value=0), "calibration.json is unreadable"),
    "a negative temperature": (put("calibration.json", "tags", value=-1), "calibration.json is unreadable"),
    "a temperature of NaN": (write("calibration.json", b'{"choices": NaN}'), "calibration.json is unreadable"),
    "an endless temperature": (write("calibration.json", b'{"choices": 1e999}'), "calibration.json is unreadable"),
    "a list of temperatures": (write("calibration.json", b"[]"), "calibration.json is unreadable"),
    "usage of NaN": (write("prior.json", b'{"single": {"score": NaN}}'), "prior.json is unreadable"),
    "negative usage": (
        write("prior.json", b'{"usage": {"mug": {"brand": {"stated": -9, "silent": -9}}}, "single": {"rare": 1}}'),
        "prior.json is unreadable",
    ),
    "negative wordings": (
        write("prior.json", b'{"usage": {"mug": {"brand": {"wordings": {"a": [-1, -7]}}}}}'), "prior.json is un",
    ),
    "negative shapes": (
        write("prior.json", b'{"usage": {"mug": {"brand": {"shapes": {"a": -7}}}}}'), "prior.json is unreadable",
    ),
    "huge weights": (
        write("prior.json", b'{"usage": {"mug": {"brand": {}}}, "single": {"score": 1e308, "shape": 1e308}}'),
        "prior.json is unreadable",
    ),
    "a prior of lists": (write("prior.json", b'{"usage": [1]}'), "prior.json is unreadable"),
    "huge odds": (write("neighbours.json", b'{"score": 1e308, "base": -1e308, "wordings": 99}'), ""),  # of no value
    "odds of text": (write("neighbours.json", b'{"score": "high"}'), "neighbours.json is unreadable"),
    "evidence deep down": (write("evidence.json", DEEP), "evidence.json is unreadable"),
    "evidence of nothing": (write("evidence.json", b"null"), "evidence.json is unreadable"),
    "languages of NaN": (write("languages.json", b'{"shares": {"English": NaN}}'), "languages.json is unreadable"),
    "a rounding of 0": (
        write("int8.json", b'{"layers": {"pooler": {"scale": 0, "zero_point": 1}}}'), "int8.json is unreadable",
    ),
    "a rounding of NaN": (
        write("int8.json", b'{"layers": {"a": {"scale": 1, "zero_point": 1, "channels": [NaN]}}}'), "int8.json is unr",
    ),
    "channels of another layer": (
        write(
            "int8.json",
            b'{"fp32": 0.5, "int8": 0.5, "listings": 9, "layers": {"encoder.layer.0.attention.self.query": '
            b'{"scale": 1, "zero_point": 1, "channels": [1, 2]}}}',
        ),
        "int8.json is unreadable: encoder.layer.0.attention.self.query has 32 inputs, its rounding 2",
    ),
    "channels of 0": (
        write(
            "int8.json",
            b'{"fp32": 0.5, "int8": 0.5, "listings": 9, "layers": {"encoder.layer.0.attention.self.query": '
            b'{"scale": 1, "zero_point": 1, "channels": [' + b"0, " * 31 + b"0]}}}",
        ),
        "int8.json is unreadable",
    ),
    "n-grams of nothing": (write("ngrams.json", b'{"z": {"values": [], "network": 1, "ngrams": 1}}'), "weights of 'z'"),
    "n-grams of lists": (write("ngrams.json", b"[]"), "ngrams.json is unreadable"),
    "other n-grams": (put("ngrams.json", "q", "values", value=["a"]), "2 values|1 values need weights of"),
    "endless n-grams": (put("ngrams.json", "q", "network", value=1e999), "ngrams.json is unreadable"),
    "n-grams of NaN": (
        tensors(lambda held: fill(held["q"], "nan"), "ngrams.safetensors"), "q are not finite",
    ),
    "n-grams of bytes": (
        tensors(lambda held: held.update(q=held["q"].to(torch.uint8)), "ngrams.safetensors"), "no floating-point",
    ),
    "landmarks of another width": (
        tensors(lambda held: held.update(mug=held["mug"][:, :8].clone()), LANDMARKS), "does not fit an encoder",
    ),
    "landmarks without a scale": (tensors(lambda held: held.pop("#scale"), LANDMARKS), "does not fit an encoder"),
    "no landmarks": (
        tensors(lambda held: [held.pop("mug"), held.pop("lamp")], LANDMARKS), "does not fit an encoder",
    ),
    "landmarks of NaN": (tensors(lambda held: fill(held["mug"], "nan"), LANDMARKS), "mug are not finite"),
    "a chance of 2": (put("outliers.json", "levels", 0, "least", value=2.0), "outliers.json is unreadable"),
    "n-grams cut off": (write("ngrams.safetensors", b"\0\0"), "ngrams.safetensors is unreadable"),
    "a schema of nothing": (write("schema.json", b"{}"), "schema.json is unreadable"),
    "a deep schema": (write("schema.json", DEEP), "schema.json is unreadable"),
    "a schema in Latin-1": (write("schema.json", b'{"\xe9": 1}'), "schema.json is unreadable"),
    "an empty schema": (write("schema.json", b""), "schema.json is unreadable"),
    "a tokenizer of nothing": (write("tokenizer.json", b"{}"), "tokenizer.json is unreadable"),
    "a deep tokenizer": (write("tokenizer.json", b'{"model":' * 100_000), "tokenizer.json is unreadable"),
    "pieces beyond": (piece("乐", 10**6), "its pieces go up to 1000000, the encoder knows"),
    "a huge piece": (piece("乐", HUGE), "tokenizer.json is unreadable"),
    "a negative piece number": (piece("乐", -1), "tokenizer.json is unreadable"),
    "no pieces": (put("tokenizer.json", "model", "vocab", value={}), "tokenizer.json is unreadable"),
    "a tokenizer of another kind": (put("tokenizer.json", "model", "type", value="Unheard"), "tokenizer.json is unre"),
    "an expression without end": (
        put(
            "tokenizer.json", "pre_tokenizer",
            value={"type": "Split", "pattern": {"Regex": "("}, "behavior": "Isolated", "invert": False},
        ),
        "tokenizer.json is unreadable",
    ),
    "weights of nothing": (write(WEIGHTS, b""), "model.safetensors is unreadable"),
    "weights without end": (write(WEIGHTS, struct.pack("<Q", 2**63)), "model.safetensors is unreadable"),
    "a long header": (write(WEIGHTS, struct.pack("<Q", HUGE) + b"{}"), "model.safetensors is unreadable"),
    "a header of lists": (write(WEIGHTS, struct.pack("<Q", 2) + b"[]"), "model.safetensors is unreadable"),
    "a deep header": (write(WEIGHTS, struct.pack("<Q", len(DEEP)) + DEEP), "model.safetensors is unreadable"),
    "a header in Latin-1": (write(WEIGHTS, struct.pack("<Q", 2) + b"\xe9\xe9"), "model.safetensors is unreadable"),
    "offsets beyond": (
        header(lambda facts: facts[first(facts)].update(data_offsets=[0, HUGE])), "model.safetensors is unreadable",
    ),
    "offsets backwards": (
        header(lambda facts: facts[first(facts)].update(data_offsets=[64, 0])), "model.safetensors is unreadable",
    ),
    "a shape without end": (
        header(lambda facts: facts[first(facts)].update(shape=[2**40, 2**40])), "model.safetensors is unreadable",
    ),
    "a negative shape": (
        header(lambda facts: facts[first(facts)].update(shape=[-1, 4])), "model.safetensors is unreadable",
    ),
    "an unknown type": (
        header(lambda facts: facts[first(facts)].update(dtype="F7")), "model.safetensors is unreadable",
    ),
    "weights of whole numbers": (
        tensors(lambda held: held.update({first(held): held[first(held)].to(torch.int64)})), "no floating-point",
    ),
    "weights of NaN": (tensors(lambda held: fill(held[first(held)], "nan")), "are not finite"),
    "endless weights": (tensors(lambda held: fill(held[first(held)], "inf")), "are not finite"),
    "a tensor is missing": (tensors(lambda held: held.update(more=held.pop(first(held)))), "is missing, the config"),
    "a tensor too many": (tensors(lambda held: held.update(more=torch.ones(2))), "more is 2, the config asks"),
    "a tensor of another shape": (
        tensors(lambda held: held.update({first(held): torch.ones(3, 3)})), "is 3 x 3, the config asks for",
    ),
    "no tensors": (tensors(lambda held: held.clear()), "do not fit its config|holds 0 tensors"),
}  # fmt: skip


def entry(name: str, **facts: Any) -> Damage:
    return put("manifest.json", "files", name, value=lambda old: {**old, **facts})


def listed(name: str, **facts: Any) -> Damage:
    return put("manifest.json", "files", value=lambda old: {**old, name: {"bytes": 1, "sha256": "0", **facts}})


# The manifest itself, and files of another kind or size than it says.
UNLISTED: dict[str, tuple[Damage, str]] = {
    "no manifest": (lambda folder: (folder / "manifest.json").unlink(), "it has no manifest.json; train one with"),
    "a manifest of lists": (write("manifest.json", b"[8]"), "format list, this version reads"),
    "a manifest of nothing": (write("manifest.json", b""), "manifest.json is unreadable"),
    "a deep manifest": (write("manifest.json", DEEP), "manifest.json is unreadable: its brackets are nested"),
    "a manifest in Latin-1": (write("manifest.json", b'{"\xe9": 1}'), "manifest.json is unreadable"),
    "another format": (put("manifest.json", "format", value=10**4000), "format 10+, this version reads"),
    "no format": (drop("manifest.json", "format"), "format None, this version reads"),
    "files of lists": (put("manifest.json", "files", value=[1]), "manifest.json is unreadable"),
    "no files": (put("manifest.json", "files", value={}), "is not listed in manifest.json"),
    "many files": (
        put("manifest.json", "files", value={f"f{n}": {"bytes": 1, "sha256": ""} for n in range(5000)}),
        "manifest.json is unreadable: .*at most 1000 items",
    ),
    "a size of text": (entry(CONFIG, bytes="big"), "manifest.json is unreadable"),
    "a negative size": (entry(CONFIG, bytes=-1), "manifest.json is unreadable: .*greater than or equal to 0"),
    "a huge size": (entry(CONFIG, bytes=HUGE), "config.json was altered"),
    "another hash": (entry(CONFIG, sha256="0" * 64), "config.json was altered"),
    "a hash of numbers": (entry(CONFIG, sha256=7), "manifest.json is unreadable"),
    "a file of this machine": (listed("/dev/zero"), "a file has to lie inside the folder"),
    "a file above": (listed("../../etc/passwd"), "a file has to lie inside the folder"),
    "a file of no name": (listed(""), "a file has to lie inside the folder"),
    "a file of NUL": (listed("a\0b"), "a file has to lie inside the folder"),
    "a date of text": (put("manifest.json", "created_at", value="soon"), "manifest.json is unreadable"),
    "metrics of NaN": (
        lambda folder: (folder / "manifest.json").write_text(
            (folder / "manifest.json").read_text(encoding="utf-8").replace('"metrics": {', '"metrics": {"x": NaN, '),
            encoding="utf-8",
        ) and None, "NaN is no number",
    ),
    "another fingerprint": (put("manifest.json", "fingerprint", value="f" * 500), "the fingerprint f{40} is not that"),
    "a pipe for a manifest": (replace("manifest.json", os.mkfifo), "manifest.json is unreadable: it is a pipe"),
    "a large manifest": (replace("manifest.json", sparse), "manifest.json is unreadable: it holds more than"),
    "a folder for a manifest": (replace("manifest.json", Path.mkdir), "manifest.json is unreadable: it is a folder"),
    "endless weights from a device": (replace(WEIGHTS, lambda path: path.symlink_to("/dev/zero")), "it is a device"),
    "an endless tokenizer": (replace("tokenizer.json", lambda path: path.symlink_to("/dev/zero")), "it is a device"),
    "a link to nothing": (replace(CONFIG, lambda path: path.symlink_to("nowhere")), "config.json is (missing|unrea)"),
    "a link to itself": (replace(CONFIG, lambda path: path.symlink_to(path)), "config.json is unreadable"),
    "larger weights": (replace(WEIGHTS, sparse), "model.safetensors (was altered|is unreadable)"),
    "cut off": (lambda folder: os.truncate(folder / WEIGHTS, 500), "model.safetensors (was altered|is unreadable)"),
    **{f"a pipe for {name}": (replace(name, os.mkfifo), f"{name} is unreadable: it is a pipe") for name in (
        CONFIG, ENCODER, WEIGHTS, "labels.json", "schema.json", "prior.json", "ngrams.json", "ngrams.safetensors",
        "evidence.json", "tokenizer.json",
    )},
    **{f"no {name}": (lambda folder, name=name: (folder / name).unlink(), f"{name} is") for name in (
        CONFIG, ENCODER, WEIGHTS, "languages.json", "ngrams.safetensors",
    )},
    "a folder for a file": (replace("prior.json", Path.mkdir), "prior.json is unreadable"),
}  # fmt: skip


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, tiny_schema: Schema) -> Path:
    ngrams = {"q": NgramClassifier(("a", "b"), torch.zeros(N_BUCKETS, 2, dtype=torch.float16))}
    known = Outliers(levels=(Level(least=0.5, precision=0.9, coverage=0.9),), listings=60)
    folder = tmp_path_factory.mktemp("sound") / "checkpoint"
    return make_checkpoint(folder, tiny_schema, ngrams=ngrams, outliers=known)


def renew(folder: Path) -> None:
    """The manifest of what is there now."""
    own = {"format", "fingerprint", "created_at", "files"}
    write_manifest(folder, **read_manifest(folder).model_dump(exclude=own))


def serve(folder: Path, schema: Schema) -> None:
    """All that a driver and its workers do with a checkpoint."""
    verify(folder)
    check_schema(folder, schema)
    predictor = Predictor.load(folder, schema, Batching())
    predictor.extract([Listing("1", "ACME mug 350 ml, black", category="mug"), Listing("2", "台灯 5瓦 照明用品")])
    predictor.match([("mug", "color", "black"), ("mug", "brand", "艾克米")])


def told(work: Callable[[], object]) -> str:
    """The sentence that something fails with, soon."""
    began = time.monotonic()
    with pytest.raises(InputError) as error:
        work()
    assert time.monotonic() - began < 20  # at once, however busy the machine is: what hangs takes minutes
    assert len(str(error.value)) < 1000
    return str(error.value)


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_checkpoint_is_told(tmp_path: Path, sound: Path, tiny_schema: Schema, name: str) -> None:
    damage, message = FORGED[name]
    folder = Path(shutil.copytree(sound, tmp_path / "checkpoint"))
    damage(folder)
    renew(folder)
    if not message:
        return serve(folder, tiny_schema)
    assert re.search(message, told(lambda: serve(folder, tiny_schema)), re.DOTALL)
    return None


@pytest.mark.parametrize("name", UNLISTED)
def test_an_altered_checkpoint_is_told(tmp_path: Path, sound: Path, tiny_schema: Schema, name: str) -> None:
    damage, message = UNLISTED[name]
    folder = Path(shutil.copytree(sound, tmp_path / "checkpoint"))
    damage(folder)
    assert re.search(message, told(lambda: serve(folder, tiny_schema)), re.DOTALL)


@pytest.mark.parametrize("name", [name for name in UNLISTED if "pipe" in name or "weights" in name or "cut" in name])
def test_a_worker_that_hashes_nothing_is_told(tmp_path: Path, sound: Path, tiny_schema: Schema, name: str) -> None:
    folder = Path(shutil.copytree(sound, tmp_path / "checkpoint"))
    UNLISTED[name][0](folder)
    assert "cannot load the checkpoint" in told(lambda: Predictor.load(folder, tiny_schema, Batching()))


def test_a_sound_one_serves(sound: Path, tiny_schema: Schema) -> None:
    serve(sound, tiny_schema)
    with pytest.raises(CheckpointError):
        serve(sound / "nowhere", tiny_schema)
