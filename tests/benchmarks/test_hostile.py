"""The benchmark of hostile texts: what it prints of a quick rule, and that it stops one that does not end."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from benchmarks.hostile.__main__ import Reading, growth, main, measure
from benchmarks.hostile.inputs import INPUTS
from benchmarks.hostile.rules import rules_of
from udfs.schema.loading import load_schema

REPOSITORY = Path(__file__).parents[2]


def test_a_rule_that_does_not_end_is_stopped_and_larger_texts_are_left_out() -> None:
    endless = re.compile("(a+)+b")
    readings = list(measure("endless", endless.match, {"a": INPUTS["letter"]}, [4, 50, 100], 0.2))
    assert [(reading.input, reading.characters) for reading in readings] == [("a", 4), ("a", 50)]
    assert readings[0].seconds is not None
    assert readings[1].seconds is None


def test_growth_is_the_exponent_between_two_sizes() -> None:
    before = Reading("rule", "input", 1_000, 0.01)
    assert (growth(before, 10_000, 0.1), growth(before, 10_000, 1.0)) == (1.0, 2.0)
    assert growth(None, 10_000, 1.0) is growth(before, 10_000, None) is growth(before, 1_000, 1.0) is None


def test_every_input_has_about_the_size_asked_for() -> None:
    assert {name for name, made in INPUTS.items() if not 990 <= len(made(1_000)) <= 1_000} == set()


def test_the_slowest_input_of_each_rule_is_printed_and_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "hostile.json"
    command = ["--rules", "tidy", "same_text", "--inputs", "open", "comma", "--sizes", "100", "200"]
    assert main([*command, "--schema", str(REPOSITORY / "conf/schema"), "--json", str(output)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["tidy", "same_text", "0"]
    assert lines[-1] == "0 of 2 rules take more than 0.5 s for a value"
    assert {row["rule"] for row in json.loads(output.read_text(encoding="utf-8"))} == {"tidy", "same_text"}
    slow = [*command, "--limit", "1e-9", "--schema", str(REPOSITORY / "conf/schema")]
    assert main(slow) == 1
    assert capsys.readouterr().out.splitlines()[0].endswith("over")


def test_every_attribute_of_the_schema_is_a_rule() -> None:
    rules = rules_of(load_schema(REPOSITORY / "conf/schema"))
    assert {"value shoes.size", "value tea.tea_type", "step first number", "target_of", "screen"} <= set(rules)
    for name, rule in rules.items():
        if name.startswith("value"):
            rule("7 black")
