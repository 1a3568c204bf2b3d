"""The views of :mod:`jobs.reading.views` as queries of DuckDB over the tables, which are named with a leading ``_``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jobs.lake.tables.target import TABLES
from jobs.language.column_comments import column_comment
from jobs.language.names import Labels
from jobs.reading.wide import EVIDENCE, OWN, WideColumn, WideView, wide_view
from udfs.schema.schema import Schema

_OF_PRODUCTS = ("attributes", "claims", "tags")
"""Tables of which stale products have rows that count nowhere."""
_CURRENT = "{} ANTI JOIN (SELECT product_id FROM _products WHERE stale IS NOT NULL) USING (product_id)"


def view_query(name: str, labels: Labels, times: Sequence[str] = ()) -> str:
    """A table, or the products of one category; ``times``: columns of the table with instants, which become UTC."""
    if name not in TABLES:
        return _wide(*wide_view(name, labels.schema), labels.schema, _attributes(labels))
    utc = [f"make_timestamp(epoch_us({quoted(column)})) AS {quoted(column)}" for column in times]
    if name == "attributes":
        return _attributes(labels)
    if name == "products" and is_translated(labels):
        return _products(_attributes(labels), utc)
    source = _CURRENT.format(f"_{name}") if name in _OF_PRODUCTS else f"_{name}"
    return f"SELECT *{_replacing(utc)} FROM {source}"


def comments_of(name: str, labels: Labels) -> Iterator[str]:
    """Statements that give the columns of a category's view their comments; none for tables."""
    if name in TABLES:
        return
    kind, category = wide_view(name, labels.schema)
    for attribute, column in kind.of(labels.schema, category):
        comment = column_comment(column.name, attribute, labels, category)
        yield f"COMMENT ON COLUMN {quoted(name)}.{quoted(column.name)} IS {text_of(comment)}"


def needed(name: str) -> tuple[str, ...]:
    """The tables that a view reads."""
    if name not in TABLES or name == "products":
        return ("products", "attributes")
    return (name, "products") if name in _OF_PRODUCTS else (name,)


def is_translated(labels: Labels) -> bool:
    """Whether values are other than as stored: labels of the first language, but for quantities in English."""
    return (labels.lang, labels.schema.all_languages[0]) != ("en", "en")


def _attributes(labels: Labels) -> str:
    """Those of current products, with values in the language."""
    chinese = "value_zh, " if labels.lang == "zh" else ""  # of targets that are older than labels
    label = f"coalesce(labels[{text_of(labels.lang)}], {chinese}value) AS value"
    return f"SELECT *{_replacing([label] if is_translated(labels) else [])} FROM {_CURRENT.format('_attributes')}"


def _products(attributes: str, utc: Sequence[str]) -> str:
    """Products with the values of ``attributes`` in their maps: the tables hold the first language's there."""
    return f"""
        WITH texts AS (
            SELECT product_id, attribute, string_agg(value, '; ' ORDER BY ordinal) AS text
            FROM ({attributes}) WHERE status = 'standard' GROUP BY product_id, attribute
        ), maps AS (
            SELECT product_id, MAP(list(attribute ORDER BY attribute), list(text ORDER BY attribute)) AS found
            FROM texts GROUP BY product_id
        )
        SELECT p.*{_replacing(["coalesce(m.found, p.attributes) AS attributes", *utc])}
        FROM _products p LEFT JOIN maps m ON p.product_id = m.product_id
    """


def _wide(kind: WideView, category: str, schema: Schema, attributes: str) -> str:
    columns = [*kind.of(schema, category)]
    found = "".join(f", {_value(column, attribute)} AS {quoted(column.name)}" for attribute, column in columns)
    here = f"category = {text_of(category)}"
    standard = " AND status = 'standard'" if kind.only_standard else ""
    return f"""
        WITH wide AS (
            SELECT product_id{found} FROM ({attributes}) WHERE {here}{standard} GROUP BY product_id
        )
        SELECT {", ".join(f"p.{name}" for name in OWN)}{"".join(_shown(column, kind) for _, column in columns)}
        FROM (FROM _products WHERE stale IS NULL AND {here}) p LEFT JOIN wide w ON p.product_id = w.product_id
    """


def _shown(column: WideColumn, kind: WideView) -> str:
    name = quoted(column.name)
    return f", coalesce(w.{name}, []) AS {name}" if column.many and not kind.only_standard else f", w.{name}"


def _value(column: WideColumn, attribute: str) -> str:
    standard = "" if column.taken == "evidence" else " AND status = 'standard'"
    here = f"FILTER (WHERE attribute = {text_of(attribute)}{standard})"
    if column.many:
        return f"coalesce(list({_taken(column)} ORDER BY ordinal) {here}, [])"
    return f"arg_min_null({_taken(column)}, ordinal) {here}"


def _taken(column: WideColumn) -> str:
    match column.taken:
        case "evidence":
            return f"struct_pack({', '.join(f'{name} := {name}' for name in EVIDENCE)})"
        case "holds":
            return "(value_id = 'yes')"
        case "parts":
            return "MAP([part.name FOR part IN parts], [part.number FOR part IN parts])"
        case name:
            return name


def _replacing(columns: Sequence[str]) -> str:
    return f" REPLACE ({', '.join(columns)})" if columns else ""


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def text_of(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
