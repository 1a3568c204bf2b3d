"""What differs between two runs, by literal rows of two targets, and how it is told."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import deltalake
import pyarrow as pa
import pytest
from click.testing import CliRunner, Result

from jobs.cli.main import main
from jobs.lake.tables.target import TABLES
from jobs.reading.changes.causes import causes_by_category
from jobs.reading.changes.compared import Compared
from jobs.reading.published.shapes import arrow_schema
from jobs.reading.published.target import Target
from tests.jobs.reading.conftest import DEFAULTS, MOMENT, run_row, write_others

FIRST, SECOND = "20260301T100000Z-aaaaaa", "20260302T100000Z-bbbbbb"
PARTS = dict.fromkeys(("model", "thresholds", "schema", "rules", "package", "decisions", "sources"), "1")
Rows = list[dict[str, Any]]
SELLER = {"origin": "seller", "rule": "name", "confidence": 1.0}


def value(product: str, attribute: str, value: str | None, raw: str | None, **more: Any) -> dict[str, Any]:
    told = SELLER if value else {}
    return {"product_id": product, "attribute": attribute, "value": value, "raw_value": raw, **told, **more}


BEFORE = [
    value("T1", "brand", "Acme", "Acme"),
    value("T1", "grade", "Low", "basic", value_id="low"),
    value("T2", "brand", "Dragon", "Dragon"),
    value("T2", "weight", "100 g", "100g", number=100.0, unit="g"),
    value("T3", "brand", "Lotus", "Lotus", **(SELLER | {"confidence": 0.7, "origin": "model"})),
    value("T4", "brand", "Gone", "Gone"),
    value("T6", "brand", "Same", "Same"),
]
AFTER = [
    value("T1", "brand", "Acme", "Acme"),
    value("T1", "grade", "High", "basic", value_id="high"),
    value("T2", "brand", "Phoenix", "Phoenix"),
    value("T2", "weight", None, "100g", status="unmapped"),
    value("T2", "season", "Spring", "spring", value_id="spring"),
    value("T3", "brand", "Lotus", "Lotus", **(SELLER | {"confidence": 0.9, "origin": "model"})),
    value("T5", "brand", "New", "New"),
    value("T6", "brand", "Same", "Same"),
]


def commit(folder: Path, name: str, rows: list[dict[str, Any]]) -> None:
    """A version of a table with just these rows."""
    schema = arrow_schema(TABLES[name])
    filled = [{key: DEFAULTS.get(key) for key in schema.names} | row for row in rows]
    table = pa.Table.from_pylist(filled, schema=schema)
    deltalake.write_deltalake(str(folder / name), table, mode="overwrite")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Two runs; T2's listing was edited, T4 is gone, T5 is new, and a rule maps T1's words to another value."""
    folder = tmp_path / "target"
    listed = {"T1": "a", "T2": "b", "T3": "c", "T4": "d", "T6": "e"}
    rows = []
    for version, (run, values) in enumerate(((FIRST, BEFORE), (SECOND, AFTER))):
        commit(folder, "attributes", values)
        commit(folder, "products", [{"product_id": key, "content_hash": text} for key, text in listed.items()])
        write_others(folder)
        parts = {"tea": PARTS | {"rules": str(version)}}
        versions = {path.name: version if path.name in ("attributes", "products") else 0 for path in folder.iterdir()}
        rows.append(run_row(run, versions, MOMENT + timedelta(days=version)) | {"recipe_parts": parts})
        listed = {**listed, "T2": "edited", "T5": "n"}
        listed.pop("T4", None)
    commit(folder, "runs", rows)
    return folder


def diff(target: Path, *words: str, exit_code: int = 0) -> Result:
    found = CliRunner().invoke(main, ["diff", *words, "--target", str(target)])
    assert found.exit_code == exit_code, found.output
    return found


def changes(compared: Compared) -> set[tuple[Any, ...]]:
    names = ("product_id", "attribute", "kind", "before", "after", "cause")
    return {tuple(row[name] for name in names) for row in compared.rows().read_all().to_pylist()}


