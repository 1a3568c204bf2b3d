"""Texts made of facts, by files of the form of product_qa/facts_to_text.

    python -m benchmarks.texts facts --input facts_to_text.dev.jsonl --output answers.jsonl
    python -m benchmarks.texts fit --input facts_to_text.train.jsonl --output udfs/writing/phrases/plain/weights.tsv

A file has a JSON object a line. Its ``data`` is an attribute as JSON-like text: a key, a colon, and values in braces,
separated by ``;``. Each holds ``value`` and ``unit``, or parts of the thing, which hold these in lists:

    {"data": "item_weight: { unit:pounds, value:2.0 }"}
    {"data": "blade: { edge:[ { value:\\"Serrated\\" } ], length:[ { unit:inches, value:3.5 } ] }"}

``facts`` writes a line {"answer": "..."} for each, in order: English that says nothing but names, values and units
of the attribute. What breaks the format is said as it stands. The answer is null where ``data`` is no text or blank;
such lines are named on standard error.

``fit`` also reads ``text``, the sentence that a person wrote, and counts which frames fit which names. It writes the
table of weights that comes with the package; no text of the file is in it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.quality.lines import JsonLine, json_lines, text_of
from benchmarks.texts.facts import answer
from benchmarks.texts.fitting import fit, said_of, table
from udfs.errors import InputError


def main(arguments: Sequence[str] | None = None) -> int:
    """0; 2 where the input is at fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("facts", "fit"):
        command = commands.add_parser(name, description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
        command.add_argument("--input", type=Path, required=True, help="a file of JSON lines")
        command.add_argument("--output", type=Path, required=True, help="written anew")
    options = parser.parse_args(arguments)
    try:
        {"facts": _facts, "fit": _fit}[options.command](options.input, options.output)
    except InputError as fault:
        print(fault, file=sys.stderr)
        return 2
    return 0


def _facts(source: Path, target: Path) -> None:
    answers = [_answer(line) for line in json_lines(source)]
    with target.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps({"answer": text}, ensure_ascii=False) + "\n" for text in answers)
    print(f"{sum(text is not None for text in answers):,} of {len(answers):,} attributes answered")


def _answer(line: JsonLine) -> str | None:
    data = line.row.get("data")
    if isinstance(data, str) and data.strip():
        return answer(data)
    print(f"{line.where}: no answer: `data` must hold the text of an attribute, got {data!r}", file=sys.stderr)
    return None


def _fit(source: Path, target: Path) -> None:
    pairs = [(text_of(r.row, "data", r.where), text_of(r.row, "text", r.where)) for r in json_lines(source)]
    rows = [said for data, text in pairs if (said := said_of(data, text))]
    if not rows:
        raise InputError(f"{source}: no attribute of one part among {len(pairs)} lines; nothing can be counted")
    target.write_text(table(fit(rows)), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
