"""What Spark, Java or a Python worker says went wrong, in one line."""

from __future__ import annotations

from py4j.protocol import Py4JJavaError  # type: ignore[import-untyped]


def first_line(error: BaseException) -> str:
    """What Spark, Java or a Python worker says went wrong, without plan and stack trace."""
    if isinstance(error, Py4JJavaError):
        cause = error.java_exception
        while cause.getCause() is not None:
            cause = cause.getCause()
        text = str(cause.toString())
    else:
        text = str(error)
    lines = [line for line in text.splitlines() if line.strip()]
    traces = [number for number, line in enumerate(lines) if line.startswith("Traceback (most recent call last)")]
    # A worker's error is the first line that is not indented below its traceback.
    raised = (line for line in lines[traces[-1] + 1 :] if not line[0].isspace()) if traces else iter(lines)
    return next(raised, type(error).__name__).strip()
