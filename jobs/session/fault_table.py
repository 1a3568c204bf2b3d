"""What Spark, Delta, Hadoop, Java and Python raise, and what helps: running again, or a person who corrects something.

One row a kind of fault. The first row that fits any link of an exception's causes decides, so what mends itself goes
first: a time-out may come wrapped as an unreadable file. Conditions and SQL states are those of Spark 4.2
(error/error-conditions.json in its jars) and Delta 4.4 (error/delta-error-classes.json).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from udfs.errors import EnvironmentFault, FacetmillError, InputError, RunError, SourceError, TableError

# Their messages quote what was read.
_ABOUT_DATA = (
    "PatternSyntaxException", "NumberFormatException", "JsonParseException", "DateTimeParseException",
    "TextParsingException", "BadRecordException", "MalformedInputException",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """One exception of a chain of causes: its class, and its message with Spark's condition in front, if any."""

    kind: str
    message: str

    @property
    def name(self) -> str:
        """The class without its package."""
        return self.kind.rpartition(".")[2]

    @property
    def condition(self) -> str:
        """Spark's or Delta's error condition, such as CAST_INVALID_INPUT; "" when there is none."""
        found = re.match(r"\[([A-Z][A-Z0-9_.]+)\]", self.message)
        return found[1] if found else ""

    @property
    def plain(self) -> str:
        """What of the message is no data of a row: where words are looked for that may stand in any.

        A condition says what went wrong by its name; its text holds values. The first line of a failed stage is
        followed by the trace of a task.
        """
        if self.condition or self.name in _ABOUT_DATA:
            return ""
        return re.split(r"\n|: \[[A-Z][A-Z0-9_.]+\] ", self.message, maxsplit=1)[0]

    @property
    def state(self) -> str:
        """The SQL state, of 5 characters; "" when there is none."""
        found = re.search(r"SQLSTATE: (\w{5})", self.message)
        return found[1] if found else ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A row of the table. A link fits by its condition, SQL state or class, each with what the name begins with, and by
    ``words``, an expression found in its message; where both are given, by both. Words alone are looked for outside of
    data only.

    ``error``: RunError for what running again heals. ``says``: what it is and what to do; ``{reason}`` is the message.
    """

    error: type[FacetmillError]
    says: str
    conditions: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    words: str = ""

    def fits(self, link: Link) -> bool:
        """Whether it is a fault of this kind."""
        named = self.conditions or self.states or self.classes
        known = (
            link.condition.startswith(self.conditions or ("\0",))
            or link.state.startswith(self.states or ("\0",))
            or link.name in self.classes
        )
        text = link.message if named else link.plain
        return bool(known or not named) and (not self.words or re.search(self.words, text) is not None)


_LOST = "{reason}; a process that the system ends for want of memory looks like this: if it comes again, "

TABLE: tuple[Fault, ...] = (
    # What mends itself.
    Fault(
        RunError, "another run is writing to this target ({reason}); wait until it has ended",
        conditions=("DELTA_CONCURRENT", "DELTA_METADATA_CHANGED", "DELTA_PROTOCOL_CHANGED", "DELTA_MAX_COMMIT_RETRIES"),
    ),
    Fault(
        RunError, "a Python worker sent nothing for too long and was ended; if it comes again, lower "
        "`inference.partitions` or raise spark.sql.execution.pyspark.udf.idleTimeoutSeconds",
        words="Python worker process terminated due to idle timeout",
    ),
    Fault(
        RunError, _LOST.format(reason="a Python worker ended without a word")
        + "raise spark.executor.memoryOverhead, or lower `inference.partitions`",
        words=r"Python worker (?:exited unexpectedly|failed to connect back)|PYTHON_WORKER_DIED",
    ),
    Fault(
        RunError, _LOST.format(reason="an executor was lost") + "raise spark.executor.memoryOverhead or its memory",
        words="ExecutorLostFailure|Executor heartbeat timed out|Container .*(?:killed|preempted)|ExecutorDeadException",
    ),
    Fault(
        RunError, "what an executor had computed was lost with it",
        classes=("FetchFailedException", "MetadataFetchFailedException"),
    ),
    Fault(RunError, "what an executor had computed was lost with it", words="FetchFailed|MetadataFetchFailed"),
    Fault(
        RunError, "Java had too little memory ({reason}); if it comes again, raise spark.driver.memory or "
        "spark.executor.memory",
        classes=("OutOfMemoryError", "SparkOutOfMemoryError"),
    ),
    Fault(
        RunError, "Spark had too little memory ({reason}); if it comes again, raise spark.executor.memory",
        states=("53",),
    ),
    Fault(
        RunError, "Python had too little memory ({reason}); if it comes again, lower `batching.token_budget` or "
        "`inference.partitions`",
        conditions=("PYTHON_EXCEPTION",),
        words=r"(?m)^(?:MemoryError|torch\.(?:cuda\.)?OutOfMemoryError|pyarrow\.lib\.ArrowMemoryError)\b",
    ),
    Fault(
        RunError, "the storage asked to be written to less often ({reason})",
        classes=("AWSServiceThrottledException", "RetriableException", "StandbyException", "SafeModeException"),
    ),
    Fault(
        RunError, "the storage asked to be written to less often ({reason})",
        words=r"SlowDown|Slow Down|ServerBusy|Too Many Requests|TooManyRequests|\b(?:429|503)\b.*(?:status|Service)"
        r"|[Tt]hrottl|Request limit exceeded|ProvisionedThroughputExceeded",
    ),
    Fault(
        RunError, "the network or the storage did not answer ({reason})",
        classes=(
            "SocketTimeoutException", "ConnectTimeoutException", "TimeoutException", "RpcTimeoutException",
            "InterruptedIOException", "ConnectException", "NoRouteToHostException", "SocketException",
            "ConnectionClosedException", "NoHttpResponseException", "AWSServiceIOException", "AWSClientIOException",
            "AWSStatus500Exception", "ApiCallTimeoutException", "SSLException", "ClosedChannelException",
        ),
    ),
    Fault(
        RunError, "the network or the storage did not answer ({reason})",
        words=r"[Cc]onnection (?:reset|refused|timed out|closed)|Broken pipe|Futures timed out|Read timed out",
    ),
    Fault(
        RunError, "Spark was stopped or its jobs were cancelled ({reason})",
        conditions=("SPARK_JOB_CANCELLED", "OPERATION_CANCELED"),
    ),
    Fault(
        RunError, "Spark was stopped or its jobs were cancelled ({reason})",
        words=r"SparkContext (?:was|has been) shut ?down|stopped SparkContext|(?:Job|Stage) \S+ cancelled",
    ),
    Fault(
        RunError, "a file was replaced or deleted while it was read: {reason}",
        conditions=("FAILED_READ_FILE.FILE_NOT_EXIST",),
    ),
    # The machine: what a person has to give it.
    Fault(
        EnvironmentFault, "no space is left ({reason}); free some, or set another `target` or `spark.local.dir`",
        words="No space left on device|[Qq]uota (?:exceeded|of .* is exceeded)|There is not enough space",
    ),
    Fault(
        EnvironmentFault, "no space is left ({reason}); have the quota raised, or set another `target`",
        classes=("DSQuotaExceededException", "NSQuotaExceededException", "QuotaExceededException"),
    ),
    Fault(
        EnvironmentFault, "the file system is read-only ({reason}); set another `target` or `spark.local.dir`",
        words="Read-only file system",
    ),
    Fault(
        EnvironmentFault, "access is denied ({reason}); give the user of the job the right to it, or correct the path",
        classes=("AccessControlException", "AccessDeniedException"),
    ),
    Fault(
        EnvironmentFault, "access is denied ({reason}); give the user of the job the right to it, or correct the path",
        words=r"Permission denied|Access ?Denied|403 Forbidden|[Ss]tatus [Cc]ode:? 403|Operation not permitted",
    ),
    Fault(
        EnvironmentFault, "there are no credentials for the storage ({reason}); give them by Spark's settings",
        classes=("NoAuthWithAWSException", "NoAwsCredentialsException", "CredentialInitializationException"),
    ),
    Fault(
        EnvironmentFault, "no such file system: {reason}; correct the scheme of the path (`s3a:`, `hdfs:`, `abfss:`, "
        "`file:`), or add its jar to Spark",
        classes=("UnsupportedFileSystemException",),
    ),
    Fault(
        EnvironmentFault, "no such file system: {reason}; correct the scheme of the path (`s3a:`, `hdfs:`, `abfss:`, "
        "`file:`), or add its jar to Spark",
        classes=("ClassNotFoundException", "NoClassDefFoundError", "RuntimeException"),
        words=r"(?:FileSystem|[Ff]s\.)\w* not found|hadoop/fs/",
    ),
    Fault(
        EnvironmentFault, "there is no such host or store ({reason}); correct the path",
        classes=("UnknownHostException", "UnknownStoreException"),
    ),
    Fault(EnvironmentFault, "there is no such host or store ({reason}); correct the path", words="NoSuchBucket"),
    Fault(
        EnvironmentFault, "the executors' Python cannot run it ({reason}); install facetmill and its packages for "
        "it, or correct spark.pyspark.python",
        conditions=("PYTHON_VERSION_MISMATCH", "PACKAGE_NOT_INSTALLED", "UNSUPPORTED_PACKAGE_VERSION"),
    ),
    Fault(
        EnvironmentFault, "the executors' Python cannot run it ({reason}); install facetmill and its packages for "
        "it, or correct spark.pyspark.python",
        conditions=("PYTHON_EXCEPTION",), words=r"(?m)^(?:ModuleNotFoundError|ImportError)\b|PYTHON_VERSION_MISMATCH",
    ),
    Fault(
        EnvironmentFault, "the executors' Python does not start ({reason}); correct spark.pyspark.python",
        words="Cannot run program",
    ),
    # Where to write.
    Fault(
        TableError, "{reason}; it is no folder that tables can be written to: set another `target`",
        conditions=("DELTA_CANNOT_CREATE_LOG_PATH", "DELTA_INVALID_PATH", "DELTA_CREATE_TABLE_WITH_NON_EMPTY_LOCATION"),
    ),
    Fault(
        TableError, "{reason}; a file lies where a folder is needed, or the other way round: correct the path",
        classes=("ParentNotDirectoryException", "PathIsNotDirectoryException", "FileAlreadyExistsException"),
    ),
    Fault(
        TableError, "{reason}; it cannot be created there: correct the path",
        words=r"Mkdirs failed to create|Not a directory|Is a directory|File name too long|Nul character|"
        r"Relative path in absolute URI|[Cc]an ?not create a Path|Illegal character in|Wrong FS|Invalid path",
    ),
    Fault(
        TableError, "a table of the target is damaged, or files of it were deleted ({reason}); restore them, or set "
        "another `target`",
        conditions=(
            "DELTA_TABLE_NOT_FOUND", "DELTA_TRUNCATED_TRANSACTION_LOG", "DELTA_TXN_LOG_FAILED_INTEGRITY",
            "DELTA_LOG_FILE_NOT_FOUND", "DELTA_MISSING_", "DELTA_FILE_NOT_FOUND", "DELTA_VERSIONS_NOT_CONTIGUOUS",
            "DELTA_FAILED_READ_FILE_FOOTER", "DELTA_NO_COMMITS_FOUND", "DELTA_VERSION_NOT_FOUND", "DELTA_INVALID_",
            "DELTA_FILE_OR_DIR_NOT_FOUND", "DELTA_UNRECOGNIZED", "DELTA_PROTOCOL_", "DELTA_UNSUPPORTED_FEATURES",
        ),
    ),
    # What is read.
    Fault(
        SourceError, "one of its files has a column of another type: {reason}; write the files alike, or make a source "
        "of each kind",
        conditions=("FAILED_READ_FILE.PARQUET_COLUMN_DATA_TYPE_MISMATCH", "CANNOT_MERGE_SCHEMAS"),
    ),
    Fault(
        SourceError, "a file is damaged or of another kind: {reason}; write it again, or take it out of the folder",
        conditions=("FAILED_READ_FILE", "MALFORMED_", "CANNOT_PARSE_JSON", "UNABLE_TO_INFER_SCHEMA"),
    ),
    Fault(
        SourceError, "a file is damaged or of another kind: {reason}; write it again, or take it out of the folder",
        words="is not a Parquet file|can not read class org.apache.parquet|could not decode|not a gzip file",
    ),
    # What is asked for.
    Fault(
        SourceError, "{reason}; it is no regular expression of Java: correct it in the column mappings, or in the "
        "data it is taken from",
        classes=("PatternSyntaxException",),
    ),
    Fault(
        SourceError, "{reason}; a column mapping cannot be computed for a row: use `try_cast`, `try_to_timestamp`, "
        "`try_divide`, `try_element_at` or `get`, which give null instead",
        states=("22", "21", "P0"), conditions=("DUPLICATED_MAP_KEY",), classes=("ArithmeticException",),
    ),
    Fault(TableError, "rows break a check of a table: {reason}; correct or delete them", states=("23",)),
    Fault(
        TableError, "rows break a check of a table: {reason}; correct or delete them",
        conditions=("DELTA_VIOLATE_CONSTRAINT", "DELTA_NOT_NULL_CONSTRAINT_VIOLATED"),
    ),
    Fault(
        InputError, "{reason}; correct what is given", states=("42", "0A", "07", "54", "F0"),
    ),
)  # fmt: skip
