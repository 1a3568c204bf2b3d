"""One Delta table by delta-rs; what it cannot read is told apart from what is not there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import takewhile
from pathlib import Path
from textwrap import shorten

import pyarrow as pa
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError, TableNotFoundError
from pyarrow import fs

from udfs.errors import TableError

_LONG = 300
_STYLE = re.compile(r"\x1b\[[0-9;]*m")


class CannotRead(Exception):
    """delta-rs cannot read a table, or its store; Spark may. The text says why."""


def normal(target: str) -> str:
    """A target as delta-rs and people name it: a local one as a whole path, without scheme."""
    local = re.sub(r"^file:(//)?(?=/)", "", target.rstrip("/"))
    return local if "://" in local else str(Path(local).absolute())


def open_table(uri: str, version: int | None, options: Mapping[str, str] | None) -> DeltaTable | None:
    """A table at a version, or the newest; None where there is no table.

    Raises TableError when the version is not there, and CannotRead.
    """
    try:
        return DeltaTable(uri, version=version, storage_options=dict(options) if options else None)
    except TableNotFoundError as cause:
        if version is not None and (newest := open_table(uri, None, options)) is not None:
            raise _gone(uri, version, newest) from cause
        if "://" in uri:
            raise CannotRead(reason(cause)) from cause
        return None
    except (DeltaError, OSError, ValueError) as cause:
        newest = open_table(uri, None, options) if version is not None else None
        if version is not None and newest is not None:
            raise _gone(uri, version, newest) from cause
        raise CannotRead(reason(cause)) from cause


def dataset(table: DeltaTable, uri: str) -> pa.dataset.Dataset:
    """Its rows, of which only those files are read that a filter needs. Raises CannotRead.

    Files of this machine are read by Arrow itself: delta-rs reads them by way of Python, and a thread of Arrow that
    still asks Python for something while the process ends takes it down.
    """
    local = None if "://" in uri else fs.SubTreeFileSystem(uri, fs.LocalFileSystem())
    try:
        return table.to_pyarrow_dataset(filesystem=local)
    except (DeltaError, OSError, ValueError) as cause:
        raise CannotRead(reason(cause)) from cause


def reason(cause: Exception) -> str:
    """What went wrong, in one line; delta-rs adds its own stack."""
    lines = [line.strip(" ↳.") for line in _STYLE.sub("", str(cause)).splitlines()]
    told = list(takewhile(lambda line: not re.match(r"\d+: ", line), filter(None, lines)))
    return shorten("; ".join(told), _LONG, placeholder=" …")


def vacuumed(uri: str, version: int | str | None, cause: Exception) -> TableError:
    """Files of a version, or of a run that is named so, are gone."""
    at = "its newest version" if version is None else version if isinstance(version, str) else f"version {version}"
    return TableError(
        f"cannot read {uri} at {at}: {reason(cause)}. VACUUM deletes files of old versions; read the newest run, "
        "or set `delta.deletedFileRetentionDuration` longer"
    )


def _gone(uri: str, version: int, newest: DeltaTable) -> TableError:
    return TableError(
        f"cannot read {uri} at version {version}: the log no longer has it, or never had; it is at version "
        f"{newest.version()}. Read the newest run, or set `delta.logRetentionDuration` longer"
    )
