"""What the job makes of a file: read by its columns' names, run into a target of its own."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from py4j.protocol import Py4JJavaError  # type: ignore[import-untyped]
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from benchmarks.faults.inputs import Got
from jobs.cli.options import job_config
from jobs.cli.run.dry_run import choose_source, open_file
from jobs.config import JobConfig
from jobs.display.progress import Progress
from jobs.reading.library import Library
from jobs.run.pipeline import run
from jobs.session.faults import first_line
from udfs.errors import FacetmillError


def read_config(path: str, checkpoint: str, schema: str) -> JobConfig:
    """A job config whose sources and target are of no account."""
    return job_config(path, (f"checkpoint={checkpoint}", f"schema={schema}"))


def through_the_job(spark: SparkSession, config: JobConfig, given: Mapping[str, Any], folder: Path) -> Got:
    """Write the file into a folder and run the job on it. What stops the run, and why, is ``refused``."""
    folder.mkdir(parents=True)
    file = folder / Path(given["file"]).name
    content = given.get("content_base64")
    file.write_bytes(given["content"].encode(errors="surrogatepass") if content is None else base64.b64decode(content))
    try:
        source = open_file(spark, choose_source(str(file), config, None)).source
        run(spark, config.model_copy(update={"sources": (source,), "target": str(folder / "target")}), Progress())
    except FacetmillError as error:
        return Got("refused", detail=str(error))
    except (PySparkException, Py4JJavaError) as cause:
        return Got("stopped", detail=first_line(cause))
    return _read_back(Library.open(spark, str(folder / "target")))


def _read_back(library: Library) -> Got:
    """``values``: product and category; ``attributes``: product and attribute to value; ``detail``: rejected rows."""
    products = library.table("products").orderBy("product_id").collect()
    rejected = library.table("rejected").orderBy("product_id").collect()
    attributes = {
        f"{row['product_id']} {name}": text for row in products for name, text in (row["attributes"] or {}).items()
    }
    reasons = [f"{row['product_id']} {row['reason']}: {row['detail']}" for row in rejected]
    return Got(
        "read", values=[f"{row['product_id']} {row['category']}" for row in products], attributes=attributes,
        detail="; ".join(reasons) or None,
    )  # fmt: skip
