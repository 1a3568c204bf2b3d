"""Spark for commands that live for seconds: the job's settings, a JVM that starts fast, and a quiet console."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from pathlib import Path
from typing import IO

from pyspark import SparkConf, SparkContext
from pyspark.errors import PySparkRuntimeError
from pyspark.java_gateway import launch_gateway
from pyspark.logger import PySparkLogger
from pyspark.sql import SparkSession

from jobs.session.properties import read_properties
from jobs.session.settings import apply_settings
from jobs.session.start import quiet_gateway, require_delta, require_java
from udfs.errors import EnvironmentFault

_OPTIONS = "spark.driver.extraJavaOptions"
# Compiling for speed pays after minutes; with the first compiler alone a dry run needs 10 s instead of 17 on two cores.
_FAST_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
# Nor does compiling every query pay when each reads a few rows: it takes half the time without.
WITHOUT_CODE = {"spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN"}
# They print every wrong column name as a page of JSON, beside the exception that says it in a line.
_ECHOES = ("SQLQueryContextLogger", "DataFrameQueryContextLogger")


def short_session(app_name: str, properties_file: str | Path, *, delta: bool) -> SparkSession:
    """The active session, or a new one; without ``delta`` the jars are not even looked for.

    What the JVM writes to stderr (the log of Ivy, above all) is kept aside and shown only when it does not start.
    Raises EnvironmentFault.
    """
    active = SparkSession.getActiveSession()
    for name in _ECHOES:
        PySparkLogger.getLogger(name).disabled = True
    quiet_gateway()
    if active is None:
        require_java()
        os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
        active = _start(_conf(app_name, properties_file, delta=delta))
    if delta:
        require_delta(active)
    return apply_settings(active)


def _conf(app_name: str, properties_file: str | Path, *, delta: bool) -> SparkConf:
    settings = read_properties(properties_file)
    if not delta:
        settings = {key: value for key, value in settings.items() if "delta" not in f"{key} {value}".lower()}
    settings |= WITHOUT_CODE
    settings[_OPTIONS] = f"{settings.get(_OPTIONS, '')} {_FAST_START}".strip()
    return SparkConf(loadDefaults=False).setAppName(app_name).setAll(list(settings.items()))


def _start(conf: SparkConf) -> SparkSession:
    with tempfile.TemporaryFile() as log:
        try:
            gateway = launch_gateway(conf, {"stderr": log})  # type: ignore[no-untyped-call]
        except PySparkRuntimeError as cause:
            raise EnvironmentFault(f"Spark did not start: {_complaint(log)}; run `facetmill doctor`") from cause
        SparkContext(conf=conf, gateway=gateway)
    return SparkSession.builder.getOrCreate()


def _complaint(log: IO[bytes]) -> str:
    """The line of the log that says what went wrong, above its stack trace."""
    log.seek(0)
    lines = [line.strip() for line in log.read().decode(errors="replace").splitlines() if line.strip()]
    errors = [line for line in lines if re.search(r"Exception|Error", line) and not line.startswith("at ")]
    return (errors or lines[-1:] or ["it said nothing"])[0]
