"""What the job makes of a file: read by its columns' names, run into a target of its own."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from py4j.protocol import Py4JJavaError  # type: ignore[import-untyped]
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from benchmarks.faults.inputs import Got
from jobs.cli.configs import job_config
from jobs.cli.run.dry_run import choose_source, open_file
from jobs.config import Columns, JobConfig, Source
from jobs.display.progress import Progress
from jobs.reading.library import Library
from jobs.run.pipeline import run
from jobs.session.faults import first_line
from udfs.errors import FacetmillError


def read_config(path: str, checkpoint: str, schema: str) -> JobConfig:
    """A job config whose sources and target are of no account."""
    return job_config(path, (f"checkpoint={checkpoint}", f"schema={schema}"))


class _Told(Progress):
    """Keeps what a run tells on its way."""

    def __init__(self) -> None:
        super().__init__()
        self.notes: list[str] = []

    def note(self, text: str) -> None:
        """A sentence of the run."""
        self.notes.append(text)


def through_the_job(spark: SparkSession, config: JobConfig, given: Mapping[str, Any], folder: Path) -> Got:
    """Write the files into a folder and run the job on them. What stops the run, and why, is ``refused``.

    ``given`` is one ``file``, or a ``folder`` of ``files``, perhaps with ``options`` of the reader and a ``mapping``.
    """
    path, told = _write(given, folder), _Told()
    try:
        source = _source(spark, config, given, path)
        own = {"sources": (source,), "target": str(folder / "target"), "answers": False}
        run(spark, config.model_copy(update=own), told)
    except FacetmillError as error:
        return Got("refused", detail=str(error))
    except (PySparkException, Py4JJavaError) as cause:
        return Got("stopped", detail=first_line(cause))
    return _read_back(Library.open(spark, str(folder / "target")), told.notes)


def _write(given: Mapping[str, Any], folder: Path) -> Path:
    """The file, or the folder of several."""
    inside = folder / given["folder"] if "folder" in given else folder
    inside.mkdir(parents=True)
    for each in given.get("files", [given]):
        content = each.get("content_base64")
        raw = each["content"].encode(errors="surrogatepass") if content is None else base64.b64decode(content)
        (inside / Path(each["file"]).name).write_bytes(raw)
    return inside if "folder" in given else inside / Path(given["file"]).name


def _source(spark: SparkSession, config: JobConfig, given: Mapping[str, Any], path: Path) -> Source:
    chosen = choose_source(str(path), config, None)
    if options := given.get("options"):
        chosen = chosen.model_copy(update={"options": options})
    if mapping := given.get("mapping"):
        return chosen.model_copy(update={"columns": Columns.model_validate(mapping)})
    return open_file(spark, chosen).source


def _read_back(library: Library, notes: Sequence[str]) -> Got:
    """``values``: product and category; ``attributes``: product and attribute to value; ``detail``: rejected rows, and
    what the run told."""
    products = library.table("products").orderBy("product_id").collect()
    rejected = library.table("rejected").orderBy("product_id").collect()
    attributes = {
        f"{row['product_id']} {name}": text for row in products for name, text in (row["attributes"] or {}).items()
    }
    reasons = [f"{row['product_id']} {row['reason']}: {row['detail']}" for row in rejected]
    return Got(
        "read", values=[f"{row['product_id']} {row['category']}" for row in products], attributes=attributes,
        detail="; ".join([*reasons, *(f"told: {note}" for note in notes)]) or None,
    )  # fmt: skip
