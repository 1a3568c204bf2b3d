"""Job configs: the bundled one loads, and all faults come at once with their lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobs.config import JobConfig
from udfs.config import load_config
from udfs.errors import ConfigError

DEMO = Path(__file__).parents[2] / "conf/demo/job.yaml"

FAULTY = """\
name: x
target: t
checkpoint: c
schem: conf/schema
when_absent: drop
thresholds: {value: 2}
sources:
  - name: a
    format: csv
    version: 3
    path: p
    columns: {title: t, colour: c}
"""


def test_the_demo_config_loads_with_overrides() -> None:
    config = load_config(DEMO, JobConfig, ["inference.chunk_rows=7", "sources.0.path=/elsewhere.csv"])
    assert [source.name for source in config.sources] == ["shop", "marketplace", "warehouse"]
    assert (config.inference.chunk_rows, config.sources[0].path) == (7, "/elsewhere.csv")
    assert config.schema_folder == "conf/schema"


def test_all_faults_at_once(tmp_path: Path) -> None:
    path = tmp_path / "job.yaml"
    path.write_text(FAULTY, encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        load_config(path, JobConfig)
    text = str(error.value)
    assert "job.yaml:4: schem: unknown key" in text
    assert "schema: missing key; add it" in text
    assert "job.yaml:5: when_absent: Input should be 'keep' or 'delete', got 'drop'" in text
    assert "job.yaml:6: thresholds.value" in text
    assert "sources.0.columns.product_id: missing key; add it" in text
    assert "job.yaml:12: sources.0.columns.colour: unknown key" in text


def test_source_names_differ(tmp_path: Path) -> None:
    path = tmp_path / "job.yaml"
    path.write_text(DEMO.read_text(encoding="utf-8").replace("name: marketplace", "name: shop"), encoding="utf-8")
    with pytest.raises(ConfigError, match="source names must differ, got twice: shop"):
        load_config(path, JobConfig)


def test_numbers_that_spark_cannot_take_are_told() -> None:
    with pytest.raises(ConfigError, match=r"inference\.partitions: Input should be less than 2147483648, got 10{12}$"):
        load_config(DEMO, JobConfig, [f"inference.partitions={10**12}"])
