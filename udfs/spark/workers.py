"""What a Python worker loads once and keeps: schema, rules and model, by what the driver sends.

Kept in an importable module: globals of a submitted script would be rebuilt for every task.
"""

from __future__ import annotations

import functools
import os
import socket
from typing import Any

from pyspark import TaskContext

from udfs.checkpoint.files import check_size, located
from udfs.checkpoint.manifest import read_manifest
from udfs.errors import CheckpointError
from udfs.resolution.decisions import decisions_from_json
from udfs.resolution.product import ProductMaker
from udfs.schema.schema import Schema
from udfs.schema.untrained import Untrained
from udfs.settings import Batching, GenerativeModel, Thresholds


@functools.lru_cache(maxsize=4)
def schema_of(schema_json: str) -> Schema:
    """A schema, by its JSON."""
    return Schema.from_json(schema_json)


@functools.lru_cache(maxsize=4)
def maker_of(
    schema_json: str, thresholds: Thresholds, decisions_json: str, calibrated: bool, untrained: Untrained
) -> ProductMaker:
    """The rules of a schema, with what they remember."""
    decisions = decisions_from_json(decisions_json)
    return ProductMaker(schema_of(schema_json), thresholds, decisions, calibrated=calibrated, untrained=untrained)


@functools.lru_cache(maxsize=4)
def predictor_of(checkpoint: str, fingerprint: str, schema_json: str, batching: Batching, gpu: str | None) -> Any:
    """The model of this worker process on the GPU of its task; torch is imported here, so the driver never needs it.

    Raises CheckpointError when the folder holds another checkpoint on this machine than the driver verified: its claims
    would be stored under the wrong name.
    """
    import torch

    from udfs.encoder.device import choose_device
    from udfs.serving.predictor import Predictor

    found = read_manifest(checkpoint).fingerprint
    if found != fingerprint:
        raise CheckpointError(
            f"the checkpoint {checkpoint} is {found} on {socket.gethostname()}, but {fingerprint} on the driver; "
            "copy the same one to every machine and run again"
        )
    context = TaskContext.get()
    torch.set_num_threads(max(1, context.cpus() if context else 1))
    device = choose_device(batching.device, gpu)
    return Predictor.load(checkpoint, schema_of(schema_json), batching, device)


@functools.lru_cache(maxsize=1)
def generator_of(settings: GenerativeModel, revision: str | None, fingerprint: str, gpu: str | None) -> Any:
    """The generative model of this worker process on the GPU of its task.

    Raises ConfigError where this machine holds another one than the driver verified, or cannot load it.
    """
    import torch

    from udfs.serving.generation.finding import find_model, refused
    from udfs.serving.generation.model import TextGenerator

    found = find_model(settings.model_copy(update={"revision": revision}), fetch=revision is not None)
    if found.fingerprint != fingerprint:
        told = f"it is {found.fingerprint} on {socket.gethostname()}, but {fingerprint} on the driver"
        raise refused(settings, f"{told}; copy the same one to every machine and run again")
    context = TaskContext.get()
    torch.set_num_threads(max(1, context.cpus() if context else 1))
    return TextGenerator.load(settings, found, gpu)


def why_unseen(checkpoint: str, fingerprint: str) -> str | None:
    """Why this machine cannot load the checkpoint that the driver verified, and which machine; null where it can.

    Sizes are compared and not hashes: every worker of a cluster asks.
    """
    try:
        folder = located(checkpoint)
        manifest = read_manifest(folder)
        if manifest.fingerprint != fingerprint:
            raise CheckpointError(f"it is {manifest.fingerprint} there, and {fingerprint} on the driver")
        for name, entry in manifest.files.items():
            check_size(folder, name, entry.bytes)
    except CheckpointError as fault:
        why, _, _ = str(fault).removeprefix(f"cannot load the checkpoint {folder}: ").partition("; ")
        return f"on {socket.gethostname()}, in {os.getcwd()}: {why}"
    return None


def gpu_of_task() -> str | None:
    """Address of the GPU that Spark gave the task, if any. The next task of a worker may be given another one."""
    context = TaskContext.get()
    resource = context.resources().get("gpu") if context else None
    return resource.addresses[0] if resource else None
