"""Whether one commit is slower than another, by one of the benchmarks.

    python -m benchmarks.compare main HEAD throughput --rows 2000 --measure predictor job
    python -m benchmarks.compare v0.1.0 HEAD scale --sizes 500 1000 --rounds 5 --own-benchmarks

Both commits are checked out in a temporary folder and measured in turn, in rounds that begin with the one and the other
alternately. What stands behind the name of the benchmark goes to it. The labelled listings and the schema are each
commit's own. The checkpoint is one for both, unless a side is given another.

Both are measured by the benchmarks of this checkout: a change of the ruler is no change of speed. They fail in a commit
that lacks what they call. Then ``--own-benchmarks`` measures each commit by its own, and a change of these counts too.

Of everything that was timed the median of head / base over the rounds is quoted. The exit code is 1 when any of ours is
above 1 by more than ``--tolerance``.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    # Also as a script: `python benchmarks/compare.py`.
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from benchmarks.speed import figures
from benchmarks.speed.options import scratch_folder, write_json
from benchmarks.speed.submit import ROOT
from udfs.errors import InputError, RunError

YARDSTICKS = ("ceiling", "ceiling_fp32", "pipeline", "gliner")
"""What ``throughput`` times beside the product: where these differ, it is noise."""
SCRIPTS = ("throughput", "scale", "incremental")
SIDES = ("base", "head")


def main() -> None:
    """Measure both, print a table, and write JSON if asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("base", help="commit, branch or tag that is the measure")
    parser.add_argument("head", help="commit, branch or tag that is asked about")
    parser.add_argument("script", choices=SCRIPTS)
    parser.add_argument("--own-benchmarks", action="store_true", help="measure each commit by its own benchmarks")
    parser.add_argument("--checkpoint", type=Path, default=ROOT / "build/demo/checkpoint")
    for side in SIDES:
        parser.add_argument(f"--{side}-checkpoint", type=Path, help=f"of {side} alone, in place of --checkpoint")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tolerance", type=float, default=0.05, help="share by which noise may make a run slower")
    parser.add_argument("--json", type=Path, help="file to write the figures to")
    options, rest = parser.parse_known_args()
    with scratch_folder(parser, "compare") as folder:
        found = measure(options, rest, folder)
    sys.exit(report(found, options))


def measure(options: argparse.Namespace, rest: Sequence[str], folder: Path) -> dict[str, dict[str, list[float]]]:
    """Seconds of all rounds by what was timed, then by ``base`` and ``head``."""
    seconds: defaultdict[str, dict[str, list[float]]] = defaultdict(lambda: {side: [] for side in SIDES})
    checkpoints = {
        "base": options.base_checkpoint or options.checkpoint,
        "head": options.head_checkpoint or options.checkpoint,
    }
    own = options.own_benchmarks
    with (
        checked_out(options.base, folder / "base", own_benchmarks=own),
        checked_out(options.head, folder / "head", own_benchmarks=own),
    ):
        for number in range(options.rounds):
            for side in SIDES if number % 2 == 0 else reversed(SIDES):
                print(f"round {number + 1}: {side}", file=sys.stderr)
                words = [*rest, "--checkpoint", str(checkpoints[side].resolve())]
                for what, taken in run(folder / side, options.script, words).items():
                    seconds[what][side] += taken
    return dict(seconds)


@contextmanager
def checked_out(commit: str, folder: Path, *, own_benchmarks: bool) -> Iterator[None]:
    """A folder holds a commit, with the benchmarks of this checkout or its own.

    Raises InputError where git knows no such commit.
    """
    _git(["worktree", "add", "--detach", str(folder), commit], f"cannot check out {commit!r}")
    try:
        if not own_benchmarks:
            shutil.rmtree(folder / "benchmarks", ignore_errors=True)
            shutil.copytree(ROOT / "benchmarks", folder / "benchmarks", ignore=shutil.ignore_patterns("__pycache__"))
        yield
    finally:
        _git(["worktree", "remove", "--force", str(folder)], f"cannot remove the worktree {folder}")


def _git(words: Sequence[str], failed: str) -> None:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise InputError(f"{failed}: {done.stderr.strip()}")


def run(tree: Path, script: str, words: Sequence[str]) -> dict[str, list[float]]:
    """The ``seconds`` of one benchmark in one worktree. Raises RunError when it fails."""
    figures_file = tree / "figures.json"
    command = [sys.executable, str(tree / f"benchmarks/{script}.py"), *words, "--json", str(figures_file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RunError(
            f"{script} failed in {tree}: {done.stderr.strip()}\n"
            "Where a commit lacks what this checkout's benchmarks call, --own-benchmarks measures each by its own"
        )
    seconds: dict[str, list[float]] = json.loads(figures_file.read_text(encoding="utf-8"))["seconds"]
    return seconds


def report(seconds: dict[str, dict[str, list[float]]], options: argparse.Namespace) -> int:
    """Print the figures and write them; the exit code."""
    both = {what: taken for what, taken in seconds.items() if all(taken.values())}
    judged = {what: figures.slower(**taken, tolerance=options.tolerance) for what, taken in both.items()}
    rows: list[dict[str, Any]] = [
        {
            "": what,
            "base s": " ".join(map(str, seconds[what]["base"])),
            "head s": " ".join(map(str, seconds[what]["head"])),
            "head / base": f"{ratio:.3f}",
            "verdict": "slower" if slower else "faster" if ratio < 1 - options.tolerance else "the same",
        }
        for what, (ratio, slower) in judged.items()
    ]
    print(figures.table(rows))
    if alone := seconds.keys() - both.keys():
        print(f"timed in one of the commits alone, and not compared: {', '.join(sorted(alone))}")
    worse = [what for what, (_, slower) in judged.items() if slower and what not in YARDSTICKS]
    print(
        f"{options.head} is slower than {options.base}: {', '.join(worse)}" if worse else f"{options.head} is no slower"
    )
    ratios = {what: round(ratio, 4) for what, (ratio, _) in judged.items()}
    write_json({"ratios": ratios, "slower": worse, "seconds": seconds}, options.json)
    return 1 if worse else 0


if __name__ == "__main__":
    main()
