"""Check texts about products: which say only what facts and listings support, and the first lie of the others.

    python -m benchmarks.checker --input texts.jsonl --output verdicts.jsonl

A line of the input is ``{"id", "facts", "listing", "text", "language"}``. ``facts``: rows of table attributes
(attribute, value, number, unit, labels), an object of attribute to value or values, a text such as ``band: { width:[ {
unit:inches, value:1.1 } ] }``, null, or a list of any of these. ``listing``: null, a text, or an object with title,
description and attributes. ``language`` may be null. Other keys do not count.

A line of the output is ``{"id", "verdict", "kind", "place"}``: supported or refused, and for what is refused the kind
of its first lie (number, unit, name, subject, negation, comparison, addition) and its half-open characters of the text.

A line that cannot be read has the verdict null and a key "error"; it is told on stderr with its number, all others are
checked, and the exit code is 2.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.checker.lines import verdict_of
from udfs.errors import FacetmillError, InputError
from udfs.jsonl import json_object, numbered_lines
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema
from udfs.writing.checking.checker import Checker

_PACKAGED = Path(__file__).parents[2] / "conf" / "schema"


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of ``python -m benchmarks.checker``."""
    try:
        sys.exit(run(_parser().parse_args(arguments)))
    except FacetmillError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(error.exit_code)


def run(options: argparse.Namespace) -> int:
    """Check all lines and write their verdicts; the exit code. Raises InputError for a file that cannot be used."""
    schema = load_schema(options.schema)
    counts: Counter[str] = Counter()
    start = time.perf_counter()
    try:
        with open(options.output, "w", encoding="utf-8") as out:
            for answer in answers(options.input, schema):
                out.write(json.dumps(answer, ensure_ascii=False) + "\n")
                counts[answer["verdict"] or "not read"] += 1
                if answer["kind"]:
                    counts[f"refused: {answer['kind']}"] += 1
    except OSError as cause:
        raise InputError(f"cannot check {options.input} into {options.output}: {cause}; give other paths") from cause
    seconds = time.perf_counter() - start
    texts = sum(n for what, n in counts.items() if ":" not in what)  # kinds are counted beside their sum
    print(json.dumps({"texts": texts, **counts, "texts_per_second": round(texts / max(seconds, 1e-9))}))
    return 2 if counts["not read"] else 0


def answers(path: str, schema: Schema | None) -> Iterator[dict[str, Any]]:
    """The answer to each line that is not blank, in the file's order."""
    checker = Checker(schema)
    for number, line in numbered_lines(path):
        given: dict[str, Any] = {}
        try:
            given = json_object(line)
            yield verdict_of(given, checker, schema)
        except ValueError as fault:
            print(f"{path}:{number}: {fault}", file=sys.stderr)
            yield {"id": given.get("id"), "verdict": None, "kind": None, "place": None, "error": str(fault)}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.checker", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--input", required=True, metavar="FILE", help="texts with facts and listings, JSON lines")
    parser.add_argument("--output", required=True, metavar="FILE", help="verdicts, JSON lines; replaced")
    parser.add_argument(
        "--schema", default=str(_PACKAGED), help="folder whose names of values count [default: conf/schema]"
    )
    return parser
