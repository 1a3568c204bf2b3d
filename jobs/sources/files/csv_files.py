"""CSV files as rows of text: each by its own header, each record counted apart from the parser, none lost."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial, reduce
from itertools import chain

from pyspark.sql import Column, DataFrame, Row, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import StructType

from jobs.config import UNMAPPED, Columns, SellerAttributes, Source
from jobs.sources.files.csv_layout import AUTO, Layout, csv_layout, other_separator, separator, shown
from jobs.sources.files.csv_records import Grammar, records
from jobs.sources.files.found import File, find, plain, several
from jobs.sources.files.kinds import begins_as_json
from jobs.sources.files.lines import (
    BROKEN,
    DOUBTFUL,
    FILE,
    TEXT,
    each_alone,
    file_key,
    folders_of,
    put_together,
    read_lines,
)  # fmt: skip
from jobs.sources.files.options import Options, parser_options, reader_options
from jobs.sources.files.text_files import CORRUPT, Rows, base_folder, count_lines
from udfs.errors import SourceError

_PARSED, _BAD = "__parsed", "bad"


@dataclass(frozen=True, slots=True)
class _Group:
    """Files of one layout and encoding. ``odd``: those in which a quote runs over the end of a line."""

    layout: Layout
    lines: DataFrame
    uris: list[str]


def read_csv(spark: SparkSession, source: Source) -> Rows:
    """CSV files, all columns text. Each file is read by its own header; what a file lacks is null in its rows.

    Raises SourceError where a file is of another kind, separator or header than told.
    """
    options = reader_options(source)
    found, notes = find(spark, source)
    layouts = {file: layout for file in found if (layout := csv_layout(file.head, options)) is not None}
    if faults := list(_faults(layouts, options, source.columns)):
        raise SourceError(several(faults))
    if not layouts:
        return Rows(spark.createDataFrame([], StructType()), notes)
    groups = _grouped(spark, options, layouts, base_folder(spark, source))
    counts = count_lines([_counted(group) for group in groups])
    parts = [_rows(group, counts, options) for group in groups]
    frame = reduce(lambda left, right: left.unionByName(right, allowMissingColumns=True), (part for part, _ in parts))
    return Rows(frame, [*notes, *_repeats(counts, layouts), *(note for _, own in parts for note in own)])


def _faults(layouts: dict[File, Layout], options: Options, columns: Columns) -> Iterator[str]:
    used = names_used(columns)
    for file, layout in layouts.items():
        if begins_as_json(file.head):
            yield f"{file.path} is JSON: set `format: json`"
        elif separator(options) != AUTO and (fault := other_separator(layout)):
            yield f"{file.path} {fault}"
        elif twice := [name for name in layout.repeated if name.lower() in used]:
            yield f"{file.path}: the header names {' and '.join(twice)} twice; rename one of them"
    if len({layout.header for layout in layouts.values()}) > 1:
        for file, layout in layouts.items():
            if layout.lead and not used & {name.lower() for name in layout.header}:
                yield (
                    f"{file.path} begins with {shown(layout.lead[-1])}, which names no column that `columns` uses: "
                    "give it the header of the other files"
                )


def names_used(columns: Columns) -> set[str]:
    """What the mapping may mean by a column's name, in small letters."""
    if columns == UNMAPPED:
        return {*Columns.model_fields, "url"}
    expressions = [text.lower() for _, mapped in columns if mapped is not None for text in _texts(mapped)]
    quoted = (name for expression in expressions for name in re.findall(r"`([^`]+)`", expression))
    return {*expressions, *quoted, *(word for each in expressions for word in re.findall(r"\w+", each))}


def _texts(mapped: SellerAttributes) -> Iterator[str]:
    """The expressions of one canonical column."""
    if isinstance(mapped, str):
        yield mapped
    elif isinstance(mapped, dict):
        yield from mapped.values()
    else:
        yield from chain.from_iterable(map(_texts, mapped))


def _grouped(spark: SparkSession, options: Options, layouts: dict[File, Layout], base: str | None) -> list[_Group]:
    alike: defaultdict[tuple[Layout, str], list[str]] = defaultdict(list)
    for file, layout in layouts.items():
        alike[layout, file.encoding].append(file.uri)
    return [
        _Group(layout, read_lines(spark, options, uris, encoding, base), uris)
        for (layout, encoding), uris in alike.items()
    ]


def _opens(grammar: Grammar) -> Column:
    """Whether quotes in a line are no pairs; where some line of a file is no record by itself, one is such."""
    if not grammar.quote:
        return F.lit(False)
    bare = F.replace(F.col(TEXT), F.lit(grammar.quote), F.lit(""))
    return (F.octet_length(TEXT) - F.octet_length(bare)) % (2 * len(grammar.quote.encode())) != 0


def _escapes_otherwise(grammar: Grammar) -> Column:
    """Whether a quoted value in a line holds a backslash before a quote, where quotes are to be doubled."""
    if not grammar.quote or grammar.escape != grammar.quote:
        return F.lit(False)
    quote, sep = re.escape(grammar.quote), re.escape(grammar.sep)
    return F.contains(F.col(TEXT), F.lit("\\" + grammar.quote)) & F.col(TEXT).rlike(
        rf"(?:^|{sep}){quote}[^{quote}]*+(?<=\\){quote}(?!{quote}|{sep}|\s*$)"
    )


