"""Is this machine fit to run the job? Every finding that is not ok says what to do."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import psutil
from packaging.requirements import Requirement

from jobs.config import Inference, JobConfig
from jobs.session.concurrency import Concurrency, available_cores, concurrency
from jobs.session.properties import read_properties
from udfs.errors import FacetmillError

Status = Literal["ok", "warn", "fail"]
_PACKAGES = ("pyspark", "delta-spark", "pyarrow", "pandas", "torch", "transformers")
_POOL = "spark.python.factory.idleWorkerMaxPoolSize"
_GIB = 2**30
_WORKER_MEMORY = 1.5 * _GIB  # a Python worker with torch and a model of a few hundred MB

_PROBE = (
    "import json, torch; n = torch.cuda.device_count() if torch.cuda.is_available() else 0; "
    "print(json.dumps({'threads': torch.get_num_threads(), 'gpus': [torch.cuda.get_device_name(i) for i in range(n)]}))"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and what to do if it is not ok."""

    name: str
    status: Status
    found: str
    advice: str = ""


def examine(properties_file: str, config: JobConfig | None) -> Iterator[Finding]:
    """All findings: ``properties_file`` is Spark's, ``config`` the job whose target and throughput are looked at."""
    target = config.target if config else "build"
    checks: tuple[tuple[str, Callable[[], Iterator[Finding]]], ...] = (
        ("Python", _python),
        ("packages", _packages),
        ("Java", _java),
        ("Spark settings", lambda: _settings(properties_file)),
        ("Delta jars", lambda: _jars(properties_file)),
        ("torch", _torch),
        ("memory", lambda: _memory(properties_file)),
        ("disk", lambda: _disk(target)),
        ("write access", lambda: _write_access(target)),
        ("concurrency", lambda: _concurrency(properties_file, config)),
        ("throughput", lambda: _throughput(properties_file, config)),
    )
    for name, check in checks:
        yield from guarded(name, check)


