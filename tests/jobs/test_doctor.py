"""``facetmill doctor``: what is wrong with a machine, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from jobs import doctor
from jobs.cli import main
from jobs.doctor import Finding, examine

DELTA = "spark.jars.packages io.delta:delta-spark_4.2_2.13:4.4.0"
INPUT = "spark.sql.execution.arrow.pythonUDF.columnarInput.enabled"


def findings(tmp_path: Path, *properties: str, target: str = "target") -> dict[str, Finding]:
    """Findings by name, of a machine with these Spark settings."""
    file = tmp_path / "spark.conf"
    file.write_text("\n".join(properties), encoding="utf-8")
    return {finding.name: finding for finding in examine(str(file), str(tmp_path / target))}


def test_a_fit_machine_has_no_failure(tmp_path: Path) -> None:
    found = findings(tmp_path, DELTA, f"{INPUT} false", "spark.driver.memory 1m", "spark.master local[1]")
    assert [finding for finding in found.values() if finding.status == "fail"] == []
    assert found["Java"].found in ("17", "21")
    assert {found[name].status for name in ("pyspark", "delta-spark", "pyarrow", "torch")} == {"ok"}
    assert found["write access"].found == f"can write {tmp_path / 'target'}"
    assert list(tmp_path.iterdir()) == [tmp_path / "spark.conf"]


def test_settings_that_break_a_run_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    (tmp_path / "file").touch()
    found = findings(tmp_path, DELTA.replace("4.2_", "4.1_"), "spark.driver.memory 900t", target="file/tables")
    failed = {name: finding for name, finding in found.items() if finding.status == "fail"}
    assert sorted(failed) == ["Arrow input", "Delta jars", "Java", "memory", "write access"]
    assert failed["Delta jars"].advice.startswith(
        "pyspark 4.2 with delta-spark 4.4.0 needs io.delta:delta-spark_4.2_2.13:4.4.0;"
    )
    assert failed["Arrow input"].advice == f"add `{INPUT} false` to {tmp_path / 'spark.conf'}"
    assert failed["Java"].found.startswith(f"found no Java (JAVA_HOME is {tmp_path})")
    assert failed["write access"].found.endswith(f"Not a directory at {tmp_path / 'file'}")


def test_jars_that_are_not_fetched_yet_are_a_warning(tmp_path: Path) -> None:
    found = findings(tmp_path, DELTA, f"spark.jars.ivy {tmp_path}")["Delta jars"]
    assert (found.status, found.found) == ("warn", f"io.delta:delta-spark_4.2_2.13:4.4.0 is not in {tmp_path} yet")


def test_a_check_that_breaks_is_itself_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_PROBE", "raise ImportError('libcudart.so.12: cannot open')")
    run = CliRunner().invoke(main, ["doctor", "--properties-file", "none.conf"])
    assert run.exit_code == 1
    assert "fail torch         ImportError: libcudart.so.12: cannot open" in run.stdout
    assert "fail Delta jars    cannot read the Spark properties file none.conf: No such file or directory" in run.stdout
    assert "Traceback" not in run.output
