"""Which config, target and run commands that read take: all of it without Spark."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jobs.cli.main import main

OLD = Path(__file__).parents[2] / "data/target_0_1_0/target.zip"
FIRST, NEWEST = "20261128T131620Z-1bc217", "20261128T131716Z-7aca2d"
JOB = """
name: tiny
target: {target}
checkpoint: none
schema: {schema}
sources: [{{name: shop, format: csv, path: shop.csv, columns: {{product_id: sku, title: name}}}}]
"""


@pytest.fixture
def project(tmp_path: Path, tiny_schema_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with tables, a schema, and a facetmill.yaml; one stands in a folder below."""
    folder = tmp_path / "project"
    shutil.unpack_archive(OLD, folder / "tables")
    shutil.copytree(tiny_schema_folder, folder / "schema")
    (folder / "facetmill.yaml").write_text(JOB.format(target="tables", schema="schema"))
    (folder / "reports/weekly").mkdir(parents=True)
    monkeypatch.chdir(folder / "reports/weekly")
    monkeypatch.delenv("FACETMILL_CONFIG", raising=False)
    return folder


def invoke(*arguments: str | Path, exit_code: int = 0) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == exit_code, result.output
    return result


def asked(*arguments: str | Path) -> list[str]:
    return invoke("sql", "SELECT count(*) AS n FROM mug_products", *arguments).stdout.splitlines()


def test_the_nearest_config_upwards_is_found_and_its_paths_start_at_its_folder(project: Path) -> None:
    assert asked() == ["n", "2"]
    (project / "reports/facetmill.yaml").write_text(JOB.format(target="none", schema="schema"))  # above is the schema
    refused = invoke("show", "runs", exit_code=2)
    assert f"{project}/none holds no finished run" in refused.stderr


def test_the_option_goes_before_the_variable_and_that_before_the_file(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("variable", "option"):
        (tmp_path / f"{name}.yaml").write_text(JOB.format(target=tmp_path / name, schema=project / "schema"))
    monkeypatch.setenv("FACETMILL_CONFIG", str(tmp_path / "variable.yaml"))
    assert "/variable holds no finished run" in invoke("show", exit_code=2).stderr
    assert "/option holds no" in invoke("show", "--config", tmp_path / "option.yaml", exit_code=2).stderr


def test_without_any_config_the_error_names_all_three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FACETMILL_CONFIG", raising=False)
    refused = invoke("sql", "SELECT 1", exit_code=2).stderr
    assert "--config (or the variable FACETMILL_CONFIG, or a facetmill.yaml here or above)" in refused


def test_an_earlier_run_is_read_by_its_id(project: Path) -> None:  # noqa: ARG001  it stands there
    assert asked("--run", FIRST) == ["n", "2"]
    runs = "SELECT DISTINCT run_id FROM attributes ORDER BY run_id"
    assert invoke("sql", runs, "--run", FIRST).stdout.splitlines() == ["run_id", FIRST]
    assert NEWEST in invoke("sql", runs).stdout
    assert f"run {FIRST}" in invoke("explain", "a1", "--run", FIRST).stdout
    refused = invoke("show", "--run", "mine", exit_code=2).stderr
    assert f"tables holds no finished run 'mine'; there are {NEWEST}, {FIRST}" in refused


def test_a_target_of_no_config_is_read_by_what_its_tables_hold(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.move(project / "tables", elsewhere)
    monkeypatch.chdir(tmp_path)
    found = invoke("sql", "SELECT capacity FROM mug_products WHERE capacity > 0 LIMIT 1", "--target", elsewhere)
    assert found.stdout.splitlines() == ["capacity", "350.0"]
    assert "without a config, names of categories, attributes and tags are their ids" in found.stderr
    assert "capacity = 350 ml" in invoke("explain", "a1", "--target", elsewhere).stdout
    named = tmp_path / "named.yaml"
    named.write_text(JOB.format(target="none", schema=project / "schema"))
    assert "Capacity = 350 ml" in invoke("explain", "a1", "--target", elsewhere, "--config", named).stdout


def test_the_schema_of_a_found_config_counts_for_its_own_target_alone(project: Path) -> None:
    assert "without a config" not in invoke("explain", "a1", "--target", project / "tables").stderr
    shutil.copytree(project / "tables", project / "others")
    assert "without a config" in invoke("explain", "a1", "--target", project / "others").stderr
