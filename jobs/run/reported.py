"""What Spark or a worker raises in a run, as one error that says what helps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from jobs.config import JobConfig
from jobs.display.progress import Progress
from jobs.session.faults import SPARK_ERRORS, explain, fragment, lost_file
from udfs.errors import InputError, RunError, TableError


@contextmanager
def spark_errors_reported(progress: Progress, config: JobConfig) -> Iterator[None]:
    """What Spark or a worker raises becomes one error with its cause, by what helps; ours and Ctrl-C pass."""
    try:
        yield
    except SPARK_ERRORS as cause:
        fault = _of_target(cause, config) or explain(cause)
        published = (
            "the newest row of table runs tells whether it was" if progress.current == "publish" else "nothing was"
        )
        goes_on = "running again" if isinstance(fault, RunError) else "a run after it is corrected"
        raise type(fault)(
            f"the run stopped at `{progress.current}`: {_blamed(cause, config, fault)}{fault}; "
            f"{published} published, and {goes_on} continues it"
        ) from cause


def _of_target(cause: BaseException, config: JobConfig) -> TableError | None:
    """A file of a table that is gone: a source is listed anew by the next run, a table names its files for ever."""
    lost = lost_file(cause)
    if lost is None or f"{config.target.rstrip('/')}/" not in lost or "/_staging/" in lost:
        return None
    return TableError(
        f"a table of the target is damaged, or files of it were deleted ({lost}); restore them, or set another `target`"
    )


def _blamed(cause: BaseException, config: JobConfig, fault: Exception) -> str:
    """The keys of the config that an error is about, for the front of a message: those noted at it, and column mappings
    that hold the part of an expression that Spark blames.
    """
    part = fragment(cause) if isinstance(fault, InputError) else None
    named = [
        f"source {source.name}, columns.{name} {expression!r}"
        for source in config.sources
        for name, expression in source.columns
        if part and expression and part in expression
    ]
    return "".join(f"{key}: " for key in [*getattr(cause, "__notes__", ()), *named])
