"""The options that the speed benchmarks share, and what follows from them."""

from __future__ import annotations

import argparse
import glob
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, get_args

from benchmarks.speed.listings import SourceRow, first, read_rows, with_repeats
from benchmarks.speed.submit import ROOT, Spark
from benchmarks.speed.variation import Generator, Settings, Template
from jobs.session.concurrency import available_cores
from udfs.errors import FacetmillError
from udfs.jsonl import json_object, numbered_lines
from udfs.schema.loading import load_schema
from udfs.settings import Batching, Precision

LABELLED = str(ROOT / "conf/demo/labelled/*.jsonl")


def parser_for(description: str | None, rows: int | None) -> argparse.ArgumentParser:
    """A parser with the shared options; ``rows`` is the usual number of listings, None for an own option."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", default=str(ROOT / "build/demo/checkpoint"))
    parser.add_argument("--schema", default=str(ROOT / "conf/schema"))
    if rows is not None:
        parser.add_argument("--rows", type=int, default=rows)
    parser.add_argument("--data", type=Path, help="JSON lines to read instead of generated listings")
    parser.add_argument("--repeats", type=_share, default=0.0, help="share of listings that say what another one says")
    parser.add_argument("--boilerplate", type=_share, default=0.0, help="share that ends with a shared paragraph")
    parser.add_argument("--tokens", type=int, default=100, help="of an average generated listing, about")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--precision", choices=get_args(Precision), default="auto", help="of the encoder")
    parser.add_argument("--token-budget", type=int, help="pieces in a batch; what the job takes on the device")
    parser.add_argument("--look-ahead", type=int, default=Batching().look_ahead, help="listings sorted by length")
    parser.add_argument("--texts", action="store_true", help="the job writes texts and keywords as well")
    parser.add_argument("--tasks", type=int, help="inference tasks at once; one for each core")
    parser.add_argument("--properties", type=Path, default=ROOT / "conf/spark/local.conf")
    parser.add_argument("--json", type=Path, help="file to write the figures to")
    return parser


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share < 1:
        raise argparse.ArgumentTypeError(f"expected a share from 0 to below 1, got {text}")
    return share


def unique_rows(options: argparse.Namespace) -> Iterator[SourceRow]:
    """Listings that all differ: of the file given, or generated without end from the labelled ones."""
    if options.data is not None:
        return read_rows(options.data)
    lines = (line for file in sorted(glob.glob(LABELLED)) for _, line in numbered_lines(file))
    templates = [Template.from_row(json_object(line)) for line in lines]
    settings = Settings(options.tokens, options.boilerplate, options.seed)
    return Generator(templates, load_schema(options.schema), settings).rows()


def source_rows(options: argparse.Namespace, n: int) -> list[SourceRow]:
    """``n`` listings with the share of repeats asked for. Raises SourceError when there are fewer."""
    rows = with_repeats(unique_rows(options), n, options.repeats, options.seed)
    return first(rows, n, options.data or LABELLED)


def tasks_of(options: argparse.Namespace) -> int:
    """Inference tasks that work at one time."""
    return int(options.tasks or available_cores())


def spark_of(options: argparse.Namespace) -> Spark:
    """A slot for each inference task."""
    return Spark(options.properties, tasks_of(options))


def batching_of(options: argparse.Namespace) -> Batching:
    """How the predictor gathers batches, in the precision asked for."""
    return Batching(
        device=options.device, precision=options.precision, token_budget=options.token_budget,
        look_ahead=options.look_ahead,
    )  # fmt: skip


def job_settings(options: argparse.Namespace) -> dict[str, Any]:
    """Keys of the job config that follow from the options."""
    return {
        "checkpoint": str(Path(options.checkpoint).resolve()),
        "schema": str(Path(options.schema).resolve()),
        "inference": {"partitions": tasks_of(options)},
        "batching": batching_of(options).model_dump(),
        **({"texts": {}} if options.texts else {}),
    }


@contextmanager
def scratch_folder(parser: argparse.ArgumentParser, name: str) -> Iterator[Path]:
    """A folder for the time of one benchmark; an error of the project ends the script in one line, with its code."""
    try:
        with tempfile.TemporaryDirectory(prefix=f"{name}-") as folder:
            yield Path(folder)
    except FacetmillError as fault:
        parser.exit(fault.exit_code, f"error: {fault}\n")


def write_json(figures: dict[str, Any], path: Path | None) -> None:
    """Write the figures, if a file is named."""
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(figures, indent=1), encoding="utf-8")