def _counted(group: _Group) -> DataFrame:
    """By file: its bytes, lines that open a quote, that are the header, that escape quotes otherwise."""
    return group.lines.groupBy(FILE).agg(
        F.sum(F.octet_length(TEXT)).alias("size"), F.count_if(_opens(group.layout.grammar)).alias("odd"),
        F.count_if(F.col(TEXT).isin(*group.layout.lead[-1:])).alias("headers"),
        F.count_if(_escapes_otherwise(group.layout.grammar)).alias("escapes"),
    )  # fmt: skip


def _assemble(grammar: Grammar, lines: Iterable[str]) -> Iterator[tuple[str, bool, int, bool]]:
    for record in records(lines, grammar):
        yield record.text, record.broken, record.lines, record.doubtful


def _rows(group: _Group, counts: dict[str, Row], options: Options) -> tuple[DataFrame, list[str]]:
    own = [counts[key] for uri in group.uris if (key := file_key(uri)) in counts]
    odd = [row for row in own if row["odd"]]
    alone = each_alone(group.lines)
    if not odd:
        return _parsed(alone, group.layout, options), []
    names = [row[FILE] for row in odd]
    is_odd = F.col(FILE).isin(names)
    together = put_together(
        group.lines.filter(is_odd), partial(_assemble, group.layout.grammar), sum(row["size"] for row in odd)
    )
    every = together if len(odd) == len(own) else alone.filter(~is_odd).unionByName(together)
    return _parsed(every, group.layout, options), list(_told(together, group.layout))


def _told(together: DataFrame, layout: Layout) -> Iterator[str]:
    rows = together.filter(~F.col(TEXT).isin(*layout.lead)).groupBy(FILE).agg(
        F.count_if(BROKEN).alias("broken"), F.count_if(DOUBTFUL).alias("doubtful"),
        F.first(F.when(F.col(DOUBTFUL) | F.col(BROKEN), F.col(TEXT)), ignorenulls=True).alias("sample"),
    )  # fmt: skip
    for row in rows.orderBy(FILE).collect():
        if row["broken"]:
            yield (
                f"{plain(row[FILE])}: {row['broken']:,} row(s) open a quote that is never closed, and are rejected; "
                f"the rows after them are read; one is {shown(row['sample'])}"
            )
        elif row["doubtful"]:
            yield (
                f"{plain(row[FILE])}: {row['doubtful']:,} row(s) run over several lines that look like rows of their "
                f"own; a quote may be missing in {shown(row['sample'])}"
            )


def _repeats(counts: dict[str, Row], layouts: dict[File, Layout]) -> Iterator[str]:
    for file, layout in layouts.items():
        row = counts.get(file_key(file.uri))
        if row is not None and layout.lead and row["headers"] > 1:
            yield f"{file.path}: the header stands in it {row['headers']:,} times; it is no row"
        if row is not None and row["escapes"]:
            yield (
                f"{file.path}: a backslash stands before quotes, which are doubled, in {row['escapes']:,} line(s); "
                'set `options: {escape: "\\\\"}` if it escapes them'
            )


def _without_surplus(text: Column, layout: Layout, quote: str) -> Column:
    """A line without the empty cells that it has beyond the header's: ``4,Lamp,lamps,`` below three names.

    A line with quotes stays as it is: a separator within them ends no cell.
    """
    sep, n = layout.grammar.sep, len(layout.header)
    cells = F.split(text, re.escape(sep), -1)
    surplus = F.array_join(F.slice(cells, n + 1, 1_000_000), "")
    shorter = F.array_join(F.slice(cells, 1, n), sep)
    plain = ~F.contains(text, F.lit(quote)) if quote else F.lit(True)
    return F.when(F.endswith(text, F.lit(sep)) & plain & ~surplus.rlike(r"\S"), shorter).otherwise(text)


def _parsed(lines: DataFrame, layout: Layout, options: Options) -> DataFrame:
    """Records as rows; ``CORRUPT`` holds those that do not parse, as they stand in the file."""
    places = [f"c{place}" for place in range(len(layout.header))]
    schema = ", ".join(f"{place} string" for place in (*places, _BAD))
    given = {"quote": '"', "escape": '"', **parser_options(options), "sep": layout.grammar.sep, "mode": "PERMISSIVE"}
    given.pop("delimiter", None)
    given["columnNameOfCorruptRecord"] = _BAD
    text = F.col(TEXT)
    kept = lines.filter(text.rlike(r"\S") & ~text.isin(*layout.lead))
    rows = kept.withColumn(_PARSED, F.from_csv(_without_surplus(text, layout, given["quote"]), schema, given))
    bad = F.when(F.col(BROKEN), text).otherwise(F.col(_PARSED)[_BAD])
    columns = [F.col(_PARSED)[place].alias(name) for place, name in zip(places, layout.header, strict=True)]
    corrupt = F.struct(bad.alias("text"), bad.isNotNull().alias("corrupt")).alias(CORRUPT)
    own = {name.lower() for name in layout.header}
    return rows.select(*(name for name in folders_of(lines) if name.lower() not in own), *columns, corrupt)
