"""``python -m benchmarks.quality``: train, predict, evaluate, compare, split, and whatever else judges checkpoints."""

from __future__ import annotations

import os

import click

from benchmarks.quality.commands import checkpoints, drafted, evaluating, training
from jobs.cli.options import Commands


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def main() -> None:
    """How good the values are, on public data sets.

    English: wdc, oa_mine, ae_110k. Chinese: jd_titles, taobao, reviews_zh.

    \b
    Example:
      python -m benchmarks.quality train wdc --data DIR --checkpoint build/quality/wdc
      python -m benchmarks.quality train jd_titles taobao reviews_zh --data DIR --checkpoint build/quality/zh
      python -m benchmarks.quality predict wdc --checkpoint build/quality/wdc --input FILE --output pred.jsonl
      python -m benchmarks.quality evaluate wdc oa_mine ae_110k --data DIR
    """
    # Waiting threads that spin make training several times slower wherever anything else runs; read when torch loads.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


for command in (
    training.train, training.active, evaluating.predict, evaluating.evaluate, evaluating.compare, evaluating.split,
    checkpoints.distractors, checkpoints.masking, checkpoints.outside, checkpoints.hidden_maps, drafted.drafted,
):  # fmt: skip
    main.add_command(command)

if __name__ == "__main__":
    main()
