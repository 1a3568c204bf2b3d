"""Whether words beside a quantity ever change its number: words of real titles put before and behind known ones.

    python -m benchmarks.beside titles.txt listings.jsonl.gz --column title

Each title gives one to three neighbouring words without digits, put beside two quantities. The number has to stay, or
the text has to be invalid. Printed are the counts and the texts that got another number; the exit code is 1 where any
did.
Files hold a title a line; of ``.jsonl`` the column is read, and ``.gz`` is unpacked.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from udfs.quantities.messages import QuantityError
from udfs.quantities.parsing import parse_quantity

_STATED = (
    ("500 ml", "ml", 500), ("2万毫安", "mAh", 20000), ("1.2 kg", "g", 1200), ('15.6"', "inch", 15.6),
    ("3 pcs", "count", 3), ("90 min", "h", 1.5), ("20W", "W", 20), ("40-45 L", "L", 40), ("95%", "percent", 95),
    ("三件套", "count", 3), ("30厘米", "cm", 30), ("800 lm", "lm", 800), ("220V", "V", 220),
)  # fmt: skip
_HAN = re.compile("[一-鿿]")
_DIGIT = re.compile(r"\d")
_EXAMPLES = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what became of the numbers; 1 where one changed, else 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--column", default="title")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    rng, counts, changed = random.Random(options.seed), Counter[str](), []
    for title in (title for file in options.files for title in _titles(file, options.column)):
        counts["titles"] += 1
        for text, unit, number in _beside(title, rng):
            outcome = _outcome(text, unit, number)
            counts[outcome] += 1
            if outcome == "changed":
                changed.append(f"{text!r} in {unit}")
    print(", ".join(f"{counts[name]:,} {name}" for name in ("titles", "unchanged", "invalid", "changed")))
    print("\n".join(changed[:_EXAMPLES]))
    return 1 if changed else 0


def _titles(file: Path, column: str) -> Iterator[str]:
    with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
        for line in lines:
            yield str(json.loads(line).get(column) or "") if ".json" in file.name else line.strip()


def _beside(title: str, rng: random.Random) -> Iterator[tuple[str, str, float]]:
    chinese = _HAN.search(title) is not None
    found = re.findall("[一-鿿]{2,6}", title) if chinese else title.split()
    words = [word for word in found if not _DIGIT.search(word)]
    for text, unit, number in rng.sample(_STATED, 2) if words else ():
        first = rng.randrange(len(words))
        beside = " ".join(words[first : first + rng.randint(1, 3)])
        between = rng.choice((" ", "", ", ")) if chinese else " "
        yield f"{text}{between}{beside}", unit, number
        yield f"{beside} {text}", unit, number


def _outcome(text: str, unit: str, number: float) -> str:
    try:
        read = parse_quantity(text, unit).number
    except QuantityError:
        return "invalid"
    return "unchanged" if read == number else "changed"


if __name__ == "__main__":
    sys.exit(main())
