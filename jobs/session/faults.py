"""What Spark, Java or a Python worker says went wrong, in one sentence, and whether running again helps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from py4j.protocol import Py4JError, Py4JJavaError, Py4JNetworkError  # type: ignore[import-untyped]
from pyspark.errors import PySparkException

from jobs.session.fault_table import TABLE, Link
from udfs import errors
from udfs.errors import FacetmillError, RunError

SPARK_ERRORS = (PySparkException, Py4JError)
"""All that comes from the other side; Py4JJavaError is one of them."""

_DEEPEST = 20  # causes of causes
_SHOWN = 500  # characters of a reason
_RAISED = re.compile(r"^(?P<kind>[A-Za-z_][\w.]*)(?:: (?P<message>.*))?$")


def explain(error: BaseException) -> FacetmillError:
    """The error as one of ours, by :data:`jobs.session.fault_table.TABLE`: RunError where running again heals it.

    What a Python worker raised of ours keeps its kind. What the table does not know is a RunError with its first line.
    """
    if isinstance(error, FacetmillError):
        return error
    links = list(chain(error))
    for link in links:
        if (ours := _ours(link)) is not None:
            return ours
    for fault in TABLE:
        for link in reversed(links):  # the innermost says most plainly what it is
            if fault.fits(link):
                return fault.error(fault.says.format(reason=_reason(link, links)))
    if isinstance(error, Py4JNetworkError):
        return RunError("Java ended or was ended, and Spark with it; its log may say why")
    raised = _raised(links)
    if raised is not None:
        return errors.InputError(
            f"a Python worker failed: {raised}; the same rows make it fail again, please report it"
        )
    return RunError(first_line(error))


@contextmanager
def about(key: str) -> Iterator[None]:
    """Note the key of a config that the body is about at what Spark raises in it, which may name only a part of it."""
    try:
        yield
    except SPARK_ERRORS as error:
        error.add_note(key)
        raise


def first_line(error: BaseException) -> str:
    """What Spark, Java or a Python worker says went wrong, without plan and stack trace."""
    links = list(chain(error))
    raised = _raised(links)
    if raised is not None:
        return raised
    spoken = [link for link in links if _words(link)]
    return _short(_line(spoken[-1])) if spoken else f"{links[-1].name} without a word"


def chain(error: BaseException) -> Iterator[Link]:
    """The error and its causes, outermost first: Java's where it comes from there."""
    java = error.java_exception if isinstance(error, Py4JJavaError) else getattr(error, "_origin", None)
    if java is None:
        yield Link(type(error).__name__, str(error))
        return
    for _ in range(_DEEPEST):
        yield Link(str(java.getClass().getName()), str(java.getMessage() or ""))
        java = java.getCause()
        if java is None:
            return


def fragment(error: BaseException) -> str | None:
    """The part of an SQL expression that Spark blames; null where it tells none."""
    for link in chain(error):
        found = re.search(r"== SQL \([^)]*\) ==\n(.*)\n\^", link.message)
        if found:
            return found[1].strip()
    return None


def lost_file(error: BaseException) -> str | None:
    """The file that was not there when it was read; null where it is another fault."""
    for link in chain(error):
        if link.condition.startswith("FAILED_READ_FILE.FILE_NOT_EXIST"):
            found = re.search(r"reading file (\S+?)\.?(?:\s|$)", link.message)
            return found[1] if found else None
    return None


def _ours(link: Link) -> FacetmillError | None:
    """An error of ours that a Python worker raised, by its name in the traceback."""
    found = _traceback(link)
    if found is None:
        return None
    kind: Any = getattr(errors, found["kind"].rpartition(".")[2], None)
    if found["kind"].startswith(f"{errors.__name__}.") and isinstance(kind, type) and issubclass(kind, FacetmillError):
        return kind(found["message"] or found["kind"])
    return None


def _raised(links: list[Link]) -> str | None:
    return next((found[0] for link in links if (found := _traceback(link))), None)


def _traceback(link: Link) -> re.Match[str] | None:
    """The line of a worker's traceback that names the exception: the first one that is not indented below it."""
    lines = [line for line in link.message.splitlines() if line.strip()]
    traces = [number for number, line in enumerate(lines) if "Traceback (most recent call last)" in line]
    if not traces:
        return None
    after = (line for line in lines[traces[-1] + 1 :] if not line[0].isspace())
    return _RAISED.match(_short(next(after, "").strip()))


def _reason(link: Link, links: list[Link]) -> str:
    """What a link says; where it names a file and leaves the cause to another link, that one's words as well."""
    if (found := _traceback(link)) is not None:
        return found[0]
    own = _words(link) or next((_words(each) for each in links if _words(each)), link.name)
    deepest = next((words for each in reversed(links) if (words := _words(each))), own)
    if link.condition.startswith("FAILED_READ_FILE.NO_HINT") and deepest not in own:
        own = f"{own.rstrip('.')}: {deepest}"
    return _short(own.removeprefix("Encountered error while reading file ").rstrip("."))


def _words(link: Link) -> str:
    """The first line of a message, without condition and SQL state."""
    return re.sub(r"^\[[A-Z][A-Z0-9_.]+\]\s*|\s*SQLSTATE: \w{5}\s*$", "", _line(link)).strip()


def _line(link: Link) -> str:
    """The first line of a message, without what Java puts before it: the task that failed last, and a class."""
    text = next((line.strip() for line in link.message.splitlines() if line.strip()), "")
    text = re.sub(r"^Job aborted due to stage failure: .*?most recent failure: (?:Lost task [^)]*\) )?", "", text)
    return re.sub(r"^(?:\([^)]*\): )?(?:[a-z]\w*\.)+[A-Z]\w*(?:Exception|Error): ", "", text).strip()


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
