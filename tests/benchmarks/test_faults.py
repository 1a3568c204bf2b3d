"""Inputs that once went wrong: what each is put into, what is written of it, and what counts as right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession

from benchmarks.faults.__main__ import main
from benchmarks.faults.inputs import Fault, Got, Shape
from benchmarks.faults.judging import judge
from udfs.errors import SourceError

REPOSITORY = Path(__file__).parents[2]
GTIN = {"kind": "identifier", "checksum": "gtin", "pattern": "[0-9]{8}|[0-9]{12,14}"}
EMPTY = dict.fromkeys(("number", "number_max", "unit", "values", "attributes", "detail"))


def run(tmp_path: Path, rows: list[dict[str, Any]], *options: str) -> list[dict[str, Any]]:
    """What is written of rows that have an input, in their order."""
    source, output = tmp_path / "faults.jsonl", tmp_path / "out/got.jsonl"
    given = [{"id": f"f{number}", "kind": "any", "expected": "?", **row} for number, row in enumerate(rows)]
    source.write_text("".join(json.dumps(row) + "\n" for row in given), encoding="utf-8")
    main([str(source), "--output", str(output), *options])
    written = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [line["id"] for line in written] == [row["id"] for row in given]
    return [line["got"] for line in written]


def test_inputs_of_the_rules(tmp_path: Path, tiny_schema_folder: Path) -> None:
    color = {"category": "mug", "attribute": "color", "schema": str(tiny_schema_folder)}
    rows = [
        {"text": "0.5 l", "unit": "ml", "bare": False},
        {"text": "300-350 ml", "unit": "ml"},
        {"text": "5 kg", "unit": "ml"},
        {"text": "12", "unit": "ml", "bare": True},
        {"text": "30 x 20 cm", "unit": "mm", "attributes": ["length", "width"]},
        {**color, "raw": "黑", "bare": True},
        {**color, "raw": "mauve", "bare": True},
        {**GTIN, "raw": "4006381333931"},
        {**GTIN, "raw": "4006381333932"},
    ]
    got = run(tmp_path, [{"input": row} for row in rows])
    assert got[0] == EMPTY | {"status": "standard", "number": 500, "unit": "ml"}
    assert (got[1]["number"], got[1]["number_max"]) == (300, 350)
    assert (got[2]["status"], got[2]["number"], got[2]["detail"]) == (
        "invalid", None, "expected a volume, got 5 kg in '5 kg'",
    )  # fmt: skip
    assert got[3]["number"] == 12
    assert (got[4]["status"], got[4]["attributes"]) == ("standard", {"length": "300 mm", "width": "200 mm"})
    assert got[5] == EMPTY | {"status": "standard", "values": ["Black"]}
    assert got[6] == EMPTY | {"status": "unmapped"}
    assert got[7] == EMPTY | {"status": "standard", "values": ["4006381333931"]}
    assert (got[8]["status"], got[8]["values"]) == ("invalid", None)


WITH_A_MODEL = [
    {
        "level": "run / predict",
        "input": {"category": "mug", "attribute": "color", "raw": "mauve"},
        "expected": ["unmapped"],
    },
    {"input": {"title": "white mug", "category": "mug", "seller_attributes": {"color": "白"}}},
    {"input": {"title": "\ud83d", "category": "mug"}, "expected": "rejected as undecodable"},
    {"input": {"title": "x", "category": "sofa"}, "expected": "rejected as no_text"},
]


def test_what_needs_a_model_is_not_run_without(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = {"input": {"file": "a.csv", "content": ""}, "expected": "read"}
    got = run(tmp_path, [*WITH_A_MODEL, file, {"input": {"command": "facetmill run"}, "expected": ["unmapped"]}])
    assert [each["status"] for each in got] == ["not run"] * 6
    assert [each["detail"] for each in got] == ["needs --checkpoint"] * 5 + ["commands are tried by hand"]
    assert capsys.readouterr().out.splitlines()[-1].split() == ["all", "0", "0", "0", "6"]


def test_inputs_of_the_model(
    tmp_path: Path, tiny_checkpoint: Path, tiny_schema_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    got = run(tmp_path, WITH_A_MODEL, "--checkpoint", str(tiny_checkpoint), "--schema", str(tiny_schema_folder))
    assert got[0]["status"] in ("standard", "unmapped")
    assert (got[1]["status"], got[1]["values"], got[1]["attributes"]["color"]) == ("standard", ["mug"], "White")
    assert (got[2]["status"], got[2]["detail"]) == ("rejected", "undecodable: `title` holds half of a surrogate pair")
    assert got[3]["status"] in ("standard", "rejected")  # as the untrained model will
    told = capsys.readouterr().out
    assert "\nwrong:\n" in told
    assert "\nby hand:\n  f1: expected '?', got {" in told
    assert "  f3: expected 'rejected as no_text', got {" in told


def test_files_go_through_the_job(
    tmp_path: Path, tiny_checkpoint: Path, tiny_schema_folder: Path, spark: SparkSession
) -> None:
    assert spark
    content = "product_id,title,category\n1,TÃ¤sse,mug\n2,\ufffd,mug\n"
    files = [{"file": "../a.csv", "content": content}, {"file": "b.dat", "content_base64": "TXVn"}]
    got = run(
        tmp_path, [{"input": each} for each in files],
        "--checkpoint", str(tiny_checkpoint), "--schema", str(tiny_schema_folder),
        "--config", str(REPOSITORY / "conf/demo/job.yaml"),
        "--properties-file", str(REPOSITORY / "conf/spark/local.conf"),
    )  # fmt: skip
    assert (got[0]["status"], got[0]["values"]) == ("read", ["1 mug"])
    assert got[0]["detail"].startswith("2 undecodable: the text holds U+FFFD; set the source's encoding; told: ")
    assert "told: 1 rows cannot be standardized" in got[0]["detail"]
    assert got[1]["status"] == "refused"
    assert "cannot tell what" in got[1]["detail"]


JUDGED: list[tuple[Shape, Any, Got, str]] = [
    ("quantity", 3175.15, Got("standard", number=3175.1466), "right"),
    ("quantity", 3175.15, Got("standard", number=3174), "wrong"),
    ("quantity", 3, Got("standard", number=3, number_max=6), "wrong"),
    ("quantity", 3, Got("standard", number=3, number_max=3), "right"),
    ("quantity", [3, 6], Got("standard", number=3, number_max=6), "right"),
    ("quantity", [3, 6], Got("standard", number=3), "wrong"),
    ("quantity", [3, 6], Got("standard", number=6), "wrong"),
    ("quantity", "refused as ambiguous", Got("invalid"), "right"),
    ("quantity", "no value: a code", Got("standard", number=1), "wrong"),
    ("quantity", "1000 ml, or refused", Got("standard", number=1000), "by hand"),
    ("dimensions", "a 3 cm, b 2 cm", Got("standard", attributes={"a": "3 cm", "b": "2 cm"}), "right"),
    ("dimensions", "a 3 cm, b 2 cm", Got("standard", attributes={"a": "2 cm", "b": "3 cm"}), "wrong"),
    ("dimensions", "kept", Got("invalid"), "by hand"),
    ("value", ["Red", "Purple"], Got("standard", values=["Red"]), "right"),
    ("value", ["Red", "Purple"], Got("standard", values=["Red", "Black"]), "wrong"),
    ("value", ["Red"], Got("unmapped"), "wrong"),
    ("value", ["Red", "no standard value (unmapped or invalid)"], Got("invalid"), "right"),
    ("value", ["no standard value (unmapped or invalid)"], Got("standard", values=["Red"]), "wrong"),
    ("nearest value", ["unmapped"], Got("unmapped"), "right"),
    ("nearest value", ["unmapped"], Got("invalid"), "wrong"),
    ("identifier", "0017", Got("standard", values=["0017"]), "right"),
    ("identifier", "0017", Got("invalid"), "wrong"),
    ("identifier", "valid", Got("standard", values=["0017"]), "right"),
    ("identifier", "no standard value", Got("invalid"), "right"),
    ("listing", "rejected as no_text", Got("rejected", detail="no_text: empty"), "right"),
    ("listing", "rejected as no_text", Got("standard", detail="no_text"), "wrong"),
    ("listing", "features: none", Got("standard"), "by hand"),
    ("file", "read", Got("read"), "by hand"),
    ("listing", "rejected as no_text", Got("not run"), "not run"),
]


@pytest.mark.parametrize(("shape", "expected", "got", "verdict"), JUDGED)
def test_verdict(shape: Shape, expected: Any, got: Got, verdict: str) -> None:
    fault = Fault("f", "any", shape, {"attributes": ["a", "b"]}, expected)
    assert judge(fault, got) == verdict


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"id": "a", "input": {}}, "1: a fault has id, kind, input and expected; kind, expected is missing"),
        ({"id": "a", "kind": "b", "expected": 1, "input": 3}, "1: `input` must be an object, got int"),
        (
            {"id": "a", "kind": "b", "expected": 1, "input": {"words": 3}},
            "1: `input` is of no known form, it has words; see docs/quality.md",
        ),
    ],
)
def test_a_line_that_is_no_fault(tmp_path: Path, row: dict[str, Any], message: str) -> None:
    (tmp_path / "bad.jsonl").write_text(json.dumps(row), encoding="utf-8")
    with pytest.raises(SourceError, match=f"bad.jsonl:{message}"):
        main([str(tmp_path / "bad.jsonl"), "--output", str(tmp_path / "got.jsonl")])
