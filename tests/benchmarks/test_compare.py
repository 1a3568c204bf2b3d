"""Two commits in turn: by whose benchmarks, and with which checkpoint."""

from __future__ import annotations

import argparse
import subprocess
from pathlib import Path
from typing import Any

import pytest

from benchmarks import compare
from udfs.errors import InputError, RunError

BENCHMARK = """
import json, sys
arguments = dict(zip(sys.argv[1::2], sys.argv[2::2]))
checkpoint = arguments["--checkpoint"].rpartition("/")[2]
timed = {{f"{ruler} {{arguments['--rows']}} {{checkpoint}}": [{seconds}]}}
open(arguments["--json"], "w").write(json.dumps({{"seconds": timed}}))
"""


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *words], cwd=folder, check=True)


def write_benchmark(folder: Path, text: str) -> None:
    (folder / "benchmarks").mkdir(exist_ok=True)
    (folder / "benchmarks/throughput.py").write_text(text, encoding="utf-8")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with two commits, whose benchmarks differ from each other and from the checkout's."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q")
    for tag, seconds in (("old", 1.0), ("new", 2.0)):
        write_benchmark(folder, BENCHMARK.format(ruler=tag, seconds=seconds))
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", tag)
        git(folder, "tag", tag)
    write_benchmark(folder, BENCHMARK.format(ruler="checkout", seconds=3.0))
    monkeypatch.setattr(compare, "ROOT", folder)
    return folder


def measured(folder: Path, **given: Any) -> dict[str, dict[str, list[float]]]:
    options = {
        "base": "old", "head": "new", "script": "throughput", "rounds": 2, "own_benchmarks": False,
        "checkpoint": folder / "both", "base_checkpoint": None, "head_checkpoint": None,
    }  # fmt: skip
    scratch = folder.parent / "scratch"
    return compare.measure(argparse.Namespace(**options | given), ["--rows", "9"], scratch)


def test_both_commits_are_measured_by_the_benchmarks_of_this_checkout(repository: Path) -> None:
    assert measured(repository) == {"checkout 9 both": {"base": [3.0, 3.0], "head": [3.0, 3.0]}}


def test_each_commit_can_be_measured_by_its_own_benchmarks(repository: Path) -> None:
    assert measured(repository, own_benchmarks=True) == {
        "old 9 both": {"base": [1.0, 1.0], "head": []}, "new 9 both": {"base": [], "head": [2.0, 2.0]},
    }  # fmt: skip


def test_each_side_can_have_a_checkpoint_of_its_own(repository: Path) -> None:
    found = measured(repository, rounds=1, head_checkpoint=repository / "newer")
    assert found == {"checkout 9 both": {"base": [3.0], "head": []}, "checkout 9 newer": {"base": [], "head": [3.0]}}
    found = measured(repository, rounds=1, base_checkpoint=repository / "older")
    assert found == {"checkout 9 older": {"base": [3.0], "head": []}, "checkout 9 both": {"base": [], "head": [3.0]}}


def test_what_one_commit_alone_times_is_told_and_not_compared(capsys: pytest.CaptureFixture[str]) -> None:
    options = argparse.Namespace(base="old", head="new", tolerance=0.05, json=None)
    seconds = {"job": {"base": [1.0], "head": [1.02]}, "ceiling": {"base": [], "head": [9.0]}}
    assert compare.report(seconds, options) == 0
    assert "timed in one of the commits alone, and not compared: ceiling\nnew is no slower" in capsys.readouterr().out
    assert compare.report(seconds | {"predictor": {"base": [1.0], "head": [2.0]}}, options) == 1


def test_a_benchmark_that_fails_says_what_it_said_and_what_helps(repository: Path) -> None:
    write_benchmark(repository, "from udfs import nowhere")
    with pytest.raises(RunError, match=r"(?s)throughput failed in .*/base: .*ImportError.*--own-benchmarks"):
        measured(repository)
    assert list((repository.parent / "scratch").iterdir()) == []


def test_a_commit_that_is_none_is_told(repository: Path) -> None:
    with pytest.raises(InputError, match="cannot check out 'nowhere': "):
        measured(repository, head="nowhere")
