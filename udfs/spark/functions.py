"""The product as Spark functions: Arrow UDFs, one row in and one row out.

Each factory returns a function of columns. Closures carry a few strings; models and schemas are loaded inside the
worker, see :mod:`udfs.spark.workers`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

import pyarrow as pa
from pyspark.sql.pandas.functions import arrow_udf
from pyspark.sql.pandas.types import from_arrow_type
from pyspark.sql.types import DataType

from udfs.maps.nodes import Members
from udfs.maps.reading import Several, Statement, read_map
from udfs.records import Choice, Compared, Extraction, Listing, Product, Scored, Span, Wording
from udfs.resolution.categories import Decided, Guess, Needs, Stated
from udfs.resolution.categories import decide as decide_category
from udfs.resolution.product import Compare
from udfs.schema.schema import Schema
from udfs.schema.untrained import ALL_LEARNT, Untrained
from udfs.screening import Screened, whole
from udfs.screening import screen as screen_listing
from udfs.settings import Batching, Thresholds, UnknownCategory
from udfs.spark.arrow import arrow_type, records_from, to_arrow
from udfs.spark.blame import blaming, for_all, name_text, shown
from udfs.spark.counting import row_counter
from udfs.spark.workers import gpu_of_task, maker_of, predictor_of, schema_of, why_unseen
from udfs.text.keys import fold

_EXTRACTION, _PRODUCT = arrow_type(Extraction), arrow_type(Product)
_SCREENED, _DECIDED = arrow_type(Screened), arrow_type(Decided)
_STATED = len(Stated._fields)
_MATCHES, _WORDINGS = arrow_type(tuple[Scored, ...]), arrow_type(tuple[Wording, ...])
COMPARED: DataType = from_arrow_type(arrow_type(tuple[Compared, ...]))
"""What :func:`resolve` is told of a product's unknown values."""

Columns = tuple[pa.Array, ...]


def extract(checkpoint: str, fingerprint: str, schema_json: str, batching: Batching) -> Any:
    """(title, description, category id or null, site or null) to an Extraction, what the model says of a text.

    ``fingerprint`` is the checkpoint's, as the driver verified it. The only pass of the encoder over listings;
    non-deterministic in Spark's sense: it must be written before it is read twice.
    """

    def run(batches: Iterator[Columns]) -> Iterator[pa.Array]:
        count = row_counter()
        for size, columns in _look_ahead(batches, batching.look_ahead):
            predictor = predictor_of(checkpoint, fingerprint, schema_json, batching, gpu_of_task())  # no rows, no model
            listings = [
                Listing("", title, description, category, site=site)
                for title, description, category, site in zip(*columns, strict=True)
            ]
            read = partial(predictor.extract, count=count)
            found = for_all("reading with the model", read, listings, name_text)
            result = to_arrow(found, _EXTRACTION)
            if len(result) != size:
                raise ValueError(f"the predictor returned {len(result)} results for {size} listings")
            yield result

    return _column_function(run, _EXTRACTION).asNondeterministic()


def match(checkpoint: str, fingerprint: str, schema_json: str, batching: Batching) -> Any:
    """(category, attribute, raw value) to a list of Scored: the nearest allowed values, best first."""

    def run(batches: Iterator[Columns]) -> Iterator[pa.Array]:
        count = row_counter()
        for _, columns in _look_ahead(batches, batching.look_ahead):
            predictor = predictor_of(checkpoint, fingerprint, schema_json, batching, gpu_of_task())
            asked = list(zip(*columns, strict=True))
            compare = partial(predictor.match, count=count)
            yield to_arrow(for_all("comparing with the allowed values", compare, asked, repr), _MATCHES)

    return _column_function(run, _MATCHES).asNondeterministic()


def unknown(
    schema_json: str,
    thresholds: Thresholds,
    decisions_json: str,
    *,
    calibrated: bool,
    untrained: Untrained = ALL_LEARNT,
) -> Any:
    """(category, spans, seller's attributes, description) to Wordings: raw values that only the model may tell.

    ``decisions_json``: see :func:`udfs.resolution.decisions.decisions_to_json`. ``calibrated``: see
    :class:`udfs.resolution.product.ProductMaker`, and so ``untrained``. Non-deterministic to Spark, which else asks it
    twice: once to filter by what it says, and once for what it says.
    """

    def run(category: pa.Array, spans: pa.Array, sellers: pa.Array, description: pa.Array) -> pa.Array:
        maker = maker_of(schema_json, thresholds, decisions_json, calibrated, untrained)
        plain = (column.to_pylist() for column in (category, description))
        rows = zip(*plain, records_from(spans, Span), records_from(sellers, Statement), strict=True)
        found = []
        for name, text, said, entries in rows:
            with blaming("looking for unknown values", lambda: f"category {name}, {shown(str(entries))}"):  # noqa: B023
                found.append(maker.unknown(name, said, entries, text))
        return to_arrow(found, _WORDINGS)

    return _column_function(run, _WORDINGS).asNondeterministic()


