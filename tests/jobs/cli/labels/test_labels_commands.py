"""``facetmill labels`` and ``facetmill evaluate`` on files: what is written, printed and refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from jobs.cli.main import main
from training.data.examples import read_examples
from udfs.schema.schema import Schema

pytestmark = pytest.mark.usefixtures("one_thread")

LISTINGS = [
    {"product_id": "m1", "title": "Acme jet black mug 350 ml", "category": "mug"},
    {"product_id": "m2", "title": "Acme jet black mug 350 ml", "category": "mug"},
    {"product_id": "m3", "title": "艾克米 白色马克杯", "description": "容量：350毫升"},
    {"product_id": "l1", "title": "台灯 5瓦", "category": "台灯"},
    {"product_id": "", "title": "no id"},
]


def invoke(*words: object, typed: str | None = None, exit_code: int = 0) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words], input=typed)
    assert result.exit_code == exit_code, result.output
    return result


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_without_a_model_the_most_different_texts_are_picked(tmp_path: Path, tiny_schema_folder: Path) -> None:
    listings, out = write(tmp_path / "listings.jsonl", LISTINGS), tmp_path / "next.jsonl"

    result = invoke("labels", "next", listings, "--schema", tiny_schema_folder, "--n", 2, "--out", out)

    rows = read(out)
    assert len({row["title"] for row in rows}) == 2
    assert [row["checked"] for row in rows] == [False, False]
    assert max(row["products"] for row in rows) == 2
    assert "1 lines are left out (1 no_id)" in result.stderr
    assert f"facetmill labels edit {out} --schema {tiny_schema_folder}" in result.stderr

    again = invoke("labels", "next", listings, "--schema", tiny_schema_folder, "--out", out, exit_code=2)
    assert f"{out} exists, and may hold labels" in again.stderr


def test_a_model_suggests_and_what_has_labels_is_not_picked(tmp_path: Path, tiny_checkpoint: Path) -> None:
    listings, out = write(tmp_path / "listings.jsonl", LISTINGS), tmp_path / "next.jsonl"
    labelled = write(tmp_path / "labelled.jsonl", [LISTINGS[0] | {"spans": []}])

    invoke("labels", "next", listings, "--checkpoint", tiny_checkpoint, "--labels", labelled, "--out", out)

    rows = {row["product_id"]: row for row in read(out)}
    assert rows.keys() == {"m3", "l1"}  # m2 has the text of m1
    assert rows["l1"]["suggested"]["category"] == {"id": "lamp", "confidence": 1.0}
    for row in rows.values():
        for span in row["suggested"]["spans"]:
            assert row[span["field"]][span["start"] : span["end"]] == span["text"]

    everything = write(tmp_path / "all.jsonl", LISTINGS[:4])
    words = (
        "labels",
        "next",
        listings,
        "--checkpoint",
        tiny_checkpoint,
        "--labels",
        everything,
        "--out",
        tmp_path / "x",
    )
    assert "nothing is left to label: all 3 texts have labels" in invoke(*words, exit_code=2).stderr


@pytest.mark.parametrize("words", [(), ("some.jsonl", "--config", "job.yaml")])
def test_either_a_file_or_a_run_is_picked_from(words: tuple[str, ...], tmp_path: Path) -> None:
    result = invoke("labels", "next", *words, "--out", tmp_path / "out.jsonl", exit_code=2)

    assert "give either FILE, or --config" in result.stderr


def test_a_session_is_saved_after_each_listing_and_goes_on(
    tmp_path: Path, tiny_schema: Schema, tiny_schema_folder: Path
) -> None:
    file = write(tmp_path / "next.jsonl", [row | {"checked": False} for row in LISTINGS[1:3]])
    words = ("labels", "edit", file, "--schema", tiny_schema_folder)

    first = invoke(*words, typed="= mug\na 1\nc 5-6\nd 1\n\nq\n")

    assert "1 checked, 0 skipped, 1 left" in first.stdout
    assert f"go on with: facetmill labels edit {file}" in first.stdout
    assert [row["checked"] for row in read(file)] == [True, False]

    second = invoke(*words, "--lang", "zh", typed="= 马克杯\na 1-3\nc 350毫升\nd 白\n\n")

    assert "2/2 m3" in " ".join(second.stdout.split())
    assert "已核对 2 条" in second.stdout
    examples, rejected = read_examples(read(file), tiny_schema)
    assert rejected == []
    assert [sorted((span.attribute, one.wording(span)) for span in one.spans) for one in examples] == [
        [("brand", "Acme"), ("capacity", "350 ml")], [("brand", "艾克米"), ("capacity", "350毫升")],
    ]  # fmt: skip
    assert [one.choices for one in examples] == [{"color": ("black",)}, {"color": ("white",)}]


def test_faults_of_a_file_come_all_at_once(tmp_path: Path, tiny_schema_folder: Path) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text('{"title": "mug"}\n[]\n{"product_id": 1, "title": 5}\n{"product_id": 2}\n', encoding="utf-8")

    result = invoke("labels", "edit", file, "--schema", tiny_schema_folder, exit_code=2)

    assert [line.strip() for line in result.stderr.splitlines()] == [
        f"error: cannot label the listings of {file}: 4 fault(s)",
        f"{file}:1: `product_id` is missing",
        f"{file}:2: expected an object, got list",
        f"{file}:3: `title` must be text or null, got int",
        f"{file}:4: `title` and `description` are both empty",
    ]  # fmt: skip


def test_label_studio_there_and_back(tmp_path: Path, tiny_schema_folder: Path) -> None:
    row = {
        "product_id": "m1", "title": "Acme mug 350 ml", "checked": True, "category": "mug",
        "spans": [{"attribute": "capacity", "text": "350 ml"}], "choices": {"color": ["black"]},
    }  # fmt: skip
    file, tasks, out = write(tmp_path / "a.jsonl", [row]), tmp_path / "tasks.json", tmp_path / "labels.jsonl"

    told = invoke("labels", "export", file, "--out", tasks, "--schema", tiny_schema_folder).stderr
    assert f"1 tasks, 1 of them with predictions, in {tasks}; the form is {tmp_path / 'tasks.xml'}" in told
    assert (tmp_path / "tasks.xml").read_text(encoding="utf-8").startswith("<View>")

    (task,) = json.loads(tasks.read_text(encoding="utf-8"))
    unlabelled = {"data": task["data"] | {"product_id": "m2"}, "annotations": []}
    answered = {"data": task["data"], "annotations": task["predictions"]}
    tasks.write_text(json.dumps([answered, unlabelled]), encoding="utf-8")
    said = invoke("labels", "import", tasks, "--out", out, "--schema", tiny_schema_folder).stderr

    assert "task 2 (m2): nobody has labelled it, or it was skipped" in said
    assert f"1 labelled listings in {out}, 1 tasks left out" in said
    (made,) = read(out)
    assert (made["category"], made["choices"]) == ("mug", {"color": ["black"]})
    assert [(span["start"], span["end"], span["text"]) for span in made["spans"]] == [(9, 15, "350 ml")]

    tasks.write_text('{"a": 1}', encoding="utf-8")
    refused = invoke("labels", "import", tasks, "--out", out, "--schema", tiny_schema_folder, exit_code=2).stderr
    assert "holds dict, not a list of tasks; export the project as JSON" in refused


def test_evaluate_gives_figures_with_intervals(tmp_path: Path, tiny_checkpoint: Path) -> None:
    rows = [
        {"product_id": "m1", "title": "Acme mug 350 ml", "category": "mug",
         "spans": [{"attribute": "capacity", "text": "350 ml"}]},
        {"product_id": "m2", "title": "艾克米 白色马克杯", "category": "马克杯", "choices": {"color": "white"}},
        {"product_id": "m3", "title": "Acme mug", "checked": False},
    ]  # fmt: skip
    words = ("evaluate", "--labels", write(tmp_path / "gold.jsonl", rows), "--checkpoint", tiny_checkpoint)

    result = invoke(*words, "--json")

    found = json.loads(result.stdout)
    assert "row 3 (m3) is left out: nobody has checked its labels yet" in result.stderr
    assert (found["listings"], found["values"]["gold"]) == (2, 2)
    assert {(one["category"], one["attribute"]) for one in found["attributes"] if one["gold"]} == {
        ("mug", "capacity"), ("mug", "color"),
    }  # fmt: skip
    for figure in (found["category"], found["values"]["recall"], found["values"]["f1"]):
        assert 0 <= figure["low"] <= figure["value"] <= figure["high"] <= 1
    table = invoke(*words).stdout
    assert "all attributes" in table
    assert "attributes have fewer than 30 labels: their intervals are wide" in table

    none = write(tmp_path / "none.jsonl", rows[2:])
    words = ("evaluate", "--labels", none, "--checkpoint", tiny_checkpoint)
    assert f"cannot evaluate: none of the 1 rows of {none} can be used" in invoke(*words, exit_code=2).stderr
