"""The one place that starts Spark, and says what is missing before it fails obscurely."""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from py4j.protocol import Py4JError  # type: ignore[import-untyped]
from pyspark.logger import PySparkLogger
from pyspark.sql import SparkSession

from jobs.session.places import LOCAL_PROPERTIES
from jobs.session.properties import read_properties
from jobs.session.settings import apply_settings
from udfs.errors import EnvironmentFault

JAVA_VERSIONS = (17, 21)


def build_session(app_name: str, properties_file: str | Path) -> SparkSession:
    """Start Spark with the settings of a spark-submit properties file. Raises EnvironmentFault without a fit Java."""
    require_java()
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    builder = SparkSession.builder.appName(app_name)
    for key, value in read_properties(properties_file).items():
        builder = builder.config(key, value)
    return _ready(builder.getOrCreate())


def active_session(app_name: str) -> SparkSession:
    """The session spark-submit prepared. Raises EnvironmentFault when it was started without Delta."""
    return _ready(SparkSession.builder.appName(app_name).getOrCreate())


def _ready(session: SparkSession) -> SparkSession:
    # PySpark prints every Spark error as JSON with the whole Java trace, before we can say it in a sentence.
    PySparkLogger.getLogger("DataFrameQueryContextLogger").setLevel(logging.CRITICAL)
    quiet_gateway()
    require_delta(session)
    return apply_settings(session)


def quiet_gateway() -> None:
    """What py4j logs of a call that fails, or that Ctrl-C ends, is raised as well: pages before our sentence.

    It logs by the root logger.
    """
    logging.getLogger().addFilter(_is_of_others)


def _is_of_others(record: logging.LogRecord) -> bool:
    return "py4j" not in record.pathname


def require_delta(spark: SparkSession) -> None:
    """Raises EnvironmentFault unless Delta's classes and its SQL extension are loaded."""
    jvm: Any = spark.sparkContext._jvm
    loaded = True
    try:
        # The context class loader knows jars from --packages; Class.forName does not.
        jvm.java.lang.Thread.currentThread().getContextClassLoader().loadClass("io.delta.tables.DeltaTable")
    except Py4JError:
        loaded = False
    if not loaded or "DeltaSparkSessionExtension" not in (spark.conf.get("spark.sql.extensions", "") or ""):
        raise EnvironmentFault(
            f"Spark was started without Delta Lake: add `--properties-file {LOCAL_PROPERTIES}` to spark-submit "
            "(on a cluster, the lines of that file about Delta)"
        )


def java_version() -> int | None:
    """Major version of the Java that Spark would start (JAVA_HOME first, then PATH); None when there is none."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if not java or not Path(java).exists():
        return None
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(found.group(1)) if found else None


def require_java() -> None:
    """Raises EnvironmentFault when there is no Java, or one that Spark does not run on."""
    version = java_version()
    allowed = " or ".join(map(str, JAVA_VERSIONS))
    if version is None:
        where = f"JAVA_HOME is {os.environ['JAVA_HOME']}" if os.environ.get("JAVA_HOME") else "JAVA_HOME is not set"
        raise EnvironmentFault(f"found no Java ({where}): install a JDK {allowed}, or point JAVA_HOME at one")
    if version not in JAVA_VERSIONS:
        raise EnvironmentFault(f"found Java {version}; Spark needs {allowed}: install one and point JAVA_HOME at it")