def test_each_change_has_its_kind_and_cause(target: Path) -> None:
    compared = Compared(Target(str(target), FIRST), Target(str(target)))
    assert changes(compared) == {
        ("T1", "grade", "remapped", "Low", "High", "alias or rule"),
        ("T2", "brand", "changed", "Dragon", "Phoenix", "alias or rule + text"),
        ("T2", "weight", "lost", "100 g", None, "alias or rule + text"),
        ("T2", "season", "gained", None, "Spring", "alias or rule + text"),
        ("T3", "brand", "evidence", "Lotus", "Lotus", "alias or rule"),
        ("T4", "brand", "lost", "Gone", None, "source"),
        ("T5", "brand", "gained", None, "New", "source"),
    }
    assert compared.products == {
        "new": 1, "gone": 1, "rejected": 0, "accepted": 0, "listing": 1, "category": 0, "products": 6,
    }  # fmt: skip
    assert compared.attributes_of_one() == {"before": [], "after": ["tea.season"]}


@pytest.mark.parametrize(
    ("part", "cause"),
    [
        ("model", "model"), ("thresholds", "threshold"), ("rules", "alias or rule"), ("decisions", "decision"),
        ("schema", "schema"), ("package", "package"), ("sources", "source"), ("texts", "unknown"),
    ],
)  # fmt: skip
def test_each_part_of_a_recipe_has_its_name(target: Path, part: str, cause: str) -> None:
    rows = Target(str(target)).arrow("runs").to_pylist(maps_as_pydicts="strict")
    noted = [{"tea": PARTS}, {"tea": PARTS | {part: "other"}}]
    commit(target, "runs", [row | {"recipe_parts": parts} for row, parts in zip(rows, noted, strict=True)])
    found = changes(Compared(Target(str(target), FIRST), Target(str(target))))
    assert {row[5] for row in found if row[0] in ("T1", "T3")} == {cause}


def two_runs(folder: Path, before: Rows, after: Rows, hashes: tuple[Rows, Rows] | None = None) -> set[tuple[Any, ...]]:
    """The changes between two runs of literal values, or of literal products."""
    for version, values in enumerate((before, after)):
        ids = sorted({row["product_id"] for row in values})
        commit(folder, "attributes", values)
        commit(folder, "products", hashes[version] if hashes else [{"product_id": key} for key in ids])
        write_others(folder)
    rows = [
        run_row(run, {"attributes": version, "products": version}, MOMENT + timedelta(days=version))
        | {"recipe_parts": {"tea": PARTS | {"rules": str(version)}}}
        for version, run in enumerate((FIRST, SECOND))
    ]
    commit(folder, "runs", rows)
    return changes(Compared(Target(str(folder), FIRST), Target(str(folder))))


def test_what_a_reader_sees_alike_is_no_other_value(tmp_path: Path) -> None:
    en, zh = {"en": "Black", "zh": "黑"}, {"zh": "黑", "en": "Black"}
    before = [value("T1", "season", "Black", "b", labels=en), value("T2", "weight", "1 g", "1g", number=1.0)]
    after = [value("T1", "season", "Black", "b", labels=zh), value("T2", "weight", "1 g", "1g", number=1 + 1e-12)]
    found = two_runs(tmp_path, before, after)
    assert found == {("T2", "weight", "evidence", "1 g", "1 g", "alias or rule")}


def test_a_renamed_value_is_remapped_and_an_id_alone_is_not(tmp_path: Path) -> None:
    before = [value("T1", "season", "Spring", "s", value_id="spring"), value("T2", "brand", "Acme", "Acme")]
    after = [
        value("T1", "season", "Springtime", "s", value_id="spring"),
        value("T2", "brand", "Acme", "Acme", value_id="acme"),
    ]  # fmt: skip
    assert {row[:3] for row in two_runs(tmp_path, before, after)} == {
        ("T1", "season", "remapped"), ("T2", "brand", "evidence"),
    }  # fmt: skip


