"""Paths through Spark's own file systems, so that a target or source may be local, HDFS or an object store."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from pyspark.sql import SparkSession

_UNCOMMITTED = re.compile(r"\.+\d{20}\.json\..*\.tmp(?:\.crc)?")
_STAGED = ("_staged_commits", "_commits")  # folders that Delta makes for coordinated commits; empty without any
_GLOB = "{}[]*?\\"


def _open(spark: SparkSession, path: str) -> tuple[Any, Any]:
    jvm: Any = spark.sparkContext._jvm
    hadoop_path = jvm.org.apache.hadoop.fs.Path(path)
    jsc: Any = spark.sparkContext._jsc
    return hadoop_path.getFileSystem(jsc.hadoopConfiguration()), hadoop_path


def exists(spark: SparkSession, path: str) -> bool:
    """Whether a file or folder is there."""
    file_system, hadoop_path = _open(spark, path)
    return bool(file_system.exists(hadoop_path))


def matches(spark: SparkSession, pattern: str) -> bool:
    """Whether any file or folder fits a path, which may hold ``*`` and ``{a,b}``."""
    file_system, hadoop_path = _open(spark, pattern)
    found = file_system.globStatus(hadoop_path)
    return found is not None and len(found) > 0


def pattern(spark: SparkSession, path: str) -> str:
    """The path as Spark reads it: one that exists stands for itself, though it may hold ``[`` or ``*``."""
    special = any(sign in path for sign in _GLOB)
    return escaped(path) if special and exists(spark, path) else path


def escaped(path: str) -> str:
    """A path in which no character stands for others."""
    return "".join(f"\\{sign}" if sign in _GLOB else sign for sign in path)


def found(spark: SparkSession, pattern: str) -> list[tuple[str, bool]]:
    """Path of each file or folder that fits a pattern, and whether it is a folder."""
    file_system, hadoop_path = _open(spark, pattern)
    statuses = file_system.globStatus(hadoop_path) or []
    return [(str(status.getPath().toString()), bool(status.isDirectory())) for status in statuses]


def entries(spark: SparkSession, folder: str) -> list[tuple[str, bool]]:
    """Name of each entry of a folder, sorted, and whether it is a folder itself."""
    file_system, hadoop_path = _open(spark, folder)
    statuses = file_system.listStatus(hadoop_path)
    return sorted((str(status.getPath().getName()), bool(status.isDirectory())) for status in statuses)


def first_bytes(spark: SparkSession, path: str, count: int) -> bytes:
    """At most the first ``count`` bytes of a file."""
    file_system, hadoop_path = _open(spark, path)
    stream = file_system.open(hadoop_path)
    try:
        return bytes(stream.readNBytes(count))
    finally:
        stream.close()


def names(spark: SparkSession, folder: str) -> list[str]:
    """Names of the entries of a folder, sorted; [] when there is no such folder."""
    file_system, hadoop_path = _open(spark, folder)
    if not file_system.exists(hadoop_path):
        return []
    return sorted(status.getPath().getName() for status in file_system.listStatus(hadoop_path))


def delete(spark: SparkSession, path: str) -> None:
    """Remove a file or folder with all it holds; nothing happens when it is not there."""
    file_system, hadoop_path = _open(spark, path)
    file_system.delete(hadoop_path, True)


def absolute(spark: SparkSession, path: str) -> str:
    """The path with scheme, as Spark resolves it: ``build/x`` gives ``file:/.../build/x``."""
    file_system, hadoop_path = _open(spark, path)
    return str(file_system.makeQualified(hadoop_path).toString())


def write(spark: SparkSession, path: str, text: str) -> None:
    """Write a small text file, in place of what is there."""
    file_system, hadoop_path = _open(spark, path)
    stream = file_system.create(hadoop_path, True)
    try:
        stream.write(bytearray(text.encode()))
    finally:
        stream.close()


def read(spark: SparkSession, path: str) -> str | None:
    """The text of a small file; null when there is none."""
    return "\n".join(_lines(spark, path)) if exists(spark, path) else None


def modified(spark: SparkSession, path: str) -> float | None:
    """When a file was written last, in seconds since 1970 by the clock of its storage; null when there is none."""
    file_system, hadoop_path = _open(spark, path)
    if not file_system.exists(hadoop_path):
        return None
    return float(file_system.getFileStatus(hadoop_path).getModificationTime()) / 1000


def uncommitted(spark: SparkSession, path: str) -> bool:
    """Whether a folder holds nothing, or a Delta log with nothing but what a commit left that never happened.

    Delta writes a commit under a hidden name and renames it. Nothing has been said by the table then.
    """
    log = f"{path}/_delta_log"
    if set(names(spark, path)) - {"_delta_log"}:
        return False
    return all(
        _UNCOMMITTED.fullmatch(name) or (name in _STAGED and not names(spark, f"{log}/{name}"))
        for name in names(spark, log)
    )


def delta_version(spark: SparkSession, path: str) -> int | None:
    """Newest version of the Delta table at a path, by its log (PROTOCOL.md: versions are names of 20 digits).

    None when there is no table. Listing the log is far cheaper than loading the table's state.
    """
    versions = [int(name[:20]) for name in names(spark, f"{path}/_delta_log") if _is_commit(name)]
    return max(versions, default=None)


def delta_commit(spark: SparkSession, path: str, version: int) -> dict[str, Any]:
    """The commitInfo of one version of the Delta table at a path (PROTOCOL.md); {} when there is none.

    DeltaTable.history says the same by a Spark job over the log.
    """
    for line in _lines(spark, f"{path}/_delta_log/{version:020d}.json"):
        if info := json.loads(line).get("commitInfo"):
            return dict(info)
    return {}


def delta_checksum(spark: SparkSession, path: str, version: int) -> dict[str, Any]:
    """What the Delta table at a path is at a version, by its version checksum (PROTOCOL.md); {} when nobody wrote one.

    Delta writes one beside each commit. DeltaTable.detail says the same by a Spark job over the log.
    """
    text = "".join(_lines(spark, f"{path}/_delta_log/{checksum_name(version)}"))
    return dict(json.loads(text)) if text else {}


def checksum_name(version: int) -> str:
    """Name of a version checksum within the log."""
    return f"{version:020d}.crc"


def _lines(spark: SparkSession, path: str) -> Iterator[str]:
    """The lines of a text file; none when there is no such file."""
    file_system, hadoop_path = _open(spark, path)
    if not file_system.exists(hadoop_path):
        return
    jvm: Any = spark.sparkContext._jvm
    stream = file_system.open(hadoop_path)
    try:
        reader = jvm.java.io.BufferedReader(jvm.java.io.InputStreamReader(stream, "UTF-8"))
        while (line := reader.readLine()) is not None:
            yield line
    finally:
        stream.close()


def _is_commit(name: str) -> bool:
    return name[:20].isdigit() and (name[20:] == ".json" or name[20:].startswith(".checkpoint"))
