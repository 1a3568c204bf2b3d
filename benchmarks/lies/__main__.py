"""Plant lies in faithful texts, one a row, by kind.

    python -m benchmarks.lies --input build/texts.jsonl --output build/lies.jsonl --kinds number,unit --seed 7

A line of the input is an object with id, facts, listing (or null), text and language. A category, where it has one,
tells which rows are of the same goods. Facts are rows of table attributes, or text such as `color: { value:"red" }`.

For each row and kind the output has the row with one change of its text. "lie" is the kind, "place" the first
character that is changed and one past the last; "id" is followed by # and the kind. A kind makes no row of a text that
has nothing to lie about, or where facts or listing say the lie as well.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.lies.amounts import another_number, another_unit
from benchmarks.lies.names import another_colour, another_maker, of_another_product
from benchmarks.lies.planting import Lie, Pool
from benchmarks.lies.rows import Row, make_row
from benchmarks.lies.statements import added, denied, moved, praised
from udfs.jsonl import made_of_lines

KINDS: dict[str, Callable[[Row, Pool], Iterator[Lie]]] = {
    "number": another_number,
    "unit": another_unit,
    "colour": another_colour,
    "brand": another_maker,
    "moved": moved,
    "negation": denied,
    "superlative": praised,
    "extra": added,
    "variant": of_another_product,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the rows, write those with lies, print how many there are of each kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", required=True, type=Path)
    parser.add_argument("--output", required=True, type=Path)
    parser.add_argument("--kinds", default=",".join(KINDS), help=f"some of {', '.join(KINDS)}, between commas; all")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    kinds = options.kinds.split(",")
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        parser.error(f"--kinds has {', '.join(unknown)}; there are {', '.join(KINDS)}")
    rows, faults = made_of_lines(options.input, make_row)
    if faults:
        parser.error(f"no lies are planted, as the input has {faults}")
    planted = [*plant(rows, kinds, options.seed)]
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(
        "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in planted), encoding="utf-8"
    )
    print("\n".join(report(rows, kinds, planted)))


def plant(rows: Sequence[Row], kinds: Sequence[str], seed: int) -> Iterator[dict[str, Any]]:
    """Of each row one line for each kind that finds a lie in it; the same for the same seed, whatever other kinds."""
    for row in rows:
        for kind in kinds:
            pool = Pool(rows, Random(f"{seed} {row.id} {kind}"))
            lie = next((each for each in KINDS[kind](row, pool) if each.text != row.text), None)
            if lie:
                place = [lie.start, lie.end]
                yield {**row.raw, "id": f"{row.id}#{kind}", "text": lie.text, "lie": kind, "place": place}


def report(rows: Sequence[Row], kinds: Sequence[str], planted: Sequence[dict[str, Any]]) -> list[str]:
    """Lines for people: how many lies of each kind."""
    counts = Counter(each["lie"] for each in planted)
    return [f"{len(rows):,} faithful texts", *(f"{kind:12}{counts[kind]:8,}" for kind in kinds)]


if __name__ == "__main__":
    main()
