"""``facetmill texts import``: texts that people edited, as rows of table text_edits, which every later run keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import cast

import click
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql.pandas.types import to_arrow_schema
from pyspark.sql.types import StructType
from rich.console import Console

from jobs.cli.configs import ReadFrom, job_config
from jobs.cli.options import config_option, lang_option, properties_option
from jobs.cli.texts.changes import Change, Judge, twice
from jobs.cli.texts.checks import EditChecks
from jobs.cli.texts.rows import Fault, FileRow, read_rows
from jobs.cli.texts.stored import Stored, require_texts, stored_products
from jobs.display.console import console
from jobs.display.endings import Command
from jobs.lake.store import Store
from jobs.lake.tables.target import TABLES
from jobs.language.names import Labels
from jobs.reading.library import Library
from jobs.run.job import kit_of
from udfs.errors import ConfigError, InputError
from udfs.writing.kit import Kit

_SHOWN = 100  # faults of a file that are listed


@click.command("import", cls=Command)
@click.argument("file", metavar="FILE.csv", type=click.Path())
@config_option()
@click.option("--by", "editor", required=True, metavar="NAME", help="Who edited the texts.")
@lang_option
@properties_option
def command(file: str, config_path: str, editor: str, lang: str, properties_file: str) -> None:
    """Read texts that people edited in a file of `facetmill texts export`; later runs keep them.

    A text that was changed becomes an edit: with status `approved`, or `locked`, which is never flagged as outdated.
    Status `draft` takes an edit back. All faults of a file are told at once, and nothing of it is imported then.

    \b
    Example:
      facetmill texts import texts.csv --by ana --config conf/demo/job.yaml
    """
    own = job_config(config_path)
    if own.texts is None:
        raise ConfigError(
            f"{config_path} has no section `texts`, so no run would show what is edited; add `texts: {{}}`"
        )
    if not editor.strip():
        raise InputError("--by is empty; say who edited the texts")
    faults: list[Fault] = []
    rows = read_rows(file, faults)
    library, labels = ReadFrom(config_path, None, None).open_in_spark(properties_file, lang)
    require_texts(library)
    library.store.hold()  # what is compared below is what is written onto
    kit = kit_of(own.texts, labels.schema, own.schema_folder)
    import_texts(console(), library, labels, kit, file, rows, faults, editor.strip())


def import_texts(
    out: Console,
    library: Library,
    labels: Labels,
    kit: Kit,
    file: str,
    rows: Sequence[FileRow],
    faults: list[Fault],
    editor: str,
) -> None:
    """Append what was edited to table text_edits, and tell what the checker says of it.

    Raises InputError with all faults of the file, and RunError where another import came between.
    """
    faults += twice(rows)
    edited = [row for row in rows if row.is_changed]
    stored = Stored.of(library, (row.key[0] for row in edited))
    judge = Judge(stored, labels.schema, kit.styles)
    changes = _changes(judge, edited, faults)
    if faults:
        raise InputError(_told(file, faults))
    if not changes:
        out.print(labels.say("nothing was edited: {:,} rows are as the tables have them").format(len(rows)))
        return
    ids = [change.row.key[0] for change in changes if change.text is not None]
    told = list(EditChecks(kit, stored_products(library, ids), labels).told(changes))
    library.store.append("text_edits", _frame(library.store, changes, editor, stored.last))
    for line, remark in told:
        out.print(labels.say("line {}: {}").format(line, remark))
    for change in filter(judge.is_newer, changes):
        said = labels.say("line {}: {} had changed since the export; this edit goes before it")
        out.print(said.format(change.row.line, " ".join(change.row.key)))
    _summary(out, labels, changes, len(rows))


def _changes(judge: Judge, rows: Sequence[FileRow], faults: list[Fault]) -> list[Change]:
    """What rows change; those with faults are left out and told."""
    changes = []
    for row in rows:
        if own := list(judge.faults(row)):
            faults += [(row.line, fault) for fault in own]
        elif isinstance(found := judge.change(row), str):
            faults.append((row.line, found))
        elif found is not None:
            changes.append(found)
    return changes


def _told(file: str, faults: Sequence[Fault]) -> str:
    lines = [f"line {line}: {fault}" for line, fault in sorted(faults)]
    more = [f"and {len(lines) - _SHOWN:,} more"] if len(lines) > _SHOWN else []
    return f"{len(lines):,} fault(s) in {file}; nothing was imported:\n  " + "\n  ".join([*lines[:_SHOWN], *more])


def _frame(store: Store, changes: Sequence[Change], editor: str, last: datetime | None) -> DataFrame:
    """Rows of table text_edits, later than any edit that is there: a clock may go back."""
    table = TABLES["text_edits"]
    types = cast(StructType, StructType.fromDDL(", ".join(f"{each.name} {each.type}" for each in table.columns)))
    moment = datetime.now(UTC)
    if last is not None:
        moment = max(moment, last.astimezone(UTC) + timedelta(microseconds=1))
    rows = [
        dict(
            zip(
                table.names,
                (*change.row.key, change.text, change.status, editor, moment, change.row.note),
                strict=True,
            )
        )
        for change in changes
    ]
    return store.spark.createDataFrame(pa.Table.from_pylist(rows, schema=to_arrow_schema(types, timezone="UTC")), types)


def _summary(out: Console, labels: Labels, changes: Sequence[Change], n_rows: int) -> None:
    by = Counter(change.status for change in changes)
    said = labels.say("{:,} approved, {:,} locked, {:,} taken back, {:,} rows unchanged; the next run shows them")
    out.print(said.format(by["approved"], by["locked"], by["draft"], n_rows - len(changes)))
