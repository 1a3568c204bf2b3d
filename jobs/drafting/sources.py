"""What a schema is drafted of: sources of a job config, of which nothing else is needed, or files as they lie there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from py4j.protocol import Py4JJavaError  # type: ignore[import-untyped]
from pydantic import ConfigDict, Field, model_validator
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import StringType

from jobs.config import UNMAPPED, Format, Source
from jobs.drafting.columns import ROWS, Guess, guess_columns
from jobs.drafting.headers import first_line_is_a_row
from jobs.session.faults import first_line
from jobs.sources.files.compression import without_packing
from jobs.sources.files.guessing import with_encoding
from jobs.sources.mapping.expressions import own_columns, quoted
from jobs.sources.sources import CORRUPT, OpenSource, open_sources, with_columns
from udfs.config import Strict
from udfs.errors import ConfigError, SourceError

_SUFFIXES: dict[str, Format] = {
    ".csv": "csv", ".tsv": "csv", ".tab": "csv", ".json": "json", ".jsonl": "json", ".ndjson": "json",
    ".parquet": "parquet", ".txt": "text",
}  # fmt: skip
_HEADER = "header"
_SHOWN = 80  # characters of a line that a note shows
_WORKBOOKS = (".xls", ".xlsb", ".ods", ".numbers", ".xlsx", ".xlsm")


class Sources(Strict):
    """The sources of a job config. Whatever else it holds is for the job."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    sources: tuple[Source, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_are_unique(self) -> Sources:
        names = [source.name for source in self.sources]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"source names must differ, got twice: {', '.join(twice)}")
        return self


@dataclass(frozen=True, slots=True)
class Opened:
    """A source that is open; ``guess`` says how its columns were mapped where nobody had told."""

    source: OpenSource
    guess: Guess | None = None


def file_source(path: str, taken: Sequence[str] = ()) -> Source:
    """How to read a path that no config describes: by its name, its columns not known yet. Raises ConfigError."""
    kind = _format(path)
    if kind is None:
        raise ConfigError(_unknown(Path(path)))
    base = Path(without_packing(path)).stem or "source"
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base} {number}"
    options: dict[str, Any] = {"sep": "auto"} if kind == "csv" else {}
    return Source(name=name, format=kind, path=path, columns=UNMAPPED, options=options)


def _unknown(path: Path) -> str:
    """Why nobody can tell how to read a path, and what to do."""
    if path.is_dir():
        held = sorted(file.name for file in path.iterdir() if not file.name.startswith("."))
        shown = f"it holds {', '.join(held[:3])}{' …' if len(held) > 3 else ''}" if held else "it is empty"
        return (
            f"cannot read the folder {path}: {shown}; give one of CSV, JSON or Parquet files alone, or name the files"
        )
    if path.suffix.lower() in _WORKBOOKS:
        return f"cannot read {path}: save it as CSV UTF-8 in a spreadsheet program, or as .xlsx for `facetmill start`"
    return (
        f"cannot tell what {path} is: name it .csv, .tsv, .json, .jsonl, .txt (a title a line) or .parquet, give a "
        "Delta table's folder, or describe it in a job config under `sources`"
    )


def _format(path: str) -> Format | None:
    folder = Path(path)
    if (folder / "_delta_log").is_dir():
        return "delta"
    names = [path, *map(str, folder.iterdir())] if folder.is_dir() else [path]
    kinds = {_SUFFIXES.get(Path(without_packing(name)).suffix.lower()) for name in names} - {None}
    return kinds.pop() if len(kinds) == 1 else None


def open_all(spark: SparkSession, sources: Sequence[Source]) -> list[Opened]:
    """Open the sources; the columns of those that have no mapping are guessed. Raises SourceError."""
    return [_open(spark, source) for source in sources]


def _open(spark: SparkSession, source: Source) -> Opened:
    guessed = source.columns == UNMAPPED
    (opened,) = open_sources(spark, [with_encoding(spark, source) if guessed else source])
    if not guessed:
        return Opened(opened)
    names = own_columns(opened.frame)
    if not names:
        raise SourceError(f"{source.path} holds nothing, not even a header")
    try:
        rows = _first_rows(opened.frame)
        if not rows:
            raise SourceError("it holds a header and no row below it")
        if source.format == "csv" and _HEADER not in source.options and first_line_is_a_row(names, rows):
            return _without_header(spark, opened.source, names)
        guess = guess_columns(names, rows)
    except SourceError as error:
        raise SourceError(f"{source.path}: {error}") from error
    except (PySparkException, Py4JJavaError) as cause:
        raise SourceError(f"cannot read the rows of {source.path}: {first_line(cause)}") from cause
    return Opened(with_columns(opened, guess.columns), guess)


def _without_header(spark: SparkSession, source: Source, first: Sequence[str]) -> Opened:
    """The source read anew, its first line as a row; its columns are numbered, and what they are is told by cells."""
    found = _open(spark, source.model_copy(update={"options": {**source.options, _HEADER: False}}))
    shown = first_cells if len(first_cells := ", ".join(first)) <= _SHOWN else f"{first_cells[:_SHOWN]}…"
    note = (
        f"its first line looks like a row, not like names of columns ({shown}): it is read as one, with `header: false`"
    )
    return replace(found, source=replace(found.source, notes=(*found.source.notes, note)))


def _first_rows(frame: DataFrame) -> list[dict[str, str | None]]:
    """The first rows, everything as text."""
    texts = [
        (F.col(quoted(field.name)) if isinstance(field.dataType, StringType) else _as_text(field)).alias(field.name)
        for field in frame.schema.fields
        if field.name != CORRUPT
    ]
    return [row.asDict() for row in frame.select(*texts).limit(ROWS).collect()]


def _as_text(field: Any) -> Any:
    nested = field.dataType.typeName() in ("map", "array", "struct", "variant")
    column = F.col(quoted(field.name))
    return F.to_json(column) if nested else column.cast("string")


def config_text(opened: Sequence[Opened], more: Mapping[str, Any]) -> str:
    """A job config with the sources as they were read, for people to keep and correct; ``more``: its other keys."""
    import yaml

    sources = []
    for each in opened:
        source = each.source.source
        sources.append(source.model_dump(mode="json", exclude_none=True, exclude_defaults=True))
    data = {**more, "sources": sources}
    text: str = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120)
    return text
