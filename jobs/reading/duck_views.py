"""The views of :mod:`jobs.reading.views` as queries of DuckDB over the tables, which are named with a leading ``_``."""

from __future__ import annotations

from collections.abc import Sequence

from jobs.lake.tables.target import TABLES
from jobs.language.names import Labels
from jobs.reading.wide import SUFFIX, WideColumn, wide_columns
from udfs.schema.schema import Schema

_OF_PRODUCTS = ("attributes", "claims", "tags")
"""Tables of which stale products have rows that count nowhere."""
_CURRENT = "{} ANTI JOIN (SELECT product_id FROM _products WHERE stale IS NOT NULL) USING (product_id)"


def view_query(name: str, labels: Labels, times: Sequence[str] = ()) -> str:
    """A table, or the products of one category; ``times``: columns of the table with instants, which become UTC."""
    if name not in TABLES:
        return _wide(labels.schema, name.removesuffix(SUFFIX), _attributes(labels))
    utc = [f"make_timestamp(epoch_us({_quoted(column)})) AS {_quoted(column)}" for column in times]
    if name == "attributes":
        return _attributes(labels)
    if name == "products" and is_translated(labels):
        return _products(_attributes(labels), utc)
    source = _CURRENT.format(f"_{name}") if name in _OF_PRODUCTS else f"_{name}"
    return f"SELECT *{_replacing(utc)} FROM {source}"


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
    label = f"coalesce(labels[{_text(labels.lang)}], {chinese}value) AS value"
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


def _wide(schema: Schema, category: str, attributes: str) -> str:
    columns = [
        (column.name, _value(column, name))
        for name, attribute in schema.categories[category].attributes.items()
        for column in wide_columns(name, attribute)
    ]
    found = "".join(f", {value} AS {_quoted(name)}" for name, value in columns)
    names = "".join(f", w.{_quoted(name)}" for name, _ in columns)
    here = f"category = {_text(category)}"
    return f"""
        WITH wide AS (
            SELECT product_id{found} FROM ({attributes})
            WHERE status = 'standard' AND {here} GROUP BY product_id
        )
        SELECT p.product_id, p.title, p.source, p.completeness{names}
        FROM (FROM _products WHERE stale IS NULL AND {here}) p LEFT JOIN wide w ON p.product_id = w.product_id
    """


def _value(column: WideColumn, attribute: str) -> str:
    here = f"FILTER (WHERE attribute = {_text(attribute)})"
    if column.many:
        return f"coalesce(list({column.taken} ORDER BY ordinal) {here}, [])"
    taken: str = column.taken
    if taken == "parts":
        taken = "MAP([part.name FOR part IN parts], [part.number FOR part IN parts])"
    return f"arg_min_null({taken}, ordinal) {here}"


def _replacing(columns: Sequence[str]) -> str:
    return f" REPLACE ({', '.join(columns)})" if columns else ""


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
