"""The text that keeps a rule busy longest: hostile inputs of growing size against every rule that reads raw text.

    python -m benchmarks.hostile --schema conf/schema --json build/hostile.json

Each rule reads each input at each size. Printed is, of each rule, the slowest: its input, characters, seconds of the
processor and growth, the exponent of the size that the time grows with: 1 is linear, 2 quadratic. ``--rules`` and
``--inputs`` choose by parts of their names. A reading that takes longer than ``--patience`` seconds is stopped, and
larger sizes of that input are left out. The exit code is 1 where a value takes more than ``--limit`` seconds.
"""

from __future__ import annotations

import argparse
import json
import math
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.hostile.inputs import INPUTS
from benchmarks.hostile.rules import Rule, rules_of
from udfs.schema.loading import load_schema


@dataclass(frozen=True, slots=True)
class Reading:
    """One rule on one input. ``seconds`` is null where it was stopped; ``growth`` null without a smaller size."""

    rule: str
    input: str
    characters: int
    seconds: float | None
    growth: float | None = None

    @property
    def rank(self) -> float:
        """Seconds, endless ones last."""
        return math.inf if self.seconds is None else self.seconds


_TELLS = 0.01  # seconds; the processor's clock is coarse


class _Stopped(Exception):
    """Raised by the clock."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the slowest input of each rule, write JSON if asked; 1 where one takes too long, else 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schema", default="conf/schema")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 2_000, 20_000, 100_000])
    parser.add_argument("--limit", type=float, default=0.5)
    parser.add_argument("--patience", type=float, default=2.0)
    parser.add_argument("--rules", nargs="+", default=[""])
    parser.add_argument("--inputs", nargs="+", default=[""])
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    rules = chosen(rules_of(load_schema(options.schema)), options.rules)
    inputs = chosen(INPUTS, options.inputs)
    slowest = []
    for name, rule in rules.items():
        readings = list(measure(name, rule, inputs, sorted(options.sizes), options.patience))
        slowest.append(max(readings, key=lambda reading: reading.rank))
        print(shown(slowest[-1], options.limit, options.patience), flush=True)
    over = [reading for reading in slowest if reading.rank > options.limit]
    print(f"{len(over)} of {len(slowest)} rules take more than {options.limit:g} s for a value")
    if options.json:
        options.json.write_text(json.dumps([asdict(reading) for reading in slowest], indent=1, ensure_ascii=False))
    return int(bool(over))


def chosen(named: dict[str, Any], parts: Sequence[str]) -> dict[str, Any]:
    """What has one of the parts in its name."""
    return {name: each for name, each in named.items() if any(part in name for part in parts)}


def measure(
    name: str, rule: Rule, inputs: dict[str, Callable[[int], str]], sizes: Sequence[int], patience: float
) -> Iterator[Reading]:
    """Readings of one rule, of each input from the smallest size on until one is stopped."""
    for kind, made in inputs.items():
        before: Reading | None = None
        for size in sizes:
            text = made(size)
            seconds = timed(rule, text, patience)
            before = Reading(name, kind, len(text), seconds, growth(before, len(text), seconds))
            yield before
            if seconds is None:
                break


def timed(rule: Rule, text: str, patience: float) -> float | None:
    """Seconds of this process that a rule takes; null where it was stopped. What it makes of the text is let go."""
    started = time.process_time()
    try:
        with _patience(patience):
            rule(text)
    except _Stopped:
        return None
    except ValueError:  # how rules say that they don't know a text
        pass
    return time.process_time() - started


@contextmanager
def _patience(seconds: float) -> Iterator[None]:
    """Raises _Stopped inside after so many seconds; regular expressions look for it while they match."""

    def stop(*_: Any) -> None:
        raise _Stopped

    previous = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, previous)


def growth(before: Reading | None, characters: int, seconds: float | None) -> float | None:
    """The exponent between two sizes; null where one of them is missing or too quick to tell."""
    if before is None or (before.seconds or 0.0) < _TELLS or not seconds or characters == before.characters:
        return None
    return round(math.log(seconds / (before.seconds or seconds)) / math.log(characters / before.characters), 2)


def shown(reading: Reading, limit: float, patience: float) -> str:
    """One line of the table."""
    seconds = f"{reading.seconds:8.3f}" if reading.seconds is not None else f"  > {patience:g}"
    grows = "" if reading.growth is None else f"{reading.growth:.2f}"
    remark = "  over" if reading.rank > limit else ""
    return f"{reading.rule:44} {reading.input:24} {reading.characters:>9,} {seconds:>9} {grows:>5}{remark}"


if __name__ == "__main__":
    sys.exit(main())
