"""``facetmill doctor``: what is wrong with a machine, and what to do."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

import pytest
from click.testing import CliRunner

from jobs.cli.main import main
from jobs.config import JobConfig
from jobs.session import health as doctor
from jobs.session.health import Finding, examine
from udfs.schema.schema import Schema
from udfs.serving.throughput import sample_listings

DELTA = "spark.jars.packages io.delta:delta-spark_4.2_2.13:4.4.0"
INPUT = "spark.sql.execution.arrow.pythonUDF.columnarInput.enabled"


def job(tmp_path: Path, target: str = "target", checkpoint: str = "checkpoint", **inference: int) -> JobConfig:
    source = {"name": "shop", "format": "csv", "path": "shop.csv", "columns": {"product_id": "id", "title": "name"}}
    given = {"name": "test", "target": str(tmp_path / target), "checkpoint": checkpoint, "schema": "schema"}
    return JobConfig.model_validate({**given, "sources": [source], "inference": inference})


def findings(tmp_path: Path, *properties: str, config: JobConfig | None = None) -> dict[str, Finding]:
    """Findings by name, of a machine with these Spark settings."""
    file = tmp_path / "spark.conf"
    file.write_text("\n".join(properties), encoding="utf-8")
    return {finding.name: finding for finding in examine(str(file), config or job(tmp_path))}


def test_a_fit_machine_has_no_failure(tmp_path: Path, tiny_checkpoint: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("udfs.serving.throughput.SECONDS", 0.1)
    settings = DELTA, f"{INPUT} false", "spark.driver.memory 1m", "spark.master local[1]"
    found = findings(tmp_path, *settings, config=job(tmp_path, checkpoint=str(tiny_checkpoint)))
    assert [finding for finding in found.values() if finding.status == "fail"] == []
    assert found["Java"].found in ("17", "21")
    assert {found[name].status for name in ("pyspark", "delta-spark", "pyarrow", "torch")} == {"ok"}
    assert found["concurrency"].found == "1 task of 1 thread here (spark.master is local[1])"
    rate, texts, tokens, hour = map(int, re.findall(r"[\d]+", found["throughput"].found.replace(",", "")))
    assert rate > 0
    assert (tokens, texts, hour) == (100, pytest.approx(rate / 100, abs=1), pytest.approx(rate * 36, rel=0.01))
    assert found["write access"].found == f"can write {tmp_path / 'target'}"
    assert list(tmp_path.iterdir()) == [tmp_path / "spark.conf"]


def test_settings_that_break_a_run_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    (tmp_path / "file").touch()
    found = findings(
        tmp_path, DELTA.replace("4.2_", "4.1_"), "spark.driver.memory 900t", config=job(tmp_path, "file/tables")
    )
    failed = {name: finding for name, finding in found.items() if finding.status == "fail"}
    assert sorted(failed) == ["Arrow input", "Delta jars", "Java", "memory", "throughput", "write access"]
    assert failed["throughput"].found.startswith("cannot load the checkpoint checkpoint: ")
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


ON_GPU = "tasks of 1 thread on each executor"


def gpu(n: int) -> list[str]:
    return ["spark.executor.cores 8", f"spark.executor.resource.gpu.amount {n}"]


@pytest.mark.parametrize(
    ("settings", "inference", "expected"),
    [
        (["spark.master local[4]"], {}, "4 tasks of 1 thread here (spark.master is local[4])"),
        (["spark.master local[4]", "spark.task.cpus 2"], {}, "2 tasks of 2 threads here (spark.master is local[4])"),
        (["spark.master local[4]"], {"partitions": 3}, "3 tasks of 1 thread here (inference.partitions is 3)"),
        (["spark.executor.cores 8"], {}, "8 tasks of 1 thread on each executor (spark.executor.cores is 8)"),
        (
            ["spark.executor.cores 8", "spark.executor.instances 16"], {"partitions": 64},
            "4 tasks of 1 thread on each of 16 executors (inference.partitions is 64)",
        ),
        (
            ["spark.executor.cores 8", "spark.dynamicAllocation.enabled true", "spark.executor.instances 2",
             "spark.dynamicAllocation.maxExecutors 16"], {"partitions": 320},
            "8 tasks of 1 thread on each of 16 executors (spark.executor.cores is 8)",
        ),
        ([*gpu(1), "spark.task.resource.gpu.amount 0.5"], {}, f"2 {ON_GPU} (spark.task.resource.gpu.amount is 0.5)"),
        ([*gpu(4), "spark.task.resource.gpu.amount 2"], {}, f"2 {ON_GPU} (spark.task.resource.gpu.amount is 2)"),
    ],
)  # fmt: skip
def test_tasks_at_one_time_follow_from_cores_gpus_and_partitions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: list[str], inference: dict[str, int], expected: str
) -> None:
    monkeypatch.setattr(doctor, "available_cores", lambda: 4)
    found = findings(tmp_path, *settings, config=job(tmp_path, **inference))["concurrency"]
    assert (found.status, found.found) == ("ok", expected)


def test_more_tasks_than_cores_are_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "available_cores", lambda: 2)
    found = findings(tmp_path, "spark.master local[3]")["concurrency"]
    assert (found.status, found.advice) == ("warn", f"set `spark.master local[2]` in {tmp_path / 'spark.conf'}")
    assert found.found == "3 tasks of 1 thread here (spark.master is local[3]), but 2 cores"


def test_fewer_workers_kept_than_tasks_are_a_warning(tmp_path: Path) -> None:
    pool = "spark.python.factory.idleWorkerMaxPoolSize"
    found = findings(tmp_path, "spark.executor.cores 8", f"{pool} 2")["concurrency"]
    assert (found.status, found.advice) == ("warn", f"set `{pool} 8` in {tmp_path / 'spark.conf'}")
    assert found.found.endswith(", but 2 idle workers kept: the others load the model for every chunk")
    assert findings(tmp_path, "spark.executor.cores 8", f"{pool} 8")["concurrency"].status == "ok"


def test_an_executor_of_more_tasks_than_this_machine_has_cores_is_measured_in_part(
    tmp_path: Path, tiny_checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def measure(*_: object, processes: int, threads: int) -> float:
        asked.append(processes * threads)
        return 1e4

    monkeypatch.setattr(doctor, "available_cores", lambda: 4)
    monkeypatch.setattr(
        "udfs.serving.throughput.measure", lambda *_, processes, threads: asked.append(processes * threads) or 1e4
    )
    config = job(tmp_path, checkpoint=str(tiny_checkpoint))
    found = findings(tmp_path, "spark.executor.cores 16", "spark.task.cpus 2", config=config)["throughput"]
    assert (found.status, asked) == ("warn", [4])
    assert found.found.endswith("by 2 of an executor's 8 tasks: this machine has 4 cores")


def test_a_schema_with_a_category_without_attributes_can_be_measured(tiny_schema: Schema) -> None:
    bare = tiny_schema.model_copy(
        update={"categories": {"lamp": tiny_schema.categories["lamp"].model_copy(update={"attributes": {}})}}
    )
    [english, chinese] = islice(sample_listings(bare), 2)
    assert english.title.startswith("Lamp ")
    assert "照明用品" in chinese.description