def resolve(
    schema_json: str,
    thresholds: Thresholds,
    decisions_json: str,
    *,
    calibrated: bool,
    untrained: Untrained = ALL_LEARNT,
) -> Any:
    """(category, spans, choices, tags, seller's attributes, title, description, foreign, matches) to a Product.

    ``foreign``: the text's language where the model has not learnt it, or null. ``matches``: a list of Compared, what
    the model says of the product's unknown values; or null.
    """

    def run(
        category: pa.Array, spans: pa.Array, choices: pa.Array, tags: pa.Array, sellers: pa.Array, title: pa.Array,
        description: pa.Array, foreign: pa.Array, matches: pa.Array,
    ) -> pa.Array:  # fmt: skip
        maker = maker_of(schema_json, thresholds, decisions_json, calibrated, untrained)
        plain = (column.to_pylist() for column in (category, title, description, foreign, matches))
        lists = (
            records_from(spans, Span), records_from(choices, Choice), records_from(tags, Scored),
            records_from(sellers, Statement),
        )  # fmt: skip
        products = []
        for name, *texts, language, near, said, chosen, scored, entries in zip(*plain, *lists, strict=True):
            with blaming("standardizing", lambda: f"category {name}, title {shown(texts[0])}"):  # noqa: B023  called at once
                product = maker.make(
                    name, said, chosen, scored, entries=entries, texts=[text for text in texts if text],
                    compare=_stored(near or ()), foreign=language, description=texts[-1],
                )  # fmt: skip
                products.append(product)
        return to_arrow(products, _PRODUCT)

    return _column_function(run, _PRODUCT)


def screen(schema_json: str, max_characters: int, unknown_category: UnknownCategory = "model") -> Any:
    """The columns of :func:`screened` to a Screened: category id, site, and what speaks against the listing."""

    def run(*columns: pa.Array) -> pa.Array:
        return screened(schema_of(schema_json), max_characters, columns, unknown_category)

    return _column_function(run, _SCREENED)


def screened(
    schema: Schema, max_characters: int, columns: Columns, unknown_category: UnknownCategory = "model"
) -> pa.Array:
    """:func:`udfs.screening.screen` for each row of product_id, title, description, the seller's wording of the
    category, site, seller's attributes (texts that :func:`udfs.maps.reading.read_map` reads as one map, or a map) and
    whether the row does not parse; in this process. A listing that is rejected states nothing.
    """
    results = []
    for product_id, title, description, category, site, maps, corrupt in _rows(columns):
        with blaming("screening", lambda: f"product_id {shown(product_id)}, title {shown(title)}"):  # noqa: B023
            sellers = read_map(_maps(maps))
            entries = sellers.entries and tuple(Statement(*map(whole, statement)) for statement in sellers.entries)
            found = screen_listing(
                schema, max_characters, product_id=product_id, title=title, description=description, category=category,
                sites=(site,), seller_attributes=entries or (), parses=not corrupt, unknown_category=unknown_category,
            )  # fmt: skip
            accepted = found.reason is None
            results.append(found._replace(seller_attributes=entries, unread=sellers.fault) if accepted else found)
    return to_arrow(results, _SCREENED)


def _maps(column: list[Any] | None) -> Several | None:
    """Maps as texts, or the pairs of one that Arrow holds as a map."""
    if column is None:
        return None
    return Several([Members(column)] if column and isinstance(column[0], tuple) else column)


def decide(needs: Needs, unknown_category: UnknownCategory) -> Any:
    """The fields of a Stated and of a Guess to a Decided: category, origin, confidence, reason and detail."""

    def run(*columns: pa.Array) -> pa.Array:
        decided = [
            decide_category(Stated(*row[:_STATED]), Guess(*row[_STATED:]), needs, unknown_category)
            for row in _rows(columns)
        ]
        return to_arrow(decided, _DECIDED)

    return _column_function(run, _DECIDED)


def value_key() -> Any:
    """(raw value) to the folded key under which its wordings meet; null stays null."""

    def run(*columns: pa.Array) -> pa.Array:
        return pa.array([None if raw is None else fold(raw) for (raw,) in _rows(columns)], pa.string())

    return _column_function(run, pa.string())


def unseen(checkpoint: str, fingerprint: str) -> Any:
    """(any text) to why this worker cannot load the checkpoint that the driver verified, or null where it can."""

    def run(*columns: pa.Array) -> pa.Array:
        why = why_unseen(checkpoint, fingerprint)
        return pa.array([why] * len(columns[0]), pa.string())

    return _column_function(run, pa.string()).asNondeterministic()


def _column_function(run: Callable[..., Any], result: pa.DataType) -> Any:
    """An Arrow UDF of the kind that ``run``'s type hints say; pyspark's stub knows no structs and no ``*columns``."""
    return arrow_udf(run, from_arrow_type(result))  # type: ignore[call-overload]


def _stored(near: Iterable[Mapping[str, Any]]) -> Compare:
    """Gives each wording what was stored of it."""
    matches = {Wording(own["attribute"], own["raw"]): [Scored(**match) for match in own["matches"]] for own in near}
    return lambda _: matches


def _rows(columns: Columns) -> Iterator[tuple[Any, ...]]:
    return zip(*(column.to_pylist() for column in columns), strict=True)


def _look_ahead(batches: Iterator[Columns], n_rows: int) -> Iterator[tuple[int, list[list[Any]]]]:
    """Arrow batches gathered to at least ``n_rows`` rows (the last may have fewer), as columns of Python values."""
    gathered: list[list[Any]] = []
    for columns in batches:
        values = [column.to_pylist() for column in columns]
        gathered = [have + new for have, new in zip(gathered, values, strict=True)] if gathered else values
        if len(gathered[0]) >= n_rows:
            yield len(gathered[0]), gathered
            gathered = []
    if gathered and gathered[0]:
        yield len(gathered[0]), gathered
