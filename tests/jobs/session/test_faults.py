"""What Spark, Java and Python workers raise, as people and schedulers see it: what it is, and what helps.

The texts are those that Spark 4.2 and Delta 4.4 gave for such faults, with other names.
"""

from __future__ import annotations

import io
from typing import Any

import pytest
from py4j.protocol import Py4JNetworkError
from pyspark.errors import PySparkException
from rich.console import Console

from jobs.config import JobConfig
from jobs.display.progress import Progress
from jobs.run.reported import spark_errors_reported
from jobs.session.faults import explain, first_line, fragment
from udfs.errors import CheckpointError, EnvironmentFault, FacetmillError, InputError, RunError, SourceError, TableError

STAGE = "Job aborted due to stage failure: Task 0 in stage 28.0 failed 4 times, most recent failure: Lost task 0.3 in "
STAGE += "stage 28.0 (TID 43) (10.0.0.7 executor 2): "
TRACE = "\n\tat java.net.SocketTimeoutException.cancelled(Connection reset: SlowDown)\nDriver stacktrace:"
SPARK, IO = "org.apache.spark.SparkException", "java.io.IOException"
READING = "[FAILED_READ_FILE.NO_HINT] Encountered error while reading file s3a://shop/day/b.parquet.  SQLSTATE: KD001"
MISMATCH = "[FAILED_READ_FILE.PARQUET_COLUMN_DATA_TYPE_MISMATCH] Encountered error while reading file "
MISMATCH += "file:///s/b.parquet. Data type mismatches when reading Parquet column [t]. SQLSTATE: KD001"
CAST = '[CAST_INVALID_INPUT] The value \'Connection reset\' of the type "STRING" cannot be cast to "INT" because it is '
CAST += "malformed. SQLSTATE: 22018\n== SQL (line 1, position 1) ==\ncast(x as int)\n^^^^\n"
NO_CLASS = "Class org.apache.hadoop.fs.s3a.S3AFileSystem not found"
PYTHON = "[PYTHON_EXCEPTION] An exception was thrown from the Python worker: Traceback (most recent call last):\n"
PYTHON += '  File "udfs/spark/functions.py", line 9, in run\n    raise it\n'


class Java:
    """A Java exception as py4j shows it."""

    def __init__(self, *links: tuple[str, str | None]) -> None:
        (self.kind, self.message), *causes = links
        self.cause = Java(*causes) if causes else None

    def getClass(self) -> Java:  # noqa: N802
        return self

    def getName(self) -> str:  # noqa: N802
        return self.kind

    def getMessage(self) -> str | None:  # noqa: N802
        return self.message

    def getCause(self) -> Java | None:  # noqa: N802
        return self.cause


def raised(*links: tuple[str, str | None]) -> Exception:
    error = PySparkException("a page of Java")
    error._origin = Java(*links)  # type: ignore[attr-defined]
    return error


AGAIN: list[tuple[str, list[tuple[str, str | None]]]] = [
    (
        "^a Python worker ended without a word; a process that the system ends for want of memory looks like this",
        [(SPARK, f"{STAGE}{SPARK}: Python worker exited unexpectedly (crashed): {TRACE}"),
         (SPARK, "Python worker exited unexpectedly (crashed): \n"), ("java.io.EOFException", None)],
    ),
    (
        "^a Python worker sent nothing for too long",
        [("org.apache.spark.api.python.PythonWorkerException",
          "Python worker process terminated due to idle timeout (timeout: 900 seconds): \n")],
    ),
    (
        "^an executor was lost; .* raise spark.executor.memoryOverhead or its memory$",
        [(SPARK, f"{STAGE}ExecutorLostFailure (executor 2 exited caused by a task) Reason: Remote RPC client")],
    ),
    (
        "^what an executor had computed was lost with it$",
        [(SPARK, "Job aborted due to stage failure: ShuffleMapStage 7 has failed the maximum number of times: 4."),
         ("org.apache.spark.shuffle.MetadataFetchFailedException", "Missing an output location")],
    ),
    (
        r"^the network or the storage did not answer \(Read timed out\)$",  # and no file is damaged
        [(SPARK, READING), ("java.net.SocketTimeoutException", "Read timed out")],
    ),
    (
        r"^the storage asked to be written to less often \(PUT 0-fa: SlowDown: Please reduce",
        [(SPARK, f"{STAGE}{IO}: x"), ("org.apache.hadoop.fs.s3a.AWSServiceThrottledException",
                                      "PUT 0-fa: SlowDown: Please reduce your request rate.")],
    ),
    (
        r"^the storage asked .* \(Status Code: 503, Service Unavailable\)$",
        [("software.amazon.awssdk.services.s3.model.S3Exception", "Status Code: 503, Service Unavailable")],
    ),
    (r"^another run is writing to this target \(Files were added", [
        ("io.delta.exceptions.ConcurrentAppendException", "[DELTA_CONCURRENT_APPEND] Files were added to the root."),
    ]),
    (r"^Java had too little memory \(Java heap space\)", [("java.lang.OutOfMemoryError", "Java heap space")]),
    (r"^Python had too little memory \(MemoryError\)", [("PythonException", f"{PYTHON}MemoryError\n")]),
    (r"^a file was replaced or deleted while it was read: file:///s/a.csv", [
        (SPARK, READING.replace("NO_HINT", "FILE_NOT_EXIST").replace("s3a://shop/day/b.parquet", "file:///s/a.csv")),
        ("java.io.FileNotFoundException", "File file:/s/a.csv does not exist"),
    ]),
    ("^Spark was stopped or its jobs were cancelled", [(SPARK, "Job 4 cancelled because SparkContext was shut down")]),
    ("^EOFException without a word$", [("java.io.EOFException", None)]),
    ("^wait and run again$", [("PythonException", f"{PYTHON}udfs.errors.RunError: wait and run again")]),
    (r"^\[INTERNAL_ERROR\] Expected a miracle", [(SPARK, "[INTERNAL_ERROR] Expected a miracle. SQLSTATE: XX000")]),
]  # fmt: skip

