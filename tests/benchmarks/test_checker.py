"""``python -m benchmarks.checker``: forms of facts that others write, and lines that cannot be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.checker.command import main

FORMS = [
    'band: { width:[ { unit:millimeters, value:21. } ], material:[ { value:"Stainless Steel" } ] }',
    {"band width": "21 mm", "band material": ["Stainless Steel"]},
    {"band": {"width": {"value": 21.0, "unit": "millimeters"}, "material": "Stainless Steel"}},
    [
        {"attribute": "band_width", "value": "21 mm", "number": 21.0, "unit": "mm", "labels": None},
        {"attribute": "band_material", "value": "Stainless steel", "labels": {"en": "Stainless steel"}},
    ],
    [{"band width": "2.1 cm"}, ["band material", "Stainless Steel"]],
    "band width: 21 mm; band material: stainless steel",
]


def run(tmp_path: Path, lines: list[Any]) -> tuple[int, list[dict[str, Any]]]:
    given, made = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    given.write_text("\n".join(each if isinstance(each, str) else json.dumps(each) for each in lines), "utf-8")
    with pytest.raises(SystemExit) as end:
        main(["--input", str(given), "--output", str(made)])
    return int(end.value.code or 0), [json.loads(line) for line in made.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("facts", FORMS, ids=range(len(FORMS)))
def test_facts_in_any_form_say_the_same(facts: Any, tmp_path: Path) -> None:
    texts = ["The band is made of stainless steel and is 21 millimeters wide.", "The band is 22 mm wide."]
    lines = [{"id": i, "facts": facts, "listing": None, "text": text, "language": None} for i, text in enumerate(texts)]
    code, answers = run(tmp_path, lines)
    assert code == 0
    assert answers == [
        {"id": 0, "verdict": "supported", "kind": None, "place": None},
        {"id": 1, "verdict": "refused", "kind": "number", "place": [12, 17]},
    ]


def test_a_listing_may_be_a_text_or_an_object(tmp_path: Path) -> None:
    line = {"id": "a", "facts": None, "text": "带收纳袋的蓝色耳机", "language": "zh"}
    listings = ["蓝色耳机，带收纳袋", {"title": "蓝色耳机", "attributes": {"配件": "收纳袋"}}, {"title": "蓝色耳机"}]
    _, answers = run(tmp_path, [{**line, "listing": listing} for listing in listings])
    assert [answer["verdict"] for answer in answers] == ["supported", "supported", "refused"]


def test_lines_that_cannot_be_read_are_told_and_the_others_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = {"id": 4, "facts": {"color": "blue"}, "listing": None, "text": "It is blue.", "language": "en"}
    code, answers = run(tmp_path, ["{", {"id": 2, "facts": []}, {**good, "id": 3, "facts": "band: { x"}, good])
    assert code == 2
    assert [answer["verdict"] for answer in answers] == [None, None, None, "supported"]
    told = capsys.readouterr().err
    assert "in.jsonl:1: this line is no JSON" in told
    assert "in.jsonl:2: expected `text` as a text, got None" in told
    assert "in.jsonl:3: expected a key with a colon or a brace, got 'x'" in told


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["--input", str(tmp_path / "none.jsonl"), "--output", str(tmp_path / "out.jsonl")])
    assert "give other paths" in capsys.readouterr().err
