"""``facetmill schema learn``: labelled pairs in a file, a schema folder and two tables out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from jobs.cli.main import main
from udfs.schema.loading import load_schema

SCHEMA = """
categories:
  cable:
    name: {en: Cable, zh: 线缆}
    description: {en: Cables, zh: 线缆}
    attributes:
      part: {name: {en: Part, zh: 零件号}, description: {en: Part number, zh: 零件号}, kind: span}
      plug:
        name: {en: Plug, zh: 接头}
        description: {en: Plug, zh: 接头}
        kind: choice
        values: {male: {name: {en: Male, zh: 公}}, female: {name: {en: Female, zh: 母}}}
"""
PAIRS: list[dict[str, Any]] = [
    *({"category": "cable", "attribute": "part", "raw": f"C-{n}", "value": [f"C{n}", "?"]} for n in range(5)),
    *[{"category": "cable", "attribute": "plug", "raw": "jack", "value": "Female"}] * 2,
]


def learn(folder: Path, lines: list[str], *more: str, exit_code: int = 0) -> Result:
    (folder / "in").mkdir(exist_ok=True)
    (folder / "in/cable.yaml").write_text(SCHEMA, encoding="utf-8")
    (folder / "pairs.jsonl").write_text("\n".join(lines), encoding="utf-8")
    options = {"--labels": "pairs.jsonl", "--schema": "in", "--out": "out"}
    words = [word for key, name in options.items() for word in (key, str(folder / name))]
    result = CliRunner().invoke(main, ["schema", "learn", *words, *more])
    assert result.exit_code == exit_code, result.output
    return result


def test_rules_are_written_and_shown_with_support_precision_and_coverage(tmp_path: Path) -> None:
    result = learn(tmp_path, [json.dumps(pair) for pair in PAIRS])
    assert [" ".join(line.split()) for line in result.stdout.splitlines()][:-1] == [
        "attribute rule support precision",
        "cable.part [letters and digits] 5 1.00",
        "cable.plug 1 aliases of values 2 1.00",
        "attribute pairs right cross-validated",
        "cable.part 5 1.00 1.00",
        "cable.plug 2 1.00 0.00",
        "all 7 1.00 0.71",
    ]
    written = (tmp_path / "out/cable.yaml").read_text(encoding="utf-8")
    assert "- {do: [letters and digits], support: 5, precision: 1.0}" in written
    assert "learned: {jack: {support: 2, precision: 1.0}}" in written
    assert load_schema(tmp_path / "out").attribute("cable", "plug").value_by_wording["jack"] == "female"


def test_the_tables_in_chinese(tmp_path: Path) -> None:
    result = learn(tmp_path, [json.dumps(pair) for pair in PAIRS], "--lang", "zh")
    assert [" ".join(line.split()) for line in result.stdout.splitlines()][:-1] == [
        "属性 规则 支持数 精确率",
        "线缆.零件号 [letters and digits] 5 1.00",
        "线缆.接头 值的 1 个别名 2 1.00",
        "属性 样本对 正确率 交叉验证",
        "线缆.零件号 5 1.00 1.00",
        "线缆.接头 2 1.00 0.00",
        "合计 7 1.00 0.71",
    ]


def test_all_faults_of_the_pairs_come_at_once_with_their_lines(tmp_path: Path) -> None:
    good = PAIRS[0]
    lines = [
        json.dumps(good),
        "{",
        "",
        json.dumps(good | {"category": "rope"}),
        json.dumps(good | {"attribute": "colour"}),
        json.dumps(good | {"raw": " "}),
        json.dumps(good | {"value": []}),
        json.dumps(PAIRS[-1] | {"value": "Neuter"}),
    ]
    said = learn(tmp_path, lines, exit_code=2).stderr
    place = f"{tmp_path}/pairs.jsonl"
    assert f"cannot learn from {place}: 6 fault(s)" in said
    for fault in (
        ":2: this line is no JSON",
        ":4: the schema has no category 'rope'; it has cable",
        ":5: category cable has no attribute 'colour'; it has part, plug",
        ":6: `raw` must be a text that is not empty, got ' '",
        ":7: `value` must be a text or a list of texts, none of them empty, got []",
        ":8: cable.plug has no value 'Neuter'; it has Male, Female",
    ):
        assert place + fault in said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("lines", [[], ["", " "]])
def test_a_file_without_pairs(tmp_path: Path, lines: list[str]) -> None:
    assert "it holds no labelled pair" in learn(tmp_path, lines, exit_code=2).stderr


def test_evidence_and_marks_of_a_draft_go_with_the_schema(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/draft.jsonl").write_text('{"what": "draft", "version": 1}\n', encoding="utf-8")

    learn(tmp_path, [json.dumps(pair) for pair in PAIRS])

    assert (tmp_path / "out/draft.jsonl").read_text(encoding="utf-8") == '{"what": "draft", "version": 1}\n'
    assert (tmp_path / "in/draft.jsonl").exists()