def guarded(name: str, check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """What a check finds, or else that it broke."""
    try:
        yield from check()
    except FacetmillError as error:
        yield Finding(name, "fail", str(error))
    except Exception as error:  # noqa: BLE001  a broken installation may raise anything, and that is the finding
        yield Finding(name, "fail", f"{type(error).__name__}: {error}", "install the packages again: `make install`")


def _python() -> Iterator[Finding]:
    here = ".".join(map(str, sys.version_info[:3]))
    yield Finding("Python", "ok", f"{here} at {sys.executable}")


def _packages() -> Iterator[Finding]:
    """Installed versions against those this package declares: Spark, Delta and Arrow only work in certain pairs."""
    try:
        declared = [Requirement(text) for text in requires("facetmill") or ()]
    except PackageNotFoundError:
        yield Finding(
            "packages", "warn", "facetmill is not installed, so versions can't be compared", "run `make install`"
        )
        return
    for requirement in declared:
        if requirement.name not in _PACKAGES:
            continue
        try:
            found = version(requirement.name)
        except PackageNotFoundError:
            found = "not installed"
        if found != "not installed" and requirement.specifier.contains(found, prereleases=True):
            yield Finding(requirement.name, "ok", found)
        else:
            advice = f"pip install '{requirement.name}{requirement.specifier}', or `make install`"
            yield Finding(requirement.name, "fail", found, advice)


def _java() -> Iterator[Finding]:
    from jobs.session.start import java_version, require_java

    require_java()
    yield Finding("Java", "ok", f"{java_version()}")


def _settings(properties_file: str) -> Iterator[Finding]:
    key = "spark.sql.execution.arrow.pythonUDF.columnarInput.enabled"
    if read_properties(properties_file).get(key) == "false":
        yield Finding("Arrow input", "ok", "columnarInput is off")
    else:
        why = "Python UDFs of Spark 4.2.0 may hang or ignore batch limits on Parquet (SPARK-58241)"
        yield Finding(
            "Arrow input", "fail", f"columnarInput is not off: {why}", f"add `{key} false` to {properties_file}"
        )


def _jars(properties_file: str) -> Iterator[Finding]:
    """Delta's jar must fit pyspark and delta-spark, and be on the class path or in Ivy's cache."""
    properties = read_properties(properties_file)
    spark, delta = version("pyspark").rsplit(".", 1)[0], version("delta-spark")
    wanted = f"io.delta:delta-spark_{spark}_2.13:{delta}"
    bundled = sorted((Path(_package_folder("pyspark")) / "jars").glob("delta-spark_*.jar"))
    named = re.search(r"io\.delta:delta-spark_[^\s,]+", properties.get("spark.jars.packages", ""))
    if not named and not bundled and "delta-spark" not in properties.get("spark.jars", ""):
        yield Finding(
            "Delta jars", "fail", "none are named", f"add `spark.jars.packages {wanted}` to {properties_file}"
        )
    elif not named:
        yield Finding(
            "Delta jars", "ok", f"on the class path: {bundled[0].name if bundled else properties['spark.jars']}"
        )
    elif named.group() != wanted:
        advice = f"pyspark {spark} with delta-spark {delta} needs {wanted}; correct {properties_file}"
        yield Finding("Delta jars", "fail", named.group(), advice)
    else:
        yield _resolved(named.group(), Path(properties.get("spark.jars.ivy", Path.home() / ".ivy2.5.2")))


def _resolved(coordinate: str, ivy: Path) -> Finding:
    group, name, number = coordinate.split(":")
    if (ivy / "jars" / f"{group}_{name}-{number}.jar").is_file():
        return Finding("Delta jars", "ok", f"{coordinate} in {ivy}")
    advice = (
        "the first start of Spark fetches it from Maven Central; without network, copy the jars and set `spark.jars`"
    )
    return Finding("Delta jars", "warn", f"{coordinate} is not in {ivy} yet", advice)


def _package_folder(name: str) -> str:
    spec = find_spec(name)
    return str(Path(spec.origin).parent) if spec and spec.origin else ""


def _torch() -> Iterator[Finding]:
    """Asked in another process: a broken torch may end the one that imports it."""
    done = subprocess.run([sys.executable, "-c", _PROBE], capture_output=True, text=True, check=False, timeout=300)
    if done.returncode != 0:
        said = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        yield Finding("torch", "fail", said, "install it again: `make install`")
        return
    facts = json.loads(done.stdout)
    if facts["gpus"]:
        yield Finding("torch", "ok", f"GPU: {', '.join(facts['gpus'])}")
    elif shutil.which("nvidia-smi"):
        advice = "install a CUDA build of torch that fits the driver, see docs/operations.md"
        yield Finding("torch", "warn", "nvidia-smi is here, but torch sees no GPU and would use the CPU", advice)
    else:
        yield Finding("torch", "ok", f"CPU, {facts['threads']} threads (no GPU)")


def _memory(properties_file: str) -> Iterator[Finding]:
    properties = read_properties(properties_file)
    driver = _bytes(properties.get("spark.driver.memory", "1g"))
    needed = driver + concurrency(properties, Inference()).tasks * _WORKER_MEMORY
    free = psutil.virtual_memory().available
    found = f"{free / _GIB:.1f} GiB free, about {needed / _GIB:.1f} GiB used by Spark and its Python workers"
    if free >= needed:
        yield Finding("memory", "ok", found)
    else:
        advice = f"close other programs, or lower spark.master local[N] and spark.driver.memory in {properties_file}"
        yield Finding("memory", "warn" if free >= driver + _WORKER_MEMORY else "fail", found, advice)


def _bytes(size: str) -> float:
    """Spark's notation: 2g, 512m."""
    factor = {"k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}
    number = re.match(r"\s*(\d+)\s*([kmgt]?)", size.lower())
    return int(number.group(1)) * factor.get(number.group(2), 1) if number else _GIB


def _disk(target: str) -> Iterator[Finding]:
    for place in dict.fromkeys((_nearest(target), Path(tempfile.gettempdir()))):
        free = shutil.disk_usage(place).free / _GIB
        status: Status = "ok" if free >= 5 else "warn" if free >= 1 else "fail"
        advice = "" if status == "ok" else "free some space, or set another `target` or `spark.local.dir`"
        yield Finding("disk", status, f"{free:.1f} GiB free at {place}", advice)


def _write_access(target: str) -> Iterator[Finding]:
    if "://" in target:
        yield Finding("write access", "ok", f"{target} is not local: the job finds out before it does any work")
        return
    place = _nearest(target)
    try:
        with tempfile.TemporaryFile(dir=place):
            yield Finding("write access", "ok", f"can write {target}")
    except OSError as error:
        advice = f"set another `target`, or give yourself the right to write in {place}"
        yield Finding("write access", "fail", f"cannot write {target}: {error.strerror} at {place}", advice)


def _nearest(target: str) -> Path:
    """The folder itself or the nearest one above it that exists."""
    path = Path("." if "://" in target else target).absolute()
    return next(folder for folder in (path, *path.parents) if folder.exists())


def _concurrency(properties_file: str, config: JobConfig | None) -> Iterator[Finding]:
    """How many tasks infer at one time: more than there are cores wait for each other, and each has a worker."""
    kept = int(read_properties(properties_file).get(_POOL, sys.maxsize))
    found = _tasks(properties_file, config)
    threads = "1 thread" if found.threads == 1 else f"{found.threads} threads"
    tasks = "1 task" if found.tasks == 1 else f"{found.tasks} tasks"
    text = f"{tasks} of {threads} {found.where} ({found.why})"
    if found.where == "here" and found.tasks * found.threads > available_cores():
        yield Finding(
            "concurrency", "warn", f"{text}, but {available_cores()} cores",
            f"set `spark.master local[{available_cores()}]` in {properties_file}",
        )  # fmt: skip
    elif kept < found.tasks:
        yield Finding(
            "concurrency", "warn", f"{text}, but {kept} idle workers kept: the others load the model for every chunk",
            f"set `{_POOL} {found.tasks}` in {properties_file}",
        )  # fmt: skip
    else:
        yield Finding("concurrency", "ok", text)


def _throughput(properties_file: str, config: JobConfig | None) -> Iterator[Finding]:
    """Measured with the job's checkpoint by as many processes as there would be tasks."""
    if config is None:
        yield Finding("throughput", "ok", "not measured: --config names a checkpoint to measure with")
        return
    if not config.has_model:
        yield Finding("throughput", "ok", "not measured: `checkpoint` is none, and nothing is inferred")
        return
    from udfs.checkpoint.manifest import verify
    from udfs.serving.throughput import TOKENS, measure

    verify(config.checkpoint)
    found = _tasks(properties_file, config)
    fit = max(1, available_cores() // found.threads)
    processes = min(found.tasks, fit)
    rate = measure(config.checkpoint, config.batching, processes=processes, threads=found.threads)
    listings = rate / TOKENS
    text = f"{rate:,.0f} tokens/s: {listings:,.0f} texts of {TOKENS} tokens a second, {listings * 3600:,.0f} an hour"
    if found.where == "here":
        yield Finding("throughput", "ok", text)
    elif processes == found.tasks:
        total = f"; {rate * found.executors:,.0f} tokens/s on all {found.executors}" if found.executors else ""
        yield Finding("throughput", "ok", f"{text}, on an executor like this machine{total}")
    else:
        why = f"{text}, by {processes} of an executor's {found.tasks} tasks: this machine has {available_cores()} cores"
        yield Finding("throughput", "warn", why, "run `facetmill doctor` on a machine like the executors")


def _tasks(properties_file: str, config: JobConfig | None) -> Concurrency:
    return concurrency(read_properties(properties_file), config.inference if config else Inference())
