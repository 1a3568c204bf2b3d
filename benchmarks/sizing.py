"""How long a catalog takes on a cluster and what that costs, from figures measured on one of its machines.

    python -m benchmarks.sizing --rows 1e9 --distinct 0.7 --tokens 100 --tokens-per-second 20000 --row-seconds 0.004 \\
        --executors 50 --tasks 8 --price 0.40

``--tokens-per-second``: of one executor, all its tasks together, as `facetmill doctor` measures it there.
``--row-seconds``: of one task for all that is not inference, the slope of `benchmarks/scale.py` without its stage
`infer`, times the tasks that worked. Repeated texts are inferred once, but every row is read, resolved and written.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    # Also as a script: `python benchmarks/sizing.py`.
    sys.path[0] = str(Path(__file__).resolve().parents[1])


@dataclass(frozen=True, slots=True)
class Need:
    """Hours of the parts of a run on all executors, and its price in the currency of an executor's hour."""

    inference_hours: float
    other_hours: float
    price: float

    @property
    def hours(self) -> float:
        """From the first read to the last row."""
        return self.inference_hours + self.other_hours


def need(
    *,
    rows: float,
    distinct: float,
    tokens: float,
    tokens_per_second: float,
    row_seconds: float,
    executors: int,
    tasks: int,
    price: float,
) -> Need:
    """What a first run takes: ``rows`` of which the share ``distinct`` has a text of its own, of ``tokens`` each."""
    inference = rows * distinct * tokens / (tokens_per_second * executors) / 3600
    other = rows * row_seconds / (executors * tasks) / 3600
    return Need(inference, other, (inference + other) * executors * price)


def main() -> None:
    """Print hours and price."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=float, required=True)
    parser.add_argument("--distinct", type=float, default=1.0, help="share of rows whose text no other row has")
    parser.add_argument("--tokens", type=float, default=100.0, help="of a listing")
    parser.add_argument("--tokens-per-second", type=float, required=True, help="of one executor")
    parser.add_argument("--row-seconds", type=float, required=True, help="of one task, besides inference")
    parser.add_argument("--executors", type=int, required=True)
    parser.add_argument("--tasks", type=int, required=True, help="of one executor at a time")
    parser.add_argument("--price", type=float, default=0.0, help="of an executor for an hour")
    found = need(**vars(parser.parse_args()))
    print(f"inference   {found.inference_hours:10,.2f} h")
    print(f"all else    {found.other_hours:10,.2f} h")
    print(f"together    {found.hours:10,.2f} h")
    print(f"price       {found.price:10,.2f}")


if __name__ == "__main__":
    main()
