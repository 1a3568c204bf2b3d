"""Two outputs of the quality benchmark, compared listing by listing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.quality.comparison import compare
from tests.benchmarks.conftest import invoke, write_lines


def slot(listing: int, gold: list[str], value: str | None, **other: Any) -> dict[str, Any]:
    given = {"listing": f"tea-{listing}", "category": "Tea", "attribute": "Brand", "gold": gold, "value": value}
    return {"task": "oa_mine", **given, "confidence": 0.8, "kept": True, "listed": True, **other}


def span(listing: int, attribute: str, *, gold: bool, kept: bool) -> dict[str, Any]:
    place = {"start": 0, "end": 2, "text": "绿屋", "confidence": 0.8}
    return {
        "task": "taobao",
        "listing": f"title-{listing}",
        "attribute": attribute,
        **place,
        "gold": gold,
        "kept": kept,
    }


def label(listing: int, question: str, value: str) -> dict[str, Any]:
    given = {"listing": f"review-{listing}", "question": question, "gold": "1", "value": value, "confidence": 0.8}
    return {"task": "reviews_zh", **given}


def test_a_difference_stands_beside_what_chance_would_make_of_it(tmp_path: Path) -> None:
    base, other = tmp_path / "base", tmp_path / "other"
    # The other finds what the base has missed in ten of twenty listings; where nothing is stated, one value is invented
    # by both, and one that is not listed counts for nothing.
    invented = [slot(20, [], "Vale"), slot(21, [], "Vale", listed=False)]
    right = [slot(number, ["Hill"], "Hill") for number in range(20)]
    write_lines(base / "slots.jsonl", [*right[:10], *(slot(n, ["Hill"], None) for n in range(10, 20)), *invented])
    write_lines(other / "slots.jsonl", [*right, *invented])
    write_lines(base / "spans.jsonl", [span(n, "brand", gold=True, kept=n < 6) for n in range(8)])
    write_lines(other / "spans.jsonl", [span(n, "brand", gold=True, kept=n < 6) for n in range(8)])
    write_lines(base / "labels.jsonl", [label(n, "label", "1") for n in range(4)])
    write_lines(other / "labels.jsonl", [label(n, "label", "01"[n % 2]) for n in range(4)])

    slots, spans, labels = compare(base, other, tmp_path)

    assert (slots["task"], slots["part"], slots["listings"]) == ("oa_mine", "all attributes", 22)
    assert slots["base"] == pytest.approx(200 * 10 / (11 + 20))
    assert slots["other"] == pytest.approx(200 * 20 / (21 + 20))
    assert slots["difference"] == pytest.approx(slots["other"] - slots["base"])
    assert 0 < slots["low"] < slots["difference"] < slots["high"]
    same = {"base": pytest.approx(200 * 6 / (6 + 8)), "other": pytest.approx(200 * 6 / (6 + 8))}
    unmoved = {"difference": 0, "low": 0, "high": 0}
    assert spans == {"task": "taobao", "part": "all attributes", "listings": 8, **same, **unmoved}
    assert (labels["part"], labels["base"], labels["other"], labels["difference"]) == ("label", 100, 50, -50)

    table = invoke("compare", base, other, "--data", tmp_path).output.splitlines()
    assert table[0] == "| task | part | listings | base | other | difference | 95 % from | to |"
    assert table[3] == "| taobao | all attributes | 8 | 85.71 | 85.71 | +0.00 | +0.00 | +0.00 |"


def test_only_what_was_scored_on_the_same_listings_is_compared(tmp_path: Path) -> None:
    base, other = tmp_path / "base", tmp_path / "other"
    write_lines(base / "slots.jsonl", [slot(1, ["Hill"], "Hill"), slot(2, ["Hill"], "Hill")])
    write_lines(other / "slots.jsonl", [slot(1, ["Hill"], "Hill")])
    result = invoke("compare", base, other, "--data", tmp_path)
    assert result.exit_code == 2
    assert "cannot compare oa_mine: 1 listings were scored on one side only; evaluate the same folds" in result.output

    write_lines(tmp_path / "else" / "labels.jsonl", [label(1, "label", "1")])
    result = invoke("compare", base, tmp_path / "else", "--data", tmp_path)
    assert result.exit_code == 2
    assert "they have no task in common (oa_mine; reviews_zh)" in result.output