NEVER: list[tuple[type[InputError], str, list[tuple[str, str | None]]]] = [
    (
        SourceError, r"^a file is damaged .*: s3a://shop/day/b.parquet: don't know what type: 15; write it again",
        [(SPARK, READING), (IO, "can not read class org.apache.parquet.format.PageHeader: don't know what type: 15"),
         ("shaded.parquet.org.apache.thrift.protocol.TProtocolException", "don't know what type: 15")],
    ),
    (
        SourceError, "^a file is damaged .*b.parquet: not a gzip file; wr", [(SPARK, READING), (IO, "not a gzip file")],
    ),
    (
        SourceError, r"^one of its files has a column of another type: file:///s/b.parquet.*column \[t\]",
        [(SPARK, MISMATCH)],
    ),
    (
        TableError, r"^Cannot create file:/proc/x/runs/_delta_log; it is no folder that tables can be written to",
        [("DeltaIOException", "[DELTA_CANNOT_CREATE_LOG_PATH] Cannot create file:/proc/x/runs/_delta_log")],
    ),
    (
        TableError, r"^Mkdirs failed to create file:/proc/x/_temporary; it cannot be created there",
        [(SPARK, f"{STAGE}{IO}: Mkdirs failed to create file:/proc/x/_temporary{TRACE}"),
         (IO, "Mkdirs failed to create file:/proc/x/_temporary")],
    ),
    (
        TableError, "^Parent path is not a directory: file:/a; a file lies where a folder is needed",
        [("org.apache.hadoop.fs.ParentNotDirectoryException", "Parent path is not a directory: file:/a")],
    ),
    (EnvironmentFault, "^no such file system: No FileSystem for scheme", [
        ("org.apache.hadoop.fs.UnsupportedFileSystemException", 'No FileSystem for scheme "s4"'),
    ]),
    (EnvironmentFault, "^no such file system: Class org.apache.hadoop.fs.s3a.S3AFileSystem not found", [
        ("java.lang.RuntimeException", f"java.lang.ClassNotFoundException: {NO_CLASS}"),
        ("java.lang.ClassNotFoundException", NO_CLASS),
    ]),
    (EnvironmentFault, r"^access is denied \(/data/t/part-1 \(Permission denied\)\); give the user", [
        (SPARK, f"{STAGE}java.io.FileNotFoundException: /data/t/part-1 (Permission denied){TRACE}"),
        ("java.io.FileNotFoundException", "/data/t/part-1 (Permission denied)"),
    ]),
    (EnvironmentFault, "^access is denied", [("org.apache.hadoop.security.AccessControlException", "user=li")]),
    (EnvironmentFault, "^access is denied", [("java.nio.file.AccessDeniedException", "s3a://b/x: PUT: 403 Forbidden")]),
    (EnvironmentFault, r"^no space is left \(No space left on device\); free some", [
        (SPARK, f"{STAGE}{IO}: x"), (IO, "No space left on device"),
    ]),
    (EnvironmentFault, "^the file system is read-only", [(IO, "/mnt/t/_delta_log: Read-only file system")]),
    (EnvironmentFault, r"^there is no such host or store \(nowhere.example\); correct the path", [
        ("java.lang.IllegalArgumentException", "java.net.UnknownHostException: nowhere.example"),
        ("java.net.UnknownHostException", "nowhere.example"),
    ]),
    (EnvironmentFault, "^the executors' Python cannot run it .ModuleNotFoundError: No module named 'udfs'", [
        ("PythonException", f"{PYTHON}ModuleNotFoundError: No module named 'udfs'\n"),
    ]),
    (SourceError, "^Unclosed character class near index 0; it is no regular expression of Java", [
        (SPARK, f"{STAGE}java.util.regex.PatternSyntaxException: Unclosed character class near index 0\n[\n^{TRACE}"),
        ("java.util.regex.PatternSyntaxException", "Unclosed character class near index 0\n[\n^"),
    ]),
    (SourceError, "^The value 'Connection reset' .*; a column mapping cannot be computed for a row: use `try_cast`", [
        ("SparkNumberFormatException", CAST),  # what a row holds is no sign of a time-out
    ]),
    (SourceError, "^n/a: Job 4 cancelled; a column mapping", [
        ("SparkRuntimeException", "[USER_RAISED_EXCEPTION] n/a: Job 4 cancelled SQLSTATE: P0001"),
    ]),
    (SourceError, "^Duplicate map key 颜色 was found", [
        ("SparkRuntimeException", "[DUPLICATED_MAP_KEY] Duplicate map key 颜色 was found SQLSTATE: 23505"),
    ]),
    (TableError, "^rows break a check of a table: CHECK constraint", [
        ("DeltaInvariantViolationException", "[DELTA_VIOLATE_CONSTRAINT_WITH_VALUES] CHECK constraint x violated"),
    ]),
    (TableError, "^a table of the target is damaged, or files of it were deleted", [
        ("DeltaAnalysisException", "[DELTA_TABLE_NOT_FOUND] Delta table `/t/runs` doesn't exist."),
    ]),
    (CheckpointError, "^the checkpoint x is a on node7, but b here$", [
        ("PythonException", f"{PYTHON}udfs.errors.CheckpointError: the checkpoint x is a on node7, but b here\n"),
    ]),
    (InputError, "^a Python worker failed: ValueError: 坏; the same rows make it fail again, please report it$", [
        ("PythonException", f"{PYTHON}ValueError: 坏\n"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("message", "links"), AGAIN)
def test_what_mends_itself(message: str, links: list[Any]) -> None:
    fault = explain(raised(*links))
    with pytest.raises(RunError, match=message):
        raise fault
    assert fault.exit_code == 75


@pytest.mark.parametrize(("kind", "message", "links"), NEVER)
def test_what_a_person_has_to_correct(kind: type[InputError], message: str, links: list[Any]) -> None:
    fault = explain(raised(*links))
    assert type(fault) is kind
    with pytest.raises(kind, match=message):
        raise fault
    assert fault.exit_code == 2


def test_a_java_that_is_gone() -> None:
    with pytest.raises(RunError, match=r"^Java ended or was ended, and Spark with it"):
        raise explain(Py4JNetworkError("Answer from Java side is empty"))
    ours = TableError("as it is")
    assert explain(ours) is ours


def test_the_part_of_an_expression_that_is_blamed() -> None:
    text = "[DIVIDE_BY_ZERO] Division by zero. SQLSTATE: 22012\n== SQL (line 1, position 3) ==\n1 / price\n^^^^^^^^^\n"
    error = raised((SPARK, "stage"), ("SparkArithmeticException", text))
    assert (fragment(error), first_line(error)) == ("1 / price", "[DIVIDE_BY_ZERO] Division by zero. SQLSTATE: 22012")
    assert fragment(raised((SPARK, "stage"))) is None


def stopped_by(cause: Exception) -> FacetmillError:
    """What a run says that Spark stopped at `read`."""
    columns = {"product_id": "sku", "title": "name", "updated_at": "from_unixtime(stamp / price)"}
    source = {"name": "shop", "format": "json", "path": "s3a://shop/day", "columns": columns}
    config = {"name": "n", "target": "/data/t/", "checkpoint": "c", "schema": "s", "sources": [source]}
    progress = Progress(Console(file=io.StringIO()))
    reported = spark_errors_reported(progress, JobConfig.model_validate(config))
    with pytest.raises(FacetmillError) as stopped, reported, progress.stage("read"):
        raise cause
    return stopped.value


def test_what_a_run_says() -> None:
    gone = READING.replace("NO_HINT", "FILE_NOT_EXIST")
    assert str(stopped_by(raised((SPARK, gone)))) == (
        "the run stopped at `read`: a file was replaced or deleted while it was read: s3a://shop/day/b.parquet; "
        "nothing was published, and running again continues it"
    )
    table = stopped_by(raised((SPARK, gone.replace("s3a://shop/day", "file:///data/t/products"))))
    assert (type(table), "(file:///data/t/products/b.parquet); restore them" in str(table)) == (TableError, True)
    staged = stopped_by(raised((SPARK, gone.replace("s3a://shop/day", "file:///data/t/_staging/r1/texts"))))
    assert type(staged) is RunError
    text = "[DIVIDE_BY_ZERO] Division by zero. SQLSTATE: 22012\n== SQL (line 1, position 15) ==\nstamp / price\n^^^^^\n"
    mapped = stopped_by(raised(("SparkArithmeticException", text)))
    assert str(mapped).startswith(
        "the run stopped at `read`: source shop, columns.updated_at 'from_unixtime(stamp / price)': Division by zero;"
    )
    assert str(mapped).endswith("; nothing was published, and a run after it is corrected continues it")
    with pytest.raises(KeyboardInterrupt):
        stopped_by(KeyboardInterrupt())  # type: ignore[arg-type]
