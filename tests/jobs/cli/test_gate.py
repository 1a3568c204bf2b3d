"""``facetmill gate`` without Spark: verdicts of a held run, and gates out of past runs."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import deltalake
import pyarrow as pa
import pytest
from click.testing import CliRunner, Result

from jobs.cli.main import main
from jobs.config import load_job
from jobs.lake.tables.runs import RUNS
from jobs.reading.published.shapes import arrow_schema
from udfs.errors import ConfigError

LOST = {
    "gate": "lost", "category": "mug", "attribute": "color", "by": "category, attribute", "limit": 0.1,
    "measured": 0.125, "count": 10, "base": 80, "level": "hold", "failed": True,
}  # fmt: skip
RARE = LOST | {"gate": "rejected", "category": None, "attribute": None, "by": "", "measured": 0.02, "failed": False}
GONE = {
    "gate": "lost", "category": "mug", "attribute": "color", "product_id": "a1", "before": "Black", "after": None,
}  # fmt: skip
JOB = """
name: tiny
target: {folder}/target
checkpoint: none
schema: {schema}
sources: [{{name: shop, format: csv, path: shop.csv, columns: {{product_id: sku, title: name}}}}]
"""


def run(day: int, state: str | None, **told: Any) -> dict[str, Any]:
    finished = datetime(2026, 3, day, tzinfo=UTC)
    own = {
        "run_id": f"r{day}", "name": "tiny", "started_at": finished, "finished_at": finished, "version": "0",
        "model": "none", "schema": "s", "model_schema": "s", "recipes": [],
        "counts": [("rejected", day), ("read", 100)],
        "table_versions": [("runs", 0)], "state": state,
    }  # fmt: skip
    return own | told


@pytest.fixture
def config(tmp_path: Path, tiny_schema_folder: Path) -> Path:
    """A job of which five runs are live and one is held."""
    rows = [run(day, "live" if day > 2 else None) for day in range(1, 6)]
    rows.append(run(6, "held", verdicts=[RARE, LOST], examples=[GONE]))
    table = pa.Table.from_pylist(rows, arrow_schema(RUNS))
    deltalake.write_deltalake(str(tmp_path / "target/runs"), table)
    (tmp_path / "job.yaml").write_text(JOB.format(folder=tmp_path, schema=tiny_schema_folder), encoding="utf-8")
    return tmp_path / "job.yaml"


def call(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_the_verdicts_of_a_held_run_are_shown_with_examples(config: Path) -> None:
    shown = call("gate", "--config", config)
    assert shown.exit_code == 3
    assert [line.split() for line in shown.stdout.splitlines()] == [
        ["r6", "held"],
        [],
        ["gate", "category", "attribute", "limit", "measured", "of", "outcome"],
        ["lost", "Mug", "Color", "10.0%", "12.5%", "80", "held"],
        ["rejected", "10.0%", "2.0%", "80", "passed"],
        [],
        ["Examples"],
        ["gate", "category", "attribute", "product_id", "before", "after"],
        ["lost", "Mug", "Color", "a1", "Black"],
    ]
    assert "暂停发布" in call("gate", "--config", config, "--lang", "zh").stdout
    told = json.loads(call("gate", "r6", "--target", config.parent / "target", "--json").stdout)
    assert (told["state"], told["verdicts"][1]["measured"]) == ("held", 0.125)


def test_a_run_without_gates_passes(config: Path) -> None:
    shown = call("gate", "r5", "--config", config)
    assert (shown.exit_code, shown.stdout) == (0, "r5  live\nno gate has judged this run\n")
    unknown = call("gate", "r9", "--config", config)
    assert unknown.exit_code == 2
    assert "holds no finished run 'r9'; there are r5, r4, r3, r2, r1" in unknown.stderr


def test_a_run_that_is_held_is_none_to_read(config: Path) -> None:
    shown = call("show", "--config", config, "--run", "r6")
    assert shown.exit_code == 2
    assert "is held, and nothing of it is published; `facetmill gate r6` shows why" in shown.stderr


def test_gates_are_written_beside_the_config_and_read_with_it(config: Path) -> None:
    told = call("gate", "--suggest", "--config", config)
    assert (told.exit_code, told.stderr) == (
        0, f"{config.with_name('gates.yaml')}: 1 gates from 5 runs, 7 with fixed limits\n",
    )  # fmt: skip
    gates = load_job(config).all_gates
    assert [(gate.measure, gate.most) for gate in gates if gate.measure == "rejected"] == [("rejected", 0.08)]
    again = call("gate", "--suggest", "--config", config)
    assert again.exit_code == 2
    assert "gates.yaml: it is there already; read it, or give --force to replace it" in again.stderr
    with pytest.raises(ConfigError, match=r"both .*job.yaml and .*gates.yaml hold gates, and one cannot be chosen"):
        load_job(config, ("gates=[{measure: lost, most: 0.1}]",))
