"""The packaged job on a real standalone cluster, submitted the way a user does it: every node has the third-party
packages and no facetmill; that is shipped.

    spark-submit --master spark://HOST:PORT --properties-file conf/spark/standalone.conf \
        --conf spark.pyspark.python=PYTHON --py-files dist/facetmill.zip jobs/standardize.py --config JOB.yaml

`--py-files` takes .py, .zip, .egg and .jar. A .whl is sent to the executors but stays off their path, so `make package`
writes the wheel a second time as facetmill.zip. The script can be taken out of that zip: a clone is not needed.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import signal
import subprocess
import sys
import sysconfig
import time
import venv
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyspark
import pytest
from pyspark.sql import SparkSession

from jobs.config import JobConfig
from jobs.display.progress import Progress
from jobs.lake.store import Store
from jobs.lake.tables.target import TABLES
from jobs.run.pipeline import run
from udfs.config import load_config

ROOT = Path(__file__).parents[3]
SPARK_HOME = Path(pyspark.__file__).parent
SHOP = """sku,name,body,cat,props
a1,"ACME mug 350ml","nice, black
cup",Mug,"{""Colour"":""jet black"",""容量"":""0.35 l"",""Glaze"":""matte""}"
a2,艾克米 马克杯 黑色,,杯子,"{""品牌"":""艾克米"",""颜色"":""墨绿"",""Capacity"":""一桶""}"
a3,White cup of 2 jin,,Mug,
,no id,,,
a4,boat,,Boats,
"""
MARKET = """{"id":"l1","t":"Lamp 5W","d":"gives light","c":"Desk lamp","p":{"功率":"5瓦"}}
{"id":"l2","t":"Lamp 9W","c":"台灯","p":{"power":"9"}}
{broken
"""
PROPS = "from_json(props, 'map<string,string>')"
SOURCES = [
    {
        "name": "shop", "format": "csv", "path": "shop.csv",
        "columns": {
            "product_id": "sku", "title": "name", "description": "body", "category": "cat", "seller_attributes": PROPS,
        },
    },
    {
        "name": "market", "format": "json", "path": "market.jsonl",
        "columns": {
            "product_id": "id", "title": "t", "description": "d", "category": "c", "seller_attributes": "p",
        },
    },
]  # fmt: skip
BRIEF = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # these JVMs live for a minute: compiling well takes longer
# Sizes for this machine instead of a cluster's.
SMALL = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.driver.extraJavaOptions": BRIEF,
    "spark.executor.extraJavaOptions": BRIEF,
    "spark.executor.cores": "1",
    "spark.executor.memory": "900m",
    "spark.default.parallelism": "2",
    "spark.sql.shuffle.partitions": "2",
    "spark.databricks.delta.snapshotPartitions": "2",
    "spark.ui.enabled": "false",
    "spark.log.level": "WARN",
}


@dataclass(frozen=True)
class Cluster:
    """A running master and the folder of each worker, in which its executors have theirs."""

    url: str
    workers: tuple[Path, ...]

    def executors(self) -> list[list[str]]:
        """Executor ids of each worker."""
        return [sorted(folder.name for folder in worker.glob("app-*/*")) for worker in self.workers]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `make package` filled."""
    dist = tmp_path_factory.mktemp("dist")
    # -o: whatever the state of .venv, this is not the moment to install into it.
    command = ["make", "-o", ".venv/.ready", "package", f"DIST={dist}", f"BIN={Path(sys.executable).parent}"]
    with (tmp_path_factory.getbasetemp().parent / "package.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # tests run in several processes, and the wheel is built in the checkout
        made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    return dist


@pytest.fixture
def node_python(tmp_path: Path) -> Path:
    """A Python as cluster nodes have it: third-party packages, but no facetmill, installed or editable."""
    venv.create(tmp_path / "node", symlinks=True)
    (site,) = (tmp_path / "node").glob("lib/python*/site-packages")
    # Only the folder: .pth files in it, by which an editable install works, are not read.
    (site / "third_party.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    python = tmp_path / "node/bin/python"
    probe = (
        "from importlib.util import find_spec; print(*(name for name in ('torch', 'udfs', 'jobs') if find_spec(name)))"
    )
    seen = subprocess.run([python, "-c", probe], cwd=tmp_path, env=environment(), capture_output=True, check=True)
    assert seen.stdout == b"torch\n"
    return python


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """One master, two workers of one core each, on ports the system chooses; ended with all they started."""
    deploy = [str(SPARK_HOME / "bin/spark-class"), "org.apache.spark.deploy"]
    listen = ["--host", "127.0.0.1", "--port", "0", "--webui-port", "0"]
    workers = (tmp_path / "worker-1", tmp_path / "worker-2")
    with ExitStack() as running:

        def start(kind: str, log: Path, *options: str) -> None:
            running.enter_context(process([deploy[0], f"{deploy[1]}.{kind}", *listen, *options], log))

        log = tmp_path / "master.log"
        start("master.Master", log)
        (url,) = wait_for(r"Starting Spark master at (spark://\S+)", log)
        for folder in workers:
            sizes = ["--cores", "1", "--memory", "1200m", "--work-dir", str(folder)]
            start("worker.Worker", folder.with_suffix(".log"), *sizes, url)
        wait_for("Registering worker", log, times=len(workers))
        yield Cluster(url, workers)
    for jar in (jar for folder in workers for jar in folder.rglob("*.jar")):
        jar.unlink()  # every executor has copies of Delta's; the logs beside them may be of use


def environment() -> dict[str, str]:
    """Ours without what a Spark session or a Python path of the tests has left there."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("SPARK", "PYSPARK", "PYTHON"))}
    return inherited | {
        "SPARK_HOME": str(SPARK_HOME),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": BRIEF,
        "SPARK_MASTER_OPTS": "-Dspark.master.rest.enabled=false",
    }


@contextmanager
def process(command: list[str], log: Path, cwd: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A process that leads a group of its own, so that what it starts ends with it."""
    with log.open("wb") as output:
        started = subprocess.Popen(
            command, cwd=cwd, env=environment(), stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        yield started
    finally:
        for end in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(started.pid, end)
            with suppress(subprocess.TimeoutExpired):
                started.wait(10)


def wait_for(pattern: str, log: Path, *, times: int = 1, seconds: float = 60) -> list[str]:
    """What a log says, once it says it so many times."""
    end = time.monotonic() + seconds
    while len(found := re.findall(pattern, log.read_text(encoding="utf-8"))) < times:
        assert time.monotonic() < end, f"no {pattern!r} after {seconds} s:\n{tail(log)}"
        time.sleep(0.1)
    return found


def tail(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8").splitlines()[-60:])


def submit(cluster: Cluster, package: Path, python: Path, folder: Path) -> None:
    """Run the job from an empty folder with what `make package` made and nothing else of the repository."""
    with zipfile.ZipFile(package / "facetmill.zip") as archive:
        script = archive.extract("jobs/standardize.py", folder / "submit")
    events = {
        "spark.eventLog.enabled": "true", "spark.eventLog.dir": str(folder / "events"),
        "spark.eventLog.rolling.enabled": "false", "spark.eventLog.compress": "false",
    }  # fmt: skip
    (folder / "events").mkdir()
    settings = SMALL | events | {"spark.pyspark.python": str(python)}
    command = [
        str(SPARK_HOME / "bin/spark-submit"), "--master", cluster.url,
        "--properties-file", str(ROOT / "conf/spark/standalone.conf"),
        *(word for key, value in settings.items() for word in ("--conf", f"{key}={value}")),
        "--py-files", str(package / "facetmill.zip"),
        script, "--config", str(folder / "job.yaml"),
    ]  # fmt: skip
    log = folder / "submit.log"
    with process(command, log, cwd=folder / "submit") as job:
        assert job.wait(300) == 0, tail(log)


def executors_with_tasks(events: Path) -> set[str]:
    (log,) = events.iterdir()
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    return {line["Task Info"]["Executor ID"] for line in lines if line["Event"] == "SparkListenerTaskEnd"}


def write_job(folder: Path, checkpoint: Path, schema: Path) -> Path:
    """A job config with its sources. The thresholds let through what the untrained model says."""
    (folder / "shop.csv").write_text(SHOP, encoding="utf-8")
    (folder / "market.jsonl").write_text(MARKET, encoding="utf-8")
    config = {
        "name": "test", "target": str(folder / "cluster"), "checkpoint": str(checkpoint), "schema": str(schema),
        "unknown_category": "reject", "answers": False,
        "thresholds": {"value": 0.1, "tag": 0.1, "match": 0.1},
        "sources": [source | {"path": str(folder / str(source["path"]))} for source in SOURCES],
    }  # fmt: skip
    (folder / "job.yaml").write_text(json.dumps(config), encoding="utf-8")
    return folder / "job.yaml"


def rows(store: Store, name: str) -> list[dict[str, Any]]:
    """A table without the columns that say which run wrote a row."""
    found = [row.asDict(recursive=True) for row in store.read(name).select(*TABLES[name].content).collect()]
    return sorted(found, key=lambda row: json.dumps(row, sort_keys=True, default=str))


def test_the_wheel_holds_the_packages_and_their_data(package: Path) -> None:
    (wheel,) = package.glob("facetmill-*-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
        (scripts,) = [archive.read(name) for name in archive.namelist() if name.endswith("entry_points.txt")]
    files = [file for name in ("jobs", "udfs", "training") for file in (ROOT / name).rglob("*")]

    conf = [file for name in ("spark", "schema") for file in (ROOT / "conf" / name).rglob("*") if file.is_file()]
    data = {f"jobs/packaged/{file.relative_to(ROOT / 'conf').as_posix()}" for file in conf}
    kept = (".py", ".txt", ".typed", ".yaml", ".tsv")
    assert held == {f.relative_to(ROOT).as_posix() for f in files if f.suffix in kept} | data | {"facetmill.py"}
    assert {"udfs/quantities/units.txt", "udfs/py.typed", "jobs/standardize.py", "jobs/lake/store.py"} <= held
    assert b"facetmill = jobs.cli.main:main" in scripts
    assert (package / "facetmill.zip").read_bytes() == wheel.read_bytes()


def test_the_wheel_works_where_nothing_else_of_the_project_is(
    package: Path, node_python: Path, tmp_path: Path, tiny_checkpoint: Path
) -> None:
    (wheel,) = package.glob("facetmill-*-py3-none-any.whl")
    pip = [sys.executable, "-m", "pip", "--python", node_python, "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, wheel], cwd=tmp_path, env=environment(), check=True)
    (tmp_path / "in.jsonl").write_text('{"product_id": "a", "title": "ACME mug 350 ml", "category": "mug"}')

    names = "sorted(m.name for p in ('jobs', 'udfs', 'training') for m in walk_packages([f'{prefix}/{p}'], f'{p}.'))"
    code = (
        "import importlib, sysconfig; from pkgutil import walk_packages; prefix = sysconfig.get_path('purelib'); "
        f"names = {names}; [importlib.import_module(name) for name in names]; print(len(names))"
    )
    imported = subprocess.run(
        [node_python, "-c", code], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
    )
    assert imported.returncode == 0, imported.stderr
    files = [file for name in ("jobs", "udfs", "training") for file in (ROOT / name).rglob("*.py")]
    assert int(imported.stdout) == len(files) - 3  # the three packages themselves
    predict = [node_python.with_name("facetmill"), "predict", "--checkpoint", tiny_checkpoint]
    subprocess.run(
        [*predict, "--input", "in.jsonl", "--output", "out.jsonl"], cwd=tmp_path, env=environment(), check=True
    )
    assert json.loads((tmp_path / "out.jsonl").read_text())["category"] == "mug"
    facetmill = [node_python.with_name("facetmill"), "schema", "check"]
    checked = subprocess.run(facetmill, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True)
    assert "no fault in 8 categories" in checked.stdout


def test_a_cluster_makes_the_tables_of_local_mode(
    spark: SparkSession,
    cluster: Cluster,
    package: Path,
    node_python: Path,
    tmp_path: Path,
    tiny_checkpoint: Path,
    tiny_schema_folder: Path,
) -> None:
    config = write_job(tmp_path, tiny_checkpoint, tiny_schema_folder)
    submit(cluster, package, node_python, tmp_path)
    run(spark, load_config(config, JobConfig, [f"target={tmp_path / 'local'}"]), Progress())

    (first,), (second,) = cluster.executors()
    assert executors_with_tasks(tmp_path / "events") == {first, second}
    made, expected = Store(spark, str(tmp_path / "cluster")), Store(spark, str(tmp_path / "local"))
    for name in ("attributes", "products", "tags", "rejected"):
        assert rows(made, name) == rows(expected, name)
    assert {row["origin"] for row in rows(made, "attributes")} >= {"seller", "model"}
    assert (len(rows(made, "products")), len(rows(made, "rejected"))) == (5, 3)
