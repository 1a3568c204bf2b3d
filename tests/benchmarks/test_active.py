"""``active``: listings that are chosen, trained on and judged by others, on a tiny Chinese data set."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.benchmarks.conftest import invoke

pytestmark = pytest.mark.usefixtures("one_thread")


def test_both_strategies_train_on_as_many_listings_and_are_judged_by_the_same(
    chinese: Path, tmp_path: Path, tiny_training: list[str]
) -> None:
    words = ("active", "jd_titles", "--data", chinese, "--n", 2, "--begin", 3, "--seeds", 1, "--output", tmp_path)
    result = invoke(*words, "--set", "optimization.freeze_layers=0", *tiny_training)
    assert result.exit_code == 0, result.output

    rows = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert [(row["strategy"], row["listings"], row["labels"]) for row in rows] == [
        ("none", 3, 12), ("random", 5, 20), ("next", 5, 20),
    ]  # fmt: skip
    learned = {
        name: json.loads((tmp_path / f"jd_titles/seed-0/{name}/manifest.json").read_text())["data_fingerprint"]
        for name in ("none", "random", "next")
    }
    assert learned["none"] not in (learned["random"], learned["next"])
    assert (
        "| data | strategy | seeds | listings | spans labelled | F1 | over none | over random | F1 by seed |"
        in result.output
    )
