"""Gates out of past runs: fixed limits until enough of them have measured something."""

from __future__ import annotations

from typing import Any

import yaml

from jobs.gates.limits import GatesFile
from jobs.gates.suggestion import as_yaml, suggest


def run(rejected: int, lost: float | None = None) -> dict[str, Any]:
    verdict = {"gate": "lost", "by": "", "category": None, "attribute": None, "measured": lost}
    worst = verdict | {"by": "category, attribute", "category": "mug", "attribute": "color", "measured": 0.04}
    return {
        "verdicts": None if lost is None else [verdict, worst],
        "counts": {"read": 1000, "rejected": rejected, "values": 500, "unmapped": 60},
        "quality": {"outside": 0.01},
    }


def limits(*runs: dict[str, Any]) -> list[tuple[str, float, str]]:
    return [
        (gate.measure, gate.most, "fixed" if highest is None else f"{highest} of {n}")
        for gate, highest, n in suggest(runs)
    ]


def test_four_runs_are_too_few() -> None:
    assert {told for _, _, told in limits(*[run(10, 0.01)] * 4)} == {"fixed"}


def test_a_limit_is_above_the_highest_share_of_at_least_five_runs() -> None:
    runs = [*[run(10, 0.001)] * 4, run(20, 0.01), run(40), run(40)]  # the last two had no gates
    assert limits(*runs) == [
        ("lost", 0.02, "0.01 of 5"),
        ("lost", 0.065, "0.04 of 5"),
        ("coverage", 0.05, "fixed"),
        ("changed", 0.1, "fixed"),
        ("unmapped", 0.185, "0.12 of 7"),
        ("low_confidence", 0.3, "fixed"),
        ("rejected", 0.065, "0.04 of 7"),
        ("outside", 0.02, "0.01 of 7"),
    ]


def test_the_file_is_what_a_config_reads() -> None:
    text = as_yaml(suggest([run(10, 0.001)] * 5))
    assert "{measure: lost, most: 0.065, level: hold, by: [category, attribute]}  # highest of 5 runs: 4.0%" in text
    assert "{measure: coverage, most: 0.05, level: hold, by: [category, attribute]}  # fixed: 0 of the 5 runs" in text
    gates = GatesFile.model_validate(yaml.safe_load(text)).gates
    assert [gate.most for gate in gates] == [gate.most for gate, *_ in suggest([run(10, 0.001)] * 5)]
