"""Inputs that once went wrong, put in again: what is made of them now, and right and wrong by kind.

    python -m benchmarks.faults FILE… --checkpoint build/demo/checkpoint --output build/faults.jsonl

``docs/quality.md`` describes the files. Values that the model decides, listings and files need ``--checkpoint``;
without it they are not run, nor are commands. Written is a JSON line an input: its id, and what was got. Spark is
started only for files.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import cache, partial
from pathlib import Path

from benchmarks.faults import rules
from benchmarks.faults.inputs import NOT_RUN, Fault, Got, Shape, read_faults
from benchmarks.faults.judging import Verdict, judge

_RULES: dict[Shape, Callable[..., Got]] = {
    "quantity": rules.quantity, "dimensions": rules.dimensions, "value": rules.value, "identifier": rules.identifier,
}  # fmt: skip
_VERDICTS: tuple[Verdict, ...] = ("right", "wrong", "by hand", "not run")
_HALVES = "backslashreplace"  # half of a surrogate pair, as JSON writes it
_NO_CHECKPOINT = "needs --checkpoint"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run all inputs, write a line for each, print what is right and what is not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--checkpoint")
    parser.add_argument("--schema", default="conf/schema", help="of listings and files")
    parser.add_argument("--config", default="conf/demo/job.yaml", help="limits and thresholds of the job on files")
    parser.add_argument("--properties-file", default="conf/spark/local.conf")
    parser.add_argument("--output", required=True, type=Path)
    options = parser.parse_args(arguments)
    faults = [fault for file in options.files for fault in read_faults(file)]
    with tempfile.TemporaryDirectory() as scratch:
        got = list(run_all(faults, options, Path(scratch)))
    options.output.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps({"id": fault.id, "got": asdict(each)}, ensure_ascii=False) for fault, each in got)
    options.output.write_bytes("".join(f"{line}\n" for line in lines).encode(errors=_HALVES))
    print("\n".join(report(got)).encode(errors=_HALVES).decode())


def run_all(faults: Sequence[Fault], options: argparse.Namespace, scratch: Path) -> Iterator[tuple[Fault, Got]]:
    """What was got of each input, in order. Model and Spark are loaded for the first that needs them."""
    pipeline, through_the_job = cache(partial(_pipeline, options)), cache(partial(_job, options))
    for number, fault in enumerate(faults):
        if fault.shape == "command":
            got = Got(NOT_RUN, detail="commands are tried by hand")
        elif fault.shape in _RULES:
            got = _RULES[fault.shape](fault.input)
        elif not options.checkpoint:
            got = Got(NOT_RUN, detail=_NO_CHECKPOINT)
        elif fault.shape == "file":
            got = through_the_job()(fault.input, scratch / str(number))
        else:
            got = pipeline()(fault)
        yield fault, got


def _pipeline(options: argparse.Namespace) -> Callable[[Fault], Got]:
    from benchmarks.faults.model import listing, load_pipeline, nearest_value

    loaded = load_pipeline(options.checkpoint, options.schema)
    return lambda fault: listing(loaded, fault) if fault.shape == "listing" else nearest_value(loaded, fault.input)


def _job(options: argparse.Namespace) -> Callable[..., Got]:
    from benchmarks.faults.files import read_config, through_the_job
    from jobs.session.start import build_session

    config = read_config(options.config, options.checkpoint, options.schema)
    return partial(through_the_job, build_session("facetmill faults", options.properties_file), config)


def report(got: Sequence[tuple[Fault, Got]]) -> Iterator[str]:
    """Lines of a table by kind, then what is wrong, and what a person has to judge."""
    counts: defaultdict[str, Counter[Verdict]] = defaultdict(Counter)
    told: defaultdict[Verdict, list[str]] = defaultdict(list)
    for fault, each in got:
        verdict = judge(fault, each)
        counts[fault.kind][verdict] += 1
        told[verdict].append(f"  {fault.id}: expected {fault.expected!r}, got {_shown(each)}")
    yield f"{'kind':24}" + "".join(f"{verdict:>9}" for verdict in _VERDICTS)
    for kind, own in sorted(counts.items()):
        yield _row(kind, own)
    yield _row("all", sum(counts.values(), Counter()))
    for verdict in ("wrong", "by hand"):
        if told[verdict]:
            yield from ("", f"{verdict}:", *told[verdict])


def _row(name: str, counts: Counter[Verdict]) -> str:
    return f"{name:24}" + "".join(f"{counts[verdict]:>9}" for verdict in _VERDICTS)


def _shown(got: Got) -> str:
    parts = {key: part for key, part in asdict(got).items() if part is not None}
    return json.dumps(parts, ensure_ascii=False)


if __name__ == "__main__":
    main()