def test_a_listing_that_is_rejected_or_accepted_again_is_neither_gone_nor_new(tmp_path: Path) -> None:
    values = [value("T1", "brand", "Acme", "Acme"), value("T2", "brand", "Dragon", "Dragon")]
    products = [{"product_id": "T1"}, {"product_id": "T2", "stale": "no_text"}]
    later = [{"product_id": "T1", "stale": "no_text"}, {"product_id": "T2"}]
    assert two_runs(tmp_path, values, values, (products, later)) == {
        ("T1", "brand", "lost", "Acme", None, "rejected listing"),
        ("T2", "brand", "gained", None, "Dragon", "rejected listing"),
    }
    told = Compared(Target(str(tmp_path), FIRST), Target(str(tmp_path))).products
    assert (told["new"], told["gone"], told["rejected"], told["accepted"]) == (0, 0, 1, 1)


def test_a_category_of_one_run_has_the_causes_that_all_share() -> None:
    before = {"recipe_parts": {"tea": PARTS}}
    after = {"recipe_parts": {"mug": PARTS | {"model": "2", "sources": "2", "schema": "3"}}}
    assert causes_by_category(before, after)["mug"] == ["model", "schema", "source"]


def test_files_that_vacuum_took_are_told(target: Path) -> None:
    for file in (target / "attributes").glob("*.parquet"):
        file.unlink()
    assert "VACUUM deletes files of old versions; read the newest run" in diff(target, exit_code=2).stderr


def test_the_terminal_shows_counts_and_examples(target: Path) -> None:
    told = diff(target).stdout
    lines = [" ".join(line.split()) for line in told.splitlines()]
    assert lines[:2] == [f"before {FIRST} {target}", f"after {SECOND} {target}"]
    assert "6 products: 1 new, 1 gone, 1 with another listing, 0 with another category" in lines
    assert "attributes with values after alone: tea.season" in lines
    assert "tea brand 1 alias or rule + text" in lines
    assert "brand Dragon Phoenix Phoenix 1 T2 alias or rule + text" in lines
    assert "grade Low High basic 1 T1 alias or rule" in lines


def test_as_json_and_as_rows_of_a_file(target: Path, tmp_path: Path) -> None:
    out = tmp_path / "changes.jsonl"
    told = json.loads(diff(target, FIRST, SECOND, "--json", "--out", str(out)).stdout)
    assert (told["before"]["run_id"], told["products"]["new"]) == (FIRST, 1)
    assert sum(row["gained"] for row in told["attributes"]) == 2
    assert len(out.read_text(encoding="utf-8").splitlines()) == 7


def test_another_target_as_it_was_before(target: Path) -> None:
    same = diff(target, SECOND, "--against", str(target)).stdout
    assert "no value differs" in same


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("20990101T000000Z-ffffff",), "holds no finished run '20990101T000000Z-ffffff'; there are"),
        ((FIRST, SECOND, FIRST), "cannot compare 3 runs: give two ids of table runs at most"),
        (("--run", FIRST), "cannot use --run here: give the runs as arguments"),
    ],
)
def test_what_cannot_be_compared_is_told(target: Path, words: tuple[str, ...], told: str) -> None:
    assert told in diff(target, *words, exit_code=2).stderr


def test_after_a_first_run_there_is_nothing_to_compare_with(kinds_target: Path) -> None:
    assert (
        "and there is none to compare it with; name another target by --against"
        in diff(kinds_target, exit_code=2).stderr
    )


def test_runs_that_noted_no_parts_have_unknown_causes(target: Path) -> None:
    rows = Target(str(target)).arrow("runs").to_pylist(maps_as_pydicts="strict")
    commit(target, "runs", [row | {"recipe_parts": None, "version": row["run_id"][:8]} for row in rows])
    told = diff(target).stdout
    assert "causes are unknown but for text and source" in told
    assert "made by two versions of facetmill: 20260301 and 20260302" in told
    compared = Compared(Target(str(target), FIRST), Target(str(target)))
    assert {row[5] for row in changes(compared)} == {"unknown", "text", "source"}
